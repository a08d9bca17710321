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

// Sorted are the findings of a run against those that are known. A verdict is
// never changed by it: what is known is still so.
type Sorted struct {
	New     []Finding
	Known   []Finding
	Gone    []Known // no longer seen: time to strike them off
	Expired []Known // seen still, and accepted no longer
}

// Sort holds the findings of a run against the known ones, as of the day the
// run began. What is only noticed is left out.
func Sort(s SystemResult, known []Known) Sorted {
	var out Sorted
	day := s.Begun
	if t, err := time.Parse(time.RFC3339, s.Begun); err == nil {
		day = t.Format(time.DateOnly)
	}
	seen := make([]bool, len(known))
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			for _, f := range sc.Findings {
				if f.Outcome == Information {
					continue
				}
				i := match(known, f.Rule, sc.ID)
				if i < 0 {
					out.New = append(out.New, f)
					continue
				}
				if !seen[i] && known[i].Until < day {
					out.Expired = append(out.Expired, known[i])
				}
				if seen[i] = true; known[i].Until < day {
					out.New = append(out.New, f)
				} else {
					out.Known = append(out.Known, f)
				}
			}
		}
	}
	for i, k := range known {
		if !seen[i] {
			out.Gone = append(out.Gone, k)
		}
	}
	return out
}

func match(known []Known, rule, scenario string) int {
	for i, k := range known {
		if k.Rule == rule && (k.Scenario == "" || k.Scenario == scenario) {
			return i
		}
	}
	return -1
}
