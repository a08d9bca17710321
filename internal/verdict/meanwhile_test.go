package verdict_test

import (
	"testing"

	"klarmeld/internal/verdict"
)

// TestMeanwhile: a line of the municipality's stands at what it points at, by any of the
// four ways of naming it, and at nothing else; one that points at nothing amiss is idle.
func TestMeanwhile(t *testing.T) {
	good, bad, less := right, wrong, lacking
	good.ID, bad.ID, less.ID = "sag-01", "sag-02", "sag-03"
	s := seen(t, good, bad, less)
	f := s.Findings()[0]
	f.Scenario = "sag-02"
	s.Promises = s.Hold(verdict.Criteria{All: []verdict.Criterion{
		{ID: "K1", Offered: verdict.OfferAll, Proof: verdict.ProofBy{Scenarios: []string{"sag-02"}}},
		{ID: "K2", Offered: verdict.OfferAll, Proof: verdict.ProofBy{Scenarios: []string{"sag-01"}}},
		{ID: "K3", Offered: verdict.OfferAll, Proof: verdict.ProofBy{Scenarios: []string{"sag-01", "sag-03"}}},
	}})
	for _, c := range []struct {
		m                                  verdict.Meanwhile
		finding, scenario, first, last, no bool // whether it stands at the finding, at sag-03, at K1 and K3; whether it is idle
	}{
		{verdict.Meanwhile{Finding: f.ID}, true, false, true, false, false},
		{verdict.Meanwhile{Rule: "klasse.uuid-og-nummer"}, true, false, true, false, false},
		{verdict.Meanwhile{Scenario: "sag-02"}, true, false, true, false, false},
		{verdict.Meanwhile{Scenario: "sag-03"}, false, true, false, true, false},
		{verdict.Meanwhile{Criterion: "K1"}, false, false, true, false, false},
		{verdict.Meanwhile{Criterion: "K3"}, false, false, false, true, false},
		{verdict.Meanwhile{Criterion: "K2"}, false, false, false, false, true}, // it is kept
		{verdict.Meanwhile{Scenario: "sag-01"}, false, false, false, false, true},
		{verdict.Meanwhile{Finding: "00000000"}, false, false, false, false, true},
		{verdict.Meanwhile{Rule: "klasse"}, false, false, false, false, true},
		{verdict.Meanwhile{Criterion: "sag-02"}, false, false, false, false, true},
	} {
		s.Meanwhile = []verdict.Meanwhile{c.m}
		m := s.Managing()
		got := [...]bool{len(m.Finding(f)) > 0, len(m.Scenario("sag-03")) > 0, len(m.Promise(s.Promises.Criteria[0])) > 0,
			len(m.Promise(s.Promises.Criteria[2])) > 0, len(s.Idle()) > 0}
		if want := [...]bool{c.finding, c.scenario, c.first, c.last, c.no}; got != want {
			t.Errorf("%s stands at %v, want %v", c.m.Target(), got, want)
		}
	}
}

func TestMeanwhileIsDated(t *testing.T) {
	s := seen(t)
	for until, lapsed := range map[string]bool{"": false, "2026-11-27": true, "2026-11-28": false, "2026-11-29": false} {
		if s.Lapsed(verdict.Meanwhile{Until: until}) != lapsed {
			t.Errorf("until %q: lapsed is not %v", until, lapsed)
		}
	}
	if _, err := verdict.ParseMeanwhile([]byte(`[{"regel": "x", "tekst": "y", "til": "2026-02-30"}]`)); err == nil {
		t.Error("what is no day is taken")
	}
	if all, err := verdict.ParseMeanwhile([]byte(`[{"regel": "x", "tekst": "y", "til": "2026-02-28"}]`)); err != nil || all[0].Until != "2026-02-28" {
		t.Errorf("%v, %v", all, err)
	}
}
