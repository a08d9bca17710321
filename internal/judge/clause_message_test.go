package judge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// judged are the findings of one of the two messages.
func (e *everything) judged(doc *etree.Document) []verdict.Finding {
	e.t.Helper()
	raw, err := doc.WriteToBytes()
	if err != nil {
		e.t.Fatal(err)
	}
	return judge.Spoken(raw, e.agreed, e.registers)
}

// checked is judged through the door that everybody goes.
func (e *everything) checked(doc *etree.Document) []verdict.Finding {
	e.t.Helper()
	raw, err := doc.WriteToBytes()
	if err != nil {
		e.t.Fatal(err)
	}
	return judge.CheckMessage("m.xml", raw, e.agreed, e.registers)
}

func TestTheMessageOfEverythingIsClean(t *testing.T) {
	for _, byURN := range []bool{false, true} {
		e := newGround(t).everything(byURN)
		for _, f := range slices.Concat(e.checked(e.message(oio.Sag)), e.checked(e.message(oio.Dokument))) {
			t.Errorf("by URN %t: %s %s: %s (%s)", byURN, f.Rule, f.Path, f.Message, f.Actual)
		}
		for _, r := range anvisning.Rules() {
			if e.part(r) == nil && r.Rolle != anvisning.UnknownRole {
				t.Errorf("%s has no part", r.ID)
			}
		}
	}
}

// hearing is what has been heard of the clauses.
type hearing struct {
	t       *testing.T
	ground  *ground
	clauses map[string]clause.Clause
	places  map[string][]string // the rows of a clause
	heard   map[string]bool     // clause and token of what tries it
	broken  map[string]bool     // clause and row; no row: in a conversation, or in all texts at once
	severe  map[string]bool     // clause and rule, of those that disagree
	milder  map[string]bool     // rules that said less than a clause
	dumb    map[string]int      // clause and breach: how often nobody spoke
}

func newHearing(t *testing.T) *hearing {
	h := &hearing{t, newGround(t), map[string]clause.Clause{}, rowsOf(), map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{},
		map[string]int{}}
	for _, c := range clause.Clauses() {
		h.clauses[c.ID] = c
	}
	return h
}

// asked are the rules that a breach asks to speak at a row.
func (b breach) asked(row string, c clause.Clause) []string {
	all := clause.For(row, c)
	if b.rules == "" {
		return all
	}
	c.TriedBy = strings.Fields(b.rules)
	return slices.DeleteFunc(clause.For(row, c), func(id string) bool { return !slices.Contains(all, id) })
}

// excepted reports whether the breach has nothing at the row.
func (b breach) excepted(row string) bool {
	for _, end := range strings.Fields(b.except) {
		if only, not := strings.CutPrefix(end, "!"); not != strings.HasSuffix(row, only) && not || !not && strings.HasSuffix(row, end) {
			return true
		}
	}
	return false
}

// waves are the rows of a clause, in such groups that no part is broken twice.
func waves(rows []string) [][]anvisning.Rule {
	byID := map[string]anvisning.Rule{}
	for _, r := range anvisning.Rules() {
		byID[r.ID] = r
	}
	var out [][]anvisning.Rule
	count := map[string]int{}
	for _, id := range rows {
		r := byID[id]
		part := string(r.Objekt) + r.Del + r.Rolle
		if count[part] == len(out) {
			out = append(out, nil)
		}
		out[count[part]] = append(out[count[part]], r)
		count[part]++
	}
	return out
}

// try breaks the clauses of a breach at their rows, and hears who speaks.
func (h *hearing) try(b breach) {
	h.t.Helper()
	at := map[string][]clause.Clause{} // the clauses by row
	var rows []string
	for _, id := range strings.Fields(b.clauses) {
		c, ok := h.clauses[id]
		if !ok || !c.Demands() {
			h.t.Errorf("%s (%s) is no clause that demands", id, b.name)
		}
		for _, row := range h.places[id] {
			if b.excepted(row) {
				continue
			}
			if at[row] == nil {
				rows = append(rows, row)
			}
			at[row] = append(at[row], c)
		}
	}
	groups := waves(rows)
	if b.alone {
		groups = nil
		for _, row := range rows {
			groups = append(groups, waves([]string{row})...)
		}
	}
	for _, wave := range groups {
		h.wave(b, at, wave)
	}
}

// wave breaks the clauses of rows in one message. Where a rule that many rows share
// speaks too seldom for all of them, each row is broken in a message of its own.
func (h *hearing) wave(b breach, at map[string][]clause.Clause, wave []anvisning.Rule) {
	h.t.Helper()
	e := h.ground.everything(b.byURN)
	docs := map[*etree.Document]bool{}
	for _, r := range wave {
		b.how(e, e.part(r), r)
		docs[e.message(r.Objekt)] = true
	}
	said, outcomes := map[string]int{}, map[string]verdict.Outcome{}
	for doc := range docs {
		for _, f := range e.judged(doc) {
			said[f.Rule]++
			outcomes[f.Rule] = f.Outcome
		}
	}
	wanted := map[string]int{}
	for _, r := range wave {
		for _, c := range at[r.ID] {
			if ids := b.asked(r.ID, c); len(ids) > 0 && !slices.ContainsFunc(ids, func(id string) bool { return said[id] > 0 && own(id, r) }) {
				for _, id := range ids {
					wanted[id]++
				}
				break
			}
		}
	}
	for id, n := range wanted {
		if len(wave) > 1 && said[id] < n {
			for _, r := range wave {
				h.wave(b, at, []anvisning.Rule{r})
			}
			return
		}
	}
	for _, r := range wave {
		for _, c := range at[r.ID] {
			h.hear(b, c, r.ID, said, outcomes)
		}
	}
}

// own reports whether a rule is of the row's own part alone.
func own(id string, r anvisning.Rule) bool {
	return strings.HasPrefix(id, r.ID[:strings.LastIndex(r.ID, ".")+1]) || strings.HasSuffix(id, ".forekomst")
}

// hear asks that one of a clause's rules speaks where it was broken.
func (h *hearing) hear(b breach, c clause.Clause, row string, said map[string]int, outcomes map[string]verdict.Outcome) {
	h.t.Helper()
	ids, found := b.asked(row, c), false
	for _, id := range ids {
		if said[id] > 0 {
			found = true
			h.note(c, row, id, outcomes[id])
		}
	}
	if !found {
		if h.dumb[c.ID+b.name]++; h.dumb[c.ID+b.name] < 4 {
			h.t.Errorf("%s (%s) at %s: %s: none of %v speaks, but %v", c.ID, c.Says, row, b.name, ids, keysOf(said))
		}
	}
}

func (h *hearing) note(c clause.Clause, row, id string, o verdict.Outcome) {
	h.broken[c.ID+" "+row] = true
	for _, token := range c.TriedBy {
		one := c
		one.TriedBy = []string{token}
		if slices.Contains(clause.For(row, one), id) {
			h.heard[c.ID+" "+token] = true
		}
	}
	less, more := c.Demand == clause.Must && o != verdict.Fail, c.Demand == clause.Should && o == verdict.Fail
	if less {
		h.milder[id] = true
	}
	// What the XSD has no place for is wrong, however the sentence is put.
	wrong := less && mild[id] == "" || more && !strings.HasPrefix(id, "kontrakt.")
	if key := c.ID + " " + id; wrong && !h.severe[key] {
		h.severe[key] = true
		h.t.Errorf("%s (%s) says %s, and %s is %s", c.ID, c.Says, c.Demand, id, o)
	}
}

func keysOf(m map[string]int) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

// mild are the rules that say less than the clause's "skal", and why.
var mild = map[string]string{
	"am-02.afsluttet-relation":             "the index says what is updated; what the sender meant to end is guessed",
	"am-04.dobbelt-relation":               "two relations to one thing may be meant",
	"dokument.egenskaber.brevdato-fremtid": "the definition tells what the date is, and forbids nothing",
	"offentlighed.aaben-titel":             "that two titles are alike does not say that the public may not see them",
	"reference.uuid-foretraekkes": "that the user is in FK Organisation is told by a key alone; who has been read is " +
		"reference.bruger-skal-have-uuid",
	"relation.noegle-delt":                          "two classes may be of two facets, of which the message tells nothing; of users and units it is fejl",
	"relation.rolle-ukendt":                         "KOMBIT may have made a role since",
	"sag.indeksegenskaber.sagskategori-klasse":      "a category may have a class's number by chance",
	"sag.indeksegenskaber.sagsstatus-standard":      "the definition tells when it is used, and forbids nothing",
	"sag.journalpost.dokumenttitel-gentaget":        "a title that is repeated does no harm",
	"sag.navn.stort-bogstav":                        "a convention, and names have small words",
	"sag.sagsaktoer.bopaelskommune.ejeren":          "the definition tells what it is for, and forbids nothing",
	"sag.sagsklasse.afgoerelsesklasse.ikke-afgjort": "»relevant« forbids nothing",
	"sag.sagsklasse.foelsomhedsklasse.skalaen":      "a list of one's own may have the same words",
	"tekst.kapitel":                                 "a convention",
	"tekst.linjeskift":                              "XML makes one sign of CR LF unless it is written as a reference",
	"tekst.paragraftegn":                            "a convention",
	"vaerdi.opmaerkning":                            "what looks like markup may be meant as words",
	"vaerdi.uendelig":                               "a far day may be meant",
	"vaerdi.uuid-ens-cifre":                         "a UUID of one digit is one by its form",
	"virkning.afloeser":                             "a case may be without a primary handler",
	"virkning.it-system":                            "which system did it only the sender knows",
}

// byScenario are the rules that no message breaks: a scenario says what the case went
// through in the system, and its steps have tests of their own.
var byScenario = []string{"scenarie.sag.tilstand", "scenarie.sag.tilstande", "scenarie.sag.forloeb"}

// rowsOf are the rows of each clause.
func rowsOf() map[string][]string {
	out := map[string][]string{}
	for _, text := range clause.Texts() {
		for _, id := range text.Clauses {
			for _, row := range text.Rows {
				if !slices.Contains(out[id], row) {
					out[id] = append(out[id], row)
				}
			}
		}
	}
	return out
}

// TestEveryClauseIsHeard: each clause that demands and can be decided is broken by a
// message written from the sentence, at every row that has it, and who is said to try
// it speaks.
func TestEveryClauseIsHeard(t *testing.T) {
	h := newHearing(t)
	for _, b := range slices.Concat(familyBreaches(), formBreaches(), typeBreaches(), referenceBreaches(),
		actorBreaches(), contentBreaches(), keyBreaches(), endBreaches()) {
		h.try(b)
	}
	for _, talk := range clauseConversations(t) {
		h.converse(talk)
	}
	h.encoded()
	h.whole()
}

// converse plays a conversation that breaks clauses, and hears who speaks.
func (h *hearing) converse(s spoken) {
	h.t.Helper()
	said := map[string]verdict.Outcome{}
	for _, f := range converse(h.t, s.turns...) {
		said[f.Rule] = f.Outcome
	}
	for _, id := range strings.Fields(s.clauses) {
		c, ok := h.clauses[id]
		outcome, spoke := said[s.rule]
		if !ok || !slices.Contains(c.TriedBy, s.rule) || !spoke {
			h.t.Errorf("%s (%s): %s: %s does not speak, or is not asked, but %v", id, c.Says, s.name, s.rule, said)
			continue
		}
		h.note(c, "", s.rule, outcome)
	}
}

// whole asks that nothing has been left out.
func (h *hearing) whole() {
	h.t.Helper()
	said := 0
	for _, c := range clause.Clauses() {
		if !c.Demands() || c.NotDecidable != "" {
			continue
		}
		for _, row := range h.places[c.ID] {
			if !h.broken[c.ID+" "+row] && !h.broken[c.ID+" "] && !slices.Contains(byScenario, c.TriedBy[0]) {
				h.t.Errorf("%s (%s) has not been broken at %s", c.ID, c.Says, row)
			}
		}
		for _, token := range c.TriedBy {
			if !h.heard[c.ID+" "+token] && !slices.Contains(byScenario, token) {
				h.t.Errorf("%s (%s): %s has not been heard", c.ID, c.Says, token)
			}
		}
		said++
	}
	for id := range mild {
		if !h.milder[id] {
			h.t.Errorf("%s says no less than a clause", id)
		}
	}
	if said < 380 {
		h.t.Errorf("only %d clauses have been broken", said)
	}
}

// encoded breaks the clause that every text has: it is sent in another encoding.
func (h *hearing) encoded() {
	h.t.Helper()
	raw, err := h.ground.everything(false).message(oio.Sag).WriteToString()
	if err != nil {
		h.t.Fatal(err)
	}
	const id, rule = "07bab9579268", "xml.tegnsaet"
	for _, f := range judge.Spoken(inLatin1(declaring("<?xml version=\"1.0\"?>"+raw, "ISO-8859-1")), h.ground.agreed, h.ground.registers) {
		if f.Rule == rule {
			h.note(h.clauses[id], "", rule, f.Outcome)
		}
	}
}
