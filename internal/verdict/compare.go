package verdict

import "fmt"

// Change is one thing that differs between two results of a system.
type Change struct {
	What     string // in Danish: "Dommen", a column or a scenario
	Was, Now string
}

// Compare lists what differs between two results, the verdict first, then the
// columns and their scenarios. Findings are compared by rule and number.
func Compare(was, now SystemResult) []Change {
	var out []Change
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Change{what, a, b})
		}
	}
	add("Dommen", was.Verdict.Name(), now.Verdict.Name())
	columns := map[CapabilityID]CapabilityResult{}
	for _, c := range was.Capabilities {
		columns[c.ID] = c
	}
	for _, c := range now.Capabilities {
		old := columns[c.ID]
		add(c.Name, old.Outcome.Name(), c.Outcome.Name())
		before := map[string]ScenarioResult{}
		for _, s := range old.Scenarios {
			before[s.ID] = s
		}
		for _, s := range c.Scenarios {
			o, ok := before[s.ID]
			if !ok {
				out = append(out, Change{s.Name, "fandtes ikke", s.Outcome.Name()})
				continue
			}
			add(s.Name, o.Outcome.Name(), s.Outcome.Name())
			add(s.Name+", fund", count(o.Findings), count(s.Findings))
		}
	}
	return out
}

func count(f []Finding) string { return fmt.Sprint(len(f)) }
