package strictxml

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/beevik/etree"
)

// characters reads text up to the next markup.
func (r *reader) characters() bool {
	if len(r.stack) == 0 {
		r.blanks()
		if r.at < len(r.text) && r.text[r.at] != '<' {
			return r.fail(TextOutside, r.at, "")
		}
		return true
	}
	begun, written := r.at, r.at
	r.buffer = r.buffer[:0]
	for r.at < len(r.text) {
		b := r.text[r.at]
		if class[b]&inText != 0 {
			r.at++
			continue
		}
		switch {
		case b == '<':
			return r.finish(begun, written)
		case b == ']':
			if strings.HasPrefix(r.text[r.at:], "]]>") {
				return r.fail(CDATAEndInText, r.at, "")
			}
			r.at++
		case b == '\r':
			r.buffer = append(append(r.buffer, r.text[written:r.at]...), '\n')
			r.at++
			r.take('\n')
			written = r.at
		case b == '&':
			r.buffer = append(r.buffer, r.text[written:r.at]...)
			if !r.reference() {
				return false
			}
			written = r.at
		default:
			n, ok := r.character(r.at)
			if !ok {
				return false
			}
			r.at += n
		}
	}
	return r.finish(begun, written)
}

// finish adds the text that began there; what is before written stands in the
// buffer when it is not as it was.
func (r *reader) finish(begun, written int) bool {
	if written == begun {
		r.addText(r.text[begun:r.at])
		return true
	}
	r.addText(string(append(r.buffer, r.text[written:r.at]...)))
	return true
}

func (r *reader) addText(s string) {
	if len(r.texts) == 0 {
		r.texts = make([]etree.CharData, r.room())
	}
	t := &r.texts[0]
	r.texts = r.texts[1:]
	t.SetData(s)
	r.children = append(r.children, t)
}

// entities are those that every reader knows (XML 1.0, 4.6).
var entities = map[string]byte{"lt": '<', "gt": '>', "amp": '&', "quot": '"', "apos": '\''}

// longestReference is how far a semicolon is looked for; zeros may lead.
const longestReference = 64

// reference appends to the buffer what a reference stands for.
func (r *reader) reference() bool {
	begun := r.at
	rest := r.text[begun+1:]
	if strings.HasPrefix(rest, "#") {
		return r.number(begun)
	}
	n := strings.IndexByte(rest[:min(len(rest), longestReference)], ';')
	if n < 0 {
		return r.fail(BadReference, begun, "")
	}
	b, ok := entities[rest[:n]]
	if !ok {
		return r.fail(BadReference, begun, "")
	}
	r.buffer = append(r.buffer, b)
	r.at = begun + 1 + n + 1
	return true
}

// number reads a reference by number: &#38; or &#x26;.
func (r *reader) number(begun int) bool {
	i, base := begun+len("&#"), rune(10)
	if i < len(r.text) && r.text[i] == 'x' {
		i, base = i+1, 16
	}
	digits, c := i, rune(0)
	for ; i < len(r.text); i++ {
		d := digit(r.text[i])
		if d < 0 || d >= base {
			break
		}
		c = min(c*base+d, utf8.MaxRune+1)
	}
	if i == digits || i >= len(r.text) || r.text[i] != ';' {
		return r.fail(BadReference, begun, "")
	}
	r.at = i + 1
	switch what := r.text[begun:min(r.at, begun+20)]; {
	case c >= 0xD800 && c <= 0xDFFF:
		return r.fail(SurrogateReference, begun, what)
	case forbidden(c):
		return r.fail(ForbiddenReference, begun, what)
	}
	r.buffer = utf8.AppendRune(r.buffer, c)
	return true
}

func digit(b byte) rune {
	switch {
	case b >= '0' && b <= '9':
		return rune(b - '0')
	case b >= 'a' && b <= 'f':
		return rune(b-'a') + 10
	case b >= 'A' && b <= 'F':
		return rune(b-'A') + 10
	}
	return -1
}

// hex is how a character is named in a text.
func hex(c rune) string { return fmt.Sprintf("U+%04X", c) }
