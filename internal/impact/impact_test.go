package impact_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/impact"
	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

const unknown = "no.such.rule"

// Every rule that can speak says whom it hits, in words of its own and not in
// those for what nobody thought of.
func TestEveryRuleHitsSomebody(t *testing.T) {
	ids := []string{"handling.udfoert", "handling.trafik", "indeks.findes", "scenarie.laest.i-haanden"}
	for _, e := range append(anvisning.List(), judge.FormRules()...) {
		ids = append(ids, e.ID)
	}
	for _, id := range append(ids, claims(t)...) {
		if got := impact.Of(id); got == impact.Of(unknown) || got.Consequence == "" {
			t.Errorf("%s: nobody is said to be hit", id)
		}
	}
	if len(ids) < 800 {
		t.Fatalf("only %d rules were looked at", len(ids))
	}
}

// claims are the rules of the scenarios' own sentences, out of their source.
func claims(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../../steps/*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no sentences", err)
	}
	var out []string
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"((?:sag|dokument|journalnotat|fjern|laest)\.[a-z-]+)"`).FindAllStringSubmatch(string(raw), -1) {
			out = append(out, "scenarie."+m[1])
		}
	}
	if len(out) < 40 {
		t.Fatalf("only %d claims were found", len(out))
	}
	return out
}

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
	for _, c := range verdict.Capabilities() {
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
