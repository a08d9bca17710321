package privacy

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// pieces are what texts are put together of: what stands in fragments, what numbers and
// their escapes are made of, and base64 and hexadecimal digits of them.
var pieces = []string{
	"<sd:UUIDIdentifikator>9ec4f763-92a6-5e40-90ea-635d9f7642f3</sd:UUIDIdentifikator>",
	"<gd:TidsstempelDatoTid>2026-01-02T03:04:05.000+01:00</gd:TidsstempelDatoTid>\n  ", "<a>", "</a>", "<br/>", "<", ">",
	"4eba8818da194e37b3e11234567890ab", "urn:oio:cpr-nr:", "CPR ", "cpr", "p", "2026-000001", "2026-", "27.35.04", "http://a:b@c ", "eyJhbGciOiJI.eyJhbGciOiJI.x",
	"Bearer 012345678901234567890123", "0123456789", "012345-6789", "012345", "6789", "01", "2", "3", "4567", "45", "+", " ", "  ", "\n", "\r\n ", "-", ".", "/",
	":", "T", "x", "æ", "–", "０", "\u200b", "\xff", "\x96", "=", "=\n", "%30", "%", "&#48;", "&#x31;", "&amp;", "&", "\\u0032", "\\n", "\\",
	"MDEyMzQ1Njc4OQ==", "MDEyMzQ1", "Njc4OQ", "VGlsIGJvcmdlciAwMTIzNDUtNjc4OSBpIGRhZw==", "QWZ0YWxlIGluZGfDpWV0", "30313233343536373839", "3031", "323334",
	"Registrering", "OpdaterSagDokumentIndeksInput", "Zz09", "TidsstempelDatoTid", "w6bDuMOlw6bDuMOlw6bDuMOl", "2aAg2aEg2aIg2aPZpNml2abZp9mo2ak",
}

// TestMaskAsPlainly holds Mask against what it was before it knew at a glance what cannot
// be a number: that reads every word and every character in every way.
func TestMaskAsPlainly(t *testing.T) {
	texts := 60_000
	if testing.Short() {
		texts = 5_000
	}
	dice, hidden := rand.New(rand.NewPCG(1, 2)), 0
	for range texts {
		var b strings.Builder
		for range 1 + dice.IntN(14) {
			switch dice.IntN(12) {
			case 0:
				b.WriteByte("0123456789abcdefMNODTjzwxyz+/-_ "[dice.IntN(32)])
			case 1:
				b.WriteByte(byte(dice.IntN(256)))
			default:
				b.WriteString(pieces[dice.IntN(len(pieces))])
			}
		}
		s := b.String()
		got, want := Mask(s), plainMask(s)
		if got != want {
			t.Fatalf("Mask(%q) = %q, plainly %q", s, got, want)
		}
		if got != s {
			hidden++
		}
	}
	if hidden < texts/10 || hidden > texts*9/10 {
		t.Errorf("of %d texts %d had something to hide", texts, hidden)
	}
}

func plainDigits(s string, how reading) []digit {
	var out []digit
	since := between{more: true} // the beginning parts as another number does
	for i := 0; i < len(s); {
		if n := ordinaryToken(s, i); n > 0 {
			since.more = true
			i += n
			continue
		}
		if how.tags {
			if n := plainTag(s, i, how); n > 0 {
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

func plainTag(s string, i int, how reading) int {
	if s[i] != '<' && s[i] != '&' && s[i] != '\\' && s[i] != '%' {
		return 0
	}
	r, n := how.next(s, i)
	if r != '<' {
		return 0
	}
	first := true
	for j := i + n; j < min(len(s), i+maxTag); j += n {
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

func plainHideEncoded(s string) string {
	if len(s) < leastEncoded {
		return s
	}
	var out strings.Builder
	at, chars := 0, make([]int, 0, 64)
	for i := 0; i < len(s); {
		if sextet[s[i]] < 0 {
			i++
			continue
		}
		var end int
		chars, end = word(s, i, chars[:0])
		if from, to, found := plainSpeaks(s, chars); found {
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

func plainSpeaks(s string, chars []int) (from, to int, found bool) {
	if len(chars) < leastEncoded {
		return 0, 0, false
	}
	a, b, found := plainInside(s, chars)
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
		if _, _, found := plainInside(s, chars[a:b]); found {
			return chars[a], chars[b-1] + 1, true
		}
	}
	return 0, 0, false
}

func plainInside(s string, chars []int) (a, b int, found bool) {
	if a, b, found = plainInBase64(s, chars); found {
		return a, b, true
	}
	return plainInHex(s, chars)
}

func plainInBase64(s string, chars []int) (a, b int, found bool) {
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
		if from, to, ok := plainSaid(decoded); ok {
			return offset + from*8/6, min(offset+(to*8-1)/6, len(chars)-1), true
		}
	}
	return 0, 0, false
}

func plainInHex(s string, chars []int) (a, b int, found bool) {
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
			if from, to, ok := plainSaid(decoded); ok {
				return offset + 2*from, offset + 2*to - 1, true
			}
		}
	}
	return 0, 0, false
}

func plainSaid(b []byte) (from, to int, found bool) {
	n := 0
	for _, c := range b {
		if c >= '0' && c <= '9' {
			n++
		}
	}
	if n < length-1 && !utf8.Valid(b) {
		return 0, 0, false
	}
	return plainExtent(string(b))
}

func plainNumbers(s string, how reading) []digit {
	ds := plainDigits(s, how)
	var out []digit
	taken := 0 // digits before it are in out, or stay
	for i := range ds {
		end := 0
		if plainShaped(s, ds, i) && !ordinary(s, ds[i:i+length], s[ds[i+length-1].to:]) {
			end = i + length
		} else if ds[i].gap == apart {
			end = i + afterName(s, ds[i:])
		}
		if end > taken {
			out = append(out, ds[max(taken, i):end]...)
			taken = end
		}
	}
	return out
}

func plainShaped(s string, ds []digit, i int) bool {
	end := i + length
	if end > len(ds) || ds[i].gap == joined || end < len(ds) && ds[end].gap == joined {
		return false
	}
	places, widest, lines := 0, joined, 0
	for k := 1; k < length; k++ {
		d := ds[i+k]
		if d.gap == apart {
			return false
		}
		if d.gap < spaced {
			continue
		}
		places |= 1 << k
		widest = max(widest, d.gap)
		if d.line {
			lines |= 1 << k
		}
	}
	switch {
	case places == 0, places == sixFour:
		return true
	case grouped(places) && widest <= marked && alike(s, ds[i:end], places):
		return true
	case spacedOut(places) && widest == spaced && alike(s, ds[i:end], places):
		return true
	}
	// A line that ends in the middle of a number, or one tag in it: somewhere else
	// than where a separator would stand, and not beside a date or a KLE number.
	alone := ds[i].gap != marked && (end == len(ds) || ds[end].gap != marked)
	rest := places &^ lines
	return alone && lines&(lines-1) == 0 && lines != 0 && (rest == 0 || rest == sixFour && widest <= marked)
}

func plainOnce(s string) string {
	s = plainHideEncoded(hideTokens(s))
	if !mayHold(s) {
		return s
	}
	for _, r := range readings(s) {
		s = plainHide(s, r)
	}
	return s
}

func plainHide(s string, r reading) string {
	found := plainNumbers(s, r)
	if len(found) == 0 {
		return s
	}
	var out strings.Builder
	out.Grow(len(s))
	at := 0
	for _, d := range found {
		out.WriteString(s[at:d.from])
		out.WriteString(d.mask())
		at = d.to
	}
	out.WriteString(s[at:])
	return out.String()
}

func plainExtent(s string) (from, to int, found bool) {
	if !mayHold(s) {
		return 0, 0, false
	}
	from = len(s)
	for _, r := range readings(s) {
		if n := plainNumbers(s, r); len(n) > 0 {
			from, to, found = min(from, n[0].from), max(to, n[len(n)-1].to), true
		}
	}
	return from, to, found
}

func plainMask(s string) string {
	for range maxRounds {
		out := plainOnce(s)
		if out == s {
			break
		}
		s = out
	}
	return s
}
