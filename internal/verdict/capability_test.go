package verdict_test

import (
	"encoding/json"
	"testing"

	"klarmeld/internal/verdict"
)

// TestSupplementary: whatever becomes of a supplementary capability stands in
// its own column, and neither the verdict nor the exit code knows of it.
func TestSupplementary(t *testing.T) {
	const ydelse verdict.CapabilityID = "ydelse"
	columns := append(verdict.Capabilities(), verdict.Capability{ID: ydelse, Name: "Ydelsesindeks", Class: verdict.Supplementary})
	finding := func(o verdict.Outcome, c verdict.CapabilityID) []verdict.Finding {
		return []verdict.Finding{{Rule: "x", Outcome: o, Capability: c, Message: "galt"}}
	}
	cores := map[verdict.Verdict]func(o []verdict.Observed){
		verdict.Approved:            func([]verdict.Observed) {},
		verdict.ApprovedWithRemarks: func(o []verdict.Observed) { o[1].NotOffered = "nej" },
		verdict.NotApproved:         func(o []verdict.Observed) { o[0].NotOffered = "nej" },
		verdict.Incomplete:          func(o []verdict.Observed) { o[5].Checks = 0 },
		verdict.HarnessFailed:       func(o []verdict.Observed) { o[4].Harness = "uheld" },
	}
	for _, c := range []struct {
		name     string
		of       []verdict.Observed
		expected int
		outcome  verdict.Outcome
	}{
		{"not in the run", nil, 0, verdict.NotTried},
		{"passed", []verdict.Observed{{Checks: 1}}, 1, verdict.Pass},
		{"remarked", []verdict.Observed{{Checks: 1, Findings: finding(verdict.Remark, ydelse)}}, 1, verdict.Remark},
		{"not offered", []verdict.Observed{{NotOffered: "nej"}}, 1, verdict.Remark},
		{"untried", []verdict.Observed{{Untried: "sprunget over"}}, 1, verdict.NotTried},
		{"unseen", []verdict.Observed{{Checks: 1, Findings: finding(verdict.NotObserved, ydelse)}}, 1, verdict.NotObserved},
		{"failing", []verdict.Observed{{Checks: 1, Findings: finding(verdict.Fail, ydelse)}}, 1, verdict.Fail},
		{"failing in what is another column's", []verdict.Observed{{Checks: 1, Findings: finding(verdict.Fail, verdict.Sag)}}, 1, verdict.Fail},
		{"with a fault of ours", []verdict.Observed{{Harness: "uheld"}}, 1, verdict.HarnessFailure},
		{"not run", nil, 2, verdict.HarnessFailure},
	} {
		t.Run(c.name, func(t *testing.T) {
			for want, change := range cores {
				observed, expected := all()
				change(observed)
				expected[ydelse] = c.expected
				alone := verdict.Fold(observed, expected, policy(t, "pilot-2020"))
				for _, o := range c.of {
					o.ID, o.Capability = "ydelse-01", ydelse
					observed = append(observed, o)
				}
				r := columns.Fold(observed, expected, policy(t, "pilot-2020"))
				if r.Verdict != want || r.Verdict.ExitCode() != want.ExitCode() {
					t.Errorf("%s (%d), want %s", r.Verdict, r.Verdict.ExitCode(), want)
				}
				got := r.Capabilities[len(r.Capabilities)-1]
				if got.ID != ydelse || got.Class != verdict.Supplementary || got.Outcome != c.outcome {
					t.Errorf("the column is %s, %s, %s; want %s", got.ID, got.Class, got.Outcome, c.outcome)
				}
				for i, column := range alone.Capabilities {
					if r.Capabilities[i].Outcome != column.Outcome || r.Capabilities[i].Reason != column.Reason {
						t.Errorf("%s is %s, and %s without it", column.ID, r.Capabilities[i].Outcome, column.Outcome)
					}
				}
			}
		})
	}
}

// TestSupplementaryDifference: what is worse in a supplementary column is told,
// and makes nothing worse.
func TestSupplementaryDifference(t *testing.T) {
	of := func(class verdict.Class, o verdict.Outcome, findings ...verdict.Finding) verdict.SystemResult {
		return verdict.SystemResult{Capabilities: []verdict.CapabilityResult{{ID: "ydelse", Class: class,
			Scenarios: []verdict.ScenarioResult{{ID: "ydelse-01", Capability: "ydelse", Outcome: o, Findings: findings}}}}}
	}
	for class, worse := range map[verdict.Class]bool{verdict.Core: true, verdict.Supplementary: false} {
		d := verdict.Differ(of(class, verdict.Pass), of(class, verdict.Fail, verdict.Finding{Rule: "x", Outcome: verdict.Fail, Capability: "ydelse"}))
		if len(d.Broken) != 1 || d.Worse() != worse || d.Nothing() {
			t.Errorf("%s: %d broken, worse %v", class, len(d.Broken), d.Worse())
		}
	}
}

// TestClassIDsTravel: a core column says nothing of it, as it always has.
func TestClassIDsTravel(t *testing.T) {
	for class, want := range map[verdict.Class]string{verdict.Core: `{}`, verdict.Supplementary: `{"class":"supplerende"}`} {
		type column struct {
			Class verdict.Class `json:"class,omitempty"`
		}
		raw, err := json.Marshal(column{class})
		if err != nil || string(raw) != want {
			t.Errorf("%s, want %s: %v", raw, want, err)
		}
		var back column
		if err := json.Unmarshal(raw, &back); err != nil || back.Class != class {
			t.Errorf("%s came back as %s: %v", class, back.Class, err)
		}
	}
	var c verdict.Class
	if json.Unmarshal([]byte(`"andet"`), &c) == nil {
		t.Error("an unknown class was read")
	}
}
