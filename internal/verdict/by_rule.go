package verdict

import (
	"cmp"
	"slices"
)

// ByRule folds findings by their rules: how many there are, in how many messages, and the
// first of them. What it holds grows with the number of rules, not with that of findings.
// The zero value is empty.
type ByRule struct {
	rules    map[string]*folding
	outcomes [HarnessFailure + 1]int
}

// RuleFold is what one rule found in all messages.
type RuleFold struct {
	Rule      string    `json:"rule"`
	Outcome   Outcome   `json:"outcome"` // the worst
	Findings  int       `json:"findings"`
	Messages  int       `json:"messages"`  // in which there are any
	Following int       `json:"following"` // of the findings: those that follow from another of their message
	Examples  []Finding `json:"examples"`  // of the worst outcome, the first, each of another message
}

// folding is a rule's fold while findings come.
type folding struct {
	RuleFold
	file string // of the newest finding
}

// Examples is how many examples are kept of a rule.
const Examples = 3

// Add adds what was found in a message. Findings of one message come together, once or
// more than once.
func (b *ByRule) Add(findings ...Finding) {
	if b.rules == nil {
		b.rules = map[string]*folding{}
	}
	for _, f := range findings {
		b.outcomes[f.Outcome]++
		r := b.rules[f.Rule]
		if r == nil {
			r = &folding{RuleFold: RuleFold{Rule: f.Rule, Outcome: f.Outcome}}
			b.rules[f.Rule] = r
		}
		r.add(f)
	}
}

func (r *folding) add(f Finding) {
	r.Findings++
	if f.ConsequenceOf != (Origin{}) {
		r.Following++
	}
	if r.Messages == 0 || r.file != f.File {
		r.Messages++
	}
	r.file = f.File
	if f.Outcome > r.Outcome {
		r.Outcome, r.Examples = f.Outcome, nil
	}
	if n := len(r.Examples); f.Outcome == r.Outcome && n < Examples && (n == 0 || r.Examples[n-1].File != f.File) {
		r.Examples = append(r.Examples, f)
	}
}

// Count is how many findings there are of an outcome.
func (b *ByRule) Count(o Outcome) int { return b.outcomes[o] }

// Outcomes are the outcomes of which there are findings.
func (b *ByRule) Outcomes() []Outcome {
	var out []Outcome
	for o, n := range b.outcomes {
		if n > 0 {
			out = append(out, Outcome(o))
		}
	}
	return out
}

// Rules are the rules that found something: the worst first, of those the ones with most
// messages, then by ID.
func (b *ByRule) Rules() []RuleFold {
	out := make([]RuleFold, 0, len(b.rules))
	for _, r := range b.rules {
		out = append(out, r.RuleFold)
	}
	slices.SortFunc(out, func(x, y RuleFold) int {
		return cmp.Or(cmp.Compare(y.Outcome, x.Outcome), cmp.Compare(y.Messages, x.Messages), cmp.Compare(y.Findings, x.Findings), cmp.Compare(x.Rule, y.Rule))
	})
	return out
}
