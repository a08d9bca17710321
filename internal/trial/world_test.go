package trial_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// What the little runs are made of. No server is started: a system sends
// straight into the services.
const (
	deadline = 5 * time.Minute
	sagA     = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	sagB     = "41ac9245-d933-5858-a0cc-565ce7d0bacb"
	dokA     = "9232274c-6cd4-5120-83f8-a19e4ac2e7d4"
	dokB     = "9232274c-6cd4-5120-83f8-a19e4ac2e7d5"
	unit     = "ce7360bf-0bf9-5515-95ef-59a4bab191d9" // Jobcenteret
	nabo     = "7f7e91e8-e32f-53ec-bcdf-67881973f3fb"
)

// start is when every little run begins.
func start() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

// hamlet is a municipality of the smallest kind.
const hamlet = `{"navn": "Lilleby Kommune", "cvr": "22222222", "borgere": [], "objekter": [
	{"art": "Organisation", "uuid": "9ec4f763-92a6-5e40-90ea-635d9f7642f3",
		"versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "Lilleby", "navn": "Lilleby Kommune"}]},
	{"art": "OrganisationEnhed", "uuid": "` + unit + `",
		"versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "1000", "navn": "Jobcenteret",
			"relationer": {"Tilhoerer": ["9ec4f763-92a6-5e40-90ea-635d9f7642f3"]}}]},
	{"art": "OrganisationEnhed", "uuid": "c61e3e6b-8b1b-56d7-99ac-61cd5fc1fe68",
		"versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "2000", "navn": "Ydelseskontoret",
			"relationer": {"Overordnet": ["` + unit + `"], "Tilhoerer": ["9ec4f763-92a6-5e40-90ea-635d9f7642f3"]}}]},
	{"art": "Klasse", "uuid": "1281739d-93ea-486c-8950-607a4263bef1",
		"versioner": [{"fra": "2007-01-01T00:00:00+01:00", "noegle": "32.24", "navn": "Ydelser",
			"relationer": {"Facet": ["9ec4f763-92a6-5e40-90ea-635d9f7642f4"]}}]}]}`

// does is a system that is moved by a function.
type does func(ctx context.Context, a action.Request) (action.Answer, error)

func (d does) Perform(ctx context.Context, a action.Request) (action.Answer, error) { return d(ctx, a) }

func done(a action.Request) (action.Answer, error) {
	return action.Answer{ID: a.ID, Status: action.Done}, nil
}

// kept is a recording in memory. at, when it is set, sees each entry before it
// is kept, and may refuse it.
type kept struct {
	at      func(recording.Entry) error
	mu      sync.Mutex
	entries []recording.Entry
}

func (k *kept) Append(e recording.Entry) (recording.Entry, error) {
	if k.at != nil {
		if err := k.at(e); err != nil {
			return e, err
		}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.entries = append(k.entries, e)
	return e, nil
}

func (k *kept) all() []recording.Entry {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Clone(k.entries)
}

// kinds are the entries in one line: "koersel scenarie handling …".
func kinds(entries []recording.Entry) string {
	var out []string
	for _, e := range entries {
		out = append(out, string(e.Kind))
	}
	return strings.Join(out, " ")
}

// waits is Patience that notes how long it is asked to wait for, and then does
// what the test says.
type waits struct {
	asked []time.Duration
	do    func(ctx context.Context, seen <-chan struct{})
}

func (w *waits) Await(ctx context.Context, seen <-chan struct{}, atMost time.Duration) {
	w.asked = append(w.asked, atMost)
	if w.do != nil {
		w.do(ctx, seen)
	}
}

// world is a trial with what a test needs of its surroundings.
type world struct {
	*trial.Trial
	clock   *trial.Clock
	log     *kept
	waits   *waits
	setting trial.Setting
}

var columns = map[string]verdict.CapabilityID{"sag-1": verdict.Sag, "sag-2": verdict.Sag, "org-1": verdict.Organisation,
	"not-1": verdict.Journalnotat, "dok-1": verdict.Dokument, "kla-1": verdict.Klassifikation, "fje-1": verdict.Fjern}

// policy is one under which a capability outside the core may be left out.
func policy(t testing.TB) verdict.Policy {
	t.Helper()
	p, err := verdict.ParsePolicy([]byte(`{"id": "mild", "titel": "Mild", "kerne": ["sag"], "ikkeTilbudt": {"kerne": "fejl", "oevrige": "bemaerkning"}}`))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// prepared is a world whose trial is not set yet.
func prepared(t testing.TB) *world {
	t.Helper()
	registers, err := municipality.Load([]byte(hamlet))
	if err != nil {
		t.Fatal(err)
	}
	roles, raw := municipalitytest.Roles(t)
	w := &world{clock: trial.NewClock(start), log: &kept{}, waits: &waits{}}
	w.setting = trial.Setting{
		System: "proeve", Title: "Prøven", Program: "v1", Ground: services.Ground{Registers: registers, Roles: roles, RolesJSON: raw}, Fictive: true,
		Now: w.clock.Now, Deadline: deadline, Patience: w.waits, Policy: policy(t), Neighbour: nabo, Logs: []recording.Log{w.log}, Columns: columns,
	}
	return w
}

// begun is a world whose trial has been set, with the system in it.
func begun(t testing.TB, system func(*world) does) *world {
	t.Helper()
	w := prepared(t)
	var err error
	if w.Trial, err = trial.New(w.setting); err != nil {
		t.Fatal(err)
	}
	w.Cast(trial.Cast{System: system(w)})
	return w
}

// goesOn is a world whose trial goes on after what was recorded.
func goesOn(t testing.TB, entries []recording.Entry, system func(*world) does) *world {
	t.Helper()
	w := prepared(t)
	w.log.entries = slices.Clone(entries)
	var err error
	if w.Trial, err = trial.Continue(w.setting, entries); err != nil {
		t.Fatal(err)
	}
	w.Cast(trial.Cast{System: system(w)})
	return w
}

// replayed is the trial of a recording.
func replayed(t testing.TB, entries []recording.Entry) *trial.Trial {
	t.Helper()
	again, err := trial.Replay(recording.Slice(entries), "v1", columns)
	if err != nil {
		t.Fatal(err)
	}
	return again
}

// scene plays a scenario of one script.
func scene(t testing.TB, ctx context.Context, of *trial.Trial, id string, script func(*trial.Scene) error) *trial.Scene {
	t.Helper()
	s, err := of.Scene(ctx, id, columns[id])
	if err == nil {
		_ = script(s) // that it stopped stands in the result
	}
	s.End(ctx)
	return s
}

// result judges a run of these scenarios.
func result(t testing.TB, of *trial.Trial, ids ...string) verdict.SystemResult {
	t.Helper()
	var played []trial.Played
	expected := map[verdict.CapabilityID]int{}
	for _, id := range ids {
		played = append(played, trial.Played{ID: id, Name: "Scenariet " + id, Capability: columns[id]})
		expected[columns[id]]++
	}
	r, err := of.Result(played, expected)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// judged is the result of one scenario.
func judged(t testing.TB, r verdict.SystemResult, id string) verdict.ScenarioResult {
	t.Helper()
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			if s.ID == id {
				return s
			}
		}
	}
	t.Fatalf("%s is not in the result", id)
	return verdict.ScenarioResult{}
}

// found are the findings of one rule.
func found(s verdict.ScenarioResult, rule string) []verdict.Finding {
	return slices.DeleteFunc(slices.Clone(s.Findings), func(f verdict.Finding) bool { return f.Rule != rule })
}

const namespaces = ` xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6" ` +
	`xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0"`

func envelope(operation, content string) string {
	name := "sdi:" + operation + "SagDokumentIndeksInput"
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
		`<h:TransactionUUID>5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99</h:TransactionUUID></h:RequestHeader></e:Header><e:Body><` + name + namespaces + `>` + content +
		`</` + name + `></e:Body></e:Envelope>`
}

func ref(name, id string) string {
	return "<" + name + "><sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator></" + name + ">"
}

const always = `<sd:FraTidspunkt><sd:TidsstempelDatoTid>2026-01-01T00:00:00.000+01:00</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>` +
	`<sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt>`

func object(ns, element, id, relations string) string {
	return strings.ReplaceAll(`<sdi:`+element+`><sd:UUIDIdentifikator>`+id+
		`</sd:UUIDIdentifikator><NS:Registrering><sd:Tidspunkt>2026-01-01T00:00:00.123+01:00</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode>`+
		ref("sd:BrugerRef", sagB)+`<NS:AttributListe><NS:Egenskaber><NS:Virkning>`+always+
		`</NS:Virkning><NS:Titel>Aftale</NS:Titel></NS:Egenskaber></NS:AttributListe><NS:TilstandListe/><NS:RelationListe>`+
		relations+`</NS:RelationListe></NS:Registrering></sdi:`+element+`>`, "NS:", ns+":")
}

// imports, importsDocument, updates and removes are messages of the plainest kind.
func imports(id string) string { return envelope("Importer", object("sag", "SagIndeks", id, "")) }
func importsDocument(id string) string {
	return envelope("Importer", object("di", "DokumentIndeks", id, ""))
}
func updates(id, titel string) string {
	return envelope("Opdater", `<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>`+id+`</sd:UUIDIdentifikator><sag:AttributListe><sag:Egenskaber><sag:Virkning>`+always+
		`</sag:Virkning><sag:Titel>`+titel+
		`</sag:Titel></sag:Egenskaber></sag:AttributListe><sdi:Tidspunkt>2026-02-01T00:00:00.000+01:00</sdi:Tidspunkt></sdi:OpdaterSagIndeks>`)
}
func removes(id string) string { return envelope("Fjern", ref("sdi:SagUuid", id)) }

// files is an update that files a document on a case.
func files(sag, dokument string) string {
	return envelope("Opdater",
		`<sdi:OpdaterSagIndeks><sd:UUIDIdentifikator>`+sag+`</sd:UUIDIdentifikator><sag:RelationListe><sag:Journalpost><gd:Virkning>`+always+`</gd:Virkning>`+
			ref("gd:Rolle", "69a0a697-0a77-4916-bea3-226594fa6627")+ref("gd:ReferenceID", dokument)+
			`</sag:Journalpost></sag:RelationListe><sdi:Tidspunkt>2026-02-01T00:00:00.000+01:00</sdi:Tidspunkt></sdi:OpdaterSagIndeks>`)
}

// reads is a message that reads a unit.
func reads(id string) string {
	return `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
		`<h:TransactionUUID>5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99</h:TransactionUUID></h:RequestHeader></e:Header><e:Body>` +
		`<LaesInput xmlns="http://stoettesystemerne.dk/organisation/organisationenhed/6/"><UUIDIdentifikator xmlns="urn:oio:sagdok:3.0.0">` +
		id + `</UUIDIdentifikator></LaesInput></e:Body></e:Envelope>`
}

// send sends a message as it would come over a socket, to the index or, when it
// reads, to FK Organisation; and returns the reply.
func send(h http.Handler, message string) string { return sendAs(context.Background(), h, message) }

func sendAs(ctx context.Context, h http.Handler, message string) string {
	path := index.Paths[0]
	if strings.Contains(message, "LaesInput") {
		path = "/organisation/organisationenhed/6"
	}
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(message)).WithContext(ctx)
	r.Header.Set("Content-Type", "text/xml")
	for _, operation := range []string{"Importer", "Opdater", "Fremsoeg", "Fjern"} {
		if strings.Contains(message, ":"+operation+"SagDokumentIndeksInput") {
			r.Header.Set("SOAPAction", `"http://kombit.dk/sts/sagdokumentindeks/`+strings.ToLower(operation)+`"`)
		}
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return rec.Body.String()
}

// sends is a system that sends these messages, whatever it is asked for, and
// says that it is done.
func sends(messages ...string) func(*world) does {
	return func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			for _, m := range messages {
				send(w.Handler(), m)
			}
			return done(a)
		}
	}
}

// idle is a system that says that it has done what it was asked for.
func idle(*world) does { return sends()(nil) }

// request is what the system was asked for in an entry.
func request(t testing.TB, e recording.Entry) action.Request {
	t.Helper()
	var a action.Request
	if err := json.Unmarshal(e.Act.Request, &a); err != nil {
		t.Fatal(err)
	}
	return a
}

// gate is a body that notes when it is read, and is read when it is let.
type gate struct {
	io.Reader
	read chan struct{} // closed at the first reading
	let  chan struct{}
}

func (g *gate) Read(b []byte) (int, error) {
	select {
	case <-g.read:
	default:
		close(g.read)
	}
	<-g.let
	return g.Reader.Read(b)
}

func sendBody(h http.Handler, body io.Reader) string {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, index.Paths[0], body))
	return rec.Body.String()
}
