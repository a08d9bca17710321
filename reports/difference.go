package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// DifferenceConsole writes what has come and gone between two results of a
// system: what is worse first, then what is mended, then the outcomes.
func DifferenceConsole(w io.Writer, was, now verdict.SystemResult, width int) error {
	was, now = clean(was), clean(now)
	d := verdict.Differ(was, now)
	c := console{ink: inkFor(w), width: width}
	c.line(c.bold(displayName(now)))
	for _, l := range wrap(fmt.Sprintf("Før: %s, %s. Nu: %s, %s.", was.Verdict.Name(), danishTime(was.Begun), now.Verdict.Name(), danishTime(now.Begun)), width) {
		c.line(l)
	}
	if was.Ruleset != now.Ruleset || was.Policy != now.Policy {
		for _, l := range wrap(fmt.Sprintf("Bemærk: regelsæt %s og politik %s før, %s og %s nu.", was.Ruleset, was.Policy, now.Ruleset, now.Policy), width) {
			c.line(l)
		}
	}
	c.items("Brudt siden sidst", "fejl", d.Broken)
	c.items("Nyt", "bemaerkning", d.New)
	c.items("Rettet", "bestaaet", d.Fixed)
	c.items("Ikke længere observeret (ingen så efter; det er ikke det samme som rettet)", "ikke_afproevet", d.Unseen)
	if len(d.Changes) > 0 {
		c.line("")
		c.line(c.bold("Udfald"))
	}
	for _, x := range d.Changes {
		c.entry(fmt.Sprintf("%s: %s, før %s", x.What, x.Now, x.Was))
	}
	if !d.Worse() && len(d.Fixed)+len(d.Unseen)+len(d.Changes) == 0 {
		c.line("")
		c.line("Intet er anderledes.")
	}
	return write(w, []byte(c.out.String()))
}

func (c *console) items(title, tone string, all []verdict.Item) {
	if len(all) == 0 {
		return
	}
	c.line("")
	c.line(c.tone(fmt.Sprintf("%s: %d", title, len(all)), tone))
	for _, x := range all {
		text := x.Message
		if x.Rule != "" {
			text = x.Rule + ": " + text
		}
		if x.Count > 1 {
			text += fmt.Sprintf(" (%d steder)", x.Count)
		}
		c.entry(text)
		for _, l := range wrap("i »"+x.Scenario+"«", c.width-4) {
			c.line("    " + l)
		}
	}
}
