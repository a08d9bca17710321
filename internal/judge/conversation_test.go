package judge_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// turn is one thing that happens in a conversation.
type turn func(*stage)

// stage is a conversation under way: real services, recorded on a tape.
type stage struct {
	t         *testing.T
	services  *services.Services
	tape      *recording.Tape
	system    *road.Process
	neighbour *road.Process
}

const (
	baseURL  = "http://klarmeld.invalid"
	scenario = "samtale"
)

// converse plays the turns and returns what the judge finds in the recording,
// when the scenario is over. It settles twice, which must not matter.
func converse(t *testing.T, turns ...turn) []verdict.Finding {
	t.Helper()
	return noted(t, turns...).Findings
}

// noted is converse with all that the judge has noted.
func noted(t *testing.T, turns ...turn) judge.Notes {
	t.Helper()
	reg := municipalitytest.Korsbaek(t)
	roles, rolesJSON := municipalitytest.Roles(t)
	now := func() time.Time { return time.Date(2026, time.December, 1, 12, 0, 0, 0, time.UTC) }
	s := &stage{t: t, tape: recording.NewTape(now), system: road.NewProcess(), neighbour: road.NewProcess()}
	var err error
	if s.services, _, err = services.Open(services.Ground{Registers: reg, Roles: roles, RolesJSON: rolesJSON},
		recording.Run{System: "prøve", KLE: []byte(ownEdition)}, s.tape, now); err != nil {
		t.Fatal(err)
	}
	s.tape.Scope(scenario, "")
	s.system.Open(baseURL, s.services)
	s.neighbour.Open(baseURL, s.services.From(recording.SenderNeighbour))
	for _, turn := range turns {
		turn(s)
	}
	entries := s.tape.Since(0)
	live := judged(t, entries)
	unchanged(t, entries)
	if again := judged(t, bare(entries)); !reflect.DeepEqual(live, again) {
		t.Errorf("what service and judge share is judged otherwise than the bytes:\n%+v\n%+v", live, again)
	}
	return live
}

func judged(t *testing.T, entries []recording.Entry) judge.Notes {
	t.Helper()
	j := judge.New(map[string]verdict.CapabilityID{scenario: verdict.Sag})
	for _, e := range entries {
		if err := j.Take(e); err != nil {
			t.Fatal(err)
		}
	}
	j.Settle(scenario)
	j.Settle(scenario)
	return j.Notes(scenario)
}

// bare are entries of which nothing has been read.
func bare(entries []recording.Entry) []recording.Entry {
	out := slices.Clone(entries)
	for i, e := range out {
		if e.Exchange != nil {
			x := *e.Exchange
			x.Reading = nil
			out[i].Exchange = &x
		}
	}
	return out
}

// unchanged checks that neither service nor judge has touched what they share.
func unchanged(t *testing.T, entries []recording.Entry) {
	t.Helper()
	for _, e := range entries {
		if e.Exchange == nil || e.Exchange.Reading == nil {
			continue
		}
		how := http.Header(e.Exchange.Header).Get("Content-Type")
		shared, p := soap.Of(e.Exchange, how)
		fresh, wrong := soap.ReadAs(e.Exchange.Request, how)
		if p != nil || wrong != nil {
			if !reflect.DeepEqual(p, wrong) {
				t.Errorf("%+v was read, and the bytes say %+v", p, wrong)
			}
			continue
		}
		if a, b := written(t, shared), written(t, fresh); a != b {
			t.Errorf("what was read has been changed to\n%s\nfrom\n%s", a, b)
		}
		if a, b := contract.CheckOnce(shared, shared.Body), contract.Check(fresh.Body); !slices.EqualFunc(a, b, sameViolation) {
			t.Errorf("what the contract says has been changed to\n%+v\nfrom\n%+v", a, b)
		}
	}
}

func written(t *testing.T, env *soap.Envelope) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.SetRoot(env.Root.Copy())
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// sameViolation compares what is said: the elements are of two documents.
func sameViolation(a, b contract.Violation) bool {
	a.Element, b.Element = nil, nil
	return reflect.DeepEqual(a, b)
}

func (s *stage) post(road *road.Process, path, message string) {
	s.t.Helper()
	resp, err := (&http.Client{Transport: road}).Post(baseURL+path, s.contentType(path, message), bytes.NewReader([]byte(message)))
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	if reply, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, resp.StatusCode, reply)
	}
}

// contentType is what a client that keeps the WSDL says of a message.
func (s *stage) contentType(path, message string) string {
	const plain = "application/soap+xml; charset=utf-8"
	env, p := soap.Read([]byte(message))
	if p != nil {
		return plain
	}
	return plain + `; action="` + s.services.ActionFor(path, xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}) + `"`
}

// send lets the system send a message to the index; nabo lets the other system.
func send(message string) turn {
	return func(s *stage) { s.post(s.system, index.Paths[0], message) }
}

func nabo(message string) turn {
	return func(s *stage) { s.post(s.neighbour, index.Paths[0], message) }
}

// reads lets the system read FK Organisation.
func reads(s *stage) {
	s.post(s.system, "/organisation/organisation/6", envelope(`<o:SoegInput xmlns:o="http://stoettesystemerne.dk/organisation/organisation/6/"/>`))
}

// ends lets an object of the registers end.
func ends(uuid string, at time.Time) turn {
	return func(s *stage) {
		if err := s.services.Change(municipality.Event{UUID: uuid, Ended: true, Fra: at}); err != nil {
			s.t.Fatal(err)
		}
	}
}

// The objects of the messages, and what they refer to in Korsbæk.
const (
	sagA   = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	sagB   = "41ac9245-d933-5858-a0cc-565ce7d0bacb"
	dokA   = "9232274c-6cd4-5120-83f8-a19e4ac2e7d4"
	dokB   = "9232274c-6cd4-5120-83f8-a19e4ac2e7db"
	laura  = "7fada7f9-3c2e-5c7c-a32e-f08f04088c2d"
	jens   = "bbec7fcd-2bf2-5372-b847-2406ef778625"
	team   = "5f05dea9-cfa4-51ca-983b-17aaddebf136"
	system = "46644614-36c5-5fbb-a7ab-24db4cbe7990"
	other  = "7f7e91e8-e32f-53ec-bcdf-67881973f3fb" // the neighbour's
	nobody = "00000000-0000-4000-8000-00000000000f"

	born  = "2026-11-24T03:01:00.783+01:00" // of sagA
	later = "2026-11-25T10:00:00.000+01:00"
	last  = "2026-11-26T10:00:00.000+01:00"
)

// change replaces texts in a message, all places, each of which must be there.
func change(t *testing.T, message string, pairs ...string) string {
	t.Helper()
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(message, pairs[i]) {
			t.Fatalf("the message has no %q", pairs[i])
		}
		message = strings.ReplaceAll(message, pairs[i], pairs[i+1])
	}
	return message
}

func envelope(body string) string {
	return `<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope"><soap:Header>` +
		`<h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/"><h:TransactionUUID>5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99</h:TransactionUUID>` +
		`</h:RequestHeader></soap:Header><soap:Body>` + body + `</soap:Body></soap:Envelope>`
}

const namespaces = `xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6" ` +
	`xmlns:si="urn:oio:sts:sagdok:sagindeks:6" xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0"`

// opdater is an update of an object at the last of the times, with lists.
func opdater(t, uuid, lists string) string {
	return envelope(fmt.Sprintf(`<sdi:OpdaterSagDokumentIndeksInput %s><sdi:Opdater%sIndeks>`+
		`<sd:UUIDIdentifikator>%s</sd:UUIDIdentifikator>%s<sdi:Tidspunkt>%s</sdi:Tidspunkt></sdi:Opdater%[2]sIndeks></sdi:OpdaterSagDokumentIndeksInput>`,
		namespaces, t, uuid, lists, last))
}

// fjern removes cases, and documents that are left without one.
func fjern(uuids ...string) string {
	body := ""
	for _, id := range uuids {
		body += "<sdi:SagUuid>" + uid(id) + "</sdi:SagUuid>"
	}
	return envelope("<sdi:FjernSagDokumentIndeksInput " + namespaces + ">" + body +
		"<sdi:EfterladSagsloeseDokumenter>false</sdi:EfterladSagsloeseDokumenter></sdi:FjernSagDokumentIndeksInput>")
}

func uid(id string) string  { return "<sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator>" }
func urn(urn string) string { return "<sd:URNIdentifikator>" + urn + "</sd:URNIdentifikator>" }

// virkning is a period set by Laura Sand; an empty til is infinity.
func virkning(ns, fra, til string) string {
	end := "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	if til != "" {
		end = "<sd:TidsstempelDatoTid>" + til + "</sd:TidsstempelDatoTid>"
	}
	return fmt.Sprintf(`<%s:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>%s</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>%s</sd:TilTidspunkt>`+
		`<sd:AktoerRef>%s</sd:AktoerRef><sd:AktoerTypeKode>Bruger</sd:AktoerTypeKode></%[1]s:Virkning>`,
		ns, fra, end, uid(laura))
}

// relation writes one relation. kind has its prefix; role and typ are names.
func relation(t *testing.T, kind, rolle, typ, indeks, ref, fra, til, ext string) string {
	t.Helper()
	roles, _ := registers(t)
	objekt, name := "Sag", kind[strings.Index(kind, ":")+1:]
	if strings.HasPrefix(kind, "di:") {
		objekt = "Dokument"
	}
	r, ok1 := roles.ByName(objekt, name, municipality.ArtRolle, rolle)
	y, ok2 := roles.ByName(objekt, name, municipality.ArtType, typ)
	if !ok1 || !ok2 {
		t.Fatalf("no role %s or type %s of %s", rolle, typ, name)
	}
	if indeks != "" {
		indeks = "<gd:Indeks>" + indeks + "</gd:Indeks>"
	}
	return fmt.Sprintf(`<%s>%s<gd:Rolle>%s</gd:Rolle><gd:Type>%s</gd:Type>%s<gd:ReferenceID>%s</gd:ReferenceID>%s</%[1]s>`, kind, virkning("gd", fra, til),
		uid(r.UUID), uid(y.UUID), indeks, ref, ext)
}

func sagRelationer(relations ...string) string {
	return "<sag:RelationListe>" + strings.Join(relations, "") + "</sag:RelationListe>"
}

func dokRelationer(relations ...string) string {
	return "<di:RelationListe>" + strings.Join(relations, "") + "</di:RelationListe>"
}
