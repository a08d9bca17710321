package reports

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// page is what rapport.gohtml shows of a report.
type page struct {
	verdict.SystemResult
	Language language
	Display  string
	Mark     mark
	Meaning  string
	Alarm    *alarm // nil: nothing was seen that nobody should have seen
	Answers  []answer
	Strips   []strip
	Since    since
	Accepted acceptance
	Signed   []string  // who has signed, and with what remarks
	Theirs   []version // what the verdict rests on that is not klarmeld's
	// Otherwise is what other policies come to, and Unhindered what is to be known where
	// nothing stands between the system and an approval.
	Otherwise, Unhindered []string
	Promised              *promised // nil: the vendor declared nothing
	Besides               []string  // what is said of all findings together
	// Supplemented: there is a column that has no say in the verdict.
	Supplemented bool
	Summary      []string // how many areas came out how
	Areas        []area
	Blocking     []group // what stands between the system and an approval
	Remarks      []group
	Notes        []group
	Outcomes     []term
	Verdicts     []term
	Words        []word
	Untried      []scenario // not played, or not to their end
	Tested       []requirement
	Untested     []requirement
	Covered      *covered // nil in reports of before it was told
	Recording    Recording
	Versions     []version
}

// language is the page's own, as HTML names it.
type language string

// version is the version of one thing that the verdict rests on.
type version struct{ What, Is string }

// area is a capability as the page shows it.
type area struct {
	verdict.CapabilityResult
	Plain     string   // the outcome in words that need no XML
	Declared  string   // what the vendor had said of it
	Passed    string   // how many of its scenarios passed, when not all did
	Tally     []string // of its findings, when there are several
	Scenarios []scenario
	Counted   string // how many of its scenarios came out how
}

// scenario is a scenario with links to where its findings are shown.
type scenario struct {
	verdict.ScenarioResult
	Links  []link
	Stands []verdict.Requirement // what it stands for
	Played []step
	// Reviewed is what people have put to it.
	Reviewed []string
}

// step is a sentence and how it went.
type step struct{ verdict.Step }

// Stopped reports whether the scenario went no further.
func (s step) Stopped() bool { return s.Status == verdict.StepStopped }

// ReasonToShow is the scenario's reason, unless a link already says it.
func (s scenario) ReasonToShow() string {
	for _, l := range s.Links {
		if l.Text == s.Reason {
			return ""
		}
	}
	return s.Reason
}

// Demands is what stands before the scenario's basis; "" when nobody has said whether
// every system must do what it asks for.
func (s scenario) Demands() string {
	return map[verdict.DemandKind]string{verdict.Demanded: "Kræves efter", verdict.Optional: "Valgfrit efter"}[s.Kind]
}

// link leads to where a group is shown.
type link struct {
	Anchor  anchor
	Outcome string
	Text    string
}

// anchor names a place of the page.
type anchor string

// group is one thing to mend: the findings of a rule, or what was not offered
// or not seen without a rule of its own. Of what was not offered, a group is what
// would read the same, effect and all; each scenario in it is named.
type group struct {
	Anchor    anchor
	Outcome   verdict.Outcome
	Cause     verdict.Cause
	Class     verdict.Class // of the columns it counts in
	Title     string
	Rule      string // "" when it comes of no rule
	Text      string // for a group without findings
	Fix       string
	Areas     []string // names of the columns it counts in
	First     *evidence
	Rest      []evidence
	Scenarios []verdict.ScenarioResult // of a group without findings
	Quoted    []string                 // the system's own words about them
	Untils    []string                 // how the municipality manages meanwhile
	verdict.Impact
}

// HitsCitizen reports whether it is the citizen who is hit.
func (g group) HitsCitizen() bool { return exposure(g.Hits) == citizen }

func (g group) link() link { return link{g.Anchor, g.Outcome.Name(), g.Title} }

// without is the group as a finding of its own, for a scenario in which nothing
// was found because nothing was seen.
func (g group) without(s verdict.ScenarioResult) verdict.Finding {
	f := verdict.Finding{Rule: g.Rule, Outcome: g.Outcome, Message: g.Title, Actual: s.NotOffered + s.Skipped, Fix: g.Fix, Scenario: s.ID, Impact: g.Impact}
	if g.Cause == verdict.CauseNotOffered {
		f.Message, f.Source = notOffered(s), s.Basis
	}
	return f
}

// Count is how many places the group speaks of.
func (g group) Count() int {
	if g.First == nil {
		return max(1, len(g.Scenarios))
	}
	return 1 + len(g.Rest)
}

// evidence is one finding with what follows from it, and the name of its scenario.
// SameMessage tells that the message is that of the first of its group.
type evidence struct {
	verdict.Finding
	Follows      []verdict.Finding
	ScenarioName string
	SameMessage  bool
	Accepted     string        // by whom it is known; "" when it is new
	Whole        ShownExchange // the exchange it is in, when the page shows it here
	Elsewhere    anchor        // or where on the page it is shown
	Shared       []link        // what else was found in that exchange
}

// newPage makes the page of a report.
func newPage(r Report) page {
	r = clean(r)
	s := r.System
	nameScenarios(s)
	columns := columnsOf(s)
	p := page{SystemResult: s, Language: language(cmp.Or(r.Language, Danish)), Display: displayName(s), Mark: verdictMark(s.Verdict),
		Meaning: verdictMeaning(s.Verdict),
		Since:   newSince(r.Since), Supplemented: supplemented(columns), Outcomes: outcomeTerms(), Verdicts: verdictTerms(), Words: words(), Recording: r.Recording,
		Versions: versions(s),
		Accepted: newAcceptance(translated(r.Language, s), r.Language), Signed: r.Language.underneath(r), Theirs: own(s),
		Besides: append(r.Language.besides(s), r.Language.idle(s)...), Otherwise: r.Language.otherwise(s)}
	all := groups(s)
	withMessages(all, r.Messages)
	shared(all)
	managing := s.Managing()
	for _, g := range all {
		g.Untils = r.Language.untilsOf(s, managing, g)
		switch {
		case g.Class == verdict.Supplementary: // has no say in the verdict
			p.Notes = append(p.Notes, g)
		case g.Outcome > verdict.Remark:
			p.Blocking = append(p.Blocking, g)
		case g.Outcome == verdict.Remark:
			p.Remarks = append(p.Remarks, g)
		default:
			p.Notes = append(p.Notes, g)
		}
	}
	links := linksByScenario(all)
	p.Unhindered, p.Promised = r.Language.unhindered(s, len(p.Remarks) > 0), newPromised(s, all, r.Language)
	var outcomes []verdict.Outcome
	for _, c := range cells(s, columns) {
		outcomes = append(outcomes, c.Outcome)
		a := area{CapabilityResult: c, Plain: plainly(c), Declared: declared(c), Passed: passed(c)}
		if f := verdict.Causes(c.Findings()); len(f) > 1 { // a single one is the reason itself
			a.Tally = tallied(f)
		}
		for _, sc := range c.Scenarios {
			a.Scenarios = append(a.Scenarios, newScenario(r, sc, links[sc.ID]))
			if sc.Outcome == verdict.NotTried {
				p.Untried = append(p.Untried, a.Scenarios[len(a.Scenarios)-1])
			}
		}
		p.Areas = append(p.Areas, a)
	}
	p.Summary = summary(outcomes)
	p.Tested, p.Untested = requirements(s)
	p.Alarm, p.Answers, p.Strips = alarmOf(s), asked(r, s, p.Blocking, p.Remarks), strips(p.Areas)
	for i := range p.Areas {
		p.Areas[i].Counted = p.Strips[i].Sum
	}
	p.Covered = r.Language.newCovered(s.Coverage)
	return translated(r.Language, p)
}

func newScenario(r Report, sc verdict.ScenarioResult, links []link) scenario {
	out := scenario{ScenarioResult: sc, Links: links, Stands: standsFor(r.System, sc), Reviewed: r.Language.besideScenario(r.Signatures, sc.ID)}
	for _, x := range sc.Steps {
		out.Played = append(out.Played, step{x})
	}
	return out
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

// plainly is a column's outcome in one sentence that needs no XML: what its
// reason means for those who use the system.
func plainly(c verdict.CapabilityResult) string {
	switch by, _ := c.Decisive(); {
	case c.Cause() == verdict.CauseNotOffered:
		return strings.TrimSpace(c.Reason + " " + by.Consequence)
	case c.Outcome == verdict.Pass && len(c.Scenarios) == 1:
		return "Det ene scenarie gik, som det skulle."
	case c.Outcome == verdict.Pass:
		return fmt.Sprintf("Alle %d scenarier gik, som de skulle.", len(c.Scenarios))
	case c.Cause() == verdict.CauseFinding:
		of := func(f verdict.Caused) bool { return f.Outcome == c.Outcome }
		if all := verdict.Causes(c.Findings()); slices.ContainsFunc(all, of) {
			return cmp.Or(all[slices.IndexFunc(all, of)].Consequence, c.Reason)
		}
	}
	return c.Reason
}

// declared is what the vendor had said beforehand of a column that did not pass; ""
// when it had said nothing.
func declared(c verdict.CapabilityResult) string {
	if c.Outcome == verdict.Pass || c.Declared == nil || c.Declared.Reason == "" {
		return ""
	}
	return fmt.Sprintf("Leverandøren: »%s«", c.Declared.Reason)
}

// told is a column's reason, and what the vendor had said of it.
func (l Language) told(c verdict.CapabilityResult) string {
	return strings.TrimSpace(c.Reason + " " + l.text(declared(c)))
}

// passed says what a column that has not passed has shown all the same.
func passed(c verdict.CapabilityResult) string {
	if c.Outcome == verdict.Pass || len(c.Scenarios) == 0 {
		return ""
	}
	n := 0
	for _, s := range c.Scenarios {
		if s.Outcome == verdict.Pass {
			n++
		}
	}
	if n == 0 && c.Cause() == verdict.CauseNotOffered {
		return "" // that says it all
	}
	return fmt.Sprintf("%d af %d scenarier bestået", n, len(c.Scenarios))
}

// summary counts areas by outcome, best first.
func summary(outcomes []verdict.Outcome) []string {
	n := map[verdict.Outcome]int{}
	for _, o := range outcomes {
		n[o]++
	}
	var out []string
	for o := verdict.Pass; o <= verdict.HarnessFailure; o++ {
		if n[o] > 0 {
			out = append(out, fmt.Sprintf(outcomePhrase(o), n[o]))
		}
	}
	return out
}

func outcomePhrase(o verdict.Outcome) string {
	return map[verdict.Outcome]string{
		verdict.Pass: "%d bestået", verdict.Remark: "%d med bemærkning", verdict.NotTried: "%d ikke afprøvet",
		verdict.NotObserved: "%d ikke observeret", verdict.Fail: "%d med fejl", verdict.AdapterFailure: "%d uden resultat (adapterfejl)",
		verdict.HarnessFailure: "%d uden resultat (fejl i klarmeld)",
	}[o]
}

func linksByScenario(all []group) map[string][]link {
	out := map[string][]link{}
	add := func(id string, g group) {
		l := g.link()
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
