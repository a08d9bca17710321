package services_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
)

var noon = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

func now() time.Time { return noon }

func ground(t *testing.T) services.Ground {
	t.Helper()
	g := services.Ground{Registers: municipalitytest.Korsbaek(t)}
	g.Roles, g.RolesJSON = municipalitytest.Roles(t)
	return g
}

// opened are services over a ground of their own, and their recording.
func opened(t *testing.T) (*services.Services, services.Ground, *recording.Tape) {
	t.Helper()
	g, tape := ground(t), recording.NewTape(now)
	s, _, err := services.Open(g, recording.Run{System: "x"}, tape, now)
	if err != nil {
		t.Fatal(err)
	}
	return s, g, tape
}

// post sends a message with one element in its body.
func post(h http.Handler, path, namespace, element string) *httptest.ResponseRecorder {
	rec := httptest.NewRecorder()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><%s xmlns="%s"/></e:Body></e:Envelope>`, element, namespace)
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, path, strings.NewReader(body)))
	return rec
}

// TestEveryPath: each path is answered by its own service, and the exchange is
// on record with its name.
func TestEveryPath(t *testing.T) {
	s, _, tape := opened(t)
	paths := s.Paths()
	for _, want := range [][2]string{
		{"/sagdokumentindeks/6", "SagDokumentIndeks 6"}, {"/sts-soap-sagdok/sagdokumentindeks/6", "SagDokumentIndeks 6"},
		{"/sagindeks/6", "SagIndeks 6"}, {"/dokumentindeks/6", "DokumentIndeks 6"}, {"/organisation/organisationenhed/6", "FK Organisation 6: OrganisationEnhed"},
		{"/organisation/bruger/6", "FK Organisation 6: Bruger"},
		{"/sts-soap-organisation/v6_0_0_0/organisation", "FK Organisation 6: Organisation"},
		{"/sts-soap-organisation/v6_0_0_0/virksomhed", "FK Organisation 6: Virksomhed"}, {"/klasse/7", "FK Klassifikation: Klasse 7"},
	} {
		if !slices.Contains(paths, want) {
			t.Errorf("%v is not among %v", want, paths)
		}
	}
	for _, p := range paths {
		from := len(tape.Since(0))
		rec := post(s, p[0], "urn:x", "Findes-ikke")
		if !strings.Contains(rec.Body.String(), p[1]) {
			t.Errorf("%s: %d %s", p[0], rec.Code, rec.Body)
		}
		if e := tape.Since(from); len(e) != 1 || e[0].Kind != recording.KindExchange || e[0].Exchange.Service != p[1] || e[0].Exchange.Path != p[0] {
			t.Errorf("%s on record: %+v", p[0], e)
		}
	}
}

// TestFirstEntry: the recording begins with what the run says, and what it
// stands on, from which it can be judged elsewhere.
func TestFirstEntry(t *testing.T) {
	g, at := ground(t), noon
	want, err := g.Registers.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(now)
	run := recording.Run{System: "fagsystem", Nonce: recording.NonceOf("fagsystem"), Title: "Fagsystemet", Version: "1", Fictive: true,
		Policy: json.RawMessage(`{"id":"p"}`), Deadline: recording.Duration(time.Minute), Only: []string{"sag"}, Neighbour: "n"}
	s, begun, err := services.Open(g, run, tape, func() time.Time { at = at.Add(time.Second); return at })
	if err != nil {
		t.Fatal(err)
	}
	e := tape.Since(0)
	if len(e) != 1 || e[0].Kind != recording.KindRun || e[0].Run == nil {
		t.Fatalf("%+v", e)
	}
	if !begun.Equal(noon.Add(time.Second)) || !e[0].Time.Equal(begun) {
		t.Errorf("begun %s, on record %s", begun, e[0].Time)
	}
	run.Initial, run.Roles = want, g.RolesJSON
	if !reflect.DeepEqual(*e[0].Run, run) {
		t.Errorf("on record: %.300s", fmt.Sprint(*e[0].Run))
	}
	if s.Err() != nil {
		t.Error(s.Err())
	}
	// Going on with a recording adds nothing to it.
	services.Reopen(g, "", 0, tape, now)
	if n := len(tape.Since(0)); n != 1 {
		t.Errorf("%d entries", n)
	}
}

// renamed is a change of the first unit.
func renamed(g services.Ground, navn string) municipality.Event {
	o, _ := g.Registers.First(municipality.OrganisationEnhed)
	return municipality.Event{UUID: o.UUID, NewName: navn, Fra: noon}
}

func name(t *testing.T, g services.Ground) string {
	t.Helper()
	o, ok := g.Registers.First(municipality.OrganisationEnhed)
	if !ok {
		t.Fatal("no units")
	}
	return o.Latest().Navn
}

// TestChange: a change that can be made is made and on record, and comes to the
// same when it is read from there; one that cannot is neither.
func TestChange(t *testing.T) {
	s, g, tape := opened(t)
	if err := s.Change(renamed(g, "Ny enhed")); err != nil || name(t, g) != "Ny enhed" {
		t.Fatalf("%q, %v", name(t, g), err)
	}
	for _, c := range []municipality.Event{{}, {UUID: "00000000-0000-4000-8000-000000000000", Ended: true, Fra: noon},
		{UUID: renamed(g, "").UUID, NewName: "For tidligt", Fra: noon.AddDate(-30, 0, 0)}} {
		if err := s.Change(c); err == nil {
			t.Errorf("%+v was made", c)
		}
	}
	e := tape.Since(1)
	if len(e) != 1 || e[0].Kind != recording.KindChange || e[0].Change == nil || name(t, g) != "Ny enhed" {
		t.Fatalf("on record: %+v", e)
	}
	before, err := g.Registers.Snapshot()
	if err != nil {
		t.Fatal(err)
	}

	another, there, late := opened(t)
	if err := another.Again(*e[0].Change); err != nil {
		t.Fatal(err)
	}
	if after, err := there.Registers.Snapshot(); err != nil || string(after) != string(before) {
		t.Errorf("the registers became others: %v", err)
	}
	if n := len(late.Since(0)); n != 1 {
		t.Errorf("what is on record already was recorded again: %d entries", n)
	}
	for _, c := range []recording.Change{{Data: json.RawMessage(`[`)}, {Data: json.RawMessage(`{}`)}} {
		if err := another.Again(c); err == nil {
			t.Errorf("%s was made", c.Data)
		}
	}
}

// TestChangesInOrder: of changes that come at once, the one that was made last
// is on record last.
func TestChangesInOrder(t *testing.T) {
	s, g, tape := opened(t)
	var all sync.WaitGroup
	for i := range 16 {
		c := renamed(g, fmt.Sprintf("Enhed %d", i))
		all.Go(func() {
			for range 25 {
				if err := s.Change(c); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	var made []string
	o, _ := g.Registers.First(municipality.OrganisationEnhed)
	for _, v := range o.Versions[1:] {
		made = append(made, v.Navn)
	}
	var listed []string
	for _, e := range tape.Since(1) {
		var c municipality.Event
		if err := json.Unmarshal(e.Change.Data, &c); err != nil {
			t.Fatal(err)
		}
		listed = append(listed, c.NewName)
	}
	if len(made) != 400 || !reflect.DeepEqual(made, listed) {
		t.Errorf("%d were made, %d are on record; they are not in one order", len(made), len(listed))
	}
}

// TestPathFor: a message is answered where it was sent, else where somebody
// knows its element, else by the index, which says what is wrong.
func TestPathFor(t *testing.T) {
	s, _, _ := opened(t)
	for _, c := range []struct{ name, path, namespace, element, want string }{
		{"where it was sent", "/organisation/bruger/6", "urn:x", "Ukendt", "/organisation/bruger/6"},
		{"also when another knows it", "/organisation/bruger/6", "urn:oio:sts:sagdok:sagdokumentindeks:6", "ImporterSagDokumentIndeksInput",
			"/organisation/bruger/6"},
		{"by its element", "/et/andet/sted", "http://stoettesystemerne.dk/organisation/bruger/6/", "SoegInput", "/organisation/bruger/6"},
		{"by its element, the first of several", "", "urn:oio:sts:sagdok:sagdokumentindeks:6", "ImporterSagDokumentIndeksInput", "/sagdokumentindeks/6"},
		{"nobody's", "/x", "urn:x", "Ukendt", index.Paths[0]},
		{"nothing at all", "", "", "", index.Paths[0]},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := s.PathFor(c.path, xml.Name{Space: c.namespace, Local: c.element}); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

// TestApart: two services over two grounds know nothing of each other.
func TestApart(t *testing.T) {
	one, here, tape := opened(t)
	other, there, quiet := opened(t)
	was := name(t, there)
	if err := one.Change(renamed(here, "Kun her")); err != nil {
		t.Fatal(err)
	}
	post(one, index.Paths[0], "urn:x", "Ukendt")
	if name(t, there) != was || len(quiet.Since(0)) != 1 || len(tape.Since(0)) != 3 {
		t.Errorf("%q; %d and %d entries", name(t, there), len(tape.Since(0)), len(quiet.Since(0)))
	}
	if one.Store() == other.Store() || one.Store() == nil {
		t.Error("they hold the same index")
	}
}

// failing is a log that takes so many entries.
type failing struct{ room int }

func (f *failing) Append(e recording.Entry) (recording.Entry, error) {
	if f.room--; f.room < 0 {
		return e, errors.New("disken er fuld")
	}
	return e, nil
}

// TestFullDisk: what cannot be recorded is no recording, wherever it ends.
func TestFullDisk(t *testing.T) {
	if s, _, err := services.Open(ground(t), recording.Run{}, &failing{}, now); err == nil || s != nil {
		t.Errorf("opened without a recording: %v", err)
	}
	s, _, err := services.Open(ground(t), recording.Run{}, &failing{room: 1}, now)
	if err != nil {
		t.Fatal(err)
	}
	if post(s, index.Paths[0], "urn:x", "Ukendt"); s.Err() == nil || !strings.Contains(s.Err().Error(), "disken er fuld") {
		t.Errorf("the hole is %v", s.Err())
	}
	g := ground(t)
	if s, _, err = services.Open(g, recording.Run{}, &failing{room: 1}, now); err != nil {
		t.Fatal(err)
	}
	if err := s.Change(renamed(g, "X")); err == nil || !strings.Contains(err.Error(), "disken er fuld") {
		t.Errorf("a change that is not on record: %v", err)
	}
}

// TestUnderstands: what is for a service is told by its element, also when that
// is nearly right, and by its path, also behind a gateway.
func TestUnderstands(t *testing.T) {
	s, _, _ := opened(t)
	sdi, bruger := "urn:oio:sts:sagdok:sagdokumentindeks:6", "http://stoettesystemerne.dk/organisation/bruger/6/"
	for _, c := range []struct {
		namespace, element string
		understood         bool
		service            string // "": none has the operation
	}{
		{sdi, "ImporterSagDokumentIndeksInput", true, "SagDokumentIndeks 6"}, {bruger, "SoegInput", true, "FK Organisation 6: Bruger"},
		{sdi, "ImporterSagDokumentIndekInput", true, ""}, {"urn:forkert", "ImporterSagDokumentIndeksInput", true, ""},
		{"urn:en-andens", "SoegInput", false, ""}, {"http://docs.oasis-open.org/ws-sx/ws-trust/200512", "RequestSecurityToken", false, ""}, {"", "", false, ""},
	} {
		name := xml.Name{Space: c.namespace, Local: c.element}
		service, ok := s.ServiceFor(name)
		if got := s.Understands(name); got != c.understood || ok != (c.service != "") || ok && service.Name != c.service {
			t.Errorf("%v: understood %v, by %+v, %v", name, got, service, ok)
		}
		if action := s.ActionFor(s.PathFor("", name), name); (action != "") != ok {
			t.Errorf("%v: action %q", name, action)
		}
	}
	for path, want := range map[string]bool{"/sagdokumentindeks/6": true, "/kommune/gateway/sagdokumentindeks/6/": true, "/klasse/7": true,
		"/sagdokumentindeks/7": false, "/": false, "": false} {
		if got := s.Answers(path); got != want {
			t.Errorf("%q: %v", path, got)
		}
	}
	if action := s.ActionFor("/findes/ikke", xml.Name{}); action != "" {
		t.Errorf("an action where nothing is: %q", action)
	}
}
