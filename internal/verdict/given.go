package verdict

import (
	"slices"
	"strconv"
)

// CompareGiven lists what differs between two results of one recording in what the
// recording gives, whoever judges it.
func CompareGiven(was, now SystemResult) []Discrepancy {
	var out []Discrepancy
	add := func(what, a, b string) {
		if a != b {
			out = append(out, Discrepancy{what, a, b})
		}
	}
	add("Systemet", was.Name, now.Name)
	add("Systemets titel", was.Title, now.Title)
	add("Kommunen", was.Municipality, now.Municipality)
	add("Politikken", was.Policy, now.Policy)
	add("Politikkens titel", was.PolicyTitle, now.PolicyTitle)
	add("Optagelsens begyndelse", was.Begun, now.Begun)
	add("Opdigtet", strconv.FormatBool(was.Fictive), strconv.FormatBool(now.Fictive))
	if was.Simulated { // a report of before this was said says nothing of it
		add("Simuleret", strconv.FormatBool(was.Simulated), strconv.FormatBool(now.Simulated))
	}
	add("Udvekslinger", strconv.Itoa(was.Exchanges), strconv.Itoa(now.Exchanges))
	return out
}

// CompareTexts lists what differs in the texts and the counts of two results, which
// another version may rightly say in another way.
func CompareTexts(was, now SystemResult) []Discrepancy {
	var out []Discrepancy
	if was.Checks != now.Checks {
		out = append(out, Discrepancy{"Kontroller", strconv.Itoa(was.Checks), strconv.Itoa(now.Checks)})
	}
	texts, traced := map[string]ScenarioResult{}, slices.ContainsFunc(was.Findings(), func(f Finding) bool { return f.ConsequenceOf != (Origin{}) })
	for _, c := range was.Capabilities {
		for _, s := range c.Scenarios {
			texts[s.ID] = s
		}
	}
	for _, c := range now.Capabilities {
		for _, s := range c.Scenarios {
			old, ok := texts[s.ID]
			if !ok {
				continue
			}
			// What the two say is shown, and decides nothing.
			if a, b := [...]string{old.Name, old.Reason}, [...]string{s.Name, s.Reason}; a != b {
				out = append(out, Discrepancy{s.Name, old.Name + ": " + old.Reason, s.Reason})
			}
			for i := range min(len(old.Findings), len(s.Findings)) {
				a, b := old.Findings[i], s.Findings[i]
				if !traced { // it is from before findings said what they follow from
					b.ConsequenceOf = Origin{}
				}
				if a != b {
					out = append(out, Discrepancy{s.Name + ", " + b.Rule, a.Message + " " + a.Actual, b.Message + " " + b.Actual})
				}
			}
		}
	}
	return out
}
