package verdict

import "slices"

// ShortcomingID names a shortcoming by what found it, so that those of several systems can
// be held against each other whatever is said of them: the rule that was broken, or the
// scenario that the system does not offer all of.
type ShortcomingID struct {
	Cause      Cause        // CauseFinding or CauseNotOffered
	Capability CapabilityID // the column it counts in
	Rule       string       // "" of what is not offered
	Scenario   string       // "" of what a rule found
}

// Shortcoming is one thing that a system does wrong or does not offer.
type Shortcoming struct {
	ShortcomingID
	Class     Class
	Outcome   Outcome // the worst of its places: Remark, NotObserved or Fail
	LeftOpen  bool    // the rows leave it open, so nothing must be mended
	Count     int     // in how many places it was found
	Scenarios []string
	// Title, Fix and the impact are those of its first place, in Danish.
	Title, Fix string
	Impact
}

// Shortcomings are those of a system by column, and else in the order in which they were
// met. What follows from another finding is none of its own, and neither is what was not
// tried, or what the adapter or klarmeld itself failed in: that is no fault of the system.
func (s SystemResult) Shortcomings() []Shortcoming {
	g := shortcomings{classes: map[CapabilityID]Class{}, at: map[ShortcomingID]int{}}
	for _, c := range s.Capabilities {
		g.classes[c.ID] = c.Class
	}
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for _, f := range Causes(sc.Findings) {
				g.add(Shortcoming{ShortcomingID: ShortcomingID{Cause: CauseFinding, Capability: f.Capability, Rule: f.Rule},
					Outcome: f.Outcome, Title: f.Message, Fix: f.Fix, Impact: f.Impact}, sc.ID)
			}
			if !sc.Offered() {
				o := sc.NotOfferedAs
				if o == Information { // a report of before it was said: the scenario's own is the nearest
					o = max(sc.Outcome, Remark)
				}
				g.add(Shortcoming{ShortcomingID: ShortcomingID{Cause: CauseNotOffered, Capability: c.ID, Scenario: sc.ID},
					Outcome: o, LeftOpen: sc.LeftOpen, Title: sc.Name, Impact: sc.Impact}, sc.ID)
			}
		}
	}
	order := func(id CapabilityID) int {
		return slices.IndexFunc(s.Capabilities, func(c CapabilityResult) bool { return c.ID == id })
	}
	slices.SortStableFunc(g.all, func(a, b Shortcoming) int { return order(a.Capability) - order(b.Capability) })
	return g.all
}

type shortcomings struct {
	classes map[CapabilityID]Class
	all     []Shortcoming
	at      map[ShortcomingID]int
}

func (g *shortcomings) add(x Shortcoming, scenario string) {
	if x.Outcome != Remark && x.Outcome != NotObserved && x.Outcome != Fail {
		return
	}
	i, ok := g.at[x.ShortcomingID]
	if !ok {
		i, x.Class = len(g.all), g.classes[x.Capability]
		g.at[x.ShortcomingID] = i
		g.all = append(g.all, x)
	}
	at := &g.all[i]
	at.Count++
	at.Outcome = max(at.Outcome, x.Outcome)
	if !slices.Contains(at.Scenarios, scenario) {
		at.Scenarios = append(at.Scenarios, scenario)
	}
}
