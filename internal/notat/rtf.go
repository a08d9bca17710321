package notat

import (
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// readRTF reads Rich Text Format (Microsoft, version 1.9.1): what is written, and
// nothing of how it looks. What a reader would not see either is left out: fonts,
// styles, pictures, fields' instructions, hidden and deleted text.
func readRTF(raw []byte) (string, error) {
	raw = trimStart(raw)
	if Looks(raw) != RTF {
		return "", because(ErrOther, `notatet begynder ikke med {\rtf`)
	}
	r := rtf{in: raw, fonts: map[int]codepage{}, now: group{fallback: 1, font: noFont}}
	for !r.over {
		if err := r.next(); err != nil {
			return "", err
		}
	}
	r.settle()
	return r.out.String(), r.failed
}

// noFont is the font before one is chosen.
const noFont = -1

// rtf is a document while it is read.
type rtf struct {
	in      []byte
	at      int
	out     strings.Builder
	now     group   // the innermost group
	outer   []group // those around it
	over    bool    // the document's own group has ended
	whole   codepage
	standby int              // the font of text that names none
	fonts   map[int]codepage // font → its code page, where it has one of its own
	defines int              // the font that the font table is defining
	pending []byte           // bytes of the code page, not yet letters
	unicode []uint16         // \u, not yet letters
	skip    int              // what stands for a \u, and is left out
	failed  error            // the first that could not be read
}

// group is what holds between two braces.
type group struct {
	away     bool // its text is not the document's
	table    bool // it is the font table
	hidden   bool
	deleted  bool
	fallback int // \uc: how many signs stand for a \u
	font     int
}

// next reads one sign, control or brace.
func (r *rtf) next() error {
	if r.at >= len(r.in) {
		return because(ErrBroken, "RTF-koden slutter midt i en gruppe")
	}
	c := r.in[r.at]
	r.at++
	switch c {
	case '{':
		r.skip = 0
		if len(r.outer) >= maxDepth {
			return because(ErrBounds, fmt.Sprintf("RTF-grupper ligger mere end %d dybt", maxDepth))
		}
		r.outer = append(r.outer, r.now)
	case '}':
		r.skip = 0
		r.settle()
		r.now = r.outer[len(r.outer)-1] // the first sign opens one
		r.outer = r.outer[:len(r.outer)-1]
		r.over = len(r.outer) == 0
	case '\\':
		return r.control()
	case '\r', '\n':
	default:
		r.byte(c)
	}
	return nil
}

// control reads what stands after a backslash.
func (r *rtf) control() error {
	word, number, has := r.word()
	if word == "" {
		return r.symbol()
	}
	if word == "bin" {
		// The bytes are a picture's: braces in them are none.
		if number < 0 || number > len(r.in)-r.at {
			return because(ErrBroken, `\bin har flere bytes, end der er tilbage`)
		}
		r.at += number
		r.skipped()
		return nil
	}
	if word == "u" {
		r.escape(number)
		return nil
	}
	if r.skipped() {
		return nil
	}
	if text, ok := signs[word]; ok {
		r.write(text)
		return nil
	}
	r.setting(word, number, has)
	return nil
}

// word reads a control word with its number, and the blank that ends it.
func (r *rtf) word() (word string, number int, has bool) {
	from := r.at
	for r.at < len(r.in) && isLetter(r.in[r.at]) {
		r.at++
	}
	word = string(r.in[from:r.at])
	if word == "" {
		return "", 0, false
	}
	minus := r.at < len(r.in) && r.in[r.at] == '-'
	if minus {
		r.at++
	}
	const enough = 1 << 30
	for ; r.at < len(r.in) && r.in[r.at] >= '0' && r.in[r.at] <= '9'; r.at++ {
		number, has = min(enough, number*10+int(r.in[r.at]-'0')), true
	}
	if minus && !has {
		r.at-- // it was a hyphen
	}
	if minus {
		number = -number
	}
	if r.at < len(r.in) && r.in[r.at] == ' ' {
		r.at++
	}
	return word, number, has
}

func isLetter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// symbol reads a control of one sign.
func (r *rtf) symbol() error {
	if r.at >= len(r.in) {
		return because(ErrBroken, "RTF-koden slutter i en kode")
	}
	c := r.in[r.at]
	r.at++
	if c == '\'' {
		b, ok := r.hex()
		if !ok {
			return because(ErrBroken, `\' uden to hexcifre`)
		}
		r.byte(b)
		return nil
	}
	if r.skipped() {
		return nil
	}
	if c == '*' {
		r.now.away = true // unless the word that follows is one whose text is read
		return nil
	}
	r.write(symbols[c])
	return nil
}

func (r *rtf) hex() (byte, bool) {
	var b int
	if r.at+2 > len(r.in) {
		return 0, false
	}
	for _, c := range r.in[r.at : r.at+2] {
		i := strings.IndexByte("0123456789abcdef", c|0x20)
		if i < 0 {
			return 0, false
		}
		b = b<<4 | i
	}
	r.at += 2
	return byte(b), true
}

// skipped reports whether the sign or control is one of those that stand for a \u
// before it.
func (r *rtf) skipped() bool {
	if r.skip == 0 {
		return false
	}
	r.skip--
	return true
}

// escape is a \u: a UTF-16 unit, and what stands for it is left out.
func (r *rtf) escape(number int) {
	if r.now.silent() {
		r.skip = r.now.fallback
		return
	}
	r.settleBytes()
	r.unicode = append(r.unicode, uint16(number))
	r.skip = r.now.fallback
}

// silent reports whether what is written in the group is not seen.
func (g group) silent() bool { return g.away || g.hidden || g.deleted }

// byte is a sign of the code page.
func (r *rtf) byte(c byte) {
	if r.skipped() || r.now.silent() {
		return
	}
	if c == 0 {
		return // some programs end what they write with it
	}
	r.settleUnicode()
	r.pending = append(r.pending, c)
}

// write is text that is Unicode already.
func (r *rtf) write(text string) {
	r.settle()
	if !r.now.silent() {
		r.out.WriteString(text)
	}
}

// settle makes letters of what is pending. It is called before what may change how
// they are to be read.
func (r *rtf) settle() {
	r.settleBytes()
	r.settleUnicode()
}

func (r *rtf) settleUnicode() {
	if len(r.unicode) > 0 {
		r.out.WriteString(string(utf16.Decode(r.unicode)))
		r.unicode = r.unicode[:0]
	}
}

func (r *rtf) settleBytes() {
	if len(r.pending) == 0 {
		return
	}
	text, err := r.page().decode(r.pending)
	if err != nil && r.failed == nil {
		r.failed = err
	}
	if utf8.ValidString(text) {
		r.out.WriteString(text)
	}
	r.pending = r.pending[:0]
}

// page is the code page of the font in use.
func (r *rtf) page() codepage {
	font := r.now.font
	if font == noFont {
		font = r.standby
	}
	if p, ok := r.fonts[font]; ok {
		return p
	}
	return r.whole
}
