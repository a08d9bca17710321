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
// how, and what mends it differs from what was sent; the digits stay hidden. A number with
// other digits than ten is nobody's that we could name, and is not mended.
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
	for _, c := range []struct{ written, shown, says, mended string }{
		{"014570-1234", "urn:oio:cpr-nr:xxxxxx-xxxx", "skriv 10 cifre uden bindestreg", mended},
		{"014570 1234", "urn:oio:cpr-nr:xxxxxx xxxx", "skriv 10 cifre uden mellemrum", mended},
		{"014570–1234", "urn:oio:cpr-nr:xxxxxx–xxxx", "skriv 10 cifre uden tankestreg", mended},
		{"014570\u200b1234", "urn:oio:cpr-nr:xxxxxx\u200bxxxx", "der er usynligt tegn (U+200B) i nummeret", mended},
		{"14570123", "urn:oio:cpr-nr:xxxxxxxx", "8 cifre, ikke 10", ""},
		{"145701234", "urn:oio:cpr-nr:xxxxxxxxx", "skriv 10 cifre, også når det første er 0", ""},
		{"01457012345", "urn:oio:cpr-nr:xxxxxxxxxxx", "11 cifre, ikke 10", ""},
	} {
		file := filepath.Join(t.TempDir(), "besked.xml")
		if err := os.WriteFile(file, urn.ReplaceAll(good, []byte("urn:oio:cpr-nr:"+c.written)), 0o600); err != nil {
			t.Fatal(err)
		}
		var said bytes.Buffer
		code := run(t.Context(), []string{"check", file}, strings.NewReader(""), &said, &said)
		text := strings.Join(strings.Fields(said.String()), " ")
		text = strings.NewReplacer("<sd:URNIdentifikator>", "", "</sd:URNIdentifikator>", "").Replace(text)
		for _, want := range []string{c.shown, c.says, c.mended} {
			if !strings.Contains(text, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%q: no %q in %s", c.written, want, said.String())
			}
		}
		if c.mended == "" && strings.Contains(text, mended) {
			t.Errorf("%q is mended to another number: %s", c.written, said.String())
		}
		if code != 20 || regexp.MustCompile(`cpr-nr:\d|\b1234\b|1457`).MatchString(text) {
			t.Errorf("%q: %d, %s", c.written, code, said.String())
		}
	}
}
