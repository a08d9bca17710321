package verdict_test

import (
	"testing"

	"klarmeld/internal/verdict"
)

// shortOf is a result with a broken rule and what follows from it, something that is not
// offered, something optional, and what is no fault of the system.
func shortOf() verdict.SystemResult {
	f := func(rule string, o verdict.Outcome, of verdict.CapabilityID) verdict.Finding {
		return verdict.Finding{Rule: rule, Outcome: o, Capability: of, Message: rule}
	}
	follows := f("sag.foelge", verdict.Fail, verdict.Sag)
	follows.ConsequenceOf = verdict.Origin{Rule: "sag.titel"}
	return verdict.SystemResult{Capabilities: []verdict.CapabilityResult{
		{ID: verdict.Sag, Outcome: verdict.Fail, Scenarios: []verdict.ScenarioResult{
			{ID: "sag-01", Outcome: verdict.Fail, Findings: []verdict.Finding{f("sag.titel", verdict.Fail, verdict.Sag), follows,
				f("sag.note", verdict.Information, verdict.Sag)}},
			{ID: "sag-02", Outcome: verdict.Fail, Findings: []verdict.Finding{f("sag.titel", verdict.Fail, verdict.Sag),
				f("doc.titel", verdict.Remark, verdict.Dokument)}},
			{ID: "sag-03", Name: "Tredje", Outcome: verdict.Remark, NotOffered: "nej", NotOfferedAs: verdict.Remark, LeftOpen: true},
			{ID: "sag-04", Outcome: verdict.Pass},
		}},
		{ID: verdict.Dokument, Outcome: verdict.Remark, Scenarios: []verdict.ScenarioResult{
			{ID: "dokument-01", Outcome: verdict.Fail, NotOffered: "nej", NotOfferedAs: verdict.Fail},
			{ID: "dokument-02", Outcome: verdict.HarnessFailure, Findings: []verdict.Finding{f("klarmeld", verdict.HarnessFailure, verdict.Dokument)}},
		}},
		{ID: verdict.Fjern, Outcome: verdict.Pass},
		{ID: verdict.Organisation, Outcome: verdict.NotTried, Scenarios: []verdict.ScenarioResult{{ID: "organisation-01", Outcome: verdict.NotTried}}},
	}}
}

// TestShortcomings: causes and not what follows from them, by rule or scenario, in the
// column where they count; nothing of klarmeld's own failures.
func TestShortcomings(t *testing.T) {
	type short struct {
		id      string
		column  verdict.CapabilityID
		outcome verdict.Outcome
		count   int
		open    bool
	}
	want := []short{
		{"sag.titel", verdict.Sag, verdict.Fail, 2, false},
		{"sag-03", verdict.Sag, verdict.Remark, 1, true},
		{"doc.titel", verdict.Dokument, verdict.Remark, 1, false},
		{"dokument-01", verdict.Dokument, verdict.Fail, 1, false},
	}
	got := shortOf().Shortcomings()
	if len(got) != len(want) {
		t.Fatalf("%d shortcomings, want %d: %v", len(got), len(want), got)
	}
	for i, s := range got {
		if x := (short{s.Rule + s.Scenario, s.Capability, s.Outcome, s.Count, s.LeftOpen}); x != want[i] {
			t.Errorf("%d: %v, want %v", i, x, want[i])
		}
	}
	if s := got[0].Scenarios; len(s) != 2 || s[0] != "sag-01" || s[1] != "sag-02" {
		t.Errorf("the scenarios: %v", s)
	}
}

// TestMet: what is lacking is lacking; what was not seen from end to end is never met.
func TestMet(t *testing.T) {
	whole := verdict.SystemResult{Capabilities: []verdict.CapabilityResult{{ID: verdict.Sag, Outcome: verdict.Pass,
		Scenarios: []verdict.ScenarioResult{{ID: "sag-01", Outcome: verdict.Pass}}}}}
	for _, c := range []struct {
		name string
		of   verdict.SystemResult
		p    verdict.Priority
		want verdict.Met
	}{
		{"a broken rule", shortOf(), verdict.Priority{Rule: "sag.titel"}, verdict.MetNo},
		{"a scenario with a broken rule", shortOf(), verdict.Priority{Scenario: "sag-02"}, verdict.MetNo},
		{"a scenario that is not offered", shortOf(), verdict.Priority{Scenario: "dokument-01"}, verdict.MetNo},
		{"a column with something lacking", shortOf(), verdict.Priority{Capability: verdict.Sag}, verdict.MetNo},
		{"a scenario that passed", shortOf(), verdict.Priority{Scenario: "sag-04"}, verdict.MetYes},
		{"a column that passed", shortOf(), verdict.Priority{Capability: verdict.Fjern}, verdict.MetYes},
		{"a column that was not tried", shortOf(), verdict.Priority{Capability: verdict.Organisation}, verdict.MetUnknown},
		{"a scenario that klarmeld failed in", shortOf(), verdict.Priority{Scenario: "dokument-02"}, verdict.MetUnknown},
		{"a scenario that is not there", shortOf(), verdict.Priority{Scenario: "x"}, verdict.MetUnknown},
		{"a rule that nothing broke, where not all was seen", shortOf(), verdict.Priority{Rule: "sag.andet"}, verdict.MetUnknown},
		{"a rule that nothing broke, where all was", whole, verdict.Priority{Rule: "sag.andet"}, verdict.MetYes},
		{"a rule, of nothing", verdict.SystemResult{}, verdict.Priority{Rule: "sag.andet"}, verdict.MetUnknown},
	} {
		if got := c.of.Met(c.p); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// TestPriorities: the closest priority is the one, the order gives the weights that are not
// given, and what is not met adds up.
func TestPriorities(t *testing.T) {
	p := verdict.Priorities{All: []verdict.Priority{{Capability: verdict.Sag}, {Scenario: "sag-01", Weight: 7}, {Rule: "sag.titel"},
		{Capability: verdict.Fjern}}}.Weigh()
	for i, want := range []int{4, 7, 2, 1} {
		if p.All[i].Weight != want {
			t.Errorf("nr. %d weighs %d, want %d", i+1, p.All[i].Weight, want)
		}
	}
	got := shortOf().Shortcomings()
	if x := p.Of(got[0]); x == nil || x.Rule != "sag.titel" {
		t.Errorf("a rule is closest: %v", x)
	}
	if x := p.Of(got[1]); x == nil || x.Capability != verdict.Sag {
		t.Errorf("the column where nothing closer is: %v", x)
	}
	if x := p.Of(got[2]); x != nil {
		t.Errorf("nothing is said of it: %v", x)
	}
	if sum := p.Lacking(shortOf()); sum != 4+7+2 {
		t.Errorf("what is not met weighs %d", sum)
	}
}
