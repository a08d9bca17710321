package reports

import (
	"fmt"
	"io"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/proof"
)

// RulesConsole writes rules as a list, grouped as the anvisninger are.
func RulesConsole(w io.Writer, entries []anvisning.Entry) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	group := ""
	states := map[anvisning.State]int{}
	for _, e := range entries {
		if g := groupOf(e); g != group {
			if group = g; len(states) > 0 {
				c.line("")
			}
			c.line(c.bold(g))
		}
		states[e.State]++
		head := e.Obligation
		if head == anvisning.Absent.String() {
			head = "nej"
		}
		c.line("  " + pad(head, 9) + e.ID)
		for _, l := range wrap(e.Text, c.width-11) {
			c.line(strings.Repeat(" ", 11) + l)
		}
		if e.State == anvisning.NotCheckable {
			c.field("Ikke", e.Reason)
		}
	}
	c.line("")
	c.line(fmt.Sprintf("%s: %d kontrolleres, %d kontrolleres i en kørsel, %d kan ikke kontrolleres. Regelsæt %s.", count(len(entries), "regel", "regler"),
		states[anvisning.Checked], states[anvisning.CheckedWithState], states[anvisning.NotCheckable], anvisning.Version))
	c.line("klarmeld rules ID viser en regel med kilde og eksempler.")
	return write(w, []byte(c.out.String()))
}

func groupOf(e anvisning.Entry) string {
	switch e.Kind {
	case judge.KindForm:
		return "Formen: XML, SOAP og strukturen (XSD)"
	case anvisning.KindNamed:
		return "På tværs af elementer og meddelelser"
	case anvisning.KindOccurrence:
		return fmt.Sprintf("%s, forekomster", e.Objekt)
	}
	g := string(e.Objekt)
	if e.Part != "" {
		g += " · " + e.Part
	}
	if e.Role != "" {
		g += " »" + e.Role + "«"
	}
	return g
}

// RuleConsole writes one rule, with a part of a message that keeps it and one
// that breaks it.
func RuleConsole(w io.Writer, e anvisning.Entry, keeps, breaks string) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	c.line(c.bold(e.ID))
	c.field("", e.Text)
	c.line("")
	c.field("Ret det", e.Fix)
	c.field("Alvor", e.Severity.Name())
	c.field("Pligt", e.Obligation)
	c.field("Kilde", e.Source)
	state := e.State.Name()
	if e.TriedBy != "" {
		state += " af " + e.TriedBy
	}
	if e.Reason != "" {
		state += ": " + e.Reason
	}
	c.field("Kontrol", state)
	for _, x := range []struct {
		title, xml string
		tone       tone
	}{{"Overholder reglen", keeps, "bestaaet"}, {"Bryder reglen", breaks, "fejl"}} {
		if x.xml == "" {
			continue
		}
		c.line("")
		c.line(c.tone(x.title, x.tone))
		c.xml(x.xml)
	}
	return write(w, []byte(c.out.String()))
}

// xml writes a fragment as it is, a little to the right.
func (c *console) xml(fragment string) {
	for _, l := range strings.Split(strings.TrimRight(fragment, "\n"), "\n") {
		c.line("    " + l)
	}
}

// fateWords are what a Danish reader sees of a case's fate.
var fateWords = map[proof.Fate]string{
	proof.Killed: "dræbt", proof.Survived: "overlevede", proof.WrongReason: "fundet af en forkert grund",
	proof.Noise: "falsk anklage", proof.Failed: "kunne ikke afspilles",
}

// ProofConsole writes the kill matrix: the sums, and every case that is not as
// it should be.
func ProofConsole(w io.Writer, r proof.Report) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	for _, l := range r.Lines {
		if l.Fate == proof.Killed {
			continue
		}
		name := l.Rule
		if l.Row != "" {
			name = l.Row + " (ved " + l.Rule + ")"
		}
		c.line(c.tone("✗ "+fateWords[l.Fate], "fejl") + "  " + name + ": " + l.Mutation)
		for _, why := range l.Why {
			c.field("", why)
		}
	}
	for _, id := range r.Unproven {
		c.line(c.tone("✗ uden bevis", "fejl") + "  " + id)
	}
	structural := 0
	for _, l := range r.Lines {
		if l.Structure {
			structural++
		}
	}
	c.line(c.bold(fmt.Sprintf("Regelsæt %s: %d af %d brud dræbt af den rette grund, på %d regler.", r.Ruleset, r.Killed, r.Cases, r.Rules)))
	c.line(fmt.Sprintf("%d brud rammer også strukturen (XSD), %d kun anvisningerne.", structural, r.Cases-structural))
	return write(w, []byte(c.out.String()))
}
