package klassifikation_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"github.com/google/uuid"

	"klarmeld/internal/klassifikation"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// served is FK Klassifikation behind a listener of its own, over Korsbæk's KLE.
type served struct {
	*municipality.Register
	roles *municipality.Relationsklasser
	url   string
}

// serve serves a list of relation classes; "" is the one of the fixtures.
func serve(t *testing.T, list string) served {
	t.Helper()
	reg := municipalitytest.Korsbaek(t)
	roles, _ := municipalitytest.Roles(t)
	if list != "" {
		var err error
		if roles, err = municipality.LoadRelationsklasser([]byte(list)); err != nil {
			t.Fatal(err)
		}
	}
	srv := httptest.NewServer(wire.New(klassifikation.Services(reg, roles), recording.Discard{}, time.Now))
	t.Cleanup(srv.Close)
	return served{reg, roles, srv.URL}
}

func (s served) ask(t *testing.T, message, content string) *etree.Element {
	t.Helper()
	body := fmt.Sprintf(`<e:Envelope xmlns:e="%s"><e:Body><k:%s xmlns:k="http://stoettesystemerne.dk/klassifikation/klasse/7/" `+
		`xmlns:sd="urn:oio:sagdok:3.0.0">%s</k:%[2]s></e:Body></e:Envelope>`, soap.NS12, message, content)
	resp, err := http.Post(s.url+klassifikation.Path, soap.V12.ContentType(), strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	return doc.FindElement("//Body").ChildElements()[0]
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

func (s served) find(t *testing.T, content string) []string {
	t.Helper()
	return texts(s.ask(t, "SoegInput", content), "IdListe/UUIDIdentifikator")
}

func by(name, text string) string {
	return "<k:AttributListe><k:Egenskab><sd:" + name + ">" + text + "</sd:" + name + "></k:Egenskab></k:AttributListe>"
}

func related(name, id string) string {
	return "<k:RelationListe><sd:" + name + "><sd:ReferenceID>" + uuids(id) + "</sd:ReferenceID></sd:" + name + "></k:RelationListe>"
}

// TestWalk meets every class of KLE and every relation class once, from soeg
// over list to laes.
func TestWalk(t *testing.T) {
	s := serve(t, "")
	want := map[string]string{} // UUID → title
	for _, o := range s.All(municipality.Klasse) {
		want[o.UUID] = o.Latest().Navn
	}
	for _, k := range s.roles.All() {
		want[k.UUID] = k.Relation + ": " + k.Navn
	}
	found := s.find(t, "")
	if len(found) != len(want) {
		t.Errorf("%d are found of %d", len(found), len(want))
	}
	listed := s.ask(t, "ListInput", uuids(found...))
	if got := texts(listed, "FiltreretOejebliksbillede/ObjektID/UUIDIdentifikator"); !slices.Equal(got, found) {
		t.Errorf("listed %v", got)
	}
	for _, id := range found {
		one := s.ask(t, "LaesInput", uuids(strings.ToUpper(id)))
		if got := texts(one, "//TitelTekst"); len(got) != 1 || got[0] != want[id] {
			t.Errorf("%s is %v, want %q", id, got, want[id])
		}
		delete(want, id)
	}
	if len(want) > 0 {
		t.Errorf("not found: %v", want)
	}
}

// TestTree goes down KLE from hovedgruppe over gruppe to emne, by the relation
// to the class above; the public UUIDs are the ones at the top.
func TestTree(t *testing.T) {
	s := serve(t, "")
	for _, c := range []struct{ number, uuid string }{
		{"00", "4eba8818-da19-4e37-b3e1-b9b6be2f2f13"}, {"00.01", "4da28ac8-fbb4-4f04-a81d-0af336eab752"}, {"00.01.00", "15b97b4f-08c6-42fc-9a37-3ec048d8d01b"},
	} {
		if got := s.find(t, by("BrugervendtNoegleTekst", c.number)); len(got) != 1 || got[0] != c.uuid {
			t.Errorf("%s: %v", c.number, got)
		}
	}
	over := ""
	for _, number := range []string{"27", "27.35", "27.35.04"} {
		id := s.find(t, by("BrugervendtNoegleTekst", number))
		if len(id) != 1 {
			t.Fatalf("%s: %v", number, id)
		}
		if over != "" && !slices.Contains(s.find(t, related("OverordnetKlasse", over)), id[0]) {
			t.Errorf("%s is not below the class above it", number)
		}
		over = id[0]
	}
}

// TestFacets: the roles of a relation are found by their facet, and its UUID is
// the same everywhere.
func TestFacets(t *testing.T) {
	s := serve(t, "")
	facet := klassifikation.FacetUUID("Sag", "Sagsaktoer", "Rolle")
	if facet != klassifikation.FacetUUID("Sag", "Sagsaktoer", "Rolle") || facet == klassifikation.FacetUUID("Sag", "Sagsaktoer", "Type") ||
		uuid.Validate(facet) != nil {
		t.Errorf("the facet is %s", facet)
	}
	var want []string
	for _, k := range s.roles.All() {
		if k.Objekt == "Sag" && k.Relation == "Sagsaktoer" && k.Art == municipality.ArtRolle {
			want = append(want, k.UUID)
		}
	}
	if got := s.find(t, related("Facet", facet)); len(want) == 0 || !slices.Equal(got, want) {
		t.Errorf("roles of a Sagsaktoer: %v, want %v", got, want)
	}
	const ejer = "9e979b84-b846-4472-8622-58007dc63c7e" // as public sample clients have it
	if got := s.find(t, by("TitelTekst", "sagsaktoer: EJER")+related("Facet", facet)); !slices.Equal(got, []string{ejer}) {
		t.Errorf("Ejer by title and facet: %v", got)
	}
}

// TestSharedUUID: a class that serves two relations, or that KLE has too, is
// one class, and a page does not count it twice. The schema has room for one
// Facet: it is the one of the relation that the list has first.
func TestSharedUUID(t *testing.T) {
	const shared, kle = "aaaaaaaa-0000-4000-8000-000000000001", "15b97b4f-08c6-42fc-9a37-3ec048d8d01b"
	class := func(objekt, relation, id string) string {
		return fmt.Sprintf(`{"objekt": %q, "relation": %q, "art": "Rolle", "navn": "Ejer", "uuid": %q, "kilde": "offentlig"}`, objekt, relation, strings.ToUpper(id))
	}
	s := serve(t, "["+class("Sag", "Sagsaktoer", shared)+","+class("Dokument", "Dokumentaktoer", shared)+","+class("Dokument", "Dokumentpart", kle)+"]")
	if got := s.find(t, by("BrugervendtNoegleTekst", "Ejer")); !slices.Equal(got, []string{shared}) {
		t.Errorf("found %v", got)
	}
	all := s.find(t, "")
	if want := len(s.All(municipality.Klasse)) + 1; len(all) != want || len(slices.Compact(slices.Sorted(slices.Values(all)))) != want {
		t.Errorf("%d classes, want %d, each once", len(all), want)
	}
	emne, ok := s.ByName(municipality.Klasse, "00.01.00")
	if !ok {
		t.Fatal("KLE has no 00.01.00")
	}
	for id, want := range map[string]string{shared: "Sagsaktoer: Ejer", kle: emne.Latest().Navn} {
		if got := strings.Join(texts(s.ask(t, "LaesInput", uuids(id)), "//TitelTekst"), ","); got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
	one := s.ask(t, "LaesInput", uuids(shared))
	if got := texts(one, "//Facet/ReferenceID/UUIDIdentifikator"); !slices.Equal(got, []string{klassifikation.FacetUUID("Sag", "Sagsaktoer", "Rolle")}) {
		t.Errorf("its facets: %v", got)
	}
}

// TestLiveChanges: a class that is added, renamed and ended between two calls.
func TestLiveChanges(t *testing.T) {
	s := serve(t, "")
	const id = "aaaaaaaa-0000-4000-8000-000000000001"
	at := time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		change              municipality.Event
		found               string
		titles, isPublished string
	}{
		{municipality.Event{New: &municipality.Objekt{Kind: municipality.Klasse, UUID: id,
			Versions: []municipality.Version{{Fra: at, Noegle: "27.99.99", Navn: "Nyt emne"}}}}, id, "Nyt emne", "true"},
		{municipality.Event{UUID: id, NewName: "Nyere emne", Fra: at.AddDate(0, 1, 0)}, id, "Nyt emne,Nyere emne", "true"},
		{municipality.Event{UUID: id, Ended: true, Fra: at.AddDate(0, 2, 0)}, "", "Nyt emne,Nyere emne", "true,false"},
	} {
		if err := s.Apply(step.change); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(s.find(t, by("BrugervendtNoegleTekst", "27.99.99")), ","); got != step.found {
			t.Errorf("%+v: found %q", step.change, got)
		}
		one := s.ask(t, "LaesInput", uuids(id))
		if got := strings.Join(texts(one, "//TitelTekst"), ","); got != step.titles {
			t.Errorf("%+v: titles %q", step.change, got)
		}
		if got := strings.Join(texts(one, "//ErPubliceretIndikator"), ","); got != step.isPublished {
			t.Errorf("%+v: published %q", step.change, got)
		}
	}
	if got := s.find(t, "<k:TilstandListe><k:PubliceretStatus>"+
		"<sd:ErPubliceretIndikator>false</sd:ErPubliceretIndikator></k:PubliceretStatus></k:TilstandListe>"); !slices.Equal(got, []string{id}) {
		t.Errorf("not published any more: %v", got)
	}
}

// TestRefused: what would write, and what is no operation, is refused in
// Danish.
func TestRefused(t *testing.T) {
	s := serve(t, "")
	for message, reason := range map[string]string{"ImportInput": "kun læses; importer", "OpretInput": "kun læses; opret", "RetInput": "kun læses; ret",
		"PassiverInput": "kun læses; passiver", "SletInput": "kun læses; slet", "DansInput": "har ingen operation"} {
		reply := s.ask(t, message, uuids(s.All(municipality.Klasse)[0].UUID))
		if got := strings.Join(texts(reply, "Reason/Text"), ""); reply.Tag != "Fault" || !strings.Contains(got, reason) {
			t.Errorf("%s: %s %q", message, reply.Tag, got)
		}
	}
}
