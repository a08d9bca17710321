package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// ask is a LetterAsk, with what decides where it stands.
type ask struct {
	LetterAsk
	optional bool
	weight   int
	outcome  verdict.Outcome
	hits     int
}

// askKey is what shortcomings have in common that are asked for together: those of one
// column that are not offered and mean the same, or those of one rule.
type askKey struct {
	verdict.ShortcomingID // without the scenario
	outcome               verdict.Outcome
	open                  bool
	impact                verdict.Impact
	priority              verdict.Priority
}

// mostNamed is how many scenarios stand in a sentence; more are told by what the area is
// about.
const mostNamed = 3

// asking makes what is asked for of a result.
type asking struct {
	verdict.SystemResult
	rules []RuleText
	Language
	columns verdict.Columns
}

// asksOf is what is asked for: what the municipality wants most first, then the worst, then
// what hits those who can do least about it.
func asksOf(s verdict.SystemResult, p verdict.Priorities, rules []RuleText, l Language) []ask {
	var out []ask
	a := asking{s, rules, l, columnsOf(s)}
	at := map[askKey]int{}
	for _, x := range s.Shortcomings() {
		if x.Class == verdict.Supplementary {
			continue // it has no say in the verdict, and the area's line tells of it
		}
		under := p.Of(x)
		key := askKey{ShortcomingID: x.ShortcomingID, outcome: x.Outcome, open: x.LeftOpen, impact: x.Impact}
		if key.Scenario = ""; under != nil {
			key.priority = *under
		}
		i, ok := at[key]
		if !ok {
			i, at[key] = len(out), len(out)
			out = append(out, a.begin(x, under))
		}
		for _, id := range x.Scenarios {
			if !slices.ContainsFunc(out[i].Scenarios, func(y LetterScenario) bool { return y.ID == id }) {
				out[i].Scenarios = append(out[i].Scenarios, LetterScenario{ID: id, Name: l.text(a.scenario(id).Name)})
			}
		}
	}
	for i := range out {
		if out[i].Rule == "" {
			a.missing(&out[i])
		}
	}
	slices.SortStableFunc(out, func(a, b ask) int {
		return cmp.Or(b.weight-a.weight, cmp.Compare(b.outcome, a.outcome), a.hits-b.hits)
	})
	return out
}

func (a asking) begin(x verdict.Shortcoming, under *verdict.Priority) ask {
	c, _ := a.columns.Of(x.Capability)
	out := ask{optional: x.LeftOpen, outcome: x.Outcome, hits: exposure(x.Hits), LetterAsk: LetterAsk{
		Means: x.Consequence, Area: c.Name, Outcome: x.Outcome.Name(), Must: x.Outcome > verdict.Remark, Meanwhile: meanwhileOf(a.SystemResult, x, under)}}
	if x.Cause == verdict.CauseFinding {
		out.Shows, out.Rule, out.Places, out.Fix = x.Title, x.Rule, x.Count, x.Fix
		out.Wanted = cmp.Or(ruleText(a.rules, x.Rule), x.Fix)
	}
	if under != nil {
		out.weight, out.Why = under.Weight, under.Why
		if under.Deadline != "" {
			out.Deadline = a.day(under.Deadline)
		}
	}
	if d := a.capability(x.Capability).Declared; d != nil && x.Cause == verdict.CauseNotOffered {
		out.Said = d.Reason
	}
	return out
}

// missing puts into words what is not offered, and what is asked for.
func (a asking) missing(x *ask) {
	c := a.capability(a.scenario(x.Scenarios[0].ID).Capability)
	lacking := 0
	for _, s := range c.Scenarios {
		if !s.Offered() {
			lacking++
		}
	}
	x.Places, x.Shows = len(x.Scenarios), "Systemet tilbyder det ikke."
	if lacking < len(c.Scenarios) && x.Places > 1 {
		x.Shows = fmt.Sprintf("Systemet tilbyder ikke %d af områdets %d scenarier.", x.Places, len(c.Scenarios))
	}
	if x.Places > mostNamed && !x.optional {
		x.Wanted = areaMeaning(c.ID, c.Class)
		return
	}
	var names []string
	for _, s := range x.Scenarios {
		names = append(names, s.Name)
	}
	x.Wanted = strings.Join(names, "; ") + "."
}

// capability is a column of the result.
func (a asking) capability(id verdict.CapabilityID) verdict.CapabilityResult {
	if i := slices.IndexFunc(a.Capabilities, func(c verdict.CapabilityResult) bool { return c.ID == id }); i >= 0 {
		return a.Capabilities[i]
	}
	return verdict.CapabilityResult{ID: id}
}

// scenario is a scenario of the result.
func (a asking) scenario(id string) verdict.ScenarioResult {
	for _, c := range a.Capabilities {
		for _, x := range c.Scenarios {
			if x.ID == id {
				return x
			}
		}
	}
	return verdict.ScenarioResult{ID: id, Name: id}
}
