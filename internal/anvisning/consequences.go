package anvisning

import (
	"strings"
	"sync"
)

// besides are the rules that look at an element besides its own row, by the
// end of the element's path. When the row is broken they may speak as well.
var besides = []struct {
	path  string
	rules []string
}{
	{"Virkning/FraTidspunkt", []string{"*.forekomst", RuleHistory.ID, RuleAlways.ID, RuleSuccessor.ID}},
	{"Virkning/TilTidspunkt", []string{"*.forekomst", RuleHistory.ID, RuleAlways.ID, RuleSuccessor.ID}},
	{"AktoerRef", []string{"virkning.aktoer-og-type", "reference.*"}},
	{"AktoerTypeKode", []string{"virkning.aktoer-og-type"}},
	{"BrugerRef", []string{"reference.*"}},
	{"ReferenceID", []string{"reference.*", "klasse.uuid-og-nummer", "part.type-og-urn", "*-findes", "identitet.*"}},
	{"Type", []string{"reference.*", "part.type-og-urn"}},
	{"BrugervendtNoegle", []string{RuleSameNumber.ID, "klasse.uuid-og-nummer"}},
	{"Sagsnummer", []string{RuleSameNumber.ID}},
	{"FuldtNavn", []string{RuleNames.ID}},
	{"FremdriftStatusKode", []string{RuleHistory.ID}},
	{"LivscyklusKode", []string{"vilkaar.fysisk-fjernelse"}},
	{"UUIDIdentifikator", []string{"indeks.afvist", "identitet.*"}},
}

// Consequences are the rules that may speak as well when r is broken: those
// its row names, those that look at the same element, and those of its part
// whose condition it is. IDs, with a "*" for any beginning or end.
func (r Rule) Consequences() []string {
	out := append([]string(nil), r.MayFollow...)
	for _, b := range besides {
		if rest, ends := strings.CutSuffix(r.Path, b.path); ends && (rest == "" || strings.HasSuffix(rest, "/")) {
			out = append(out, b.rules...)
		}
	}
	for _, o := range conditional()[partKey{r.Objekt, r.Del, r.Rolle}] {
		if o.If.Path == r.Path || (o.If.Type != "" && r.Path == "Type") {
			out = append(out, o.ID)
		}
	}
	return out
}

// conditional are the rows with a condition, by the part that they are of.
var conditional = sync.OnceValue(func() map[partKey][]*Rule {
	out := map[partKey][]*Rule{}
	for i := range Rules() {
		if r := &Rules()[i]; r.If != nil {
			k := partKey{r.Objekt, r.Del, r.Rolle}
			out[k] = append(out[k], r)
		}
	}
	return out
})

// Meaning is what a rule's ID stands for: a row, an occurrence, or neither where it is a
// named rule; with the rules that may speak as well when it is broken.
type Meaning struct {
	Row          *Rule
	Occurrence   *Occurrence
	Consequences []string // as Rule.Consequences
}

// known are the rules by their IDs.
var known = sync.OnceValue(func() map[string]Meaning {
	out := map[string]Meaning{}
	for _, n := range NamedRules() {
		out[n.ID] = Meaning{Consequences: n.MayFollow}
	}
	for _, o := range Occurrences() {
		out[o.ID] = Meaning{Occurrence: &o, Consequences: o.MayFollow}
	}
	for _, r := range Rules() {
		out[r.ID] = Meaning{Row: &r, Consequences: r.Consequences()}
	}
	return out
})

// ByID finds what an ID stands for; zero when it is no rule of the anvisninger.
func ByID(id string) Meaning { return known()[id] }

// Counterpart is the row of the element that r's condition speaks of, where that one is
// demanded in its turn when r's element is there: the one that is there alone lacks the
// other, and that is what is told. nil for another row.
func (r Rule) Counterpart() *Rule {
	if r.Obligation != OB4 || !r.If.ElseAbsent {
		return nil
	}
	for i := range Rules() {
		o := &Rules()[i]
		if o.Objekt == r.Objekt && o.Del == r.Del && o.Rolle == r.Rolle && o.Path == r.If.Path && o.Obligation == OB4 && o.If.Path == r.Path {
			return o
		}
	}
	return nil
}

// Among reports whether the ID is one of the patterns.
func Among(id string, patterns []string) bool {
	for _, p := range patterns {
		switch {
		case p == id,
			strings.HasSuffix(p, "*") && strings.HasPrefix(id, strings.TrimSuffix(p, "*")),
			strings.HasPrefix(p, "*") && strings.HasSuffix(id, strings.TrimPrefix(p, "*")):
			return true
		}
	}
	return false
}
