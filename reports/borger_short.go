package reports

import (
	"fmt"
	"strings"

	"klarmeld/internal/verdict"
)

// Seeing is what the report says in short of what the citizens would see; nil when the
// report is from before it was asked.
func (p page) Seeing() *citizensShort {
	if p.Citizens == nil {
		return nil
	}
	out := &citizensShort{File: CitizensFile, Language: Language(p.Language)}
	for _, n := range p.Citizens.Never {
		out.Never = append(out.Never, newSighting(n))
	}
	for _, c := range p.Citizens.Pages {
		for _, x := range c.Cases {
			out.Total.count(x)
		}
	}
	out.Citizens = len(p.Citizens.Pages)
	return out
}

// citizensShort is what a report says in short.
type citizensShort struct {
	File     string
	Language Language
	Never    []sighting
	Citizens int
	Total    citizenTally
}

// Sum is the whole of it in one sentence.
func (c citizensShort) Sum() string {
	l, t := c.Language, c.Total
	if t.Right() {
		return l.t("%d borgere ser %d sager, og alt er, som det skal være.", c.Citizens, t.Seen)
	}
	return l.t("%d borgere ser %d sager og skulle se %d. Mangler: %d. Noget forkert: %d. For meget: %d.", c.Citizens, t.Seen, t.Expected, t.Missing,
		t.Wrong, t.TooMuch)
}

// markdown is the same for a pull request.
func (c *citizensShort) markdown() string {
	if c == nil {
		return ""
	}
	l := c.Language
	var b strings.Builder
	fmt.Fprintf(&b, "\n## %s\n\n", l.t("Hvad borgerne ville se"))
	for _, n := range c.Never {
		m := translated(l, n.Mark)
		fmt.Fprintf(&b, "- %s **%s**: %s\n", m.Sign, inline(m.Word), inline(l.text(n.Message)))
	}
	if len(c.Never) > 0 {
		b.WriteString("\n")
	}
	fmt.Fprintf(&b, "%s\n", inline(c.Sum()))
	return b.String()
}

// places are where on the time line a case can be.
func places(v *verdict.CaseView) []timePlace {
	closed := v.State == verdict.CaseClosed
	return []timePlace{
		{Name: "Oprettet", Day: v.Opened, Done: v.Opened != ""},
		{Name: verdict.CaseOpen.Name(), Done: closed, Now: v.State == verdict.CaseOpen},
		{Name: verdict.CaseClosed.Name(), Day: v.Closed, Now: closed},
	}
}

// timePlace is a place on the time line.
type timePlace struct {
	Name string
	Day  string // YYYY-MM-DD; "" when there is none to show
	Done bool   // the case has been here
	Now  bool   // the case is here
}
