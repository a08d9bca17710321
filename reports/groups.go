package reports

import (
	"cmp"
	"fmt"
	"slices"

	"klarmeld/internal/impact"
	"klarmeld/internal/verdict"
)

// What a reader can do about something that no rule tells how to mend.
const (
	fixMustOffer  = "Leverandøren skal tilbyde funktionen, før systemet kan godkendes."
	fixNotOffered = "Leverandøren tilbyder funktionen, eller kommunen og leverandøren aftaler en frist for den."
	fixOptional   = "Intet skal rettes: det er valgfrit. Sig i klarmeldingen, at systemet ikke har det, så kommunen ved, at det ikke bliver sendt."
	fixNotTried   = "Kør prøven igen, så det bliver prøvet."
	fixAdapter    = "Ret adapteren (docs/adapter.md), og kør prøven igen."
	fixHarness    = "Kør prøven igen. Sker det igen, så send optagelsen til dem, der driver klarmeld."
)

// groups gathers everything that is not green by weight: what the verdict rests
// on first, then the worst outcome, then who is hit, then how many places there
// are, and else in the order of the columns. Whatever outcome a scenario or a
// column has, the list holds its reason: one that no finding explains gets a
// group of its own.
func groups(s verdict.SystemResult) []group {
	g := grouping{result: s, known: s.Accepting(), at: map[groupKey]int{}, names: map[string]string{}}
	columns := cells(s, columnsOf(s))
	for _, c := range columns {
		for _, sc := range c.Scenarios {
			g.names[sc.ID] = sc.Name
		}
	}
	for _, c := range columns {
		for _, f := range g.causes(c.Findings()) {
			g.finding(c, f)
		}
		for _, sc := range c.Scenarios {
			g.scenario(c, sc)
		}
		g.column(c)
	}
	slices.SortStableFunc(g.all, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.Class, b.Class), int(b.Outcome)-int(a.Outcome), exposure(a.Hits)-exposure(b.Hits), b.Count()-a.Count())
	})
	for i := range g.all {
		g.all[i].Anchor = anchor(fmt.Sprintf("punkt-%d", i+1))
	}
	return g.all
}

// citizen is how a citizen ranks among those who are hit.
const citizen = 0

// exposure ranks those who are hit: the citizen, who can do least about it,
// first.
func exposure(who string) int {
	if i := slices.Index([]string{impact.Borger, impact.Sagsbehandler, impact.Kommune}, who); i >= 0 {
		return i
	}
	return 3
}

// groupKey is what those that stand in one group have in common: the rule, or
// the column. Words and effect only divide: whatever has no rule is told by
// scenario, and those of one column share a group when nothing that is told of
// them differs, so that one's effect never stands for another's.
type groupKey struct {
	cause   verdict.Cause
	outcome verdict.Outcome
	class   verdict.Class
	rule    string
	column  verdict.CapabilityID
	title   string
	open    bool // what is not offered is optional
	impact  verdict.Impact
}

type grouping struct {
	known  verdict.Accepting
	result verdict.SystemResult
	all    []group
	at     map[groupKey]int  // key → place in all
	names  map[string]string // scenario ID → name
}

// place finds or begins the group with the key.
func (g *grouping) place(key groupKey, c verdict.CapabilityResult, begin group) *group {
	begin.Class, begin.Cause, begin.Outcome = c.Class, key.cause, key.outcome
	key.class = c.Class
	i, ok := g.at[key]
	if !ok {
		i, g.all = len(g.all), append(g.all, begin)
		g.at[key] = i
	}
	x := &g.all[i]
	if !slices.Contains(x.Areas, c.Name) {
		x.Areas = append(x.Areas, c.Name)
	}
	return x
}

func (g *grouping) finding(c verdict.CapabilityResult, f verdict.Caused) {
	x := g.place(groupKey{cause: verdict.CauseFinding, outcome: f.Outcome, rule: f.Rule}, c, group{Title: f.Message, Rule: f.Rule, Impact: f.Impact})
	f.Tool = sight(f)
	e := evidence{Finding: f.Finding, Follows: f.Consequences, ScenarioName: g.names[f.Scenario], Accepted: acceptedAs(g.known.By(f.Finding))}
	if x.First == nil {
		x.First = &e
		return
	}
	e.SameMessage = e.Message == x.First.Message
	x.Rest = append(x.Rest, e)
}

// scenario adds what the scenario's findings do not tell: what was not
// offered, and an outcome that none of them has.
func (g *grouping) scenario(c verdict.CapabilityResult, s verdict.ScenarioResult) {
	explained := slices.ContainsFunc(s.Findings, func(f verdict.Finding) bool { return f.Capability == c.ID && f.Outcome == s.Outcome })
	gap := s.Outcome == verdict.NotTried || s.Outcome >= verdict.AdapterFailure
	if s.Outcome > verdict.Pass && !explained && (gap || s.Offered()) {
		g.gap(c, s.Cause, s.Outcome, s.Reason, s)
	}
	if s.Offered() {
		return
	}
	o := s.NotOfferedAs
	if o == verdict.Information { // an old report: the scenario's own outcome is the nearest
		o = max(s.Outcome, verdict.Remark)
	}
	fix := fixNotOffered
	switch {
	case o > verdict.Remark:
		fix = fixMustOffer
	case s.LeftOpen:
		fix = fixOptional
	}
	x := g.place(groupKey{cause: verdict.CauseNotOffered, outcome: o, column: c.ID, open: s.LeftOpen, impact: s.Impact}, c, group{
		Fix: fix, Impact: s.Impact,
		Text: "Systemet blev bedt om det og svarede, at det ikke tilbyder det.",
	})
	x.Scenarios = append(x.Scenarios, s)
	x.Title = notOffered(s)
	if n := len(x.Scenarios); n > 1 {
		x.Title = fmt.Sprintf("Tilbydes ikke: %d scenarier i %s", n, c.Name)
		if s.LeftOpen {
			x.Title = fmt.Sprintf("Tilbydes ikke, og er valgfrit: %d scenarier i %s", n, c.Name)
		}
	}
	x.quote(s)
}

// notOffered is what is said of a scenario that the system does not offer.
func notOffered(s verdict.ScenarioResult) string {
	if s.LeftOpen {
		return "Tilbydes ikke, og er valgfrit: " + s.Name
	}
	return "Tilbydes ikke: " + s.Name
}

// quote notes the system's own words, each once. They stand as a quotation among
// the details: they may be the error text of some program.
func (g *group) quote(s verdict.ScenarioResult) {
	if words := s.NotOffered + s.Skipped; words != "" && !slices.Contains(g.Quoted, words) {
		g.Quoted = append(g.Quoted, words)
	}
}

func (g *grouping) gap(c verdict.CapabilityResult, why verdict.Cause, o verdict.Outcome, reason string, of ...verdict.ScenarioResult) {
	begin := group{Title: reason}
	switch o {
	case verdict.NotTried:
		begin.Text, begin.Fix = "Klarmeld har intet at dømme ud fra.", fixNotTried
	case verdict.AdapterFailure:
		begin.Text, begin.Fix = "Fejlen er adapterens og lægges ikke systemet til last.", fixAdapter
	case verdict.HarnessFailure:
		begin.Text, begin.Fix = "Fejlen er klarmelds og lægges ikke systemet til last.", fixHarness
	}
	x := g.place(groupKey{cause: why, outcome: o, column: c.ID, title: reason}, c, begin)
	x.Scenarios = append(x.Scenarios, of...)
	for _, s := range of {
		x.quote(s)
	}
}

// column adds the column's own outcome when nothing in it has that outcome.
func (g *grouping) column(c verdict.CapabilityResult) {
	if c.Outcome <= verdict.Pass ||
		slices.ContainsFunc(c.Scenarios, func(s verdict.ScenarioResult) bool { return s.Outcome == c.Outcome }) ||
		slices.ContainsFunc(c.Moved, func(f verdict.Finding) bool { return f.Outcome == c.Outcome }) {
		return
	}
	g.gap(c, c.Cause(), c.Outcome, c.Reason)
}

// shared tells what a scenario found in the index from what else is wrong with
// the message that left it so: mending one may mend the other. A finding with a
// place of its own needs no such hint.
func shared(all []group) {
	in := map[int][]link{} // exchange → the groups with a place in it
	for _, g := range all {
		if g.First == nil {
			continue
		}
		for _, e := range append([]evidence{*g.First}, g.Rest...) {
			if e.File != "" && !slices.Contains(in[e.Exchange], g.link()) {
				in[e.Exchange] = append(in[e.Exchange], g.link())
			}
		}
	}
	for _, g := range all {
		if g.First != nil && g.First.File == "" && g.First.Exchange > 0 {
			g.First.Shared = in[g.First.Exchange]
		}
	}
}
