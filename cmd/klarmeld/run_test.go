package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/config"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// clock stands still: what a run says depends on nothing else.
func clock() time.Time { return time.Date(2026, 3, 23, 14, 54, 23, 0, time.FixedZone("CET", 3600)) }

func profile(t *testing.T, name string) simulated.Profile {
	t.Helper()
	raw, err := config.Vendor(name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := simulated.ParseProfile(raw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// scenarios are klarmeld's own.
func scenarios(t *testing.T) []steps.Scenario {
	t.Helper()
	s, err := newScript("", nil, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	return s.Scenarios()
}

// played plays the scenarios on a simulated system. Without a folder for the
// reports the recording is kept in memory.
func played(t *testing.T, o runOptions, p simulated.Profile) verdict.SystemResult {
	t.Helper()
	return tried(t, o, simulatedSubject(p), clock)
}

// tried plays the scenarios on a system.
func tried(t *testing.T, o runOptions, sub stage.Subject, now func() time.Time) verdict.SystemResult {
	t.Helper()
	return triedBy(t, "pilot-2020", o, sub, now, nil)
}

// triedBy is tried, by a policy, and with some patience.
func triedBy(t *testing.T, policy string, o runOptions, sub stage.Subject, now func() time.Time, patience trial.Patience) verdict.SystemResult {
	t.Helper()
	o.policy = policy
	setting, err := o.setting()
	if err != nil {
		t.Fatal(err)
	}
	setting.Now, setting.Patience = now, patience
	o.overTLS(&setting)
	script, err := newScript(o.features, o.only, o.parts, o.secured())
	if err != nil {
		t.Fatal(err)
	}
	r, err := stage.Play(t.Context(), setting, sub, script)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range r.Findings() {
		if _, known := ruleOf(f.Rule); !known { // whatever a test plays, klarmeld rules can tell of what it finds
			t.Errorf("a report names %s, and klarmeld rules does not know it: %s", f.Rule, toMend)
		}
	}
	return r
}

// written writes the reports of a run in all forms.
func written(t *testing.T, o runOptions, all verdict.RunResult) {
	t.Helper()
	if err := reportFolder(t.Context(), o.out, allForms(t), o.language, nil, o.pdf).Write(all); err != nil {
		t.Fatal(err)
	}
}

func outcomes(r verdict.SystemResult) string {
	var out []string
	for _, c := range r.Capabilities {
		out = append(out, string(c.ID)+" "+c.Outcome.String())
	}
	return strings.Join(out, ", ")
}

// TestPublishedTable: the three systems get the rows of the published table,
// with the reasons that it gives.
func TestPublishedTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		verdict verdict.Verdict
		row     string
		reasons map[verdict.CapabilityID]string
	}{
		{"reference", verdict.Approved,
			"sag bestaaet, journalnotat bestaaet, dokument bestaaet, organisation bestaaet, klassifikation bestaaet, fjern bestaaet", nil},
		{"fasit-2020", verdict.ApprovedWithRemarks,
			"sag bestaaet, journalnotat bemaerkning, dokument bemaerkning, organisation bemaerkning, klassifikation bemaerkning, fjern bemaerkning",
			map[verdict.CapabilityID]string{"organisation": "i hånden", "klassifikation": "mapper selv", "fjern": "ingen service"}},
		{"momentum-2020", verdict.NotApproved,
			"sag fejl, journalnotat fejl, dokument bemaerkning, organisation bemaerkning, klassifikation bemaerkning, fjern bemaerkning",
			map[verdict.CapabilityID]string{"sag": "passive sager overføres ikke", "journalnotat": "KLE", "dokument": "præfiks", "organisation": "én fast UUID"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := wholeOf(t, c.name)
			if r.Verdict != c.verdict || outcomes(r) != c.row {
				t.Errorf("got %s: %s\nwant %s: %s", r.Verdict, outcomes(r), c.verdict, c.row)
			}
			for _, cr := range r.Capabilities {
				said := cr.Reason
				if cr.Declared != nil {
					said += " " + cr.Declared.Reason
				}
				if want := c.reasons[cr.ID]; !strings.Contains(said, want) {
					t.Errorf("%s: %q does not say %q", cr.ID, said, want)
				}
			}
		})
	}
}

// TestEveryScenarioRan: each scenario that has an ID in the files was played to
// its last sentence by the reference system, and each checked something.
func TestEveryScenarioRan(t *testing.T) {
	t.Parallel()
	all := scenarios(t)
	if want := idsInFiles(t); len(all) != want || want < 58 {
		t.Errorf("%d scenarios were read, and %d IDs stand in the files", len(all), want)
	}
	r, n := wholeOf(t, "reference"), 0
	for _, c := range r.Capabilities {
		if len(c.Scenarios) < 2 {
			t.Errorf("%s has %d scenarios, want at least two", c.ID, len(c.Scenarios))
		}
		for _, s := range c.Scenarios {
			n++
			if s.Checks == 0 || len(s.Exchanges) == 0 || len(s.Requirements) == 0 {
				t.Errorf("%s: %d checks, %d exchanges, requirements %v", s.ID, s.Checks, len(s.Exchanges), s.Requirements)
			}
			for _, st := range s.Steps {
				if st.Status != verdict.StepDone {
					t.Errorf("%s: %q: %s", s.ID, st.Text, st.Status)
				}
			}
		}
	}
	if n != len(all) {
		t.Errorf("%d scenarios were played, want %d", n, len(all))
	}
}

// TestWireAndProcessAgree: a run over real HTTP comes to the same result.
func TestWireAndProcessAgree(t *testing.T) {
	t.Parallel()
	for _, name := range fixtures.Names("vendors") {
		a, b := wholeOf(t, name), played(t, runOptions{wire: true}, profile(t, name))
		if len(a.Peers) != 0 || len(b.Peers) != 1 || b.Peers[0].Address != "127.0.0.1" { // who is in the process has no address
			t.Errorf("%s: the peers are %+v and %+v", name, a.Peers, b.Peers)
		}
		b.Peers = a.Peers
		if x, y := asJSON(t, a), asJSON(t, b); x != y {
			t.Errorf("%s: the two roads disagree:\n%s\n%s", name, x, y)
		}
	}
}

// TestSameInputSameResult: two runs on one clock are equal to the byte.
func TestSameInputSameResult(t *testing.T) {
	t.Parallel()
	a, b := wholeOf(t, "momentum-2020"), played(t, runOptions{}, profile(t, "momentum-2020"))
	if x, y := asJSON(t, a), asJSON(t, b); x != y {
		t.Errorf("two runs differ:\n%s\n%s", x, y)
	}
}

func asJSON(t *testing.T, r verdict.SystemResult) string {
	t.Helper()
	b, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func recordedBytes(t *testing.T, dir string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*-request.xml"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no recording in %s: %v", dir, err)
	}
	var all strings.Builder
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(b)
	}
	return all.String()
}

// idsInFiles is how many scenarios the features have, by their text alone: what reads
// Gherkin passes over what it does not know.
func idsInFiles(t *testing.T) (n int) {
	t.Helper()
	err := fs.WalkDir(features.Files, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := features.Files.ReadFile(path)
		n += strings.Count(string(raw), "@id:")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// allForms are all forms that a report has.
func allForms(t *testing.T) []reports.Form {
	t.Helper()
	forms, err := chosen(reports.FormNames())
	if err != nil {
		t.Fatal(err)
	}
	return forms
}
