package judge_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// A message of everything: a case and a document with each relation that the
// anvisninger have, written from their texts. Whatever a clause says can be broken in
// it.
type everything struct {
	*ground
	docs  map[oio.ObjektType]*etree.Document
	byURN bool
	parts map[string]*etree.Element // by object, kind and role
}

// ground is what all such messages have in common.
type ground struct {
	t         *testing.T
	agreed    *municipality.Relationsklasser
	registers *municipality.Register
	written   map[string]*everything // each message as it was written first, by object and way of reference
}

func newGround(t *testing.T) *ground {
	t.Helper()
	roles, reg := registers(t)
	for _, c := range decisions() {
		if err := reg.Apply(c); err != nil {
			t.Fatal(err)
		}
	}
	return &ground{t, roles, reg, map[string]*everything{}}
}

// others that the messages refer to.
const (
	nordbaek = "b0016e1c-9cb5-5b33-b478-9986e3aa1d06"
	ellen    = "7dfe4a57-a0f8-52e1-978a-74f1ac237309"
	forebyg  = "484684fe-c819-5c63-88c2-ca08c31b6769" // 27.35.04 in KLE
	sagC     = "41ac9245-d933-5858-a0cc-565ce7d0bacc"
	sagD     = "41ac9245-d933-5858-a0cc-565ce7d0bacd"
	dokC     = "9232274c-6cd4-5120-83f8-a19e4ac2e7dc"
)

// told is a relation of the message of everything. A reference that may be either is
// a UUID, and a URN in the message that refers by URN.
type toldRelation struct {
	kind, rolle, typ, indeks string
	uuid, urn                string
	ext                      []string // path=content; those behind "urn:" only by URN
}

func actorSays(kind, name, cvr, key string) []string {
	ext, number := "LokalUdvidelseListe/"+kind+"LokalUdvidelse/", "CVR-Nummer="
	out := []string{"urn:" + ext + "BrugervendtNoegle=" + key, ext + "FuldtNavn=" + name}
	if kind == "Dokumentaktoer" {
		number = "CVR-Nr="
		if name != "Korsbæk Kommune" {
			ext = "urn:" + ext // only where the reference is a URN
		}
	}
	if cvr != "" {
		out = append(out, ext+number+cvr)
	}
	return out
}

func classSays(kind, key string) []string {
	ext := "LokalUdvidelseListe/" + kind + "LokalUdvidelse/"
	out := []string{ext + "BrugervendtNoegle=" + key, "urn:" + ext + "Klassetitel=Besøg"}
	if kind == "Sagsklasse" {
		out = append(out, "urn:"+ext+"Facettitel=FORM, Opgavenøglen")
	}
	return out
}

func noteSays(kind string) []string {
	const e = "JournalpostEgenskaber/"
	out := []string{e + "JournalnotatEgenskaber/Titel=Samtale", e + "JournalnotatEgenskaber/Notat=QWZ0YWxl",
		e + "JournalnotatEgenskaber/Format=67623d93-c382-52b2-9144-ccc46fa3ec5c"}
	if kind != "Journalnotat" {
		out = append(out, e+"Dokumenttitel=Ansøgningen", e+"OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst=LOV nr 606 af 12/06/2013 "+
			"Offentlighedsloven § 30",
			e+"OffentlighedUndtaget/TitelAlternativTekst=Ansøgning fra borgeren")
	}
	return out
}

func (e *everything) sagTells() []toldRelation {
	const part, thing = "LokalUdvidelseListe/SagspartLokalUdvidelse/FuldtNavn=", "LokalUdvidelseListe/SagsgenstandeLokalUdvidelse/Tekstfelt="
	class := func(rolle, indeks, uuid, urn, key string) toldRelation {
		return toldRelation{"Sagsklasse", rolle, "Klasse", indeks, uuid, urn, classSays("Sagsklasse", key)}
	}
	actor := func(rolle, typ, indeks, uuid, urn, name, cvr, key string) toldRelation {
		return toldRelation{"Sagsaktoer", rolle, typ, indeks, uuid, urn, actorSays("Sagsaktoer", name, cvr, key)}
	}
	return []toldRelation{
		actor("Ejer", "Organisation", "", korsbaek, "urn:oio:cvr-nr:11111111", "Korsbæk Kommune", "11111111", "Korsbæk Kommune"),
		actor("Ansvarlig", "OrgEnhed", "", team, "urn:oio:kbk:enhed:17", "Forebyggelsesteamet", "11111111", "17"),
		actor("Primær behandler", "Bruger", "", laura, "urn:oio:kbk:bruger:kbk0001", "Laura Sand", "11111111", "kbk0001"),
		actor("Andre behandlere", "Bruger", "1", jens, "urn:oio:kbk:bruger:kbk0002", "Jens Hagen", "11111111", "kbk0002"),
		actor("Udlånt til", "Bruger", "", ellen, "urn:oio:kbk:bruger:kbk0003", "Ellen Møller", "11111111", "kbk0003"),
		actor("Bopælskommune", "Organisation", "", nordbaek, "urn:oio:cvr-nr:22222222", "Nordbæk Kommune", "", "Nordbæk Kommune"),
		{"Sagspart", "Primær part", "Person", "", "", "urn:oio:cpr-nr:0123456789", []string{part + "Godtfred Lund"}},
		{"Sagspart", "Sekundær part", "Person", "1", "", "urn:oio:cpr-nr:0714488117", []string{part + "Poul Ankersen"}},
		{"Sagspart", "Ydelsesmodtager", "Person", "", "", "urn:oio:cpr-nr:1113540026", []string{part + "Karen Bech"}},
		class("Primær klasse", "", forebyg, "", "27.35.04"),
		class("Opgaveklasse", "", "6d65bd8f-9643-5975-9ba1-18931590725c", "urn:oio:form:27.15.05", "07"),
		class("Handlingsklasse", "", "667af63c-2ac2-584f-ac72-103909469fed", "", "G01"),
		class("Kontoklasse", "", "00000000-0000-4000-8000-00000000c001", "urn:oio:kbk:konto:1", "1"),
		class("Sikkerhedsklasse", "", "00000000-0000-4000-8000-00000000c002", "urn:oio:kbk:sikkerhed:1", "S1"),
		class("Følsomhedsklasse", "", "00000000-0000-4000-8000-00000000c003", "urn:oio:kbk:foelsom:1", "F1"),
		class("Indsatsklasse", "", "00000000-0000-4000-8000-00000000c004", "urn:oio:kbk:indsats:1", "I1"),
		class("Ydelsesklasse", "", "00000000-0000-4000-8000-00000000c005", "urn:oio:kbk:ydelse:1", "Y1"),
		class("Kontroltemaklasse", "1", "00000000-0000-4000-8000-00000000c006", "", "K-01"),
		class("Visningsklasse", "1", visning, "", "Visning undtaget for borger"),
		class("Afgørelsesklasse", "1", decisionBelow, "", "A1"),
		{"Sagsrelation", "Oversag", "Sag", "", sagB, "", nil},
		{"Sagsrelation", "Præcedens", "Sag", "", sagC, "", nil},
		{"Sagsrelation", "Andre sager", "Sag", "1", sagD, "", nil},
		{"Sagsgenstande", "Afgiftsobjekt", "Køretøj", "", "", "urn:oio:kbk:koeretoej:AB12345", []string{thing + "Rød varebil"}},
		{"Sagsgenstande", "Ejendomsskat", "Ejendom", "", "", "urn:oio:esr:ejendom:101-123456", []string{thing + "Torvet 1"}},
		{"Sagsgenstande", "Byggeri", "Ejendom", "1", "", "urn:oio:ejendom:bfe-nr:0001234567", []string{thing + "Torvet 2"}},
		{"Sagsgenstande", "Fredning", "Sted", "1", "", "urn:oio:kbk:sted:7", []string{thing + "Møllen"}},
		{"Journalpost", "Tilakteret", "Dokument", "1", dokA, "", noteSays("Tilakteret")},
		{"Journalpost", "Vedlagt", "Dokument", "1", dokB, "", noteSays("Vedlagt")},
		{"Journalpost", "Journalnotat", "Dokument", "1", "", "URN:Empty", noteSays("Journalnotat")},
		{"SagsitsystemRelation", "Master", "IT-system", "", system, "", []string{"SystemNavn=Referencesystemet"}},
		{"SagsitsystemRelation", "Afsender", "IT-system", "", system, "", []string{"SystemNavn=Referencesystemet"}},
		{"Sikkerhedsprofil", "Adgang", "Bruger", "1", jens, "", nil},
	}
}

func (e *everything) dokTells() []toldRelation {
	const part = "LokalUdvidelseListe/DokumentpartLokalUdvidelse/FuldtNavn="
	class := func(rolle, indeks, uuid, urn, key string) toldRelation {
		return toldRelation{"Dokumentklasse", rolle, "Klasse", indeks, uuid, urn, classSays("Dokumentklasse", key)}
	}
	actor := func(rolle, typ, indeks, uuid, urn, name, key string) toldRelation {
		return toldRelation{"Dokumentaktoer", rolle, typ, indeks, uuid, urn, actorSays("Dokumentaktoer", name, "11111111", key)}
	}
	related := func(rolle, indeks, uuid string) toldRelation {
		return toldRelation{"Dokumentrelation", rolle, "Dokument", indeks, uuid, "", nil}
	}
	return []toldRelation{
		related("Besvarelser", "1", dokB), related("Udgangspunkter", "1", dokC), related("NyRevision", "", dokB),
		related("Kommentarer", "1", dokB), related("Bilag", "1", dokB), related("Andre dokumenter", "1", dokB),
		actor("Ejer", "Organisation", "", korsbaek, "urn:oio:cvr-nr:11111111", "Korsbæk Kommune", "Korsbæk Kommune"),
		actor("Ansvarlig", "OrgEnhed", "", team, "urn:oio:kbk:enhed:17", "Forebyggelsesteamet", "17"),
		actor("Primær behandler", "Bruger", "", laura, "urn:oio:kbk:bruger:kbk0001", "Laura Sand", "kbk0001"),
		actor("Andre behandlere", "Bruger", "1", jens, "urn:oio:kbk:bruger:kbk0002", "Jens Hagen", "kbk0002"),
		actor("Fordelt til", "Bruger", "", ellen, "urn:oio:kbk:bruger:kbk0003", "Ellen Møller", "kbk0003"),
		{"Dokumentpart", "Parter", "Person", "1", "", "urn:oio:cpr-nr:0123456789", []string{part + "Godtfred Lund"}},
		{"Dokumentpart", "Kopiparter", "Virksomhed", "1", "", "urn:oio:cvr-nr:99999999", []string{part + "Bageriet"}},
		class("Primær klasse", "", forebyg, "", "27.35.04"),
		class("Andre klasser", "1", "00000000-0000-4000-8000-00000000c009", "urn:oio:kbk:klasse:9", "9"),
		class("Visningsklasse", "1", visning, "", "Visning undtaget for borger"),
		{"DokumentitsystemRelation", "Master", "IT-system", "", system, "", []string{"SystemNavn=Referencesystemet"}},
		{"DokumentitsystemRelation", "Afsender", "IT-system", "", system, "", []string{"SystemNavn=Referencesystemet"}},
		{"Sikkerhedsprofil", "Adgang", "Bruger", "1", jens, "", nil},
	}
}

// everything is the two messages, neither of them written yet.
func (g *ground) everything(byURN bool) *everything {
	return &everything{ground: g, byURN: byURN, parts: map[string]*etree.Element{}}
}

// message is one of the two, written when it is asked for first.
func (e *everything) message(object oio.ObjektType) *etree.Document {
	e.t.Helper()
	if e.docs[object] == nil {
		if e.docs == nil {
			e.docs = map[oio.ObjektType]*etree.Document{}
		}
		e.docs[object] = e.copied(object)
	}
	return e.docs[object]
}

// copied is a copy of a message that has been written once, with its parts.
func (e *everything) copied(object oio.ObjektType) *etree.Document {
	e.t.Helper()
	key := fmt.Sprint(object, e.byURN)
	if e.written[key] == nil {
		first := &everything{ground: e.ground, byURN: e.byURN, parts: map[string]*etree.Element{}}
		first.docs = map[oio.ObjektType]*etree.Document{object: first.wrote(object)}
		e.written[key] = first
	}
	first := e.written[key]
	doc := first.docs[object].Copy()
	for name, part := range first.parts {
		e.parts[name] = sameIn(doc, part)
	}
	return doc
}

// sameIn is the element that stands in a copy where el does in its own document.
func sameIn(doc *etree.Document, el *etree.Element) *etree.Element {
	if el.Parent() == nil || el.Parent().Parent() == nil {
		return doc.Root()
	}
	return sameIn(doc, el.Parent()).Child[el.Index()].(*etree.Element)
}

// wrote writes one of the two.
func (e *everything) wrote(object oio.ObjektType) *etree.Document {
	e.t.Helper()
	if object == oio.Dokument {
		doc := e.begin("dokument")
		e.write("Dokument", doc, e.dokTells(), []string{"Beskrivelse=Kort", "Kassationskode=B", "VersionIdentifikator=2", "UnderversionIdentifikator=11"})
		return doc
	}
	doc := e.begin("sag")
	e.write("Sag", doc, e.sagTells(), []string{"Beskrivelse=Kort", "Kassationskode=B", "AfleveretIndikator=false", "PrincipielIndikator=false",
		"HjemmelSpecifikation=LOV nr 1 af 02/01/2015 Serviceloven § 79 a",
		"OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst=LOV nr 606 af 12/06/2013 Offentlighedsloven § 30",
		"OffentlighedUndtaget/TitelAlternativTekst=Besøg hos borgeren"})
	e.decide()
	return doc
}

// decide lets the case have been decided, and be on paper.
func (e *everything) decide() {
	index, state := e.parts["Sag/SagIndeksEgenskaber/"], e.parts["Sag/Fremdrift/"]
	e.put(index, "Lokation", "Arkivet")
	e.put(index, "Sagsstatus", "Afventer")
	e.put(index, "Sagskategori", "Hastesag")
	e.put(state, "Virkning/TilTidspunkt", later)
	next := contract.Place(state.Parent(), "Fremdrift")
	e.period(next, later)
	e.put(next, "FremdriftStatusKode", "Afgjort")
}

func (e *everything) begin(name string) *etree.Document {
	e.t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(message(e.t, name)); err != nil {
		e.t.Fatal(err)
	}
	body := doc.FindElement("//Body").ChildElements()[0].Copy()
	out := etree.NewDocument()
	out.SetRoot(body)
	return out
}

func (e *everything) write(object string, doc *etree.Document, relations []toldRelation, properties []string) {
	reg := doc.FindElement("//Registrering")
	list := oio.Child(reg, "RelationListe")
	for _, el := range list.ChildElements() {
		list.RemoveChild(el)
	}
	e.parts[object+"//"], e.parts[object+"/Registrering/"] = reg.Parent(), reg
	for _, kind := range []string{oio.DelEgenskaber, oio.DelFremdrift, oio.DelIndeksEgenskaber} {
		if el := reg.FindElement(".//" + kind); el != nil {
			e.parts[object+"/"+kind+"/"] = el
		}
	}
	for _, p := range properties {
		path, content, _ := strings.Cut(p, "=")
		e.put(e.parts[object+"/Egenskaber/"], path, content)
	}
	for _, r := range relations {
		e.parts[object+"/"+r.kind+"/"+r.rolle] = e.relation(object, list, r)
	}
}

func (e *everything) relation(object string, list *etree.Element, r toldRelation) *etree.Element {
	el := contract.Place(list, r.kind)
	if el == nil {
		inner := oio.Child(list, "LokalUdvidelseListe")
		if inner == nil {
			inner = contract.Place(list, "LokalUdvidelseListe")
		}
		el = contract.Place(inner, r.kind)
	}
	e.period(el, born)
	rolle, ok1 := e.agreed.ByName(object, r.kind, municipality.ArtRolle, r.rolle)
	typ, ok2 := e.agreed.ByName(object, r.kind, municipality.ArtType, r.typ)
	if !ok1 || !ok2 {
		e.t.Fatalf("no role %s or type %s of %s", r.rolle, r.typ, r.kind)
	}
	e.put(el, "Rolle", rolle.UUID)
	e.put(el, "Type", typ.UUID)
	if r.indeks != "" {
		e.put(el, "Indeks", r.indeks)
	}
	ref := r.uuid
	var said string
	if r.uuid == "" || e.byURN && r.urn != "" {
		ref = r.urn
	}
	e.put(el, "ReferenceID", ref)
	for _, p := range r.ext {
		path, content, _ := strings.Cut(p, "=")
		if said = strings.TrimPrefix(path, "urn:"); said != path && ref != r.urn {
			continue
		}
		if ref == "urn:oio:form:27.15.05" && strings.HasSuffix(said, "BrugervendtNoegle") {
			content = "27.15.05"
		}
		e.put(el, said, content)
	}
	return el
}

func (e *everything) period(el *etree.Element, fra string) {
	e.put(el, "Virkning/FraTidspunkt", fra)
	e.put(el, "Virkning/TilTidspunkt", "true")
	e.put(el, "Virkning/AktoerRef", laura)
	e.put(el, "Virkning/AktoerTypeKode", "Bruger")
}

// put gives the element at the path below el a content: a text, or what it may hold of
// a UUID, a URN, a time or infinity.
func (e *everything) put(el *etree.Element, path, content string) *etree.Element {
	for _, tag := range strings.Split(path, "/") {
		next := oio.Child(el, tag)
		if next == nil {
			next = contract.Place(el, tag)
		}
		if next == nil { // the contract has none: it is sent all the same
			next = el.CreateElement(tag)
			next.Space = el.Space
		}
		el = next
	}
	for _, old := range el.ChildElements() {
		el.RemoveChild(old)
	}
	for _, tag := range []string{"UUIDIdentifikator", "TidsstempelDatoTid"} {
		switch {
		case strings.HasPrefix(strings.ToLower(content), "urn:") && tag == "UUIDIdentifikator":
			tag = "URNIdentifikator"
		case content == "true" && tag == "TidsstempelDatoTid":
			tag = "GraenseIndikator"
		}
		if inner := contract.Place(el, tag); inner != nil {
			el.SetText("")
			for _, old := range el.ChildElements() {
				el.RemoveChild(old)
			}
			contract.Place(el, tag).SetText(content)
			return el
		}
	}
	el.SetText(content)
	return el
}

// part is the part that a row is of.
func (e *everything) part(r anvisning.Rule) *etree.Element {
	e.message(r.Objekt)
	return e.parts[string(r.Objekt)+"/"+r.Del+"/"+r.Rolle]
}

// drop takes the element at the path below el away.
func drop(el *etree.Element, path string) {
	if at := oio.Path(el, strings.Split(path, "/")...); at != nil {
		at.Parent().RemoveChild(at)
	}
}

// decisions is a list of decisions, as FK Klassifikation has it: a heading, a decision
// below it, and one with a number that looks like a subject's.
func decisions() []municipality.Event {
	object := func(kind municipality.ObjektKind, uuid, key string, to map[string][]string) municipality.Event {
		return municipality.Event{New: &municipality.Objekt{Kind: kind, UUID: uuid, Versions: []municipality.Version{{Fra: longAgo.AddDate(-10, 0, 0),
			Noegle: key, Navn: key, Relationer: to}}}}
	}
	const facet = "00000000-0000-4000-8000-00000000d000"
	listed := map[string][]string{municipality.RelFacet: {facet}}
	below := map[string][]string{municipality.RelFacet: {facet}, municipality.RelOverordnetKlasse: {headOfDecisions}}
	return []municipality.Event{
		object(municipality.Facet, facet, "Sagsafgørelser", nil), object(municipality.Klasse, headOfDecisions, "A", listed),
		object(municipality.Klasse, decisionBelow, "A1", below), object(municipality.Klasse, likeASubject, "27.35.99", below),
	}
}
