package verdict

// NewIn says that a rule judges otherwise than when the run was judged first: what the
// rule has found may not have been found then.
type NewIn struct {
	Ruleset string `json:"ruleset"` // the first that judges so
	What    string `json:"what"`    // what is new, in Danish
}

// UnknownRuleset is said of a run of which nobody knows by which ruleset it was judged
// first: neither its recording nor a report beside it says so.
const UnknownRuleset = "ukendt"

// Renewed are the findings whose rule is new since the run was judged first, or judges
// otherwise since.
func (s SystemResult) Renewed() []Finding {
	var out []Finding
	for _, f := range s.Findings() {
		if f.New != (NewIn{}) {
			out = append(out, f)
		}
	}
	return out
}

// First is the ruleset that the run was judged by first, as far as the result knows.
func (s SystemResult) First() string {
	if s.RunRuleset != "" {
		return s.RunRuleset
	}
	return s.Ruleset
}
