package reports_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"klarmeld/reports"
)

// TestTheLettersDataIsDocumented: whoever writes a template finds every field in the
// documentation.
func TestTheLettersDataIsDocumented(t *testing.T) {
	raw, err := os.ReadFile("../docs/report.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(raw), "## The letter to the vendor")
	section, _, _ = strings.Cut(section, "\n## ")
	n := 0
	for _, of := range []any{reports.Letter{}, reports.LetterArea{}, reports.LetterPromise{}, reports.LetterAsk{}, reports.LetterScenario{}} {
		for f := range reflect.TypeOf(of).NumField() {
			n++
			if name := reflect.TypeOf(of).Field(f).Name; !strings.Contains(section, "`."+name+"`") {
				t.Errorf("%T.%s is not documented", of, name)
			}
		}
	}
	if n < 40 {
		t.Errorf("only %d fields were looked at", n)
	}
}

// TestLetterOfAnyReport: ours are written of every kind of report, in each language, and
// nothing of a template is left in them.
func TestLetterOfAnyReport(t *testing.T) {
	for _, l := range reports.Languages() {
		of := reports.LetterOf{Report: report(t, l), ID: "01234567", Written: "2026-06-01", Holds: true}
		var b strings.Builder
		if err := reports.LetterMarkdown(&b, of, "brev", reports.LetterTemplate(l)); err != nil {
			t.Fatal(err)
		}
		letter := b.String()
		for _, no := range []string{"{{", "<no value>", "\n\n\n", " \n", "0123456789"} {
			if strings.Contains(letter, no) {
				t.Errorf("%s: the letter holds %q", l, no)
			}
		}
		for _, want := range []string{"\n### 1. ", "01234567"} {
			if !strings.Contains(letter, want) {
				t.Errorf("%s: the letter does not hold %q", l, want)
			}
		}
		b.Reset()
		if err := reports.LetterHTML(&b, of, letter+"\n<script>x</script>\n"); err != nil {
			t.Fatal(err)
		}
		if page := b.String(); !strings.Contains(page, "<h1>") || strings.Contains(page, "<script") || !strings.Contains(page, `<html lang="`+string(l)+`">`) {
			t.Errorf("%s: the page is not as it should be:\n%s", l, page)
		}
	}
}
