package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestMaskShowsTheFault: of a number that is written wrongly the finding says
// how, and what mends it differs from what was sent; the digits stay hidden.
func TestMaskShowsTheFault(t *testing.T) {
	good, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	urn := regexp.MustCompile(`urn:oio:cpr-nr:\d{10}`)
	if !urn.Match(good) {
		t.Fatal("the message has no citizen")
	}
	const mended = "+ urn:oio:cpr-nr:xxxxxxxxxx"
	for _, c := range []struct{ written, shown, says string }{
		{"014570-1234", "urn:oio:cpr-nr:xxxxxx-xxxx", "10 cifre uden bindestreg"},
		{"014570 1234", "urn:oio:cpr-nr:xxxxxx xxxx", "hvor der også står U+0020"},
		{"014570–1234", "urn:oio:cpr-nr:xxxxxx–xxxx", "hvor der også står U+2013"},
		{"014570\u200b1234", "urn:oio:cpr-nr:xxxxxx\u200bxxxx", "hvor der også står U+200B"},
		{"14570123", "urn:oio:cpr-nr:xxxxxxxx", "med 8 cifre"},
		{"145701234", "urn:oio:cpr-nr:xxxxxxxxx", "med 9 cifre; det skal være 10, også når det første er 0"},
		{"01457012345", "urn:oio:cpr-nr:xxxxxxxxxxx", "med 11 cifre"},
	} {
		file := filepath.Join(t.TempDir(), "besked.xml")
		if err := os.WriteFile(file, urn.ReplaceAll(good, []byte("urn:oio:cpr-nr:"+c.written)), 0o600); err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		code := run(t.Context(), []string{"check", file}, strings.NewReader(""), &said, &said)
		text := strings.Join(strings.Fields(said.String()), " ")
		text = strings.NewReplacer("<sd:URNIdentifikator>", "", "</sd:URNIdentifikator>", "").Replace(text)
		for _, want := range []string{c.shown, c.says, mended} {
			if !strings.Contains(text, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%q: no %q in %s", c.written, want, said.String())
			}
		}
		if code != 20 || regexp.MustCompile(`cpr-nr:\d|\b1234\b|1457`).MatchString(text) {
			t.Errorf("%q: %d, %s", c.written, code, said.String())
		}
	}
}
