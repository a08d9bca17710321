package verdict

import "slices"

// DemandKind says whether every system must do what a scenario asks for. The value
// is its stable ID in rapport.json.
type DemandKind string

// The kinds. What nobody has said is taken for demanded.
const (
	DemandUnsaid DemandKind = ""
	Demanded     DemandKind = "skal"    // by a row, a term, or the published test
	Optional     DemandKind = "valgfri" // what the rows leave open
)

// Demand is what is demanded of a system by a scenario.
type Demand struct {
	Kind DemandKind `json:"demand,omitempty"`
	// Basis is where that stands, in Danish; "" when nobody has said.
	Basis string `json:"basis,omitempty"`
	// OptionalActions are the kinds of actions that a system may lack, in a scenario
	// that is demanded otherwise.
	OptionalActions []string `json:"optionalActions,omitempty"`
}

// leavesOpen reports whether a system may lack an action that the scenario asks for.
func (d Demand) leavesOpen(action string) bool {
	return d.Kind == Optional || slices.Contains(d.OptionalActions, action)
}
