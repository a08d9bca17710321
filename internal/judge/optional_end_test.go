package judge_test

import (
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// TestOptionalHandlerEnds: a case may be without a Primær behandler (0..1), so an end
// with nobody to take over is noticed, and no more; of an import alone and in a
// conversation, of one that ends, of two with a hole between them.
func TestOptionalHandlerEnds(t *testing.T) {
	primary := func(who, navn, fra, til string) string {
		return relation(t, "sag:Sagsaktoer", "Primær behandler", "Bruger", "", uid(who), fra, til, handler(navn))
	}
	sag := message(t, "sag")
	update := func(relations ...string) string { return opdater("Sag", sagA, sagRelationer(relations...)) }
	for name, messages := range map[string][]string{
		"ended":          {sag, update(primary(laura, "Laura Sand", later, "")), update(primary(laura, "Laura Sand", later, last))},
		"at once":        {sag, update(primary(laura, "Laura Sand", later, last))},
		"a hole between": {sag, update(primary(laura, "Laura Sand", born, later), primary(jens, "Jens Hagen", last, ""))},
	} {
		var turns []turn
		for _, m := range messages {
			turns = append(turns, send(m))
		}
		found := 0
		for _, f := range converse(t, turns...) {
			if f.Rule == "virkning.afloeser" {
				found++
			}
			if f.Rule == "virkning.afloeser" && f.Outcome != verdict.Information {
				t.Errorf("%s: %v %s", name, f.Outcome, f.Message)
			}
		}
		if found == 0 {
			t.Errorf("%s: nobody was told", name)
		}
	}
}

// TestDocumentOfAnotherSubject: of which case a document is, a scenario has said in a
// run, and nobody in traffic that was captured: there it is noticed, and no more.
func TestDocumentOfAnotherSubject(t *testing.T) {
	other := change(t, message(t, "dokument"), uid("484684fe-c819-5c63-88c2-ca08c31b6769"), uid("c9d2892b-2a25-5d70-b77e-009ba7c27f75"),
		">27.35.04<", ">32.24.04<")
	files := opdater("Sag", sagA, sagRelationer(relation(t, "sag:Journalpost", "Tilakteret", "Dokument", "1", uid(dokA), later, "", "")))
	var tape *recording.Tape
	outcome := func(all []verdict.Finding) string {
		out := ""
		for _, f := range all {
			if f.Rule == anvisning.RuleCaseClass.ID {
				out += f.Outcome.String()
			}
		}
		return out
	}
	in := outcome(converse(t, func(s *stage) { tape = s.tape }, send(message(t, "sag")), send(other), send(files)))
	j := judge.New(nil).Undated()
	for _, e := range tape.Since(0) {
		if err := j.Take(e); err != nil {
			t.Fatal(err)
		}
	}
	if captured := outcome(j.Notes(scenario).Findings); in != verdict.Remark.String() || captured != verdict.Information.String() {
		t.Errorf("in a run: %s, captured: %s", in, captured)
	}
}
