package overview

import (
	"cmp"
	"slices"

	"klarmeld/internal/verdict"
)

// Shared is a shortcoming with those who have it.
type Shared struct {
	verdict.Shortcoming // as the first of them has it; the outcome is the worst of all
	// Systems are the names of those who have it, each once, and Holders the reports.
	Systems  []string
	Holders  []Reported
	Priority *verdict.Priority // that it comes under; nil: none
}

// shared gathers the shortcomings of the newest reports that hold: what is wanted most
// first, then what most systems have, then the worst; what is optional comes last.
func shared(rows []Row, p verdict.Priorities) []Shared {
	var out []Shared
	at := map[verdict.ShortcomingID]int{}
	for _, r := range rows {
		if !r.Latest {
			continue
		}
		for _, s := range r.System.Shortcomings() {
			i, ok := at[s.ShortcomingID]
			if !ok {
				i, at[s.ShortcomingID] = len(out), len(out)
				out = append(out, Shared{Shortcoming: s, Priority: p.Of(s)})
			}
			out[i].take(r.Reported, s)
		}
	}
	weight := func(s Shared) int {
		if s.Priority == nil {
			return 0
		}
		return s.Priority.Weight
	}
	slices.SortStableFunc(out, func(a, b Shared) int {
		return cmp.Or(weight(b)-weight(a), optional(a)-optional(b), len(b.Systems)-len(a.Systems), cmp.Compare(a.Class, b.Class),
			cmp.Compare(b.Outcome, a.Outcome), order(a.Capability)-order(b.Capability), cmp.Compare(a.Scenario, b.Scenario))
	})
	return out
}

func optional(s Shared) int {
	if s.LeftOpen {
		return 1
	}
	return 0
}

func (s *Shared) take(e Reported, x verdict.Shortcoming) {
	s.Outcome = max(s.Outcome, x.Outcome)
	s.LeftOpen = s.LeftOpen && x.LeftOpen
	if !slices.Contains(s.Systems, e.System.Name) {
		s.Systems = append(s.Systems, e.System.Name)
	}
	if !slices.ContainsFunc(s.Holders, func(h Reported) bool { return h.ID == e.ID }) {
		s.Holders = append(s.Holders, e)
	}
	for _, id := range x.Scenarios {
		if !slices.Contains(s.Scenarios, id) {
			s.Scenarios = append(s.Scenarios, id)
		}
	}
}

// order is the place of a column in the published table; others come after.
func order(id verdict.CapabilityID) int {
	all := verdict.Capabilities()
	if i := slices.IndexFunc(all, func(c verdict.Capability) bool { return c.ID == id }); i >= 0 {
		return i
	}
	return len(all)
}
