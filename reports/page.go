package reports

import (
	"fmt"
	"slices"

	"klarmeld/internal/verdict"
)

// page is what rapport.gohtml shows of a system.
type page struct {
	verdict.SystemResult
	Display  string
	Mark     mark
	Meaning  string
	Summary  string // how many areas came out how
	Areas    []area
	Blocking []group // what stands between the system and an approval
	Remarks  []group
	Notes    []group
	Outcomes []term
	Verdicts []term
	Tested   []requirement // what scenarios stand for
	Untested []requirement
}

// area is a capability as the page shows it.
type area struct {
	verdict.CapabilityResult
	Tally     string // of its findings, when there are several
	Scenarios []scenario
}

// scenario is a scenario with links to where its findings are shown.
type scenario struct {
	verdict.ScenarioResult
	Links  []link
	Stands []verdict.Requirement // what it stands for
}

// ReasonToShow is the scenario's reason, unless a link already says it.
func (s scenario) ReasonToShow() string {
	for _, l := range s.Links {
		if l.Text == linkText(s.Outcome, s.Reason) {
			return ""
		}
	}
	return s.Reason
}

type link struct{ Anchor, Text string }

func linkText(o verdict.Outcome, title string) string { return o.Name() + ": " + title }

// group is one thing to mend: the findings of a rule, or what was not offered
// or not seen without a rule of its own.
type group struct {
	Anchor    string
	Outcome   verdict.Outcome
	Title     string
	Rule      string // "" when it comes of no rule
	Text      string // for a group without findings
	Fix       string
	Areas     []string // names of the columns it counts in
	First     *evidence
	Rest      []evidence
	Scenarios []verdict.ScenarioResult // of a group without findings
}

// Count is how many places the group speaks of.
func (g group) Count() int {
	if g.First == nil {
		return max(1, len(g.Scenarios))
	}
	return 1 + len(g.Rest)
}

// evidence is one finding with the name of its scenario. Number counts the
// group's findings from 1. SameMessage and Repeats tell that the message, or
// fix and source, are those of the first of them.
type evidence struct {
	verdict.Finding
	ScenarioName         string
	Number               int
	SameMessage, Repeats bool
}

// newPage makes the page of a cleaned result, which it may change.
func newPage(s verdict.SystemResult) page {
	nameScenarios(s)
	p := page{SystemResult: s, Display: displayName(s), Mark: verdictMark(s.Verdict), Meaning: verdictMeaning(s.Verdict),
		Outcomes: outcomeTerms(), Verdicts: verdictTerms()}
	for _, g := range groups(s) {
		switch {
		case g.Outcome > verdict.Remark:
			p.Blocking = append(p.Blocking, g)
		case g.Outcome == verdict.Remark:
			p.Remarks = append(p.Remarks, g)
		default:
			p.Notes = append(p.Notes, g)
		}
	}
	links := linksByScenario(slices.Concat(p.Blocking, p.Remarks, p.Notes))
	var outcomes []verdict.Outcome
	for _, c := range cells(s) {
		outcomes = append(outcomes, c.Outcome)
		a := area{CapabilityResult: c}
		if f := c.Findings(); len(f) > 1 { // a single one is the reason itself
			a.Tally = tally(outcomesOf(f))
		}
		for _, sc := range c.Scenarios {
			a.Scenarios = append(a.Scenarios, scenario{sc, links[sc.ID], standsFor(s, sc)})
		}
		p.Areas = append(p.Areas, a)
	}
	p.Summary = summary(outcomes)
	p.Tested, p.Untested = requirements(s)
	return p
}

// nameScenarios lets each finding of a scenario name it.
func nameScenarios(s verdict.SystemResult) {
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for i := range sc.Findings {
				sc.Findings[i].Scenario = sc.ID
			}
		}
	}
}

// summary counts areas by outcome, best first.
func summary(outcomes []verdict.Outcome) string {
	n := map[verdict.Outcome]int{}
	for _, o := range outcomes {
		n[o]++
	}
	text := ""
	for o := verdict.Pass; o <= verdict.HarnessFailure; o++ {
		if n[o] == 0 {
			continue
		}
		if text != "" {
			text += " · "
		}
		text += fmt.Sprintf("%d %s", n[o], outcomePhrase(o))
	}
	return text
}

func outcomePhrase(o verdict.Outcome) string {
	return map[verdict.Outcome]string{
		verdict.Pass: "bestået", verdict.Remark: "med bemærkning", verdict.NotTried: "ikke afprøvet",
		verdict.NotObserved: "ikke observeret", verdict.Fail: "med fejl", verdict.HarnessFailure: "uden resultat (fejl i klarmeld)",
	}[o]
}

func linksByScenario(all []group) map[string][]link {
	out := map[string][]link{}
	add := func(id string, g group) {
		l := link{g.Anchor, linkText(g.Outcome, g.Title)}
		if id != "" && !slices.Contains(out[id], l) {
			out[id] = append(out[id], l)
		}
	}
	for _, g := range all {
		if g.First != nil {
			add(g.First.Scenario, g)
		}
		for _, e := range g.Rest {
			add(e.Scenario, g)
		}
		for _, s := range g.Scenarios {
			add(s.ID, g)
		}
	}
	return out
}
