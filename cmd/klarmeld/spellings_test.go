package main

import (
	"bytes"
	"fmt"
	"html"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/privacy/privacytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// written numbers are what a test has spelled, so that it knows what to look for.
type writtenNumbers struct {
	r       *rand.Rand
	all     []privacytest.Spelling
	numbers []string
	texts   []string
}

func newWrittenNumbers() *writtenNumbers {
	return &writtenNumbers{r: rand.New(rand.NewPCG(16, 18)), all: privacytest.Spellings()}
}

// some are n of them with something between.
func (w *writtenNumbers) some(n int) string {
	var out []string
	for range n {
		sp, number := w.all[len(w.numbers)%len(w.all)], privacytest.Number(w.r)
		text := sp.Write(w.r, number)
		w.numbers, w.texts = append(w.numbers, number), append(w.texts, text)
		out = append(out, text)
	}
	return strings.Join(out, " og ")
}

// absent looks for all of them in what the program wrote.
func (w *writtenNumbers) absent(t *testing.T, what, said string) {
	t.Helper()
	shown := privacytest.Shown(said)
	for i, n := range w.numbers {
		if shown[n] || strings.Contains(said, w.texts[i]) || strings.Contains(said, html.EscapeString(w.texts[i])) {
			t.Errorf("%s: %q left the program; %q", what, w.texts[i], around(said, w.texts[i], n))
		}
	}
}

// withHeaders is a system that says who it is, and a number, in its headers.
type withHeaders struct{}

// inHeader is a fictive number that the system sends beside its messages.
const inHeader = "014203-4567"

const bearer = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJrb3JzYmFlayJ9.c2lnbmF0dXJlLWhlcmU"

func (withHeaders) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+bearer)
	r.Header.Set("Cookie", "sid=hemmelig-sid")
	r.Header.Set("X-Borger", inHeader)
	return http.DefaultTransport.RoundTrip(r)
}

// TestNoSpellingLeaves: a system and its adapter write 2,000 fictive numbers in
// every way, in titles, notes, names, and in the adapter's own words; none
// leaves in any form, and neither do credentials.
func TestNoSpellingLeaves(t *testing.T) {
	t.Parallel()
	const least = 2000
	w, a := newWrittenNumbers(), newAdapter(t)
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	if a.system, err = stage.Install(profile(t, "reference"), ground, stage.Site{Base: "http://" + a.services, Road: withHeaders{}, Clock: a}); err != nil {
		t.Fatal(err)
	}
	asked := 0
	a.answer = func(x action.Request) (action.Answer, bool) {
		asked++
		switch {
		case asked%3 == 0:
			status := []action.Status{action.NotOffered, action.Failed, action.Skipped}[asked/3%3]
			return action.Answer{ID: x.ID, Status: status, Reason: "Borgeren " + w.some(60) + " findes ikke"}, true
		case x.Data.Titel != "":
			x.Data.Titel += "\t" + w.some(6)
		case x.Data.Tekst != "":
			x.Data.Tekst += " " + w.some(6)
		case x.Data.Borger != nil:
			b := *x.Data.Borger
			b.Navn += "\t" + w.some(4)
			x.Data.Borger = &b
		}
		return a.system.Do(x), true
	}
	o := runOptions{driver: a.url, addr: a.services, itSystem: "it-reference", deadline: 30 * time.Millisecond, out: t.TempDir()}
	subjects, err := o.subjects()
	if err != nil {
		t.Fatal(err)
	}
	all := verdict.RunResult{Systems: []verdict.SystemResult{tried(t, o, subjects[0], time.Now)}}
	plain := strings.ReplaceAll(inHeader, "-", "")
	w.numbers, w.texts = append(w.numbers, plain), append(w.texts, inHeader)
	if len(w.numbers) < least {
		t.Errorf("only %d numbers were written", len(w.numbers))
	}
	for _, o.language = range reports.Languages() {
		written(t, o, all)
		w.absent(t, "the reports in "+string(o.language), folder(t, o.out))
	}
	dir := filepath.Join(o.out, all.Systems[0].Name)
	index, err := os.ReadFile(filepath.Join(dir, recording.Subfolder, recording.IndexFile))
	if err != nil || !bytes.Contains(index, []byte("Bearer [skjult]")) || bytes.Contains(index, []byte(bearer)) || bytes.Contains(index, []byte("hemmelig-sid")) {
		t.Errorf("the recording's index has credentials, or none were sent: %v", err)
	}
	for _, args := range commands(t, dir, all.Systems[0]) {
		var said bytes.Buffer
		run(t.Context(), args, strings.NewReader(""), &said, &said)
		w.absent(t, strings.Join(args, " "), said.String())
	}
	checked(t, w, dir)
}

// titled is a text of a message that is shown.
var titled = regexp.MustCompile(`(<(?:\w+:)?(?:Titel|FuldtNavn|SystemNavn|URNIdentifikator)>)[^<]*`)

// checked checks messages with numbers in their texts and in the names of their
// files, by themselves and as one conversation.
func checked(t *testing.T, w *writtenNumbers, dir string) {
	t.Helper()
	requests, err := filepath.Glob(filepath.Join(dir, recording.Subfolder, "*-request.xml"))
	if err != nil || len(requests) == 0 {
		t.Fatal("nothing is recorded", err)
	}
	to := t.TempDir()
	var files []string
	for i := 0; i < len(requests); i += 6 {
		raw, err := os.ReadFile(requests[i])
		if err != nil {
			t.Fatal(err)
		}
		n := privacytest.Number(w.r)
		w.numbers, w.texts = append(w.numbers, n), append(w.texts, n)
		file := filepath.Join(to, fmt.Sprintf("%d-cpr%s brev.xml", i, n))
		if err := os.WriteFile(file, titled.ReplaceAllFunc(raw, func(b []byte) []byte {
			return append(titled.ReplaceAll(b, []byte("$1")), html.EscapeString("\t"+w.some(2))...)
		}), 0o600); err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	for _, args := range [][]string{append([]string{"check"}, files...), append([]string{"check", "--json"}, files...), {"check", "--samtale", to},
		{"check", "--samtale", "--json", to}, {"check", "--samtale", files[0]}} {
		var said bytes.Buffer
		if run(t.Context(), args, strings.NewReader(""), &said, &said); said.Len() == 0 {
			t.Errorf("%v says nothing", args[:2])
		}
		w.absent(t, strings.Join(args[:2], " "), said.String())
	}
}

// around is what stands beside a number where it left the program.
func around(said, text, number string) string {
	i := strings.Index(said, text)
	if i < 0 {
		i = max(0, strings.Index(said, number[len(number)-8:]))
	}
	return said[max(0, i-300):min(len(said), i+200)]
}
