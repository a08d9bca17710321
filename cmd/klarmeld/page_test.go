package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/official"
)

// chromium runs the real browser without a window.
func chromium(t *testing.T, args ...string) string {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		official.Required(t, "chromium", "no chromium on PATH")
	}
	base := []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--user-data-dir=" + t.TempDir()}
	out, err := exec.Command(path, append(base, args...)...).Output()
	if err != nil {
		t.Fatalf("chromium: %v", err)
	}
	return string(out)
}

// TestReportsInABrowser opens what a run wrote in Chromium: the page says the
// verdict and the six areas, links to evidence that is there, and prints.
func TestReportsInABrowser(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("chromium"); err != nil {
		official.Required(t, "chromium", "no chromium on PATH")
	}
	_, out := whole(t)
	dir := filepath.Join(out, "momentum-2020")
	page := chromium(t, "--dump-dom", "file://"+filepath.Join(dir, "rapport.html"))
	for _, want := range []string{"Ikke godkendt", "Ajourfør Sag", "Ajourfør Journalnotat", "Ajourfør Dokument", "Læs Organisation", "Læs Klassifikation",
		"Fjern entiteter", "passive sager overføres ikke"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(strings.ToLower(page), "<script") {
		t.Error("the page has a script: it must work without")
	}
	linked := false
	for _, part := range strings.Split(page, `href="optagelse/`)[1:] {
		name, _, _ := strings.Cut(part, `"`)
		if _, err := os.Stat(filepath.Join(dir, "optagelse", name)); err != nil {
			t.Errorf("the page links to %s: %v", name, err)
		}
		linked = true
	}
	if !linked {
		t.Error("the page links to no evidence")
	}
	if b, err := os.ReadFile(filepath.Join(dir, "rapport.pdf")); err != nil || !strings.HasPrefix(string(b), "%PDF") {
		t.Errorf("the page does not print: %v", err)
	}
	matrix := chromium(t, "--dump-dom", "file://"+filepath.Join(out, "matrix.html"))
	if !strings.Contains(matrix, `href="momentum-2020/rapport.html"`) {
		t.Error("the matrix does not lead to the report")
	}
}
