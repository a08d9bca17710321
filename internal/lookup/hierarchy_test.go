package lookup_test

import (
	"fmt"
	"strings"
	"testing"

	"klarmeld/internal/municipality"
)

var (
	orgSystem = service{"/organisation/organisationsystem/6", "http://stoettesystemerne.dk/organisation/organisationsystem/6/"}
	kleSystem = service{"/klassifikationsystem/6", "http://stoettesystemerne.dk/klassifikation/klassifikationsystem/6/"}
)

// inLists counts what each list of a hierarchy's reply holds.
func inLists(t *testing.T, r *registers, s service, content string) (code string, counts map[string]int) {
	t.Helper()
	reply := r.ask(t, s, "FremsoegObjekthierarkiInput", content)
	counts = map[string]int{}
	for _, list := range reply.ChildElements()[1:] {
		counts[list.Tag] = len(list.SelectElements("FiltreretOejebliksbillede"))
	}
	return status(reply), counts
}

// TestHierarchy: a search that describes no kind finds all of them, one that
// describes some finds those alone.
func TestHierarchy(t *testing.T) {
	r := korsbaek(t)
	n := func(k municipality.ObjektKind) int { return len(r.All(k)) }
	for _, c := range []struct {
		name    string
		service service
		content string
		code    string
		want    map[string]int
	}{
		{"all", orgSystem, "", "20", map[string]int{"Organisationer": n(municipality.Organisation), "OrganisationEnheder": n(municipality.OrganisationEnhed),
			"OrganisationFunktioner": n(municipality.OrganisationFunktion),
			"Brugere":                n(municipality.Bruger), "Interessefaellesskaber": n(municipality.Interessefaellesskab), "ItSystemer": n(municipality.ItSystem)}},
		{"a unit by name", orgSystem, "<k:OrganisationEnhedSoegEgenskab><sd:EnhedNavn>Strandskolen</sd:EnhedNavn></k:OrganisationEnhedSoegEgenskab>", "20",
			map[string]int{"OrganisationEnheder": 1}},
		{"the organisation and all units", orgSystem, "<k:OrganisationSoegEgenskab>" +
			"<sd:OrganisationNavn>Korsbæk Kommune</sd:OrganisationNavn></k:OrganisationSoegEgenskab><k:OrganisationEnhedSoegEgenskab/>", "20",
			map[string]int{"Organisationer": 1, "OrganisationEnheder": n(municipality.OrganisationEnhed)}},
		{"nothing", orgSystem, "<k:BrugerSoegEgenskab><sd:BrugerNavn>Ingen</sd:BrugerNavn></k:BrugerSoegEgenskab>", "44", nil},
		{"a field in another namespace", orgSystem,
			"<k:OrganisationEnhedSoegEgenskab><k:EnhedNavn>Strandskolen</k:EnhedNavn></k:OrganisationEnhedSoegEgenskab>", "40", nil},
		{"a page in another namespace", orgSystem, "<k:FoersteResultatReference>1</k:FoersteResultatReference>", "40", nil},
		{"what is no field", orgSystem, "<k:BrugerSoegEgenskab><sd:EnhedNavn>x</sd:EnhedNavn></k:BrugerSoegEgenskab>", "40", nil},
		{"what is no page", orgSystem, "<sd:FoersteResultatReference>-1</sd:FoersteResultatReference>", "40", nil},
		{"a main group's classes", kleSystem, "<k:KlasseSoegEgenskab><sd:BrugervendtNoegleTekst>27.60*</sd:BrugervendtNoegleTekst></k:KlasseSoegEgenskab>", "20",
			map[string]int{"Klasser": 7}},
		{"the facets", kleSystem, "<k:FacetSoegEgenskab><sd:BrugervendtNoegleTekst>KLE*</sd:BrugervendtNoegleTekst></k:FacetSoegEgenskab>", "20",
			map[string]int{"Facetter": 2}},
	} {
		code, counts := inLists(t, r, c.service, c.content)
		if code != c.code {
			t.Errorf("%s: %s, want %s", c.name, code, c.code)
		}
		for list, got := range counts {
			if got != c.want[list] {
				t.Errorf("%s: %d in %s, want %d", c.name, got, list, c.want[list])
			}
		}
	}
}

// TestPages: whoever goes on until a page of units is not full has read every
// unit once, by soeg and by the hierarchy.
func TestPages(t *testing.T) {
	r := korsbaek(t)
	want := len(r.All(municipality.OrganisationEnhed))
	const size = 100
	if want <= 3*size {
		t.Fatalf("%d units do not make a client turn pages", want)
	}
	for _, c := range []struct {
		service       service
		message, path string
	}{
		{org("organisationenhed"), "SoegInput", "IdListe/UUIDIdentifikator"},
		{orgSystem, "FremsoegObjekthierarkiInput", "OrganisationEnheder/FiltreretOejebliksbillede/ObjektType/UUIDIdentifikator"},
	} {
		seen := map[string]bool{}
		for first, full := 0, true; full; first += size {
			ids := texts(r.ask(t, c.service, c.message,
				fmt.Sprintf("<sd:FoersteResultatReference>%d</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>%d</sd:MaksimalAntalKvantitet>", first, size)), c.path)
			for _, id := range ids {
				if seen[id] {
					t.Errorf("%s: %s is there twice", c.service.path, id)
				}
				seen[id] = true
			}
			full = len(ids) == size
		}
		if len(seen) != want {
			t.Errorf("%s: %d units, want %d", c.service.path, len(seen), want)
		}
	}
}

// TestRegistrations: an object was registered when each of its versions began
// and when it ended, and each registration knows no more than was known then.
func TestRegistrations(t *testing.T) {
	r, team := changed(t) // renamed in May, ended in June
	for _, c := range []struct{ name, filter, names, times string }{
		{"the newest", "", "Forebyggelsesteamet,Sundhedsteamet", "2026-06"},
		{"all", instant("RegistreringFraFilter", "2000-01-01T00:00:00Z"), "Forebyggelsesteamet,Forebyggelsesteamet,Sundhedsteamet,Forebyggelsesteamet,Sundhedsteamet",
			"2007-01,2026-05,2026-06"},
		{"what was known in April", instant("RegistreringFraFilter", april) + instant("RegistreringTilFilter", april), "Forebyggelsesteamet", "2007-01"},
		{"what was known in May", instant("RegistreringFraFilter", may) + instant("RegistreringTilFilter", may), "Forebyggelsesteamet,Sundhedsteamet", "2026-05"},
		{"before anything was", instant("RegistreringTilFilter", "1999-01-01T00:00:00Z"), "", ""},
	} {
		reply := r.ask(t, org("organisationenhed"), "LaesInput", uuid(team.UUID)+c.filter)
		var times []string
		for _, at := range texts(reply, "//Registrering/Tidspunkt") {
			times = append(times, at[:len("2007-01")])
		}
		if got := strings.Join(texts(reply, "//EnhedNavn"), ","); status(reply) != "20" || got != c.names || strings.Join(times, ",") != c.times {
			t.Errorf("%s: %s, names %q, times %v, want %q and %s", c.name, status(reply), got, times, c.names, c.times)
		}
	}
	known := func(at string) string {
		return "<sd:SoegRegistrering>" + instant("FraTidspunkt", at) + instant("TilTidspunkt", at) + "</sd:SoegRegistrering>"
	}
	for _, c := range []struct {
		name, content string
		found         bool
	}{
		{"in April it had its older name", known(april) + field("sd:EnhedNavn", "Forebyggelsesteamet"), true},
		{"in May it had not", known(may) + field("sd:EnhedNavn", "Forebyggelsesteamet"), false},
		{"in May it was in force", known(may) + field("sd:EnhedNavn", "Sundhedsteamet"), true},
		{"in July it was not", known(july) + field("sd:EnhedNavn", "Sundhedsteamet"), false},
		{"by somebody else", "<sd:SoegRegistrering><sd:BrugerRef>" + uuid(team.UUID) + "</sd:BrugerRef></sd:SoegRegistrering>", false},
		{"by who did it", "<sd:SoegRegistrering><sd:BrugerRef>" + uuid(r.All(municipality.ItSystem)[0].UUID) + "</sd:BrugerRef></sd:SoegRegistrering>", true},
	} {
		if got := status(r.ask(t, org("organisationenhed"), "SoegInput", c.content)) == "20"; got != c.found {
			t.Errorf("%s: found %v", c.name, got)
		}
	}
}

// TestRoles: a relation that has a role is found by it, by its type and by what
// it points at.
func TestRoles(t *testing.T) {
	r := korsbaek(t)
	school, _ := r.ByName(municipality.OrganisationEnhed, "Strandskolen")
	post := school.Latest().Roller["Adresser"][0]
	adresser := func(content string) string {
		return "<k:RelationListe><sd:Adresser>" + content + "</sd:Adresser></k:RelationListe>"
	}
	ref := func(name, id string) string { return "<sd:" + name + ">" + uuid(id) + "</sd:" + name + ">" }
	for _, c := range []struct {
		name, content string
		want          string
	}{
		{"by the address", adresser(ref("ReferenceID", post.UUID)), "20"},
		{"by address and role", adresser(ref("ReferenceID", post.UUID) + ref("Rolle", post.Rolle)), "20"},
		{"by the address in another role", adresser(ref("ReferenceID", post.UUID) + ref("Rolle", post.Type)), "44"},
		{"by the role", adresser(ref("Rolle", post.Rolle)), "20"},
		{"by nothing", adresser("<sd:Indeks>1</sd:Indeks>"), "40"},
	} {
		if got := status(r.ask(t, org("organisationenhed"), "SoegInput", c.content)); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
	reply := r.ask(t, org("organisationenhed"), "LaesInput", uuid(school.UUID))
	if got := texts(reply, "//Adresser/Indeks"); strings.Join(got, ",") != "1,2" {
		t.Errorf("the addresses' indexes: %v", got)
	}
}
