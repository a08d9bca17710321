package reports

import (
	"slices"

	"klarmeld/internal/verdict"
)

// requirement is a requirement as the page shows it, with the scenarios that
// stand for it and the worst of their outcomes.
type requirement struct {
	verdict.Requirement
	Outcome verdict.Outcome
	By      []verdict.ScenarioResult
}

// requirements are those that scenarios stand for, and those that none does.
func requirements(s verdict.SystemResult) (tested, untested []requirement) {
	played := map[string]verdict.ScenarioResult{}
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			played[sc.ID] = sc
		}
	}
	for _, r := range s.Requirements {
		row := requirement{Requirement: r}
		var outcomes []verdict.Outcome
		for _, id := range r.Scenarios {
			if sc, ok := played[id]; ok {
				row.By, outcomes = append(row.By, sc), append(outcomes, sc.Outcome)
			}
		}
		if r.Untested != "" {
			untested = append(untested, row)
			continue
		}
		row.Outcome = verdict.Worst(outcomes...) // of none: not tried
		tested = append(tested, row)
	}
	return tested, untested
}

// standsFor are the requirements of a scenario.
func standsFor(s verdict.SystemResult, sc verdict.ScenarioResult) []verdict.Requirement {
	var out []verdict.Requirement
	for _, r := range s.Requirements {
		if slices.Contains(sc.Requirements, r.ID) {
			out = append(out, r)
		}
	}
	return out
}
