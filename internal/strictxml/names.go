package strictxml

import "unicode/utf8"

// What an ASCII character may be.
const (
	nameStart = 1 << iota // begin a name; the colon is told apart
	nameRest              // go on in one
	blank
	allowed // stand in a document at all
	inText  // stand in text without meaning anything
	inValue // stand in an attribute's value without meaning anything, save for the quote
)

var class = func() (c [256]uint8) {
	for b := range 128 {
		switch {
		case b >= 'a' && b <= 'z', b >= 'A' && b <= 'Z', b == '_':
			c[b] |= nameStart | nameRest
		case b >= '0' && b <= '9', b == '-', b == '.':
			c[b] |= nameRest
		case b == ' ', b == '\t', b == '\n', b == '\r':
			c[b] |= blank
		}
		if b >= ' ' || c[b]&blank != 0 {
			c[b] |= allowed | inText | inValue
		}
	}
	for _, b := range "<&]\r" {
		c[b] &^= inText
	}
	for _, b := range "<&\t\n\r\"'" {
		c[b] &^= inValue
	}
	return c
}()

// starts are the characters above ASCII that begin a name (XML 1.0, fifth
// edition, production 4).
var starts = [][2]rune{{0xC0, 0xD6}, {0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x37D}, {0x37F, 0x1FFF}, {0x200C, 0x200D}, {0x2070, 0x218F},
	{0x2C00, 0x2FEF}, {0x3001, 0xD7FF}, {0xF900, 0xFDCF}, {0xFDF0, 0xFFFD}, {0x10000, 0xEFFFF}}

// rests are those that only go on in one (production 4a).
var rests = [][2]rune{{0xB7, 0xB7}, {0x300, 0x36F}, {0x203F, 0x2040}}

func among(ranges [][2]rune, c rune) bool {
	for _, r := range ranges {
		if c >= r[0] && c <= r[1] {
			return true
		}
	}
	return false
}

// forbidden reports whether XML has no such character (production 2).
func forbidden(c rune) bool {
	return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE || c == 0xFFFF || c > 0x10FFFF
}

// name is a name that was read, with the offset of its colon, -1 for none.
type name struct {
	text  string
	colon int
}

func (n name) space() string {
	if n.colon < 0 {
		return ""
	}
	return n.text[:n.colon]
}

func (n name) local() string { return n.text[n.colon+1:] }

// name reads a name with at most one colon, which has something on either side.
// missing is what is wrong when there is none at all.
func (r *reader) name(missing FaultKind) (name, bool) {
	begun, colon, first := r.at, -1, true
	for r.at < len(r.text) {
		b := r.text[r.at]
		size := 1
		switch {
		case b == ':':
			if colon >= 0 || r.at == begun {
				return name{}, r.fail(Colons, begun, r.whole(begun))
			}
			colon, first = r.at-begun, true
			r.at++
			continue
		case first && class[b]&nameStart != 0, !first && class[b]&nameRest != 0:
		case b >= utf8.RuneSelf:
			var c rune
			if c, size = utf8.DecodeRuneInString(r.text[r.at:]); c == utf8.RuneError && size == 1 {
				return name{}, r.fail(NotUTF8, r.at, "")
			}
			if !among(starts, c) && (first || !among(rests, c)) {
				return r.ended(begun, colon, first, missing, true)
			}
			if !older(c, first) {
				return name{}, r.fail(NewerName, begun, r.whole(begun))
			}
		default:
			return r.ended(begun, colon, first, missing, class[b]&nameRest != 0)
		}
		first = false
		r.at += size
	}
	return r.ended(begun, colon, first, missing, false)
}

// ended makes the name that has come to its end. odd says that what stands there
// looks as if it should have been of the name.
func (r *reader) ended(begun, colon int, first bool, missing FaultKind, odd bool) (name, bool) {
	switch {
	case odd:
		return name{}, r.fail(BadName, begun, r.whole(begun))
	case r.at == begun && r.at >= len(r.text):
		return name{}, r.fail(Cut, r.at, "")
	case r.at == begun:
		return name{}, r.fail(missing, begun, "")
	case first: // nothing after the colon
		return name{}, r.fail(Colons, begun, r.whole(begun))
	case r.at-begun > r.limit.Name:
		return name{}, r.fail(LongName, begun, r.whole(begun))
	}
	return name{r.text[begun:r.at], colon}, true
}

// whole is what a reader would call the name that begins there, however wrong.
func (r *reader) whole(begun int) string {
	end := begun
	for end < len(r.text) && end-begun < 60 && class[r.text[end]]&blank == 0 && r.text[end] >= ' ' {
		switch r.text[end] {
		case '=', '>', '<', '/', '?', '"', '\'', '&':
			return r.text[begun:end]
		}
		end++
	}
	return trimmed(r.text[begun:end])
}

// trimmed leaves out what the cut has made of the last character.
func trimmed(s string) string {
	for len(s) > 0 {
		if c, n := utf8.DecodeLastRuneInString(s); c != utf8.RuneError || n > 1 {
			break
		}
		s = s[:len(s)-1]
	}
	return s
}
