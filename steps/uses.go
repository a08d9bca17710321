package steps

import (
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
)

// Use is a sentence that can find fault by a rule.
type Use struct {
	Example   string   `json:"example"`   // from a feature file, with its keyword
	Scenarios []string `json:"scenarios"` // IDs of those that say it, in their order
}

// Uses are the sentences that can find fault by a rule, in the order of the
// vocabulary, with the scenarios of the feature files that say them. A rule that no
// sentence names has none: every scenario is judged by it, or none is.
func Uses(rule string, files []Feature) ([]Use, error) {
	all, err := Scenarios(files)
	if err != nil {
		return nil, err
	}
	words, err := allSteps(files)
	if err != nil {
		return nil, err
	}
	var out []Use
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			if !slices.ContainsFunc(s.rules, func(e anvisning.Listed) bool { return e.ID == rule }) {
				continue
			}
			u := Use{Scenarios: []string{}}
			for _, x := range all {
				if slices.ContainsFunc(x.said, func(step saidStep) bool { return s.pattern.MatchString(step.text) }) {
					u.Scenarios = append(u.Scenarios, x.ID)
				}
			}
			for _, w := range words {
				if u.Example == "" && s.pattern.MatchString(w.Text) {
					u.Example = strings.TrimSpace(w.Keyword) + " " + w.Text
				}
			}
			out = append(out, u)
		}
	}
	return out, nil
}
