package verdict

import "slices"

// Priority is something that a municipality wants before other things: a column, a
// scenario or a rule, of which one is set (schema: fixtures/schemas/prioriteter.schema.json).
type Priority struct {
	Capability CapabilityID `json:"omraade,omitempty"`
	Scenario   string       `json:"scenarie,omitempty"`
	Rule       string       `json:"regel,omitempty"`
	// Weight is how much it counts; 0 in the file: as many as there are from it to the end
	// of the list, so that the order alone will do. Priorities.Weigh fills it in.
	Weight   int    `json:"vaegt,omitempty"`
	Deadline string `json:"frist,omitempty"` // YYYY-MM-DD, a Danish date: when it must be there
	Why      string `json:"hvorfor,omitempty"`
	// Meanwhile is how the municipality manages until it is there, in its own words.
	Meanwhile string `json:"imens,omitempty"`
}

// Priorities are those of a municipality, by its own order.
type Priorities struct {
	Title string     `json:"titel,omitempty"` // whose they are, for people
	All   []Priority `json:"raekkefoelge"`
}

// Weigh is the priorities with a weight for each.
func (p Priorities) Weigh() Priorities {
	p.All = slices.Clone(p.All)
	for i, x := range p.All {
		if x.Weight == 0 {
			p.All[i].Weight = len(p.All) - i
		}
	}
	return p
}

// names reports whether the priority is about the shortcoming, and how closely: a rule
// more than a scenario, and that more than a column; 0: it is not.
func (p Priority) names(s Shortcoming) int {
	switch {
	case p.Rule != "" && p.Rule == s.Rule:
		return 3
	case p.Scenario != "" && slices.Contains(s.Scenarios, p.Scenario):
		return 2
	case p.Capability != "" && p.Capability == s.Capability:
		return 1
	}
	return 0
}

// Of is the priority that a shortcoming comes under: the one that is about it most
// closely, and of several the first; nil when none is.
func (p Priorities) Of(s Shortcoming) *Priority {
	best, how := -1, 0
	for i, x := range p.All {
		if n := x.names(s); n > how {
			best, how = i, n
		}
	}
	if best < 0 {
		return nil
	}
	return &p.All[best]
}

// Met says how a system stands to a priority. The value is its stable ID in oversigt.json.
type Met string

// The ways. What was not seen from end to end is never met.
const (
	MetYes     Met = "opfyldt"
	MetNo      Met = "mangler"
	MetUnknown Met = "ikke_set"
)

// Met is how the system stands to a priority. A column or a scenario is met when it
// passed; a rule when nothing broke it in a run in which all was offered and seen.
func (s SystemResult) Met(p Priority) Met {
	if slices.ContainsFunc(s.Shortcomings(), func(x Shortcoming) bool { return p.names(x) > 0 }) {
		return MetNo
	}
	seen := p.Rule != "" && len(s.Capabilities) > 0
	for _, c := range s.Capabilities {
		if c.ID == p.Capability && c.Outcome == Pass {
			return MetYes
		}
		for _, sc := range c.Scenarios {
			if sc.ID == p.Scenario && sc.Outcome == Pass {
				return MetYes
			}
			seen = seen && sc.Offered() && (sc.Outcome == Pass || sc.Outcome == Remark || sc.Outcome == Fail)
		}
	}
	if seen {
		return MetYes
	}
	return MetUnknown
}

// Lacking is the sum of the weights of the priorities that a system does not meet.
func (p Priorities) Lacking(s SystemResult) int {
	sum := 0
	for _, x := range p.All {
		if s.Met(x) != MetYes {
			sum += x.Weight
		}
	}
	return sum
}
