package stage

import (
	"slices"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// TestRenewed: a finding of a rule that is new since the run was judged first says so,
// wherever it counts; one of another rule does not, and neither does any when nothing
// is known of then, or the ruleset was the same or a later one.
func TestRenewed(t *testing.T) {
	fresh := anvisning.News("2000.1")[0]
	result := func() verdict.SystemResult {
		f := verdict.Finding{Rule: fresh.Rule, Outcome: verdict.Fail}
		old := verdict.Finding{Rule: "sag.egenskaber.titel", Outcome: verdict.Fail}
		return verdict.SystemResult{Ruleset: anvisning.Version, Capabilities: []verdict.CapabilityResult{
			{ID: verdict.Sag,
				Scenarios: []verdict.ScenarioResult{{Findings: []verdict.Finding{{Rule: f.Rule, Capability: verdict.Sag}, {Rule: old.Rule, Capability: verdict.Sag}}}}},
			{ID: verdict.Dokument, Moved: []verdict.Finding{f}},
		}}
	}
	for _, c := range []struct {
		name, first, told string
		marked            int
	}{
		{"the ruleset before all news", "2000.1", "2000.1", 2},
		{"the same", anvisning.Version, "", 0},
		{"a later one", "2999.1", "2999.1", 0},
		{"nobody knows", "", verdict.UnknownRuleset, 0},
		{"a report says that nobody knows", verdict.UnknownRuleset, verdict.UnknownRuleset, 0},
		{"no version at all", "<script>", verdict.UnknownRuleset, 0},
	} {
		r := renewed(result(), c.first)
		if r.RunRuleset != c.told || len(r.Renewed()) != c.marked {
			t.Errorf("%s: %d are marked, first judged by %q; want %d and %q", c.name, len(r.Renewed()), r.RunRuleset, c.marked, c.told)
		}
		for _, f := range r.Renewed() {
			if f.Rule != fresh.Rule || f.New.Ruleset != fresh.Ruleset || f.New.What == "" {
				t.Errorf("%s: %+v", c.name, f)
			}
		}
		if again := renewed(r, c.first); !slices.Equal(again.Renewed(), r.Renewed()) {
			t.Errorf("%s: said twice it is another", c.name)
		}
	}
}
