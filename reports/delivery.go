package reports

import (
	"fmt"
	"io"
	"strings"

	"klarmeld/internal/verdict"
)

// FindingsFolded writes what was found in a delivery rule by rule, the worst first: how
// often, in how many messages, and the first examples.
func FindingsFolded(w io.Writer, all *verdict.ByRule) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	rules := clean(all.Rules())
	for _, r := range rules {
		c.fold(r)
	}
	if len(rules) > 0 {
		c.line(fmt.Sprintf("I alt %s efter %s.", strings.Join(tallyOf(all), ", "), count(len(rules), "regel", "regler")))
	}
	return write(w, []byte(c.out.String()))
}

// tallyOf counts findings by their outcomes.
func tallyOf(all *verdict.ByRule) []string {
	return tallyBy(all.Count)
}

// fold writes what a rule found.
func (c *console) fold(r verdict.RuleFold) {
	m, f := outcomeMark(r.Outcome), r.Examples[0]
	often := fmt.Sprintf("%d gange i %s", r.Findings, count(r.Messages, "meddelelse", "meddelelser"))
	if r.Findings == 1 {
		often = "1 gang"
	}
	c.line(c.tone(m.Sign+" "+m.Word, m.Tone) + "  " + c.bold(r.Rule) + "  " + often)
	c.field("", f.Message)
	c.field("Forventet", f.Expected)
	c.field("Ret det", f.Fix)
	for _, x := range r.Examples {
		where := placed(x)
		if x.Actual != "" {
			where += ": " + x.Actual
		}
		c.field("Fx", where)
		c.field("Sted", x.Path)
	}
	if r.Following > 0 {
		c.field("Følge", fmt.Sprintf("%d af dem følger af et andet fund i samme meddelelse.", r.Following))
	}
	c.field("Kilde", f.Source)
	c.line("")
}

// placed is where a finding is.
func placed(f verdict.Finding) string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s, linje %d", f.File, f.Line)
}

// FindingsInTurn writes the findings of a delivery message by message, as FindingsConsole
// does, and the sum of them at the end. It holds none of them.
type FindingsInTurn struct {
	W     io.Writer
	files int
}

// Add writes what was found in one message.
func (t *FindingsInTurn) Add(findings []verdict.Finding) error {
	if len(findings) == 0 {
		return nil
	}
	c := console{ink: inkFor(t.W), width: defaultWidth}
	t.files += c.files(verdict.Causes(clean(findings)))
	return write(t.W, []byte(c.out.String()))
}

// Close writes the sum.
func (t *FindingsInTurn) Close(all *verdict.ByRule) error {
	if t.files == 0 {
		return nil
	}
	return write(t.W, fmt.Appendf(nil, "I alt %s i %s.\n", strings.Join(tallyOf(all), ", "), count(t.files, "meddelelse", "meddelelser")))
}
