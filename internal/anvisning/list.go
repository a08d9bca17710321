package anvisning

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Checkability says how far a rule can be tried.
type Checkability string

// How far: by one message, in a run only, where it takes more than one message, or not at all.
const (
	Checked          Checkability = "checked"
	CheckedWithState Checkability = "checked_with_state"
	NotCheckable     Checkability = "not_checkable"
)

// Name is what a Danish reader sees.
func (s Checkability) Name() string {
	return map[Checkability]string{Checked: "kontrolleres", CheckedWithState: "kontrolleres i en kørsel", NotCheckable: "kan ikke kontrolleres"}[s]
}

// RuleKind says what sort of rule an entry is.
type RuleKind string

// The kinds: a row of the anvisninger, how often a role occurs, and what needs
// code.
const (
	KindRow        RuleKind = "row"
	KindOccurrence RuleKind = "occurrence"
	KindNamed      RuleKind = "named"
)

// Listed is a rule as a list of rules shows it.
type Listed struct {
	ID         string          `json:"id"`
	Kind       RuleKind        `json:"kind"`
	Objekt     oio.ObjektType  `json:"object"` // "" for both
	Part       string          `json:"part,omitempty"`
	Role       string          `json:"role,omitempty"`
	Element    string          `json:"element,omitempty"`
	Obligation string          `json:"obligation,omitempty"`
	Format     string          `json:"format,omitempty"`
	Severity   verdict.Outcome `json:"severity"`
	Text       string          `json:"text"` // what is demanded, in Danish
	Fix        string          `json:"fix"`  // how to mend it
	Source     string          `json:"source"`
	State      Checkability    `json:"state"`
	Reason     string          `json:"reason,omitempty"`  // why it cannot be tried
	TriedBy    string          `json:"triedBy,omitempty"` // the rule that tries it, when another does
	// NeedsRegisters: it can only be tried with the municipality's registers at
	// hand (FK Organisation and FK Klassifikation).
	NeedsRegisters bool `json:"needsRegisters,omitempty"`
}

// Finding is what the rule says of something that breaks it: where, and whom it
// hits, stands elsewhere.
func (e Listed) Finding(message, expected, actual string) verdict.Finding {
	return verdict.Finding{Rule: e.ID, Outcome: e.Severity, Source: e.Source, Message: message, Expected: expected, Actual: actual, Fix: e.Fix}
}

// List is every rule of the anvisninger, in the order of the anvisninger: rows, then occurrences,
// then those that need code.
func List() []Listed {
	var out []Listed
	for _, r := range Rules() {
		out = append(out, r.entry())
	}
	for _, o := range Occurrences() {
		out = append(out, o.entry())
	}
	for _, n := range NamedRules() {
		out = append(out, n.entry())
	}
	return out
}

func (n Named) entry() Listed {
	e := Listed{ID: n.ID, Kind: KindNamed, Objekt: n.Objekt, Severity: n.Outcome, Text: n.Text, Fix: n.Fix, Source: n.Source, State: Checked,
		NeedsRegisters: n.NeedsRegisters}
	if n.NeedsState {
		e.State = CheckedWithState
	}
	return e
}

func (r Rule) entry() Listed {
	e := Listed{ID: r.ID, Kind: KindRow, Objekt: r.Objekt, Part: r.Del, Role: r.Rolle, Element: r.Path, Obligation: r.Obligation.String(),
		Format:   r.Format.Expected,
		Severity: verdict.Fail, Text: r.text(), Fix: r.mend(), Source: r.Source(), State: Checked, Reason: r.Untried, TriedBy: r.TriedBy}
	if r.Untried != "" {
		e.State = NotCheckable
	}
	if r.Rolle == UnknownRole {
		e.Role = ""
	}
	return e
}

// text is what the row demands, in a sentence or two.
func (r Rule) text() string {
	demand := r.Obligation.demand()
	if r.Obligation == OB4 {
		demand = "er obligatorisk, " + r.If.When
		if r.If.ElseAbsent {
			demand += ", og må ellers ikke udfyldes"
		}
	}
	s := fmt.Sprintf("%s %s.", upper(r.what()), demand)
	if r.Obligation != Absent && r.Format.Expected != "" {
		s += " Form: " + r.Format.Expected + "."
	}
	return s
}

// what is what the element is, with the comma that ends the clause when it has one.
func (r Rule) what() string {
	what := r.What
	if strings.Contains(what, ",") {
		what += ","
	}
	return what
}

// mend is how to keep the row.
func (r Rule) mend() string {
	if r.Obligation == Absent || r.TriedBy != "" && r.TriedBy != RuleRole.ID {
		if how := withdrawnForm(last(r.Path)); how != "" && r.TriedBy != "" {
			return fmt.Sprintf("Udelad %s, og send nummeret som URN i ReferenceID: %s.", last(r.Path), how)
		}
		return "Udelad " + last(r.Path) + "."
	}
	example := r.Example
	if example == "" && len(r.Format.Good) > 0 && !strings.Contains(r.Format.Good[0], sampleUUID) {
		example = r.Format.Good[0]
	}
	verb := "Send"
	if r.Obligation == Optional {
		verb = "Udelad, eller send"
	}
	s := fmt.Sprintf("%s <%s> i %s", verb, last(r.Path), place(&r))
	if example != "" && len(example) < 160 {
		s += fmt.Sprintf(", fx <%[1]s>%[2]s</%[1]s>", last(r.Path), example)
	}
	return s + "."
}

func (o Occurrence) entry() Listed {
	e := Listed{ID: o.ID, Kind: KindOccurrence, Objekt: o.Objekt, Part: o.Relation, Role: o.Rolle, Severity: verdict.Fail, Source: o.Source(), State: Checked}
	switch {
	case o.Min > 0:
		e.Obligation, e.Text = "1", fmt.Sprintf("Der er præcis én relation %s med rollen »%s« på ethvert tidspunkt, fra den første begynder.", o.Relation, o.Rolle)
		e.Fix = "Send relationen, og lad en afløser begynde, præcis når den forrige slutter."
	case o.Max > 0:
		e.Obligation, e.Text = "0..1", fmt.Sprintf("Der er højst én relation %s med rollen »%s« ad gangen.", o.Relation, o.Rolle)
		e.Fix = "Afslut den forrige relation (TilTidspunkt), før den næste begynder."
	default:
		e.Obligation, e.Text = "0..*", fmt.Sprintf("Der må være flere relationer %s med rollen »%s«; de skelnes ved deres Indeks.", o.Relation, o.Rolle)
		e.Fix, e.TriedBy = "Giv hver relation sit eget Indeks.", RuleIndeks.ID
	}
	return e
}

func upper(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}
