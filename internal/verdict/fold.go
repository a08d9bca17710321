package verdict

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
)

// Observed is what was seen of one scenario, before any policy.
type Observed struct {
	ID           string
	Name         string
	Proves       string
	Capability   CapabilityID
	Requirements []string
	Demand
	Steps     []Step
	Checks    int
	Findings  []Finding
	Exchanges []int
	// NotOffered is the vendor's reason for not performing an action, in its own
	// words; "" when it performed all that it was asked for. Skipped is what was
	// said when the scenario was passed over.
	NotOffered string
	Refused    string // the kind of that action
	Skipped    string
	// Untried is why the scenario was not played to its end, or at all, through
	// nobody's fault; "" when it was.
	Untried string
	Gap     Gap // the kind of that reason, where it has one
	// Harness says what went wrong on our side; "" when nothing did.
	Harness string
	// Impact is that of not offering it.
	Impact Impact
}

// Fold turns the scenarios of a run of the published test into the result of a
// system.
func Fold(observed []Observed, expected map[CapabilityID]int, p Policy) SystemResult {
	return Capabilities().Fold(observed, expected, p)
}

// Fold turns the scenarios of a run into the result of a system. expected is
// the number of scenarios per capability that should have run: one that did
// not is a failure of the harness, never a gap that reads as green. The verdict
// is that of the core columns.
func (all Columns) Fold(observed []Observed, expected map[CapabilityID]int, p Policy) SystemResult {
	r := SystemResult{Policy: p.ID, PolicyTitle: p.Title}
	observed = all.kept(p.weigh(identified(observed)))
	var outcomes []Outcome
	seen := slices.ContainsFunc(observed, func(o Observed) bool { return len(o.Exchanges) > 0 })
	for _, c := range all {
		cr := foldCapability(c, observed, expected[c.ID], p)
		cr.demand(slices.Contains(p.Core, c.ID), seen)
		if c.Class == Core {
			outcomes = append(outcomes, cr.outcomes()...)
		}
		for _, s := range cr.Scenarios {
			r.Checks += s.Checks
			r.Exchanges += len(s.Exchanges)
		}
		r.Capabilities = append(r.Capabilities, cr)
	}
	r.Verdict = Of(outcomes...)
	return r
}

// demand lets no column be green, or merely remarked upon, on no evidence, whatever
// the policy says: one of the core in which nothing was checked is not tried, and
// neither is any in a run in which nothing was sent at all.
func (c *CapabilityResult) demand(core, seen bool) {
	checks := 0
	for _, s := range c.Scenarios {
		if s.Offered() { // else what was checked was on the way to what is not
			checks += s.Checks
		}
	}
	switch {
	case c.Outcome != Pass && c.Outcome != Remark:
	case !seen:
		c.Outcome, c.Reason = NotTried, "systemet sendte og læste intet i hele prøven; på intet kan intet godkendes"
	case core && checks == 0:
		c.Outcome, c.Reason = NotTried, "intet blev kontrolleret på et område i kernen; på intet kan intet godkendes"
	}
}

// outcomes are all that were come to in the column, and its own.
func (c CapabilityResult) outcomes() []Outcome {
	out := []Outcome{c.Outcome}
	for _, s := range c.Scenarios {
		out = append(out, s.Outcome, s.NotOfferedAs)
	}
	for _, f := range c.Findings() {
		out = append(out, f.Outcome)
	}
	return out
}

// kept lets whatever a scenario of a supplementary column finds count there:
// else it would change the verdict by way of another column. The findings are
// the caller's own copies.
func (all Columns) kept(observed []Observed) []Observed {
	for _, o := range observed {
		if c, ok := all.Of(o.Capability); ok && c.Class == Supplementary {
			for i := range o.Findings {
				o.Findings[i].Capability = c.ID
			}
		}
	}
	return observed
}

// weigh gives findings the outcomes that the policy sets. They are the caller's own copies.
func (p Policy) weigh(observed []Observed) []Observed {
	for _, o := range observed {
		for i := range o.Findings {
			o.Findings[i].Outcome = p.weighed(o.Findings[i])
		}
	}
	return observed
}

// identified gives every finding its ID: of rule, scenario and place, and of its
// number among those that share all three. UUIDs and times are not in it.
func identified(observed []Observed) []Observed {
	taken := map[string]bool{}
	out := slices.Clone(observed)
	for i, o := range out {
		out[i].Findings = slices.Clone(o.Findings)
		for j, f := range o.Findings {
			for n := 1; ; n++ {
				sum := sha256.Sum256(fmt.Appendf(nil, "%s|%s|%s|%d", f.Rule, o.ID, f.Path, n))
				if id := hex.EncodeToString(sum[:4]); !taken[id] {
					taken[id], out[i].Findings[j].ID = true, id
					break
				}
			}
		}
	}
	return out
}

func foldCapability(c Capability, observed []Observed, expected int, p Policy) CapabilityResult {
	cr := CapabilityResult{ID: c.ID, Name: c.Name, Class: c.Class, Scenarios: []ScenarioResult{}, Moved: []Finding{}}
	var outcomes, played []Outcome
	for _, o := range observed {
		if o.Capability == c.ID {
			s := foldScenario(o, p)
			cr.Scenarios = append(cr.Scenarios, s)
			if outcomes = append(outcomes, s.Outcome); s.Gap != GapLeftOut {
				played = append(played, s.Outcome)
			}
			continue
		}
		for _, f := range o.Findings {
			if f.Capability == c.ID {
				cr.Moved = append(cr.Moved, f)
				outcomes = append(outcomes, f.Outcome)
			}
		}
	}
	if n := len(cr.Scenarios); n != expected {
		cr.Outcome = HarnessFailure
		cr.Reason = fmt.Sprintf("%d af %d scenarier blev kørt; klarmeld kan ikke dømme", n, expected)
		return cr
	}
	cr.Outcome = Worst(outcomes...)
	if n := len(played); n > 0 && n < len(cr.Scenarios) {
		cr.Played = &PartResult{Outcome: Worst(played...), Scenarios: n}
	}
	cr.Reason = reason(cr)
	return cr
}

func foldScenario(o Observed, p Policy) ScenarioResult {
	s := ScenarioResult{
		ID: o.ID, Name: o.Name, Proves: o.Proves, Capability: o.Capability, Requirements: o.Requirements, Demand: o.Demand, NotOffered: o.NotOffered,
		Refused: o.Refused, Skipped: o.Skipped, Gap: o.Gap, Steps: o.Steps, Checks: o.Checks, Findings: o.Findings, Exchanges: o.Exchanges,
	}
	outcomes := []Outcome{}
	if o.Checks > 0 {
		outcomes = append(outcomes, Pass)
	}
	for _, f := range o.Findings {
		if f.Capability == o.Capability {
			outcomes = append(outcomes, f.Outcome)
		}
	}
	if o.NotOffered != "" {
		s.NotOfferedAs, s.LeftOpen = p.notOffered(o)
		s.Impact = o.Impact
		outcomes = append(outcomes, s.NotOfferedAs)
	}
	if o.Untried != "" {
		outcomes = append(outcomes, NotTried)
	}
	if o.Harness != "" {
		outcomes = append(outcomes, HarnessFailure)
	}
	s.Outcome = Worst(outcomes...)
	s.Cause = o.cause(s)
	s.Reason = o.reason(s)
	if s.Findings == nil {
		s.Findings = []Finding{}
	}
	return s
}

// reason is the one line that explains the outcome: the worst finding, or what
// was said.
func (o Observed) reason(s ScenarioResult) string {
	switch s.Cause {
	case CauseHarness:
		return o.Harness
	case CauseNotOffered:
		if s.LeftOpen {
			return "Systemet tilbyder det ikke; det er valgfrit."
		}
		return "Systemet tilbyder det ikke."
	case CauseFinding:
		f, _ := s.decisive()
		return f.Message
	case CauseUntried, CauseLeftOut:
		if o.Untried == "" {
			return "intet blev kontrolleret"
		}
		return o.Untried
	}
	return fmt.Sprintf("%d kontroller bestået", o.Checks)
}

// reason is the cell's one line.
func reason(cr CapabilityResult) string {
	if s, ok := cr.Decisive(); ok && cr.Outcome != Pass {
		if s.Gap == GapLeftOut && cr.Played != nil {
			return cr.Played.beside(len(cr.Scenarios))
		}
		if s.Cause == CauseNotOffered {
			return cr.notOffered(s)
		}
		return s.Reason
	}
	for _, f := range cr.Moved {
		if f.Outcome == cr.Outcome && cr.Outcome != Pass {
			return f.Message
		}
	}
	if len(cr.Scenarios) == 0 {
		return "ingen scenarier hører til området"
	}
	return fmt.Sprintf("%d af %d scenarier bestået", len(cr.Scenarios), len(cr.Scenarios))
}

// notOffered says how much of the column the system does not offer, in our words
// and not in the vendor's: a program's error text may be all that it has.
func (c CapabilityResult) notOffered(first ScenarioResult) string {
	n, open := 0, 0
	for _, s := range c.Scenarios {
		if !s.Offered() {
			n++
		}
		if s.LeftOpen {
			open++
		}
	}
	switch {
	case n == len(c.Scenarios):
		return first.Reason
	case n == open:
		return fmt.Sprintf("Systemet tilbyder ikke %d af %d scenarier; det er valgfrit.", n, len(c.Scenarios))
	}
	return fmt.Sprintf("Systemet tilbyder ikke %d af %d scenarier.", n, len(c.Scenarios))
}

// beside says what was played came to, of a column with so many scenarios, when
// nothing worse is to be said than that the others were left out.
func (p PartResult) beside(all int) string {
	if p.Outcome == Pass {
		return fmt.Sprintf("det, der blev spillet, er bestået (%d af %d scenarier); resten er udeladt af --only", p.Scenarios, all)
	}
	return fmt.Sprintf("det, der blev spillet, fik en bemærkning (%d af %d scenarier); resten er udeladt af --only", p.Scenarios, all)
}
