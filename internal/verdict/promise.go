package verdict

import "slices"

// PromiseState says what became of a criterion. The value is its stable ID in rapport.json.
type PromiseState string

// The states, worst first.
const (
	PromisedFailed  PromiseState = "lovet_og_fejlet"        // offered, and what came was wrong
	PromisedUnseen  PromiseState = "lovet_og_aldrig_set"    // not offered when it was asked for, or it never came
	PromiseUntried  PromiseState = "ikke_afproevet"         // nothing tells: a gap, never held against a vendor, and never kept
	UnpromisedSeen  PromiseState = "ikke_lovet_og_dog_set"  // more is there than was promised
	UnpromisedNever PromiseState = "ikke_lovet_og_ikke_set" // as declared
	PromisedProved  PromiseState = "lovet_og_bevist"        // as declared
)

// PromiseStates are all states, worst first.
func PromiseStates() []PromiseState {
	return []PromiseState{PromisedFailed, PromisedUnseen, PromiseUntried, UnpromisedSeen, UnpromisedNever, PromisedProved}
}

// PartState says what one scenario tells of a criterion. The value is its stable ID in
// rapport.json.
type PartState string

// The states.
const (
	PartProved  PartState = "bevist"
	PartFailed  PartState = "fejl"
	PartUnseen  PartState = "ikke_set"
	PartUntried PartState = "ikke_afproevet"
)

// Promises are a vendor's criteria, held against a run.
type Promises struct {
	Title    string           `json:"title"`
	Groups   []CriterionGroup `json:"groups,omitempty"`
	Criteria []Promise        `json:"criteria"` // in the order in which the vendor was asked
}

// Promise is a criterion, and what the run showed of it.
type Promise struct {
	Criterion Criterion    `json:"criterion"`
	State     PromiseState `json:"state"`
	// NotDue: on the day of the run it was promised for a later one.
	NotDue bool          `json:"notDue,omitempty"`
	Parts  []PromisePart `json:"parts"`
	// Findings are the IDs of those that speak against it.
	Findings []string `json:"findings,omitempty"`
}

// PromisePart is a scenario that tells of a criterion.
type PromisePart struct {
	Scenario string    `json:"scenario"` // its ID
	State    PartState `json:"state"`
}

// Broken reports whether what was promised is not there, though it was promised by the
// day of the run.
func (p Promise) Broken() bool { return p.Missing() && !p.NotDue }

// Missing reports whether what was promised is not there, whenever it was promised for.
func (p Promise) Missing() bool { return p.State == PromisedFailed || p.State == PromisedUnseen }

// Count is how many parts are in a state.
func (p Promise) Count(state PartState) int {
	n := 0
	for _, x := range p.Parts {
		if x.State == state {
			n++
		}
	}
	return n
}

// Worst are the promises with what is worst first: by state, then what is due, then as
// they were asked for.
func (p Promises) Worst() []Promise {
	out := slices.Clone(p.Criteria)
	rank := func(x Promise) int {
		n := 2 * slices.Index(PromiseStates(), x.State)
		if x.NotDue {
			n++
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b Promise) int { return rank(a) - rank(b) })
	return out
}

// In are the criteria in a state, as they were asked for.
func (p Promises) In(state PromiseState) []Promise {
	var out []Promise
	for _, x := range p.Criteria {
		if x.State == state {
			out = append(out, x)
		}
	}
	return out
}

// Count is how many criteria are in a state.
func (p Promises) Count(state PromiseState) int { return len(p.In(state)) }

// Broken are the promises that were not kept by the day of the run, worst first.
func (p *Promises) Broken() []Promise {
	var out []Promise
	if p == nil {
		return nil
	}
	for _, x := range p.Worst() {
		if x.Broken() {
			out = append(out, x)
		}
	}
	return out
}

// Given are the criteria as they were before they were held against anything.
func (p Promises) Given() Criteria {
	c := Criteria{Title: p.Title, Groups: p.Groups}
	for _, x := range p.Criteria {
		c.All = append(c.All, x.Criterion)
	}
	return c
}
