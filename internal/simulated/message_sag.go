package simulated

import (
	"strings"
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
	m.indeksEgenskaber(attr, c, c.created)
	states := reg.CreateElement("sag:TilstandListe")
	for i, t := range c.states {
		var til time.Time
		if i+1 < len(c.states) {
			til = c.states[i+1].fra
		}
		m.fremdrift(states, "sag", t.kode, t.fra, til)
	}
	m.sagRelations(reg.CreateElement("sag:RelationListe"), c)
	return in
}

func (m message) egenskaber(attr *etree.Element, c *sag, fra time.Time) {
	e := attr.CreateElement("sag:Egenskaber")
	m.virkning(e, "sag:Virkning", fra, time.Time{})
	text(e, "sag:BrugervendtNoegle", c.number)
	m.undtaget(e, "sag:OffentlighedUndtaget", c.lukketTitel, c.hjemmel)
	text(e, "sag:Sagsnummer", c.number)
	text(e, "sag:Titel", c.titel)
}

// undtaget writes why something is exempt from publicity, and its closed title.
func (m message) undtaget(e *etree.Element, name, lukket, hjemmel string) {
	if hjemmel == "" {
		return
	}
	u := e.CreateElement(name)
	text(u, "sd:TitelAlternativTekst", lukket)
	text(u, "sd:OffentlighedUndtagetHjemmelTekst", hjemmel)
}

// indeksEgenskaber are the properties that the index adds to the standard's.
func (m message) indeksEgenskaber(attr *etree.Element, c *sag, fra time.Time) {
	si := attr.CreateElement("gd:LokalUdvidelseListe").CreateElement("si:SagIndeksEgenskaber")
	m.virkning(si, "gd:Virkning", fra, time.Time{})
	text(si, "si:Foelsomhed", c.foelsomhed)
}

func (m message) fremdrift(list *etree.Element, prefix, kode string, fra, til time.Time) {
	f := list.CreateElement(prefix + ":Fremdrift")
	m.virkning(f, prefix+":Virkning", fra, til)
	text(f, prefix+":FremdriftStatusKode", kode)
}

func (m message) sagRelations(list *etree.Element, c *sag) {
	m.relation(list, c.owner())
	m.relation(list, c.ansvarlig())
	if c.bruger.uuid != "" {
		m.relation(list, c.behandler())
	}
	m.relation(list, sagsklasse("Primær klasse", c.klasse, c.created))
	m.relation(list, sagsklasse("Handlingsklasse", c.facet, c.created))
	if !m.s.profile.deviates(LeavesOutPart) {
		p := c.part
		p.fra = c.created
		m.relation(list, sagspart("Primær part", "", p))
	}
	m.itSystems(list, "si:SagsitsystemRelation", "Sag", "SagsitsystemRelation", "si:SystemNavn", c.created)
}

// from is when the one who has a role now got it.
func (c *sag) from(rolle string) time.Time {
	if t, ok := c.since[rolle]; ok {
		return t
	}
	return c.created
}

func (c *sag) aktoer(rolle, typ string, who ref) relation {
	return relation{element: "sag:Sagsaktoer", objekt: "Sag", kind: "Sagsaktoer", rolle: rolle, typ: typ, uuid: who.uuid, fra: c.from(rolle),
		extension: "si:SagsaktoerLokalUdvidelse", fields: [][2]string{{"si:FuldtNavn", who.navn}, {"si:CVR-Nummer", c.ejer.noegle}}}
}

func (c *sag) owner() relation     { return c.aktoer("Ejer", "Organisation", c.ejer) }
func (c *sag) ansvarlig() relation { return c.aktoer("Ansvarlig", "OrgEnhed", c.enhed) }

// behandler is the caseworker, for the systems that know their users.
func (c *sag) behandler() relation { return c.aktoer("Primær behandler", "Bruger", c.bruger) }

func (c *sag) under(over *sag) relation {
	return relation{element: "sag:Sagsrelation", objekt: "Sag", kind: "Sagsrelation", rolle: "Oversag", typ: "Sag", uuid: over.uuid, fra: c.from("Oversag")}
}

func sagsklasse(rolle string, klasse ref, fra time.Time) relation {
	return relation{element: "sag:Sagsklasse", objekt: "Sag", kind: "Sagsklasse", rolle: rolle, typ: "Klasse", uuid: klasse.uuid, fra: fra,
		extension: "si:SagsklasseLokalUdvidelse", fields: [][2]string{{"si:Klassetitel", klasse.navn}, {"si:BrugervendtNoegle", klasse.noegle}}}
}

func sagspart(rolle, indeks string, p part) relation {
	typ := "Person"
	if p.company {
		typ = "Virksomhed"
	}
	return relation{element: "sag:Sagspart", objekt: "Sag", kind: "Sagspart", rolle: rolle, typ: typ, indeks: indeks, urn: p.urn, fra: p.fra,
		extension: "si:SagspartLokalUdvidelse", fields: [][2]string{{"si:FuldtNavn", p.navn}}}
}

// update collects what one opdater of a case changes.
type update struct {
	message
	c                  *sag
	attr, states, rels *etree.Element
}

// update sends an opdater of the case, or keeps it for later; fill says what
// it changes.
func (s *System) update(c *sag, fill func(*update)) error {
	u := &update{message: s.message(c.bruger), c: c,
		attr: etree.NewElement("sag:AttributListe"), states: etree.NewElement("sag:TilstandListe"), rels: etree.NewElement("sag:RelationListe")}
	fill(u)
	obj := etree.NewElement("sdi:OpdaterSagIndeks")
	text(obj, "sd:UUIDIdentifikator", c.uuid)
	u.closing(obj, u.attr, u.states, u.rels)
	return s.deliver(obj)
}

// closing puts the lists that hold something into an opdater, and its time.
func (m message) closing(obj *etree.Element, lists ...*etree.Element) {
	for _, list := range lists {
		if len(list.ChildElements()) > 0 {
			obj.AddChild(list)
		}
	}
	text(obj, "sdi:Tidspunkt", stamp(m.at))
}

// deliver sends what has changed in one object, unless it is to wait for more.
func (s *System) deliver(obj *etree.Element) error {
	if s.held != nil {
		s.held.AddChild(obj)
		return nil
	}
	in := root("OpdaterSagDokumentIndeksInput")
	in.AddChild(obj)
	return s.send("opdater", in)
}

// holdBack lets changes wait, as they do when there is no connection.
func (s *System) holdBack() error {
	s.held = root("OpdaterSagDokumentIndeksInput")
	return nil
}

// sendHeld sends all that has waited, in the order in which it happened.
func (s *System) sendHeld() error {
	in := s.held
	s.held = nil
	if in == nil {
		return nil
	}
	if all := in.ChildElements(); s.profile.deviates(MergesChanges) && len(all) > 1 {
		for _, el := range all[:len(all)-1] {
			in.RemoveChild(el)
		}
	}
	return s.send("opdater", in)
}

func (u *update) egenskaber() { u.message.egenskaber(u.attr, u.c, u.at) }

func (u *update) tilstand() {
	t := u.c.states[len(u.c.states)-1]
	u.fremdrift(u.states, "sag", t.kode, t.fra, time.Time{})
}

// extended is the list of the relations that the index has added.
func (u *update) extended() *etree.Element { return u.rels.CreateElement("gd:LokalUdvidelseListe") }

// succeed lets next follow old in its role, from now on. The index ends what
// the new one replaces; only a system that leaves a gap ends it itself.
func (u *update) succeed(old, next relation, gap Flaw) {
	next.fra = u.at
	if gap != "" && u.s.profile.deviates(gap) {
		old.til, next.fra = u.at, u.at.Add(24*time.Hour)
		u.relation(u.rels, old)
	}
	u.c.since[next.rolle] = next.fra
	u.relation(u.rels, next)
}

// discard removes a relation of a case physically (AM-03).
func (s *System) discard(c *sag, r relation) error {
	m := s.message(c.bruger)
	return s.sendTo(sagIndeks, "kasser", m.kasser(c.uuid, m.relation(etree.NewElement("x"), r)))
}

// kasser names a relation of a case that is to be removed physically.
func (m message) kasser(id string, rel *etree.Element) *etree.Element {
	in := root("KasserInput")
	in.Space = "si"
	k := in.CreateElement("si:Kasser")
	text(k.CreateElement("sag:ObjektType"), "sd:UUIDIdentifikator", id)
	reg := m.registrering(k, "sag:Registrering")
	for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		reg.CreateElement("sag:" + list)
	}
	reg.SelectElement("RelationListe").AddChild(rel)
	return in
}

// cut is a text of at most n characters.
func cut(text string, n int) string {
	if r := []rune(text); len(r) > n {
		return strings.TrimSpace(string(r[:n]))
	}
	return text
}
