// Package clause is our reading of KOMBIT's anvisninger, clause by clause: what
// every sentence of every row demands, and which rule tries it.
//
// The texts themselves are not ours, so none stands here. A text, and each of its
// clauses, is named by the beginning of the SHA-256 of its words with the white
// space folded: who has the anvisninger can find the sentence, and a test that has
// them (KLARMELD_OFFICIAL) holds every row of theirs against the table. What a
// clause says is told in our own words.
//
// Three files are the table: rows.tsv gives each row its texts, texts.tsv each text
// its clauses in their order, clauses.tsv what a clause demands. A clause that
// says one thing of one kind of row and another of another stands there once for
// each kind, with a word behind its digest: "0123456789ab.klasse".
//
// That who is said to try a clause does so is tried in internal/judge: a message
// written from the sentence breaks it, at every row that has it.
package clause

import (
	_ "embed" // the three files
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/anvisning"
)

// Strength says how much a clause asks for. It is read from its words: "skal",
// "obligatorisk" and "må ikke", and plain statements of what an element holds, are
// Must; "bør" and "foretrækkes" are Should; what tells of purpose, examples and
// other people's systems Tells.
type Strength string

// The strengths.
const (
	Must   Strength = "skal"
	Should Strength = "bør"
	Tells  Strength = "oplyser"
)

// Column is where in a row a text stands.
type Column string

// The columns, as the anvisninger's tables name them.
const (
	Definition Column = "definition"
	RuleCell   Column = "regel"
	FormatCell Column = "format"
)

// What stands for a rule's ID in a clause that many rows share: the rule that tries
// the row itself, and the one that counts the relations of the row's role.
const (
	OfRow        = "row"
	OfOccurrence = "occurrence"
)

// Clause is a sentence of the anvisninger, as we read it.
type Clause struct {
	ID     string   `json:"id"` // see the package
	Demand Strength `json:"demand"`
	Says   string   `json:"says"` // in Danish, in our own words
	// TriedBy are the IDs of the rules that find a break of it; OfRow and
	// OfOccurrence differ from row to row.
	TriedBy []string `json:"triedBy,omitempty"`
	// NotDecidable is why no rule can find a break, in Danish; "" when one can,
	// and for what demands nothing.
	NotDecidable string `json:"notDecidable,omitempty"`
}

// Demands reports whether the clause can be broken.
func (c Clause) Demands() bool { return c.Demand != Tells }

// Text is a text of the anvisninger: the same words in one column of one or more
// rows.
type Text struct {
	ID      string   `json:"id"` // see the package
	Column  Column   `json:"column"`
	Rows    []string `json:"rows"`    // the rules' IDs, in the order of the anvisninger
	Clauses []string `json:"clauses"` // their IDs, in the order of the text
}

// Reading is a clause as it binds one row.
type Reading struct {
	Clause
	Column Column `json:"column"`
}

// table is the three files, read.
type table struct {
	clauses []Clause
	texts   []Text
	byID    map[string]Clause
	byRow   map[string][]Text
}

//go:embed rows.tsv
var rowsFile string

//go:embed texts.tsv
var textsFile string

//go:embed clauses.tsv
var clausesFile string

var read = sync.OnceValue(func() table {
	t := table{byID: map[string]Clause{}, byRow: map[string][]Text{}}
	for _, f := range records(clausesFile, 5) {
		c := Clause{ID: f[0], Demand: Strength(f[1]), TriedBy: strings.Fields(f[2]), Says: f[3], NotDecidable: f[4]}
		t.clauses, t.byID[c.ID] = append(t.clauses, c), c
	}
	place := map[string]int{}
	for _, f := range records(textsFile, 3) {
		place[f[0]+f[1]] = len(t.texts)
		t.texts = append(t.texts, Text{ID: f[0], Column: Column(f[1]), Clauses: strings.Fields(f[2])})
	}
	for _, f := range records(rowsFile, 4) {
		for i, column := range []Column{Definition, RuleCell, FormatCell} {
			if n, ok := place[f[i+1]+string(column)]; ok {
				t.texts[n].Rows = append(t.texts[n].Rows, f[0])
				t.byRow[f[0]] = append(t.byRow[f[0]], t.texts[n])
			}
		}
	}
	return t
})

// records are the lines of a file below its head, each in its fields.
func records(file string, fields int) [][]string {
	var out [][]string
	for _, line := range strings.Split(strings.TrimSuffix(file, "\n"), "\n")[1:] {
		f := strings.Split(line, "\t")
		for len(f) < fields {
			f = append(f, "") // an editor may have cut empty fields at the end
		}
		out = append(out, f)
	}
	return out
}

// Clauses are all clauses, in the order in which they come first in the
// anvisninger. The slice is shared: do not change it.
func Clauses() []Clause { return read().clauses }

// Texts are all texts, definitions before rules before formats, each in the order
// in which it comes first. The slice is shared: do not change it.
func Texts() []Text { return read().texts }

// Of is what the texts of a row say, by the row's ID: its definition, its rule and
// its format, with TriedBy as it is for this row. It is empty for a rule that is
// no row of the anvisninger.
func Of(row string) []Reading {
	var out []Reading
	for _, text := range read().byRow[row] {
		for _, id := range text.Clauses {
			c := read().byID[id]
			c.TriedBy = For(row, c)
			out = append(out, Reading{c, text.Column})
		}
	}
	return out
}

// For are the IDs of the rules that try a clause where it stands in a row.
func For(row string, c Clause) []string {
	var out []string
	for _, id := range c.TriedBy {
		switch id {
		case OfRow:
			id = rules()[row].triedBy
		case OfOccurrence:
			id = rules()[row].occurrence
		}
		if id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

// Rows are the rows that have a clause which the rule tries, in the order of the
// anvisninger; a row's own rule is not counted.
func Rows(rule string) []string {
	var out []string
	for _, r := range anvisning.Rules() {
		if r.ID != rule && slices.ContainsFunc(Of(r.ID), func(c Reading) bool { return slices.Contains(c.TriedBy, rule) }) {
			out = append(out, r.ID)
		}
	}
	return out
}

// around are the rules that stand around a row.
type around struct{ triedBy, occurrence string }

var rules = sync.OnceValue(func() map[string]around {
	counts := map[string]string{}
	for _, o := range anvisning.Occurrences() {
		counts[string(o.Objekt)+"/"+o.Relation+"/"+o.Rolle] = o.ID
	}
	out := map[string]around{}
	for _, r := range anvisning.Rules() {
		tried := r.ID
		if r.TriedBy != "" {
			tried = r.TriedBy
		}
		out[r.ID] = around{tried, counts[string(r.Objekt)+"/"+r.Del+"/"+r.Rolle]}
	}
	return out
})
