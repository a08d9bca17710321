package statetest

import (
	"reflect"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/index"
	"klarmeld/internal/oio"
)

const (
	sagA  = "41ac9245-d933-5858-a0cc-565ce7d0bac5"
	sagB  = "84ae0f1f-6a2c-5a5c-8a32-7d0a2c1b9f10"
	dok   = "5d9f7a52-3c8b-5e0e-9f64-1b2c3d4e5f60"
	rolle = "69a0a697-0a77-4916-bea3-226594fa6627" // Tilakteret

	namespaces = `xmlns:sdi="urn:oio:sts:sagdok:sagdokumentindeks:6" xmlns:sag="urn:oio:sts:sagdok:sag:6" xmlns:di="urn:oio:sts:sagdok:dokumentindeks:6" ` +
		`xmlns:si="urn:oio:sts:sagdok:sagindeks:6" xmlns:gd="urn:oio:sts:generelledefinitioner:6" xmlns:sd="urn:oio:sagdok:3.0.0" ` +
		`xmlns:go="urn:oio:sts:generelleoperationer:6"`
)

// step is a message that changes the index, and the codes it is answered with.
type step struct {
	name string
	do   func(*index.Store, string) []index.Retur
	want []int
}

// life is what a store goes through: every way to change an object.
var life = []step{
	{"import", messages("Importer", sag(sagA, post("1", dok), relation(sagB))+sag(sagB, post("1", dok), "")+dokument()), []int{20, 20, 20}},
	{"import again", messages("Importer", sag(sagA, "", "")), []int{49}},
	{"update in part of the period", messages("Opdater", opdater(sagA, title("2026-03-01", "Ny"))), []int{20}},
	{"update with a new reference", messages("Opdater", opdater(sagB, "")+opdater(sagB, relations(relation(sagA)))), []int{20, 20}},
	{"kasser", operation("kasser", "<si:KasserInput "+namespaces+"><si:Kasser><sag:ObjektType>"+uuid(sagA)+"</sag:ObjektType><sag:Registrering>"+
		relations(post("1", dok))+"</sag:Registrering></si:Kasser></si:KasserInput>"), []int{20}},
	{"kasser what is not there", operation("kasser", "<si:KasserInput "+namespaces+"><si:Kasser><sag:ObjektType>"+uuid(sagA)+"</sag:ObjektType><sag:Registrering>"+
		relations(post("9", dok))+"</sag:Registrering></si:Kasser></si:KasserInput>"), []int{44}},
	{"passiver", operation("passiver", "<sag:PassiverInput "+namespaces+">"+uuid(sagB)+"</sag:PassiverInput>"), []int{20}},
	{"fjern a case with its document", func(s *index.Store, _ string) []index.Retur { return s.Fjern([]string{sagB}, false) }, []int{20, 20}},
	{"update after what it referred to has gone", messages("Opdater", opdater(sagA, title("2026-04-01", "Nyere"))), []int{20}},
	{"slet", operation("slet", "<sag:SletInput "+namespaces+">"+uuid(sagA)+"</sag:SletInput>"), []int{20}},
	{"import what was removed", messages("Importer", sag(sagB, "", relation(sagA))), []int{20}},
	{"fjern what others refer to", operation("fjern", "<si:FjernInput "+namespaces+">"+uuid(sagA)+"</si:FjernInput>"), []int{20}},
}

// underStore: a store on the state is as one in memory after every message, and
// so is another that is put on the same state later.
func underStore(t *testing.T, s index.State) {
	store, want := index.NewStoreOn(s), index.NewStore()
	for i, st := range life {
		sts := "2026-06-01T12:00:" + string(rune('0'+i/10)) + string(rune('0'+i%10)) + ".000Z"
		got := st.do(store, sts)
		if there := st.do(want, sts); !reflect.DeepEqual(got, there) {
			t.Errorf("%s: %+v, want %+v", st.name, got, there)
		}
		if !reflect.DeepEqual(codes(got), st.want) {
			t.Errorf("%s: %+v, want %v", st.name, got, st.want)
		}
		same(t, st.name, store, want)
		same(t, st.name+", a new store", index.NewStoreOn(s), want)
	}
}

// restored: a store that was made to hold what another does goes its own way
// from there, and so does the other.
func restored(t *testing.T, fresh func(*testing.T) index.State) {
	renamed := func(s *index.Store, titel string) {
		messages("Opdater", opdater(sagA, title("2026-05-01", titel)))(s, "2026-06-02T12:00:00.000Z")
	}
	for n := range 6 { // with room for more registrations in the object's history, and without
		from, to := index.NewStoreOn(fresh(t)), index.NewStoreOn(fresh(t))
		wantFrom, wantTo := index.NewStore(), index.NewStore()
		life[0].do(to, "2026-01-01T12:00:00.000Z") // is let go of
		for _, s := range []*index.Store{from, wantFrom, wantTo} {
			life[0].do(s, "2026-06-01T12:00:00.000Z")
			for i := range n {
				renamed(s, strings.Repeat("I", i+1))
			}
		}
		to.Restore(from)
		same(t, "the restoring", to, wantTo)
		renamed(from, "En")
		renamed(to, "To")
		renamed(wantFrom, "En")
		renamed(wantTo, "To")
		same(t, "a change of its own the one that was restored from", from, wantFrom)
		same(t, "a change of its own the one that was restored", to, wantTo)
	}
}

// same compares all that can be read of two stores.
func same(t *testing.T, after string, got, want *index.Store) {
	t.Helper()
	if a, b := got.All(), want.All(); !reflect.DeepEqual(a, b) {
		t.Errorf("after %s: there is\n%+v, want\n%+v", after, a, b)
	}
	body := parsed("<si:LaesInput " + namespaces + ">" + uuid(sagA) +
		"<sd:RegistreringFraFilter><sd:GraenseIndikator>true</sd:GraenseIndikator></sd:RegistreringFraFilter></si:LaesInput>")
	every, why := index.ReadFilter(body)
	if why != "" {
		t.Fatal(why)
	}
	for id, kind := range map[string]oio.ObjektType{sagA: oio.Sag, sagB: oio.Sag, dok: oio.Dokument} {
		a, foundA := got.History(kind, id, every)
		b, foundB := want.History(kind, id, every)
		if foundA != foundB || !reflect.DeepEqual(a, b) {
			t.Errorf("after %s: the history of %s is\n%+v, want\n%+v", after, id, a, b)
		}
	}
}

func codes(statuses []index.Retur) []int {
	var out []int
	for _, s := range statuses {
		out = append(out, s.Kode)
	}
	return out
}

func parsed(text string) *etree.Element {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		panic(err) // a message of ours
	}
	return doc.Root()
}

func messages(operation, content string) func(*index.Store, string) []index.Retur {
	return func(s *index.Store, sts string) []index.Retur {
		return s.ApplyMessage(parsed("<sdi:"+operation+"SagDokumentIndeksInput "+namespaces+">"+content+"</sdi:"+operation+"SagDokumentIndeksInput>"), sts)
	}
}

func operation(name, body string) func(*index.Store, string) []index.Retur {
	return func(s *index.Store, sts string) []index.Retur {
		st, _ := s.ApplyOperation(oio.Sag, name, parsed(body), sts)
		return []index.Retur{st}
	}
}

func uuid(id string) string { return "<sd:UUIDIdentifikator>" + id + "</sd:UUIDIdentifikator>" }

func virkning(ns, fra string) string {
	return "<" + ns + ":Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>" + fra + "T00:00:00.000Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>" +
		"<sd:GraenseIndikator>true</sd:GraenseIndikator></sd:TilTidspunkt></" + ns + ":Virkning>"
}

func title(fra, titel string) string {
	return "<sag:AttributListe><sag:Egenskaber>" + virkning("sag", fra) + "<sag:Titel>" + titel + "</sag:Titel></sag:Egenskaber></sag:AttributListe>"
}

func related(kind, indeks, to string) string {
	return "<sag:" + kind + ">" + virkning("gd", "2026-01-01") + "<gd:Rolle>" + uuid(rolle) + "</gd:Rolle>" + indeks + "<gd:ReferenceID>" + uuid(to) +
		"</gd:ReferenceID></sag:" + kind + ">"
}

func relation(to string) string { return related("Sagsrelation", "", to) }
func post(indeks, to string) string {
	return related("Journalpost", "<gd:Indeks>"+indeks+"</gd:Indeks>", to)
}
func relations(of string) string { return "<sag:RelationListe>" + of + "</sag:RelationListe>" }

func registered(ns, object, id, lists string) string {
	return "<sdi:" + object + ">" + uuid(id) + "<" +
		ns + ":Registrering><sd:Tidspunkt>2026-01-02T00:00:00.000Z</sd:Tidspunkt><sd:LivscyklusKode>Importeret</sd:LivscyklusKode><sd:BrugerRef>" + uuid(rolle) +
		"</sd:BrugerRef>" + lists + "</" + ns + ":Registrering></sdi:" + object + ">"
}

func sag(id, post, relation string) string {
	return registered("sag", "SagIndeks", id, title("2026-01-01", "Aftale")+"<sag:TilstandListe/>"+relations(relation+post))
}

func dokument() string {
	return strings.ReplaceAll(registered("di", "DokumentIndeks", dok, title("2026-01-01", "Brev")+"<sag:TilstandListe/>"+relations("")), "sag:", "di:")
}

func opdater(id, lists string) string {
	return "<sdi:OpdaterSagIndeks>" + uuid(id) + lists + "<sdi:Tidspunkt>2026-02-01T00:00:00.000Z</sdi:Tidspunkt></sdi:OpdaterSagIndeks>"
}
