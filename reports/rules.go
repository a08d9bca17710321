package reports

import (
	"fmt"
	"io"
	"strings"
)

// RuleList is rules as a list shows them. Every text is Danish.
type RuleList struct {
	Rules   []RuleLine
	Ruleset string // its version
	// How many are tried by a message alone, in a run, and not at all.
	Checked, InRun, NotCheckable int
}

// RuleLine is a rule in a list.
type RuleLine struct {
	Group      string // what it is about; rules of a group follow each other
	Obligation string // a short word, such as OB1
	ID         string
	Text       string
	Untried    string // why it cannot be tried; "" when it can
	Needs      string // what must be at hand to try it; "" when nothing is
}

// RulePage is all that is said of one rule.
type RulePage struct {
	ID, Text, Fix, Severity, Obligation, Source, Tried, Needs string
	// Keeps and Breaks are parts of messages, as XML; "" when there are none.
	Keeps, Breaks string
	Hits          string   // whom a broken rule hits, and how
	Steps         []string // the sentences that can find fault by it, with their scenarios
	// Clauses are what the anvisning's row says, sentence by sentence; Rows names
	// the rows that have a sentence which the rule tries.
	Clauses []ClauseLine
	Rows    string
}

// ClauseLine is a sentence of the anvisninger, in our own words.
type ClauseLine struct {
	Demand string // "skal", "bør" or "oplyser"
	Says   string
	Tried  string // by what, or why not; "" when it demands nothing
}

// ProofTable is what a proof of the ruleset showed.
type ProofTable struct {
	Ruleset              string
	Killed, Cases, Rules int
	Structural           int         // cases that break the XSD too
	Wrong                []ProofLine // the cases that did not end as they should
	Unproven             []string    // IDs of rules without a case
}

// ProofLine is a case that did not end as it should.
type ProofLine struct {
	Fate     string // in Danish
	Rule     string
	Mutation string
	Why      []string
}

// RulesConsole writes rules as a list, grouped as the anvisninger are.
func RulesConsole(w io.Writer, l RuleList) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	group := ""
	for i, r := range l.Rules {
		if r.Group != group {
			if group = r.Group; i > 0 {
				c.line("")
			}
			c.line(c.bold(group))
		}
		c.line("  " + pad(r.Obligation, 9) + r.ID)
		for _, text := range wrap(r.Text, c.width-11) {
			c.line(strings.Repeat(" ", 11) + text)
		}
		for _, f := range [][2]string{{"Ikke", r.Untried}, {"Kræver", r.Needs}} {
			if f[1] != "" {
				c.field(f[0], f[1])
			}
		}
	}
	c.line("")
	c.line(fmt.Sprintf("%s: %d kontrolleres, %d kontrolleres i en kørsel, %d kan ikke kontrolleres. Regelsæt %s.", count(len(l.Rules), "regel", "regler"),
		l.Checked, l.InRun, l.NotCheckable, l.Ruleset))
	c.line("klarmeld rules ID viser en regel med kilde og eksempler.")
	return write(w, []byte(c.out.String()))
}

// RuleConsole writes one rule, with a part of a message that keeps it and one
// that breaks it.
func RuleConsole(w io.Writer, r RulePage) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	c.line(c.bold(r.ID))
	c.field("", r.Text)
	c.line("")
	for _, f := range [][2]string{{"Ret det", r.Fix}, {"Rammer", r.Hits}, {"Alvor", r.Severity}, {"Pligt", r.Obligation}, {"Kilde", r.Source},
		{"Kontrol", r.Tried}, {"Kræver", r.Needs}} {
		c.field(f[0], f[1])
	}
	if len(r.Steps) > 0 {
		c.line("")
		c.line("  Trin, der kan finde det:")
		for _, s := range r.Steps {
			c.entry(s)
		}
	}
	c.clauses(r)
	for _, x := range []struct {
		title, xml string
		tone       tone
	}{{"Overholder reglen", r.Keeps, "bestaaet"}, {"Bryder reglen", r.Breaks, "fejl"}} {
		if x.xml == "" {
			continue
		}
		c.line("")
		c.line(c.tone(x.title, x.tone))
		c.xml(x.xml)
	}
	return write(w, []byte(c.out.String()))
}

// clauses writes what the row says sentence by sentence, and which rows have a sentence
// that the rule tries.
func (c *console) clauses(r RulePage) {
	if len(r.Clauses) > 0 {
		c.line("")
		c.line("  Rækken, sætning for sætning, i vores egne ord:")
	}
	for _, l := range r.Clauses {
		said := l.Demand + ": " + l.Says
		if l.Tried != "" {
			said += " (" + l.Tried + ")"
		}
		c.entry(said)
	}
	if r.Rows != "" {
		c.line("")
		c.field("Rækker, hvis sætninger den prøver", r.Rows)
	}
}

// xml writes a fragment as it is, a little to the right.
func (c *console) xml(fragment string) {
	for _, l := range strings.Split(strings.TrimRight(fragment, "\n"), "\n") {
		c.line("    " + l)
	}
}

// ProofConsole writes the kill matrix: the sums, and every case that is not as
// it should be.
func ProofConsole(w io.Writer, p ProofTable) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	for _, l := range p.Wrong {
		c.line(c.tone("✗ "+l.Fate, "fejl") + "  " + l.Rule + ": " + l.Mutation)
		for _, why := range l.Why {
			c.field("", why)
		}
	}
	for _, id := range p.Unproven {
		c.line(c.tone("✗ uden bevis", "fejl") + "  " + id)
	}
	c.line(c.bold(fmt.Sprintf("Regelsæt %s: %d af %d brud dræbt af den rette grund, på %d regler.", p.Ruleset, p.Killed, p.Cases, p.Rules)))
	c.line(fmt.Sprintf("%d brud rammer også strukturen (XSD), %d ikke.", p.Structural, p.Cases-p.Structural))
	return write(w, []byte(c.out.String()))
}
