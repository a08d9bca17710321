package verdict_test

import (
	"encoding/json"
	"testing"

	"klarmeld/internal/verdict"
)

// TestCause: what an outcome is due to, and that a rapport.json tells it too.
func TestCause(t *testing.T) {
	finding := func(o verdict.Outcome) []verdict.Finding {
		return []verdict.Finding{{Rule: "x", Outcome: o, Capability: verdict.Sag, Message: "galt"}}
	}
	for _, c := range []struct {
		name   string
		of     verdict.Observed
		want   verdict.Cause
		reason string
	}{
		{"passed", verdict.Observed{Checks: 3}, verdict.CauseNone, "3 kontroller bestået"},
		{"only noticed", verdict.Observed{Checks: 3, Findings: finding(verdict.Information)}, verdict.CauseNone, "3 kontroller bestået"},
		{"found", verdict.Observed{Checks: 3, Findings: finding(verdict.Fail)}, verdict.CauseFinding, "galt"},
		{"not offered", verdict.Observed{NotOffered: "nej"}, verdict.CauseNotOffered, "Systemet tilbyder det ikke."},
		{"not offered, in the words of another reason", verdict.Observed{NotOffered: "Tilbydes ikke: intet blev kontrolleret"}, verdict.CauseNotOffered,
			"Systemet tilbyder det ikke."},
		{"found as bad as it is not offered", verdict.Observed{Checks: 3, NotOffered: "nej", Findings: finding(verdict.Fail)}, verdict.CauseFinding, "galt"},
		{"found in the words of a refusal", verdict.Observed{Checks: 3,
			Findings: []verdict.Finding{{Outcome: verdict.Fail, Capability: verdict.Sag, Message: "Tilbydes ikke: nej"}}}, verdict.CauseFinding, "Tilbydes ikke: nej"},
		{"untried", verdict.Observed{Checks: 3, Untried: "sprunget over"}, verdict.CauseUntried, "sprunget over"},
		{"nothing was checked", verdict.Observed{}, verdict.CauseUntried, "intet blev kontrolleret"},
		{"cannot be told", verdict.Observed{Checks: 3, Findings: finding(verdict.NotTried)}, verdict.CauseFinding, "galt"},
		{"ours", verdict.Observed{Checks: 3, NotOffered: "nej", Harness: "uheld"}, verdict.CauseHarness, "uheld"},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.of.ID, c.of.Capability, c.of.Exchanges = "sag-01", verdict.Sag, []int{1}
			column := verdict.Fold([]verdict.Observed{c.of}, map[verdict.CapabilityID]int{verdict.Sag: 1}, policy(t, "pilot-2020")).Capabilities[0]
			if s := column.Scenarios[0]; s.Cause != c.want || column.Cause() != c.want || s.Cause != verdict.CauseNone && column.Reason != c.reason ||
				s.Reason != c.reason {
				t.Errorf("%s: %q; the column %s: %q; want %s: %q", s.Cause, s.Reason, column.Cause(), column.Reason, c.want, c.reason)
			}
			raw, err := json.Marshal(column)
			if err != nil {
				t.Fatal(err)
			}
			var back verdict.CapabilityResult
			if err := json.Unmarshal(raw, &back); err != nil || back.Cause() != c.want || back.Scenarios[0].Offered() != (c.of.NotOffered == "") {
				t.Errorf("it came back as %s: %v", back.Cause(), err)
			}
		})
	}
}

// TestNotOfferedOfYesterday: a report that does not say as what reads as not
// offered all the same.
func TestNotOfferedOfYesterday(t *testing.T) {
	var s verdict.ScenarioResult
	if err := json.Unmarshal([]byte(`{"id":"sag-01","capability":"sag","outcome":"fejl","reason":"Tilbydes ikke: `+
		`nej","notOffered":"nej","steps":[{"text":"Når","status":"stoppede her"}]}`), &s); err != nil {
		t.Fatal(err)
	}
	if s.Offered() || s.Cause != verdict.CauseNotOffered || s.Steps[0].Status != verdict.StepStopped {
		t.Errorf("offered %v, %s, %v", s.Offered(), s.Cause, s.Steps)
	}
}

// TestLeftOut: what was played is told beside what was left out, and what could
// not be played is never covered by it.
func TestLeftOut(t *testing.T) {
	left := verdict.Observed{Untried: "udeladt", Gap: verdict.GapLeftOut}
	for _, c := range []struct {
		name   string
		of     []verdict.Observed
		want   verdict.Outcome
		cause  verdict.Cause
		played *verdict.PartResult
	}{
		{"all", []verdict.Observed{left, left}, verdict.NotTried, verdict.CauseLeftOut, nil},
		{"none", []verdict.Observed{{Checks: 1}, {Checks: 1}}, verdict.Pass, verdict.CauseNone, nil},
		{"one passed", []verdict.Observed{left, {Checks: 1}}, verdict.NotTried, verdict.CauseLeftOut, &verdict.PartResult{Outcome: verdict.Pass, Scenarios: 1}},
		{"one was wrong", []verdict.Observed{left, {Checks: 1, Findings: []verdict.Finding{{Outcome: verdict.Fail, Capability: verdict.Sag}}}}, verdict.Fail,
			verdict.CauseFinding, &verdict.PartResult{Outcome: verdict.Fail, Scenarios: 1}},
		{"one could not be played", []verdict.Observed{left, {Untried: "sprunget over"}, {Checks: 1}}, verdict.NotTried, verdict.CauseUntried,
			&verdict.PartResult{Outcome: verdict.NotTried, Scenarios: 2}},
	} {
		t.Run(c.name, func(t *testing.T) {
			for i := range c.of {
				c.of[i].ID, c.of[i].Capability, c.of[i].Exchanges = string(rune('a'+i)), verdict.Sag, []int{1}
			}
			column := verdict.Fold(c.of, map[verdict.CapabilityID]int{verdict.Sag: len(c.of)}, policy(t, "pilot-2020")).Capabilities[0]
			raw, err := json.Marshal(column)
			if err != nil {
				t.Fatal(err)
			}
			var back verdict.CapabilityResult
			if err := json.Unmarshal(raw, &back); err != nil {
				t.Fatal(err)
			}
			for _, got := range []verdict.CapabilityResult{column, back} {
				if got.Outcome != c.want || got.Cause() != c.cause || (got.Played == nil) != (c.played == nil) || got.Played != nil && *got.Played != *c.played {
					t.Errorf("%s, %s, played %v: %s", got.Outcome, got.Cause(), got.Played, got.Reason)
				}
			}
		})
	}
}
