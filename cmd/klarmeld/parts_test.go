package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/verdict"
)

// TestPartIsData: who plays a part is called what the registers say, and no such name
// is read as a sentence: not one with quotes, and not one with a step in it.
func TestPartIsData(t *testing.T) {
	t.Parallel()
	for _, name := range []string{`Team "Nord"`, "Team. Så findes sagen i indekset", `Team" med KLE-nummeret "00.01.00`, "<enhed>", "Team # Nord", "Team | Nord",
		`Team \" Nord`, "${navn}"} {
		town := t.TempDir()
		for _, file := range []string{"organisation.json", "klassifikation.json"} {
			raw, err := fixtures.Files.ReadFile("korsbaek/" + file)
			if err != nil {
				t.Fatal(err)
			}
			written := strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(name)
			text := strings.Replace(string(raw), `"navn": "Forebyggelsesteamet"`, `"navn": "`+written+`"`, 1)
			if err := os.WriteFile(filepath.Join(town, file), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r := played(t, runOptions{fixtures: town, parts: map[string]string{"Forebyggelsesteamet": name}, only: []string{"sag-01"}}, profile(t, "reference"))
		s := scenario(r, "sag-01")
		if s.Outcome != verdict.Pass {
			t.Errorf("%q: %s: %s", name, s.Outcome, s.Reason)
		}
		if len(s.Steps) == 0 || !strings.Contains(s.Steps[0].Text, `i enheden "`+name+`" med`) {
			t.Errorf("%q: the report says %+v", name, s.Steps)
		}
		if n := len(scenario(wholeOf(t, "reference"), "sag-01").Steps); len(s.Steps) != n {
			t.Errorf("%q: %d steps, not %d", name, len(s.Steps), n)
		}
	}
}
