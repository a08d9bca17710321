// Package organisation stands in for FK Organisation (SF1500) version 6: the
// services that a case system reads to find its municipality, units, users and
// IT systems. Sources: the version 6 WSDLs and XSDs of the services.
package organisation

import (
	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
)

const (
	nsBase     = "http://stoettesystemerne.dk/organisation/"
	actionBase = "http://kombit.dk/sts/organisation/"
)

// Services returns the services keyed by path, over a municipality's register.
func Services(reg *municipality.Register) map[string]*soap.Service {
	out := map[string]*soap.Service{}
	for _, k := range kinds() {
		kind := lookup.Kind{Kind: k.kind, NS: nsBase + k.service + "/6/", ObjektID: "ObjektType", Fields: k.fields, Tilstand: k.tilstand, Relations: k.relations}
		out["/organisation/"+k.service+"/6"] = lookup.New("FK Organisation 6: "+string(k.kind), kind, lookup.FromRegister(reg, k.kind), actionBase+k.service+"/")
	}
	return out
}

type kind struct {
	service   string
	kind      municipality.Kind
	fields    []lookup.Field
	tilstand  lookup.Tilstand
	relations []string
}

// kinds describes each service's objects. Fields and relations stand in the
// order of the XSD.
func kinds() []kind {
	noegle := lookup.Field{Name: "BrugervendtNoegleTekst", NS: lookup.NSSagDok, Get: func(v municipality.Version) string { return v.Noegle }}
	navn := func(name, ns string) lookup.Field {
		return lookup.Field{Name: name, NS: ns, Get: func(v municipality.Version) string { return v.Navn }}
	}
	cvr := lookup.Field{Name: "CVR-NummerTekst", NS: lookup.NSSTS, Get: func(v municipality.Version) string { return v.CVR }}
	sd := lookup.NSSagDok
	return []kind{
		{"virksomhed", municipality.Virksomhed, []lookup.Field{noegle, cvr, navn("NavnTekst", lookup.NSSTS)}, lookup.NoTilstand, nil},
		{"organisation", municipality.Organisation, []lookup.Field{noegle, navn("OrganisationNavn", sd)}, lookup.Gyldighed, []string{municipality.RelVirksomhed}},
		{"organisationenhed", municipality.OrganisationEnhed, []lookup.Field{noegle, navn("EnhedNavn", sd)}, lookup.Gyldighed, []string{municipality.RelOverordnet, municipality.RelTilhoerer}},
		{"bruger", municipality.Bruger, []lookup.Field{noegle, navn("BrugerNavn", sd)}, lookup.Gyldighed, []string{municipality.RelTilhoerer, municipality.RelTilknyttedeEnheder}},
		{"itsystem", municipality.ItSystem, []lookup.Field{noegle, navn("ItSystemNavn", sd)}, lookup.Gyldighed, []string{municipality.RelTilhoerer}},
	}
}
