package proof_test

import (
	"context"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/english"
	"klarmeld/internal/municipality"
	"klarmeld/internal/proof"
)

var update = flag.Bool("update", false, "write published.json anew")

// cases are made once: making them takes as long as proving them.
var cases = sync.OnceValues(func() ([]proof.Case, *proof.Stage) {
	raw, err := fixtures.Files.ReadFile("relationsklasser.json")
	if err != nil {
		panic(err)
	}
	roles, err := municipality.LoadRelationsklasser(raw)
	if err != nil {
		panic(err)
	}
	registers, err := municipality.LoadFS(fixtures.Files, "korsbaek")
	if err != nil {
		panic(err)
	}
	c, stage, err := proof.Cases(registers, roles, raw)
	if err != nil {
		panic(err)
	}
	return c, stage
})

// proven is the proof of all cases, which more than one test looks at.
var proven = sync.OnceValues(func() (proof.Matrix, error) {
	all, stage := cases()
	return stage.Prove(context.Background(), all)
})

// TestEveryRuleBites: every case is killed for the right reason, no rule that
// says it is tried is without one, and what keeps the rules brings no finding.
// The result is the one that reports carry.
func TestEveryRuleBites(t *testing.T) {
	r, err := proven()
	if err != nil {
		t.Fatal(err)
	}
	r.Unproven = proof.Unproven(r)
	for _, l := range r.Lines {
		if l.Fate != proof.Killed {
			t.Errorf("%s %s, %s: %s %q", l.Rule, l.Row, l.Mutation, l.Fate, l.Why)
		}
		for _, f := range l.Said {
			if err := english.Missing(f.Message, f.Expected, f.Actual, f.Fix, f.Source); err != nil {
				t.Error(err)
			}
		}
	}
	if !r.Sound() {
		t.Fatalf("%d of %d cases killed; unproven: %v", r.Killed, r.Cases, r.Unproven)
	}
	if r.Rules < 671+52 || r.Cases < 2000 {
		t.Errorf("%d rules and %d cases: some have been lost", r.Rules, r.Cases)
	}
	if *update {
		raw, err := json.MarshalIndent(proof.Publish(r), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("published.json", append(raw, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got := proof.Published(); !reflect.DeepEqual(got, proof.Publish(r).Proof) {
		t.Errorf("reports carry %+v, and this proof is %+v: go test ./internal/proof -update", got, proof.Publish(r).Proof)
	}
}

// TestABrokenRuleIsNoticed: when a rule does not do what it says, the proof
// says so. A sample of rows of every kind is broken on purpose, one at a time:
// it forgets its demand, or takes any content.
func TestABrokenRuleIsNoticed(t *testing.T) {
	all, stage := cases()
	for _, id := range []string{
		"sag.id.uuid", "sag.egenskaber.titel", "sag.egenskaber.titelalternativtekst", "sag.registrering.ststidspunkt", "sag.registrering.tidspunkt",
		"sag.sagsaktoer.ejer.indeks", "sag.sagsaktoer.ansvarlig.type", "sag.sagspart.primaer-part.referenceid", "sag.sagsklasse.primaer-klasse.virkning.fratidspunkt",
		"sag.journalpost.journalnotat.notat", "sag.egenskaber.beskrivelse", "dokument.egenskaber.type", "dokument.egenskaber.brevdato",
		"dokument.dokumentaktoer.ansvarlig.cvr", "dokument.it-system.master.systemnavn",
	} {
		var of []proof.Case
		for _, c := range all {
			if c.Rule == id {
				of = append(of, c)
			}
		}
		if len(of) == 0 {
			t.Errorf("%s has no case", id)
			continue
		}
		restore := spoil(t, id)
		r, err := stage.Prove(t.Context(), of)
		if err != nil {
			t.Fatal(err)
		}
		restore()
		if r.Killed == r.Cases {
			t.Errorf("%s was broken, and its %d cases were killed all the same", id, r.Cases)
		}
		for _, l := range r.Lines {
			if l.Fate == proof.Noise || l.Fate == proof.Failed {
				t.Errorf("%s was broken: %s %v", id, l.Fate, l.Why)
			}
		}
	}
}

// spoil makes the rule demand nothing, in the catalogue that the judge reads,
// and returns what makes it whole. Only a test may: the catalogue is shared.
func spoil(t *testing.T, id string) (restore func()) {
	t.Helper()
	rules := anvisning.Rules()
	i := slices.IndexFunc(rules, func(r anvisning.Rule) bool { return r.ID == id })
	if i < 0 {
		t.Fatalf("there is no rule %s", id)
	}
	whole := rules[i]
	rules[i].Obligation, rules[i].Format, rules[i].If = anvisning.Optional, anvisning.AnyText, nil
	return func() { rules[i] = whole }
}

// TestExamples: what klarmeld rules shows of a case differs, and is XML of the
// parts it speaks of.
func TestExamples(t *testing.T) {
	all, _ := cases()
	for _, c := range all {
		keeps, breaks := c.Example()
		if keeps == "" || breaks == "" || keeps == breaks || !strings.HasPrefix(keeps, "<") {
			t.Errorf("%s, %s: the examples show nothing", c.Rule, c.Mutation)
		}
	}
}
