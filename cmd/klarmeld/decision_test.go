package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/seal"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// TestConditionKeptAndBroken: a condition is granted with a day; the next run has it
// mended, and the one after, when its day has passed, has it again. Each report says
// so, in every form, and each verifies.
func TestConditionKeptAndBroken(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	dir := filepath.Join(out, "reference")
	reportedOn(t, out, "2026-02-02", simulated.KeepsTitle)
	r := reviewed(t, dir)
	d := verdict.Decision{ID: verdict.ApprovedOnCondition, Conditions: []verdict.Condition{{Topic: verdict.Topic{Rule: "scenarie.sag.titel", Scenario: "sag-02"},
		Reason: "Titlen følger med i version 5", Until: "2026-04-01"}}}
	if wrong := d.Wrong(r.System, "2026-02-02"); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	if _, err := reports.Sign(dir, r, seal.Statement{Name: "Korsbæk Kommune", Signed: "2026-02-02T13:00:00+01:00", Decision: &d}, signingKey(t)); err != nil {
		t.Fatal(err)
	}
	verified(t, dir)
	for _, c := range []struct {
		day   string
		wrong []simulated.Flaw
		says  string
		state verdict.ConditionState
	}{
		{"2026-03-02", nil, "Den er opfyldt", verdict.ConditionMet},
		{"2026-04-02", []simulated.Flaw{simulated.KeepsTitle}, "Den er ikke holdt", verdict.ConditionMissed},
	} {
		reportedOn(t, out, c.day, c.wrong...)
		made, err := reports.Made(reviewed(t, dir), allForms(t))
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []string{"rapport.html", "rapport.md", "fund.csv", "rapport.junit.xml", "rapport.sarif.json"} {
			if !strings.Contains(string(made[form]), c.says) {
				t.Errorf("%s: %s does not say %q", c.day, form, c.says)
			}
		}
		doc, _, err := reports.ReadDocument(dir)
		if err != nil || len(doc.Conditions) != 1 || doc.Conditions[0].State != c.state || doc.Conditions[0].By != "Korsbæk Kommune" {
			t.Errorf("%s: %+v, %v", c.day, doc.Conditions, err)
		}
	}
}

// reportedOn runs the reference system on a day, with its deviations, and has the report
// verified.
func reportedOn(t *testing.T, out, day string, wrong ...simulated.Flaw) {
	t.Helper()
	at, err := time.Parse(time.RFC3339, day+"T12:00:00+01:00")
	if err != nil {
		t.Fatal(err)
	}
	p := profile(t, "reference")
	p.Deviations = wrong
	o := runOptions{out: out, policy: "pilot-2020", only: []string{"sag-01", "sag-02"}, said: func(string) bool { return false }}
	setting, err := o.setting()
	if err != nil {
		t.Fatal(err)
	}
	setting.Now = func() time.Time { return at }
	script, err := newScript("", o.only, nil, false)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := stage.Run(t.Context(), setting, []stage.Subject{simulatedSubject(p)}, script,
		reportFolder(t.Context(), o.out, allForms(t), "", nil, false)); err != nil {
		t.Fatal(err)
	}
	verified(t, filepath.Join(out, "reference"))
}

// verified lets klarmeld verify a report, and returns what it says.
func verified(t *testing.T, dir string) string {
	t.Helper()
	var said bytes.Buffer
	if _, err := (verification{out: &said}).report(t.Context(), dir); err != nil {
		t.Fatalf("%v\n%s", err, &said)
	}
	return said.String()
}

// reviewed is a report as a reviewer has it before him.
func reviewed(t *testing.T, dir string) reports.Report {
	t.Helper()
	var said bytes.Buffer
	r, err := (verification{out: &said}).report(t.Context(), dir)
	if err != nil {
		t.Fatalf("%v\n%s", err, &said)
	}
	return r
}

// signingKey is a new key.
func signingKey(t *testing.T) seal.Key {
	t.Helper()
	file := filepath.Join(t.TempDir(), "noegle.pem")
	if _, err := seal.NewKey(file); err != nil {
		t.Fatal(err)
	}
	raw, err := textOf(file)
	if err != nil {
		t.Fatal(err)
	}
	key, err := seal.ReadKey(raw)
	if err != nil {
		t.Fatal(err)
	}
	return key
}
