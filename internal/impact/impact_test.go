package impact_test

import (
	"strings"
	"testing"

	"klarmeld/internal/impact"
	"klarmeld/internal/verdict"
)

const unknown = "no.such.rule"

func TestTheLongestBeginningWins(t *testing.T) {
	for rule, want := range map[string]string{
		"sag.egenskaber.titel":                          impact.Borger,
		"sag.egenskaber.titelalternativtekst":           impact.Borger,
		"sag.egenskaber.sagsnummer":                     impact.Sagsbehandler,
		"sag.sagsaktoer.ejer.forekomst":                 impact.Kommune,
		"sag.sagsaktoer.ejerskab":                       impact.Sagsbehandler, // not below "ejer"
		"sag.sagsklasse.handlingsklasse.virkning.fra":   impact.Sagsbehandler,
		"sag.sagsklasse.primaer-klasse.virkning.fra":    impact.Borger,
		"scenarie.sag.part-slettet":                     impact.Borger,
		"dokument.dokumentaktoer.ansvarlig.referenceid": impact.Sagsbehandler,
	} {
		if got := impact.Of(rule); got.Hits != want {
			t.Errorf("%s hits %s: %s", rule, got.Hits, got.Consequence)
		}
	}
}

func TestWhatIsNotOfferedHitsSomebody(t *testing.T) {
	seen := map[string]bool{}
	for _, c := range verdict.Secured() {
		got := impact.OfMissing(string(c.ID)+"-99", string(c.ID))
		if got == impact.OfMissing(unknown, unknown) || seen[got.Consequence] {
			t.Errorf("%s has no words of its own", c.ID)
		}
		seen[got.Consequence] = true
	}
	if own := impact.OfMissing("sag-04", "sag"); !strings.Contains(own.Consequence, "afsluttet") {
		t.Errorf("a closed case that is not sent: %s", own.Consequence)
	}
}
