package reports

import (
	"cmp"
	"fmt"
	"slices"

	"klarmeld/internal/overview"
	"klarmeld/internal/verdict"
)

// lack is a shortcoming, or several of one column that read the same, with those who have
// it.
type lack struct {
	Mark     mark
	Title    string
	Area     string
	Hits     string
	How      string // what it means to those whom it hits
	IDs      []name
	Names    []string // of the scenarios that are not offered
	Systems  int
	Who      []string
	Place    int  // of the priority that it comes under, from 1; 0: none
	Deadline name // that the municipality has set; "": none
	LeftOpen bool
}

// lackKey is what those that stand together have in common.
type lackKey struct {
	verdict.ShortcomingID // without the scenario
	outcome               verdict.Outcome
	open                  bool
	holders               string // their IDs
	place                 int
	impact                verdict.Impact
}

// lacks are all shortcomings. What is not offered is told by column, where the same
// systems lack it and it means the same.
func lacks(o Overview, columns verdict.Columns) []lack {
	var out []lack
	at := map[lackKey]int{}
	for _, s := range o.Overview.Shared {
		key := lackKey{s.ShortcomingID, s.Outcome, s.LeftOpen, "", place(o, s), s.Impact}
		key.Scenario = ""
		for _, h := range s.Holders {
			key.holders += h.ID + " "
		}
		i, ok := at[key]
		if !ok {
			i, at[key] = len(out), len(out)
			out = append(out, newLack(s, o, columns))
		}
		out[i].IDs = append(out[i].IDs, name(s.Rule+s.Scenario))
		if s.Cause == verdict.CauseNotOffered {
			out[i].Names = append(out[i].Names, s.Title)
		}
	}
	for i, x := range out {
		if n := len(x.Names); n > 1 && x.LeftOpen {
			out[i].Title = fmt.Sprintf("Tilbydes ikke, og er valgfrit: %d scenarier", n)
		} else if n > 1 {
			out[i].Title = fmt.Sprintf("Tilbydes ikke: %d scenarier", n)
		}
	}
	return out
}

// place is the place of the priority that a shortcoming comes under; 0: none.
func place(o Overview, s overview.Shared) int {
	if s.Priority == nil {
		return 0
	}
	return 1 + slices.Index(o.Priorities.All, *s.Priority)
}

func newLack(s overview.Shared, o Overview, columns verdict.Columns) lack {
	c, _ := columns.Of(s.Capability)
	out := lack{Mark: outcomeMark(s.Outcome), Title: s.Title, Area: cmp.Or(c.Name, string(s.Capability)), Hits: s.Hits, How: s.Consequence,
		Systems: len(s.Systems), Place: place(o, s), LeftOpen: s.LeftOpen}
	switch {
	case s.Cause == verdict.CauseFinding:
		if out.Title = s.Title; ruleText(o.Rules, s.Rule) != "" {
			out.Title = "Ikke overholdt: " + ruleText(o.Rules, s.Rule)
		}
	case s.LeftOpen:
		out.Title = "Tilbydes ikke, og er valgfrit: " + s.Title
	default:
		out.Title = "Tilbydes ikke: " + s.Title
	}
	if s.Priority != nil {
		out.Deadline = name(s.Priority.Deadline)
	}
	out.Who = whose(s.Holders)
	return out
}

// whose names systems, a line each, with the municipalities that each stands in.
func whose(all []overview.Reported) []string {
	var out []string
	at := map[string]int{}
	for _, e := range all {
		i, ok := at[e.System.Name]
		if !ok {
			at[e.System.Name] = len(out)
			out = append(out, displayName(e.System)+": "+e.System.Municipality)
			continue
		}
		out[i] += ", " + e.System.Municipality
	}
	return out
}

// ruleText is a rule in words; "" when nobody has given them.
func ruleText(all []RuleText, id string) string {
	if i := slices.IndexFunc(all, func(r RuleText) bool { return r.ID == id }); i >= 0 {
		return all[i].Text
	}
	return ""
}

// wanted are the municipality's priorities, with who meets each.
type wanted struct {
	Title string
	All   []want
}

// want is a priority.
type want struct {
	What     string
	ID       name
	Weight   int
	Deadline name
	Why      string
	// Who meets it, lacks it, and of whom it was not seen.
	Met, Lacks, Unknown []string
}

func newWanted(o Overview, columns verdict.Columns) wanted {
	out := wanted{Title: o.Priorities.Title}
	for i, p := range o.Priorities.All {
		w := want{ID: name(p.Scenario + p.Rule), Weight: p.Weight, Deadline: name(p.Deadline), Why: p.Why}
		switch {
		case p.Rule != "":
			w.What = cmp.Or(ruleText(o.Rules, p.Rule), p.Rule)
		case p.Scenario != "":
			w.What = cmp.Or(scenarioName(o.Overview, p.Scenario), p.Scenario)
		default:
			c, _ := columns.Of(p.Capability)
			w.What = cmp.Or(c.Name, string(p.Capability))
		}
		by := map[verdict.Met][]overview.Reported{}
		for _, r := range o.Overview.Rows {
			if r.Latest {
				by[r.Met[i]] = append(by[r.Met[i]], r.Reported)
			}
		}
		w.Met, w.Lacks, w.Unknown = whose(by[verdict.MetYes]), whose(by[verdict.MetNo]), whose(by[verdict.MetUnknown])
		out.All = append(out.All, w)
	}
	return out
}

// scenarioName is the name of a scenario, as the first report that knows it has it.
func scenarioName(o overview.Overview, id string) string {
	for _, r := range o.Rows {
		for _, c := range r.System.Capabilities {
			for _, s := range c.Scenarios {
				if s.ID == id {
					return s.Name
				}
			}
		}
	}
	return ""
}
