package reports

import (
	"io"
	"strings"
)

// Phrases are the sentences of one capability, for those who write scenarios.
type Phrases struct {
	Title string
	All   []Phrase
}

// Phrase is a sentence by an example, and what it means.
type Phrase struct{ Example, Meaning string }

// PhrasesConsole writes the vocabulary of the scenarios.
func PhrasesConsole(w io.Writer, groups []Phrases, width int) error {
	c := console{ink: inkFor(w), width: width}
	for i, g := range groups {
		if i > 0 {
			c.line("")
		}
		c.line(c.bold(g.Title))
		for _, p := range g.All {
			for n, l := range wrap(p.Example, c.width-4) {
				c.line(strings.Repeat(" ", 2+2*min(n, 1)) + l)
			}
			for _, l := range wrap(p.Meaning, c.width-8) {
				c.line("      " + l)
			}
		}
	}
	return write(w, []byte(c.out.String()))
}
