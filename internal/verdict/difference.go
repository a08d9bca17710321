package verdict

// Item is what one rule found in one scenario, in one of two results.
type Item struct {
	Rule     string // "" for what the system did not offer
	Scenario string // its name
	Message  string // of the first finding
	Outcome  Outcome
	Count    int
}

// Difference is what has come and gone between two results of one system. A
// finding counts as fixed only when its scenario was played and seen again: one
// that nobody looked for is merely unseen.
type Difference struct {
	Changes []Change // of the verdict, the columns and the scenarios
	Broken  []Item   // found now, in a scenario that was seen before without it, or found worse
	New     []Item   // found now, where nothing was seen before
	Fixed   []Item   // found before, and not now
	Unseen  []Item   // found before, and not looked for now
}

// Worse reports whether something was found now that was not before.
func (d Difference) Worse() bool { return len(d.Broken)+len(d.New) > 0 }

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

type itemKey struct{ rule, scenario string }

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
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			out.seen[s.ID] = s.NotOffered == "" && (s.Outcome == Pass || s.Outcome == Remark || s.Outcome == Fail)
			for _, f := range s.Findings {
				if f.Outcome != Information {
					out.add(s, f.Rule, f.Message, f.Outcome)
				}
			}
			if s.NotOffered != "" {
				out.add(s, "", "Tilbydes ikke: "+s.NotOffered, s.Outcome)
			}
		}
	}
	return out
}

func (x *items) add(s ScenarioResult, rule, message string, o Outcome) {
	key := itemKey{rule, s.ID}
	i, ok := x.at[key]
	if !ok {
		i, x.at[key] = len(x.all), len(x.all)
		x.all = append(x.all, keyedItem{Item{rule, s.Name, message, o, 0}, key, s.ID})
	}
	x.all[i].Count++
	x.all[i].Outcome = max(x.all[i].Outcome, o)
}
