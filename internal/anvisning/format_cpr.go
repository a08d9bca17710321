package anvisning

import (
	"fmt"
	"strings"
	"unicode"

	"klarmeld/internal/oio"
)

// urnCPR begins the URN of a citizen; ten digits and nothing else follow it.
const (
	urnCPR    = "urn:oio:cpr-nr:"
	cprDigits = 10
)

// describeCPR is describe, and says of a CPR number in a URN what is wrong with
// the way it is written: the digits are masked, so nobody could see it.
func describeCPR(r oio.Ref) string {
	number, ok := strings.CutPrefix(r.URN, urnCPR)
	if !ok {
		return describe(r)
	}
	digits, others := 0, []string{}
	for _, c := range number {
		if c >= '0' && c <= '9' {
			digits++
		} else if s := signName(c); len(others) == 0 || others[len(others)-1] != s {
			others = append(others, s)
		}
	}
	switch {
	case len(others) == 1 && others[0] == signName('-'):
		return describe(r) + " med bindestreg; det skal være 10 cifre uden bindestreg"
	case len(others) > 0:
		return fmt.Sprintf("%s, hvor der også står %s; det skal være 10 cifre uden andet", describe(r), strings.Join(others, " "))
	case digits != cprDigits:
		return fmt.Sprintf("%s med %d cifre; det skal være 10, også når det første er 0", describe(r), digits)
	}
	return describe(r)
}

// signName names a character that may not be seen.
func signName(c rune) string { return fmt.Sprintf("U+%04X", c) }

// nearCPR is the URN of a citizen without what people put between the digits of
// the number; "" when there are not ten.
func nearCPR(urn string) string {
	number, ok := strings.CutPrefix(urn, urnCPR)
	if !ok {
		return ""
	}
	digits := strings.Map(func(c rune) rune {
		if unicode.In(c, unicode.P, unicode.Z, unicode.Cf) {
			return -1
		}
		return c
	}, number)
	if len(digits) != cprDigits || strings.Trim(digits, "0123456789") != "" {
		return ""
	}
	return urnCPR + digits
}
