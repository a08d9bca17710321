// Package municipality holds the registers that a municipality's case systems
// read: its organisation (virksomhed, organisation, units, functions, users,
// persons, addresses, IT systems), the classes of FK Klassifikation (KLE and
// the relation classes), and the citizens who play a part in the scenarios. The registers change as life
// does while a run goes on; every change can be written down and applied
// again, so that a judge elsewhere sees the same municipality at the same
// point of the recording.
package municipality

import (
	"maps"
	"slices"
	"sort"
	"time"
)

// ObjektKind is the type of a registered object, spelled as its service spells it.
type ObjektKind string

// The kinds that the registers hold.
const (
	Virksomhed           ObjektKind = "Virksomhed"
	Myndighed            ObjektKind = "Myndighed"
	Organisation         ObjektKind = "Organisation"
	OrganisationEnhed    ObjektKind = "OrganisationEnhed"
	OrganisationFunktion ObjektKind = "OrganisationFunktion"
	Bruger               ObjektKind = "Bruger"
	Person               ObjektKind = "Person"
	Adresse              ObjektKind = "Adresse"
	ItSystem             ObjektKind = "ItSystem"
	Interessefaellesskab ObjektKind = "Interessefaellesskab"
	Klassifikation       ObjektKind = "Klassifikation"
	Facet                ObjektKind = "Facet"
	Klasse               ObjektKind = "Klasse"
)

// Relations that the registers use, by the names of their XSDs: whose the object that
// has one is, or where it stands.
const (
	RelOverordnet         = "Overordnet"         // of a unit: the one above it
	RelTilhoerer          = "Tilhoerer"          // of a unit or a user: the organisation
	RelVirksomhed         = "Virksomhed"         // of an organisation: the company that it is
	RelTilknyttedeEnheder = "TilknyttedeEnheder" // of a function: the units that it is in
	RelFacet              = "Facet"              // of a class
	RelFacetTilhoerer     = "FacetTilhoerer"     // of a facet: the classification
	RelOverordnetKlasse   = "OverordnetKlasse"   // of a class: the one above it
)

// Version is what holds of an object in the period [Fra, Til); a zero Til is
// infinity.
type Version struct {
	Fra        time.Time           `json:"fra"`
	Til        time.Time           `json:"til,omitzero"`
	Noegle     string              `json:"noegle"` // BrugervendtNoegle
	Navn       string              `json:"navn"`   // name or title
	CVR        string              `json:"cvr,omitempty"`
	Egenskaber map[string]string   `json:"egenskaber,omitempty"` // element name → text: what else the kind has
	Relationer map[string][]string `json:"relationer,omitempty"` // relation name → UUIDs
	Roller     map[string][]Rolle  `json:"roller,omitempty"`     // the relations that have a role: Adresser, Opgaver
}

// Rolle is a relation that says in which role the other object is meant. Role
// and type are classes of FK Klassifikation.
type Rolle struct {
	UUID   string `json:"uuid"`
	Rolle  string `json:"rolle"`
	Type   string `json:"type"`
	Indeks string `json:"indeks"`
}

// Objekt is one registered object and all its versions, oldest first.
type Objekt struct {
	Kind     ObjektKind `json:"art"`
	UUID     string     `json:"uuid"`
	Origin   string     `json:"kilde,omitempty"` // "offentlig" when the UUID is a public one
	Versions []Version  `json:"versioner"`
}

// Latest is the newest version.
func (o Objekt) Latest() Version { return o.Versions[len(o.Versions)-1] }

// At is the version that holds at t, if any.
func (o Objekt) At(t time.Time) (Version, bool) {
	for i := len(o.Versions) - 1; i >= 0; i-- {
		v := o.Versions[i]
		if !t.Before(v.Fra) && (v.Til.IsZero() || t.Before(v.Til)) {
			return v, true
		}
	}
	return Version{}, false
}

// Ended reports whether the newest version has an end.
func (o Objekt) Ended() bool { return !o.Latest().Til.IsZero() }

// Borger is a fictive citizen. CPR numbers have an impossible date (a month
// above 12), so that they can be nobody's.
type Borger struct {
	Navn string `json:"navn"`
	CPR  string `json:"cpr"`
}

// copyOf makes an Objekt that shares nothing with o.
func copyOf(o *Objekt) Objekt {
	c := *o
	c.Versions = make([]Version, len(o.Versions))
	for i, v := range o.Versions {
		if v.Relationer != nil {
			r := make(map[string][]string, len(v.Relationer))
			for k, ids := range v.Relationer {
				r[k] = append([]string(nil), ids...)
			}
			v.Relationer = r
		}
		v.Egenskaber = maps.Clone(v.Egenskaber)
		if v.Roller != nil {
			r := make(map[string][]Rolle, len(v.Roller))
			for k, all := range v.Roller {
				r[k] = slices.Clone(all)
			}
			v.Roller = r
		}
		c.Versions[i] = v
	}
	return c
}

// RelationNames gives the names of v's relations in a fixed order.
func (v Version) RelationNames() []string {
	names := make([]string, 0, len(v.Relationer))
	for n := range v.Relationer {
		names = append(names, n)
	}
	sort.Strings(names)
	return names
}
