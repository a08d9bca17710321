package verdict

import "slices"

// TypedByHand is the rule that says that what was to be read had been typed instead. A
// scenario in which it speaks has seen nothing of what it is about, however light the
// finding weighs.
const TypedByHand = "scenarie.laest.i-haanden"

// Hold holds criteria against the result. It rests on what was found and on what was
// offered, and not on what a policy makes of it.
func (s SystemResult) Hold(c Criteria) *Promises {
	out := &Promises{Title: c.Title, Groups: c.Groups, Criteria: []Promise{}}
	day := s.day()
	for _, x := range c.All {
		p := s.hold(x)
		p.NotDue = x.Offered.Promised() && x.Date > day
		out.Criteria = append(out.Criteria, p)
	}
	return out
}

// hold holds one criterion against the result.
func (s SystemResult) hold(x Criterion) Promise {
	p := Promise{Criterion: x, Parts: []PromisePart{}}
	named, elsewhere := s.named(x.Proof), 0
	for _, c := range s.Capabilities {
		whole := slices.Contains(x.Proof.Areas, c.ID)
		for _, sc := range c.Scenarios {
			leftOpen := !sc.Offered() && sc.leavesOpen(sc.Refused)
			inArea := whole && !leftOpen && !slices.Contains(x.Proof.Without, sc.ID)
			if !inArea && !slices.Contains(named, sc.ID) {
				continue
			}
			against := sc.against(x.Proof.Rules)
			p.Parts = append(p.Parts, PromisePart{sc.ID, sc.tells(x.Proof.Rules, against)})
			p.Findings = append(p.Findings, ids(against)...)
		}
		if whole { // what another column's scenarios have sent of this one
			moved := among(c.Moved, x.Proof.Rules)
			p.Findings, elsewhere = append(p.Findings, ids(moved)...), elsewhere+len(moved)
		}
	}
	for _, id := range named { // what the run does not know proves nothing
		if !slices.ContainsFunc(p.Parts, func(x PromisePart) bool { return x.Scenario == id }) {
			p.Parts = append(p.Parts, PromisePart{id, PartUntried})
		}
	}
	p.State = p.folded(elsewhere)
	return p
}

// named are the IDs of the scenarios that a criterion names, itself or by a requirement.
func (s SystemResult) named(by ProofBy) []string {
	out := slices.Clone(by.Scenarios)
	for _, r := range s.Requirements {
		if slices.Contains(by.Requirements, r.ID) {
			out = append(out, r.Scenarios...)
		}
	}
	return out
}

// against are the scenario's findings that speak against a criterion with the rules; with
// none, those that the scenario's outcome is of.
func (s ScenarioResult) against(rules []string) []Finding {
	var out []Finding
	for _, f := range among(s.Findings, rules) {
		if len(rules) > 0 || f.Capability == s.Capability {
			out = append(out, f)
		}
	}
	return out
}

// among are the failures, and what was never seen, of some findings, by the rules; none
// is any rule.
func among(all []Finding, rules []string) []Finding {
	var out []Finding
	for _, f := range all {
		if (f.Outcome == Fail || f.Outcome == NotObserved || f.typed()) && ruled(f, rules) {
			out = append(out, f)
		}
	}
	return out
}

// typed reports whether the finding says that something was typed that should be read.
func (f Finding) typed() bool { return f.Rule == TypedByHand && f.Outcome != Information }

func ruled(f Finding, rules []string) bool {
	return len(rules) == 0 || slices.ContainsFunc(rules, func(p string) bool { return ruleMatches(p, f.Rule) })
}

// tells is what a scenario tells of a criterion with the rules, given the findings that
// speak against it.
func (s ScenarioResult) tells(rules []string, against []Finding) PartState {
	has := func(o Outcome) bool {
		return slices.ContainsFunc(against, func(f Finding) bool { return f.Outcome == o })
	}
	switch {
	case !s.Offered():
		return PartUnseen
	case has(Fail):
		return PartFailed
	case s.Outcome == NotObserved, len(against) > 0:
		return PartUnseen
	case s.Outcome >= AdapterFailure, s.Checks == 0:
		return PartUntried
	case s.Outcome == NotTried && s.gapOf(rules):
		return PartUntried
	}
	return PartProved
}

// gapOf reports whether what was not tried of the scenario has to do with the rules.
func (s ScenarioResult) gapOf(rules []string) bool {
	if s.Gap != GapNone || s.Cause != CauseFinding {
		return true
	}
	return slices.ContainsFunc(s.Findings, func(f Finding) bool { return f.Outcome == NotTried && ruled(f, rules) })
}

// folded is the criterion's state by its parts: the worst decides, and a gap is never
// green. Of what is promised in part, a part may be missing. elsewhere is how much else
// was found wrong.
func (p Promise) folded(elsewhere int) PromiseState {
	proved, failed := p.Count(PartProved), p.Count(PartFailed)+elsewhere
	unseen, untried := p.Count(PartUnseen), p.Count(PartUntried)
	if !p.Criterion.Offered.Promised() {
		switch {
		case proved+failed > 0:
			return UnpromisedSeen
		case untried > 0 || unseen == 0:
			return PromiseUntried
		}
		return UnpromisedNever
	}
	missing := unseen > 0 && (p.Criterion.Offered == OfferAll || proved == 0)
	switch {
	case failed > 0:
		return PromisedFailed
	case missing:
		return PromisedUnseen
	case untried > 0 || proved == 0:
		return PromiseUntried
	}
	return PromisedProved
}

func ids(all []Finding) []string {
	var out []string
	for _, f := range all {
		out = append(out, f.ID)
	}
	return out
}
