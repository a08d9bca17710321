package steps_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/impact"
	"klarmeld/internal/judge"
)

// Every rule that can speak says whom it hits, in words of its own and not in
// those for what nobody thought of.
func TestEveryRuleHitsSomebody(t *testing.T) {
	ids := []string{"handling.udfoert", "handling.trafik", "indeks.findes", "scenarie.laest.i-haanden"}
	for _, e := range append(anvisning.List(), judge.FormRules()...) {
		ids = append(ids, e.ID)
	}
	for _, id := range append(ids, claims(t)...) {
		if got := impact.Of(id); got == impact.Of("no.such.rule") || got.Consequence == "" {
			t.Errorf("%s: nobody is said to be hit", id)
		}
	}
	if len(ids) < 800 {
		t.Fatalf("only %d rules were looked at", len(ids))
	}
}

// claims are the rules of the sentences, out of their source.
func claims(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no sentences", err)
	}
	var out []string
	for _, f := range files {
		if strings.HasSuffix(f, "_test.go") {
			continue
		}
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:sag|dokument|journalnotat|fjern|laest)\.[a-z-]+)"`).FindAllStringSubmatch(string(raw), -1) {
			out = append(out, "scenarie."+m[1])
		}
	}
	if len(out) < 40 {
		t.Fatalf("only %d claims were found", len(out))
	}
	return out
}
