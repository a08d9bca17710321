package verdict

import (
	"encoding/json"
	"fmt"
	"slices"
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
	} `json:"ikkeTilbudt"`
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
	return p, nil
}

// notOffered is the outcome of a function that the vendor does not offer.
func (p Policy) notOffered(c CapabilityID) Outcome {
	if slices.Contains(p.Core, c) {
		return p.NotOffered.Core
	}
	return p.NotOffered.Elsewhere
}
