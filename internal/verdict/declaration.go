package verdict

import (
	"encoding/json"
	"fmt"
)

// Declaration is what a vendor says beforehand of one capability (klarmelding in
// klarmeld.yaml, schema fixtures/schemas/klarmeld.schema.json).
type Declaration struct {
	Offered string `json:"offered"` // "ja", "delvist" or "nej"
	Reason  string `json:"reason,omitempty"`
}

// UnmarshalJSON reads a declaration as the profile has it, or as a rapport.json
// does.
func (d *Declaration) UnmarshalJSON(raw []byte) error {
	var both struct {
		Offered  string `json:"offered"`
		Reason   string `json:"reason"`
		Tilbydes string `json:"tilbydes"`
		Grund    string `json:"begrundelse"`
	}
	if err := json.Unmarshal(raw, &both); err != nil {
		return err
	}
	*d = Declaration{both.Offered + both.Tilbydes, both.Reason + both.Grund}
	return nil
}

// Declare lets each column show what the vendor had said of it. raw is the
// declaration as JSON, by capability; nothing at all is no declaration.
func (s *SystemResult) Declare(raw []byte) error {
	if len(raw) == 0 {
		return nil
	}
	var by map[CapabilityID]Declaration
	if err := json.Unmarshal(raw, &by); err != nil {
		return fmt.Errorf("klarmeldingen kan ikke læses: %w", err)
	}
	for i, c := range s.Capabilities {
		if d, ok := by[c.ID]; ok {
			s.Capabilities[i].Declared = &d
		}
	}
	return nil
}
