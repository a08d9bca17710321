package lookup_test

import (
	"strings"
	"testing"

	"klarmeld/internal/municipality"
)

const o6 = ` xmlns:o="http://stoettesystemerne.dk/organisation/6/"`

func instant(name, text string) string {
	return "<sd:" + name + "><sd:TidsstempelDatoTid>" + text + "</sd:TidsstempelDatoTid></sd:" + name + ">"
}

// passed is a message with something that might be passed over, and what it is answered.
type passed struct {
	name             string
	service          service
	message, content string
	status, named    string
}

// passedOverInSearches are criteria of a search.
func passedOverInSearches(unit string) []passed {
	return []passed{
		{"registered as what nothing is", klasse, "SoegInput",
			"<sd:SoegRegistrering><sd:LivscyklusKode>Slettet</sd:LivscyklusKode></sd:SoegRegistrering>", "44", "intet"},
		{"registered at a time that is none", org("bruger"), "SoegInput", "<sd:SoegRegistrering>" + instant("FraTidspunkt", "i går") + "</sd:SoegRegistrering>",
			"40", "FraTidspunkt"},
		{"with what note it was registered", org("bruger"), "SoegInput", "<sd:SoegRegistrering><sd:NoteTekst>x</sd:NoteTekst></sd:SoegRegistrering>",
			"40", "NoteTekst"},
		{"an empty SoegRegistrering", org("bruger"), "SoegInput", "<sd:SoegRegistrering/>", "20", ""},
		{"who set the virkning", org("bruger"), "SoegInput", "<sd:SoegVirkning><sd:AktoerTypeKode>Bruger</sd:AktoerTypeKode></sd:SoegVirkning>",
			"40", "AktoerTypeKode"},
		{"an empty SoegVirkning", org("bruger"), "SoegInput", "<sd:SoegVirkning/>", "20", ""},
		{"a time that is none", org("bruger"), "SoegInput", "<sd:SoegVirkning>" + instant("FraTidspunkt", "i går") + "</sd:SoegVirkning>", "40", "FraTidspunkt"},
		{"a time without a zone", org("bruger"), "SoegInput", "<sd:SoegVirkning>" + instant("TilTidspunkt", "2026-01-01T00:00:00") + "</sd:SoegVirkning>",
			"40", "TilTidspunkt"},
		{"a period that ends before it begins", org("bruger"), "SoegInput", "<sd:SoegVirkning>" + instant("FraTidspunkt", "2026-02-01T00:00:00Z") +
			instant("TilTidspunkt", "2026-01-01T00:00:00Z") + "</sd:SoegVirkning>", "40", "SoegVirkning"},
		{"a local extension", org("organisationenhed"), "SoegInput", "<k:AttributListe><sd:LokalUdvidelse><x/></sd:LokalUdvidelse></k:AttributListe>",
			"40", "LokalUdvidelse"},
		{"an empty local extension", org("organisationenhed"), "SoegInput", "<k:AttributListe><sd:LokalUdvidelse/></k:AttributListe>", "20", ""},
		{"a field that is not served", klasse, "SoegInput", field("sd:OmfangTekst", "x"), "40", "OmfangTekst"},
		{"a search word", klasse, "SoegInput", "<k:AttributListe><k:Egenskab><k:Soegeord/></k:Egenskab></k:AttributListe>", "40", "Soegeord"},
		{"a state there is not", org("bruger"), "SoegInput",
			"<k:TilstandListe><o:Gyldighed" + o6 + "><o:GyldighedStatusKode>Måske</o:GyldighedStatusKode></o:Gyldighed></k:TilstandListe>", "40", "GyldighedStatusKode"},
		{"a state of another service's", klasse, "SoegInput",
			"<k:TilstandListe><o:Gyldighed" + o6 + "><o:GyldighedStatusKode>Aktiv</o:GyldighedStatusKode></o:Gyldighed></k:TilstandListe>", "40", "Gyldighed"},
		{"a published state there is not", klasse, "SoegInput", "<k:TilstandListe><k:PubliceretStatus>" +
			"<sd:ErPubliceretIndikator>ja</sd:ErPubliceretIndikator></k:PubliceretStatus></k:TilstandListe>", "40", "ErPubliceretIndikator"},
		{"a relation by URN", org("organisationenhed"), "SoegInput", "<k:RelationListe><sd:Tilhoerer><sd:ReferenceID>" +
			"<sd:URNIdentifikator>urn:x</sd:URNIdentifikator></sd:ReferenceID></sd:Tilhoerer></k:RelationListe>", "40", "Tilhoerer"},
		{"a page that is no number", org("bruger"), "SoegInput", "<sd:FoersteResultatReference>en</sd:FoersteResultatReference>", "40", "FoersteResultatReference"},
		{"a page too long to count", org("bruger"), "SoegInput", "<sd:MaksimalAntalKvantitet>99999999999999999999</sd:MaksimalAntalKvantitet>", "40",
			"MaksimalAntalKvantitet"},
		{"both ends of the page are wrong", org("bruger"), "SoegInput",
			"<sd:FoersteResultatReference>-1</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>-1</sd:MaksimalAntalKvantitet>", "40", "FoersteResultatReference"},
		{"as many criteria as there may be", klasse, "SoegInput", "<k:AttributListe><k:Egenskab>" +
			strings.Repeat("<sd:BrugervendtNoegleTekst>*</sd:BrugervendtNoegleTekst>", 100) + "</k:Egenskab></k:AttributListe>", "20", ""},
		{"one criterion more", klasse, "SoegInput", "<k:AttributListe><k:Egenskab>" +
			strings.Repeat("<sd:BrugervendtNoegleTekst>*</sd:BrugervendtNoegleTekst>", 101) + "</k:Egenskab></k:AttributListe>", "40", "100 kriterier"},
		{"one relation more", org("organisationenhed"), "SoegInput", "<k:RelationListe>" +
			strings.Repeat("<sd:Tilhoerer><sd:ReferenceID>"+uuid(unit)+"</sd:ReferenceID></sd:Tilhoerer>", 101) + "</k:RelationListe>", "40", "100 kriterier"},
		{"empty lists", klasse, "SoegInput", "<k:AttributListe/><k:TilstandListe/><k:RelationListe/>", "20", ""},
	}
}

// passedOverInReads are filters, UUIDs and elements in a namespace that is not theirs.
func passedOverInReads(unit string) []passed {
	return []passed{
		{"laes with a filter that is no time", org("organisationenhed"), "LaesInput", uuid(unit) + instant("VirkningFraFilter", "i går"), "40", "VirkningFraFilter"},
		{"list with a filter that is no time", org("organisationenhed"), "ListInput", uuid(unit) + instant("VirkningTilFilter", "2026-01-01"), "40",
			"VirkningTilFilter"},
		{"a filter without limit", org("organisationenhed"), "LaesInput",
			uuid(unit) + "<sd:VirkningFraFilter><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:VirkningFraFilter>", "20", ""},
		{"laes of what is no UUID", org("organisationenhed"), "LaesInput", uuid("ikke-en-uuid"), "40", "ikke en UUID"},
		{"a UUID in the service's namespace", org("organisationenhed"), "LaesInput", "<k:UUIDIdentifikator>" + unit + "</k:UUIDIdentifikator>", "40",
			"<UUIDIdentifikator> står i navnerummet"},
		{"one of several UUIDs in no namespace", org("organisationenhed"), "ListInput", uuid(unit) + "<UUIDIdentifikator>" + unit + "</UUIDIdentifikator>", "40",
			"urn:oio:sagdok:3.0.0"},
		{"a field in the service's namespace", klasse, "SoegInput", field("k:BrugervendtNoegleTekst", "G01"), "40", "<BrugervendtNoegleTekst> står i"},
		{"a CVR number in sagdok's", org("virksomhed"), "SoegInput", field("sd:CVR-NummerTekst", "11111111"), "40", "urn:oio:sts:6"},
		{"a relation in the service's namespace", org("bruger"), "SoegInput",
			"<k:RelationListe><k:Tilhoerer><sd:ReferenceID>" + uuid(unit) + "</sd:ReferenceID></k:Tilhoerer></k:RelationListe>", "40", "<Tilhoerer> står i"},
		{"a list in sagdok's namespace", org("bruger"), "SoegInput", "<sd:AttributListe/>", "40", "<AttributListe> står i"},
		{"laes of nothing", org("organisationenhed"), "LaesInput", "", "40", "mangler"},
		{"list of nothing", org("organisationenhed"), "ListInput", "", "40", "mangler"},
		{"list of what is and what is no UUID", org("organisationenhed"), "ListInput", uuid(unit) + uuid("x"), "40", "ikke en UUID"},
	}
}

// TestNothingPassedOver: a criterion that is not evaluated is refused by its
// name, for a search without it finds too much; one that is empty, as clients
// write what they have nothing to put in, asks for nothing.
func TestNothingPassedOver(t *testing.T) {
	r := korsbaek(t)
	unit := r.All(municipality.OrganisationEnhed)[0].UUID
	for _, c := range append(passedOverInSearches(unit), passedOverInReads(unit)...) {
		t.Run(c.name, func(t *testing.T) {
			reply := r.ask(t, c.service, c.message, c.content)
			if got := strings.Join(texts(reply, "StandardRetur/FejlbeskedTekst"), ""); status(reply) != c.status || !strings.Contains(got, c.named) ||
				c.status == "20" && got != "" {
				t.Errorf("%s %q, want %s and %q", status(reply), got, c.status, c.named)
			}
		})
	}
}

// TestNoCPR: what a client writes where it does not belong is not repeated
// with a CPR number in it.
func TestNoCPR(t *testing.T) {
	r := korsbaek(t)
	const cpr = "0123456789"
	for _, c := range [][2]string{
		{"SoegInput", "<sd:FoersteResultatReference>" + cpr + " </sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>" + cpr + " x</sd:MaksimalAntalKvantitet>"},
		{"SoegInput", "<sd:MaksimalAntalKvantitet>a " + cpr + "</sd:MaksimalAntalKvantitet>"},
		{"SoegInput", "<k:TilstandListe><o:Gyldighed" + o6 + "><o:GyldighedStatusKode>" + cpr + "</o:GyldighedStatusKode></o:Gyldighed></k:TilstandListe>"},
	} {
		reply := r.ask(t, org("bruger"), c[0], c[1])
		got := strings.Join(texts(reply, "StandardRetur/FejlbeskedTekst"), "")
		if got == "" || strings.Contains(got, cpr) {
			t.Errorf("%s: %q", c[0], got)
		}
	}
}
