package privacy

import "unicode/utf8"

// maySpeak reports whether a word on one line may say a number, for a fraction of what it
// costs to read it from each of its first four characters: no word in which there are not
// nine digits, and that is no text in any reading, says one.
func maySpeak(word string) bool {
	var digits [4]int // at most, in each reading
	hexadecimal := 0
	for i := range len(word) {
		c := word[i]
		if !hexDigit(c) {
			hexadecimal = 0
		} else if hexadecimal++; hexadecimal >= 2*length {
			return true
		}
		for k, may := range beginsDigit[c] {
			digits[(i-k+4)&3] += int(may)
		}
	}
	for offset, n := range digits {
		if n >= length-1 || isText(word[offset:]) {
			return true
		}
	}
	return false
}

// beginsDigit says of a character whether, as the first, second and fourth of four, it may
// be of base64 that says a digit as their first, second and third byte: 0x30 to 0x39.
var beginsDigit = func() (out [256][4]uint8) {
	for c, v := range sextet {
		switch {
		case v < 0:
			continue
		case v >= 0x30>>2 && v <= 0x39>>2:
			out[c][0] = 1
		case v >= 0x30 && v <= 0x39:
			out[c][3] = 1
		}
		if v&0xF == 3 {
			out[c][1] = 1
		}
	}
	return out
}()

// isText reports whether base64 may say UTF-8, by its beginning.
func isText(word string) bool {
	var b [12]byte
	n, bits, have := 0, 0, 0
	for i := 0; i < len(word) && n < len(b); i++ {
		bits, have = bits<<6|int(sextet[word[i]]), have+6
		if have >= 8 {
			have -= 8
			b[n] = byte(bits >> have)
			bits &= 1<<have - 1
			n++
		}
	}
	for rest := b[:n]; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return n == len(b) && !utf8.FullRune(rest) // what is cut off may be one
		}
		rest = rest[size:]
	}
	return true
}
