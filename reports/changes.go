package reports

import (
	"io"

	"klarmeld/internal/verdict"
)

// Changes writes what differs between two results of a system.
func Changes(w io.Writer, changes []verdict.Discrepancy, l Language) error {
	c := console{ink: inkFor(w), width: defaultWidth, Language: l}
	c.line("")
	if len(changes) == 0 {
		c.line(l.t("Intet er anderledes end i rapporten."))
		return write(w, []byte(c.out.String()))
	}
	c.line(c.bold(l.t("Anderledes end i rapporten")))
	for _, x := range translated(l, clean(changes)) {
		c.entry(l.t("%s: %s, før %s", x.What, x.Now, x.Was))
	}
	return write(w, []byte(c.out.String()))
}
