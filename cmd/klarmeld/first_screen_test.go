package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
	"klarmeld/internal/verdict"
)

// measured is what a browser says of a page at a width.
type measured struct {
	Height  int      // of the whole page, in pixels
	Answers int      // where the answers end
	Strips  int      // where the scenarios' strip ends
	Cells   int      // scenarios in it
	Said    []string // the answers, as they are read
}

// readOff opens a page in a window of 1280 by 900 without letting it run anything of
// its own.
func readOff(t *testing.T, page string) (m measured) {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	from := strings.Index(text, `<meta http-equiv="Content-Security-Policy"`)
	end := from + strings.Index(text[from:], ">") + 1
	look := `<script>
const below = q => Math.ceil(document.querySelector(q).getBoundingClientRect().bottom);
const said = document.createElement("pre");
said.id = "measured";
said.textContent = JSON.stringify({Height: document.documentElement.scrollHeight, Answers: below(".answers"), Strips: below(".strip"),
  Cells: document.querySelectorAll(".strip li").length, Said: [...document.querySelectorAll(".answers > div")].map(d => d.innerText.replace(/\s+/g, " "))});
document.body.append(said);
</script></body>`
	copied := filepath.Join(t.TempDir(), "side.html")
	if err := os.WriteFile(copied, []byte(strings.Replace(text[:from]+text[end:], "</body>", look, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	dom := chromium(t, "--dump-dom", "--window-size=1280,900", "--hide-scrollbars", "file://"+copied)
	_, out, ok := strings.Cut(dom, `<pre id="measured">`)
	out, _, _ = strings.Cut(out, "</pre>")
	if err := json.Unmarshal([]byte(html.UnescapeString(out)), &m); err != nil || !ok {
		t.Fatalf("%s: %v", page, err)
	}
	return m
}

// TestFirstScreen: what a head of department asks is answered on the first screen, and
// rightly: may we use it, what will the citizen meet, has the vendor kept its word, what
// do we ask for and by when, and how does it stand beside the others.
func TestFirstScreen(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		official.Required(t, "chromium", "no chromium on PATH")
	}
	_, out := whole(t)
	shown := len(scenarios(t))
	count := func(name string, is func(verdict.ScenarioResult) bool) (n int) {
		for _, c := range wholeOf(t, name).Capabilities {
			for _, s := range c.Scenarios {
				if is(s) {
					n++
				}
			}
		}
		return n
	}
	lacks := func(s verdict.ScenarioResult) bool { return !s.Offered() }
	passed := func(s verdict.ScenarioResult) bool { return s.Outcome == verdict.Pass }
	for name, want := range map[string][5]string{
		"fasit-2020": {fmt.Sprintf("Ja, men Der er ingen fejl i det, systemet gør, men det tilbyder ikke %d af %d scenarier.", count("fasit-2020", lacks), shown),
			"Noget mangler", "Ja Det, der er lovet, blev vist: Ajourfør Sag.", "En dato for resten", fmt.Sprintf("%d af %d", count("fasit-2020", passed), shown)},
		"momentum-2020": {"Nej, ikke endnu 3 ting", "Noget forkert Sagen har to emner", "Nej 1 af 2 løfter er forfaldne og ikke holdt: Ajourfør Journalnotat.",
			"3 ting rettet", fmt.Sprintf("%d af %d", count("momentum-2020", passed), shown)},
		"reference": {"Ja Alt", "Det rigtige", "Intet lovet", "Intet", fmt.Sprintf("%d af %[1]d", shown)},
	} {
		m := readOff(t, filepath.Join(out, name, "rapport.html"))
		if m.Answers == 0 || m.Answers > 900 || m.Strips > 900 || m.Cells != shown {
			t.Errorf("%s: the answers end at %d, the %d scenarios at %d: the first screen ends at 900", name, m.Answers, m.Cells, m.Strips)
		}
		if len(m.Said) != len(want) {
			t.Fatalf("%s: %d answers: %q", name, len(m.Said), m.Said)
		}
		for i, w := range want {
			if _, said, _ := strings.Cut(m.Said[i], "? "); !strings.HasPrefix(said, w) {
				t.Errorf("%s: %q, want %q", name, m.Said[i], w)
			}
		}
		if name == "momentum-2020" && m.Height > 12919/2 {
			t.Errorf("the page is %d pixels long, and was 12,919 once: nobody reads more than half of that", m.Height)
		}
	}
	for name := range map[string]bool{"fasit-2020": true, "momentum-2020": true, "reference": true} {
		if n := pagesOf(t, filepath.Join(out, name, "rapport.pdf")); n < 1 || n > 10 {
			t.Errorf("%s is printed on %d pages", name, n)
		}
	}
}

// pagesOf counts the pages of a PDF as Chromium writes it.
func pagesOf(t *testing.T, file string) int {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	if _, after, ok := strings.Cut(string(raw), "/Type /Pages"); ok {
		_, count, _ := strings.Cut(after, "/Count ")
		if _, err := fmt.Sscan(count, &n); err != nil {
			t.Fatal(err)
		}
	}
	return n
}
