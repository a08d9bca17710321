// Package anvisning holds KOMBIT's anvisninger for SF1470 as data, and the
// small engine that tries them on a Sag or a Dokument.
//
// A rule is a row: where it looks (Objekt, Del, Rolle, Path), what it demands
// (Obligation, Format), and where the demand stands (Section). A new rule is a new
// row, for example a text of at most 50 characters that every set of
// egenskaber must repeat:
//
//	{ID: "sag.egenskaber.sagsnummer", Section: "3.3 Sagsegenskaber",
//		Del: oio.DelEgenskaber, Path: "Sagsnummer", What: "sagens nummer",
//		Obligation: OB1Repeated, Format: Line(50), Example: "2026-001234"},
//
// The row brings its own proof: klarmeld selfcheck leaves the element out, and
// gives it each of the contents that its format says are bad, and asks that
// this row finds it. go test ./internal/proof -update then writes what reports
// say of the proof. A new kind of content is a Format, with its samples.
//
// What cannot be said of one element alone is a named rule (checks_list.go): a
// function beside the rows, with ID, source and severity like theirs, and a
// conversation of its own in internal/proof.
//
// The texts are ours; the sources are "Anvisninger for sagsobjektet" and
// "Anvisninger for dokumentobjektet" version 1.7 of 7 July 2023.
package anvisning

import (
	"strings"

	"klarmeld/internal/oio"
)

// Version names the ruleset. It changes whenever a rule does.
const Version = "2026.6"

// Obligation is the code that the anvisninger give an element.
type Obligation int

// The obligations. OB1 is demanded at import, OB1Repeated also in every
// opdater that carries the same part, where the row says that it must be sent
// again, OB1Each in every Fremdrift, which says nothing without it, OB2 in every
// registration, OB3 when a relation is added or changed, OB4 when If holds, OB5
// when the part that the virkning dates is there. Absent must not be there.
// Optional may, and its format still binds. What may be left out may be there
// and be empty too (RuleEmpty).
const (
	OB1 Obligation = iota + 1
	OB1Repeated
	OB1Each
	OB2
	OB3
	OB4
	OB5
	Absent
	Optional
)

// String is the obligation in the anvisninger's own words.
func (o Obligation) String() string {
	return [...]string{"", "OB1", "OB1", "OB1", "OB2", "OB3", "OB4", "OB5", "MÅ IKKE UDFYLDES", "valgfri"}[o]
}

// demand says when the element must be there, for a sentence that begins with
// the element's name.
func (o Obligation) demand() string {
	return [...]string{"", "er obligatorisk ved import", "er obligatorisk ved import og skal gentages i hver opdatering af egenskaber",
		"er obligatorisk ved import, og en Fremdrift uden den siger ingenting",
		"er obligatorisk i hver registrering", "er obligatorisk, når relationen tilføjes eller ændres",
		"er obligatorisk her", "er obligatorisk, når der er data, den daterer", "må ikke udfyldes", "er valgfri"}[o]
}

// Rule is one row of the anvisninger.
type Rule struct {
	ID         string         // stable: object, section or relation and role, element
	Objekt     oio.ObjektType // set by the table the row stands in
	Section    string         // section of the anvisning: "3.3 Sagsegenskaber"
	Del        string         // kind of part; "" the object itself, "Registrering" its registration
	Rolle      string         // for relations: the role's name; "" any role
	Path       string         // path of local names below the part
	What       string         // what the element is, in Danish, without an article at the front
	Obligation Obligation
	If         *Premise // for OB4
	Format     Format
	// Example is a value that keeps the rule, shown as a way to mend it; ""
	// takes the first of the format's own samples.
	Example string
	// Described: Example says what the value is, and is none itself: a UUID of
	// the sender's own, which nobody can make up. It is for people to read, and
	// never put into a message.
	Described bool
	// TriedBy is the ID of the rule that tries the row, when that is another:
	// a relation without a role cannot be told to be of this one, and what
	// version 6 no longer has is refused by the contract.
	TriedBy string
	// Untried is why no rule can try the row, in Danish; "" for all but a few.
	Untried string
	// MayFollow are the rules that may speak as well when this one is broken:
	// IDs, or beginnings of IDs that end in "*".
	MayFollow []string

	steps []string // of Path; nil of a row that is not of the catalogue
}

// path are the steps of Path.
func (r *Rule) path() []string { return stepsOf(r.steps, r.Path) }

// stepsOf are the steps of a path, which a catalogue has parted once and for all.
func stepsOf(parted []string, path string) []string {
	if parted == nil {
		return strings.Split(path, "/")
	}
	return parted
}

// Premise says when an OB4 element is demanded.
type Premise struct {
	Path string // the other element, below the same part
	URN  bool   // it must hold a URN
	Text string // it must hold this text
	Type string // it must be a Type reference to the type of this name
	// ElseAbsent: where the condition does not hold the element must not be
	// there. Only where the row says so.
	ElseAbsent bool
	When       string // the condition in Danish: "når ReferenceID er en URN"

	steps []string // of Path
}

// path are the steps of Path.
func (c *Premise) path() []string { return stepsOf(c.steps, c.Path) }

// Source is where the demand stands.
func (r Rule) Source() string {
	return source(r.Objekt, r.Section)
}

func source(o oio.ObjektType, section string) string {
	name := "Anvisninger for sagsobjektet"
	if o == oio.Dokument {
		name = "Anvisninger for dokumentobjektet"
	}
	return name + " 1.7, afsnit " + section
}

// Occurrence says how many relations of a role may hold at one instant.
type Occurrence struct {
	ID        string
	Objekt    oio.ObjektType
	Section   string
	Relation  string
	Rolle     string
	Min, Max  int      // Max 0: any number
	MayFollow []string // as a row's
}

// Source is where the demand stands.
func (o Occurrence) Source() string { return source(o.Objekt, o.Section) }
