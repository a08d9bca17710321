package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

// evil is a name that colours what follows, sets a window's title, and turns the
// direction of writing.
const evil = "\x1b[31mrød\x1b]0;x\x07\u009b1m\u202eavs\u2066"

// plant puts the evil name in files, in the places that they mark: {EVIL} as it
// is, {YAML} as YAML and JSON write it, {TURN} what YAML takes as it is.
func plant(ts *testscript.TestScript, neg bool, files []string) {
	written, err := json.Marshal(evil)
	ts.Check(err)
	for _, f := range files {
		text := strings.NewReplacer("{EVIL}", evil, "{YAML}", strings.Trim(string(written), `"`), "{TURN}", "\u202erød\u009b1m\u2028").Replace(ts.ReadFile(f))
		ts.Check(os.WriteFile(ts.MkAbs(f), []byte(text), 0o600))
	}
}

// raw is what must not reach a terminal.
var raw = regexp.MustCompile(`[\x00-\x08\x0b-\x1f\x7f-\x{9f}\x{61c}\x{200e}\x{200f}\x{2028}-\x{202e}\x{2066}-\x{2069}]`)

// harmlessly demands that a command said something, and nothing raw.
func harmlessly(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: harmless stdout|stderr")
	}
	text := ts.ReadFile(args[0])
	if at := raw.FindStringIndex(text); at != nil || !utf8.ValidString(text) {
		ts.Fatalf("%s has what acts on a terminal: %q", args[0], text)
	}
	if strings.TrimSpace(text) == "" {
		ts.Fatalf("%s is empty", args[0])
	}
}

// TestHarmless: of 20,000 texts, written in pieces of any length, nothing acts on
// a terminal, all else comes through, and JSON says the same as before.
func TestHarmless(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 15))
	letters := []rune("abæø\n\t\r\x00\x1b\x7f\u0085\u009b\u200e\u202e\u2028\u2069é☃𝄞\ufffd\"\\\\")
	for range 20_000 {
		text := make([]rune, r.IntN(20))
		for i := range text {
			text[i] = letters[r.IntN(len(letters))]
		}
		var b bytes.Buffer
		o := &output{to: &b}
		for rest := []byte(string(text)); len(rest) > 0; {
			n := 1 + r.IntN(len(rest))
			if m, err := o.Write(rest[:n]); m != n || err != nil {
				t.Fatalf("%d, %v", m, err)
			}
			rest = rest[n:]
		}
		if err := o.failed(); err != nil {
			t.Fatal(err)
		}
		want := raw.ReplaceAllStringFunc(string(text), func(s string) string {
			c, _ := utf8.DecodeRuneInString(s)
			return fmt.Sprintf(`\u%04x`, c)
		})
		if b.String() != want {
			t.Fatalf("%q is written as %q, want %q", string(text), b.String(), want)
		}
		asJSON, err := json.Marshal(string(text))
		var back string
		if err != nil || json.Unmarshal(harmless(asJSON), &back) != nil || back != string(text) {
			t.Fatalf("%s is read back as %q", asJSON, back)
		}
	}
}

// TestHarmlessBytes: bytes that are no UTF-8, of which an old terminal may take
// some for C1, are spelt out too, also the last ones.
func TestHarmlessBytes(t *testing.T) {
	for text, want := range map[string]string{"a\x9bb": `a\u009bb`, "\xc3": `\u00c3`, "x\xe2\x80": `x\u00e2\u0080`, "\xff\xfe": `\u00ff\u00fe`, "": ""} {
		var b bytes.Buffer
		o := &output{to: &b}
		if _, err := o.Write([]byte(text)); err != nil || o.failed() != nil || b.String() != want {
			t.Errorf("%q is written as %q, want %q (%v)", text, b.String(), want, err)
		}
	}
}
