package verdict

import (
	"encoding/json"
	"fmt"
	"sync"
)

// CapabilityID is one column of the compliance test.
type CapabilityID string

// The six capabilities of the published test.
const (
	Sag            CapabilityID = "sag"
	Journalnotat   CapabilityID = "journalnotat"
	Dokument       CapabilityID = "dokument"
	Organisation   CapabilityID = "organisation"
	Klassifikation CapabilityID = "klassifikation"
	Fjern          CapabilityID = "fjern"
)

// Sikkerhed is the secured wire: tokens and signatures. It is no part of the
// published test.
const Sikkerhed CapabilityID = "sikkerhed"

// Class says whether a capability has a say in the verdict.
type Class int

// The classes. What is supplementary, tried or not, failing or not, is shown in
// its own column and changes neither the verdict nor the exit code.
const (
	Core Class = iota
	Supplementary
)

var classIDs = [...]string{"kerne", "supplerende"}

// String is the stable ID that tools rely on.
func (c Class) String() string { return classIDs[c] }

// MarshalJSON writes the ID.
func (c Class) MarshalJSON() ([]byte, error) { return json.Marshal(c.String()) }

// UnmarshalJSON reads the ID.
func (c *Class) UnmarshalJSON(b []byte) error {
	var id string
	if err := json.Unmarshal(b, &id); err != nil {
		return err
	}
	for i, s := range classIDs {
		if s == id {
			*c = Class(i)
			return nil
		}
	}
	return fmt.Errorf("ukendt klasse %q", id)
}

// Capability is a column with its name.
type Capability struct {
	ID   CapabilityID
	Name string
	// ReadingOnly: the column judges what is read. What a scenario of it sends
	// counts in the column that the sent object belongs to.
	ReadingOnly bool
	Class       Class
}

// Columns are capabilities in the order in which they are shown.
type Columns []Capability

// Capabilities are the columns in the order of the published table. More may
// follow (Ydelsesindeks); nothing depends on there being six.
func Capabilities() Columns {
	return Columns{
		{ID: Sag, Name: "Ajourfør Sag"},
		{ID: Journalnotat, Name: "Ajourfør Journalnotat"},
		{ID: Dokument, Name: "Ajourfør Dokument"},
		{ID: Organisation, Name: "Læs Organisation", ReadingOnly: true},
		{ID: Klassifikation, Name: "Læs Klassifikation", ReadingOnly: true},
		{ID: Fjern, Name: "Fjern entiteter"},
	}
}

// Secured are the columns of a run whose messages are secured (OIO IDWS): those of
// the published test, and the secured wire's, which has no say in the verdict.
func Secured() Columns {
	return append(Capabilities(), Capability{ID: Sikkerhed, Name: "Sikkerhed", Class: Supplementary})
}

// Of finds a capability by ID.
func (all Columns) Of(id CapabilityID) (Capability, bool) {
	for _, c := range all {
		if c.ID == id {
			return c, true
		}
	}
	return Capability{}, false
}

// CapabilityOf finds a capability by ID, whether a run has it or not.
func CapabilityOf(id CapabilityID) (Capability, bool) { return everyColumn().Of(id) }

var everyColumn = sync.OnceValue(Secured)
