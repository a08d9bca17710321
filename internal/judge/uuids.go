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

// objectsIn calls see with the UUID of every object that a register's reply
// shows: the one in its ObjektType, or in the ObjektID that a class has. A UUID
// that is only mentioned, in a list of what was found or as a relation's, tells
// nothing of the object.
func objectsIn(text []byte, see func(string)) {
	shownBy("ObjektType>", text, see)
	shownBy("ObjektID>", text, see)
}

func shownBy(element string, text []byte, see func(string)) {
	for {
		i := bytes.Index(text, []byte(element))
		if i < 0 {
			return
		}
		begins := bytes.LastIndexByte(text[:i], '<')
		closing := begins >= 0 && begins+1 < len(text) && text[begins+1] == '/'
		text = text[i+len(element):]
		if closing {
			continue
		}
		end := bytes.Index(text, []byte(element))
		if end < 0 {
			end = len(text)
		}
		first := true
		uuidsIn(text[:end], func(id string) {
			if first {
				see(id)
			}
			first = false
		})
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
