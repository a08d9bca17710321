// Package lookup answers soeg, laes and list as every register service of the
// OIO standard does, and fremsoegobjekthierarki as the two system services do.
// What differs from service to service, the namespaces, the names of elements
// and their order, is data: one Shape each.
//
// Inferences, where the contracts are silent: a search that finds nothing is
// answered with status 44, as public client code expects; a page holds at most
// 500 objects of a kind; an object was registered when each of its versions
// began and when it ended; without a registration filter the newest
// registration is the one that is meant.
package lookup

import (
	"slices"

	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
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

// Noegle is the BrugervendtNoegleTekst that every kind has.
func Noegle() Field {
	return Field{"BrugervendtNoegleTekst", NSSagDok, func(v municipality.Version) string { return v.Noegle }}
}

// Navn is the element that holds a kind's name or title.
func Navn(name, ns string) Field {
	return Field{name, ns, func(v municipality.Version) string { return v.Navn }}
}

// CVR is the CVR number.
func CVR() Field {
	return Field{"CVR-NummerTekst", NSSTS, func(v municipality.Version) string { return v.CVR }}
}

// Egenskab is an element that only some kinds have.
func Egenskab(name, ns string) Field {
	return Field{name, ns, func(v municipality.Version) string { return v.Egenskaber[name] }}
}

// Tilstand says how a kind shows whether an object is in force.
type Tilstand int

// The ways: not at all, Gyldighed Aktiv or Inaktiv (organisation), or
// PubliceretStatus (klassifikation).
const (
	NoTilstand Tilstand = iota
	Gyldighed
	PubliceretStatus
)

// Shape describes a service's objects.
type Shape struct {
	Kind      municipality.ObjektKind
	NS        string   // of its messages and lists
	ObjektID  string   // the element that holds the UUID in a snapshot: ObjektType, in Klasse 7 ObjektID
	Fields    []Field  // of Egenskab, in the XSD's order
	Tilstand  Tilstand // what TilstandListe holds
	Relations []string // in the XSD's order
}

// ObjectService is a service that answers about objects of one kind.
type ObjectService struct {
	ID      recording.ServiceID
	Service string // as paths, namespaces and SOAPActions spell it
	Shape   Shape
}

// withRole are the relations that have a role, a type and an index, in every
// kind that has them.
var withRole = []string{"Adresser", "Opgaver"}

// HasRole reports whether a relation has a role, a type and an index.
func HasRole(relation string) bool { return slices.Contains(withRole, relation) }

// Source is where the objects are.
type Source interface {
	// Each calls see with the objects in the order they were registered, until
	// see says no. see must neither change nor keep what it is shown.
	Each(see func(municipality.Objekt) bool)
	// Get finds one by UUID, in any letter case.
	Get(uuid string) (municipality.Objekt, bool)
	// Actor is the UUID of whoever is said to have made the registrations.
	Actor() string
}

// FromRegister gives the objects of one kind of a register.
func FromRegister(r *municipality.Register, k municipality.ObjektKind) Source {
	return fromRegister{r, k}
}

type fromRegister struct {
	register *municipality.Register
	kind     municipality.ObjektKind
}

func (f fromRegister) Each(see func(municipality.Objekt) bool) { f.register.Each(f.kind, see) }

func (f fromRegister) Get(uuid string) (municipality.Objekt, bool) {
	o, ok := f.register.Get(uuid)
	return o, ok && o.Kind == f.kind
}

// Actor is the first IT system. Its UUID cannot change while a register lives.
func (f fromRegister) Actor() string {
	id := ""
	f.register.Each(municipality.ItSystem, func(o municipality.Objekt) bool { id = o.UUID; return false })
	return id
}
