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
	day, accepting := s.day(), s.Accepting()
	seen := make([]bool, len(s.Known))
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for _, f := range sc.Findings {
				if f.Outcome == Information {
					continue
				}
				i := accepting.match(f.Rule, sc.ID)
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

// Accepting says what accepts each finding of a run, on the day the run began.
type Accepting struct {
	known []Known
	day   string
	first map[place]int // what accepts what is found there, or else what did before
}

// place is a rule in a scenario; "" is any.
type place struct{ rule, scenario string }

// Accepting holds the known findings ready, so that each finding need not be held
// against each of them.
func (s SystemResult) Accepting() Accepting {
	a := Accepting{s.Known, s.day(), make(map[place]int, len(s.Known))}
	for i, k := range s.Known {
		at := place{k.Rule, k.Scenario}
		if was, ok := a.first[at]; !ok || a.late(was) && !a.late(i) {
			a.first[at] = i
		}
	}
	return a
}

func (a Accepting) late(i int) bool { return a.known[i].Until < a.day }

// By is what a finding is accepted by; nil when nobody accepts it, or no longer.
func (a Accepting) By(f Finding) *Known {
	i := a.match(f.Rule, f.Scenario)
	if i < 0 || f.Outcome == Information || a.late(i) {
		return nil
	}
	return &a.known[i]
}

// match finds what accepts a finding, or else what did before; -1 when nothing
// does. Of those that do the first in the list is the one.
func (a Accepting) match(rule, scenario string) int {
	here, ok := a.first[place{rule, scenario}]
	anywhere, also := a.first[place{rule, ""}]
	switch {
	case !ok && !also:
		return -1
	case !also:
		return here
	case !ok, a.late(here) && !a.late(anywhere):
		return anywhere
	case a.late(anywhere) && !a.late(here):
		return here
	}
	return min(here, anywhere)
}

// day is the day the run began, YYYY-MM-DD in the zone that its time was written
// in.
func (s SystemResult) day() string {
	if t, err := time.Parse(time.RFC3339, s.Begun); err == nil {
		return t.Format(time.DateOnly)
	}
	return s.Begun
}
