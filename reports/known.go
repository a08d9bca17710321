package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/verdict"
)

// acceptance is what of a report's findings somebody has accepted, as the forms
// show it. Of what has one rule in common, the first stands, with their number.
type acceptance struct {
	Any     bool // somebody has accepted something
	Summary string
	New     []string
	Known   []string
	Gone    []string
	Expired []string
}

// newAcceptance words what is accepted of a result that is in the language already.
func newAcceptance(s verdict.SystemResult, l Language) acceptance {
	a := s.Acceptance()
	out := acceptance{Any: len(s.Known) > 0, Summary: l.t("Fund: %d nye, %d kendte", len(a.New), len(a.Known))}
	var fresh, known counted
	for _, f := range a.New {
		fresh.add(f.Rule, l.t("ny, %v: %v", f.Rule, f.Message))
	}
	for _, f := range a.Known {
		known.add(f.Rule+"|"+f.By.Scenario+"|"+f.By.Until, l.t("kendt til %v, %v: %v", f.By.Until, f.Rule, f.Message))
	}
	out.New, out.Known = fresh.lines(l), known.lines(l)
	for _, k := range a.Expired {
		out.Expired = append(out.Expired, l.t("kendt indtil %v, og ikke længere: %v (%v)", k.Until, k.Rule, k.Reason))
	}
	for _, k := range a.Gone {
		out.Gone = append(out.Gone, l.t("kendt, men ikke længere set: %v (%v); stryg det", k.Rule, k.Reason))
	}
	return out
}

// Lines are all of them, the new ones first.
func (a acceptance) Lines() []string {
	var out []string
	for _, list := range [][]string{a.New, a.Known, a.Expired, a.Gone} {
		out = append(out, list...)
	}
	return out
}

// acceptedAs says of a finding what it is accepted by; "" when it is not.
func acceptedAs(k *verdict.Known) string {
	if k == nil {
		return ""
	}
	return fmt.Sprintf("Kendt og accepteret til %v: %v", k.Until, k.Reason)
}

// counted are lines, the first of each kind and how many there are of it.
type counted struct {
	kinds []string // in the order in which they first came
	first map[string]string
	times map[string]int
}

func (c *counted) add(kind, line string) {
	if c.times == nil {
		c.first, c.times = map[string]string{}, map[string]int{}
	}
	if c.times[kind] == 0 {
		c.kinds, c.first[kind] = append(c.kinds, kind), line
	}
	c.times[kind]++
}

func (c counted) lines(l Language) []string {
	var out []string
	for _, kind := range c.kinds {
		line := c.first[kind]
		if n := c.times[kind]; n > 1 {
			line += l.t(" (%d steder)", n)
		}
		out = append(out, line)
	}
	return out
}

// KnownConsole writes which findings are new, which are known, and which known
// ones are no longer seen. Where nobody has accepted anything it writes nothing.
func KnownConsole(w io.Writer, s verdict.SystemResult, width int, l Language) error {
	a := newAcceptance(translated(l, clean(s)), l)
	if !a.Any {
		return nil
	}
	c := console{ink: inkFor(w), width: width, Language: l}
	c.line("")
	c.line(c.bold(s.Name + " · " + a.Summary))
	for _, x := range a.Lines() {
		c.entry(x)
	}
	return write(w, []byte(c.out.String()))
}
