package reports

import (
	"fmt"
	"io"
	"strings"

	"klarmeld/internal/verdict"
)

// Explanation is one finding in depth.
type Explanation struct {
	System   string
	Finding  verdict.Finding
	Rule     string // what the rule demands; "" when no list has it
	Scenario verdict.ScenarioResult
	Others   []string      // the other findings of the rule, by ID
	Cause    string        // what it follows from, by ID and rule; "" when it has a cause of its own
	Follows  []string      // what follows from it
	Message  ShownExchange // the whole exchange; empty: not to be shown
}

// Explain makes the explanation of a finding of a result.
func Explain(s verdict.SystemResult, f verdict.Finding) Explanation {
	out := Explanation{System: displayName(s), Finding: f}
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for _, x := range sc.Findings {
				switch {
				case x.ID == f.ID:
					out.Scenario = sc
				case x.Rule == f.Rule:
					out.Others = append(out.Others, x.ID)
				}
			}
		}
	}
	for _, c := range verdict.Causes(s.Findings()) {
		for _, x := range c.Consequences {
			switch f.ID {
			case x.ID:
				out.Cause = named(c.Finding)
			case c.ID:
				out.Follows = append(out.Follows, named(x))
			}
		}
	}
	return out
}

// ExplainConsole writes one finding in depth.
func ExplainConsole(w io.Writer, e Explanation, width int, l Language) error {
	e = translated(l, clean(e))
	f := e.Finding
	c := console{ink: inkFor(w), width: width, Language: l}
	m := c.mark(f.Outcome)
	c.line(c.bold(e.System) + ": " + l.t("Fund") + " " + f.ID)
	c.line(c.tone(m.Sign+" "+m.Word, m.Tone) + "  " + f.Rule)
	c.line("")
	c.text(f.Message)
	c.line("")
	c.field(l.t("Forventet"), f.Expected)
	c.field(l.t("Fundet"), f.Actual)
	if f.Hits != "" {
		c.field(l.t("Rammer"), f.Hits+": "+f.Consequence)
	}
	c.part(l.t("Uddrag af beskeden"), f.Fragment)
	c.line("")
	c.field(l.t("Ret det"), f.Fix)
	if f.IsExample {
		c.part(l.t("Sådan kan det se ud; værdien er et eksempel (afprøvet)"), f.Suggestion)
	} else {
		c.part(l.t("Den mindste ændring, der retter det (afprøvet)"), f.Suggestion)
	}
	c.line("")
	c.field(l.t("Reglen"), e.Rule)
	c.field(l.t("Kilde"), f.Source)
	c.field("KOMBIT", l.text(f.Tool.Name()))
	c.field(l.t("Regelsæt"), l.newIn(f.New))
	c.field(l.t("Sted"), l.place(f))
	c.field(l.t("Sti"), f.Path)
	c.field(l.t("Følge af"), e.Cause)
	c.field(l.t("Følge"), strings.Join(e.Follows, ", "))
	if len(e.Others) > 0 {
		c.field(l.t("Også"), strings.Join(e.Others, ", "))
	}
	c.played(e.Scenario)
	c.part(l.t("Anmodningen"), e.Message.Request)
	c.part(l.t("Svaret"), e.Message.Reply)
	return write(w, []byte(c.out.String()))
}

// part writes a titled piece of XML.
func (c *console) part(title, xml string) {
	if xml == "" {
		return
	}
	c.line("")
	c.line("  " + title + ":")
	c.xml(xml)
}

// played writes a scenario's sentences and how each went.
func (c *console) played(s verdict.ScenarioResult) {
	if s.ID == "" {
		return
	}
	c.line("")
	c.text(fmt.Sprintf("%s %s: %s", c.t("Scenarie"), s.ID, s.Name))
	for _, x := range s.Steps {
		c.entry(fmt.Sprintf("%s (%s)", x.Text, c.t(x.Status.Name())))
	}
}
