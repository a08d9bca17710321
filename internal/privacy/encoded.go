package privacy

import (
	"strings"
	"unicode/utf8"
)

// leastEncoded is how long base64 of ten digits is.
const leastEncoded = 14

// hideEncoded hides what base64 or hexadecimal digits say of a number: in either
// alphabet, over several lines, and wherever in a longer word it begins.
func hideEncoded(s string) string {
	if len(s) < leastEncoded {
		return s
	}
	var out strings.Builder
	at, chars := 0, []int(nil)
	for i := 0; i < len(s); {
		if sextet[s[i]] < 0 {
			i++
			continue
		}
		end := i
		for end < len(s) && sextet[s[end]] >= 0 {
			end++
		}
		if !goesOn(s, end) && (end-i < leastEncoded || !maySpeak(s[i:end])) {
			i = end
			continue
		}
		chars, end = word(s, i, chars[:0])
		if from, to, found := speaks(s, chars); found {
			out.WriteString(s[at:from])
			out.WriteString(Masked)
			for at = to; at < len(s) && s[at] == '='; {
				at++ // what fills the last group up
			}
		}
		i = end
	}
	if at == 0 {
		return s
	}
	out.WriteString(s[at:])
	return out.String()
}

// sextet is what a character is worth in base64, of either alphabet; -1 for none.
var sextet = func() (out [256]int8) {
	for i := range out {
		out[i] = -1
	}
	for i, c := range []byte("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/") {
		out[c] = int8(i)
	}
	out['-'], out['_'] = out['+'], out['/']
	return out
}()

// word is where the characters of the word at i stand, and where it ends. A word
// goes on over the end of a line, as long base64 does.
func word(s string, i int, chars []int) ([]int, int) {
	for i < len(s) {
		if sextet[s[i]] >= 0 && s[i] != '\\' {
			chars = append(chars, i)
			i++
			continue
		}
		if !goesOn(s, i) {
			break
		}
		i += lineEnd(s[i:])
	}
	return chars, i
}

// goesOn reports whether a word whose line is over at i goes on in the next.
func goesOn(s string, i int) bool {
	n := lineEnd(s[i:])
	return n > 0 && i+n < len(s) && sextet[s[i+n]] >= 0
}

// lineEnd is how long the end of a line at the beginning of s is, with the
// indentation of the next: as it is, or as JSON, XML or a URL writes it; 0 when
// there is none.
func lineEnd(s string) int {
	n, found := 0, false
	for n < min(len(s), maxBlanks) {
		c, size := rune(s[n]), 1
		if c == '&' || c == '\\' || c == '%' {
			c, size = escape(s[n:])
		}
		switch c {
		case '\n', '\r':
			found = true
		case ' ', '\t':
		default:
			size = 0
		}
		if size == 0 {
			break
		}
		n += size
	}
	if !found {
		return 0
	}
	return n
}

// speaks is the part of a word that says a number: on one line all of it, on
// several the lines that the number is on.
func speaks(s string, chars []int) (from, to int, found bool) {
	if len(chars) < leastEncoded {
		return 0, 0, false
	}
	a, b, found := inside(s, chars)
	if found {
		for a > 0 && chars[a-1] == chars[a]-1 {
			a--
		}
		for b < len(chars)-1 && chars[b+1] == chars[b]+1 {
			b++
		}
		return chars[a], chars[b] + 1, true
	}
	if chars[len(chars)-1]-chars[0] == len(chars)-1 { // one line
		return 0, 0, false
	}
	// What looked like several lines of base64 may be one beside ordinary words.
	for a = 0; a < len(chars); a = b {
		for b = a + 1; b < len(chars) && chars[b] == chars[b-1]+1; {
			b++
		}
		if b-a < leastEncoded {
			continue
		}
		if _, _, found := inside(s, chars[a:b]); found {
			return chars[a], chars[b-1] + 1, true
		}
	}
	return 0, 0, false
}

// inside is where in a word a number is said, as characters of the word.
func inside(s string, chars []int) (a, b int, found bool) {
	if a, b, found = inBase64(s, chars); found {
		return a, b, true
	}
	return inHex(s, chars)
}

// inBase64 reads the word from each of its first four characters on.
func inBase64(s string, chars []int) (a, b int, found bool) {
	decoded := make([]byte, 0, len(chars))
	for offset := range 4 {
		decoded = decoded[:0]
		bits, have := 0, 0
		for _, at := range chars[offset:] {
			bits, have = bits<<6|int(sextet[s[at]]), have+6
			if have >= 8 {
				have -= 8
				decoded = append(decoded, byte(bits>>have))
				bits &= 1<<have - 1
			}
		}
		if from, to, ok := said(decoded); ok {
			return offset + from*8/6, min(offset+(to*8-1)/6, len(chars)-1), true
		}
	}
	return 0, 0, false
}

// inHex reads the word as hexadecimal digits, from either of its first two.
func inHex(s string, chars []int) (a, b int, found bool) {
	for i := 0; i < len(chars); i++ {
		begin := i
		for i < len(chars) && hexDigit(s[chars[i]]) {
			i++
		}
		for offset := begin; offset < begin+2 && i-offset >= 2*length; offset++ {
			decoded := make([]byte, 0, (i-offset)/2)
			for k := offset; k+1 < i; k += 2 {
				v, _ := hex(s[chars[k]:chars[k]+1] + s[chars[k+1]:chars[k+1]+1]) // two hexadecimal digits
				decoded = append(decoded, byte(v))
			}
			if from, to, ok := said(decoded); ok {
				return offset + 2*from, offset + 2*to - 1, true
			}
		}
	}
	return 0, 0, false
}

// said is where decoded bytes say a number. What they are read from may be any
// word at all: most say nothing.
func said(b []byte) (from, to int, found bool) {
	n := 0
	for _, c := range b {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	if n < length-1 && !utf8.Valid(b) {
		return 0, 0, false
	}
	return extent(string(b))
}
