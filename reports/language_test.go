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

// onSeveralLines is what stands between the parts of a text that is too long for one line.
var onSeveralLines = regexp.MustCompile(`"\s*\+\n\s*"`)

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
		whole := onSeveralLines.ReplaceAllString(string(raw), "")
		for _, re := range ours {
			for _, m := range re.FindAllStringSubmatch(whole, -1) {
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

// catalogue are the Danish texts that there is English for.
func catalogue(t *testing.T) map[string]bool {
	t.Helper()
	po := gotext.NewPo()
	po.ParseFile("../internal/english/english.po")
	out := map[string]bool{}
	for danish, x := range po.GetDomain().GetTranslations() {
		out[danish] = x.IsTranslated()
	}
	return out
}

func TestTextInEachLanguage(t *testing.T) {
	for _, c := range []struct {
		language     reports.Language
		danish, want string
	}{
		{reports.English, "", ""},
		{reports.English, "Udfald", "Outcome"},
		{reports.English, "ukendt", "ukendt"},
		{reports.Danish, "", ""},
		{reports.Danish, "Udfald", "Udfald"},
		{"", "Udfald", "Udfald"},
	} {
		if got := c.language.Text(c.danish); got != c.want {
			t.Errorf("in %q %q is %q, want %q", c.language, c.danish, got, c.want)
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
			if pages[0] != strings.Replace(pages[1], "  \"language\": \"en\",\n", "", 1) {
				t.Error("rapport.json is not always Danish, but for the pages' language")
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
