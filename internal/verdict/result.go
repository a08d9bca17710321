package verdict

import "slices"

// Finding is a check that did not pass, with what a reader needs to believe it
// and to mend it. Every text is Danish and carries no CPR number.
type Finding struct {
	// ID names the finding in its result, and is the same in the next run of
	// the same system: eight hexadecimal digits. Fold gives it.
	ID         string       `json:"id,omitempty"`
	Rule       string       `json:"rule"` // stable ID
	Outcome    Outcome      `json:"outcome"`
	Capability CapabilityID `json:"capability"` // the column it counts in
	Source     string       `json:"source"`     // where the demand stands
	Message    string       `json:"message"`    // what is wrong, in one sentence
	Expected   string       `json:"expected"`
	Actual     string       `json:"actual"`
	Fix        string       `json:"fix"`
	File       string       `json:"file,omitempty"` // file in the recording, or the file that was checked
	Line       int          `json:"line,omitempty"` // 1-based line in File; 0 when none can be named
	Path       string       `json:"path,omitempty"` // path of local names in the message
	Fragment   string       `json:"fragment,omitempty"`
	// Suggestion is the smallest change of the fragment that would mend it,
	// tried by judging the changed message; IsExample says that the value in it
	// is a model, since only the sender knows the right one.
	Suggestion string `json:"suggestion,omitempty"`
	IsExample  bool   `json:"isExample,omitempty"`
	Exchange   int    `json:"exchange,omitempty"` // number of the exchange in the recording
	Scenario   string `json:"scenario,omitempty"`
	// Tool says whether KOMBIT's own validation tool would say it too.
	Tool ToolSight `json:"validationTool,omitempty"`
	// New says that its rule is new since the run was judged first; zero: it is not.
	New NewIn `json:"new,omitzero"`
	// ConsequenceOf is the finding of the same message that has the same cause; zero: it has
	// a cause of its own. It decides nothing: whatever is judged by findings sees them all.
	ConsequenceOf Origin `json:"consequenceOf,omitzero"`
	Impact
}

// Impact is whom something hits, and how, in plain Danish; both are empty
// when nobody has said.
type Impact struct {
	Hits        string `json:"hits,omitempty"` // "borgeren", "sagsbehandleren" or "kommunen"
	Consequence string `json:"consequence,omitempty"`
}

// StepStatus says how a sentence of a scenario went. The value is its stable ID
// in rapport.json.
type StepStatus string

// The statuses of a sentence.
const (
	StepDone    StepStatus = "udført"
	StepStopped StepStatus = "stoppede her" // the scenario went no further
	StepSkipped StepStatus = "sprunget over"
	StepUntried StepStatus = "ikke afprøvet" // it was played, and a part of what it says could not be tried
)

// Name is what a Danish reader sees.
func (s StepStatus) Name() string {
	return map[StepStatus]string{StepDone: "udført", StepStopped: "stoppede her", StepSkipped: "sprunget over", StepUntried: "ikke afprøvet"}[s]
}

// Step is one sentence of a scenario and how it went.
type Step struct {
	Text   string     `json:"text"` // with its keyword
	Status StepStatus `json:"status"`
}

// ScenarioResult is the outcome of one scenario.
type ScenarioResult struct {
	ID           string       `json:"id"`
	Name         string       `json:"name"`
	Proves       string       `json:"proves"` // what is known when it has passed
	Capability   CapabilityID `json:"capability"`
	Requirements []string     `json:"requirements"` // IDs
	Demand
	Outcome Outcome `json:"outcome"`
	Cause   Cause   `json:"-"`
	// Reason is the finding's message, or what is to be said where there is none. It
	// is never in the vendor's own words: those stand beside it.
	Reason     string `json:"reason"`
	NotOffered string `json:"notOffered,omitempty"` // what the vendor answered
	Refused    string `json:"refused,omitempty"`    // the kind of the action to which it answered that
	Skipped    string `json:"skipped,omitempty"`    // what was said when it was passed over
	// Gap is why it was not tried, where that is of a kind.
	Gap Gap `json:"gap,omitempty"`
	// NotOfferedAs is the outcome that the policy gives it; Information, which no
	// policy gives, when all was offered.
	NotOfferedAs Outcome `json:"notOfferedAs,omitempty"`
	// LeftOpen: it has that outcome since the rows leave open what is not offered.
	LeftOpen bool `json:"leftOpen,omitempty"`
	// Impact is that of not offering it.
	Impact
	Steps     []Step    `json:"steps"`
	Checks    int       `json:"checks"` // how many checks were tried
	Findings  []Finding `json:"findings"`
	Exchanges []int     `json:"exchanges"` // numbers in the recording
}

// CapabilityResult is one cell of the table.
type CapabilityResult struct {
	ID        CapabilityID     `json:"id"`
	Name      string           `json:"name"`
	Class     Class            `json:"class,omitempty"` // left out for a core capability
	Outcome   Outcome          `json:"outcome"`
	Reason    string           `json:"reason"` // one line, as that of a scenario
	Scenarios []ScenarioResult `json:"scenarios"`
	// Played is what the scenarios came to that were not left out; nil when all
	// were, or none.
	Played *PartResult `json:"played,omitempty"`
	// Declared is what the vendor had said of it before the run; nil: nothing.
	Declared *Declaration `json:"declared,omitempty"`
	// Findings that count here though their scenario belongs to a column that
	// judges reading only.
	Moved []Finding `json:"moved"`
}

// PartResult is what a part of a column came to.
type PartResult struct {
	Outcome   Outcome `json:"outcome"`
	Scenarios int     `json:"scenarios"` // how many of the column's
}

// Requirement is something that the anvisninger or the terms ask of a system,
// and which scenarios stand for it.
type Requirement struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Source    string   `json:"source"`
	Scenarios []string `json:"scenarios"` // IDs
	// Untested is why none does; "" when one does.
	Untested string `json:"untested,omitempty"`
}

// Proof is what klarmeld selfcheck has shown of the ruleset: how many breaks of
// how many rules, and how many of them were found by the rule they broke.
type Proof struct {
	ProofSum
	Groups []ProofGroup `json:"groups"` // in the order of the rules
}

// ProofSum is how many rules, how many breaks of them, and how many of those
// were found.
type ProofSum struct {
	Rules  int `json:"rules"`
	Cases  int `json:"cases"`
	Killed int `json:"killed"`
}

// ProofGroup is the proof of the rules about one part of a message.
type ProofGroup struct {
	Name string `json:"name"` // in Danish
	ProofSum
}

// SystemResult is everything that is said of one system.
type SystemResult struct {
	Name        string  `json:"name"`
	Title       string  `json:"title"`
	Verdict     Verdict `json:"verdict"`
	Policy      string  `json:"policy"`
	PolicyTitle string  `json:"policyTitle"`
	Ruleset     string  `json:"ruleset"` // version of the rules
	// RunRuleset is the version that the run was judged by first, when that was another:
	// UnknownRuleset when nobody knows it.
	RunRuleset   string             `json:"runRuleset,omitempty"`
	Proof        Proof              `json:"proof"`
	Program      string             `json:"program"` // version of klarmeld
	Municipality string             `json:"municipality"`
	Fictive      bool               `json:"fictive"`             // the municipality and its citizens are made up
	Simulated    bool               `json:"simulated,omitempty"` // klarmeld played the system itself
	Begun        string             `json:"begun"`               // time of the recording's first entry
	Checks       int                `json:"checks"`
	Exchanges    int                `json:"exchanges"`
	Capabilities []CapabilityResult `json:"capabilities"`
	Requirements []Requirement      `json:"requirements"`
	// Peers are who sent what is on record, by address; none in a run without a
	// network.
	Peers []Peer `json:"peers,omitempty"`
	// Own is what the run stands on that is not klarmeld's own.
	Own []Own `json:"own,omitempty"`
	// Known are the findings that somebody has accepted for a while.
	Known []Known `json:"known,omitempty"`
	// Citizens is what the citizens would see; nil in results of before it was asked.
	Citizens *Citizens `json:"citizens,omitempty"`
	// Coverage is in which of the mandatory areas cases were seen; nil in reports of before
	// it was told.
	Coverage *Coverage `json:"coverage,omitempty"`
	// OtherVerdicts are those of klarmeld's other policies; the exit code is the run's own.
	OtherVerdicts []OtherVerdict `json:"otherVerdicts,omitempty"`
	// Promises are the vendor's declaration, held against the run; nil: it declared nothing.
	Promises *Promises `json:"promises,omitempty"`
	// Meanwhile is how the municipality manages until what is amiss is mended.
	Meanwhile []Meanwhile `json:"meanwhile,omitempty"`
	// GivenLater is what does not stand in the recording.
	GivenLater []Later `json:"givenLater,omitempty"`
}

// Peer is who has sent messages during the scenarios.
type Peer struct {
	Address   string `json:"address"`           // IP address
	Foreign   bool   `json:"foreign,omitempty"` // it is none of the system's own, and was not judged
	Exchanges int    `json:"exchanges"`
}

// StoppedBy is why the run was stopped before its end; GapNone when it was not.
func (s SystemResult) StoppedBy() Gap {
	for _, c := range s.Capabilities {
		for _, x := range c.Scenarios {
			if x.Gap == GapSilence || x.Gap == GapAdapter {
				return x.Gap
			}
		}
	}
	return GapNone
}

// HarnessFailed reports whether klarmeld itself failed in a core column, whatever
// was found besides.
func (s SystemResult) HarnessFailed() bool {
	return slices.ContainsFunc(s.Capabilities, func(c CapabilityResult) bool { return c.Class != Supplementary && c.Outcome == HarnessFailure })
}

// Findings returns all findings of the system in the order of the columns.
func (s SystemResult) Findings() []Finding {
	var out []Finding
	for _, c := range s.Capabilities {
		out = append(out, c.Findings()...)
	}
	return out
}

// Findings returns the findings that count in the capability.
func (c CapabilityResult) Findings() []Finding {
	var out []Finding
	for _, s := range c.Scenarios {
		for _, f := range s.Findings {
			if f.Capability == c.ID {
				out = append(out, f)
			}
		}
	}
	return append(out, c.Moved...)
}

// RunResult is the result of one run over one or more systems.
type RunResult struct {
	Systems []SystemResult `json:"systems"`
}
