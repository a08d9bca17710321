package reports

import (
	"fmt"
	"io"

	"klarmeld/internal/overview"
	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
)

// overviewVersion stands in every oversigt.json; tools rely on it.
const overviewVersion = "klarmeld-oversigt/1"

// overviewDocument is oversigt.json (schema: fixtures/schemas/oversigt.schema.json). Its
// texts are Danish.
type overviewDocument struct {
	Schema       string                `json:"schema"`
	OverTime     bool                  `json:"overTime"`
	Reports      []overviewReport      `json:"reports"`
	Shortcomings []overviewShortcoming `json:"shortcomings"`
	Priorities   *verdict.Priorities   `json:"priorities,omitempty"`
	LeftOut      []overviewID          `json:"leftOut"` // simulated systems that are not shown among real ones
	Earlier      int                   `json:"earlier"`
}

// overviewID names a report.
type overviewID struct {
	ID           string `json:"id"`
	System       string `json:"system"`
	Title        string `json:"title"`
	Municipality string `json:"municipality"`
	Begun        string `json:"begun"`
}

type overviewReport struct {
	overviewID
	Simulated    bool                 `json:"simulated"`
	Standing     overview.Standing    `json:"standing"`
	Problems     []string             `json:"problems"`
	Latest       bool                 `json:"latest"`
	Recording    string               `json:"recording,omitempty"`
	Verdict      verdict.Verdict      `json:"verdict,omitempty"` // left out of what does not hold, as all below
	Policy       string               `json:"policy,omitempty"`
	Ruleset      string               `json:"ruleset,omitempty"`
	Program      string               `json:"program,omitempty"`
	Capabilities []overviewCapability `json:"capabilities"`
	Priorities   []verdict.Met        `json:"priorities"` // in the order of theirs
	Signatures   []overviewSignature  `json:"signatures"`
	Since        *overviewSince       `json:"since,omitempty"`
}

type overviewCapability struct {
	ID       verdict.CapabilityID `json:"id"`
	Name     string               `json:"name"`
	Class    verdict.Class        `json:"class,omitempty"`
	Outcome  verdict.Outcome      `json:"outcome"`
	Was      *verdict.Outcome     `json:"was,omitempty"` // in the report before, when it was another
	Reason   string               `json:"reason"`
	Declared *verdict.Declaration `json:"declared,omitempty"`
}

type overviewSignature struct {
	Signatory
	Trusted bool `json:"trusted"`
}

// overviewSince is what has changed since the report before.
type overviewSince struct {
	ID      string          `json:"id"`
	Begun   string          `json:"begun"`
	Verdict verdict.Verdict `json:"verdict"`
	Broken  []overviewItem  `json:"broken"`
	New     []overviewItem  `json:"new"`
	Fixed   []overviewItem  `json:"fixed"`
	Unseen  []overviewItem  `json:"unseen"`
}

type overviewItem struct {
	Rule     string `json:"rule,omitempty"` // left out of what is not offered
	Scenario string `json:"scenario"`       // its name
	Message  string `json:"message"`
	Count    int    `json:"count"`
}

type overviewShortcoming struct {
	Capability  verdict.CapabilityID `json:"capability"`
	Rule        string               `json:"rule,omitempty"`       // that was broken
	NotOffered  string               `json:"notOffered,omitempty"` // or the scenario that is not offered
	Outcome     verdict.Outcome      `json:"outcome"`
	LeftOpen    bool                 `json:"leftOpen,omitempty"`
	Title       string               `json:"title"`
	Hits        string               `json:"hits,omitempty"`
	Consequence string               `json:"consequence,omitempty"`
	Scenarios   []string             `json:"scenarios"`
	Systems     []string             `json:"systems"`            // each once
	Reports     []string             `json:"reports"`            // the newest of each system and municipality
	Priority    int                  `json:"priority,omitempty"` // its place, from 1
}

// OverviewJSON writes oversigt.json. The bytes are held against the published schema
// first: on a disagreement nothing is written.
func OverviewJSON(w io.Writer, o Overview) error {
	o = clean(o)
	d := overviewDocument{Schema: overviewVersion, OverTime: o.OverTime, Reports: []overviewReport{}, Shortcomings: []overviewShortcoming{},
		LeftOut: []overviewID{}, Earlier: o.Earlier}
	if len(o.Priorities.All) > 0 {
		d.Priorities = &o.Priorities
	}
	for _, r := range o.Overview.Rows {
		d.Reports = append(d.Reports, overviewReportOf(r))
	}
	for _, s := range o.Overview.Shared {
		x := overviewShortcoming{Capability: s.Capability, Rule: s.Rule, NotOffered: s.Scenario, Outcome: s.Outcome, LeftOpen: s.LeftOpen, Title: s.Title,
			Hits: s.Hits, Consequence: s.Consequence,
			Scenarios: s.Scenarios, Systems: s.Systems, Priority: place(o, s)}
		for _, h := range s.Holders {
			x.Reports = append(x.Reports, h.ID)
		}
		d.Shortcomings = append(d.Shortcomings, x)
	}
	for _, e := range o.LeftOut {
		d.LeftOut = append(d.LeftOut, overviewIDOf(e))
	}
	raw, err := indented(d)
	if err != nil {
		return err
	}
	if err := schema.Validate(schema.Overview, raw); err != nil {
		return fmt.Errorf("oversigten %w", err)
	}
	return write(w, raw)
}

func overviewIDOf(e overview.Reported) overviewID {
	return overviewID{e.ID, e.System.Name, displayName(e.System), e.System.Municipality, e.System.Begun}
}

func overviewReportOf(r overview.Row) overviewReport {
	s := r.System
	out := overviewReport{overviewID: overviewIDOf(r.Reported), Simulated: s.Simulated, Standing: r.Standing, Problems: r.Problems, Latest: r.Latest,
		Capabilities: []overviewCapability{}, Priorities: []verdict.Met{}, Signatures: []overviewSignature{}}
	if !r.Standing.Holds() {
		return out
	}
	out.Recording, out.Verdict, out.Policy, out.Ruleset, out.Program, out.Priorities = r.Recording, s.Verdict, s.Policy, s.Ruleset, s.Program, r.Met
	was := map[verdict.CapabilityID]verdict.Outcome{}
	if r.Since != nil {
		b := r.Since.Was.System
		out.Since = &overviewSince{r.Since.Was.ID, b.Begun, b.Verdict, overviewItems(r.Since.Broken), overviewItems(r.Since.New),
			overviewItems(r.Since.Fixed), overviewItems(r.Since.Unseen)}
		for _, c := range b.Capabilities {
			was[c.ID] = c.Outcome
		}
	}
	for _, c := range s.Capabilities {
		x := overviewCapability{ID: c.ID, Name: c.Name, Class: c.Class, Outcome: c.Outcome, Reason: c.Reason, Declared: c.Declared}
		if o, ok := was[c.ID]; ok && o != c.Outcome {
			x.Was = &o
		}
		out.Capabilities = append(out.Capabilities, x)
	}
	for _, x := range r.Signed {
		out.Signatures = append(out.Signatures, overviewSignature{Signatory{Name: x.Name, Comment: x.Comment, Signed: x.Signed, Key: x.Key,
			Decision: x.Decision}, x.Trusted})
	}
	return out
}

func overviewItems(all []verdict.Item) []overviewItem {
	out := []overviewItem{}
	for _, x := range all {
		out = append(out, overviewItem{x.Rule, x.Scenario, x.Message, x.Count})
	}
	return out
}
