package verdict

import (
	"fmt"
	"slices"
)

// DecisionID is what a reviewer has decided, beside the machine's verdict.
type DecisionID string

// ApprovedOnCondition is that the system may be used, though something is wrong,
// if it is mended by a day that is said.
const ApprovedOnCondition DecisionID = "godkendt_med_forbehold"

// Name is what a Danish reader sees.
func (d DecisionID) Name() string {
	return map[DecisionID]string{ApprovedOnCondition: "Godkendt med forbehold"}[d]
}

// Decision is what a reviewer says of a result. It changes nothing of it: the
// machine's verdict and outcomes stand beside it.
type Decision struct {
	ID     DecisionID `json:"afgoerelse,omitempty"` // "": remarks only
	Reason string     `json:"begrundelse,omitempty"`
	// Conditions are what is to be mended, each by its day.
	Conditions []Condition `json:"betingelser,omitempty"`
	Remarks    []Remarked  `json:"bemaerkninger,omitempty"`
	Overrides  []Override  `json:"omgjorte,omitempty"`
}

// Topic is what a reviewer speaks of: a finding by its ID, a rule wherever it is
// broken or in one scenario, or a scenario.
type Topic struct {
	Finding  string `json:"fund,omitempty"`
	Rule     string `json:"regel,omitempty"`
	Scenario string `json:"scenarie,omitempty"`
}

// Condition is something that is to be mended.
type Condition struct {
	Topic
	Reason string `json:"begrundelse"`
	Until  string `json:"inden"` // YYYY-MM-DD, a Danish date; that day too
}

// Remarked is a remark on a scenario.
type Remarked struct {
	Scenario string `json:"scenarie"`
	Text     string `json:"tekst"`
}

// Override is that a reviewer holds a scenario's outcome to be another.
type Override struct {
	Scenario string  `json:"scenarie"`
	Outcome  Outcome `json:"udfald"`
	Reason   string  `json:"begrundelse"`
}

// Wrong says, in Danish, what of a decision does not fit the result that it is
// about, as it is taken on a day (YYYY-MM-DD): what is named is not in it, a day has
// passed already, a condition of nothing.
func (d Decision) Wrong(s SystemResult, day string) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	switch {
	case d.ID == ApprovedOnCondition && len(d.Conditions) == 0:
		say("godkendt med forbehold kræver mindst én betingelse: hvad der skal være rettet, og hvornår")
	case d.ID == "" && len(d.Conditions) > 0:
		say("betingelser hører til afgørelsen %s", ApprovedOnCondition)
	}
	for i, c := range d.Conditions {
		if !c.Stands(s) {
			say("betingelse %d: %s er ikke blandt det, rapporten har fundet", i+1, c.Topic)
		}
		if c.Until < day {
			say("betingelse %d: fristen %s er overskredet allerede", i+1, c.Until)
		}
	}
	for _, r := range d.Remarks {
		if _, ok := s.Scenario(r.Scenario); !ok {
			say("rapporten har intet scenarie %q", r.Scenario)
		}
	}
	for i, o := range d.Overrides {
		was, ok := s.Scenario(o.Scenario)
		switch {
		case !ok:
			say("rapporten har intet scenarie %q", o.Scenario)
		case was.Outcome == o.Outcome:
			say("scenariet %s har allerede udfaldet %s", o.Scenario, o.Outcome)
		case slices.ContainsFunc(d.Overrides[:i], func(p Override) bool { return p.Scenario == o.Scenario }):
			say("scenariet %s er gjort om to gange", o.Scenario)
		}
	}
	return out
}

// String is the topic as an error names it.
func (s Topic) String() string {
	switch {
	case s.Finding != "":
		return "fundet " + s.Finding
	case s.Rule != "" && s.Scenario != "":
		return "reglen " + s.Rule + " i " + s.Scenario
	case s.Rule != "":
		return "reglen " + s.Rule
	}
	return "scenariet " + s.Scenario
}

// is reports whether a finding of a scenario is what is spoken of. One that was found
// by its ID is known again by its rule there, since what it says may be another word.
func (s Topic) is(f Finding, scenario string) bool {
	if s.Scenario != "" && s.Scenario != scenario {
		return false
	}
	if s.Rule != "" {
		return f.Rule == s.Rule
	}
	return f.ID == s.Finding
}

// Resolved names the rule and the scenario of each finding that a decision names by
// its ID alone, so that it is known again in another run.
func (d Decision) Resolved(s SystemResult) Decision {
	d.Conditions = slices.Clone(d.Conditions)
	for i, c := range d.Conditions {
		if c.Finding == "" || c.Rule != "" {
			continue
		}
		for _, column := range s.Capabilities {
			for _, sc := range column.Scenarios {
				for _, f := range sc.Findings {
					if f.ID == c.Finding && d.Conditions[i].Rule == "" {
						d.Conditions[i].Rule, d.Conditions[i].Scenario = f.Rule, sc.ID
					}
				}
			}
		}
	}
	return d
}

// Stands reports whether what a reviewer speaks of is still wrong in a result: the
// finding is there, the rule is broken, the scenario has not passed. What was not
// tried has not been mended.
func (s Topic) Stands(in SystemResult) bool {
	if s.Finding == "" && s.Rule == "" {
		sc, ok := in.Scenario(s.Scenario)
		return ok && sc.Outcome > Pass
	}
	for _, c := range in.Capabilities {
		for _, sc := range c.Scenarios {
			for _, f := range sc.Findings {
				if f.Outcome != Information && s.is(f, sc.ID) {
					return true
				}
			}
		}
	}
	return false
}

// Scenario finds a scenario by its ID.
func (s SystemResult) Scenario(id string) (ScenarioResult, bool) {
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			if sc.ID == id {
				return sc, true
			}
		}
	}
	return ScenarioResult{}, false
}

// Granted is a condition with who granted it, and when (RFC 3339).
type Granted struct {
	Condition
	By   string `json:"af"`
	Date string `json:"sat"`
}

// ConditionState is how it has gone with a condition.
type ConditionState string

// The states.
const (
	ConditionOpen   ConditionState = "aaben"       // it is wrong still, and the day has not passed
	ConditionMet    ConditionState = "opfyldt"     // it is no longer wrong
	ConditionMissed ConditionState = "overskredet" // the day has passed, and nothing shows that it is mended
	ConditionUnseen ConditionState = "ikke_set"    // what would show it was not tried in this run
)

// Name is what a Danish reader sees.
func (c ConditionState) Name() string {
	return map[ConditionState]string{ConditionOpen: "åben", ConditionMet: "opfyldt", ConditionMissed: "overskredet", ConditionUnseen: "ikke set efter"}[c]
}

// Stand is a condition and how it stands in a result.
type Stand struct {
	Granted
	State ConditionState `json:"tilstand"`
}

// Stands says how conditions stand in a result, on the day when its run began. A
// finding that is gone since its scenario was not tried has not been mended.
func (s SystemResult) Stands(all []Granted) []Stand {
	var out []Stand
	for _, g := range all {
		state := ConditionMet
		switch shown := s.tried(g.Topic); {
		case shown && !g.Stands(s):
		case g.Until < s.day():
			state = ConditionMissed
		case !shown:
			state = ConditionUnseen
		default:
			state = ConditionOpen
		}
		out = append(out, Stand{g, state})
	}
	return out
}

// tried reports whether a run has looked where a subject would be seen.
func (s SystemResult) tried(what Topic) bool {
	if (what.Rule != "" || what.Finding != "") && what.Stands(s) {
		return true
	}
	if what.Scenario != "" {
		sc, ok := s.Scenario(what.Scenario)
		return ok && sc.Outcome != NotTried && sc.Outcome < AdapterFailure
	}
	return s.Verdict == Approved || s.Verdict == ApprovedWithRemarks || s.Verdict == NotApproved
}
