package steps

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
)

// How much of two long texts is shown of the place where they part: so many
// characters, the first of them so many before it.
const (
	mostShown  = 300
	shownAhead = 60
)

// apart are two texts as they are shown beside each other: what nobody can see is
// written out, and of a long text the place where they part is shown. CPR numbers
// are masked before, for a sign that is written out parts their digits.
func apart(expected, actual string) (string, string) {
	e, a := []rune(privacy.Mask(expected)), []rune(privacy.Mask(actual))
	at := 0
	for at < min(len(e), len(a)) && e[at] == a[at] {
		at++
	}
	return around(e, at), around(a, at)
}

func around(s []rune, at int) string {
	if len(s) <= mostShown {
		return "»" + oio.Shown(string(s)) + "«"
	}
	from := max(0, min(at-shownAhead, len(s)-mostShown))
	to := from + mostShown
	out := "»" + oio.Shown(string(s[from:to])) + "«"
	if from > 0 {
		out = "… " + out
	}
	if to < len(s) {
		out += " …"
	}
	return out
}
