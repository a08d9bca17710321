package verdict

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// Policy says what it means that a function is not offered, whole or in part.
// It is data (fixtures/policies, schema fixtures/schemas/politik.schema.json).
type Policy struct {
	ID         string         `json:"id"`
	Title      string         `json:"titel"` // for people
	Core       []CapabilityID `json:"kerne"`
	NotOffered struct {
		Core      Outcome `json:"kerne"`
		Elsewhere Outcome `json:"oevrige"`
		// Optional is of what the rows leave open, in any column. Information, which
		// stands for a policy that does not say it: such a one makes no difference.
		Optional Outcome `json:"valgfri,omitempty"`
	} `json:"ikkeTilbudt"`
	// Guidance is of what no row forbids, but the general guidance does. Information
	// stands for a policy that does not say it.
	Guidance Outcome `json:"kunVejledningen,omitempty"`
}

// GuidanceOnly begins the IDs of the rules that rest on the general guidance alone: their
// findings are information, and a policy may make more of them.
const GuidanceOnly = "vejledning."

// weighed is the outcome that a finding has under the policy.
func (p Policy) weighed(f Finding) Outcome {
	if p.Guidance != Information && f.Outcome == Information && strings.HasPrefix(f.Rule, GuidanceOnly) {
		return p.Guidance
	}
	return f.Outcome
}

// BeforeOptional is the policy as it was before policies said what the optional costs:
// so it stands in recordings of that time.
func (p Policy) BeforeOptional() Policy {
	p.NotOffered.Optional = Information
	return p
}

// ParsePolicy reads a policy that its schema has found right.
func ParsePolicy(raw []byte) (Policy, error) {
	var p Policy
	if err := json.Unmarshal(raw, &p); err != nil {
		return Policy{}, fmt.Errorf("godkendelsespolitikken kan ikke læses: %w", err)
	}
	if len(p.Core) == 0 {
		return Policy{}, fmt.Errorf("godkendelsespolitikken %q nævner intet område i kernen; skriv mindst ét, fx \"kerne\": [\"sag\"]", p.ID)
	}
	for _, o := range []Outcome{p.NotOffered.Core, p.NotOffered.Elsewhere} {
		if o != Fail && o != Remark {
			return Policy{}, fmt.Errorf("godkendelsespolitikken %q: \"ikke tilbudt\" skal være fejl eller bemaerkning, ikke %s", p.ID, o)
		}
	}
	if o := p.NotOffered.Optional; o != Fail && o != Remark && o != Information {
		return Policy{}, fmt.Errorf("godkendelsespolitikken %q: det valgfri skal være fejl eller bemaerkning, ikke %s", p.ID, o)
	}
	if o := p.Guidance; o != Fail && o != Remark && o != Information {
		return Policy{}, fmt.Errorf("godkendelsespolitikken %q: det, kun vejledningen forbyder, skal være fejl, bemaerkning eller information, ikke %s", p.ID, o)
	}
	return p, nil
}

// notOffered is the outcome of a scenario of which the vendor does not offer all, and
// whether that is since the rows leave open what is lacking.
func (p Policy) notOffered(o Observed) (as Outcome, open bool) {
	switch {
	case p.NotOffered.Optional != Information && o.leavesOpen(o.Refused):
		return p.NotOffered.Optional, true
	case slices.Contains(p.Core, o.Capability):
		return p.NotOffered.Core, false
	}
	return p.NotOffered.Elsewhere, false
}
