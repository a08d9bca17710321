// Package organisation stands in for FK Organisation (SF1500) version 6: the
// ten services that a case system reads to find its municipality, units,
// functions, users and IT systems, and OrganisationSystem, which finds several
// kinds at once. Sources: the version 6 WSDLs and XSDs of the services.
package organisation

import (
	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

const (
	nsBase     = "http://stoettesystemerne.dk/organisation/"
	actionBase = "http://kombit.dk/sts/organisation/"
	ports      = nsBase + "6" // the namespace of the WSDLs
	name       = "FK Organisation 6: "
)

// Services returns the services keyed by path, over a municipality's register.
func Services(reg *municipality.Register) map[string]*soap.Service {
	out := map[string]*soap.Service{}
	groups := map[municipality.ObjektKind]lookup.Group{}
	for _, k := range ObjectServices() {
		source := lookup.FromRegister(reg, k.Shape.Kind)
		service := lookup.New(k.ID, name+string(k.Shape.Kind), k.Shape, source, actionBase+k.Service+"/", ports)
		out["/organisation/"+k.Service+"/6"], out[dotNet+k.Service] = service, service
		groups[k.Shape.Kind] = lookup.Group{Shape: k.Shape, Source: source}
	}
	system := lookup.NewSystem(system(groups))
	for _, path := range SystemPaths {
		out[path] = system
	}
	return out
}

// dotNet is where the clients of KOMBIT's .NET sample look for the same services.
const dotNet = "/sts-soap-organisation/v6_0_0_0/"

// SystemPaths are where OrganisationSystem answers: its namespace spells it
// with one s between the words, its SOAPAction and address with two.
var SystemPaths = []string{"/organisation/organisationsystem/6", "/organisation/organisationssystem/6"}

func system(groups map[municipality.ObjektKind]lookup.Group) lookup.SystemService {
	s := lookup.SystemService{
		ID: recording.OrganisationSystem, Name: name + "OrganisationSystem", NS: nsBase + "organisationsystem/6/", Action: actionBase + "organisationssystem/",
		Port:   ports + "/OrganisationSystemPortType",
		Writes: map[string]string{"import": "ImporterOrganisationSystemInput", "anonymiser": "AnonymiserInput"},
	}
	for _, g := range []struct {
		list string
		kind municipality.ObjektKind
	}{
		{"Organisationer", municipality.Organisation}, {"OrganisationEnheder", municipality.OrganisationEnhed},
		{"OrganisationFunktioner", municipality.OrganisationFunktion}, {"Brugere", municipality.Bruger},
		{"Interessefaellesskaber", municipality.Interessefaellesskab}, {"ItSystemer", municipality.ItSystem},
	} {
		group := groups[g.kind]
		group.List, group.Criterion = g.list, string(g.kind)+"SoegEgenskab"
		s.Groups = append(s.Groups, group)
	}
	return s
}

// ObjectServices describes each service's objects. Fields and relations stand in the
// order of the XSD.
func ObjectServices() []lookup.ObjectService {
	const sd, sts = lookup.NSSagDok, lookup.NSSTS
	noegle, navn, egenskab := lookup.Noegle(), lookup.Navn, lookup.Egenskab
	out := []lookup.ObjectService{
		{ID: recording.Organisation, Service: "organisation",
			Shape: lookup.Shape{Kind: municipality.Organisation, Tilstand: lookup.Gyldighed, Fields: []lookup.Field{noegle, navn("OrganisationNavn", sd)},
				Relations: append([]string{"Adresser", "Ansatte", "Branche", "Organisationstype", "Myndighed", "Myndighedstype", "TilknyttedeOpgaver", "Overordnet",
					"Produktionsenhed", "Skatteenhed", "Tilhoerer",
					"TilknyttedeBrugere", "TilknyttedeEnheder", "TilknyttedeFunktioner"}, append(others(), "Virksomhed", "Virksomhedstype")...)}},
		{ID: recording.OrganisationEnhed, Service: "organisationenhed",
			Shape: lookup.Shape{Kind: municipality.OrganisationEnhed, Tilstand: lookup.Gyldighed, Fields: []lookup.Field{noegle, navn("EnhedNavn", sd)},
				Relations: append([]string{"Adresser", "Ansatte", "Branche", "Enhedstype", "Opgaver", "Overordnet", "Produktionsenhed", "Skatteenhed", "Tilhoerer",
					"TilknyttedeBrugere", "TilknyttedeEnheder", "TilknyttedeFunktioner"}, others()...)}},
		{ID: recording.OrganisationFunktion, Service: "organisationfunktion",
			Shape: lookup.Shape{Kind: municipality.OrganisationFunktion, Tilstand: lookup.Gyldighed, Fields: []lookup.Field{noegle, navn("FunktionNavn", sd)},
				Relations: append([]string{"Adresser", "Funktionstype", "TilknyttedeOpgaver", "TilknyttedeBrugere", "TilknyttedeEnheder"}, others()...)}},
		{ID: recording.Bruger, Service: "bruger", Shape: lookup.Shape{Kind: municipality.Bruger, Tilstand: lookup.Gyldighed,
			Fields:    []lookup.Field{noegle, navn("BrugerNavn", sd), egenskab("BrugerTypeTekst", sd)},
			Relations: append([]string{"Adresser", "BrugerTyper", "TilknyttedeOpgaver", "Tilhoerer", "TilknyttedeEnheder", "TilknyttedeFunktioner"}, others()...)}},
		{ID: recording.Person, Service: "person",
			Shape: lookup.Shape{Kind: municipality.Person, Fields: []lookup.Field{noegle, egenskab("CPR-NummerTekst", sts), navn("NavnTekst", nsBase+"person/6/")}}},
		{ID: recording.Adresse, Service: "adresse", Shape: lookup.Shape{Kind: municipality.Adresse, Fields: []lookup.Field{noegle, navn("AdresseTekst", sts)}}},
		{ID: recording.Virksomhed, Service: "virksomhed", Shape: lookup.Shape{Kind: municipality.Virksomhed,
			Fields: []lookup.Field{noegle, lookup.CVR(), egenskab("SE-NummerTekst", sts), egenskab("P-NummerTekst", sts), navn("NavnTekst", sts)}}},
		{ID: recording.Myndighed, Service: "myndighed", Shape: lookup.Shape{Kind: municipality.Myndighed,
			Fields: []lookup.Field{noegle, lookup.CVR(), navn("NavnTekst", sts), egenskab("MyndighedsKode", sts)}}},
		{ID: recording.ItSystem, Service: "itsystem", Shape: lookup.Shape{Kind: municipality.ItSystem, Tilstand: lookup.Gyldighed,
			Fields: []lookup.Field{noegle, navn("ItSystemNavn", sd), egenskab("ItSystemTypeTekst", sd)},
			Relations: append([]string{"Adresser", "TilknyttedeOpgaver", "SystemTyper", "Tilhoerer", "TilknyttedeBrugere", "TilknyttedeEnheder",
				"TilknyttedeFunktioner"}, others()...)}},
		{ID: recording.Interessefaellesskab, Service: "interessefaellesskab",
			Shape: lookup.Shape{Kind: municipality.Interessefaellesskab, Tilstand: lookup.Gyldighed,
				Fields: []lookup.Field{noegle, navn("InteressefaellesskabNavn", sd), egenskab("InteressefaellesskabTypeTekst", sd)},
				Relations: append([]string{"Adresser", "Branche", "Interessefaellesskabstype", "TilknyttedeOpgaver", "Overordnet", "Tilhoerer",
					"TilknyttedeBrugere", "TilknyttedeEnheder", "TilknyttedeFunktioner"}, others()...)}},
	}
	for i := range out {
		out[i].Shape.NS, out[i].Shape.ObjektID = nsBase+out[i].Service+"/6/", "ObjektType"
	}
	return out
}

// others are the relations that end the list of every kind that has any.
func others() []string {
	return []string{"TilknyttedeInteressefaellesskaber", "TilknyttedeOrganisationer", "TilknyttedePersoner", "TilknyttedeItSystemer"}
}
