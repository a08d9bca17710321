package verdict

import "strconv"

// Discrepancy is one thing that differs between two results of a system.
type Discrepancy struct {
	What     string // in Danish: "Dommen", a column or a scenario
	Was, Now string
}

// Compare lists what differs between two results, the verdict first, then the
// columns and their scenarios. Findings are compared by rule and number.
func Compare(was, now SystemResult) []Discrepancy {
	var out []Discrepancy
	outcomes := func(what string, a, b Outcome) {
		if a != b {
			out = append(out, Discrepancy{what, a.Name(), b.Name()})
		}
	}
	if was.Verdict != now.Verdict {
		out = append(out, Discrepancy{"Dommen", was.Verdict.Name(), now.Verdict.Name()})
	}
	columns := map[CapabilityID]CapabilityResult{}
	for _, c := range was.Capabilities {
		columns[c.ID] = c
	}
	for _, c := range now.Capabilities {
		old := columns[c.ID]
		outcomes(c.Name, old.Outcome, c.Outcome)
		before := map[string]ScenarioResult{}
		for _, s := range old.Scenarios {
			before[s.ID] = s
		}
		for _, s := range c.Scenarios {
			o, ok := before[s.ID]
			if !ok {
				out = append(out, Discrepancy{s.Name, "fandtes ikke", s.Outcome.Name()})
				continue
			}
			outcomes(s.Name, o.Outcome, s.Outcome)
			if a, b := len(o.Findings), len(s.Findings); a != b {
				out = append(out, Discrepancy{s.Name + ", fund", strconv.Itoa(a), strconv.Itoa(b)})
			}
		}
	}
	return out
}
