package main

import (
	"testing"

	"klarmeld/internal/clause"
)

// TestClausesAreTriedByRules: whatever a clause of the anvisninger is said to be tried
// by can be looked up.
func TestClausesAreTriedByRules(t *testing.T) {
	asked := map[string]bool{clause.OfRow: true, clause.OfOccurrence: true}
	for _, c := range clause.Clauses() {
		for _, id := range c.TriedBy {
			if asked[id] {
				continue
			}
			asked[id] = true
			if _, ok := ruleOf(id); !ok {
				t.Errorf("%s is tried by %s, which cannot be looked up", c.ID, id)
			}
		}
	}
	if len(asked) < 40 {
		t.Errorf("only %d rules try clauses", len(asked))
	}
}
