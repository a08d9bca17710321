package privacy

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// digit is one digit of a text, however it is written.
type digit struct {
	from, to int  // its bytes
	latin    bool // one of 0–9, be it as an escape
	gap      gap  // what stands between it and the digit before it
	newline  bool // the gap has the end of a line
	line     bool // the gap is nothing but that, or one tag
}

// mask is what hides the digit. One of another script is hidden by another
// letter: that it is no 0–9 may be the fault.
func (d digit) mask() string {
	if d.latin {
		return "x"
	}
	return "ｘ"
}

// gap says what stands between two digits, from the closest to what parts two
// numbers.
type gap uint8

const (
	joined gap = iota // nothing
	hidden            // what no reader sees
	spaced            // white space, tags
	marked            // a dash, a dot, a slash
	odd               // other punctuation
	apart             // anything else
)

// Bounds of a gap. A longer one parts two numbers.
const (
	maxMarks  = 3
	maxBlanks = 80
	maxTags   = 8
)

// between gathers what stands between two digits.
type between struct {
	marks, blanks, tags   int
	newline, unseen, more bool
	odd                   bool
}

func (b between) gap() gap {
	switch {
	case b.more, b.marks > maxMarks, b.blanks > maxBlanks, b.tags > maxTags:
		return apart
	case b.odd:
		return odd
	case b.marks > 0:
		return marked
	case b.blanks+b.tags > 0:
		return spaced
	case b.unseen:
		return hidden
	}
	return joined
}

func (b between) line() bool {
	return b.marks == 0 && !b.more && (b.tags == 1 || b.tags == 0 && b.newline)
}

// add adds a character that is no digit.
func (b *between) add(r rune) {
	switch classOf(r) {
	case blank:
		b.blanks++
		b.newline = b.newline || r == '\n' || r == '\r' || r == '\u2028'
	case unseen:
		b.unseen = true
	case mark:
		b.marks++
	case punctuation:
		b.marks++
		b.odd = true
	default:
		b.more = true
	}
}

// digits are all digits of s in one reading, in room if there is as much. UUIDs and
// digests are passed over.
func digits(s string, how reading, room []digit) []digit {
	out := room[:0]
	since := between{more: true} // the beginning parts as another number does
	for i := 0; i < len(s); {
		if i > 0 && letter[s[i]] && alphanumeric(s[i-1]) { // in a word, of which there are most
			since.more = true
			i++
			continue
		}
		if n := ordinaryToken(s, i); n > 0 {
			since.more = true
			i += n
			continue
		}
		if how.tags {
			if n := tag(s, i, how); n > 0 {
				since.tags++
				i += n
				continue
			}
		}
		r, n := how.next(s, i)
		if latin := r >= '0' && r <= '9'; latin || r >= 0x80 && isDigit(r) {
			out = append(out, digit{from: i, to: i + n, latin: latin, gap: since.gap(), newline: since.newline, line: since.line()})
			since = between{}
		} else if !since.more { // what is apart stays so
			since.add(r)
		}
		i += n
	}
	return out
}

// letter are the letters of ASCII.
var letter = func() (out [256]bool) {
	for c := byte('a'); c <= 'z'; c++ {
		out[c], out[c&^0x20] = true, true
	}
	return out
}()

// maxTag is how long a tag may be that stands in the middle of a number.
const maxTag = 200

// tag is how many bytes the tag at i has, 0 when there is none.
func tag(s string, i int, how reading) int {
	if s[i] != '<' && s[i] != '&' && s[i] != '\\' && s[i] != '%' {
		return 0
	}
	r, n := how.next(s, i)
	if r != '<' {
		return 0
	}
	first := true
	for j := i + n; j < min(len(s), i+maxTag); j += n {
		if !first && letter[s[j]] {
			n = 1
			continue
		}
		r, n = how.next(s, j)
		switch {
		case r == '>':
			return j + n - i
		case r == '<', first && !unicode.IsLetter(r) && !strings.ContainsRune("/!?_", r):
			return 0
		}
		first = false
	}
	return 0
}

// class is what a character is to a number.
type class uint8

const (
	other class = iota
	blank
	unseen
	mark
	punctuation
)

// isDigit: a decimal digit of any script, or one that is raised, lowered or in a
// circle.
func isDigit(r rune) bool {
	return unicode.IsDigit(r) || r == '²' || r == '³' || r == '¹' || r == '⁰' || r >= '⁴' && r <= '⁹' || r >= '₀' && r <= '₉' || r >= '①' && r <= '⑨' || r == '⓪'
}

func classOf(r rune) class {
	switch {
	case r < 0x80:
		return ascii[r]
	case unicode.IsSpace(r), unicode.Is(unicode.Zs, r), r == '\u2800', r == '\u3164', r == '\uffa0', r == '\u2028', r == '\u2029':
		return blank
	case r == '\u115f', r == '\u1160', unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me, unicode.Mc, unicode.Cc):
		return unseen
	case unicode.In(r, unicode.Pd, unicode.Pc), strings.ContainsRune("−⁃·․‧•∙⋅⁄∕．／￣¯‾˗➖―│", r):
		return mark
	case r == '…', r == utf8.RuneError:
		return other
	case unicode.IsPunct(r), unicode.IsSymbol(r):
		return punctuation
	}
	return other
}

// ascii is the class of every ASCII character.
var ascii = func() (out [0x80]class) {
	for r := range out {
		switch {
		case strings.ContainsRune(" \t\n\r\v\f", rune(r)):
			out[r] = blank
		case r < ' ' || r == 0x7f:
			out[r] = unseen
		case strings.ContainsRune("-./\\_+~", rune(r)):
			out[r] = mark
		case strings.ContainsRune(",:;|*()'#=^`", rune(r)):
			out[r] = punctuation
		}
	}
	return out
}()
