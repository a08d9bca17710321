package packed

import "encoding/hex"

// UUID is a UUID as the number that it is: 16 bytes, and none that a collector must follow.
type UUID [16]byte

// UUIDIn reads a UUID that is written with small letters; false of anything else.
func UUIDIn(s string) (id UUID, ok bool) {
	if len(s) != 36 {
		return id, false
	}
	at := 0
	for i := range len(s) {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return id, false
			}
			continue
		}
		digit := nibble(s[i])
		if digit > 0xf {
			return id, false
		}
		id[at/2] = id[at/2]<<4 | digit
		at++
	}
	return id, true
}

// nibble is the value of a small hexadecimal digit; more than 0xf of anything else.
func nibble(c byte) byte {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'f':
		return c - 'a' + 10
	}
	return 0xff
}

// String writes the UUID with small letters.
func (id UUID) String() string {
	var s [36]byte
	at := 0
	for i := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			s[at] = '-'
			at++
		}
		hex.Encode(s[at:at+2], id[i:i+1])
		at += 2
	}
	return string(s[:])
}
