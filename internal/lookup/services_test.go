package lookup_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/klassifikation"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/organisation"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// registers are Korsbæk's, with the services over them.
type registers struct {
	*municipality.Register
	client http.Client
}

func korsbaek(t *testing.T) *registers {
	t.Helper()
	reg := municipalitytest.Korsbaek(t)
	roles, _ := municipalitytest.Roles(t)
	services := map[string]*soap.Service{}
	for _, all := range []map[string]*soap.Service{organisation.Services(reg), klassifikation.Services(reg, roles)} {
		for path, s := range all {
			services[path] = s
		}
	}
	tr := road.NewProcess()
	tr.Open("http://klarmeld.invalid", wire.New(services, recording.Discard{}, time.Now))
	return &registers{reg, http.Client{Transport: tr}}
}

// service is one of the register services by its last path step, and the
// namespace of its messages.
type service struct{ path, ns string }

func org(name string) service {
	return service{"/organisation/" + name + "/6", "http://stoettesystemerne.dk/organisation/" + name + "/6/"}
}

var klasse = service{"/klasse/7", "http://stoettesystemerne.dk/klassifikation/klasse/7/"}

// ask sends a body and returns the reply's body element.
func (r *registers) ask(t *testing.T, s service, message, content string) *etree.Element {
	t.Helper()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="%s"><e:Body>`+
		`<k:%s xmlns:k="%s" xmlns:sd="urn:oio:sagdok:3.0.0" xmlns:sts="urn:oio:sts:6">%s</k:%[2]s></e:Body></e:Envelope>`, soap.NS12, message, s.ns, content)
	resp, err := r.client.Post("http://klarmeld.invalid"+s.path, "application/soap+xml", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	return doc.FindElement("//Body").ChildElements()[0]
}

func texts(el *etree.Element, path string) []string {
	var out []string
	for _, e := range el.FindElements(path) {
		out = append(out, strings.TrimSpace(e.Text()))
	}
	return out
}

func status(el *etree.Element) string {
	return strings.Join(texts(el, "StandardRetur/StatusKode"), ",")
}

func uuid(id string) string { return "<sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator>" }

func field(name, text string) string {
	return "<k:AttributListe><k:Egenskab><" + name + ">" + text + "</" + name + "></k:Egenskab></k:AttributListe>"
}

func related(name, id string) string {
	return "<k:RelationListe><sd:" + name + "><sd:ReferenceID>" + uuid(id) + "</sd:ReferenceID></sd:" + name + "></k:RelationListe>"
}

// TestUsualRead is the road that every case system goes: the municipality by
// its CVR number, its organisation, its units and users, and what each is
// called.
func TestUsualRead(t *testing.T) {
	r := korsbaek(t)
	virksomhed := texts(r.ask(t, org("virksomhed"), "SoegInput", field("sts:CVR-NummerTekst", "11111111")), "//UUIDIdentifikator")
	if len(virksomhed) != 1 {
		t.Fatalf("virksomheder: %v", virksomhed)
	}
	organisation := texts(r.ask(t, org("organisation"), "SoegInput", related("Virksomhed", virksomhed[0])), "IdListe/UUIDIdentifikator")
	if len(organisation) != 1 {
		t.Fatalf("organisationer: %v", organisation)
	}
	units := texts(r.ask(t, org("organisationenhed"), "SoegInput", related("Tilhoerer", organisation[0])), "IdListe/UUIDIdentifikator")
	if len(units) < 8 {
		t.Fatalf("enheder: %v", units)
	}
	for _, c := range []struct {
		service service
		want    string
		id      string
		path    string
	}{
		{org("virksomhed"), "11111111", virksomhed[0], "//CVR-NummerTekst"},
		{org("organisation"), "Korsbæk Kommune", organisation[0], "//OrganisationNavn"},
		{org("organisation"), virksomhed[0], organisation[0], "//Virksomhed/ReferenceID/UUIDIdentifikator"},
		{org("organisation"), "Aktiv", organisation[0], "//GyldighedStatusKode"},
		{org("organisationenhed"), "Korsbæk Kommunes direktion", units[0], "//EnhedNavn"},
	} {
		reply := r.ask(t, c.service, "LaesInput", uuid(c.id))
		if got := texts(reply, c.path); status(reply) != "20" || len(got) != 1 || got[0] != c.want {
			t.Errorf("%s %s: %s %v, want %s", c.service.path, c.path, status(reply), got, c.want)
		}
	}
	listed := r.ask(t, org("organisationenhed"), "ListInput", uuid(units[0])+uuid(units[1])+uuid("00000000-0000-4000-8000-000000000000"))
	if n := len(listed.FindElements("FiltreretOejebliksbillede")); status(listed) != "20" || n != 2 {
		t.Errorf("list: %s, %d objects", status(listed), n)
	}
}

// TestSearch: each criterion narrows, and what cannot be evaluated is refused,
// never passed over.
func TestSearch(t *testing.T) {
	r := korsbaek(t)
	all := len(r.All(municipality.OrganisationEnhed))
	bureau, _ := r.ByName(municipality.OrganisationEnhed, "Forebyggelsesteamet")
	for _, c := range []struct {
		name, service, content string
		status                 string
		n                      int
	}{
		{"all", "organisationenhed", "", "20", all},
		{"by name", "organisationenhed", field("sd:EnhedNavn", "forebyggelsesTEAMET"), "20", 1},
		{"by its beginning", "organisationenhed", field("sd:EnhedNavn", "Forebyg*"), "20", 1},
		{"by its middle", "organisationenhed", field("sd:EnhedNavn", "%byggelses%"), "20", 1},
		{"by its end", "organisationenhed", field("sd:EnhedNavn", "*gelsesteamet"), "20", 1},
		{"by key", "organisationenhed", field("sd:BrugervendtNoegleTekst", bureau.Latest().Noegle), "20", 1},
		{"by a name nobody has", "organisationenhed", field("sd:EnhedNavn", "Månebasen"), "44", 0},
		{"a page", "organisationenhed",
			"<sd:FoersteResultatReference>1</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>3</sd:MaksimalAntalKvantitet>", "20", 3},
		{"the last page", "organisationenhed", fmt.Sprintf("<sd:FoersteResultatReference>%d</sd:FoersteResultatReference>", all-1), "20", 1},
		{"behind the last", "organisationenhed", "<sd:FoersteResultatReference>5000</sd:FoersteResultatReference>", "44", 0},
		{"a page of minus one", "organisationenhed", "<sd:MaksimalAntalKvantitet>-1</sd:MaksimalAntalKvantitet>", "40", 0},
		{"by what the service does not have", "organisationenhed", field("sd:BrugerNavn", "x"), "40", 0},
		{"by a relation it does not have", "organisationenhed", related("Virksomhed", bureau.UUID), "40", 0},
		{"users of a unit", "bruger", related("TilknyttedeEnheder", bureau.UUID), "20", 1},
		{"inactive", "organisationenhed", `<k:TilstandListe><o:Gyldighed xmlns:o="http://stoettesystemerne.dk/organisation/6/">` +
			`<o:GyldighedStatusKode>Inaktiv</o:GyldighedStatusKode></o:Gyldighed></k:TilstandListe>`, "44", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			reply := r.ask(t, org(c.service), "SoegInput", c.content)
			if got := texts(reply, "IdListe/UUIDIdentifikator"); status(reply) != c.status || len(got) != c.n {
				t.Errorf("%s, %d found, want %s and %d: %v", status(reply), len(got), c.status, c.n, texts(reply, "//FejlbeskedTekst"))
			}
		})
	}
}

// TestClasses: KLE and the relation classes are found by their numbers and
// names.
func TestClasses(t *testing.T) {
	r := korsbaek(t)
	for number, title := range map[string]string{"27.35.04": "Forebyggende hjemmebesøg", "G01": "Generelle sager", "Ejer": "Sagsaktoer: Ejer"} {
		ids := texts(r.ask(t, klasse, "SoegInput", field("sd:BrugervendtNoegleTekst", number)), "IdListe/UUIDIdentifikator")
		if len(ids) == 0 {
			t.Errorf("%s is not found", number)
			continue
		}
		reply := r.ask(t, klasse, "LaesInput", uuid(ids[0]))
		if got := texts(reply, "//TitelTekst"); len(got) != 1 || got[0] != title || strings.Join(texts(reply, "//ErPubliceretIndikator"), "") != "true" {
			t.Errorf("%s: %v, %v", number, got, texts(reply, "//ErPubliceretIndikator"))
		}
	}
}

// TestNotThere: what is not there, or of another kind, is not found; a UUID may
// be written in any letter case.
func TestNotThere(t *testing.T) {
	r := korsbaek(t)
	unit := r.All(municipality.OrganisationEnhed)[0].UUID
	for _, c := range []struct {
		service     service
		message, id string
		status      string
	}{
		{org("bruger"), "LaesInput", unit, "44"},
		{org("bruger"), "ListInput", unit, "44"},
		{org("organisationenhed"), "LaesInput", strings.ToUpper(unit), "20"},
		{klasse, "LaesInput", "00000000-0000-4000-8000-000000000000", "44"},
	} {
		if reply := r.ask(t, c.service, c.message, uuid(c.id)); status(reply) != c.status {
			t.Errorf("%s %s %s: %s, want %s", c.service.path, c.message, c.id, status(reply), c.status)
		}
	}
	if reply := r.ask(t, org("bruger"), "ListInput", strings.Repeat(uuid(unit), 501)); status(reply) != "40" {
		t.Errorf("501 at once: %s", status(reply))
	}
}

// TestOnlyRead: the registers are the municipality's, and who would write is
// told so.
func TestOnlyRead(t *testing.T) {
	r := korsbaek(t)
	for _, s := range []service{org("organisationenhed"), klasse} {
		for _, m := range []string{"ImportInput", "OpretInput", "RetInput", "PassiverInput", "SletInput"} {
			reply := r.ask(t, s, m, "")
			if got := strings.Join(texts(reply, "//Reason/Text"), ""); reply.Tag != "Fault" || !strings.Contains(got, "kun læses") {
				t.Errorf("%s %s: %s %s", s.path, m, reply.Tag, got)
			}
		}
	}
	if reply := r.ask(t, org("bruger"), "DansInput", ""); reply.Tag != "Fault" || !strings.Contains(strings.Join(texts(reply, "//Reason/Text"), ""), "SoegInput") {
		t.Error("an unknown operation does not name the known ones")
	}
}

// TestLife: a unit that is renamed, one that ends and a class that is new are
// seen by the next call; what was is found for who asks for that time.
func TestLife(t *testing.T) {
	r := korsbaek(t)
	team, _ := r.ByName(municipality.OrganisationEnhed, "Forebyggelsesteamet")
	jobs, _ := r.ByName(municipality.OrganisationEnhed, "Jobcenter Korsbæk")
	if jobs.UUID == "" {
		jobs = r.All(municipality.OrganisationEnhed)[2]
	}
	change := func(c municipality.Event) {
		t.Helper()
		c.Fra = time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)
		if err := r.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	change(municipality.Event{UUID: team.UUID, NewName: "Sundhedsteamet"})
	change(municipality.Event{UUID: jobs.UUID, Ended: true})
	change(municipality.Event{New: &municipality.Objekt{Kind: municipality.Klasse, UUID: "5b0e7d52-8a5c-4c1e-9d0c-1f2e3d4c5b6a",
		Versions: []municipality.Version{{Fra: team.Versions[0].Fra, Noegle: "27.99.99", Navn: "Nyt emne"}}}})
	const then = `<sd:SoegVirkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-04-01T00:00:00Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>` +
		`<sd:TidsstempelDatoTid>2026-04-02T00:00:00Z</sd:TidsstempelDatoTid></sd:TilTidspunkt></sd:SoegVirkning>`
	for _, c := range []struct {
		name    string
		service service
		content string
		want    string
	}{
		{"the new name", org("organisationenhed"), field("sd:EnhedNavn", "Sundhedsteamet"), team.UUID},
		{"the old name, now", org("organisationenhed"), field("sd:EnhedNavn", "Forebyggelsesteamet"), ""},
		{"the old name, then", org("organisationenhed"), then + field("sd:EnhedNavn", "Forebyggelsesteamet"), team.UUID},
		{"the new name, then", org("organisationenhed"), then + field("sd:EnhedNavn", "Sundhedsteamet"), ""},
		{"what has ended", org("organisationenhed"), field("sd:EnhedNavn", jobs.Latest().Navn), ""},
		{"what has ended, then", org("organisationenhed"), then + field("sd:EnhedNavn", jobs.Latest().Navn), jobs.UUID},
		{"the new class", klasse, field("sd:BrugervendtNoegleTekst", "27.99.99"), "5b0e7d52-8a5c-4c1e-9d0c-1f2e3d4c5b6a"},
	} {
		if got := strings.Join(texts(r.ask(t, c.service, "SoegInput", c.content), "IdListe/UUIDIdentifikator"), ","); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
	reply := r.ask(t, org("organisationenhed"), "LaesInput", uuid(jobs.UUID))
	if got := strings.Join(texts(reply, "//GyldighedStatusKode"), ","); got != "Aktiv,Inaktiv" {
		t.Errorf("the states of what has ended: %s", got)
	}
	if err := r.Apply(municipality.Event{UUID: jobs.UUID, Ended: true}); err == nil || !strings.Contains(err.Error(), "allerede ophørt") {
		t.Errorf("ended twice: %v", err)
	}
	if err := r.Apply(municipality.Event{UUID: "00000000-0000-4000-8000-000000000000", Ended: true}); err == nil {
		t.Error("what is not there has ended")
	}
}
