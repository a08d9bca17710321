package verdict_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
)

// seen is what each of some scenarios of the column "sag" showed.
func seen(t *testing.T, of ...verdict.Observed) verdict.SystemResult {
	t.Helper()
	for i := range of {
		if of[i].Capability == "" {
			of[i].Capability = verdict.Sag
		}
	}
	counted := map[verdict.CapabilityID]int{}
	for _, o := range of {
		counted[o.Capability]++
	}
	s := verdict.Fold(of, counted, pilot())
	s.Begun = "2026-11-28T09:00:00+01:00"
	s.Requirements = []verdict.Requirement{{ID: "krav-1", Scenarios: []string{"sag-01"}}, {ID: "krav-uden", Untested: "ingen"}}
	return s
}

func pilot() verdict.Policy {
	p := verdict.Policy{ID: "pilot", Core: []verdict.CapabilityID{verdict.Sag}}
	p.NotOffered.Core, p.NotOffered.Elsewhere, p.NotOffered.Optional = verdict.Fail, verdict.Remark, verdict.Remark
	return p
}

func found(o verdict.Outcome, rule string) verdict.Observed {
	return verdict.Observed{Checks: 2, Exchanges: []int{1}, Findings: []verdict.Finding{{Rule: rule, Outcome: o, Capability: verdict.Sag}}}
}

var (
	right     = verdict.Observed{Checks: 2, Exchanges: []int{1}}
	wrong     = found(verdict.Fail, "klasse.uuid-og-nummer")
	lighter   = found(verdict.Remark, "relation.rolle-ukendt")
	typed     = found(verdict.Remark, verdict.TypedByHand)
	never     = found(verdict.NotObserved, "handling.trafik")
	unknown   = found(verdict.NotTried, "sag.part.primaer")
	lacking   = verdict.Observed{NotOffered: "nej", Checks: 2, Exchanges: []int{1}}
	wrongWay  = verdict.Observed{NotOffered: "nej", Checks: 2, Exchanges: []int{1}, Findings: wrong.Findings}
	leftOpen  = verdict.Observed{NotOffered: "nej", Demand: verdict.Demand{Kind: verdict.Optional}}
	leftOut   = verdict.Observed{Untried: "udeladt", Gap: verdict.GapLeftOut}
	ours      = verdict.Observed{Checks: 1, Harness: "uheld"}
	lateOurs  = verdict.Observed{Checks: 2, Harness: "uheld", Exchanges: []int{1}, Findings: wrong.Findings}
	theirTool = found(verdict.AdapterFailure, "adapter.nede")
)

// TestWhatBecameOfAPromise: the state of a criterion by what its scenarios showed, for
// each way in which it may be promised.
func TestWhatBecameOfAPromise(t *testing.T) {
	const failed, unseen, untried, more, asSaid, kept = verdict.PromisedFailed, verdict.PromisedUnseen, verdict.PromiseUntried, verdict.UnpromisedSeen,
		verdict.UnpromisedNever, verdict.PromisedProved
	for _, c := range []struct {
		name           string
		of             []verdict.Observed
		all, part, not verdict.PromiseState
	}{
		{"all is right", []verdict.Observed{right, right}, kept, kept, more},
		{"a should is broken", []verdict.Observed{right, lighter}, kept, kept, more},
		{"one is wrong", []verdict.Observed{right, wrong}, failed, failed, more},
		{"one is not offered", []verdict.Observed{right, lacking}, unseen, kept, more},
		{"none is offered", []verdict.Observed{lacking, lacking}, unseen, unseen, asSaid},
		{"wrong on the way to what is not offered", []verdict.Observed{wrongWay}, unseen, unseen, asSaid},
		{"one is wrong, one is not offered", []verdict.Observed{wrong, lacking}, failed, failed, more},
		{"it never came", []verdict.Observed{right, never}, unseen, kept, more},
		{"what was to be read was typed", []verdict.Observed{typed}, unseen, unseen, asSaid},
		{"the optional is not offered", []verdict.Observed{right, leftOpen}, kept, kept, more},
		{"only the optional is not offered", []verdict.Observed{leftOpen}, untried, untried, untried},
		{"one was left out", []verdict.Observed{right, leftOut}, untried, untried, more},
		{"one was left out, one is not offered", []verdict.Observed{lacking, leftOut}, unseen, unseen, untried},
		{"all were left out", []verdict.Observed{leftOut}, untried, untried, untried},
		{"a part could not be tried", []verdict.Observed{right, unknown}, untried, untried, more},
		{"the harness failed", []verdict.Observed{right, ours}, untried, untried, more},
		{"the harness failed after it was wrong", []verdict.Observed{right, lateOurs}, failed, failed, more},
		{"the adapter failed", []verdict.Observed{right, theirTool}, untried, untried, more},
	} {
		t.Run(c.name, func(t *testing.T) {
			of := slices.Clone(c.of)
			for i := range of {
				of[i].ID = []string{"sag-01", "sag-02"}[i]
			}
			s := seen(t, of...)
			for offer, want := range map[verdict.Offer]verdict.PromiseState{verdict.OfferAll: c.all, verdict.OfferPart: c.part, verdict.OfferNone: c.not,
				verdict.OfferUnsaid: c.not} {
				p := s.Hold(
					verdict.Criteria{All: []verdict.Criterion{{ID: "K", Offered: offer, Proof: verdict.ProofBy{Areas: []verdict.CapabilityID{verdict.Sag}}}}}).Criteria[0]
				if p.State != want {
					t.Errorf("promised %q: %s, want %s (%v)", offer, p.State, want, p.Parts)
				}
				if p.Missing() != (want == failed || want == unseen) {
					t.Errorf("promised %q: missing is %v", offer, p.Missing())
				}
			}
		})
	}
}

// TestWhatProves: a criterion may point at scenarios, areas, requirements and rules.
func TestWhatProves(t *testing.T) {
	on := func(o verdict.Observed, id string) verdict.Observed { o.ID = id; return o }
	moved := on(right, "organisation-01")
	moved.Capability, moved.Findings = verdict.Organisation, []verdict.Finding{{Rule: "klasse.uuid-og-nummer", Outcome: verdict.Fail, Capability: verdict.Sag}}
	s := seen(t, on(right, "sag-01"), on(wrong, "sag-02"), on(leftOpen, "sag-03"), on(unknown, "sag-04"))
	other := seen(t, on(right, "sag-01"), moved)
	for _, c := range []struct {
		name  string
		in    verdict.SystemResult
		by    verdict.ProofBy
		want  verdict.PromiseState
		parts int
	}{
		{"a scenario that passed", s, verdict.ProofBy{Scenarios: []string{"sag-01"}}, verdict.PromisedProved, 1},
		{"a scenario that failed", s, verdict.ProofBy{Scenarios: []string{"sag-02"}}, verdict.PromisedFailed, 1},
		{"the optional, when it is named", s, verdict.ProofBy{Scenarios: []string{"sag-03"}}, verdict.PromisedUnseen, 1},
		{"a requirement", s, verdict.ProofBy{Requirements: []string{"krav-1"}}, verdict.PromisedProved, 1},
		{"a requirement that no scenario stands for", s, verdict.ProofBy{Requirements: []string{"krav-uden"}}, verdict.PromiseUntried, 0},
		{"an area without the optional", s, verdict.ProofBy{Areas: []verdict.CapabilityID{verdict.Sag}}, verdict.PromisedFailed, 3},
		{"an area without what others speak of", s, verdict.ProofBy{Areas: []verdict.CapabilityID{verdict.Sag}, Without: []string{"sag-02", "sag-04"}},
			verdict.PromisedProved, 1},
		{"a rule that was broken", s, verdict.ProofBy{Scenarios: []string{"sag-02"}, Rules: []string{"klasse.*"}}, verdict.PromisedFailed, 1},
		{"a rule that was kept, though another was broken", s, verdict.ProofBy{Scenarios: []string{"sag-02"}, Rules: []string{"sag.*"}}, verdict.PromisedProved, 1},
		{"a rule that could not be tried", s, verdict.ProofBy{Scenarios: []string{"sag-04"}, Rules: []string{"sag.part.*"}}, verdict.PromiseUntried, 1},
		{"a rule beside one that could not be tried", s, verdict.ProofBy{Scenarios: []string{"sag-04"}, Rules: []string{"klasse.*"}}, verdict.PromisedProved, 1},
		{"nothing", s, verdict.ProofBy{}, verdict.PromiseUntried, 0},
		{"what is not there", s, verdict.ProofBy{Scenarios: []string{"sag-99"}}, verdict.PromiseUntried, 1},
		{"what is not there beside what is", s, verdict.ProofBy{Scenarios: []string{"sag-01", "sag-99"}}, verdict.PromiseUntried, 2},
		{"an area that another column's scenario sent wrong", other, verdict.ProofBy{Areas: []verdict.CapabilityID{verdict.Sag}}, verdict.PromisedFailed, 1},
		{"the scenario that sent it, which passed in its own column", other, verdict.ProofBy{Scenarios: []string{"organisation-01"}}, verdict.PromisedProved, 1},
	} {
		p := c.in.Hold(verdict.Criteria{All: []verdict.Criterion{{ID: "K", Offered: verdict.OfferAll, Proof: c.by}}}).Criteria[0]
		if p.State != c.want || len(p.Parts) != c.parts {
			t.Errorf("%s: %s, want %s (%v)", c.name, p.State, c.want, p.Parts)
		}
		if p.State == verdict.PromisedFailed && len(p.Findings) == 0 {
			t.Errorf("%s: nothing says why it failed", c.name)
		}
	}
}

// TestWhenAPromiseIsDue: what is promised for a later day than the run's is missing, and
// not broken; what is worst comes first.
func TestWhenAPromiseIsDue(t *testing.T) {
	s := seen(t, func() verdict.Observed { o := lacking; o.ID = "sag-01"; return o }())
	by := verdict.ProofBy{Scenarios: []string{"sag-01"}}
	held := s.Hold(verdict.Criteria{All: []verdict.Criterion{
		{ID: "later", Offered: verdict.OfferAll, Date: "2026-11-29", Proof: by},
		{ID: "not", Offered: verdict.OfferNone, Date: "2026-11-29", Proof: by},
		{ID: "today", Offered: verdict.OfferAll, Date: "2026-11-28", Proof: by},
		{ID: "now", Offered: verdict.OfferAll, Proof: by},
	}})
	var broken, order []verdict.OwnID
	for _, p := range held.Broken() {
		broken = append(broken, p.Criterion.ID)
	}
	for _, p := range held.Worst() {
		order = append(order, p.Criterion.ID)
	}
	if !slices.Equal(broken, []verdict.OwnID{"today", "now"}) {
		t.Errorf("broken are %v", broken)
	}
	if !slices.Equal(order, []verdict.OwnID{"today", "now", "later", "not"}) {
		t.Errorf("the order is %v", order)
	}
	if !held.Criteria[0].NotDue || held.Criteria[1].NotDue || !held.Criteria[0].Missing() {
		t.Error("what is due is not told")
	}
	if n := held.Count(verdict.PromisedUnseen); n != 3 {
		t.Errorf("%d are unseen", n)
	}
	if given := held.Given(); len(given.All) != 4 || given.All[2].Date != "2026-11-28" {
		t.Errorf("what was given is %v", given)
	}
}

// TestCriteriaByCapability: who has declared by capability has a criterion for each, and
// one for each scenario that is spoken of by itself.
func TestCriteriaByCapability(t *testing.T) {
	one, two := right, lacking
	one.ID, two.ID, two.Name = "sag-01", "sag-02", "Passive sager"
	s := seen(t, one, two)
	if _, ok := s.ByCapability(nil); ok {
		t.Error("who has declared nothing has criteria")
	}
	by, err := verdict.ReadDeclared(
		[]byte(`{"sag": {"tilbydes": "ja", "lovet": "2026-01-01"}, "sag-02": {"tilbydes": "nej", "begrundelse": "kommer", "lovet": "2027-03-01"}}`))
	if err != nil {
		t.Fatal(err)
	}
	c, ok := s.ByCapability(by)
	if !ok || len(c.All) != 7 {
		t.Fatalf("%d criteria", len(c.All))
	}
	held := s.Hold(c)
	want := map[verdict.OwnID]verdict.PromiseState{"sag": verdict.PromisedProved, "sag-02": verdict.UnpromisedNever, "fjern": verdict.PromiseUntried}
	for _, p := range held.Criteria {
		if w, ok := want[p.Criterion.ID]; ok && p.State != w {
			t.Errorf("%s is %s", p.Criterion.ID, p.State)
		}
	}
	if x := held.Criteria[1].Criterion; x.Text != "Passive sager" || x.Date != "2027-03-01" || x.Reason != "kommer" {
		t.Errorf("the scenario's criterion is %v", x)
	}
}

func TestCriteriaAreRefused(t *testing.T) {
	for name, raw := range map[string]string{
		"the same twice":       `{"kriterier": [{"id": "a"}, {"id": "a"}]}`,
		"no day":               `{"kriterier": [{"id": "a", "lovet": "2026-02-30"}]}`,
		"a pattern of nothing": `{"kriterier": [{"id": "a", "bevis": {"regler": ["[x"]}}]}`,
		"no JSON":              `{`,
	} {
		if _, err := verdict.ParseCriteria([]byte(raw)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	c, err := verdict.ParseCriteria([]byte(`{"titel": "x", "kriterier": [{"id": "a", "tilbydes": "ja", "bevis": {"scenarier": ["sag-01", "sag-99"], "omraader": ` +
		`["sag", "ydelse"], "krav": ["r", "q"], "regler": ["klasse.*", "slet.ikke"]}}]}`))
	if err != nil {
		t.Fatal(err)
	}
	unknown := c.Unknown(map[string]verdict.CapabilityID{"sag-01": verdict.Sag}, []verdict.Requirement{{ID: "r"}}, []string{"klasse.uuid-og-nummer"})
	if unknown == nil || strings.Count(unknown.Error(), "kriteriet \"a\" peger på") != 4 {
		t.Errorf("what is not there: %v", unknown)
	}
	c.All[0].Proof = verdict.ProofBy{Areas: []verdict.CapabilityID{verdict.Sag}}
	if err := c.Unknown(map[string]verdict.CapabilityID{"sag-01": verdict.Sag}, nil, nil); err != nil {
		t.Errorf("what is there is not: %v", err)
	}
}
