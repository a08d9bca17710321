package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// begunBy lets a recording say that its run was begun with a ruleset; "" is a recording
// of before that was kept.
func begunBy(ruleset string) func(*recording.Entry) {
	return func(e *recording.Entry) {
		if e.Run != nil {
			e.Run.Ruleset = ruleset
		}
	}
}

// TestReplayTellsOfTheRuleset: a recording says with which ruleset its run was begun,
// and a replay of an older one says what is new since; of one that does not say it the
// report beside it is asked, and where none is it is said that nobody knows. What a
// replay has written is verified byte for byte like any report.
func TestReplayTellsOfTheRuleset(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t), only: []string{"sag-01"}}, profile(t, "fasit-2020"))
	if code, said := program("replay", folder); code != 30 || strings.Contains(said, "først blev dømt") || strings.Contains(said, "først dømt") {
		t.Errorf("the same ruleset: exit code %d: %s", code, said)
	}
	alone := func(ruleset string) string { // the recording, without a report
		dir := copied(t, folder)
		rewritten(begunBy(ruleset), true)(t, dir)
		moved := filepath.Join(t.TempDir(), "optagelse")
		if err := os.Rename(filepath.Join(dir, recording.Subfolder), moved); err != nil {
			t.Fatal(err)
		}
		return moved
	}
	withReport := copied(t, folder)
	rewritten(begunBy(""), true)(t, withReport)
	before := strings.Replace(string(contentOf(t, filepath.Join(withReport, "rapport.json"))), `"ruleset": "`+anvisning.Version+`"`, `"ruleset": "2000.1"`, 1)
	if err := os.WriteFile(filepath.Join(withReport, "rapport.json"), []byte(before), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, dir, told, run string
	}{
		{"an older one", alone("2000.1"), "først dømt efter regelsæt 2000.1, og nu efter " + anvisning.Version, "2000.1"},
		{"a newer one, as another klarmeld has it", alone("2999.1"), "først dømt efter regelsæt 2999.1", "2999.1"},
		{"nobody knows", alone(""), "Hverken optagelsen eller en rapport", verdict.UnknownRuleset},
		{"the report beside it knows", withReport, "først dømt efter regelsæt 2000.1", "2000.1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			out := t.TempDir()
			if code, said := program("replay", c.dir, "--out", out); code != 30 || !strings.Contains(oneLine(said), c.told) {
				t.Fatalf("exit code %d, want it to say %q: %s", code, c.told, said)
			}
			now, _, err := reports.ReadReport(filepath.Join(out, "fasit-2020"))
			if err != nil || now.RunRuleset != c.run || now.Ruleset != anvisning.Version {
				t.Errorf("first judged by %q, want %q: %v", now.RunRuleset, c.run, err)
			}
			if page := string(contentOf(t, filepath.Join(out, "fasit-2020", "rapport.html"))); !strings.Contains(oneLine(page), c.told) {
				t.Error("the page does not say it")
			}
			if code, said := program("verify", filepath.Join(out, "fasit-2020")); code != 0 {
				t.Errorf("verify: exit code %d: %s", code, said)
			}
		})
	}
}

// oneLine is a text whose lines were broken to fit, in one.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func contentOf(t *testing.T, file string) []byte {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestVerifyTellsOfTheRuleset: a report of an older ruleset is held against what this one
// says, and what is new because of it is told.
func TestVerifyTellsOfTheRuleset(t *testing.T) {
	t.Parallel()
	folder := reported(t, runOptions{municipality: smallTown(t), only: []string{"sag-01"}}, profile(t, "fasit-2020"))
	old := copied(t, folder)
	again(func(t *testing.T, dir string) {
		text := string(contentOf(t, filepath.Join(dir, "rapport.json")))
		text = strings.Replace(text, `"ruleset": "`+anvisning.Version+`"`, `"ruleset": "2000.1"`, 1)
		if err := os.WriteFile(filepath.Join(dir, "rapport.json"), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		rewritten(begunBy("2000.1"), true)(t, dir)
	})(t, old)
	if code, said := program("verify", old); code != 30 || !strings.Contains(oneLine(said), "først dømt efter regelsæt 2000.1, og nu efter "+anvisning.Version) {
		t.Errorf("exit code %d: %s", code, said)
	}
}

// TestReplayMarksWhatIsNew: a finding of a rule that is new since the run was begun says
// so in every form, is counted, and is the only one.
func TestReplayMarksWhatIsNew(t *testing.T) {
	t.Parallel()
	all := variants(t, simulated.Wrong)
	i := slices.IndexFunc(all, func(v simulated.Variant) bool { return v.Name == "under-sig-selv" })
	p, err := profile(t, "reference").Vary(all[i])
	if err != nil {
		t.Fatal(err)
	}
	folder := reported(t, runOptions{municipality: smallTown(t), only: []string{"sag-14"}}, p)
	rewritten(begunBy("2026.4"), true)(t, folder)
	out := t.TempDir()
	const told = "1 × relation.sig-selv: ny i regelsæt 2026.5: "
	code, said := program("replay", folder, "--out", out)
	if code != 20 || !strings.Contains(oneLine(said), told) || !strings.Contains(oneLine(said), "1 fund er af regler, der er nye eller strengere siden") {
		t.Errorf("exit code %d: %s", code, said)
	}
	again := filepath.Join(out, p.Name)
	now, _, err := reports.ReadReport(again)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range now.Findings() {
		if marked := f.New != (verdict.NewIn{}); marked != (f.Rule == "relation.sig-selv") || marked && f.New.Ruleset != "2026.5" {
			t.Errorf("%s: %+v", f.Rule, f.New)
		}
	}
	if page := string(contentOf(t, filepath.Join(again, "rapport.html"))); strings.Count(page, "ny i regelsæt 2026.5:") != 2 { // the summary, and the finding
		t.Errorf("the page says it %d times", strings.Count(page, "ny i regelsæt 2026.5:"))
	}
	if code, said := program("explain", "--rapport", again, "relation.sig-selv"); code != 0 || !strings.Contains(said, "ny i regelsæt 2026.5:") {
		t.Errorf("explain: exit code %d: %s", code, said)
	}
	if code, said := program("verify", again); code != 0 {
		t.Errorf("verify: exit code %d: %s", code, said)
	}
}
