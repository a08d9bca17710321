// Package klassifikation stands in for FK Klassifikation (SF1510): the service
// Klasse version 7 with KLE, and with the relation classes that give SF1470's
// relations their roles and types. Source: the WSDL and XSDs of Klasse 7.
package klassifikation

import (
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
)

// Path is where the service answers.
const Path = "/klasse/7"

// Services returns the service keyed by path.
func Services(reg *municipality.Register, roles *municipality.Relationsklasser) map[string]*soap.Service {
	kind := lookup.Kind{
		Kind: municipality.Klasse, NS: "http://stoettesystemerne.dk/klassifikation/klasse/7/", ObjektID: "ObjektID", Tilstand: lookup.PubliceretStatus,
		Fields: []lookup.Field{
			{Name: "BrugervendtNoegleTekst", NS: lookup.NSSagDok, Get: func(v municipality.Version) string { return v.Noegle }},
			{Name: "TitelTekst", NS: lookup.NSSagDok, Get: func(v municipality.Version) string { return v.Navn }},
		},
		Relations: []string{municipality.RelFacet, municipality.RelOverordnetKlasse},
	}
	source := classes{lookup.FromRegister(reg, municipality.Klasse), relationClasses(roles)}
	return map[string]*soap.Service{Path: lookup.New("FK Klassifikation: Klasse 7", kind, source, "http://kombit.dk/sts/klassifikation/klasse/")}
}

// facets gives the facet of relation classes a UUID that is the same
// everywhere; the real ones are not public.
var facets = uuid.MustParse("5b0e7f6e-6d1c-5d0c-9a30-0c54d1f6f2aa")

// FacetUUID is the facet to which the relation classes of one relation and art
// belong, for example Sag, Sagsaktoer, Rolle.
func FacetUUID(objekt, relation, art string) string {
	return uuid.NewSHA1(facets, []byte(objekt+"/"+relation+"/"+art)).String()
}

// classes are the register's classes and, after them, the relation classes.
type classes struct {
	lookup.Source
	relations []municipality.Objekt
}

func (c classes) All() []municipality.Objekt { return append(c.Source.All(), c.relations...) }

func (c classes) Get(id string) (municipality.Objekt, bool) {
	if o, ok := c.Source.Get(id); ok {
		return o, true
	}
	for _, o := range c.relations {
		if parsed, err := uuid.Parse(id); err == nil && parsed.String() == o.UUID {
			return o, true
		}
	}
	return municipality.Objekt{}, false
}

// since is when the relation classes began: before anything that uses them.
var since = time.Date(2007, time.January, 1, 0, 0, 0, 0, time.UTC)

func relationClasses(roles *municipality.Relationsklasser) []municipality.Objekt {
	var out []municipality.Objekt
	for _, k := range roles.All() {
		out = append(out, municipality.Objekt{Kind: municipality.Klasse, UUID: k.UUID, Kilde: k.Kilde, Versions: []municipality.Version{{
			Fra: since, Noegle: k.Navn, Navn: k.Relation + ": " + k.Navn,
			Relationer: map[string][]string{municipality.RelFacet: {FacetUUID(k.Objekt, k.Relation, k.Art)}},
		}}})
	}
	return out
}
