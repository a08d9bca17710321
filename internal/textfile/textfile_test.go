package textfile_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"klarmeld/internal/textfile"
)

// latin is a text as Latin-1 has it.
func latin(s string) []byte {
	var out []byte
	for _, r := range s {
		out = append(out, byte(r))
	}
	return out
}

// wide is a text in UTF-16.
func wide(s string, little, mark bool) []byte {
	units := utf16.Encode([]rune(s))
	if mark {
		units = append([]uint16{0xfeff}, units...)
	}
	var out []byte
	for _, u := range units {
		if little {
			out = append(out, byte(u), byte(u>>8))
		} else {
			out = append(out, byte(u>>8), byte(u))
		}
	}
	return out
}

// TestText: a mark is passed over and nothing else is changed; another encoding
// is refused by its name or its line.
func TestText(t *testing.T) {
	const text = "navn: Sønderå\nby: Korsbæk\n"
	for _, c := range []struct {
		name       string
		raw        []byte
		want, says string
	}{
		{"UTF-8", []byte(text), text, ""},
		{"nothing", nil, "", ""},
		{"a mark alone", []byte("\xef\xbb\xbf"), "", ""},
		{"marked", []byte("\xef\xbb\xbf" + text), text, ""},
		{"marked twice", []byte("\xef\xbb\xbf\xef\xbb\xbf" + text), text, ""},
		{"with CRLF", []byte(strings.ReplaceAll(text, "\n", "\r\n")), strings.ReplaceAll(text, "\n", "\r\n"), ""},
		{"Latin-1 on the first line", latin(text), "", "linje 1 er ikke UTF-8 (byte 0xF8"},
		{"Latin-1 on the second", latin("navn: x\nby: Korsbæk\n"), "", "linje 2 er ikke UTF-8 (byte 0xE6"},
		{"Latin-1 after a mark", append([]byte("\xef\xbb\xbf"), latin("x\nx\næ")...), "", "linje 3"},
		{"a dash of Windows-1252", []byte("x\n\n\x96"), "", "linje 3 er ikke UTF-8 (byte 0x96"},
		{"half a letter", []byte("x\n\xc3"), "", "linje 2"},
		{"UTF-16, little", wide(text, true, true), "", "UTF-16"},
		{"UTF-16, big", wide(text, false, true), "", "UTF-16"},
		{"UTF-16, little, no mark", wide(text, true, false), "", "UTF-16"},
		{"UTF-16, big, no mark", wide(text, false, false), "", "UTF-16"},
		{"UTF-32, little", []byte("\xff\xfe\x00\x00x\x00\x00\x00"), "", "UTF-32"},
		{"UTF-32, big", []byte("\x00\x00\xfe\xff\x00\x00\x00x"), "", "UTF-32"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := textfile.Text(c.raw)
			if c.says == "" && (err != nil || string(got) != c.want) {
				t.Errorf("%q, %v", got, err)
			}
			if c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says) || !strings.Contains(err.Error(), "gem den som UTF-8") || got != nil) {
				t.Errorf("%q, %v", got, err)
			}
		})
	}
}

// TestTextOfAny: 2,000 texts of letters, blanks and line ends, in four
// encodings: UTF-8 comes through, and of Latin-1 the first line is named on which
// it differs from UTF-8.
func TestTextOfAny(t *testing.T) {
	r := rand.New(rand.NewPCG(20, 16))
	letters := []rune("abcæøåÆØÅé ü\n\r\t{}\"§½")
	for range 2000 {
		var b strings.Builder
		for range 2 + r.IntN(60) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		text := "x" + b.String()
		for _, mark := range []string{"", "\xef\xbb\xbf"} {
			if got, err := textfile.Text([]byte(mark + text)); err != nil || string(got) != text {
				t.Fatalf("%q: %q, %v", mark+text, got, err)
			}
		}
		raw := latin(text)
		if _, err := textfile.Text(raw); !utf8.Valid(raw) {
			at := 0
			for utf8.Valid(raw[:at]) || utf8.Valid(raw[:min(len(raw), at+1)]) || utf8.Valid(raw[:min(len(raw), at+2)]) {
				at++
			}
			want := fmt.Sprintf("linje %d ", 1+bytes.Count(raw[:at-1], []byte("\n")))
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Fatalf("%q: %v, want %s", raw, err, want)
			}
		}
		for _, little := range []bool{true, false} {
			if _, err := textfile.Text(wide(text, little, true)); err == nil || !strings.Contains(err.Error(), "UTF-16") {
				t.Fatalf("%q in UTF-16: %v", text, err)
			}
		}
	}
}
