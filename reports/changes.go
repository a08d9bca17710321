package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// Changes writes what differs between two results of a system.
func Changes(w io.Writer, changes []verdict.Change) error {
	c := console{ink: inkFor(w), width: defaultWidth}
	c.line("")
	if len(changes) == 0 {
		c.line("Intet er anderledes end i rapporten.")
		return write(w, []byte(c.out.String()))
	}
	c.line(c.bold("Anderledes end i rapporten"))
	for _, x := range changes {
		c.entry(fmt.Sprintf("%s: %s, før %s", cleanText(x.What), x.Now, x.Was))
	}
	return write(w, []byte(c.out.String()))
}
