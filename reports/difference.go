package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// DifferenceConsole writes what has come and gone between two results of a
// system: what is worse first, then what is mended, then the outcomes.
func DifferenceConsole(w io.Writer, was, now verdict.SystemResult, width int, l Language) error {
	was, now = clean(was), clean(now)
	d := verdict.Differ(was, now)
	c := console{ink: inkFor(w), width: width, Language: l}
	c.line(c.bold(displayName(now)))
	c.text(l.t("Før: %s, %s. Nu: %s, %s.", l.t(was.Verdict.Name()), l.time(was.Begun), l.t(now.Verdict.Name()), l.time(now.Begun)))
	if was.Ruleset != now.Ruleset || was.Policy != now.Policy {
		c.text(l.t("Bemærk: regelsæt %s og politik %s før, %s og %s nu.", was.Ruleset, was.Policy, now.Ruleset, now.Policy))
	}
	for _, x := range translated(l, changedLists(d)) {
		c.items(x)
	}
	if len(d.Changes) > 0 {
		c.line("")
		c.line(c.bold(l.t("Udfald")))
	}
	for _, x := range translated(l, d.Changes) {
		c.entry(l.t("%s: %s, før %s", x.What, x.Now, x.Was))
	}
	if d.Nothing() {
		c.line("")
		c.line(l.t("Intet er anderledes."))
	}
	return write(w, []byte(c.out.String()))
}

func (c *console) items(list changed) {
	if len(list.Items) == 0 {
		return
	}
	c.line("")
	c.line(c.tone(fmt.Sprintf("%s: %d", list.Title, len(list.Items)), list.Tone))
	for _, x := range list.Items {
		text := x.Message
		if x.Cause == verdict.CauseFinding {
			text = x.Rule + ": " + text
		}
		if x.Count > 1 {
			text += c.t(" (%d steder)", x.Count)
		}
		c.entry(text)
		for _, l := range wrap(c.t("i »%v«", x.Scenario), c.width-4) {
			c.line("    " + l)
		}
	}
}
