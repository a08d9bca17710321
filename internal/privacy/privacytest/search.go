package privacytest

import (
	"encoding/base64"
	"encoding/hex"
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

var (
	words     = regexp.MustCompile(`[A-Za-z0-9+/_-]{12,}`)
	hexWords  = regexp.MustCompile(`[0-9A-Fa-f]{20,}`)
	broken    = regexp.MustCompile(`[\r\n]+[ \t]*`)
	tags      = regexp.MustCompile(`</?[A-Za-z][^<>]*>`)
	printable = regexp.MustCompile(`=[0-9A-F]{2}`)
	soft      = regexp.MustCompile(`=\r?\n`)
	unicoded  = regexp.MustCompile(`\\+u([0-9A-Fa-f]{4})`)
	digits    = regexp.MustCompile(`[^0-9]+`)
)

// Leaks says whether a text shows a number: as one run of digits once all that
// hides them is taken away. It takes more away than any reader does, so it is
// for short texts: two numbers beside each other become one.
func Leaks(text, number string) bool {
	for _, t := range Readings(text) {
		if strings.Contains(digits.ReplaceAllString(strings.Map(latin, t), ""), number) {
			return true
		}
	}
	return false
}

// Readings are what a text says in the ways that it can be read in.
func Readings(text string) []string {
	plain := html.UnescapeString(html.UnescapeString(text))
	out := []string{text, tags.ReplaceAllString(text, ""), plain, tags.ReplaceAllString(plain, "")}
	if u, err := url.QueryUnescape(text); err == nil {
		again, _ := url.QueryUnescape(u) // what could not be read again is empty
		out = append(out, u, again)
	}
	out = append(out, printable.ReplaceAllStringFunc(soft.ReplaceAllString(text, ""), unhex),
		unicoded.ReplaceAllStringFunc(text, func(e string) string { return unhex("=" + e[len(e)-2:]) }))
	for _, t := range []string{text, broken.ReplaceAllString(text, "")} {
		for _, w := range words.FindAllString(t, -1) {
			w = strings.NewReplacer("-", "+", "_", "/").Replace(w)
			for from := range 4 {
				b, _ := base64.RawStdEncoding.DecodeString(w[from : from+(len(w)-from)/4*4]) // what it could read is enough
				rest, _ := base64.RawStdEncoding.DecodeString(w[from:])
				out = append(out, string(b), string(rest))
			}
		}
		for _, w := range hexWords.FindAllString(t, -1) {
			for from := range 2 {
				b, _ := hex.DecodeString(w[from : len(w)-(len(w)-from)%2])
				out = append(out, string(b))
			}
		}
	}
	return out
}

func unhex(e string) string {
	b, _ := hex.DecodeString(e[1:])
	return string(b)
}

// latin is a digit of a script that Spellings write as one of 0–9.
func latin(r rune) rune {
	for _, zero := range zeros {
		if r >= zero && r <= zero+9 {
			return '0' + r - zero
		}
	}
	if r >= '①' && r <= '⑨' {
		return '1' + r - '①'
	}
	if r == '⓪' {
		return '0'
	}
	return r
}

// run is ten digits and more with little between.
var run = regexp.MustCompile(`[0-9](?:[^0-9A-Za-z<>"{}\[\]»«…]{0,3}[0-9]){9,}`)

// Shown are all runs of ten digits that a text shows in any of its readings: for
// a long text and many numbers.
func Shown(text string) map[string]bool {
	out := map[string]bool{}
	for _, t := range Readings(text) {
		for _, found := range run.FindAllString(strings.Map(seen, t), -1) {
			n := digits.ReplaceAllString(found, "")
			for i := 0; i+10 <= len(n); i++ {
				out[n[i:i+10]] = true
			}
		}
	}
	return out
}

// seen is latin without what nobody sees.
func seen(r rune) rune {
	if unicode.In(r, unicode.Cf, unicode.Mn, unicode.Me) {
		return -1
	}
	return latin(r)
}
