package capture

import (
	"bytes"
	"html"
	"net/url"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"klarmeld/internal/lazyregexp"
)

// maxEscapes is how many times over a message may have been escaped.
const maxEscapes = 6

// references are XML's own, and those of characters. No other name is undone:
// what the message itself calls &oslash; is the message's own mistake.
var references = lazyregexp.New(`&(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});`)

// quoted is an attribute in a JSON string; broken is a line's end that a JSON
// string writes as two characters, between two tags.
var (
	quoted = lazyregexp.New(`^<[^>]*?=\s*\\+"`)
	broken = lazyregexp.New(`>(?:\\+[rnt])+\s*<`)
	// cdataSplit is how a CDATA section holds the end of another.
	cdataSplit = []byte("]]]]><![CDATA[>")
)

// unescaped undoes what a text around a message has done to it, until it begins
// as XML does.
func unescaped(b []byte) []byte {
	for range maxEscapes {
		switch {
		case bytes.HasPrefix(b, []byte("<")):
			if quoted.Match(b) || broken.Match(b) {
				b = fromJSON(b)
				continue
			}
			return bytes.ReplaceAll(b, cdataSplit, []byte("]]>"))
		case bytes.HasPrefix(b, []byte("&")):
			b = references.Compiled().ReplaceAllFunc(b, func(r []byte) []byte { return []byte(html.UnescapeString(string(r))) })
		case bytes.HasPrefix(b, []byte(`\`)):
			b = fromJSON(b)
		case bytes.HasPrefix(b, []byte("%")):
			s, err := url.QueryUnescape(string(b))
			if err != nil {
				return b
			}
			b = []byte(s)
		default:
			return b
		}
	}
	return b
}

// fromJSON undoes the escapes of a JSON string, once. What is none stays.
func fromJSON(b []byte) []byte {
	out := make([]byte, 0, len(b))
	for i := 0; i < len(b); i++ {
		if b[i] != '\\' || i+1 == len(b) {
			out = append(out, b[i])
			continue
		}
		i++
		switch b[i] {
		case 'n':
			out = append(out, '\n')
		case 'r':
			out = append(out, '\r')
		case 't':
			out = append(out, '\t')
		case 'b', 'f':
			out = append(out, ' ')
		case '"', '\\', '/', '\'':
			out = append(out, b[i])
		case 'u':
			r, n := codeUnits(b[i+1:])
			if n == 0 {
				out = append(out, '\\', 'u')
				continue
			}
			out = utf8.AppendRune(out, r)
			i += n
		default:
			out = append(out, '\\', b[i])
		}
	}
	return out
}

// codeUnits reads the digits after \u, and those of the other half of a pair. n
// is how many bytes they take; 0 when they are none.
func codeUnits(b []byte) (r rune, n int) {
	unit := func(b []byte) rune {
		if len(b) < 4 {
			return -1
		}
		v, err := strconv.ParseUint(string(b[:4]), 16, 32)
		if err != nil {
			return -1
		}
		return rune(v)
	}
	if r = unit(b); r < 0 {
		return 0, 0
	}
	if utf16.IsSurrogate(r) && len(b) > 6 && b[4] == '\\' && b[5] == 'u' {
		if low := unit(b[6:]); low >= 0 {
			if pair := utf16.DecodeRune(r, low); pair != utf8.RuneError {
				return pair, 10
			}
		}
	}
	return r, 4
}
