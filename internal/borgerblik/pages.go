package borgerblik

import (
	"slices"

	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// Pages are the citizens' pages by a municipality's settings, over the scenarios that
// have ended. name gives the name of a scenario.
func (g *Gatherer) Pages(citizens []municipality.Borger, settings verdict.CitizenSettings, name func(scenario string) string) *verdict.Citizens {
	b := book{rules: rules{settings}, citizens: citizens, name: name,
		out: &verdict.Citizens{Settings: settings, Never: []verdict.Sighting{}, Pages: []verdict.Citizen{}}}
	for _, c := range citizens {
		b.out.Pages = append(b.out.Pages, verdict.Citizen{Name: verdict.Said(c.Navn), Cases: []verdict.CitizenCase{}})
	}
	system := g.system()
	for _, s := range g.done {
		for _, p := range s.pairs {
			p.asked = p.asked.from(system, p.seen)
			b.pair(s.id, p)
		}
		for _, o := range s.others {
			b.unasked(s.id, o)
		}
	}
	slices.SortStableFunc(b.out.Never, func(x, y verdict.Sighting) int { return x.Kind.Rank() - y.Kind.Rank() })
	b.out.Pages = slices.DeleteFunc(b.out.Pages, func(p verdict.Citizen) bool {
		return len(p.Cases) == 0 && len(p.LeftOut) == 0 && len(p.Caseworker) == 0
	})
	return b.out
}

// system is the one that is tried, as the first of its cases names it.
func (g *Gatherer) system() []string {
	for _, s := range g.done {
		for _, p := range s.pairs {
			if p.seen != nil && !p.asked.played {
				return p.seen.systems
			}
		}
	}
	return nil
}

// from is what was asked for with the system that it is to come from: nobody has asked
// for that, so it is the one that sent it, else the one that is tried.
func (w *wanted) from(system []string, seen *sag) *wanted {
	out := *w
	if out.systems = system; seen != nil {
		out.systems = seen.systems
	}
	return &out
}

// book is the pages while they are made.
type book struct {
	rules
	citizens []municipality.Borger
	name     func(string) string
	out      *verdict.Citizens
}

// page is the page of a citizen by name; nil of nobody in the test.
func (b *book) page(name string) *verdict.Citizen {
	i := slices.IndexFunc(b.out.Pages, func(p verdict.Citizen) bool { return p.Name == verdict.Said(name) && name != "" })
	if i < 0 {
		return nil
	}
	return &b.out.Pages[i]
}

// pair puts a case on the pages where it is seen, or should be.
func (b *book) pair(scenario string, p pair) {
	c := &comparison{rules: b.rules, citizens: b.citizens, scenario: scenario, pair: p}
	if p.asked.unknown { // nobody can say what is wrong with it
		if p.seen != nil {
			b.plain(scenario, *p.seen)
		}
		return
	}
	c.compare()
	slices.SortStableFunc(c.wrong, func(x, y verdict.Sighting) int { return x.Kind.Rank() - y.Kind.Rank() })
	for _, w := range c.wrong {
		if w.Kind.Never() {
			b.out.Never = append(b.out.Never, w)
		}
	}
	owner := c.citizen(p.asked.part)
	viewer := ""
	if c.shown {
		viewer = c.citizen(p.seen.part)
	}
	b.own(owner, viewer, c)
	if viewer != owner {
		b.foreign(viewer, c)
	}
	if p.seen != nil {
		b.caseworker(scenario, *p.seen, p.asked)
	}
}

// own puts a case on the page of the citizen whom it is about.
func (b *book) own(owner, viewer string, c *comparison) {
	page := b.page(owner)
	if page == nil {
		return
	}
	x := verdict.CitizenCase{Scenario: c.scenario, Name: b.name(c.scenario)}
	if c.shown && viewer == owner {
		x.Seen = b.view(*c.seen)
	}
	if c.should {
		x.Wanted = b.view(c.asked.sag)
		b.granted(&x, c)
	}
	for _, w := range c.wrong {
		if w.Citizen == page.Name {
			x.Wrong = append(x.Wrong, w)
		}
	}
	if x.Seen == nil && x.Wanted == nil && len(x.Wrong) == 0 {
		why, _ := b.left(c.asked.sag)
		page.LeftOut = append(page.LeftOut, verdict.LeftOutCase{Scenario: c.scenario, Title: verdict.Said(c.asked.called), Why: why})
		return
	}
	page.Cases = append(page.Cases, x)
}

// granted lets what nobody has asked for be as it is: dates that the scenario does not
// give, and the titles and states of cases that the system had before.
func (b *book) granted(x *verdict.CitizenCase, c *comparison) {
	if x.Seen == nil {
		return
	}
	if c.asked.ended == "" {
		x.Wanted.Opened, x.Wanted.Closed = x.Seen.Opened, ""
		if x.Wanted.State == x.Seen.State {
			x.Wanted.Closed = x.Seen.Closed
		}
	}
	if c.asked.loose {
		x.Wanted.Title, x.Wanted.State, x.Wanted.Closed, x.Wanted.Documents = x.Seen.Title, x.Seen.State, x.Seen.Closed, x.Seen.Documents
	}
}

// foreign puts a case on the page of a citizen whom it is not about.
func (b *book) foreign(viewer string, c *comparison) {
	page := b.page(viewer)
	if page == nil {
		return
	}
	x := verdict.CitizenCase{Scenario: c.scenario, Name: b.name(c.scenario), Seen: b.view(*c.seen)}
	for _, w := range c.wrong {
		if w.Citizen == page.Name {
			x.Wrong = append(x.Wrong, w)
		}
	}
	page.Cases = append(page.Cases, x)
}

// unasked puts a case that nobody asked for on the page of the citizen who sees it. A
// system may well make others meanwhile: it is told, and nothing is held against it.
func (b *book) unasked(scenario string, seen sag) {
	c := &comparison{rules: b.rules, citizens: b.citizens, scenario: scenario, pair: pair{asked: &wanted{}, seen: &seen}}
	who := c.citizen(seen.part)
	if _, left := b.left(seen); left || who == "" {
		return
	}
	c.add(verdict.SightUnasked, verdict.ViewerCitizen, who, "%s ser også sagen »%s«, som klarmeld ikke har bedt om.", who, seen.called)
	c.shown = true
	b.foreign(who, c)
	b.caseworker(scenario, seen, nil)
}

// plain puts a case on the page as it is, with nothing to hold it against.
func (b *book) plain(scenario string, seen sag) {
	c := &comparison{rules: b.rules, citizens: b.citizens, scenario: scenario, pair: pair{seen: &seen}}
	if _, left := b.left(seen); !left {
		b.foreign(c.citizen(seen.part), c)
	}
	b.caseworker(scenario, seen, nil)
}

// caseworker is what SAPA shows of a case whose primary part is a citizen of the test.
func (b *book) caseworker(scenario string, seen sag, asked *wanted) {
	c := &comparison{citizens: b.citizens}
	page := b.page(c.citizen(seen.part))
	if page == nil || seen.elsewhere {
		return
	}
	x := verdict.CaseworkerCase{Scenario: scenario, Title: verdict.Said(seen.called), State: verdict.Said(seen.state), Unit: verdict.Said(seen.unit),
		Protected: len(seen.access) > 0}
	if asked != nil && asked.unit != "" && asked.unit != seen.unit {
		x.Wanted = verdict.Said(asked.unit)
	}
	for _, n := range seen.notes {
		x.Notes = append(x.Notes, verdict.Said(n))
	}
	page.Caseworker = append(page.Caseworker, x)
}
