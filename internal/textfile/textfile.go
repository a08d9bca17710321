// Package textfile reads text as people's tools write it: a byte order mark is
// passed over, and what is not UTF-8 is refused in words that say where and what
// to do. JSON and YAML readers pass some of it silently, and a name comes out as
// another.
package textfile

import (
	"bytes"
	"errors"
	"fmt"
	"unicode/utf8"
)

// mark is UTF-8's byte order mark, which Windows' tools put first.
var mark = []byte("\xef\xbb\xbf")

// wide are the beginnings of other encodings, the longest first.
var wide = []struct {
	name  string
	begin string
}{
	{"UTF-32", "\xff\xfe\x00\x00"}, {"UTF-32", "\x00\x00\xfe\xff"}, {"UTF-16", "\xff\xfe"}, {"UTF-16", "\xfe\xff"},
}

// Text is a text without its byte order mark. The error of one that is not UTF-8
// is in Danish, and says on which line.
func Text(raw []byte) ([]byte, error) {
	for _, w := range wide {
		if bytes.HasPrefix(raw, []byte(w.begin)) {
			return nil, inAnother(w.name)
		}
	}
	text := Unmarked(raw)
	if len(text) > 1 && (text[0] == 0) != (text[1] == 0) {
		return nil, inAnother("UTF-16") // without a mark: every other byte of ASCII is nothing
	}
	if at := notUTF8(text); at >= 0 {
		return nil, fmt.Errorf("linje %d er ikke UTF-8 (byte 0x%02X; det ligner Latin-1, også kaldet ANSI eller Windows-1252): gem den som UTF-8",
			1+bytes.Count(text[:at], []byte("\n")), text[at])
	}
	return text, nil
}

// Unmarked is Text of what need not be UTF-8.
func Unmarked(raw []byte) []byte {
	for bytes.HasPrefix(raw, mark) {
		raw = raw[len(mark):]
	}
	return raw
}

func inAnother(name string) error {
	return errors.New("den er i " + name + ": gem den som UTF-8")
}

// notUTF8 is where a text first is no UTF-8; -1 when it is.
func notUTF8(text []byte) int {
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRune(text[at:])
		if r == utf8.RuneError && n == 1 {
			return at
		}
		at += n
	}
	return -1
}
