package index

import (
	"crypto/sha256"
	"encoding/hex"
)

// uuid is a UUID as the number that it is: what tells objects apart takes 16 bytes, and
// none that a collector must follow. What is no UUID with small letters has the number of
// its digest; the index has none such.
type uuid [16]byte

func uuidOf(s string) (id uuid) {
	if len(s) != 36 {
		return odd(s)
	}
	at := 0
	for i := 0; i < len(s); i++ {
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if s[i] != '-' {
				return odd(s)
			}
			continue
		}
		digit := nibble(s[i])
		if digit > 0xf {
			return odd(s)
		}
		id[at/2] = id[at/2]<<4 | digit
		at++
	}
	return id
}

func odd(s string) uuid {
	sum := sha256.Sum256([]byte(s))
	return uuid(sum[:16])
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
func (id uuid) String() string {
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
