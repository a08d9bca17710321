package organisation_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/organisation"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// served are Korsbæk's services behind a listener of their own.
type served struct {
	*municipality.Register
	url string
}

func serve(t *testing.T) served {
	t.Helper()
	reg := municipalitytest.Korsbaek(t)
	srv := httptest.NewServer(wire.New(organisation.Services(reg), recording.Discard{}, time.Now))
	t.Cleanup(srv.Close)
	return served{reg, srv.URL}
}

// ask sends a message and returns the reply's envelope and HTTP status.
func (s served) ask(t *testing.T, v soap.Version, name, message, content string) (*etree.Element, int) {
	t.Helper()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="%s"><e:Body><k:%s xmlns:k="http://stoettesystemerne.dk/organisation/%s/6/" `+
		`xmlns:sd="urn:oio:sagdok:3.0.0">%s</k:%[2]s></e:Body></e:Envelope>`, v.NS(), message, name, content)
	resp, err := http.Post(s.url+"/organisation/"+name+"/6", v.ContentType(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	if got := doc.Root().NamespaceURI(); got != v.NS() || resp.Header.Get("Content-Type") != v.ContentType() {
		t.Errorf("%s is answered in %s as %s", v, got, resp.Header.Get("Content-Type"))
	}
	return doc.Root(), resp.StatusCode
}

func texts(el *etree.Element, path string) []string {
	var out []string
	for _, e := range el.FindElements(path) {
		out = append(out, e.Text())
	}
	return out
}

func uuids(ids ...string) string {
	return "<sd:UUIDIdentifikator>" + strings.Join(ids, "</sd:UUIDIdentifikator><sd:UUIDIdentifikator>") + "</sd:UUIDIdentifikator>"
}

// services are all that a system may read, with the element that holds the
// BrugervendtNoegle (the first of every kind) and the one that holds the name.
func services() []service {
	var out []service
	for _, k := range organisation.ObjectServices() {
		c := service{k.Service, k.Shape.Kind, k.Shape.Tilstand != lookup.NoTilstand, ""}
		for _, f := range k.Shape.Fields {
			if f.Get(municipality.Version{Navn: "x"}) == "x" {
				c.navn = f.Name
			}
		}
		out = append(out, c)
	}
	return out
}

type service struct {
	name   string
	kind   municipality.ObjektKind
	states bool // the XSD gives it Gyldighed
	navn   string
}

// populate adds three objects of every kind, for Korsbæk has none of some.
func (s served) populate(t *testing.T) {
	t.Helper()
	for i, c := range services() {
		for j := range 3 {
			o := municipality.Objekt{Kind: c.kind, UUID: fmt.Sprintf("bbbbbbbb-%04d-4000-8000-%012d", i, j), Versions: []municipality.Version{{
				Fra: start, Noegle: fmt.Sprintf("N%d", j), Navn: fmt.Sprintf("%s %d", c.kind, j)}}}
			if err := s.Apply(municipality.Event{New: &o}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

var start = time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)

// some are at most eleven of the objects, the first and the last among them:
// every one of a whole municipality's takes too long.
func some[T any](all []T) []T {
	var out []T
	for i := 0; i < len(all)-1; i += len(all)/10 + 1 {
		out = append(out, all[i])
	}
	return append(out, all[max(0, len(all)-1):]...)
}

// TestWalk goes from soeg, page by page, over list to laes in every service, in
// both versions of SOAP, and meets all that is registered, each once.
func TestWalk(t *testing.T) {
	s := serve(t)
	s.populate(t)
	for _, c := range services() {
		for _, v := range []soap.Version{soap.V11, soap.V12} {
			t.Run(c.name+" "+v.String(), func(t *testing.T) {
				var want, found []string
				for _, o := range s.All(c.kind) {
					want = append(want, o.UUID)
				}
				size := min(lookup.MaxPage, len(want)/4+1)
				for len(found) <= len(want) {
					page := fmt.Sprintf("<sd:FoersteResultatReference>%d</sd:FoersteResultatReference><sd:MaksimalAntalKvantitet>%d</sd:MaksimalAntalKvantitet>", len(found),
						size)
					reply, _ := s.ask(t, v, c.name, "SoegInput", page)
					ids := texts(reply, "//IdListe/UUIDIdentifikator")
					if len(ids) == 0 {
						if got := strings.Join(texts(reply, "//StatusKode"), ","); got != "44" {
							t.Errorf("behind the last page: %s", got)
						}
						break
					}
					listed, _ := s.ask(t, v, c.name, "ListInput", uuids(ids...))
					if got := texts(listed, "//ObjektType/UUIDIdentifikator"); !slices.Equal(got, ids) {
						t.Errorf("listed %v, want %v", got, ids)
					}
					found = append(found, ids...)
				}
				if !slices.Equal(found, want) {
					t.Fatalf("found %v, want %v", found, want)
				}
				for _, id := range some(found) {
					o, _ := s.Get(id)
					var names, keys []string
					for _, version := range o.Versions {
						names, keys = append(names, version.Navn), append(keys, version.Noegle)
					}
					for message, asked := range map[string]string{"LaesInput": strings.ToUpper(id), "ListInput": id} {
						one, _ := s.ask(t, v, c.name, message, uuids(asked))
						if got := texts(one, "//ObjektType/UUIDIdentifikator"); !slices.Equal(got, []string{id}) {
							t.Errorf("%s of %s: %v", message, id, got)
						}
						if got := texts(one, "//"+c.navn); !slices.Equal(got, names) {
							t.Errorf("%s calls %s %v, want %v", message, id, got, names)
						}
						if got := texts(one, "//BrugervendtNoegleTekst"); !slices.Equal(got, keys) {
							t.Errorf("the key of %s: %v, want %v", id, got, keys)
						}
					}
				}
			})
		}
	}
}

// TestRelations: what is written of an object's relations is what it has, and
// a search by each of them finds the object again.
func TestRelations(t *testing.T) {
	s := serve(t)
	tried := 0
	for _, c := range services() {
		for _, o := range some(s.All(c.kind)) {
			one, _ := s.ask(t, soap.V12, c.name, "LaesInput", uuids(o.UUID))
			for _, name := range o.Latest().RelationNames() {
				want := o.Latest().Relationer[name]
				if got := texts(one, "//RelationListe/"+name+"/ReferenceID/UUIDIdentifikator"); !slices.Equal(got, want) {
					t.Errorf("%s %s: %s is %v, want %v", c.name, o.UUID, name, got, want)
				}
				for _, to := range want {
					tried++
					reply, _ := s.ask(t, soap.V12, c.name, "SoegInput",
						"<k:RelationListe><sd:"+name+"><sd:ReferenceID>"+uuids(strings.ToUpper(to))+"</sd:ReferenceID></sd:"+name+"></k:RelationListe>")
					if !slices.Contains(texts(reply, "//IdListe/UUIDIdentifikator"), o.UUID) {
						t.Errorf("%s: no search by %s finds %s", c.name, name, o.UUID)
					}
				}
			}
		}
	}
	if tried == 0 {
		t.Error("no relation was tried")
	}
}

// TestLiveChanges: what happens between two calls is seen by the second, in
// every service.
func TestLiveChanges(t *testing.T) {
	s := serve(t)
	for i, c := range services() {
		t.Run(c.name, func(t *testing.T) {
			id := fmt.Sprintf("aaaaaaaa-0000-4000-8000-%012d", i)
			seen := func(what string, names, states string) {
				t.Helper()
				reply, _ := s.ask(t, soap.V11, c.name, "LaesInput", uuids(id))
				if !c.states {
					states = ""
				}
				if got := strings.Join(texts(reply, "//"+c.navn), ","); got != names {
					t.Errorf("%s: names %q, want %q", what, got, names)
				}
				if got := strings.Join(texts(reply, "//GyldighedStatusKode"), ","); got != states {
					t.Errorf("%s: states %q, want %q", what, got, states)
				}
			}
			seen("not yet there", "", "")
			for _, step := range []struct {
				change        municipality.Event
				names, states string
				found         bool
			}{
				{municipality.Event{New: &municipality.Objekt{Kind: c.kind, UUID: id, Versions: []municipality.Version{{Fra: start, Noegle: "N", Navn: "Ny"}}}},
					"Ny", "Aktiv", true},
				{municipality.Event{UUID: id, NewName: "Nyere", Fra: start.AddDate(0, 1, 0)}, "Ny,Nyere", "Aktiv", true},
				{municipality.Event{UUID: id, Ended: true, Fra: start.AddDate(0, 2, 0)}, "Ny,Nyere", "Aktiv,Inaktiv", false},
			} {
				if err := s.Apply(step.change); err != nil {
					t.Fatal(err)
				}
				seen(fmt.Sprintf("%+v", step.change), step.names, step.states)
				all, _ := s.ask(t, soap.V12, c.name, "SoegInput", "")
				if got := slices.Contains(texts(all, "//IdListe/UUIDIdentifikator"), id); got != step.found {
					t.Errorf("%+v: soeg finds it: %t", step.change, got)
				}
			}
		})
	}
}

// TestRefused: what would write, and what is no operation, is a sender's fault
// with a Danish reason, and changes nothing.
func TestRefused(t *testing.T) {
	s := serve(t)
	before, err := s.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range services() {
		for message, reason := range map[string]string{"ImportInput": "kun læses; importer", "OpretInput": "kun læses; opret", "RetInput": "kun læses; ret",
			"PassiverInput": "kun læses; passiver", "SletInput": "kun læses; slet", "DansInput": "har ingen operation"} {
			for v, want := range map[soap.Version]struct {
				path   string
				status int
			}{soap.V11: {"//faultstring", http.StatusInternalServerError}, soap.V12: {"//Reason/Text", http.StatusInternalServerError}} {
				reply, code := s.ask(t, v, c.name, message, uuids("bbbbbbbb-0000-4000-8000-000000000000"))
				if got := strings.Join(texts(reply, want.path), ""); code != want.status || !strings.Contains(got, reason) {
					t.Errorf("%s %s, %s: %d %q", c.name, message, v, code, got)
				}
			}
		}
	}
	if after, err := s.Snapshot(); err != nil || string(after) != string(before) {
		t.Errorf("the registers have changed: %v", err)
	}
}
