package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// KnownConsole writes which findings are new, which are known, and which known
// ones are no longer seen.
func KnownConsole(w io.Writer, s verdict.Sorted, width int) error {
	s = clean(s)
	c := console{ink: inkFor(w), width: width}
	c.line("")
	c.line(c.bold(fmt.Sprintf("Fund: %d nye, %d kendte", len(s.New), len(s.Known))))
	item := func(head, text string) { c.entry(head + ": " + text) }
	for _, f := range s.New {
		item("ny, "+f.Rule, f.Message)
	}
	for _, f := range s.Known {
		item("kendt, "+f.Rule, f.Message)
	}
	for _, k := range s.Expired {
		item("kendt indtil "+k.Until+", og ikke længere", k.Rule+" ("+k.Reason+")")
	}
	for _, k := range s.Gone {
		item("kendt, men ikke længere set", k.Rule+" ("+k.Reason+"); stryg det")
	}
	return write(w, []byte(c.out.String()))
}
