// Package privacy masks what must not leave the program: CPR numbers, and what
// opens doors, such as tokens. The recording alone keeps CPR numbers, because
// its bytes are the evidence; reports, findings, logs and error texts pass
// through Mask first.
//
// A number is masked digit by digit and keeps its shape, for the shape may be
// what is wrong: 014203-4567 becomes xxxxxx-xxxx, and 0142034567 xxxxxxxxxx.
package privacy

import "strings"

// Masked is what stands in the place of a CPR number whose shape is not known:
// that which base64 or hexadecimal digits hide.
const Masked = "xxxxxx-xxxx"

// length is how many digits a CPR number has.
const length = 10

// maxRounds bounds how often a text is masked anew: what is masked in one way
// may be read in another afterwards. Two rounds are enough for what is not made
// to need more.
const maxRounds = 8

// Mask hides every number in s that could be a CPR number, in every way that
// people and programs write them. Where the line goes: ten digits that no other
// digit touches, and ten that are grouped as CPR numbers are (see shapes). A
// P-number or a time in seconds looks the same and is hidden too: better one too
// many. Whether the date exists is not asked, since fictive numbers have none.
func Mask(s string) string {
	for range maxRounds {
		out := once(s)
		if out == s {
			break
		}
		s = out
	}
	return s
}

func once(s string) string {
	s = hideEncoded(hideTokens(s))
	if !mayHold(s) {
		return s
	}
	for _, r := range readings(s) {
		s = hide(s, r)
	}
	return s
}

// hide hides the numbers that one reading of s finds.
func hide(s string, r reading) string {
	found := numbers(s, r)
	if len(found) == 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	at := 0
	for _, d := range found {
		out.WriteString(s[at:d.from])
		out.WriteString(d.mask())
		at = d.to
	}
	out.WriteString(s[at:])
	return out.String()
}

// extent is the part of s from the first to the last digit that Mask would hide.
func extent(s string) (from, to int, found bool) {
	if !mayHold(s) {
		return 0, 0, false
	}
	from = len(s)
	for _, r := range readings(s) {
		if n := numbers(s, r); len(n) > 0 {
			from, to, found = min(from, n[0].from), max(to, n[len(n)-1].to), true
		}
	}
	return from, to, found
}

// mayHold says whether there are digits enough in s for a number, and costs
// little: most texts have none.
func mayHold(s string) bool {
	n, least := 0, length
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			n++
		case c == 'p' || c == 'P': // of CPR: after it a number may be shorter
			if named(s, i) {
				least = leastNamed
			}
		case c < 0xC2 || c == 0xC3: // ASCII and the Danish letters
		case c == 0xE2 && i+1 < len(s) && s[i+1] == 0x80: // dashes and quotation marks
		default:
			n++ // the beginning of what may be a digit of another script
		}
		if n >= least {
			return true
		}
	}
	return false
}

func named(s string, p int) bool {
	return p > 0 && p+1 < len(s) && s[p-1]|0x20 == 'c' && s[p+1]|0x20 == 'r'
}

// saysCPR reports whether CPR stands in s, in whatever letters.
func saysCPR(s string) bool {
	for i := range len(s) {
		if s[i]|0x20 == 'p' && named(s, i) {
			return true
		}
	}
	return false
}
