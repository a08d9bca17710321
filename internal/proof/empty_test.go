package proof

import (
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/verdict"
)

// TestEmptyElementsOfEveryRow: an element that its row lets be left out may be there
// with nothing in it. Only the contract may say more, of what it has no empty form of.
func TestEmptyElementsOfEveryRow(t *testing.T) {
	roles, raw := municipalitytest.Roles(t)
	w, err := newWorld(municipalitytest.Korsbaek(t), roles, raw)
	if err != nil {
		t.Fatal(err)
	}
	tried, told := 0, 0
	for _, r := range anvisning.Rules() {
		leave := r.Obligation == anvisning.Optional || r.Obligation == anvisning.Absent || r.Obligation == anvisning.OB4
		if !leave || r.TriedBy != "" || r.Rolle == anvisning.UnknownRole || r.Obligation == anvisning.OB4 && strings.HasSuffix(r.Path, "CVR-Nr") {
			continue // CVR-Nr has eight digits by the contract
		}
		d := w.importer(r.Objekt, subject(r.Objekt))
		set(d.partOf(r), r.Path, "")
		doc := etree.NewDocument()
		doc.SetRoot(d.root)
		message, err := doc.WriteToBytes()
		if err != nil {
			t.Fatal(err)
		}
		tried++
		for _, f := range judge.CheckMessage("x", message, roles, w.registers) {
			if f.Rule == anvisning.RuleEmpty.ID {
				told++
			}
			if f.Outcome != verdict.Information && !strings.HasPrefix(f.Rule, "kontrakt.") {
				t.Errorf("%s, empty: %s (%s): %s", r.ID, f.Rule, f.Outcome, f.Message)
			}
		}
	}
	if tried < 150 || told < tried*8/10 {
		t.Errorf("%d empty elements were tried, and %d told of", tried, told)
	}
	t.Logf("%d empty elements, %d told of", tried, told)
}
