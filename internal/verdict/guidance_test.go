package verdict_test

import (
	"testing"

	"klarmeld/internal/verdict"
)

// TestGuidanceWeighsWhatThePolicySays: what only the guidance forbids is information
// until a policy makes more of it; nothing else is weighed so.
func TestGuidanceWeighsWhatThePolicySays(t *testing.T) {
	const head = `{"id": "egen", "titel": "Egen", "kerne": ["sag"], "ikkeTilbudt": {"kerne": "fejl", "oevrige": "fejl"}`
	for _, c := range []struct {
		policy  string
		outcome verdict.Outcome
		verdict verdict.Verdict
	}{
		{head + "}", verdict.Information, verdict.Approved},
		{head + `, "kunVejledningen": "information"}`, verdict.Information, verdict.Approved},
		{head + `, "kunVejledningen": "bemaerkning"}`, verdict.Remark, verdict.ApprovedWithRemarks},
		{head + `, "kunVejledningen": "fejl"}`, verdict.Fail, verdict.NotApproved},
	} {
		p, err := verdict.ParsePolicy([]byte(c.policy))
		if err != nil {
			t.Fatal(err)
		}
		var observed []verdict.Observed
		expected := map[verdict.CapabilityID]int{}
		for _, column := range verdict.Capabilities() {
			o := verdict.Observed{ID: string(column.ID) + "-01", Capability: column.ID, Checks: 1, Exchanges: []int{1}}
			if column.ID == verdict.Sag {
				o.Findings = []verdict.Finding{
					{Rule: verdict.GuidanceOnly + "ob4-uden-grund", Outcome: verdict.Information, Capability: verdict.Sag},
					{Rule: "registrering.fremtid", Outcome: verdict.Information, Capability: verdict.Sag},
				}
			}
			observed, expected[column.ID] = append(observed, o), 1
		}
		r := verdict.Fold(observed, expected, p)
		found := r.Capabilities[0].Findings()
		if r.Verdict != c.verdict || len(found) != 2 || found[0].Outcome != c.outcome || found[1].Outcome != verdict.Information {
			t.Errorf("%s: %s, %+v", c.policy, r.Verdict, found)
		}
	}
	if _, err := verdict.ParsePolicy([]byte(head + `, "kunVejledningen": "bestaaet"}`)); err == nil {
		t.Error("a policy may say that what the guidance forbids has passed")
	}
}
