package main

import (
	"slices"
	"sync"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/stage"
	"klarmeld/reports"
	"klarmeld/steps"
)

// catalogue is every rule that a finding, a report or the fault of a service can name:
// those that stand inside, those of the sentences, and the names that reports give to
// what no rule found. It is made here since no room below sees all of them. The slice
// is shared: do not change it.
var catalogue = sync.OnceValue(func() []anvisning.Listed {
	return slices.Concat(stage.Rules(), steps.ClaimRules(), reports.GapRules())
})

// ruleOf is the rule of an ID.
func ruleOf(id string) (anvisning.Listed, bool) {
	all := catalogue()
	i := slices.IndexFunc(all, func(e anvisning.Listed) bool { return e.ID == id })
	if i < 0 {
		return anvisning.Listed{}, false
	}
	return all[i], true
}
