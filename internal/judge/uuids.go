package judge

import "bytes"

// uuidsIn calls see with everything in text that has the form of a UUID. A
// register's reply holds thousands, and a regular expression spends more time
// on them than the rest of the judge on its whole work.
func uuidsIn(text []byte, see func(string)) {
	const first, size = 8, 36 // where the first hyphen stands, and the length
	for at := 0; ; {
		i := bytes.IndexByte(text[at:], '-')
		if i < 0 {
			return
		}
		begin := at + i - first
		if begin >= at && begin+size <= len(text) && isUUID(text[begin:begin+size]) {
			see(string(text[begin : begin+size]))
			at = begin + size
			continue
		}
		at += i + 1
	}
}

// isUUID holds 36 bytes against the form 8-4-4-4-12.
func isUUID(text []byte) bool {
	for i, c := range text {
		switch i {
		case 8, 13, 18, 23:
			if c != '-' {
				return false
			}
		default:
			if (c < '0' || c > '9') && (c < 'a' || c > 'f') && (c < 'A' || c > 'F') {
				return false
			}
		}
	}
	return true
}
