package verdict_test

import (
	"slices"
	"testing"

	"klarmeld/internal/verdict"
)

// TestCauses: a finding stands under the one that it follows from, where that is in the
// same message and column and weighs no less; else by itself. Nothing is lost, and nothing
// is told first that weighs less than what it hides.
func TestCauses(t *testing.T) {
	at := verdict.Origin{Rule: "a", Path: "M/S", Line: 3}
	cause := verdict.Finding{Rule: "a", Path: "M/S", Line: 3, File: "m", Exchange: 1, Capability: verdict.Sag, Outcome: verdict.Fail}
	b := verdict.Finding{Rule: "b", File: "m", Exchange: 1, Capability: verdict.Sag, Outcome: verdict.Fail, ConsequenceOf: at}
	for name, c := range map[string]struct {
		change func(cause, b *verdict.Finding)
		under  bool
	}{
		"under it":           {func(_, _ *verdict.Finding) {}, true},
		"one that is milder": {func(_, b *verdict.Finding) { b.Outcome = verdict.Remark }, true},
		"graver, since a policy weighs the two otherwise": {func(cause, _ *verdict.Finding) { cause.Outcome = verdict.Remark }, false},
		"in another message":                              {func(_, b *verdict.Finding) { b.Exchange = 2 }, false},
		"in another file":                                 {func(_, b *verdict.Finding) { b.File = "n" }, false},
		"in another column":                               {func(_, b *verdict.Finding) { b.Capability = verdict.Dokument }, false},
		"in another scenario":                             {func(_, b *verdict.Finding) { b.Scenario = "sag-02" }, false},
		"of another line":                                 {func(_, b *verdict.Finding) { b.ConsequenceOf.Line = 4 }, false},
		"with a cause of its own":                         {func(_, b *verdict.Finding) { b.ConsequenceOf = verdict.Origin{} }, false},
		"of what is a consequence itself":                 {func(cause, _ *verdict.Finding) { cause.ConsequenceOf = verdict.Origin{Rule: "z"} }, false},
	} {
		cause, b := cause, b
		c.change(&cause, &b)
		all := []verdict.Finding{b, cause}
		got := verdict.Causes(all)
		if under := len(got) == 1 && got[0].Finding == cause && slices.Equal(got[0].Consequences, []verdict.Finding{b}); under != c.under {
			t.Errorf("%s: %v", name, got)
		}
		told := 0
		for _, g := range got {
			told += 1 + len(g.Consequences)
		}
		if told != len(all) {
			t.Errorf("%s: %d are told", name, told)
		}
	}
	if got := verdict.Causes(nil); len(got) != 0 {
		t.Errorf("of nothing: %v", got)
	}
}

// TestSameOutcomesWithConsequences: what a finding follows from decides nothing. Of the
// worst that is told in a column the cause is the reason.
func TestSameOutcomesWithConsequences(t *testing.T) {
	finding := func(rule string, o verdict.Outcome) verdict.Finding {
		return verdict.Finding{Rule: rule, Path: rule, Outcome: o, Capability: verdict.Sag, Message: rule}
	}
	a, b := finding("a", verdict.Fail), finding("b", verdict.Fail)
	b.ConsequenceOf = verdict.Origin{Rule: "a", Path: "a"}
	flat := b
	flat.ConsequenceOf = verdict.Origin{}
	fold := func(findings ...verdict.Finding) verdict.SystemResult {
		return verdict.Fold([]verdict.Observed{{ID: "sag-01", Capability: verdict.Sag, Checks: 3, Exchanges: []int{1}, Findings: findings}},
			map[verdict.CapabilityID]int{verdict.Sag: 1}, verdict.Policy{ID: "p"})
	}
	with, without := fold(b, a), fold(flat, a)
	if with.Verdict != without.Verdict || len(with.Findings()) != len(without.Findings()) || len(with.Findings()) != 2 {
		t.Errorf("with: %v and %d; without: %v and %d", with.Verdict, len(with.Findings()), without.Verdict, len(without.Findings()))
	}
	for i, c := range with.Capabilities {
		if c.Outcome != without.Capabilities[i].Outcome {
			t.Errorf("%s: %v with, and %v without", c.ID, c.Outcome, without.Capabilities[i].Outcome)
		}
		if c.ID == verdict.Sag && c.Reason != "a" {
			t.Errorf("the reason is %q, not its cause", c.Reason)
		}
	}
}
