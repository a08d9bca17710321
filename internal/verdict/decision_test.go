package verdict

import (
	"reflect"
	"strings"
	"testing"
)

// decided is a result in which one scenario fails by a rule, one has a remark, one
// passed and one was not tried.
func decided(begun string, broken bool) SystemResult {
	fail := ScenarioResult{ID: "sag-1", Outcome: Fail, Findings: []Finding{{ID: "aaaa0001", Rule: "sag.titel", Outcome: Fail}}}
	if !broken {
		fail = ScenarioResult{ID: "sag-1", Outcome: Pass}
	}
	verdict := NotApproved
	if !broken {
		verdict = ApprovedWithRemarks
	}
	return SystemResult{Begun: begun, Verdict: verdict, Capabilities: []CapabilityResult{{ID: Sag, Scenarios: []ScenarioResult{
		fail,
		{ID: "sag-2", Outcome: Remark,
			Findings: []Finding{{ID: "aaaa0002", Rule: "sag.kle", Outcome: Remark}, {ID: "aaaa0003", Rule: "sag.note", Outcome: Information}}},
		{ID: "sag-3", Outcome: Pass}, {ID: "sag-4", Outcome: NotTried},
	}}}}
}

const decidedDay = "2026-06-01"

func until(day string, s Topic) Condition {
	return Condition{Topic: s, Reason: "rettes i næste version", Until: day}
}

// TestDecisionWrong: a decision fits the result that it is about, or it is said what
// does not.
func TestDecisionWrong(t *testing.T) {
	s := decided("2026-06-01T10:00:00+02:00", true)
	conditional := func(c ...Condition) Decision { return Decision{ID: ApprovedOnCondition, Conditions: c} }
	for _, c := range []struct {
		name string
		d    Decision
		says string // "": it fits
	}{
		{"a finding", conditional(until("2026-09-01", Topic{Finding: "aaaa0001"})), ""},
		{"a rule", conditional(until("2026-06-01", Topic{Rule: "sag.kle"})), ""},
		{"a rule in a scenario", conditional(until("2026-09-01", Topic{Rule: "sag.kle", Scenario: "sag-2"})), ""},
		{"a scenario", conditional(until("2026-09-01", Topic{Scenario: "sag-4"})), ""},
		{"no condition", conditional(), "mindst én betingelse"},
		{"conditions of no decision", Decision{Conditions: []Condition{until("2026-09-01", Topic{Rule: "sag.kle"})}}, "hører til afgørelsen"},
		{"a finding that is not there", conditional(until("2026-09-01", Topic{Finding: "bbbb0001"})), "fundet bbbb0001"},
		{"what is only noticed", conditional(until("2026-09-01", Topic{Finding: "aaaa0003"})), "fundet aaaa0003"},
		{"a rule in another scenario", conditional(until("2026-09-01", Topic{Rule: "sag.kle", Scenario: "sag-1"})), "reglen sag.kle i sag-1"},
		{"a scenario that passed", conditional(until("2026-09-01", Topic{Scenario: "sag-3"})), "scenariet sag-3"},
		{"a day that has passed", conditional(until("2026-05-31", Topic{Rule: "sag.kle"})), "overskredet"},
		{"a remark", Decision{Remarks: []Remarked{{"sag-3", "set på skærmen"}}}, ""},
		{"a remark on no scenario", Decision{Remarks: []Remarked{{"sag-9", "x"}}}, `"sag-9"`},
		{"an override", Decision{Overrides: []Override{{"sag-1", Pass, "vist på papir"}}}, ""},
		{"an override to what it is", Decision{Overrides: []Override{{"sag-3", Pass, "x"}}}, "allerede"},
		{"an override of no scenario", Decision{Overrides: []Override{{"sag-9", Pass, "x"}}}, `"sag-9"`},
		{"two of one", Decision{Overrides: []Override{{"sag-1", Pass, "x"}, {"sag-1", Remark, "y"}}}, "to gange"},
	} {
		got := strings.Join(c.d.Wrong(s, decidedDay), "; ")
		if (c.says == "") != (got == "") || !strings.Contains(got, c.says) {
			t.Errorf("%s: %q, want %q", c.name, got, c.says)
		}
	}
}

// TestConditionsStand: a condition is closed by the run that no longer finds it, and
// only by one that has looked; it is missed by the day after its last.
func TestConditionsStand(t *testing.T) {
	granted := func(c Condition) Granted { return Granted{c, "Kommunen", "2026-06-01T12:00:00+02:00"} }
	resolved := Decision{ID: ApprovedOnCondition,
		Conditions: []Condition{until("2026-09-01", Topic{Finding: "aaaa0001"})}}.Resolved(decided("", true)).Conditions[0]
	if resolved.Rule != "sag.titel" || resolved.Scenario != "sag-1" {
		t.Fatalf("it is resolved to %+v", resolved)
	}
	partial := decided("2026-07-01T10:00:00+02:00", false)
	partial.Capabilities[0].Scenarios[0].Outcome = NotTried
	late := decided("2026-09-02T10:00:00+02:00", false)
	late.Capabilities[0].Scenarios[0].Outcome = NotTried
	renamed := decided("2026-07-01T10:00:00+02:00", true)
	renamed.Capabilities[0].Scenarios[0].Findings[0].ID = "cccc0001"
	for _, c := range []struct {
		name string
		now  SystemResult
		want ConditionState
	}{
		{"before its day", decided("2026-07-01T10:00:00+02:00", true), ConditionOpen},
		{"on its day", decided("2026-09-01T10:00:00+02:00", true), ConditionOpen},
		{"after its day", decided("2026-09-02T10:00:00+02:00", true), ConditionMissed},
		{"mended", decided("2026-07-01T10:00:00+02:00", false), ConditionMet},
		{"mended late", decided("2026-10-01T10:00:00+02:00", false), ConditionMet},
		{"not looked for", partial, ConditionUnseen},
		{"not looked for, after its day", late, ConditionMissed},
		{"the same rule by another finding", renamed, ConditionOpen},
	} {
		got := c.now.Stands([]Granted{granted(resolved)})
		if !reflect.DeepEqual(got, []Stand{{granted(resolved), c.want}}) {
			t.Errorf("%s: %+v, want %s", c.name, got, c.want)
		}
	}
}
