package simulated_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/simulated"

	"github.com/google/uuid"
)

// TestOnce: an action is performed once. The same ID again gets the same
// answer, and nothing is sent, whatever else it says.
func TestOnce(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	stock := newCase("bestand")
	stock.Kind, stock.Data.Antal = action.OverfoerBestand, 2
	wrong := newCase("uden enhed")
	wrong.Data.Enhed = "Findes ikke"
	for _, a := range []action.Request{newCase("besøg"), stock, wrong, {ID: "ukendt", Kind: "dans"}} {
		first := s.Do(a)
		sent := len(w.sent)
		again := s.Do(a)
		a.Kind, a.Sag, a.Data.Titel = action.RetSagstitel, "besøg", "En anden titel"
		other := s.Do(a)
		if got, want := say(t, again)+say(t, other), say(t, first)+say(t, first); got != want {
			t.Errorf("%s: %s, want %s", a.ID, got, want)
		}
		if len(w.sent) != sent {
			t.Errorf("%s is performed again: %s", a.ID, w.operations(sent))
		}
	}
	done(t, s, action.Request{ID: "en ny", Kind: action.RetSagstitel, Sag: "besøg", Data: action.Data{Titel: "Besøg"}})
}

func say(t *testing.T, ans action.Answer) string {
	t.Helper()
	raw, err := json.Marshal(ans)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// TestNotOffered: what the vendor does not offer is answered with its reason,
// also when it could have been done, and nothing is sent.
func TestNotOffered(t *testing.T) {
	w := newWorld(t)
	p := reference()
	p.NotOffered = map[action.Kind]string{action.OpretSag: "sager oprettes af en robot", "dans": "systemet danser ikke"}
	s := w.install(p)
	for kind, reason := range p.NotOffered {
		a := newCase("besøg")
		a.ID, a.Kind = string(kind), kind
		if ans := s.Do(a); ans.Status != action.NotOffered || ans.Reason != reason || ans.ID != a.ID {
			t.Errorf("%s: %+v", kind, ans)
		}
	}
	if len(w.sent) != 0 {
		t.Errorf("sent %s", w.operations(0))
	}
}

// about is an action that is not the making of a case.
func about(kind action.Kind, sag, dokument string, d action.Data) action.Request {
	return action.Request{ID: "det", Kind: kind, Sag: sag, Dokument: dokument, Data: d}
}

// with makes a case of something else than the others are of.
func with(change func(*action.Data)) action.Request {
	a := newCase("en anden")
	change(&a.Data)
	return a
}

func closedBetween(from, to string) action.Request {
	a := with(func(d *action.Data) { d.Oprettet, d.Afsluttet = from, to })
	a.Kind = action.OverfoerPassivSag
	return a
}

// cannot are actions that a system with one case and one document cannot
// perform, and a word of why.
var cannot = []struct {
	name string
	a    action.Request
	why  string
}{
	{"no such action", about("dans", "besøg", "", action.Data{}), "dans"},
	{"no such case", about(action.LukSag, "ukendt", "", action.Data{}), "ukendt"},
	{"no such case to delete", about(action.SletSag, "ukendt", "", action.Data{}), "ukendt"},
	{"no such case for a document", about(action.TilfoejDokument, "ukendt", "brev", action.Data{}), "ukendt"},
	{"no such case above", about(action.KnytOversag, "besøg", "", action.Data{Oversag: "ukendt"}), "ukendt"},
	{"no such document", about(action.SendDokument, "besøg", "ukendt", action.Data{}), "ukendt"},
	{"no such document to revise", about(action.NyRevision, "besøg", "ukendt", action.Data{}), "ukendt"},
	{"no such document to file", about(action.JournaliserDokument, "besøg", "ukendt", action.Data{}), "ukendt"},
	{"no such document to take away", about(action.TagDokumentAfSag, "besøg", "ukendt", action.Data{}), "ukendt"},
	{"a document and no such case", about(action.JournaliserDokument, "ukendt", "brev", action.Data{}), "ukendt"},
	{"no such note", about(action.RetJournalnotat, "besøg", "", action.Data{Titel: "ukendt"}), "ukendt"},
	{"no such part to end", about(action.AfslutPart, "besøg", "", action.Data{Borger: bente}), "sekundær part"},
	{"no such part to delete", about(action.SletPart, "besøg", "", action.Data{Borger: bente}), "sekundær part"},
	{"nobody to end", about(action.AfslutPart, "besøg", "", action.Data{}), "sekundær part"},
	{"nobody to add", about(action.TilfoejPart, "besøg", "", action.Data{}), "part"},
	{"no municipality", about(action.SkiftEjer, "besøg", "", action.Data{}), "kommune"},
	{"no such municipality", about(action.SkiftEjer, "besøg", "", action.Data{Kommune: &action.Virksomhed{Navn: "Vestbæk", CVR: "33333333"}}), "33333333"},
	{"no such unit to move to", about(action.SkiftEnhed, "besøg", "", action.Data{Enhed: "Ukendt"}), "Ukendt"},
	{"no such unit to let in", about(action.BeskytSag, "besøg", "", action.Data{Enhed: "Ukendt"}), "Ukendt"},
	{"no such user to hand over to", about(action.SkiftSagsbehandler, "besøg", "", action.Data{Sagsbehandler: "Ukendt"}), "Ukendt"},
	{"no such class to hide by", about(action.SkjulSag, "besøg", "", action.Data{Visning: "VIS-9"}), "VIS-9"},
	{"a case about nobody", with(func(d *action.Data) { d.Borger = nil }), "part"},
	{"a case of no such unit", with(func(d *action.Data) { d.Enhed = "Ukendt" }), "Ukendt"},
	{"a case of no such user", with(func(d *action.Data) { d.Sagsbehandler = "Ukendt" }), "Ukendt"},
	{"a case of no such class", with(func(d *action.Data) { d.KLE = "99.99.99" }), "99.99.99"},
	{"a case of no such facet", with(func(d *action.Data) { d.Handlingsfacet = "Z99" }), "Z99"},
	{"a date of another land", closedBetween("01-01-2020", "2020-03-01"), "01-01-2020"},
	{"an end that is no date", closedBetween("2020-01-01", "snart"), "snart"},
}

// TestCannot: what a system does not know of, it says it cannot do. Nothing
// reaches the index.
func TestCannot(t *testing.T) {
	for _, c := range cannot {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			s := w.install(reference())
			done(t, s, newCase("besøg"))
			done(t, s, action.Request{ID: "brev", Kind: action.TilfoejDokument, Sag: "besøg", Dokument: "brev", Data: action.Data{Titel: "Brev", Dokumenttype: "Andet"}})
			from := len(w.sent)
			if ans := s.Do(c.a); ans.Status != action.Failed || !strings.Contains(ans.Reason, c.why) || ans.ID != c.a.ID {
				t.Errorf("%+v, want %q", ans, c.why)
			}
			for _, o := range w.operations(from) {
				if strings.Contains(o, "indeks ") {
					t.Errorf("the index was sent %s", o)
				}
			}
		})
	}
}

// TestAdapter: over HTTP the system takes an action as JSON and answers it so;
// what is no action is refused.
func TestAdapter(t *testing.T) {
	w := newWorld(t)
	s := w.install(reference())
	call := func(body string) *http.Response {
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)))
		return rec.Result()
	}
	raw, err := json.Marshal(newCase("besøg"))
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		resp := call(string(raw))
		var ans action.Answer
		if err := json.NewDecoder(resp.Body).Decode(&ans); err != nil || resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "application/json" {
			t.Errorf("%s %s: %v", resp.Status, resp.Header, err)
		}
		if ans.Status != action.Done || ans.ID != "opret besøg" {
			t.Errorf("%+v", ans)
		}
	}
	imports := slices.DeleteFunc(w.operations(0), func(o string) bool { return !strings.HasPrefix(o, "sagdokumentindeks ") })
	if len(imports) != 1 {
		t.Errorf("sent %s", imports)
	}
	for name, body := range map[string]string{"nothing": "", "no JSON": "opret en sag", "JSON of another kind": `["opret-sag"]`, "half of it": string(raw[:40]),
		"more than a megabyte": `{"id":"` + strings.Repeat("x", 1<<20) + `"}`} {
		if resp := call(body); resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: %s", name, resp.Status)
		}
	}
	if got := w.operations(0)[len(w.sent)-1]; got != "sagdokumentindeks ImporterSagDokumentIndeksInput" {
		t.Errorf("a request that is refused sends %s", got)
	}
}

// everything is all that a system sends in the script, byte for byte, and the
// UUIDs that it gives its cases.
func everything(t *testing.T, p simulated.Profile, ids string) (raw string, cases []string) {
	t.Helper()
	w := newWorld(t)
	s := w.install(p)
	for i, step := range script {
		w.now = morning.AddDate(0, 0, i)
		if step.before != nil {
			step.before(w)
		}
		step.ID = ids + step.name
		s.Do(step.Request)
	}
	for _, r := range w.sent {
		raw += r.url + "\n" + r.raw + "\n"
		if el := r.body.FindElement("SagIndeks/UUIDIdentifikator"); el != nil && el.Text() != takeover().Data.UUID {
			cases = append(cases, el.Text())
		}
	}
	return raw, cases
}

// TestSameAgain: two runs of the same actions send the same, byte for byte. The
// UUIDs are made of the system's name and of the action's ID: those of another
// system or another action are others.
func TestSameAgain(t *testing.T) {
	raw, cases := everything(t, reference(), "")
	if again, _ := everything(t, reference(), ""); again != raw {
		t.Error("a second run sends something else")
	}
	neighbour := reference()
	neighbour.Name = "nabo"
	_, theirs := everything(t, neighbour, "")
	_, others := everything(t, reference(), "anden ")
	seen := map[string]bool{}
	for _, id := range slices.Concat(cases, theirs, others) {
		if u, err := uuid.Parse(id); err != nil || u.Version() != 5 || u.Variant() != uuid.RFC4122 || seen[id] {
			t.Errorf("%s: %v, seen before: %v", id, err, seen[id])
		}
		seen[id] = true
	}
	// Recordings of yesterday hold these UUIDs too.
	space := uuid.MustParse("0f7c8a52-3a57-5e0e-9d0b-6c0f3c1f8a11")
	if want := uuid.NewSHA1(space, []byte("reference/opret/1")).String(); cases[0] != want {
		t.Errorf("the first case is %s, want %s", cases[0], want)
	}
	if len(cases) < 10 || len(cases) != len(theirs) || len(cases) != len(others) {
		t.Errorf("%d cases, %d and %d", len(cases), len(theirs), len(others))
	}
}

// TestTypedSystems: a system that reads no registers has the UUIDs that
// somebody typed in, and one of fixed unit has that for every case.
func TestTypedSystems(t *testing.T) {
	for _, c := range []struct{ units, unit string }{{"indtastet", "Forebyggelsesteamet"}, {"fast", "Borgerservice"}} {
		w := newWorld(t)
		p := reference()
		p.Units, p.KLE, p.FixedUnit = c.units, "indtastet", "Borgerservice"
		s := w.install(p)
		done(t, s, newCase("besøg"))
		if got := w.operations(0); !slices.Equal(got, []string{"sagdokumentindeks ImporterSagDokumentIndeksInput"}) {
			t.Errorf("%s: %s", c.units, got)
		}
		all := strings.Join(parts(w.sent[0].body, ""), "\n")
		for _, want := range []string{
			"Rolle=Ejer Type=Organisation ReferenceID=" + id("indtastet/"+names[korsbaek]) + " FuldtNavn=" + names[korsbaek] + " CVR-Nummer=" + korsbaek,
			"Rolle=Ansvarlig Type=OrgEnhed ReferenceID=" + id("indtastet/"+c.unit) + " FuldtNavn=" + c.unit,
			"Rolle=Primær behandler Type=Bruger ReferenceID=" + id("indtastet/Laura Sand"),
			"Rolle=Primær klasse Type=Klasse ReferenceID=" + id("indtastet/27.35.04") + " BrugervendtNoegle=27.35.04",
		} {
			if !strings.Contains(all, want) {
				t.Errorf("%s: no %q in\n%s", c.units, want, all)
			}
		}
		untyped := newCase("en til")
		untyped.Data.Sagsbehandler = "Ukendt"
		if ans := s.Do(untyped); ans.Status != action.Failed || !strings.Contains(ans.Reason, "Ukendt") {
			t.Errorf("%s: %+v", c.units, ans)
		}
	}
}
