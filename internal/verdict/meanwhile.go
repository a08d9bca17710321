package verdict

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Meanwhile is how the municipality manages until something is mended, in its own words
// (schema: fixtures/schemas/indtil.schema.json). It points at one thing: a finding, a
// rule, a scenario or a criterion.
type Meanwhile struct {
	Finding   string `json:"fund,omitempty"` // ID, eight hexadecimal digits
	Rule      string `json:"regel,omitempty"`
	Scenario  string `json:"scenarie,omitempty"`
	Criterion OwnID  `json:"kriterium,omitempty"`
	Text      string `json:"tekst"`
	Until     string `json:"til,omitempty"`  // YYYY-MM-DD, a Danish date; that day too. "": for as long as it takes
	Name      string `json:"navn,omitempty"` // who sees to it
}

// ParseMeanwhile reads what its schema has found right.
func ParseMeanwhile(raw []byte) ([]Meanwhile, error) {
	var out []Meanwhile
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("det, kommunen gør imens, kan ikke læses: %w", err)
	}
	for i, m := range out {
		if err := dated(m.Until); err != nil {
			return nil, fmt.Errorf("nr. %d, til: %w", i+1, err)
		}
	}
	return out, nil
}

// Target is what it points at, by ID.
func (m Meanwhile) Target() string { return m.Finding + m.Rule + m.Scenario + string(m.Criterion) }

// Lapsed reports whether it was to have ended before the day of the run.
func (s SystemResult) Lapsed(m Meanwhile) bool { return m.Until != "" && m.Until < s.day() }

// Managing says how the municipality manages until each thing is mended.
type Managing struct {
	all   []Meanwhile
	at    map[spot][]int    // which of them point there
	rules map[string]string // ID of a finding → its rule
}

// spot is what one of them points at.
type spot struct{ kind, id string }

const atFinding, atRule, atScenario, atCriterion = "fund", "regel", "scenarie", "kriterium"

// Managing holds what the municipality does meanwhile ready, so that each finding need not
// be held against all of it.
func (s SystemResult) Managing() Managing {
	m := Managing{s.Meanwhile, map[spot][]int{}, map[string]string{}}
	if len(s.Meanwhile) == 0 {
		return m
	}
	for i, x := range s.Meanwhile {
		for _, at := range []spot{{atFinding, x.Finding}, {atRule, x.Rule}, {atScenario, x.Scenario}, {atCriterion, string(x.Criterion)}} {
			if at.id != "" {
				m.at[at] = append(m.at[at], i)
			}
		}
	}
	for _, f := range s.Findings() {
		m.rules[f.ID] = f.Rule
	}
	return m
}

// Finding is what points at a finding, at its rule, or at its scenario.
func (m Managing) Finding(f Finding) []Meanwhile {
	return m.among(spot{atFinding, f.ID}, spot{atRule, f.Rule}, spot{atScenario, f.Scenario})
}

// Scenario is what points at a scenario.
func (m Managing) Scenario(id string) []Meanwhile { return m.among(spot{atScenario, id}) }

// Promise is what points at a criterion, at a finding that speaks against it, at such a
// finding's rule, or at a part of it that is missing.
func (m Managing) Promise(p Promise) []Meanwhile {
	at := []spot{{atCriterion, string(p.Criterion.ID)}}
	for _, id := range p.Findings {
		at = append(at, spot{atFinding, id}, spot{atRule, m.rules[id]})
	}
	for _, x := range p.Parts {
		if x.State != PartProved {
			at = append(at, spot{atScenario, x.Scenario})
		}
	}
	return m.among(at...)
}

// among are those that point at one of some spots, in their own order and each once.
func (m Managing) among(at ...spot) []Meanwhile {
	var which []int
	for _, x := range at {
		which = append(which, m.at[x]...)
	}
	slices.Sort(which)
	var out []Meanwhile
	for _, i := range slices.Compact(which) {
		out = append(out, m.all[i])
	}
	return out
}

// Idle is what points at nothing that is amiss in the result: it is mended, or was never
// so called.
func (s SystemResult) Idle() []Meanwhile {
	amiss := map[spot]bool{}
	for _, c := range s.Capabilities {
		for _, x := range c.Scenarios {
			amiss[spot{atScenario, x.ID}] = x.Outcome > Pass
			for _, f := range x.Findings {
				if f.Outcome != Information {
					amiss[spot{atFinding, f.ID}], amiss[spot{atRule, f.Rule}] = true, true
				}
			}
		}
	}
	if s.Promises != nil {
		for _, p := range s.Promises.Criteria {
			amiss[spot{atCriterion, string(p.Criterion.ID)}] = p.State != PromisedProved && p.State != UnpromisedSeen
		}
	}
	var out []Meanwhile
	for _, m := range s.Meanwhile {
		if !amiss[spot{atFinding, m.Finding}] && !amiss[spot{atRule, m.Rule}] && !amiss[spot{atScenario, m.Scenario}] &&
			!amiss[spot{atCriterion, string(m.Criterion)}] {
			out = append(out, m)
		}
	}
	return out
}
