package soap

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"mime"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"klarmeld/internal/strictxml"
)

// charset is a character set that a message may say it is in.
type charset struct {
	name   string
	order  binary.ByteOrder            // of UTF-16, when the name gives it
	decode func([]byte) ([]byte, bool) // to UTF-8; nil when the bytes are UTF-8 as they stand
	legal  bool                        // XML's readers know it, and so do we
}

var (
	utf8Set  = charset{name: "UTF-8", legal: true}
	asciiSet = charset{name: "US-ASCII", legal: true}
	utf16Set = charset{name: "UTF-16"}
	latin1   = charset{name: "ISO-8859-1", decode: fromTable(nil), legal: true}
	win1252  = charset{name: "windows-1252", decode: fromTable(&windows), legal: true}
)

// named finds a character set by its name, of which IANA has several each.
func named(label string) charset {
	switch strings.ToLower(label) {
	case "utf-8", "utf8":
		return utf8Set
	case "us-ascii", "ascii", "ansi_x3.4-1968", "iso646-us":
		return asciiSet
	case "utf-16", "utf16":
		return utf16Set
	case "utf-16le":
		return charset{name: "UTF-16LE", order: binary.LittleEndian}
	case "utf-16be":
		return charset{name: "UTF-16BE", order: binary.BigEndian}
	case "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1", "l1":
		return latin1
	case "windows-1252", "cp1252", "cp-1252":
		return win1252
	}
	return charset{name: label}
}

// known reports whether we know the character set of that name.
func known(label string) bool { c := named(label); return c.legal || c.family() == utf16Set.name }

// family is what two names have in common when they do not contradict each other:
// US-ASCII is UTF-8, and the order of the bytes is a detail.
func (c charset) family() string {
	switch {
	case c.name == asciiSet.name:
		return utf8Set.name
	case c.order != nil:
		return utf16Set.name
	}
	return c.name
}

// marks are byte order marks, the longer first: UTF-32's begins as UTF-16's.
var marks = []struct {
	mark string
	charset
}{
	{"\xef\xbb\xbf", utf8Set},
	{"\xff\xfe\x00\x00", charset{name: "UTF-32"}},
	{"\x00\x00\xfe\xff", charset{name: "UTF-32"}},
	{"\xff\xfe", charset{name: "UTF-16", order: binary.LittleEndian}},
	{"\xfe\xff", charset{name: "UTF-16", order: binary.BigEndian}},
}

// unmarked is how XML begins in what a reader can tell without a mark (XML 1.0,
// appendix F).
var unmarked = []struct{ begins, name string }{
	{"<\x00\x00\x00", "UTF-32 uden byte order mark"},
	{"\x00\x00\x00<", "UTF-32 uden byte order mark"},
	{"<\x00", "UTF-16 uden byte order mark"},
	{"\x00<", "UTF-16 uden byte order mark"},
	{"\x4c\x6f\xa7\x94", "EBCDIC"},
}

// decode gives the text in UTF-8 without a byte order mark. What the bytes are in
// is said by their mark, before the Content-Type, before the XML declaration
// (RFC 7303, section 3). notice is what is to be said of what can be read, p why
// it cannot.
func decode(raw []byte, contentType string) (text []byte, notice, p *Problem) {
	label := charsetOf(contentType)
	for _, m := range marks {
		rest, ok := bytes.CutPrefix(raw, []byte(m.mark))
		switch {
		case !ok:
			continue
		case m.order != nil:
			return fromUTF16(rest, m.charset, label)
		case m.name != utf8Set.name:
			return nil, nil, wrongCharset(m.name + " (byte order mark)")
		}
		if says := declared(rest); says != "" && !known(says) {
			return nil, nil, wrongCharset(says)
		}
		return rest, contradiction(utf8Set, "byte order mark", label, declared(rest)), nil
	}
	if label != "" {
		return decodeAs(raw, named(label), "Content-Type", declared(raw))
	}
	for _, u := range unmarked {
		if bytes.HasPrefix(raw, []byte(u.begins)) {
			return nil, nil, wrongCharset(u.name)
		}
	}
	if says := declared(raw); says != "" {
		return decodeAs(raw, named(says), "XML-erklæringen", "")
	}
	return raw, nil, nil
}

// Legible is what a person sees of bytes that may be no message at all. UTF-16 that
// cannot be read loses its zeros, between which nobody would know a CPR number.
func Legible(raw []byte) string {
	text, _, p := decode(raw, "")
	if p != nil {
		text = bytes.ReplaceAll(raw, []byte{0}, nil)
	}
	return string(text)
}

// decodeAs reads bytes without a mark as what is said of them.
func decodeAs(raw []byte, c charset, by, says string) (text []byte, notice, p *Problem) {
	switch {
	case c.order != nil && by == "Content-Type":
		return fromUTF16(raw, c, "")
	case c.family() == utf16Set.name && (by != "Content-Type" || len(raw) < 2 || raw[0] != 0 && raw[1] != 0):
		return nil, nil, mislabelled(raw, 0, c, by)
	case c.family() == utf16Set.name:
		return nil, nil, wrongCharset(c.name + " uden byte order mark")
	case !c.legal:
		return nil, nil, wrongCharset(c.name)
	case c.name == asciiSet.name:
		if i := firstOther(raw); i < len(raw) {
			return nil, nil, mislabelled(raw, i, c, by)
		}
	}
	if says != "" && !known(says) {
		return nil, nil, wrongCharset(says)
	}
	if c.decode == nil {
		return raw, contradiction(c, by, says), nil
	}
	text, ok := c.decode(raw)
	switch {
	case !ok:
		return nil, nil, mislabelled(raw, 0, c, by)
	case firstOther(raw) < len(raw) && utf8.Valid(raw):
		return text, garbled(raw, c, by), nil
	}
	return text, wrongCharset(c.name), nil
}

// charsetOf is the charset parameter of a Content-Type, "" when it has none. Some
// clients put it in single quotes.
func charsetOf(contentType string) string {
	_, params, err := mime.ParseMediaType(contentType)
	if err != nil {
		return ""
	}
	return strings.Trim(params["charset"], `'" `)
}

// declared is the encoding that the XML declaration gives, "" when it gives none.
func declared(raw []byte) string {
	end := bytes.Index(raw, []byte("?>"))
	if end < 0 || !bytes.HasPrefix(raw, []byte("<?xml")) {
		return ""
	}
	return strictxml.Encoding(raw[:end+len("?>")])
}

// firstOther is where the first byte is that is not ASCII.
func firstOther(raw []byte) int {
	for i, b := range raw {
		if b >= utf8.RuneSelf {
			return i
		}
	}
	return len(raw)
}

// fromUTF16 reads UTF-16, half characters and a half last one excepted.
func fromUTF16(raw []byte, c charset, label string) (text []byte, notice, p *Problem) {
	broken := func(at int) *Problem {
		return illFormed(1+strings.Count(string(text[:at]), "\n"), "bytes, der ikke er gyldig UTF-16")
	}
	text = make([]byte, 0, len(raw))
	for ; len(raw) >= 2; raw = raw[2:] {
		r := rune(c.order.Uint16(raw))
		if utf16.IsSurrogate(r) {
			if len(raw) < 4 {
				return nil, nil, broken(len(text))
			}
			if r = utf16.DecodeRune(r, rune(c.order.Uint16(raw[2:]))); r == unicode.ReplacementChar {
				return nil, nil, broken(len(text))
			}
			raw = raw[2:]
		}
		text = utf8.AppendRune(text, r)
	}
	if len(raw) > 0 {
		return nil, nil, broken(len(text))
	}
	if says := declared(text); says != "" && named(says).family() != utf16Set.name {
		return nil, nil, wrongCharset(c.name + ", selv om XML-erklæringen siger " + says)
	}
	if label != "" && named(label).family() != utf16Set.name {
		return text, contradiction(c, "byte order mark", label), nil
	}
	return text, &Problem{Code: "xml.utf-16", Layer: LayerText, Remark: true, Line: 1,
		Message:  "Meddelelsen er i UTF-16. Det er lovlig XML og er læst, men tekstformatet er UTF-8.",
		Expected: "tegnsættet UTF-8", Actual: c.name, Fix: inUTF8}, nil
}

// fromTable reads what has one byte a character; those from 0x80 to 0x9F are by
// the table, 0 where there is none. Without a table each byte is its own number.
func fromTable(table *[32]rune) func([]byte) ([]byte, bool) {
	return func(raw []byte) ([]byte, bool) {
		text := make([]byte, 0, len(raw)+len(raw)/8)
		for _, b := range raw {
			r := rune(b)
			if table != nil && b >= 0x80 && b < 0xA0 {
				if r = table[b-0x80]; r == 0 {
					return nil, false
				}
			}
			text = utf8.AppendRune(text, r)
		}
		return text, true
	}
}

// windows are the characters of windows-1252 from 0x80 to 0x9F.
var windows = [32]rune{'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ'}

const sayUTF8 = `Lad Content-Type sige charset=utf-8 og XML-erklæringen encoding="UTF-8".`

const inUTF8 = `Skriv XML'en i UTF-8, og lad erklæringen sige det: <?xml version="1.0" encoding="UTF-8"?>`

// wrongCharset is a message in another character set than the anvisninger have.
func wrongCharset(found string) *Problem {
	return &Problem{Code: "xml.tegnsaet", Layer: LayerText, Line: 1, Message: "Meddelelsen er ikke i UTF-8, men i " + found + ".",
		Expected: "tegnsættet UTF-8", Actual: found, Fix: inUTF8}
}

// mislabelled is a message of which something says what it cannot be.
func mislabelled(raw []byte, at int, c charset, by string) *Problem {
	return &Problem{Code: "xml.tegnsaet", Layer: LayerText, Line: strictxml.Line(raw, at),
		Message:  fmt.Sprintf("%s siger %s, men det er meddelelsens bytes ikke.", by, c.name),
		Expected: "tegnsættet UTF-8, og at det er det, der bliver sagt", Actual: c.name, Fix: sayUTF8}
}

// garbled is UTF-8 that is said to be something else: whoever believes it reads
// other letters.
func garbled(raw []byte, c charset, by string) *Problem {
	word := firstWord(raw)
	read, _ := c.decode([]byte(word))
	return &Problem{Code: "xml.tegnsaet", Layer: LayerText, Line: strictxml.Line(raw, firstOther(raw)),
		Message:  fmt.Sprintf("%s siger %s, men teksten er skrevet i UTF-8: »%s« bliver læst som »%s«.", by, c.name, word, read),
		Expected: "tegnsættet UTF-8, og at det er det, der bliver sagt", Actual: c.name,
		Fix: sayUTF8}
}

// firstWord is the first word with a letter that is not ASCII, or that character
// alone. It holds no digits, and so no CPR number.
func firstWord(raw []byte) string {
	at := firstOther(raw)
	from, to := at, at
	for from > 0 && isLetter(raw[from-1]) && at-from < 20 {
		from--
	}
	for to < len(raw) && to-at < 20 {
		r, n := utf8.DecodeRune(raw[to:])
		if to > at && !unicode.IsLetter(r) {
			break
		}
		to += n
	}
	return string(raw[from:to])
}

func isLetter(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }

// contradiction is a remark on what says otherwise than what decides; nil when
// nothing does.
func contradiction(c charset, by string, others ...string) *Problem {
	for _, o := range others {
		if o == "" || named(o).family() == c.family() {
			continue
		}
		return &Problem{Code: "xml.tegnsaet-uenig", Layer: LayerText, Remark: true, Line: 1,
			Message:  fmt.Sprintf("Meddelelsen er læst i %s, som %s siger, men der står også, at den er i %s.", c.name, by, named(o).name),
			Expected: "at Content-Type og XML-erklæringen siger det samme: UTF-8", Actual: fmt.Sprintf("læst i %s, kaldt %s", c.name, named(o).name),
			Fix: sayUTF8}
	}
	return nil
}
