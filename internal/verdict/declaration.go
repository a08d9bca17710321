package verdict

import (
	"encoding/json"
	"fmt"
)

// Declaration is what a vendor says beforehand of one capability, or of one scenario
// (klarmelding in klarmeld.yaml, schema fixtures/schemas/klarmeld.schema.json).
type Declaration struct {
	Offered Offer  `json:"offered"`
	Reason  string `json:"reason,omitempty"`
	// Date is by when it is promised, YYYY-MM-DD; "": it is promised now.
	Date string `json:"promised,omitempty"`
}

// UnmarshalJSON reads a declaration as the profile has it, or as a rapport.json
// does.
func (d *Declaration) UnmarshalJSON(raw []byte) error {
	var both struct {
		Offered  string `json:"offered"`
		Reason   string `json:"reason"`
		Promised string `json:"promised"`
		Tilbydes string `json:"tilbydes"`
		Grund    string `json:"begrundelse"`
		Lovet    string `json:"lovet"`
	}
	if err := json.Unmarshal(raw, &both); err != nil {
		return err
	}
	*d = Declaration{Offer(both.Offered + both.Tilbydes), both.Reason + both.Grund, both.Promised + both.Lovet}
	return nil
}

// ReadDeclared reads a declaration by capability, and by scenario; nothing at all is no
// declaration.
func ReadDeclared(raw []byte) (map[string]Declaration, error) {
	if len(raw) == 0 {
		return nil, nil
	}
	var by map[string]Declaration
	if err := json.Unmarshal(raw, &by); err != nil {
		return nil, fmt.Errorf("klarmeldingen kan ikke læses: %w", err)
	}
	return by, nil
}

// Declare lets each column show what the vendor had said of it. raw is the
// declaration as JSON, by capability; nothing at all is no declaration.
func (s *SystemResult) Declare(raw []byte) error {
	by, err := ReadDeclared(raw)
	if err != nil {
		return err
	}
	for i, c := range s.Capabilities {
		if d, ok := by[string(c.ID)]; ok {
			s.Capabilities[i].Declared = &d
		}
	}
	return nil
}

// ByCapability are klarmeld's own criteria, for a vendor who has declared by capability: a
// criterion for each core column, proved by its scenarios, and one for each scenario that
// the vendor has spoken of by itself. Nothing declared is no criteria.
func (s SystemResult) ByCapability(by map[string]Declaration) (Criteria, bool) {
	out := Criteria{Title: "Klarmelding område for område"}
	for _, c := range s.Capabilities {
		if c.Class == Supplementary {
			continue
		}
		area := by[string(c.ID)].criterion(string(c.ID), c.Name)
		area.Proof.Areas = []CapabilityID{c.ID}
		out.All = append(out.All, area)
		at := len(out.All) - 1
		for _, x := range c.Scenarios {
			if d, ok := by[x.ID]; ok {
				own := d.criterion(x.ID, x.Name)
				own.Proof.Scenarios = []string{x.ID}
				out.All = append(out.All, own)
				out.All[at].Proof.Without = append(out.All[at].Proof.Without, x.ID)
			}
		}
	}
	return out, len(by) > 0
}

// criterion is what is declared of something that has an ID and a name.
func (d Declaration) criterion(id, name string) Criterion {
	return Criterion{ID: OwnID(id), Text: name, Offered: d.Offered, Reason: d.Reason, Date: d.Date}
}
