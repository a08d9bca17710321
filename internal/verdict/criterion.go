package verdict

import (
	"encoding/json"
	"errors"
	"fmt"
	"path"
	"slices"
	"time"
)

// Offer is what a vendor says that its system offers. The value is its stable ID in
// klarmeld.yaml, a file of criteria, and rapport.json.
type Offer string

// The offers. What nothing is said of is not promised.
const (
	OfferUnsaid Offer = ""
	OfferAll    Offer = "ja"
	OfferPart   Offer = "delvist" // some of it; which, only the reason says
	OfferNone   Offer = "nej"
)

// Promised reports whether any of it is promised.
func (o Offer) Promised() bool { return o == OfferAll || o == OfferPart }

// OwnID is an ID of the user's own.
type OwnID string

// Criterion is something that a vendor says its system does or does not, and what of a
// run proves it. Its texts are the user's own.
type Criterion struct {
	ID      OwnID   `json:"id"`
	Text    string  `json:"tekst"`
	Groups  []OwnID `json:"gruppe,omitempty"` // IDs, the outermost first
	Offered Offer   `json:"tilbydes,omitempty"`
	Reason  string  `json:"begrundelse,omitempty"` // the vendor's own words
	// Date is by when it is promised, YYYY-MM-DD, a Danish date; "": it is promised now.
	Date  string  `json:"lovet,omitempty"`
	Proof ProofBy `json:"bevis,omitzero"`
}

// ProofBy is what proves a criterion: some scenarios, whichever way they are named. Rules
// say which findings of theirs speak against it; none: their outcomes do.
type ProofBy struct {
	Scenarios    []string       `json:"scenarier,omitempty"`
	Areas        []CapabilityID `json:"omraader,omitempty"`
	Requirements []string       `json:"krav,omitempty"`
	Rules        []string       `json:"regler,omitempty"` // IDs; * stands for any part of one
	// Without are scenarios of the areas that other criteria speak of.
	Without []string `json:"uden,omitempty"`
}

// Criteria are a vendor's declaration, criterion by criterion (schema:
// fixtures/schemas/kriterier.schema.json).
type Criteria struct {
	Title  string           `json:"titel"`
	Groups []CriterionGroup `json:"grupper,omitempty"`
	All    []Criterion      `json:"kriterier"`
}

// CriterionGroup is what a group of criteria is called.
type CriterionGroup struct {
	ID    OwnID  `json:"id"`
	Title string `json:"titel"`
}

// ParseCriteria reads criteria that their schema has found right. Its errors are Danish
// and name the criterion.
func ParseCriteria(raw []byte) (Criteria, error) {
	var c Criteria
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("kriterierne kan ikke læses: %w", err)
	}
	seen := map[OwnID]bool{}
	for _, x := range c.All {
		if seen[x.ID] {
			return c, fmt.Errorf("kriteriet %q står to gange; giv hvert sit ID", x.ID)
		}
		seen[x.ID] = true
		if err := dated(x.Date); err != nil {
			return c, fmt.Errorf("kriteriet %q, lovet: %w", x.ID, err)
		}
		for _, p := range x.Proof.Rules {
			if _, err := path.Match(p, ""); err != nil {
				return c, fmt.Errorf("kriteriet %q, regler: mønsteret %q kan ikke læses; skriv en regels ID, med * for en del af det", x.ID, p)
			}
		}
	}
	return c, nil
}

// dated says what is wrong with a date that is written as one.
func dated(day string) error {
	if day == "" {
		return nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return fmt.Errorf("%q er ingen dag; skriv år, måned og dag, fx 2026-12-31", day)
	}
	return nil
}

// Unknown says what the criteria point at that is not there, in Danish: scenarios,
// requirements and areas of a run, and rules. nil: all is there.
func (c Criteria) Unknown(scenarios map[string]CapabilityID, requirements []Requirement, rules []string) error {
	required, areas := map[string]bool{}, map[CapabilityID]bool{}
	for _, r := range requirements {
		required[r.ID] = true
	}
	for _, a := range scenarios {
		areas[a] = true
	}
	var out []error
	for _, x := range c.All {
		for _, id := range slices.Concat(x.Proof.Scenarios, x.Proof.Without) {
			if _, ok := scenarios[id]; !ok {
				out = append(out, fmt.Errorf("kriteriet %q peger på scenariet %q, som ikke findes", x.ID, id))
			}
		}
		for _, id := range x.Proof.Areas {
			if !areas[id] {
				out = append(out, fmt.Errorf("kriteriet %q peger på området %q, som ikke findes", x.ID, id))
			}
		}
		for _, id := range x.Proof.Requirements {
			if !required[id] {
				out = append(out, fmt.Errorf("kriteriet %q peger på kravet %q, som ikke findes", x.ID, id))
			}
		}
		for _, p := range x.Proof.Rules {
			if !slices.ContainsFunc(rules, func(id string) bool { return ruleMatches(p, id) }) {
				out = append(out, fmt.Errorf("kriteriet %q peger på regler af formen %q, som ingen har", x.ID, p))
			}
		}
	}
	return errors.Join(out...)
}

// ruleMatches reports whether a rule is one of a pattern's. A pattern that cannot be read
// matches none: ParseCriteria has refused it.
func ruleMatches(pattern, rule string) bool {
	ok, err := path.Match(pattern, rule)
	return err == nil && ok
}
