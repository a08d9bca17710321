package vendor

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	"github.com/beevik/etree"
)

// importSag is a case that the index has not seen before, with its states so
// far.
func (s *System) importSag(c *sag) *etree.Element {
	m := s.message(c.bruger)
	in := root("ImporterSagDokumentIndeksInput")
	obj := in.CreateElement("sdi:SagIndeks")
	text(obj, "sd:UUIDIdentifikator", c.uuid)
	reg := m.registrering(obj, "sag:Registrering")
	attr := reg.CreateElement("sag:AttributListe")
	m.egenskaber(attr, c, c.created)
	si := attr.CreateElement("gd:LokalUdvidelseListe").CreateElement("si:SagIndeksEgenskaber")
	m.virkning(si, "gd:Virkning", c.created, time.Time{})
	text(si, "si:Foelsomhed", "FOELSOMME_PERSONOPLYSNINGER")
	states := reg.CreateElement("sag:TilstandListe")
	for i, t := range c.states {
		var til time.Time
		if i+1 < len(c.states) {
			til = c.states[i+1].fra
		}
		m.fremdrift(states, t.kode, t.fra, til)
	}
	m.sagRelations(reg.CreateElement("sag:RelationListe"), c)
	return in
}

func (m message) egenskaber(attr *etree.Element, c *sag, fra time.Time) {
	e := attr.CreateElement("sag:Egenskaber")
	m.virkning(e, "sag:Virkning", fra, time.Time{})
	text(e, "sag:BrugervendtNoegle", c.number)
	text(e, "sag:Sagsnummer", c.number)
	text(e, "sag:Titel", c.titel)
}

func (m message) fremdrift(list *etree.Element, kode string, fra, til time.Time) {
	f := list.CreateElement("sag:Fremdrift")
	m.virkning(f, "sag:Virkning", fra, til)
	text(f, "sag:FremdriftStatusKode", kode)
}

func (m message) sagRelations(list *etree.Element, c *sag) {
	owner, _ := m.s.owner() // the unit could not have been found without it
	ejer := relation{element: "sag:Sagsaktoer", objekt: "Sag", kind: "Sagsaktoer", rolle: "Ejer", typ: "Organisation", uuid: owner.uuid, fra: c.created,
		extension: "si:SagsaktoerLokalUdvidelse", fields: [][2]string{{"si:FuldtNavn", m.s.config.Municipality}, {"si:CVR-Nummer", m.s.config.CVR}}}
	ansvarlig := ejer
	ansvarlig.rolle, ansvarlig.typ, ansvarlig.uuid = "Ansvarlig", "OrgEnhed", c.enhed.uuid
	ansvarlig.fields = [][2]string{{"si:FuldtNavn", c.enhed.navn}, {"si:CVR-Nummer", m.s.config.CVR}}
	m.relation(list, ejer)
	m.relation(list, ansvarlig)
	m.behandler(list, c, c.created)
	m.sagsklasse(list, "Primær klasse", c.klasse, c.created)
	m.sagsklasse(list, "Handlingsklasse", c.facet, c.created)
	m.relation(list, relation{element: "sag:Sagspart", objekt: "Sag", kind: "Sagspart", rolle: "Primær part", typ: "Person", urn: "urn:oio:cpr-nr:" + c.borger.CPR, fra: c.created,
		extension: "si:SagspartLokalUdvidelse", fields: [][2]string{{"si:FuldtNavn", c.borger.Navn}}})
	m.itSystems(list, "si:SagsitsystemRelation", "Sag", "SagsitsystemRelation", "si:SystemNavn", c.created)
}

// behandler is the caseworker, for the systems that know their users.
func (m message) behandler(list *etree.Element, c *sag, fra time.Time) {
	if c.bruger.uuid == "" {
		return
	}
	m.relation(list, relation{element: "sag:Sagsaktoer", objekt: "Sag", kind: "Sagsaktoer", rolle: "Primær behandler", typ: "Bruger", uuid: c.bruger.uuid, fra: fra,
		extension: "si:SagsaktoerLokalUdvidelse", fields: [][2]string{{"si:FuldtNavn", c.bruger.navn}, {"si:CVR-Nummer", m.s.config.CVR}}})
}

func (m message) sagsklasse(list *etree.Element, rolle string, klasse ref, fra time.Time) {
	m.relation(list, relation{element: "sag:Sagsklasse", objekt: "Sag", kind: "Sagsklasse", rolle: rolle, typ: "Klasse", uuid: klasse.uuid, fra: fra,
		extension: "si:SagsklasseLokalUdvidelse", fields: [][2]string{{"si:BrugervendtNoegle", klasse.noegle}}})
}

// update collects what one opdater of a case changes.
type update struct {
	message
	c                  *sag
	attr, states, rels *etree.Element
}

// updateSag is an opdater of the case; fill says what it changes.
func (s *System) updateSag(c *sag, fill func(*update)) *etree.Element {
	u := &update{message: s.message(c.bruger), c: c,
		attr: etree.NewElement("sag:AttributListe"), states: etree.NewElement("sag:TilstandListe"), rels: etree.NewElement("sag:RelationListe")}
	fill(u)
	in := root("OpdaterSagDokumentIndeksInput")
	obj := in.CreateElement("sdi:OpdaterSagIndeks")
	text(obj, "sd:UUIDIdentifikator", c.uuid)
	for _, list := range []*etree.Element{u.attr, u.states, u.rels} {
		if len(list.ChildElements()) > 0 {
			obj.AddChild(list)
		}
	}
	text(obj, "sdi:Tidspunkt", stamp(u.at))
	return in
}

func (u *update) egenskaber() { u.message.egenskaber(u.attr, u.c, u.at) }

func (u *update) tilstand() {
	t := u.c.states[len(u.c.states)-1]
	u.fremdrift(u.states, t.kode, t.fra, time.Time{})
}

func (u *update) klasse(k ref) { u.sagsklasse(u.rels, "Primær klasse", k, u.at) }

func (u *update) journalnotat(titel, tekst string) {
	el := u.relation(u.rels, relation{element: "sag:Journalpost", objekt: "Sag", kind: "Journalpost", rolle: "Journalnotat", typ: "Dokument",
		indeks: strconv.Itoa(u.c.notes), urn: "URN:Empty", fra: u.at})
	n := el.CreateElement("sag:JournalpostEgenskaber").CreateElement("sag:JournalnotatEgenskaber")
	text(n, "sag:Titel", titel)
	text(n, "sag:Notat", base64.StdEncoding.EncodeToString([]byte(tekst)))
	text(n, "sag:Format", u.s.config.Classes["Sag/Journalpost/Format/Text"])
}

func (u *update) tilakteret(dokument string) {
	u.relation(u.rels, relation{element: "sag:Journalpost", objekt: "Sag", kind: "Journalpost", rolle: "Tilakteret", typ: "Dokument",
		indeks: strconv.Itoa(u.c.documents), uuid: dokument, fra: u.at})
}

func documentNumber(c *sag) string { return fmt.Sprintf("%s-%d", c.number, c.documents) }
