package notat

import (
	"strings"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/oio"
)

// Likeness is how far two notes say the same.
type Likeness int

// The degrees. Alike says the same, signs and all. AlikeToTheEye can be told from
// the other only by a program: by a hard blank, a tab, or a sign that takes no room.
const (
	Different Likeness = iota
	AlikeToTheEye
	Alike
)

// Compare holds what two notes say against each other. How lines end, blanks that
// end a line, blank lines around the text, and how Unicode composes a letter say
// nothing: no reader can see them, and formats have ways of their own.
func Compare(a, b string) Likeness {
	a, b = said(a), said(b)
	switch {
	case a == b:
		return Alike
	case seen(a) == seen(b):
		return AlikeToTheEye
	}
	return Different
}

// Begins reports whether what a note says begins with a sentence.
func Begins(text, sentence string) bool {
	return strings.HasPrefix(seen(said(text)), seen(said(sentence)))
}

var (
	lineEnds = lazyregexp.New("\r\n|[\n\r\v\f\u0085\u2028\u2029]")
	runs     = lazyregexp.New(` {2,}`)
)

// said is a text in the one way of writing it.
func said(s string) string {
	lines := lineEnds.Split(oio.Composed(s), -1)
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " \t\u00a0")
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// seen is what a reader sees of a text that has been said: a blank is a blank,
// however wide, and what takes no room is not there.
func seen(s string) string {
	s = strings.Map(func(r rune) rune {
		switch sign := oio.SignOf(r); {
		case r == '\t' || sign == oio.Blank:
			return ' '
		case r == '\u2011': // the hyphen at which no line is broken
			return '-'
		case sign == oio.Invisible:
			return -1
		}
		return r
	}, s)
	lines := strings.Split(runs.ReplaceAllString(s, " "), "\n")
	for i, l := range lines {
		lines[i] = strings.Trim(l, " ")
	}
	return strings.Join(lines, "\n")
}
