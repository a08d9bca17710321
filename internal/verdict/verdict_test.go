package verdict_test

import (
	"encoding/json"
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/verdict"
)

// TestWorst: the worst wins, information has no say, and nothing is not green.
func TestWorst(t *testing.T) {
	for _, c := range []struct {
		in   []verdict.Outcome
		want verdict.Outcome
	}{
		{nil, verdict.NotTried},
		{[]verdict.Outcome{verdict.Information}, verdict.NotTried},
		{[]verdict.Outcome{verdict.Pass, verdict.Information}, verdict.Pass},
		{[]verdict.Outcome{verdict.Pass, verdict.Remark}, verdict.Remark},
		{[]verdict.Outcome{verdict.Remark, verdict.NotTried}, verdict.NotTried},
		{[]verdict.Outcome{verdict.NotTried, verdict.NotObserved}, verdict.NotObserved},
		{[]verdict.Outcome{verdict.NotObserved, verdict.Fail}, verdict.Fail},
		{[]verdict.Outcome{verdict.Fail, verdict.AdapterFailure, verdict.Pass}, verdict.AdapterFailure},
		{[]verdict.Outcome{verdict.Fail, verdict.HarnessFailure, verdict.AdapterFailure}, verdict.HarnessFailure},
	} {
		if got := verdict.Worst(c.in...); got != c.want {
			t.Errorf("Worst(%v) = %s, want %s", c.in, got, c.want)
		}
	}
}

// TestVerdictAndExitCode: what each worst outcome makes of a system.
func TestVerdictAndExitCode(t *testing.T) {
	for _, c := range []struct {
		worst verdict.Outcome
		want  verdict.Verdict
		code  int
	}{
		{verdict.Pass, "godkendt", 0},
		{verdict.Remark, "godkendt_med_bemaerkninger", 10},
		{verdict.Fail, "ikke_godkendt", 20},
		{verdict.NotObserved, "ikke_godkendt", 20},
		{verdict.NotTried, "ufuldstaendig", 30},
		{verdict.AdapterFailure, "adapterfejl", 75},
		{verdict.HarnessFailure, "harnessfejl", 70},
	} {
		got := verdict.Of(verdict.Pass, c.worst, verdict.Information)
		if got != c.want || got.ExitCode() != c.code || got.Name() == "" {
			t.Errorf("Of(%s) = %s (%d, %q), want %s (%d)", c.worst, got, got.ExitCode(), got.Name(), c.want, c.code)
		}
	}
}

// TestWhatWasFoundStands: what was found wrong or unseen is not undone by whoever
// failed later, and klarmeld's own failure is worse than the adapter's.
func TestWhatWasFoundStands(t *testing.T) {
	for _, c := range []struct {
		in   []verdict.Outcome
		want verdict.Verdict
	}{
		{[]verdict.Outcome{verdict.HarnessFailure, verdict.Fail}, verdict.NotApproved},
		{[]verdict.Outcome{verdict.NotObserved, verdict.AdapterFailure}, verdict.NotApproved},
		{[]verdict.Outcome{verdict.AdapterFailure, verdict.HarnessFailure, verdict.NotTried}, verdict.HarnessFailed},
		{[]verdict.Outcome{verdict.AdapterFailure, verdict.NotTried, verdict.Remark}, verdict.AdapterFailed},
		{nil, verdict.Incomplete},
	} {
		if got := verdict.Of(c.in...); got != c.want {
			t.Errorf("Of(%v) = %s, want %s", c.in, got, c.want)
		}
	}
	fail := verdict.Finding{Outcome: verdict.Fail, Capability: "sag", Message: "sagen er gal"}
	for name, change := range map[string]func([]verdict.Observed){
		"in the same scenario": func(o []verdict.Observed) { o[0].Harness, o[0].Findings = "uheld", []verdict.Finding{fail} },
		"in another scenario":  func(o []verdict.Observed) { o[1].Harness, o[0].Findings = "uheld", []verdict.Finding{fail} },
		"that has moved":       func(o []verdict.Observed) { o[0].Harness, o[3].Findings = "uheld", []verdict.Finding{fail} },
		"by not being offered": func(o []verdict.Observed) { o[0].Harness, o[0].NotOffered = "uheld", "nej" },
	} {
		observed, expected := all()
		change(observed)
		if r := verdict.Fold(observed, expected, policy(t, "pilot-2020")); r.Verdict != verdict.NotApproved || !r.HarnessFailed() {
			t.Errorf("%s: %s, the harness failed: %t", name, r.Verdict, r.HarnessFailed())
		}
	}
}

func TestOutcomeIDsTravel(t *testing.T) {
	for o := verdict.Information; o <= verdict.HarnessFailure; o++ {
		b, err := json.Marshal(o)
		if err != nil {
			t.Fatal(err)
		}
		var back verdict.Outcome
		if err := json.Unmarshal(b, &back); err != nil || back != o || o.Name() == "" {
			t.Errorf("%s came back as %s (%v)", o, back, err)
		}
	}
	var o verdict.Outcome
	if err := json.Unmarshal([]byte(`"noget andet"`), &o); err == nil {
		t.Error("an unknown outcome was read")
	}
}

func policy(t *testing.T, name string) verdict.Policy {
	t.Helper()
	raw, err := fixtures.Files.ReadFile("policies/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	p, err := verdict.ParsePolicy(raw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// all is one scenario that passed in each column.
func all() ([]verdict.Observed, map[verdict.CapabilityID]int) {
	var out []verdict.Observed
	expected := map[verdict.CapabilityID]int{}
	for _, c := range verdict.Capabilities() {
		out = append(out, verdict.Observed{ID: string(c.ID) + "-01", Name: c.Name, Capability: c.ID, Checks: 3, Exchanges: []int{1}})
		expected[c.ID] = 1
	}
	return out, expected
}

// TestNoApprovalWithoutEvidence: whatever a policy says, nothing is approved on
// nothing.
func TestNoApprovalWithoutEvidence(t *testing.T) {
	mild := policy(t, "pilot-2020")
	mild.NotOffered.Core = verdict.Remark
	wide := mild
	wide.Core = []verdict.CapabilityID{"sag", "fjern"}
	unsent := func(o []verdict.Observed) {
		for i := range o {
			o[i].Exchanges = nil
		}
	}
	none := func(at int) func([]verdict.Observed) {
		return func(o []verdict.Observed) { o[at].NotOffered, o[at].Checks = "nej", 0 }
	}
	for _, c := range []struct {
		name   string
		policy verdict.Policy
		change func([]verdict.Observed)
		want   verdict.Verdict
		gap    verdict.CapabilityID // the column that is not tried; "" for none
	}{
		{"all was seen", mild, func([]verdict.Observed) {}, verdict.Approved, ""},
		{"nothing was sent", mild, unsent, verdict.Incomplete, "sag"},
		{"nothing was sent, and something was found", mild, func(o []verdict.Observed) {
			unsent(o)
			o[1].Findings = []verdict.Finding{{Outcome: verdict.Fail, Capability: "journalnotat"}}
		}, verdict.NotApproved, "sag"},
		{"nothing was checked in the core, which the policy lets pass", mild, none(0), verdict.Incomplete, "sag"},
		{"nothing was checked in the rest of the core", wide, none(5), verdict.Incomplete, "fjern"},
		{"nothing was checked elsewhere", mild, none(5), verdict.ApprovedWithRemarks, ""},
		{"something was checked on the way to what is not offered", mild, func(o []verdict.Observed) { o[0].NotOffered = "nej" }, verdict.Incomplete, "sag"},
	} {
		observed, expected := all()
		c.change(observed)
		r := verdict.Fold(observed, expected, c.policy)
		if r.Verdict != c.want {
			t.Errorf("%s: %s, want %s", c.name, r.Verdict, c.want)
		}
		for _, cr := range r.Capabilities {
			if gap := cr.Outcome == verdict.NotTried; cr.ID == c.gap && (!gap || cr.Reason == "") || c.gap == "" && gap {
				t.Errorf("%s: %s is %s: %q", c.name, cr.ID, cr.Outcome, cr.Reason)
			}
		}
	}
	if _, err := verdict.ParsePolicy([]byte(`{"id":"tom","titel":"Tom","kerne":[],"ikkeTilbudt":{"kerne":"fejl","oevrige":"fejl"}}`)); err == nil {
		t.Error("a policy without a core was read")
	}
}

// TestFold: one thing is changed in a run that passed; the column and the
// verdict follow, and no other column does.
func TestFold(t *testing.T) {
	for _, c := range []struct {
		name    string
		policy  string
		change  func(o []verdict.Observed, expected map[verdict.CapabilityID]int)
		column  verdict.CapabilityID
		outcome verdict.Outcome
		verdict verdict.Verdict
		reason  string
	}{
		{"all passed", "pilot-2020", func([]verdict.Observed, map[verdict.CapabilityID]int) {}, "sag", verdict.Pass, verdict.Approved, "1 af 1"},
		{"core not offered", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) { o[0].NotOffered = "fordi" }, "sag", verdict.Fail,
			verdict.NotApproved, "Systemet tilbyder det ikke."},
		{"another not offered", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) { o[1].NotOffered = "fordi" }, "journalnotat",
			verdict.Remark, verdict.ApprovedWithRemarks, "Systemet tilbyder det ikke."},
		{"another not offered, strictly", "klarmelding", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) { o[1].NotOffered = "fordi" }, "journalnotat",
			verdict.Fail, verdict.NotApproved, "Systemet tilbyder det ikke."},
		{"a finding", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) {
			o[2].Findings = []verdict.Finding{{Outcome: verdict.Fail, Capability: "dokument", Message: "brevet er galt"}}
		}, "dokument", verdict.Fail, verdict.NotApproved, "brevet er galt"},
		{"a finding that moves", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) {
			o[3].Findings = []verdict.Finding{{Outcome: verdict.Remark, Capability: "sag", Message: "sagen er sær"}}
		}, "sag", verdict.Remark, verdict.ApprovedWithRemarks, "sagen er sær"},
		{"information only", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) {
			o[2].Findings = []verdict.Finding{{Outcome: verdict.Information, Capability: "dokument", Message: "set"}}
		}, "dokument", verdict.Pass, verdict.Approved, "1 af 1"},
		{"nothing was checked", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) { o[5].Checks = 0 }, "fjern", verdict.NotTried,
			verdict.Incomplete, "intet blev kontrolleret"},
		{"a scenario did not run", "pilot-2020", func(_ []verdict.Observed, e map[verdict.CapabilityID]int) { e["fjern"] = 2 }, "fjern", verdict.HarnessFailure,
			verdict.HarnessFailed, "1 af 2"},
		{"the harness broke", "pilot-2020", func(o []verdict.Observed, _ map[verdict.CapabilityID]int) { o[4].Harness = "adapteren svarer ikke" }, "klassifikation",
			verdict.HarnessFailure, verdict.HarnessFailed, "adapteren"},
	} {
		t.Run(c.name, func(t *testing.T) {
			observed, expected := all()
			c.change(observed, expected)
			r := verdict.Fold(observed, expected, policy(t, c.policy))
			if r.Verdict != c.verdict {
				t.Errorf("verdict %s, want %s", r.Verdict, c.verdict)
			}
			for _, cr := range r.Capabilities {
				want := verdict.Pass
				if cr.ID == c.column {
					want = c.outcome
					if !strings.Contains(cr.Reason, c.reason) {
						t.Errorf("reason %q does not say %q", cr.Reason, c.reason)
					}
				}
				if cr.Outcome != want {
					t.Errorf("%s: %s, want %s", cr.ID, cr.Outcome, want)
				}
			}
		})
	}
}
