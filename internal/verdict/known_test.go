package verdict_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"klarmeld/internal/verdict"
)

func TestAcceptance(t *testing.T) {
	result := func(begun string) verdict.SystemResult {
		finding := func(rule string, o verdict.Outcome) verdict.Finding { return verdict.Finding{Rule: rule, Outcome: o} }
		return verdict.SystemResult{Begun: begun, Capabilities: []verdict.CapabilityResult{{Scenarios: []verdict.ScenarioResult{
			{ID: "sag-01", Findings: []verdict.Finding{finding("a", verdict.Fail), finding("b", verdict.Remark), finding("n", verdict.Information)}},
			{ID: "sag-02", Findings: []verdict.Finding{finding("a", verdict.Fail), finding("a", verdict.Fail)}},
		}}}}
	}
	for _, c := range []struct {
		name                      string
		known                     []verdict.Known
		fresh, old, gone, expired int
	}{
		{"nothing is known", nil, 4, 0, 0, 0},
		{"one rule everywhere", []verdict.Known{{Rule: "a", Until: "2026-06-01"}}, 1, 3, 0, 0},
		{"one rule in one scenario", []verdict.Known{{Rule: "a", Scenario: "sag-02", Until: "2026-06-01"}}, 2, 2, 0, 0},
		{"until the day itself", []verdict.Known{{Rule: "b", Until: "2026-05-01"}}, 3, 1, 0, 0},
		{"until the day before", []verdict.Known{{Rule: "a", Until: "2026-04-30"}}, 4, 0, 0, 1},
		{"late everywhere, and in time in one scenario",
			[]verdict.Known{{Rule: "a", Until: "2026-04-30"}, {Rule: "a", Scenario: "sag-02", Until: "2026-06-01"}}, 2, 2, 0, 1},
		{"no longer seen", []verdict.Known{{Rule: "c", Until: "2026-06-01"}, {Rule: "b", Scenario: "sag-02", Until: "2026-06-01"}}, 4, 0, 2, 0},
	} {
		r := result("2026-05-01T00:30:00+02:00")
		r.Known = c.known
		s := r.Acceptance()
		if got, want := fmt.Sprint(len(s.New), len(s.Known), len(s.Gone), len(s.Expired)), fmt.Sprint(c.fresh, c.old, c.gone, c.expired); got != want {
			t.Errorf("%s: new, known, gone, expired: %s, want %s", c.name, got, want)
		}
	}
}

// TestAcceptingIsTheFirstInTheList: of those that accept a finding the first in the
// list does, one whose day is not over before one whose day is; looked for here one
// by one.
func TestAcceptingIsTheFirstInTheList(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 1))
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	accepted := 0
	for range 5000 {
		s := verdict.SystemResult{Begun: "2026-05-01T00:30:00+02:00"}
		for i := range r.IntN(6) {
			s.Known = append(s.Known,
				verdict.Known{Rule: pick("a", "b"), Scenario: pick("", "", "s", "t"), Until: pick("2026-04-30", "2026-05-01"), Reason: fmt.Sprint(i)})
		}
		f := verdict.Finding{Rule: pick("a", "b"), Scenario: pick("s", "t", "u"), Outcome: verdict.Fail}
		want := ""
		for _, k := range s.Known {
			if k.Rule == f.Rule && (k.Scenario == "" || k.Scenario == f.Scenario) && k.Until >= "2026-05-01" {
				want = k.Reason
				break
			}
		}
		got := ""
		if k := s.Accepting().By(f); k != nil {
			got, accepted = k.Reason, accepted+1
		}
		if got != want {
			t.Fatalf("%+v accept %+v by %q, want %q", s.Known, f, got, want)
		}
	}
	if accepted < 1000 {
		t.Errorf("only %d findings were accepted", accepted)
	}
}
