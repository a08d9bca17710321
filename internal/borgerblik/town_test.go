package borgerblik_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/action"
	"klarmeld/internal/borgerblik"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// asked is when the scenarios ask.
var asked = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

// town is an index in Korsbæk in which a scenario runs.
type town struct {
	t     *testing.T
	world borgerblik.World
	gatherer
	names map[string][]string
}

type gatherer = borgerblik.Gatherer

func newTown(t *testing.T) *town {
	t.Helper()
	roles, _ := municipalitytest.Roles(t)
	w := &town{t: t, names: map[string][]string{}, world: borgerblik.World{Store: index.NewStore(), Registers: municipalitytest.Korsbaek(t), Roles: roles}}
	w.world.Store.KnowRoles(roles)
	w.world.Elsewhere = func(o index.Stored) bool { return strings.Contains(o.UUID, "eeee") } // another municipality's
	w.Begin("prøve-01")
	return w
}

// does asks for something, which is done.
func (w *town) does(a action.Request) { w.answers(a, action.Answer{Status: action.Done}) }

func (w *town) answers(a action.Request, ans action.Answer) {
	w.Asked(a, ans, false, false, asked, w.subject)
}

func (w *town) subject(kle string) string {
	o, _ := w.world.Registers.ByName(municipality.Klasse, kle)
	if len(o.Versions) == 0 {
		return ""
	}
	return o.Latest().Navn
}

// opens asks for a case of Karen Bech's.
func (w *town) opens(name, titel, kle string) {
	w.does(action.Request{Kind: action.OpretSag, Sag: name, Data: action.Data{Titel: titel, KLE: kle, Enhed: "Ydelseskontoret", Borger: w.citizen("Karen Bech")}})
}

func (w *town) citizen(navn string) *action.Borger {
	b, ok := w.world.Registers.Borger(navn)
	if !ok {
		w.t.Fatalf("%s is no citizen", navn)
	}
	return &action.Borger{Navn: b.Navn, CPR: b.CPR}
}

// sends puts an object into the index, and names it.
func (w *town) sends(name string, o sent) {
	w.t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString("<Body>" + o.xml(w) + "</Body>"); err != nil {
		w.t.Fatal(err)
	}
	for _, x := range oio.ReadObjekter(doc.Root()) {
		if s := w.world.Store.Apply(x, "2026-05-04T10:00:00.000Z"); s.Kode != index.StatusOK {
			w.t.Fatal(s.Tekst)
		}
		if x.Type == oio.Sag {
			stored, _ := w.world.Store.Get(x.UUID)
			w.Came(x.UUID, w.world.Elsewhere(stored))
		}
		w.names[name] = append(w.names[name], x.UUID)
	}
}

// seen are the pages by the settings, when the scenario has ended.
func (w *town) seen(s verdict.CitizenSettings) *verdict.Citizens {
	if w.names != nil {
		w.End(w.world, w.names)
		w.names = nil
	}
	return w.Pages(w.world.Registers.Borgere(), s, func(id string) string { return "Scenariet " + id })
}

// sent is a case or a document as a system sends it.
type sent struct {
	uuid          string
	titel, lukket string
	number        string // Sagsnummer
	kle           string
	point         string // the number whose UUID is sent; "": kle's
	part          string // a citizen's name, or a URN
	states        string // "Opstaaet 2026-05-04,Afsluttet 2026-06-01"
	hidden        bool
	access        string // a unit
	system        string // key of the IT system
	documents     []string
	typ           string
}

func (s sent) xml(w *town) string {
	now := virkning("2026-05-04", "")
	if s.typ != "" {
		return fmt.Sprintf(`<DokumentIndeks><UUIDIdentifikator>%s</UUIDIdentifikator><Registrering><Tidspunkt>2026-05-04T09:00:00Z</Tidspunkt><AttributListe>`+
			`<Egenskaber>%s<Titel>%s</Titel><Type>%s</Type></Egenskaber></AttributListe><TilstandListe>%s</TilstandListe></Registrering></DokumentIndeks>`,
			s.uuid, now, s.titel, s.typ, states(s.states))
	}
	var rel strings.Builder
	part := s.part
	if b, ok := w.world.Registers.Borger(part); ok {
		part = "urn:oio:cpr-nr:" + b.CPR
	}
	if part != "" {
		rel.WriteString(w.relation("Sagspart", "Primær part", "<URNIdentifikator>"+part+"</URNIdentifikator>", ""))
	}
	point := s.kle
	if s.point != "" {
		point = s.point
	}
	rel.WriteString(w.relation("Sagsklasse", "Primær klasse", w.ref(municipality.Klasse, point), "<BrugervendtNoegle>"+s.kle+"</BrugervendtNoegle>"))
	if s.hidden {
		rel.WriteString(w.relation("Sagsklasse", "Visningsklasse", w.ref(municipality.Klasse, "Visning undtaget for borger"), ""))
	}
	if s.access != "" {
		rel.WriteString(w.relation("Sikkerhedsprofil", "Adgang", w.ref(municipality.OrganisationEnhed, s.access), ""))
	}
	if s.system != "" {
		rel.WriteString(w.relation("SagsitsystemRelation", "Afsender", w.ref(municipality.ItSystem, s.system), ""))
	}
	for _, d := range s.documents {
		rel.WriteString(w.relation("Journalpost", "Tilakteret", "<UUIDIdentifikator>"+d+"</UUIDIdentifikator>", ""))
	}
	closed := ""
	if s.lukket != "" {
		closed = "<OffentlighedUndtaget><TitelAlternativTekst>" + s.lukket + "</TitelAlternativTekst></OffentlighedUndtaget>"
	}
	return fmt.Sprintf(`<SagIndeks><UUIDIdentifikator>%s</UUIDIdentifikator><Registrering><Tidspunkt>2026-05-04T09:00:00Z</Tidspunkt>`+
		`<AttributListe><Egenskaber>%s%s<Sagsnummer>%s</Sagsnummer><Titel>%s</Titel></Egenskaber></AttributListe><TilstandListe>%s</TilstandListe>`+
		`<RelationListe>%s</RelationListe></Registrering></SagIndeks>`,
		s.uuid, now, closed, s.number, s.titel, states(s.states), rel.String())
}

func (w *town) ref(k municipality.ObjektKind, name string) string {
	o, ok := w.world.Registers.ByName(k, name)
	if !ok {
		w.t.Fatalf("the registers have no %s %q", k, name)
	}
	return "<UUIDIdentifikator>" + o.UUID + "</UUIDIdentifikator>"
}

func (w *town) relation(kind, rolle, ref, local string) string {
	k, ok := w.world.Roles.ByName("Sag", kind, "Rolle", rolle)
	if !ok {
		w.t.Fatalf("there is no role %s/%s", kind, rolle)
	}
	return fmt.Sprintf(`<%[1]s>%[2]s<Rolle><UUIDIdentifikator>%[3]s</UUIDIdentifikator></Rolle><ReferenceID>%[4]s</ReferenceID><LokalUdvidelseListe>`+
		`<X>%[5]s</X></LokalUdvidelseListe></%[1]s>`,
		kind, virkning("2026-05-04", ""), k.UUID, ref, local)
}

func states(all string) string {
	var out string
	list := strings.Split(all, ",")
	for i, s := range list {
		kode, from, _ := strings.Cut(s, " ")
		to := ""
		if i+1 < len(list) {
			_, to, _ = strings.Cut(list[i+1], " ")
		}
		out += "<Fremdrift>" + virkning(from, to) + "<FremdriftStatusKode>" + kode + "</FremdriftStatusKode></Fremdrift>"
	}
	return out
}

func virkning(from, to string) string {
	end := "<GraenseIndikator>true</GraenseIndikator>"
	if to != "" {
		end = "<TidsstempelDatoTid>" + to + "T10:00:00Z</TidsstempelDatoTid>"
	}
	return "<Virkning><FraTidspunkt><TidsstempelDatoTid>" + from + "T10:00:00Z</TidsstempelDatoTid></FraTidspunkt><TilTidspunkt>" + end +
		"</TilTidspunkt></Virkning>"
}

// uuid is the n'th UUID of a test.
func uuid(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }
