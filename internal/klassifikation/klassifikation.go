// Package klassifikation stands in for FK Klassifikation (SF1510): Klasse
// version 7, and the version 6 services Klassifikation, Facet, Klasse and
// KlassifikationSystem. They hold KLE, and the relation classes that give
// SF1470's relations their roles and types. Sources: the WSDLs and XSDs.
//
// Inference: the paths of the version 6 services follow Klasse 7's.
package klassifikation

import (
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Path is where Klasse 7 answers.
const Path = "/klasse/7"

const (
	nsBase     = "http://stoettesystemerne.dk/klassifikation/"
	actionBase = "http://kombit.dk/sts/klassifikation/"
	ports      = "http://stoettesystemerne.dk/klassifikation" // the namespace of the WSDLs
)

// Services returns the services keyed by path.
func Services(reg *municipality.Register, roles *municipality.Relationsklasser) map[string]*soap.Service {
	own := relationClasses(roles)
	sources := map[municipality.ObjektKind]lookup.Source{}
	for kind, objects := range own {
		sources[kind] = lookup.With(lookup.FromRegister(reg, kind), objects)
	}
	out := map[string]*soap.Service{Path: lookup.New(recording.Klasse7, "FK Klassifikation: Klasse 7", Klasse7(), sources[municipality.Klasse],
		actionBase+"klasse/", ports)}
	system := lookup.SystemService{
		ID: recording.KlassifikationSystem, Name: "FK Klassifikation 6: KlassifikationSystem", NS: nsBase + "klassifikationsystem/6/",
		Action: actionBase + "klassifikationsystem/", Port: ports + "/KlassifikationSystemPortType",
		Writes: map[string]string{"import": "ImporterKlassifikationSystemInput"},
	}
	lists := map[municipality.ObjektKind]string{municipality.Klassifikation: "Klassifikationer", municipality.Facet: "Facetter", municipality.Klasse: "Klasser"}
	for _, k := range ObjectServices() {
		source := sources[k.Shape.Kind]
		out["/"+k.Service+"/6"] = lookup.New(k.ID, "FK Klassifikation 6: "+string(k.Shape.Kind), k.Shape, source, actionBase+k.Service+"/", ports)
		system.Groups = append(system.Groups,
			lookup.Group{List: lists[k.Shape.Kind], Criterion: string(k.Shape.Kind) + "SoegEgenskab", Shape: k.Shape, Source: source})
	}
	out["/klassifikationsystem/6"] = lookup.NewSystem(system)
	return out
}

// ObjectServices describes the objects of version 6, the widest first.
func ObjectServices() []lookup.ObjectService {
	const sd = lookup.NSSagDok
	noegle, titel, egenskab := lookup.Noegle(), lookup.Navn("TitelTekst", sd), lookup.Egenskab
	out := []lookup.ObjectService{
		{ID: recording.Klassifikation, Service: "klassifikation", Shape: lookup.Shape{Kind: municipality.Klassifikation, Relations: []string{"Ansvarlig", "Ejer"},
			Fields: []lookup.Field{noegle, titel, egenskab("BeskrivelseTekst", sd), egenskab("KaldenavnTekst", sd), egenskab("OphavsretTekst", sd)}}},
		{ID: recording.Facet, Service: "facet",
			Shape: lookup.Shape{Kind: municipality.Facet, Relations: []string{"Ansvarlig", "Ejer", municipality.RelFacetTilhoerer, "Redaktoerer"},
				Fields: []lookup.Field{noegle, titel, egenskab("BeskrivelseTekst", sd), egenskab("OpbygningTekst", sd), egenskab("OphavsretTekst", sd),
					egenskab("PlanIdentifikator", sd),
					egenskab("SupplementTekst", sd), egenskab("RetskildeTekst", sd)}}},
		{ID: recording.Klasse6, Service: "klasse", Shape: lookup.Shape{Kind: municipality.Klasse, Fields: []lookup.Field{noegle, titel},
			Relations: []string{"Ansvarlig", "Ejer", "Erstatter", municipality.RelFacet, "LovligeKombinationer", "Mapninger", municipality.RelOverordnetKlasse,
				"Redaktoerer", "Sideordnede", "Tilfoejelser"}}},
	}
	for i := range out {
		out[i].Shape.NS, out[i].Shape.ObjektID, out[i].Shape.Tilstand = nsBase+out[i].Service+"/6/", "ObjektType", lookup.PubliceretStatus
	}
	return out
}

// Klasse7 describes the classes of version 7. Its Mapninger are left out: they
// must have a role there, and the registers hold none of a mapping.
func Klasse7() lookup.Shape {
	return lookup.Shape{
		Kind: municipality.Klasse, NS: nsBase + "klasse/7/", ObjektID: "ObjektID", Tilstand: lookup.PubliceretStatus,
		Fields:    []lookup.Field{lookup.Noegle(), lookup.Navn("TitelTekst", lookup.NSSagDok)},
		Relations: []string{"Ansvarlig", "Ejer", municipality.RelFacet, municipality.RelOverordnetKlasse, "Redaktoerer"},
	}
}

// facets gives the facet of relation classes a UUID that is the same
// everywhere; the real ones are not public.
var facets = uuid.MustParse("5b0e7f6e-6d1c-5d0c-9a30-0c54d1f6f2aa")

// FacetUUID is the facet to which the relation classes of one relation and art
// belong, for example Sag, Sagsaktoer, Rolle.
func FacetUUID(objekt, relation, art string) string {
	return uuid.NewSHA1(facets, []byte(objekt+"/"+relation+"/"+art)).String()
}

// since is when the relation classes began: before anything that uses them.
var since = time.Date(2007, time.January, 1, 0, 0, 0, 0, time.UTC)

// relationClasses are the classes of the list, the facets that they belong to,
// and the classification that those belong to.
func relationClasses(roles *municipality.Relationsklasser) map[municipality.ObjektKind][]municipality.Objekt {
	out := map[municipality.ObjektKind][]municipality.Objekt{}
	add := func(kind municipality.ObjektKind, id, origin, noegle, navn, relation, to string) {
		v := municipality.Version{Fra: since, Noegle: noegle, Navn: navn}
		if relation != "" {
			v.Relationer = map[string][]string{relation: {to}}
		}
		out[kind] = append(out[kind], municipality.Objekt{Kind: kind, UUID: id, Origin: origin, Versions: []municipality.Version{v}})
	}
	classification := uuid.NewSHA1(facets, []byte("relationsklasser")).String()
	add(municipality.Klassifikation, classification, "", "Relationsklasser", "Roller og typer i sags- og dokumentindekset", "", "")
	seen := map[string]bool{}
	for _, k := range roles.All() {
		facet := FacetUUID(k.Objekt, k.Relation, k.Art)
		if !seen[facet] {
			seen[facet] = true
			add(municipality.Facet, facet, "", k.Objekt+" "+k.Relation+" "+k.Art, k.Objekt+", "+k.Relation+": "+k.Art, municipality.RelFacetTilhoerer, classification)
		}
		add(municipality.Klasse, k.UUID, k.Origin, k.Navn, k.Relation+": "+k.Navn, municipality.RelFacet, facet)
	}
	return out
}
