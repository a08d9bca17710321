package simulated

import (
	"time"

	"github.com/beevik/etree"
)

// importDokument is a document that the index has not seen before.
func (s *System) importDokument(d *dokument) *etree.Element {
	m := s.message(d.from.bruger)
	in := root("ImporterSagDokumentIndeksInput")
	obj := in.CreateElement("sdi:DokumentIndeks")
	text(obj, "sd:UUIDIdentifikator", d.uuid)
	reg := m.registrering(obj, "di:Registrering")
	// It is there, whole, from when it arose: a clock that is read twice shows two times.
	m.dokumentEgenskaber(reg.CreateElement("di:AttributListe"), d, d.states[0].fra)
	m.fremdrift(reg.CreateElement("di:TilstandListe"), "di", d.states[0].kode, d.states[0].fra, time.Time{})
	m.dokumentRelations(reg.CreateElement("di:RelationListe"), d, d.states[0].fra)
	return in
}

func (m message) dokumentEgenskaber(attr *etree.Element, d *dokument, fra time.Time) {
	e := attr.CreateElement("di:Egenskaber")
	m.virkning(e, "di:Virkning", fra, time.Time{})
	text(e, "di:BrugervendtNoegle", d.number)
	text(e, "di:Titel", d.titel)
	text(e, "di:BrevDato", d.brevdato)
	m.undtaget(e, "di:OffentlighedUndtaget", d.lukketTitel, d.hjemmel)
	text(e, "di:Dokumentnummer", d.number)
	text(e, "di:Foelsomhed", "FOELSOMME_PERSONOPLYSNINGER")
	text(e, "di:Type", d.typ)
}

func (m message) dokumentRelations(list *etree.Element, d *dokument, fra time.Time) {
	c := d.from
	ejer := relation{element: "di:Dokumentaktoer", objekt: "Dokument", kind: "Dokumentaktoer", rolle: "Ejer", typ: "Organisation", uuid: c.ejer.uuid, fra: fra,
		extension: "di:DokumentaktoerLokalUdvidelse", fields: [][2]string{{"di:FuldtNavn", c.ejer.navn}, {"di:CVR-Nr", c.ejer.noegle}}}
	ansvarlig := ejer
	ansvarlig.rolle, ansvarlig.typ, ansvarlig.uuid = "Ansvarlig", "OrgEnhed", c.enhed.uuid
	ansvarlig.fields = [][2]string{{"di:FuldtNavn", c.enhed.navn}}
	m.relation(list, ejer)
	m.relation(list, ansvarlig)
	m.relation(list,
		relation{element: "di:Dokumentklasse", objekt: "Dokument", kind: "Dokumentklasse", rolle: "Primær klasse", typ: "Klasse", uuid: c.klasse.uuid, fra: fra,
			extension: "di:DokumentklasseLokalUdvidelse", fields: [][2]string{{"di:BrugervendtNoegle", c.klasse.noegle}}})
	m.itSystems(list, "di:DokumentitsystemRelation", "Dokument", "DokumentitsystemRelation", "di:SystemNavn", fra)
}

// documentUpdate collects what one opdater of a document changes.
type documentUpdate struct {
	message
	d                  *dokument
	attr, states, rels *etree.Element
}

// updateDocument sends an opdater of the document, or keeps it for later; fill
// says what it changes.
func (s *System) updateDocument(d *dokument, fill func(*documentUpdate)) error {
	u := &documentUpdate{message: s.message(d.from.bruger), d: d,
		attr: etree.NewElement("di:AttributListe"), states: etree.NewElement("di:TilstandListe"), rels: etree.NewElement("di:RelationListe")}
	fill(u)
	obj := etree.NewElement("sdi:OpdaterDokumentIndeks")
	text(obj, "sd:UUIDIdentifikator", d.uuid)
	u.closing(obj, u.attr, u.states, u.rels)
	return s.deliver(obj)
}

func (u *documentUpdate) egenskaber() { u.dokumentEgenskaber(u.attr, u.d, u.at) }

func (u *documentUpdate) tilstand() {
	t := u.d.states[len(u.d.states)-1]
	u.fremdrift(u.states, "di", t.kode, t.fra, time.Time{})
}

// tilakteret is the place of a document on a case; it ends when til says so.
func (u *update) tilakteret(d *dokument, f filing, til time.Time) {
	el := u.relation(u.rels, relation{element: "sag:Journalpost", objekt: "Sag", kind: "Journalpost", rolle: "Tilakteret", typ: "Dokument",
		indeks: f.indeks, uuid: d.uuid, fra: f.fra, til: til})
	if f.titel == "" && f.reason == "" {
		return
	}
	e := el.CreateElement("sag:JournalpostEgenskaber")
	text(e, "sag:Dokumenttitel", f.titel)
	if f.reason != "" {
		u.noteOf(e, "Hvorfor dokumentet er på sagen", f.reason)
	}
}
