package verdict

import "encoding/json"

// Cause is the kind of reason for which a scenario or a column has its outcome.
type Cause int

// The causes.
const (
	CauseNone       Cause = iota // it passed: nothing needs a reason
	CauseFinding                 // a check found something
	CauseNotOffered              // the vendor does not offer it
	CauseUntried                 // it was not played to its end, or nothing was checked
	CauseHarness                 // the fault is ours
	CauseLeftOut                 // whoever began the run left it out
)

// Gap is the kind of reason for which a scenario was not tried. The value is its
// stable ID in rapport.json.
type Gap string

// The kinds. In the first two the run was stopped before the scenario.
const (
	GapNone      Gap = ""
	GapSilence   Gap = "tavshed"   // the system said again and again that it had acted, and sent nothing at all
	GapAdapter   Gap = "adapter"   // the adapter failed again and again
	GapOtherRoad Gap = "anden_vej" // the system reads by a road that klarmeld does not serve
	GapLeftOut   Gap = "udeladt"   // whoever began the run asked for others only
	GapSkipped   Gap = "sprunget_over"
	GapHeld      Gap = "tilbageholdt" // the system holds back what it was to send, since an earlier scenario
)

// String is the stable ID.
func (c Cause) String() string {
	return [...]string{"ingen", "fund", "ikke_tilbudt", "ikke_afproevet", "harnessfejl", "udeladt"}[c]
}

// cause is the cause of a scenario's outcome.
func (o Observed) cause(s ScenarioResult) Cause {
	switch {
	case o.Harness != "":
		return CauseHarness
	case s.Outcome == NotTried && s.Gap == GapLeftOut:
		return CauseLeftOut
	case s.Outcome == NotTried && o.Untried != "":
		return CauseUntried
	}
	return s.told()
}

// told is the cause as far as the result itself tells it.
func (s ScenarioResult) told() Cause {
	switch {
	case s.Outcome <= Pass:
		return CauseNone
	case s.Outcome == NotTried && s.Gap == GapLeftOut:
		return CauseLeftOut
	case s.Outcome == NotTried && s.Checks == 0:
		return CauseUntried
	}
	if _, ok := s.decisive(); ok {
		return CauseFinding
	}
	switch {
	case s.Outcome == HarnessFailure:
		return CauseHarness
	case s.Outcome == NotTried:
		return CauseUntried
	case !s.Offered():
		return CauseNotOffered
	}
	return CauseNone
}

// decisive is the first finding that the scenario has its outcome of: one with a cause of
// its own before one that follows from another.
func (s ScenarioResult) decisive() (Finding, bool) {
	for _, c := range Causes(s.Findings) {
		if c.Outcome == s.Outcome && c.Capability == s.Capability {
			return c.Finding, true
		}
	}
	return Finding{}, false
}

// Offered reports whether the system offered all that the scenario asked for. A
// report from before notOfferedAs has only the vendor's answer.
func (s ScenarioResult) Offered() bool { return s.NotOfferedAs == Information && s.NotOffered == "" }

// UnmarshalJSON reads a scenario of a rapport.json, which leaves the cause to be
// told by the rest.
func (s *ScenarioResult) UnmarshalJSON(b []byte) error {
	type fields ScenarioResult
	if err := json.Unmarshal(b, (*fields)(s)); err != nil {
		return err
	}
	s.Cause = s.told()
	return nil
}

// Decisive is the first scenario that the column has its outcome of, one that was
// played before one that was left out; none when it is something else, such as a
// finding that has moved here.
func (c CapabilityResult) Decisive() (ScenarioResult, bool) {
	var out ScenarioResult
	found := false
	for _, s := range c.Scenarios {
		switch {
		case s.Outcome != c.Outcome:
		case s.Gap != GapLeftOut:
			return s, true
		case !found:
			out, found = s, true
		}
	}
	return out, found
}

// Cause is the cause of the column's outcome.
func (c CapabilityResult) Cause() Cause {
	switch s, ok := c.Decisive(); {
	case c.Outcome <= Pass:
		return CauseNone
	case ok:
		return s.Cause
	}
	for _, f := range c.Moved {
		if f.Outcome == c.Outcome {
			return CauseFinding
		}
	}
	if c.Outcome == HarnessFailure {
		return CauseHarness
	}
	return CauseUntried
}
