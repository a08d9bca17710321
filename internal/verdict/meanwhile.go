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

// MeanwhileFor is how the municipality manages until a finding is mended: what points at
// it, at its rule, or at its scenario.
func (s SystemResult) MeanwhileFor(f Finding) []Meanwhile {
	return s.meanwhile(func(m Meanwhile) bool {
		return f.ID != "" && m.Finding == f.ID || f.Rule != "" && m.Rule == f.Rule || f.Scenario != "" && m.Scenario == f.Scenario
	})
}

// MeanwhileForScenario is how the municipality manages without a scenario.
func (s SystemResult) MeanwhileForScenario(id string) []Meanwhile {
	return s.meanwhile(func(m Meanwhile) bool { return m.Scenario == id })
}

// MeanwhileForPromise is how the municipality manages until a promise is kept: what points
// at it, at a finding that speaks against it, at one of those findings' rules, or at a part
// of it that is missing.
func (s SystemResult) MeanwhileForPromise(p Promise) []Meanwhile {
	rules := map[string]bool{}
	for _, f := range s.Findings() {
		if slices.Contains(p.Findings, f.ID) {
			rules[f.Rule] = true
		}
	}
	return s.meanwhile(func(m Meanwhile) bool {
		part := func(x PromisePart) bool { return x.Scenario == m.Scenario && x.State != PartProved }
		return m.Criterion == p.Criterion.ID || slices.Contains(p.Findings, m.Finding) || rules[m.Rule] || slices.ContainsFunc(p.Parts, part)
	})
}

func (s SystemResult) meanwhile(is func(Meanwhile) bool) []Meanwhile {
	var out []Meanwhile
	for _, m := range s.Meanwhile {
		if is(m) {
			out = append(out, m)
		}
	}
	return out
}

// Idle is what points at nothing that is amiss in the result: it is mended, or was never
// so called.
func (s SystemResult) Idle() []Meanwhile {
	at := map[string]bool{}
	for _, c := range s.Capabilities {
		for _, x := range c.Scenarios {
			at["scenarie "+x.ID] = x.Outcome > Pass
			for _, f := range x.Findings {
				if f.Outcome != Information {
					at["fund "+f.ID], at["regel "+f.Rule] = true, true
				}
			}
		}
	}
	if s.Promises != nil {
		for _, p := range s.Promises.Criteria {
			at["kriterium "+string(p.Criterion.ID)] = p.State != PromisedProved && p.State != UnpromisedSeen
		}
	}
	return s.meanwhile(func(m Meanwhile) bool {
		return !at["fund "+m.Finding] && !at["regel "+m.Rule] && !at["scenarie "+m.Scenario] && !at["kriterium "+string(m.Criterion)]
	})
}
