package verdict

import "slices"

// Item is what one rule found in one scenario, or that the scenario was not
// offered, in one of two results.
type Item struct {
	Cause    Cause   `json:"-"`        // CauseFinding or CauseNotOffered
	Rule     string  `json:"-"`        // "" for what the system did not offer
	Scenario string  `json:"scenario"` // its name
	Message  string  `json:"message"`  // of the first finding, or that it is not offered
	Outcome  Outcome `json:"-"`
	Class    Class   `json:"-"` // Core when any of it counts in a core column
	Count    int     `json:"count"`
}

// Difference is what has come and gone between two results of one system. A
// finding counts as fixed only when its scenario was played and seen again: one
// that nobody looked for is merely unseen.
type Difference struct {
	Changes []Discrepancy `json:"-"`      // of the verdict, the columns and the scenarios
	Broken  []Item        `json:"broken"` // found now, in a scenario that was seen before without it, or found worse
	New     []Item        `json:"new"`    // found now, where nothing was seen before
	Fixed   []Item        `json:"fixed"`  // found before, and not now
	Unseen  []Item        `json:"unseen"` // found before, and not looked for now
}

// Worse reports whether something was found now that was not before, in what the
// verdict rests on.
func (d Difference) Worse() bool {
	core := func(x Item) bool { return x.Class == Core }
	return slices.ContainsFunc(d.Broken, core) || slices.ContainsFunc(d.New, core)
}

// Nothing reports whether the two results are the same.
func (d Difference) Nothing() bool {
	return len(d.Changes)+len(d.Broken)+len(d.New)+len(d.Fixed)+len(d.Unseen) == 0
}

// Differ compares two results of one system by rule and scenario, so that
// neither UUIDs nor times make a difference. What is only noticed is left out.
func Differ(was, now SystemResult) Difference {
	d := Difference{Changes: Compare(was, now)}
	before, after := itemsOf(was), itemsOf(now)
	for _, x := range after.all {
		switch i, known := before.at[x.key]; {
		case known && x.Outcome > before.all[i].Outcome:
			d.Broken = append(d.Broken, x.Item)
		case known:
		case before.seen[x.scenario]:
			d.Broken = append(d.Broken, x.Item)
		default:
			d.New = append(d.New, x.Item)
		}
	}
	for _, x := range before.all {
		switch _, still := after.at[x.key]; {
		case still:
		case after.seen[x.scenario]:
			d.Fixed = append(d.Fixed, x.Item)
		default:
			d.Unseen = append(d.Unseen, x.Item)
		}
	}
	return d
}

type itemKey struct {
	cause          Cause
	rule, scenario string // IDs
}

type keyedItem struct {
	Item
	key      itemKey
	scenario string // its ID
}

// items are a result's findings by rule and scenario, in its own order, and the
// scenarios in which there was something to see.
type items struct {
	all  []keyedItem
	at   map[itemKey]int
	seen map[string]bool
}

func itemsOf(r SystemResult) items {
	out := items{at: map[itemKey]int{}, seen: map[string]bool{}}
	classes := map[CapabilityID]Class{}
	for _, c := range r.Capabilities {
		classes[c.ID] = c.Class
	}
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			out.seen[s.ID] = s.Offered() && (s.Outcome == Pass || s.Outcome == Remark || s.Outcome == Fail)
			for _, f := range s.Findings {
				if f.Outcome != Information {
					out.add(s.ID, Item{Cause: CauseFinding, Rule: f.Rule, Scenario: s.Name, Message: f.Message, Outcome: f.Outcome, Class: classes[f.Capability]})
				}
			}
			if !s.Offered() {
				out.add(s.ID, Item{Cause: CauseNotOffered, Scenario: s.Name, Message: "Tilbydes ikke", Outcome: s.Outcome, Class: c.Class})
			}
		}
	}
	return out
}

func (x *items) add(scenario string, found Item) {
	key := itemKey{found.Cause, found.Rule, scenario}
	i, ok := x.at[key]
	if !ok {
		i, x.at[key] = len(x.all), len(x.all)
		x.all = append(x.all, keyedItem{found, key, scenario})
	}
	x.all[i].Count++
	x.all[i].Outcome = max(x.all[i].Outcome, found.Outcome)
	x.all[i].Class = min(x.all[i].Class, found.Class)
}
