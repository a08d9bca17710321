package trial_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/impact"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// TestClaims: a sentence's claim counts as a check; one that is broken ends the
// scene, and is a finding of the worth that it was given.
func TestClaims(t *testing.T) {
	ctx := context.Background()
	w := begun(t, sends(reads(unit), imports(sagA), updates(sagA, "Ny"), reads(unit)))
	var errs []error
	s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		if err := opens(ctx, s); err != nil {
			return err
		}
		checks := s.Judge().Notes("sag-1").Checks
		errs = append(errs,
			s.Claim(true, claimed("holder"), "", "", ""),
			s.Claim(false, claimed("brudt"), "Titlen 1113540026 er forkert.", "Aftale", "Ny"),
			s.Claim(false, claimedAs(verdict.Remark, "boer"), "Det bør den.", "a", "b"),
			s.Claim(false, claimedAs(verdict.NotObserved, "aldrig"), "Det kom aldrig.", "a", "b"),
			s.Claim(true, claimedAs(verdict.NotObserved, "kom"), "", "", ""))
		if got := s.Judge().Notes("sag-1").Checks - checks; got != 5 {
			t.Errorf("%d checks", got)
		}
		return nil
	})
	if !reflect.DeepEqual(errs, []error{nil, trial.ErrStopped, trial.ErrStopped, trial.ErrStopped, nil}) {
		t.Errorf("%v", errs)
	}
	all := w.log.all()
	update := all[4]
	if update.Exchange.Operation != "opdater" {
		t.Fatalf("on record: %s", kinds(all))
	}
	r := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
	want := verdict.Finding{Rule: "brudt", Outcome: verdict.Fail, Capability: verdict.Sag, Source: "kilden", Message: "Titlen ******-**** er forkert.",
		Expected: "Aftale", Actual: "Ny", Fix: "Ret den.",
		Exchange: update.Seq, Scenario: "sag-1", Impact: impact.Of("brudt")}
	got := found(r, "brudt")
	if len(got) != 1 {
		t.Fatalf("%+v", r.Findings)
	}
	want.ID, want.Message = got[0].ID, got[0].Message
	if got[0] != want || strings.Contains(got[0].Message, "1113540026") || !strings.HasPrefix(got[0].Message, "Titlen ") {
		t.Errorf("%+v", got[0])
	}
	for rule, held := range map[string]struct {
		outcome  verdict.Outcome
		exchange int
	}{"boer": {verdict.Remark, update.Seq}, "aldrig": {verdict.NotObserved, 0}} {
		if f := found(r, rule); len(f) != 1 || f[0].Outcome != held.outcome || f[0].Exchange != held.exchange {
			t.Errorf("%s, want it held to %d: %+v", rule, held.exchange, f)
		}
	}
	if len(found(r, "holder"))+len(found(r, "kom")) != 0 || s.Registers().Navn() != "Lilleby Kommune" {
		t.Error("what holds is found")
	}
}

// TestStored: what a sentence asks the index for is there, or that it is not is
// found.
func TestStored(t *testing.T) {
	ctx := context.Background()
	w := begun(t, sends(imports(sagA), importsDocument(dokA)))
	scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		if _, err := s.Dokument(); !errors.Is(err, trial.ErrStopped) {
			t.Errorf("no document yet: %v", err)
		}
		if err := s.AskCase(ctx, action.OpretSag, action.Data{}); err != nil {
			return err
		}
		sag, err := s.Sag()
		if err != nil || sag.UUID != sagA || sag.Registrations != 1 {
			t.Errorf("the case: %+v, %v", sag, err)
		}
		if o, err := s.Stored(dokA, "Dokumentet"); err != nil || o.UUID != dokA {
			t.Errorf("the document: %+v, %v", o, err)
		}
		_, err = s.Stored(nabo, "Naboen")
		return err
	})
	f := found(judged(t, result(t, w.Trial, "sag-1"), "sag-1"), "indeks.findes")
	if len(f) != 2 || f[0].Message != "Dokumentet findes ikke i indekset." || f[1].Message != "Naboen findes ikke i indekset." ||
		f[1].Actual != "intet objekt med UUID "+nabo {
		t.Errorf("%+v", f)
	}
}

// allPlayed is what a runner saw of six scenarios, of which the first has steps.
func allPlayed(steps []verdict.Step) []trial.Played {
	return []trial.Played{
		{ID: "sag-1", Name: "Første", Proves: "At det går.", Capability: verdict.Sag, Requirements: []string{"AM-01"}, Steps: steps},
		{ID: "sag-2", Capability: verdict.Sag, Untried: "er ikke valgt"},
		{ID: "org-1", Capability: verdict.Organisation},
		{ID: "not-1", Capability: verdict.Journalnotat, Untried: "runneren stoppede"},
		{ID: "kla-1", Capability: verdict.Klassifikation, Harness: "runneren stoppede"},
		{ID: "fje-1", Capability: verdict.Fjern, Harness: "sætningen findes ikke"},
	}
}

// TestResult: what a runner saw of the scenarios and what the scenes noted
// become one result; the scene's own word of what went wrong goes before the
// runner's.
func TestResult(t *testing.T) {
	ctx := context.Background()
	w := begun(t, answers(honest, map[action.Kind]action.Answer{action.LukSag: {Status: action.NotOffered, Reason: "Sager lukkes ikke."},
		action.SletSag: {Status: action.Skipped, Reason: "I morgen."}}))
	for id, script := range map[string]func(*trial.Scene) error{
		"sag-1": func(s *trial.Scene) error { return looks(ctx, s) },
		"org-1": func(s *trial.Scene) error { return s.Ask(ctx, action.LukSag, action.Data{}) },
		"not-1": func(s *trial.Scene) error { return s.Ask(ctx, action.SletSag, action.Data{}) },
		"kla-1": func(s *trial.Scene) error { return s.Broken(errors.New("kortet 1113540026 er tomt")) },
	} {
		scene(t, ctx, w.Trial, id, script)
	}
	steps := []verdict.Step{{}}
	played := allPlayed(steps)
	r, err := w.Result(played, map[verdict.CapabilityID]int{verdict.Sag: 2, verdict.Organisation: 1, verdict.Journalnotat: 1, verdict.Klassifikation: 1,
		verdict.Fjern: 1, verdict.Dokument: 1})
	if err != nil {
		t.Fatal(err)
	}
	first := judged(t, r, "sag-1")
	if first.Name != "Første" || first.Proves != "At det går." || !reflect.DeepEqual(first.Requirements, []string{"AM-01"}) ||
		!reflect.DeepEqual(first.Steps, steps) || first.Outcome != verdict.Pass || first.Checks != 1 || len(first.Exchanges) != 1 {
		t.Errorf("%+v", first)
	}
	for id, want := range map[string]struct {
		outcome verdict.Outcome
		reason  string
	}{
		"sag-2": {verdict.NotTried, "er ikke valgt"},
		"org-1": {verdict.Remark, "Systemet tilbyder det ikke."},
		"not-1": {verdict.NotTried, "scenariet blev sprunget over"},
		"fje-1": {verdict.HarnessFailure, "sætningen findes ikke"},
	} {
		if s := judged(t, r, id); s.Outcome != want.outcome || s.Reason != want.reason {
			t.Errorf("%s: %v: %s", id, s.Outcome, s.Reason)
		}
	}
	if o, k := judged(t, r, "org-1"), judged(t, r, "not-1"); o.NotOffered != "Sager lukkes ikke." || k.Skipped != "I morgen." || k.Gap != verdict.GapSkipped {
		t.Errorf("the system's own words: %q, %q (%s)", o.NotOffered, k.Skipped, k.Gap)
	}
	if s := judged(t, r, "kla-1"); s.Outcome != verdict.HarnessFailure || !strings.HasPrefix(s.Reason, "kortet ") || strings.Contains(s.Reason, "1113540026") {
		t.Errorf("%v: %s", s.Outcome, s.Reason)
	}
	if s := judged(t, r, "org-1"); s.Cause != verdict.CauseNotOffered || s.Impact != impact.OfMissing("org-1", "organisation") {
		t.Errorf("whom it hits: %+v", s.Impact)
	}
	if c := r.Capabilities[2]; c.ID != verdict.Dokument || c.Outcome != verdict.HarnessFailure || !strings.Contains(c.Reason, "0 af 1 scenarier") {
		t.Errorf("a scenario that was expected and did not come: %+v", c)
	}
	if r.Name != "proeve" || r.Title != "Prøven" || r.Program != "v1" || r.Ruleset != anvisning.Version || r.Municipality != "Lilleby Kommune" || !r.Fictive ||
		r.Begun != "2026-06-01T12:00:00Z" || r.Exchanges != 1 {
		t.Errorf("%+v", r)
	}
}

// TestEndSettles: what can only be said of a scenario when it is over is said of
// it then, and not before.
func TestEndSettles(t *testing.T) {
	ctx := context.Background()
	rule := anvisning.RuleLeftover.ID
	w := begun(t, sends(imports(sagA), imports(sagB), files(sagB, sagA), removes(sagA)))
	s := scene(t, ctx, w.Trial, "fje-1", func(s *trial.Scene) error {
		if err := opens(ctx, s); err != nil {
			return err
		}
		for _, f := range s.Judge().Notes("fje-1").Findings {
			if f.Rule == rule {
				t.Error("it is said before the scenario is over")
			}
		}
		return nil
	})
	left := 0
	for _, f := range s.Judge().Notes("fje-1").Findings {
		if f.Rule == rule {
			left++
		}
	}
	if left != 1 {
		t.Errorf("%d findings", left)
	}
}

// TestBrokenOnce: the first thing that went wrong is what is told.
func TestBrokenOnce(t *testing.T) {
	w := begun(t, idle)
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
		_ = s.Broken(errors.New("det første"))
		return s.Broken(errors.New("det andet"))
	})
	if s := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); s.Reason != "det første" {
		t.Errorf("%s", s.Reason)
	}
}

// TestLateTraffic: what comes after the last scenario is read before the run is
// judged, and is the index's as the rest is.
func TestLateTraffic(t *testing.T) {
	w := begun(t, idle)
	s := scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return nil })
	send(w.Handler(), imports(sagA))
	live := result(t, w.Trial, "sag-1")
	if _, ok := s.Judge().Store().Get(sagA); !ok {
		t.Error("what came late is not read")
	}
	again := replayed(t, w.log.all())
	s = scene(t, context.Background(), again, "sag-1", func(s *trial.Scene) error { return nil })
	if r := result(t, again, "sag-1"); !reflect.DeepEqual(r, live) {
		t.Errorf("%+v, live %+v", r, live)
	}
	if _, ok := s.Judge().Store().Get(sagA); !ok {
		t.Error("what came late is not read again")
	}
}

func claimedAs(severity verdict.Outcome, id string) anvisning.Listed {
	rule := claimed(id)
	rule.Severity = severity
	return rule
}
