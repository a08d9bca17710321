package steps

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// Select keeps the scenarios that one of the terms names: a capability ("sag"),
// a scenario ("sag-07"), or a requirement ("krav:AM-02"). It returns what is left
// of the feature files, and the scenarios that were left out. No terms keep all.
// It refuses a term that names nothing: somebody meant something by it.
func Select(all []Feature, terms []string) (kept []Feature, left []Scenario, err error) {
	if len(terms) == 0 {
		return all, nil, nil
	}
	used := map[string]bool{}
	for _, f := range all {
		doc, _, err := f.parse()
		if err != nil {
			return nil, nil, err
		}
		scenarios, wrong := f.scenarios()
		if len(wrong) > 0 {
			return nil, nil, wrong.orNil()
		}
		keep := map[string]bool{} // by the ID of the scenario's node: the rows of a table stay together
		for _, s := range scenarios {
			for _, t := range terms {
				if s.named(t) {
					keep[s.node], used[t] = true, true
				}
			}
		}
		for _, s := range scenarios {
			if !keep[s.node] {
				left = append(left, s)
			}
		}
		if text, some := cut(f.Text, doc, keep); some {
			kept = append(kept, Feature{f.Name, text})
		}
	}
	for _, t := range terms {
		if !used[t] {
			return nil, nil, fmt.Errorf("intet scenarie hører til %q; nævn et funktionsområde (sag), et scenarie (sag-07) eller et krav (krav:AM-02)", t)
		}
	}
	return kept, left, nil
}

// named reports whether a term names the scenario.
func (s Scenario) named(term string) bool {
	requirement, isRequirement := strings.CutPrefix(term, "krav:")
	return term == string(s.Capability) || term == s.ID || isRequirement && slices.Contains(s.Requirements, requirement)
}

// cut is the text of a feature with some of its scenarios only, and whether it
// has any. A scenario begins with its tags and ends where the next begins.
func cut(text []byte, doc *messages.GherkinDocument, keep map[string]bool) (out []byte, some bool) {
	lines := bytes.SplitAfter(text, []byte("\n"))
	begins := func(s *messages.Scenario) int {
		first := s.Location.Line
		for _, t := range s.Tags {
			first = min(first, t.Location.Line)
		}
		return int(first) - 1
	}
	all := scenarioNodes(doc)
	if len(all) == 0 {
		return text, false
	}
	out = append(out, bytes.Join(lines[:begins(all[0])], nil)...)
	for i, s := range all {
		end := len(lines)
		if i+1 < len(all) {
			end = begins(all[i+1])
		}
		if keep[s.Id] {
			out, some = append(out, bytes.Join(lines[begins(s):end], nil)...), true
		}
	}
	return out, some
}
