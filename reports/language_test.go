package reports_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/leonelquinteros/gotext"

	"klarmeld/reports"
)

// ours are the texts of the templates and the forms themselves.
var ours = []*regexp.Regexp{
	regexp.MustCompile(`[({]t "((?:[^"\\]|\\.)*)"`),
	regexp.MustCompile(`\b[a-z]\.t\("((?:[^"\\]|\\.)*)"`),
	regexp.MustCompile(`count [^"{}]*"([^"]*)" "[^"]*"`),
	regexp.MustCompile(`count [^"{}]*"[^"]*" "([^"]*)"`),
}

// What the templates and the forms say themselves is in the catalogue word for
// word.
func TestEveryTextOfOursIsInTheCatalogue(t *testing.T) {
	files, err := filepath.Glob("*.go*")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, re := range ours {
			for _, m := range re.FindAllStringSubmatch(string(raw), -1) {
				n++
				if !catalogue(t)[m[1]] {
					t.Errorf("%s: no English for %q", f, m[1])
				}
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d texts were found", n)
	}
}

func catalogue(t *testing.T) map[string]bool {
	t.Helper()
	po := gotext.NewPo()
	po.ParseFile("english.po")
	out := map[string]bool{}
	for danish, x := range po.GetDomain().GetTranslations() {
		out[danish] = x.IsTranslated()
	}
	return out
}

// A text and its translation have the same places in the same order: otherwise
// a value would stand where another belongs.
func TestPlacesAreTheSame(t *testing.T) {
	places := regexp.MustCompile(`%[a-z]`)
	po := gotext.NewPo()
	po.ParseFile("english.po")
	all := po.GetDomain().GetTranslations()
	if len(all) < 1000 {
		t.Fatalf("only %d texts", len(all))
	}
	for danish, x := range all {
		a, b := strings.Join(places.FindAllString(danish, -1), ""), strings.Join(places.FindAllString(x.Get(), -1), "")
		if danish != "" && a != b {
			t.Errorf("%q has %s, and its translation %s", danish, a, b)
		}
	}
}

func TestTextsInEnglish(t *testing.T) {
	for danish, want := range map[string]string{
		"":                         "",
		"Udfald":                   "Outcome",
		"ukendt":                   "ukendt",
		"3 fejl?":                  "3 fejl?",
		"Statuskode 20 er i orden": "Statuskode 20 er i orden",
		// What a system has said itself stays, whatever it looks like.
		"Tilbydes ikke: Sagen findes ikke i indekset.": "Not offered: Sagen findes ikke i indekset.",
		// A text in a text; and one with a capital that the catalogue has small.
		"Indekset afviste sag X med statuskode 44: følger ikke XSD'en: <A> mangler i <B>.": "The index refused case X with status code 44: does not follow the XSD: <A> is missing in <B>.",
		"Systemet blev bedt om at rette sagens titel, men kunne ikke: nej":                 "The system was asked to correct the case's title, but could not: nej",
		// What has been left out of a message is said in English too.
		"<gd:Notat>… 120 tegn base64 …</gd:Notat>\n<x>og</x>": "<gd:Notat>… 120 characters of base64 …</gd:Notat>\n<x>og</x>",
		"Sagens følsomhed er valgfri.":                        "The case's sensitivity is optional.",
		"Og sagens titel er \"Og ikke på dansk\"":             "And the case's title is \"Og ikke på dansk\"",
	} {
		if got := reports.English.Text(danish); got != want {
			t.Errorf("%q is %q, want %q", danish, got, want)
		}
		if got := reports.Danish.Text(danish); got != danish {
			t.Errorf("in Danish %q is %q", danish, got)
		}
	}
}

// Danish and English say the same things: all that is no text is the same.
func TestLanguagesHaveTheSamePage(t *testing.T) {
	for _, form := range reports.Forms() {
		var pages []string
		for _, l := range reports.Languages() {
			var b strings.Builder
			if err := form.Write(&b, report(t, l)); err != nil {
				t.Fatal(err)
			}
			pages = append(pages, b.String())
		}
		if form.Name == "json" {
			if pages[0] != pages[1] {
				t.Error("rapport.json is not always Danish")
			}
			continue
		}
		if pages[0] == pages[1] {
			t.Errorf("%s is the same in both languages", form.Name)
		}
		tags := regexp.MustCompile(`<[a-z][a-z0-9-]*|optagelse/[0-9]{4}-[a-z]+\.xml|[0-9a-f]{8}`)
		if form.Name == "html" && strings.Join(tags.FindAllString(pages[0], -1), " ") != strings.Join(tags.FindAllString(pages[1], -1), " ") {
			t.Error("the pages are not built alike")
		}
	}
}
