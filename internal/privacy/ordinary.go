package privacy

import (
	"strings"

	"klarmeld/internal/lazyregexp"
)

// ordinaryToken is how many bytes a UUID or a digest at i has, 0 when there is
// none. Both may have ten digits between letters, and must stay readable.
func ordinaryToken(s string, i int) int {
	if !hexDigit(s[i]) || i > 0 && alphanumeric(s[i-1]) {
		return 0
	}
	n, letters := 0, false
	for i+n < len(s) && hexDigit(s[i+n]) {
		letters = letters || s[i+n] > '9'
		n++
	}
	if n == 8 && uuid(s[i:]) {
		return uuidLength
	}
	switch n {
	case 32, 40, 56, 64, 96, 128: // MD5 and a bare UUID, SHA-1, and the SHA-2s
		if letters && (i+n == len(s) || !alphanumeric(s[i+n])) {
			return n
		}
	}
	return 0
}

const uuidLength = 36

func uuid(s string) bool {
	if len(s) < uuidLength || len(s) > uuidLength && alphanumeric(s[uuidLength]) {
		return false
	}
	for i := range uuidLength {
		if dash := i == 8 || i == 13 || i == 18 || i == 23; dash && s[i] != '-' || !dash && !hexDigit(s[i]) {
			return false
		}
	}
	return true
}

func hexDigit(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'f'
}

func alphanumeric(c byte) bool {
	return c >= '0' && c <= '9' || c|0x20 >= 'a' && c|0x20 <= 'z' || c >= 0x80
}

// What stands around ten digits that are no CPR number, whatever their shape.
var (
	zone       = lazyregexp.New(`^\d{6} ?[+-](?:0\d|1[0-4])(?:00|15|30|45)$`) // 030100+0100, after a date or a time
	second     = lazyregexp.New(`:\d\d[.,]$`)
	day        = lazyregexp.New(`(?:^|[^0-9])(?:19|20)\d{6}[T ]$`)
	nextCase   = lazyregexp.New(`^-(?:\d{6}|\d\d-\d\d)(?:[^0-9]|$)`)
	yearAtEnd  = lazyregexp.New(`[^0-9-](?:19|20)\d\d$`)
	caseNumber = lazyregexp.New(`(?:^|[^0-9-])(?:19|20)\d\d-$`)
	zeroPoint  = lazyregexp.New(`(?:^|[^0-9A-Za-z.,])0\.$`)
)

// ordinary says whether ten digits of s are something else than a CPR number
// though they have its shape: a phone number after +45, the fraction of a second
// with or without its zone, decimals, or the end of one case number and the
// beginning of the next.
func ordinary(s string, ds []digit, after string) bool {
	from, to := ds[0].from, ds[len(ds)-1].to
	text, before := s[from:to], s[max(0, from-16):from]
	switch {
	case strings.HasSuffix(before, "+") && strings.HasPrefix(text, "45"):
		return true
	case len(text) == length && zeroPoint.MatchString(before):
		return true
	case ds[6].gap == joined: // the rest is about two numbers beside each other
		return false
	case second.MatchString(before):
		return true
	case zone.MatchString(text) && day.MatchString(before):
		return true
	case yearAtEnd.MatchString(text) && nextCase.MatchString(after):
		return true
	}
	return ds[6].gap == odd && caseNumber.MatchString(before)
}
