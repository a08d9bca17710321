package simulated

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// VariantKind tells variants that do what they may from those that do something wrong.
type VariantKind string

// The kinds of variants.
const (
	Allowed VariantKind = "tilladt"
	Wrong   VariantKind = "forkert"
)

// Variant is a system like the reference system that does one thing otherwise (schema:
// fixtures/schemas/varianter.schema.json). An allowed one is approved, or has just the
// remarks that its source gives; a wrong one is found where it says, and nowhere else.
type Variant struct {
	Name    string          `json:"navn"`
	Kind    VariantKind     `json:"art"`
	Differs string          `json:"forskel"` // in what, in Danish
	Source  string          `json:"kilde"`   // the row or section that allows or forbids it
	Traits  []Trait         `json:"traek"`
	Profile json.RawMessage `json:"profil"` // what of the reference system's profile is otherwise
	Secured bool            `json:"sikret"` // it shows only where messages are secured
	// Of an allowed one.
	Remarks    []string `json:"bemaerkninger"` // rules that it is remarked upon by
	NotOffered []string `json:"ikkeTilbudt"`   // scenarios that it does not offer, which is a remark too
	Excludes   []string `json:"udelukker"`     // variants that say the opposite, so that no system is both
	// Of a wrong one.
	Scenario string   `json:"scenarie"`
	Rule     string   `json:"regel"`
	Also     []string `json:"ogsaa"` // other columns that it cannot but hit
	// Scenarios are those in which the difference shows; none: all.
	Scenarios []string `json:"vises"`
}

// ParseVariants reads variants that their schema has found right.
func ParseVariants(raw []byte) ([]Variant, error) {
	var out []Variant
	if err := json.Unmarshal(raw, &out); err != nil {
		return nil, fmt.Errorf("varianterne kan ikke læses: %w", err)
	}
	return out, nil
}

// Vary is the profile of a system that does all that variants do otherwise than p. An
// error says which cannot be together, or what there is none of.
func (p Profile) Vary(variants ...Variant) (Profile, error) {
	p.NotOffered = maps.Clone(p.NotOffered) // reading a profile writes into it
	for i, v := range variants {
		for _, w := range variants[:i] {
			if v.Excluding(w) {
				return p, fmt.Errorf("varianterne %s og %s kan ikke spilles sammen: den ene siger det modsatte af den anden", w.Name, v.Name)
			}
		}
		if len(v.Profile) > 0 {
			if err := json.Unmarshal(v.Profile, &p); err != nil {
				return p, fmt.Errorf("varianten %s har en profil, der ikke kan læses: %w", v.Name, err)
			}
		}
		p.Traits = append(slices.Clone(p.Traits), v.Traits...)
	}
	if len(variants) > 0 {
		p.Name, p.Title = variants[0].Name, "Variant: "+variants[0].Differs
		for _, v := range variants[1:] {
			p.Name, p.Title = p.Name+"-og-"+v.Name, p.Title+" "+v.Differs
		}
	}
	_, err := p.habits()
	return p, err
}

// Excluding reports whether no system can be both. Two of one trait can not: each says
// what it is.
func (v Variant) Excluding(w Variant) bool {
	if slices.Contains(v.Excludes, w.Name) || slices.Contains(w.Excludes, v.Name) || v.Name == w.Name {
		return true
	}
	return slices.ContainsFunc(v.Traits, func(t Trait) bool {
		return slices.ContainsFunc(w.Traits, func(u Trait) bool { return t.name() == u.name() })
	})
}
