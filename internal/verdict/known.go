package verdict

import "time"

// Known is a finding that somebody has accepted for a while (schema:
// fixtures/schemas/kendte-fund.schema.json).
type Known struct {
	Rule     string `json:"regel"`
	Scenario string `json:"scenarie,omitempty"` // "": in any
	Reason   string `json:"begrundelse"`
	Until    string `json:"til"` // YYYY-MM-DD, a Danish date; that day too
}

// Acceptance is what of a run's findings somebody has accepted. A verdict is never
// changed by it: what is accepted is still so.
type Acceptance struct {
	New     []Finding
	Known   []Accepted
	Gone    []Known // no longer seen: time to strike them off
	Expired []Known // seen still, and accepted no longer
}

// Accepted is a finding with what it was accepted by.
type Accepted struct {
	Finding
	By Known
}

// Acceptance holds the findings of a run against those that are known, as of the
// day the run began. What is only noticed is left out.
func (s SystemResult) Acceptance() Acceptance {
	var out Acceptance
	day := s.day()
	seen := make([]bool, len(s.Known))
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for _, f := range sc.Findings {
				if f.Outcome == Information {
					continue
				}
				i := match(s.Known, f.Rule, sc.ID, day)
				if i < 0 {
					out.New = append(out.New, f)
					continue
				}
				late := s.Known[i].Until < day
				if late && !seen[i] {
					out.Expired = append(out.Expired, s.Known[i])
				}
				if seen[i] = true; late {
					out.New = append(out.New, f)
				} else {
					out.Known = append(out.Known, Accepted{f, s.Known[i]})
				}
			}
		}
	}
	for i, k := range s.Known {
		if !seen[i] {
			out.Gone = append(out.Gone, k)
		}
	}
	return out
}

// AcceptedBy is what a finding is accepted by on the day the run began; nil when
// nobody accepts it, or no longer.
func (s SystemResult) AcceptedBy(f Finding) *Known {
	day := s.day()
	i := match(s.Known, f.Rule, f.Scenario, day)
	if i < 0 || f.Outcome == Information || s.Known[i].Until < day {
		return nil
	}
	return &s.Known[i]
}

// day is the day the run began, YYYY-MM-DD in the zone that its time was written
// in.
func (s SystemResult) day() string {
	if t, err := time.Parse(time.RFC3339, s.Begun); err == nil {
		return t.Format(time.DateOnly)
	}
	return s.Begun
}

// match finds what accepts a finding on that day, or else what did before; -1 when
// nothing does.
func match(known []Known, rule, scenario, day string) int {
	late := -1
	for i, k := range known {
		switch {
		case k.Rule != rule || k.Scenario != "" && k.Scenario != scenario:
		case k.Until >= day:
			return i
		case late < 0:
			late = i
		}
	}
	return late
}
