package judge

import (
	"math/rand/v2"
	"slices"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// TestNeighbours: few findings are looked through, many are looked up, and both find the
// same.
func TestNeighbours(t *testing.T) {
	dice, met := rand.New(rand.NewPCG(5, 6)), 0
	paths := []string{"", "I", "I/S", "I/S/RelationListe", "I/S/RelationListe/Sagspart", "I/S/RelationListe/Sagspart/Rolle", "I/S[2]/RelationListe/Sagspart[2]",
		"I/S[2]/RelationListe/Sagspart[2]/Virkning/FraTidspunkt"}
	rules := []string{anvisning.RuleHistory.ID, anvisning.RuleAlways.ID, "kontrakt.value", anvisning.RuleRole.ID}
	for range 2000 {
		all := make([]said, 1+dice.IntN(maxCauses))
		for i := range all {
			all[i] = newSaid(verdict.Finding{Rule: rules[dice.IntN(len(rules))], Path: paths[dice.IntN(len(paths))]}, toldElsewhere, nil)
			if dice.IntN(3) == 0 {
				all[i].kind = []string{"Sagspart", "Sagsaktoer"}[dice.IntN(2)]
			}
		}
		few, many := newNeighbours(all), lookedUp(all)
		for i := range all {
			b := &all[i]
			got, want := few.of(b, nil), many.of(b, nil)
			if !slices.Equal(got, want) {
				t.Fatalf("of %q, %s: %v, looked up %v", b.Path, b.Rule, got, want)
			}
			if got, want := few.like(b.objekt, b.kind), many.like(b.objekt, b.kind); !slices.Equal(got, want) {
				t.Fatalf("like %q: %v, looked up %v", b.Path, got, want)
			}
			met += len(got)
		}
	}
	if met == 0 {
		t.Error("nobody had neighbours")
	}
}
