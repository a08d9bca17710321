package main

import (
	"slices"
	"testing"

	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
	"klarmeld/steps"
)

// TestTimesThatFallTogether: where a system's own clock is too coarse to tell its changes
// apart, that is said, and no state is missing and no actor; a state that was never sent
// is missing still.
func TestTimesThatFallTogether(t *testing.T) {
	t.Parallel()
	town, minutes := smallTown(t), simulated.Variant{Name: "hele-minutter", Kind: simulated.Allowed, Traits: []simulated.Trait{"tid=minut"}}
	only := []string{"sag-03", "sag-05", "sag-06", "sag-07", "sag-08", "sag-15", "dokument-09"}
	r := varied(t, town, only, minutes)
	for _, id := range only {
		s := scenario(r, id)
		told := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Rule == steps.RuleTogether && f.Outcome == verdict.Information })
		if s.Outcome != verdict.Pass || !told {
			t.Errorf("%s is %s, told %t: %s %q", id, s.Outcome, told, s.Reason, rulesOf(s))
		}
	}
	p, err := profile(t, "reference").Vary(minutes)
	if err != nil {
		t.Fatal(err)
	}
	p.Deviations = []simulated.Flaw{simulated.SkipsStates}
	if s := scenario(played(t, runOptions{municipality: town, only: []string{"sag-05"}}, p), "sag-05"); s.Outcome != verdict.Fail {
		t.Errorf("states that were never sent: %s %q", s.Outcome, rulesOf(s))
	}
}
