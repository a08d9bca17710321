// Package lookup answers soeg, laes and list as every register service of the
// OIO standard does. What differs from service to service, the namespaces, the
// names of elements and their order, is data: one Kind each.
//
// Inferences, where the contracts are silent: a search that finds nothing is
// answered with status 44, as public client code expects; a page holds at most
// 500 UUIDs; the one registration shown is the newest.
package lookup

import (
	"klarmeld/internal/municipality"
)

// Namespaces that the register services share.
const (
	NSSagDok       = "urn:oio:sagdok:3.0.0"
	NSSTS          = "urn:oio:sts:6"
	NSOrganisation = "http://stoettesystemerne.dk/organisation/6/"
)

// Field is one element of an Egenskab.
type Field struct {
	Name string
	NS   string
	Get  func(municipality.Version) string
}

// Tilstand says how a kind shows whether an object is in force.
type Tilstand int

// The ways: not at all, Gyldighed Aktiv or Inaktiv (organisation), or
// PubliceretStatus (klasse).
const (
	NoTilstand Tilstand = iota
	Gyldighed
	PubliceretStatus
)

// Kind describes a service's objects.
type Kind struct {
	Kind      municipality.Kind
	NS        string   // of its messages and lists
	ObjektID  string   // the element that holds the UUID in a snapshot: ObjektType, in Klasse 7 ObjektID
	Fields    []Field  // of Egenskab, in the XSD's order
	Tilstand  Tilstand // what TilstandListe holds
	Relations []string // in the XSD's order
}

// Source is where the objects are.
type Source interface {
	// All returns the objects in the order they were registered.
	All() []municipality.Objekt
	// Get finds one by UUID, in any letter case.
	Get(uuid string) (municipality.Objekt, bool)
	// Actor is the UUID of whoever is said to have made the registrations.
	Actor() string
}

// FromRegister gives the objects of one kind of a register.
func FromRegister(r *municipality.Register, k municipality.Kind) Source { return fromRegister{r, k} }

type fromRegister struct {
	register *municipality.Register
	kind     municipality.Kind
}

func (f fromRegister) All() []municipality.Objekt { return f.register.All(f.kind) }

func (f fromRegister) Get(uuid string) (municipality.Objekt, bool) {
	o, ok := f.register.Get(uuid)
	return o, ok && o.Kind == f.kind
}

func (f fromRegister) Actor() string {
	it, _ := f.register.First(municipality.ItSystem)
	return it.UUID
}
