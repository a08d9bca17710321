package clause_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
	"klarmeld/internal/judge"
)

// scenarios begins the IDs of what a scenario claims; the test of the command, which
// sees them all, asks for those.
const scenarios = "scenarie."

// known are the IDs of all rules that a clause may name.
func known() map[string]bool {
	out := map[string]bool{clause.OfRow: true, clause.OfOccurrence: true}
	for _, e := range slices.Concat(anvisning.List(), judge.FormRules()) {
		out[e.ID] = true
	}
	return out
}

// TestTheTableIsWhole: each clause either tells, or demands and is tried by rules
// that there are, or says why it cannot be; every clause stands in a text and every
// text in a row.
func TestTheTableIsWhole(t *testing.T) {
	ids, rules := map[string]clause.Clause{}, known()
	for _, c := range clause.Clauses() {
		if _, twice := ids[c.ID]; twice || c.Says == "" || !strings.HasSuffix(c.Says, ".") {
			t.Errorf("%s stands there twice, or says nothing: %q", c.ID, c.Says)
		}
		ids[c.ID] = c
		if !slices.Contains([]clause.Strength{clause.Must, clause.Should, clause.Tells}, c.Demand) {
			t.Errorf("%s: the demand is %q", c.ID, c.Demand)
		}
		if tried := len(c.TriedBy) > 0; c.Demands() && tried == (c.NotDecidable != "") || !c.Demands() && (tried || c.NotDecidable != "") {
			t.Errorf("%s (%s) demands: %t, is tried by %v, cannot be decided because %q", c.ID, c.Says, c.Demands(), c.TriedBy, c.NotDecidable)
		}
		for _, id := range c.TriedBy {
			if !rules[id] && !strings.HasPrefix(id, scenarios) {
				t.Errorf("%s is tried by %s, which is no rule", c.ID, id)
			}
		}
	}
	inTexts := map[string]bool{}
	for _, text := range clause.Texts() {
		if len(text.Rows) == 0 || len(text.Clauses) == 0 {
			t.Errorf("the text %s has %d rows and %d clauses", text.ID, len(text.Rows), len(text.Clauses))
		}
		for _, id := range text.Clauses {
			inTexts[id] = true
			if _, ok := ids[id]; !ok {
				t.Errorf("the text %s has the clause %s, which is not in the table", text.ID, id)
			}
		}
	}
	for id := range ids {
		if !inTexts[id] {
			t.Errorf("the clause %s stands in no text", id)
		}
	}
}

// TestEveryRowIsRead: each row has its rule's text, and every rule that tries a
// clause in it is one that there is.
func TestEveryRowIsRead(t *testing.T) {
	rules := known()
	rows := 0
	for _, r := range anvisning.Rules() {
		if r.Rolle == anvisning.UnknownRole {
			continue
		}
		rows++
		readings := clause.Of(r.ID)
		if !slices.ContainsFunc(readings, func(c clause.Reading) bool { return c.Column == clause.RuleCell }) {
			t.Errorf("%s: no rule is read", r.ID)
		}
		for _, c := range readings {
			for _, id := range c.TriedBy {
				if !rules[id] && !strings.HasPrefix(id, scenarios) || id == clause.OfRow || id == clause.OfOccurrence {
					t.Errorf("%s: %q is tried by %q", r.ID, c.Says, id)
				}
			}
		}
	}
	if rows != 671 {
		t.Errorf("%d rows", rows)
	}
}

// TestFewCannotBeDecided: under one in twenty of what is demanded.
func TestFewCannotBeDecided(t *testing.T) {
	demands, not := 0, 0
	for _, c := range clause.Clauses() {
		if c.Demands() {
			demands++
		}
		if c.NotDecidable != "" {
			not++
		}
	}
	if demands < 300 || not*20 >= demands {
		t.Errorf("%d of %d demands cannot be decided", not, demands)
	}
}

// TestRowsOfARule: a rule knows the rows that have it in a clause.
func TestRowsOfARule(t *testing.T) {
	got := clause.Rows("sag.egenskaber.noegle-lig-sagsnummer")
	if want := []string{"sag.egenskaber.brugervendtnoegle", "sag.egenskaber.sagsnummer"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := clause.Rows("sag.egenskaber.titel"); len(got) != 0 {
		t.Errorf("a row's own rule has %v", got)
	}
}
