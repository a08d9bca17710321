package verdict

import (
	"reflect"
	"testing"
)

func TestCompare(t *testing.T) {
	of := func(v Verdict, column, scenario Outcome, findings int) SystemResult {
		s := ScenarioResult{ID: "sag-01", Name: "En sag", Outcome: scenario, Findings: make([]Finding, findings)}
		return SystemResult{Verdict: v, Capabilities: []CapabilityResult{{ID: Sag, Name: "Ajourfør Sag", Outcome: column, Scenarios: []ScenarioResult{s}}}}
	}
	passed := of(Approved, Pass, Pass, 0)
	renamed := of(Approved, Pass, Pass, 0)
	renamed.Capabilities[0].Name, renamed.Capabilities[0].Scenarios[0].Name = "Sager", "En anden sag"
	other := of(Approved, Pass, Pass, 0)
	other.Capabilities[0].Scenarios[0].ID = "sag-02" // of the same name
	for _, c := range []struct {
		name     string
		was, now SystemResult
		want     []Discrepancy
	}{
		{"nothing", passed, passed, nil},
		{"only names", passed, renamed, nil},
		{"everything", passed, of(NotApproved, Fail, Fail, 2),
			[]Discrepancy{{"Dommen", "Godkendt", "Ikke godkendt"}, {"Ajourfør Sag", "Bestået", "Fejl"}, {"En sag", "Bestået", "Fejl"}, {"En sag, fund", "0", "2"}}},
		{"findings only", of(NotApproved, Fail, Fail, 2), of(NotApproved, Fail, Fail, 1), []Discrepancy{{"En sag, fund", "2", "1"}}},
		{"another scenario of the same name", passed, other, []Discrepancy{{"En sag", "fandtes ikke", "Bestået"}}},
	} {
		if got := Compare(c.was, c.now); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
