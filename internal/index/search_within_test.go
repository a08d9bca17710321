package index

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/oio"
)

// The words of random cases, documents and searches: few, so that many meet; and some
// that only one of the ways to compare texts finds alike.
var (
	someKeys = []string{"2026-1", "2026-2", " 2026-1 ", "sag", "SAG", "ſag", "İ", "i", "K", "k", "100%", ""}
	someRefs = []string{"<sd:URNIdentifikator>urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>",
		"<sd:URNIdentifikator>URN:OIO:cpr-nr:0123456789</sd:URNIdentifikator>", "<sd:URNIdentifikator>urn:50%</sd:URNIdentifikator>",
		"<sd:UUIDIdentifikator>" + anObject(1) + "</sd:UUIDIdentifikator>", "<sd:UUIDIdentifikator>" + strings.ToUpper(anObject(11)) + "</sd:UUIDIdentifikator>"}
	searched = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)
	spaces   = `xmlns:sdi="` + oio.NSIndeks + `" xmlns:sag="` + oio.NSSag + `" xmlns:di="` + oio.NSDokumentIndeks + `" xmlns:gd="` + oio.NSGenerelle +
		`" xmlns:sd="` + oio.NSSagDok + `" xmlns:si="` + oio.NSSagIndeks + `"`
	someSags    = []int{0, 1, 2, 3, 4}
	someDoks    = []int{10, 11, 12, 13}
	someObjects = slices.Concat(someSags, someDoks)
)

// anObject is a case, from 10 on a document; its UUID has letters.
func anObject(n int) string { return fmt.Sprintf("00000000-abcd-4000-8000-%012d", n) }

type drawn struct{ *rapid.T }

func (d drawn) of(from []string, what string) string { return rapid.SampledFrom(from).Draw(d.T, what) }
func (d drawn) once(in int) bool                     { return rapid.IntRange(1, in).Draw(d.T, "once in") == 1 }

func (d drawn) object(from []int) string {
	return anObject(rapid.SampledFrom(from).Draw(d.T, "object"))
}

// virkning holds, has ended, or has yet to begin.
func (d drawn) virkning() string {
	period := strings.Split(d.of([]string{"2026-01-01 ", "2026-01-01 ", "2026-01-01 2026-05-01", "2026-07-01 "}, "virkning"), " ")
	til := "<sd:GraenseIndikator>true</sd:GraenseIndikator>"
	if period[1] != "" {
		til = "<sd:TidsstempelDatoTid>" + period[1] + "T00:00:00.000Z</sd:TidsstempelDatoTid>"
	}
	return "<gd:Virkning><sd:FraTidspunkt><sd:TidsstempelDatoTid>" + period[0] + "T00:00:00.000Z</sd:TidsstempelDatoTid></sd:FraTidspunkt><sd:TilTidspunkt>" +
		til + "</sd:TilTidspunkt></gd:Virkning>"
}

// part is one that an object has, or that a search asks for; some of it may be left out.
func (d drawn) part(kind string) string {
	inner := d.virkning()
	field := func(name string) {
		if key := d.of(someKeys, name); key != "" {
			inner += "<gd:" + name + ">" + key + "</gd:" + name + ">"
		}
	}
	switch kind {
	case "Egenskaber":
		field("BrugervendtNoegle")
		field("Sagsnummer")
	case "Fremdrift":
		inner += "<gd:FremdriftStatusKode>" + d.of([]string{"Opstaaet", "Afsluttet"}, "state") + "</gd:FremdriftStatusKode>"
	case "Journalpost":
		inner += "<gd:ReferenceID><sd:UUIDIdentifikator>" + d.object(someDoks) + "</sd:UUIDIdentifikator></gd:ReferenceID>"
	default:
		if inner += "<gd:ReferenceID>" + d.of(someRefs, "reference") + "</gd:ReferenceID>"; d.once(2) {
			inner += "<gd:LokalUdvidelseListe><si:XLokalUdvidelse>"
			field("BrugervendtNoegle")
			inner += "</si:XLokalUdvidelse></gd:LokalUdvidelseListe>"
		}
	}
	return "<gd:" + kind + ">" + inner + "</gd:" + kind + ">"
}

func (d drawn) lists(relations []string) string {
	some := func(from []string) (out string) {
		for range rapid.IntRange(0, 2).Draw(d.T, "parts") {
			out += d.part(d.of(from, "kind"))
		}
		return out
	}
	return "<gd:AttributListe>" + some([]string{"Egenskaber"}) + "</gd:AttributListe><gd:TilstandListe>" + some([]string{"Fremdrift"}) +
		"</gd:TilstandListe><gd:RelationListe>" + some(relations) + "</gd:RelationListe>"
}

var relationsOfKind = map[oio.ObjektType][]string{oio.Sag: {"Sagspart", "Sagsklasse", "Journalpost", "Journalpost"}, oio.Dokument: {"Dokumentpart"}}

// change imports or updates an object, or removes one with what follows it.
func (d drawn) change(s *Store) {
	kind, element, from := oio.Sag, "SagIndeks", someSags
	if d.once(2) {
		kind, element, from = oio.Dokument, "DokumentIndeks", someDoks
	}
	id := d.object(from)
	switch {
	case d.once(5) && kind == oio.Sag:
		s.Fjern([]string{id}, d.once(2))
		return
	case d.once(5):
		s.fjernOne(kind, id)
		return
	}
	content := d.lists(relationsOfKind[kind])
	if _, there := s.Get(id); there {
		element = "Opdater" + element
	} else {
		content = "<gd:Registrering>" + content + "</gd:Registrering>"
	}
	o := oio.ReadObjekt(anElement(element, "<sd:UUIDIdentifikator>"+id+"</sd:UUIDIdentifikator>"+content))
	s.Apply(o, "2026-05-01T12:00:00.000Z")
}

// anElement is an element with what is in it.
func anElement(name, content string) *etree.Element {
	doc := etree.NewDocument()
	if err := doc.ReadFromString("<sdi:" + name + " " + spaces + ">" + content + "</sdi:" + name + ">"); err != nil {
		panic(err) // what is drawn is well-formed
	}
	return doc.Root()
}

// expression is a SoegUdtryk, or a NOT.
func (d drawn) expression(name string, depth int) string {
	content := ""
	if d.once(2) {
		content = "<sdi:operation>" + d.of([]string{"AND", "OR"}, "operation") + "</sdi:operation>"
	}
	for range rapid.IntRange(1, 3).Draw(d.T, "kids") {
		kid := d.of([]string{"SoegSag", "SoegSag", "SoegDokument", "SoegSagsloeseDokumenter", "NOT", "SoegUdtryk"}, "kid")
		switch {
		case (kid == "NOT" || kid == "SoegUdtryk") && depth > 0:
			content += d.expression(kid, depth-1)
		case kid == "SoegDokument" || kid == "SoegSagsloeseDokumenter":
			content += "<sdi:" + kid + ">" + d.lists(relationsOfKind[oio.Dokument]) + "</sdi:" + kid + ">"
		default:
			content += "<sdi:SoegSag>" + d.lists(relationsOfKind[oio.Sag]) + "</sdi:SoegSag>"
		}
	}
	return "<sdi:" + name + ">" + content + "</sdi:" + name + ">"
}

// whole looks through the whole store, as a search would that looked nothing up.
func (s *search) whole(store *Store) map[oio.ObjektType][]*seen {
	found := s.find(store.state.All(), searched)
	for kind := range s.kinds {
		if named := lower(s.named[kind]); len(named) > 0 {
			found[kind] = slices.DeleteFunc(found[kind], func(o *seen) bool { return !slices.Contains(named, o.id) })
		}
	}
	return found
}

// TestFoundAsInTheWhole: a search finds the same, in the same order, as one that looks
// through all that there is.
func TestFoundAsInTheWhole(t *testing.T) {
	few := 0
	rapid.Check(t, func(t *rapid.T) {
		d, s := drawn{t}, NewStore()
		for range rapid.IntRange(1, 25).Draw(t, "changes") {
			draft, settle := s.Draft()
			d.change(draft)
			settle(!d.once(6))
		}
		for range 4 {
			named := ""
			for range rapid.IntRange(0, 2).Draw(t, "named") {
				named += "<sdi:SagUuid>" + d.object(someObjects) + "</sdi:SagUuid>"
			}
			q, err := readSearch(anElement("FremsoegSagDokumentIndeksInput", named+d.expression("SoegUdtryk", 2)))
			if err != nil {
				t.Fatal(err)
			}
			if r := q.expr.reach(s.links, false); !r.all {
				few++
			}
			got, want := q.run(s, searched), q.whole(s)
			for kind := range q.kinds {
				if idsOf(got.objects[kind]) != idsOf(want[kind]) {
					t.Fatalf("%s: found %s, of the whole %s", kind, idsOf(got.objects[kind]), idsOf(want[kind]))
				}
			}
		}
	})
	if few == 0 {
		t.Error("every search looked through the whole")
	}
}

func idsOf(all []*seen) string {
	var out []string
	for _, o := range all {
		out = append(out, fmt.Sprint(o.id, o.notes))
	}
	return strings.Join(out, " ")
}

// TestLookedAt: a search by what objects are looked up by looks at those that have it.
func TestLookedAt(t *testing.T) {
	s := NewStore()
	for i := range 40 {
		s.Apply(oio.ReadObjekt(anElement("SagIndeks",
			"<sd:UUIDIdentifikator>"+anObject(100+i)+"</sd:UUIDIdentifikator><gd:Registrering><gd:AttributListe><gd:Egenskaber><gd:BrugervendtNoegle>N"+fmt.Sprint(i)+
				"</gd:BrugervendtNoegle></gd:Egenskaber></gd:AttributListe></gd:Registrering>")), "2026-05-01T12:00:00.000Z")
	}
	key := func(of string) string {
		return "<sdi:SoegSag><gd:AttributListe><gd:Egenskaber><gd:BrugervendtNoegle>" + of +
			"</gd:BrugervendtNoegle></gd:Egenskaber></gd:AttributListe></sdi:SoegSag>"
	}
	for name, c := range map[string]struct {
		search string
		want   int
	}{
		"a key":              {key("n7"), 1},
		"one of two keys":    {"<sdi:operation>OR</sdi:operation>" + key("n7") + key("n8"), 2},
		"a key nobody has":   {key("x"), 0},
		"a key and not":      {key("n7") + "<sdi:NOT>" + key("n8") + "</sdi:NOT>", 1},
		"not a key":          {"<sdi:NOT>" + key("n7") + "</sdi:NOT>", 40},
		"a key with a blank": {key("n%"), 40},
	} {
		q, err := readSearch(anElement("FremsoegSagDokumentIndeksInput", "<sdi:SoegUdtryk>"+c.search+"</sdi:SoegUdtryk>"))
		if err != nil {
			t.Fatal(err)
		}
		looked := 0
		for range q.within(s) {
			looked++
		}
		if looked != c.want {
			t.Errorf("%s: looked at %d, want %d", name, looked, c.want)
		}
	}
}
