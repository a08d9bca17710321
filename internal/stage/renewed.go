package stage

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// renewed marks the findings whose rule is new, or judges otherwise, since a run was
// judged first. first is the ruleset of then; "" when nobody knows it.
func renewed(r verdict.SystemResult, first string) verdict.SystemResult {
	switch {
	case first == r.Ruleset:
		return r
	case !anvisning.IsVersion(first):
		first = verdict.UnknownRuleset
	}
	r.RunRuleset = first
	news := anvisning.News(first)
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			renew(s.Findings, news)
		}
		renew(c.Moved, news)
	}
	return r
}

func renew(findings []verdict.Finding, news []anvisning.Novelty) {
	for i, f := range findings {
		if change, ok := anvisning.NoveltyOf(f.Rule, news); ok {
			findings[i].New = verdict.NewIn{Ruleset: change.Ruleset, What: change.What}
		}
	}
}
