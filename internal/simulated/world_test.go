package simulated_test

import (
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"

	"github.com/beevik/etree"
	"github.com/google/uuid"
)

// id is the UUID of something in the world, by its name.
func id(name string) string { return uuid.NewSHA1(uuid.Nil, []byte(name)).String() }

// object is one in the municipality's registers.
type object struct{ name, key string }

// sent is one request that reached the world.
type sent struct {
	at          time.Time // by the clock of the world
	url         string
	header      http.Header
	version     string // of the envelope
	transaction string
	operation   string // the body element
	body        *etree.Element
	raw         string
}

// world is all that a system meets: a clock, an index that says 20 to whatever
// it gets, and the registers of Korsbæk Kommune and its neighbour. It keeps
// every request.
type world struct {
	t    *testing.T
	now  time.Time
	sent []sent

	units, users, classes []object
	// index answers in place of the index; nil: 20.
	index func(*http.Request) (*http.Response, error)
	// fault is the register service that is closed, if one is.
	fault string
}

var morning = time.Date(2026, 6, 1, 8, 0, 0, 0, time.FixedZone("", 2*60*60))

func newWorld(t *testing.T) *world {
	return &world{t: t, now: morning,
		units: []object{{"Forebyggelsesteamet", "3100"}, {"Borgerservice", "4000"}},
		users: []object{{"Laura Sand", "kbk0001"}, {"Karl Berg", "kbk0002"}},
		classes: []object{{"Ældre", "27"}, {"Hjemmehjælp", "27.35"}, {"Forebyggende hjemmebesøg", "27.35.04"}, {"Sygedagpenge", "32.30.04"},
			{"Tilsyn", "G01"}, {"Generelt", "A00"}, {"Visning undtaget for borger", "VIS-1"}},
	}
}

// Now is the time in the world.
func (w *world) Now() time.Time { return w.now }

// Wait lets it pass.
func (w *world) Wait(d time.Duration) { w.now = w.now.Add(d) }

// the municipality and its neighbour, by their CVR numbers: both made up.
const (
	korsbaek = "11111111"
	nordbaek = "22222222"
	itSystem = "5d1f0b7e-64b3-4f0e-9f57-3a1c9c0a7d10"
)

var names = map[string]string{korsbaek: "Korsbæk Kommune", nordbaek: "Nordbæk Kommune"}

// RoundTrip is the road: it keeps the request and answers it.
func (w *world) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	doc := etree.NewDocument()
	if err := doc.ReadFromBytes(raw); err != nil || doc.Root() == nil {
		w.t.Errorf("%s got no XML: %v", r.URL, err)
		return reply(http.StatusBadRequest, ""), nil
	}
	s := sent{at: w.now, url: r.URL.String(), header: r.Header, version: doc.Root().NamespaceURI(), raw: string(raw)}
	if el := doc.FindElement("Envelope/Header/RequestHeader/TransactionUUID"); el != nil {
		s.transaction = el.Text()
	}
	if body := doc.FindElement("Envelope/Body"); body != nil && len(body.ChildElements()) == 1 {
		s.body = body.ChildElements()[0]
		s.operation = s.body.Tag
	} else {
		w.t.Errorf("%s got no body of one element: %s", r.URL, raw)
		return reply(http.StatusBadRequest, ""), nil
	}
	w.sent = append(w.sent, s)
	if strings.HasPrefix(r.URL.Path, "/sts-soap-sagdok/") {
		if w.index != nil {
			return w.index(r)
		}
		return reply(http.StatusOK, envelope(status("20", ""))), nil
	}
	if s.service() == w.fault {
		return reply(http.StatusInternalServerError, envelope(`<e:Fault><e:Reason><e:Text>registret er lukket</e:Text></e:Reason></e:Fault>`)), nil
	}
	return reply(http.StatusOK, envelope(w.register(r.URL.Path, s.body))), nil
}

func reply(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}
}

func envelope(body string) string {
	return `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Body>` + body + `</e:Body></e:Envelope>`
}

// status is the index's answer about one object.
func status(code, text string) string {
	return `<ImporterSagDokumentIndeksOutput xmlns="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sd="urn:oio:sagdok:3.0.0"><sd:MultipleOutput><sd:UnikRetur>` +
		`<sd:StatusKode>` +
		code + `</sd:StatusKode><sd:FejlbeskedTekst>` + text + `</sd:FejlbeskedTekst></sd:UnikRetur></sd:MultipleOutput></ImporterSagDokumentIndeksOutput>`
}

// register answers soeg and list of FK Organisation and FK Klassifikation.
func (w *world) register(path string, in *etree.Element) string {
	name := strings.Split(strings.Trim(path, "/"), "/")
	service := name[0]
	if service == "organisation" {
		service = name[1]
	}
	all := map[string][]object{
		"virksomhed": {{"", korsbaek}, {"", nordbaek}}, "organisation": {{names[korsbaek], ""}, {names[nordbaek], ""}},
		"organisationenhed": w.units, "bruger": w.users, "klasse": w.classes,
	}[service]
	out := ""
	switch in.Tag {
	case "SoegInput":
		for _, o := range page(found(service, all, in), in) {
			out += "<sd:UUIDIdentifikator>" + o.id(service) + "</sd:UUIDIdentifikator>"
		}
		return `<SoegOutput xmlns="` + in.NamespaceURI() + `" xmlns:sd="urn:oio:sagdok:3.0.0"><sd:IdListe>` + out + `</sd:IdListe></SoegOutput>`
	case "ListInput":
		for _, o := range all {
			for _, el := range in.SelectElements("UUIDIdentifikator") {
				if el.Text() == o.id(service) {
					out += snapshot(service, o)
				}
			}
		}
		return `<ListOutput xmlns="` + in.NamespaceURI() + `" xmlns:sd="urn:oio:sagdok:3.0.0">` + out + `</ListOutput>`
	}
	w.t.Errorf("%s was asked for %s", path, in.Tag)
	return "<Ukendt/>"
}

// id stays though a unit or a class gets another name: it goes by the key.
func (o object) id(service string) string {
	if o.key == "" {
		return id(service + "/" + o.name)
	}
	return id(service + "/" + o.key)
}

// found are the objects that a search means, of those that the register has.
func found(service string, all []object, in *etree.Element) []object {
	text := func(path string) string {
		if el := in.FindElement(path); el != nil {
			return el.Text()
		}
		return ""
	}
	cvr, virksomhed, tilhoerer := text("AttributListe/Egenskab/CVR-NummerTekst"), text("RelationListe/Virksomhed/ReferenceID/UUIDIdentifikator"),
		text("RelationListe/Tilhoerer/ReferenceID/UUIDIdentifikator")
	var out []object
	for _, o := range all {
		switch service {
		case "virksomhed":
			if o.key != cvr {
				continue
			}
		case "organisation":
			if virksomhed != id("virksomhed/"+korsbaek) && virksomhed != id("virksomhed/"+nordbaek) ||
				(o.name == names[korsbaek]) != (virksomhed == id("virksomhed/"+korsbaek)) {
				continue
			}
		case "organisationenhed", "bruger":
			if tilhoerer != id("organisation/"+names[korsbaek]) {
				continue
			}
		}
		out = append(out, o)
	}
	return out
}

// page is the part of a result that a search asks for.
func page(all []object, in *etree.Element) []object {
	number := func(name string) int {
		n, err := strconv.Atoi(in.FindElement(name).Text())
		if err != nil {
			return 0
		}
		return n
	}
	first := min(number("FoersteResultatReference"), len(all))
	return all[first:min(first+number("MaksimalAntalKvantitet"), len(all))]
}

// snapshot is an object with a name that it had before, and the one it has.
func snapshot(service string, o object) string {
	field := map[string]string{"organisation": "OrganisationNavn", "organisationenhed": "EnhedNavn", "bruger": "BrugerNavn", "klasse": "TitelTekst"}[service]
	egenskab := func(name string) string {
		return "<Egenskab><sd:BrugervendtNoegleTekst>" + o.key + "</sd:BrugervendtNoegleTekst><" + field + ">" + name + "</" + field + "></Egenskab>"
	}
	return "<FiltreretOejebliksbillede><ObjektID><sd:UUIDIdentifikator>" + o.id(service) + "</sd:UUIDIdentifikator></ObjektID><Registrering><AttributListe>" +
		egenskab("tidligere "+o.name) + egenskab(o.name) + "</AttributListe></Registrering></FiltreretOejebliksbillede>"
}

// reference is a system that does everything right.
func reference(deviations ...simulated.Flaw) simulated.Profile {
	return simulated.Profile{Name: "reference", Title: "Referencesystemet", SOAP: "1.2", Units: "laest", KLE: "laest", Deviations: deviations}
}

// install sets a system up in the world. The classes of relations have their
// own names for UUIDs, so that a message can be read.
func (w *world) install(p simulated.Profile) *simulated.System {
	return w.installAt(p, "http://klarmeld.test")
}

func (w *world) installAt(p simulated.Profile, base string) *simulated.System {
	return w.installBy(w, p, base)
}

// installBy sets a system up that has a clock of its own.
func (w *world) installBy(clock simulated.Clock, p simulated.Profile, base string) *simulated.System {
	c := simulated.Config{Base: base, Municipality: names[korsbaek], CVR: korsbaek, ItSystem: itSystem, Classes: map[string]string{}, Typed: map[string]string{}}
	for _, key := range strings.Split(classes, "\n") {
		c.Classes[key] = key[strings.LastIndex(key, "/")+1:]
	}
	for _, name := range []string{names[korsbaek], names[nordbaek], "Forebyggelsesteamet", "Borgerservice", "Laura Sand", "Karl Berg", "27.35.04",
		"32.30.04", "G01", "VIS-1"} {
		c.Typed[name] = id("indtastet/" + name)
	}
	s, err := simulated.New(p, c, w, clock)
	if err != nil {
		w.t.Fatal(err)
	}
	return s
}

const classes = `Sag/Sagsaktoer/Rolle/Ejer
Sag/Sagsaktoer/Rolle/Ansvarlig
Sag/Sagsaktoer/Rolle/Primær behandler
Sag/Sagsaktoer/Type/Organisation
Sag/Sagsaktoer/Type/OrgEnhed
Sag/Sagsaktoer/Type/Bruger
Sag/Sagsklasse/Rolle/Primær klasse
Sag/Sagsklasse/Rolle/Handlingsklasse
Sag/Sagsklasse/Rolle/Visningsklasse
Sag/Sagsklasse/Type/Klasse
Sag/Sagspart/Rolle/Primær part
Sag/Sagspart/Rolle/Sekundær part
Sag/Sagspart/Type/Person
Sag/Sagspart/Type/Virksomhed
Sag/Sagsrelation/Rolle/Oversag
Sag/Sagsrelation/Type/Sag
Sag/SagsitsystemRelation/Rolle/Master
Sag/SagsitsystemRelation/Rolle/Afsender
Sag/SagsitsystemRelation/Type/IT-system
Sag/Sikkerhedsprofil/Rolle/Adgang
Sag/Sikkerhedsprofil/Type/OrgEnhed
Sag/Journalpost/Rolle/Journalnotat
Sag/Journalpost/Rolle/Tilakteret
Sag/Journalpost/Type/Dokument
Sag/Journalpost/Format/Text
Dokument/Dokumentaktoer/Rolle/Ejer
Dokument/Dokumentaktoer/Rolle/Ansvarlig
Dokument/Dokumentaktoer/Type/Organisation
Dokument/Dokumentaktoer/Type/OrgEnhed
Dokument/Dokumentklasse/Rolle/Primær klasse
Dokument/Dokumentklasse/Type/Klasse
Dokument/DokumentitsystemRelation/Rolle/Master
Dokument/DokumentitsystemRelation/Rolle/Afsender
Dokument/DokumentitsystemRelation/Type/IT-system
Dokument/Dokumentrelation/Rolle/NyRevision
Dokument/Dokumentrelation/Rolle/Bilag
Dokument/Dokumentrelation/Type/Dokument`

// lund is the citizen of KOMBIT's own example, whose CPR number nobody has.
var lund = &action.Borger{Navn: "Godtfred Lund", CPR: "0123456789"}

// newCase is an action that makes a case.
func newCase(name string) action.Request {
	return action.Request{ID: "opret " + name, Kind: action.OpretSag, Sag: name, Data: action.Data{Titel: "Aftale om forebyggende hjemmebesøg", Borger: lund,
		Enhed: "Forebyggelsesteamet", Sagsbehandler: "Laura Sand", KLE: "27.35.04", Handlingsfacet: "G01"}}
}

// operations are what was sent, by service and body element.
func (w *world) operations(from int) []string {
	var out []string
	for _, s := range w.sent[from:] {
		out = append(out, s.service()+" "+s.operation)
	}
	return out
}

// service is the name of the one that was called.
func (s sent) service() string {
	parts := strings.Split(s.url, "/")
	return parts[len(parts)-2]
}

// done performs an action that has to succeed.
func done(t *testing.T, s *simulated.System, a action.Request) action.Answer {
	t.Helper()
	ans := s.Do(a)
	if ans.Status != action.Done || ans.ID != a.ID || ans.Reason != "" {
		t.Fatalf("%s: %+v", a.ID, ans)
	}
	return ans
}
