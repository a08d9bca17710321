package privacy

import (
	"html"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// reading is a way to read a text. What looks like an escape may be none, as in
// cpr=3012…, and what stands in a tag may be a number: so a text is read in
// several ways, and what any of them finds is hidden.
type reading struct {
	escapes bool // of XML, URLs, JSON and quoted-printable
	tags    bool // as what no reader sees
}

// readings are those that s can be read in.
func readings(s string) []reading {
	out := []reading{{}}
	if strings.ContainsAny(s, `&%=\`) {
		out = append(out, reading{escapes: true})
	}
	if strings.ContainsAny(s, "<") || len(out) > 1 {
		out = append(out, reading{escapes: true, tags: true})
	}
	return out
}

// next is the character at i and how many bytes it is written with.
func (r reading) next(s string, i int) (rune, int) {
	c := s[i]
	if r.escapes && (c == '&' || c == '%' || c == '=' || c == '\\') {
		if x, n := escape(s[i:]); n > 0 {
			return x, n
		}
	}
	if c < utf8.RuneSelf {
		return rune(c), 1
	}
	x, n := utf8.DecodeRuneInString(s[i:])
	if x == utf8.RuneError && n == 1 {
		x = windows1252(c)
	}
	return x, n
}

// windows1252 is the separator that a byte is outside UTF-8.
func windows1252(c byte) rune {
	switch c {
	case 0x96, 0x97:
		return '–'
	case 0xA0, 0xAD, 0xB7:
		return rune(c)
	}
	return utf8.RuneError
}

// escape reads the escape that s begins with; 0 bytes when there is none.
func escape(s string) (rune, int) {
	switch s[0] {
	case '&':
		return entity(s)
	case '\\':
		return backslash(s)
	case '=':
		if strings.HasPrefix(s, "=\n") {
			return '\u200b', 2 // a soft line break is nothing at all
		}
		if strings.HasPrefix(s, "=\r\n") {
			return '\u200b', 3
		}
		return bytesOf(s, "=", "")
	}
	if len(s) >= 6 && (s[1] == 'u' || s[1] == 'U') {
		if v, ok := hex(s[2:6]); ok {
			return v, 6
		}
	}
	return bytesOf(s, "%", "25")
}

// maxEntity is how long a reference is, with leading zeros.
const maxEntity = 40

// maxEscaped bounds how often an escape may be escaped again, so that a row of
// them is not read anew from each of its characters.
const maxEscaped = 8

// entity reads &#48; &#x30; &nbsp; and those whose ampersand is a reference.
func entity(s string) (rune, int) {
	body := s[1:]
	for n := 0; n < maxEscaped && strings.HasPrefix(body, "amp;"); n++ {
		body = body[len("amp;"):]
	}
	skipped := len(s) - len(body)
	end := 0
	for end < min(len(body), maxEntity) &&
		(body[end] == '#' || body[end] < utf8.RuneSelf && (unicode.IsLetter(rune(body[end])) || unicode.IsDigit(rune(body[end])))) {
		end++
	}
	if end == 0 {
		return 0, 0
	}
	name, n := body[:end], skipped+end
	if end < len(body) && body[end] == ';' {
		n++
	} else if name[0] != '#' {
		return 0, 0
	}
	text := html.UnescapeString("&" + name + ";")
	r, size := utf8.DecodeRuneInString(text)
	if size != len(text) || r == utf8.RuneError {
		return 0, 0
	}
	return r, n
}

// backslash reads \u0030 \x30 \n and the like, however many backslashes stand
// before them.
func backslash(s string) (rune, int) {
	n := 0
	for n < min(len(s), maxEscaped) && s[n] == '\\' {
		n++
	}
	if n == len(s) {
		return '\\', 1
	}
	rest := s[n+1:]
	switch s[n] {
	case 'n', 'r':
		return '\n', n + 1
	case 't':
		return '\t', n + 1
	case 'x':
		if len(rest) >= 2 {
			if v, ok := hex(rest[:2]); ok {
				return v, n + 3
			}
		}
	case 'u':
		if len(rest) < 4 {
			break
		}
		v, ok := hex(rest[:4])
		if ok && utf16.IsSurrogate(v) {
			return surrogates(v, rest[4:], n+5)
		}
		if ok {
			return v, n + 5
		}
	}
	return '\\', 1
}

// surrogates reads the latter half of a character that JSON writes in two.
func surrogates(high rune, rest string, before int) (rune, int) {
	at := strings.TrimLeft(rest[:min(len(rest), maxEscaped)], `\`)
	at = rest[min(len(rest), maxEscaped)-len(at):]
	if len(at) < len(rest) && len(at) >= 5 && at[0] == 'u' {
		if low, ok := hex(at[1:5]); ok {
			if r := utf16.DecodeRune(high, low); r != utf8.RuneError {
				return r, before + len(rest) - len(at) + 5
			}
		}
	}
	return utf8.RuneError, before
}

// bytesOf reads one character of bytes in hexadecimal, each after a sign. The
// sign may itself be escaped, once or more: then again stands after it.
func bytesOf(s, sign, again string) (rune, int) {
	var b [utf8.UTFMax]byte
	at := 0
	for k := range b {
		c, n := byteOf(s[at:], sign, again)
		if n == 0 {
			break
		}
		b[k] = c
		at += n
		if r, size := utf8.DecodeRune(b[:k+1]); r != utf8.RuneError && size == k+1 {
			return r, at
		}
	}
	if c, n := byteOf(s, sign, again); n > 0 {
		return windows1252(c), n
	}
	return 0, 0
}

func byteOf(s, sign, again string) (byte, int) {
	if !strings.HasPrefix(s, sign) {
		return 0, 0
	}
	n := len(sign)
	for again != "" && n < maxEscaped && strings.HasPrefix(s[n:], again) && len(s) >= n+4 {
		if _, ok := hex(s[n+2 : n+4]); !ok {
			break
		}
		n += 2
	}
	if len(s) < n+2 {
		return 0, 0
	}
	v, ok := hex(s[n : n+2])
	if !ok {
		return 0, 0
	}
	return byte(v), n + 2
}

func hex(s string) (rune, bool) {
	v, err := strconv.ParseUint(s, 16, 32)
	return rune(v), err == nil
}
