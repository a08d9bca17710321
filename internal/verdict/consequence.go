package verdict

// Origin is the finding that another is a consequence of, by its rule and its place in
// the same message. The zero value says that a finding has a cause of its own.
type Origin struct {
	Rule string `json:"rule"`
	Path string `json:"path,omitempty"`
	Line int    `json:"line,omitempty"`
}

// Caused is a finding with what follows from it: mending the one mends the others.
type Caused struct {
	Finding
	Consequences []Finding
}

// Causes gathers findings of one cause, in the order in which the causes come. A finding
// stands by itself where its cause is not among them, or weighs less: a policy may have
// given the two other outcomes, and what weighs most must be seen. All of the findings are
// in what comes back, each once.
func Causes(all []Finding) []Caused {
	type spot struct {
		Origin
		file, scenario string
		exchange       int
		column         CapabilityID
	}
	at := func(o Origin, f Finding) spot { return spot{o, f.File, f.Scenario, f.Exchange, f.Capability} }
	first := map[spot]int{} // the first finding at a place, which is the one that is meant
	for i, f := range all {
		if here := at(Origin{f.Rule, f.Path, f.Line}, f); f.ConsequenceOf == (Origin{}) {
			if _, ok := first[here]; !ok {
				first[here] = i
			}
		}
	}
	under := map[int][]Finding{}
	cause := func(f Finding) (int, bool) {
		if f.ConsequenceOf == (Origin{}) {
			return 0, false
		}
		i, ok := first[at(f.ConsequenceOf, f)]
		return i, ok && all[i].Outcome >= f.Outcome
	}
	for _, f := range all {
		if i, ok := cause(f); ok {
			under[i] = append(under[i], f)
		}
	}
	out := []Caused{}
	for i, f := range all {
		if _, ok := cause(f); !ok {
			out = append(out, Caused{f, under[i]})
		}
	}
	return out
}
