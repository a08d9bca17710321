package simulated

import (
	"time"

	"github.com/beevik/etree"
)

// message writes the elements that SF1470 messages are made of.
type message struct {
	s  *System
	at time.Time // when the user made the change
	by ref       // the user; empty: the system itself
}

func (s *System) message(by ref) message { return message{s, s.tick(), by} }

// root makes a body element with the prefixes of SF1470 version 6.
func root(name string) *etree.Element {
	el := etree.NewElement("sdi:" + name)
	for _, p := range [][2]string{
		{"sdi", "urn:oio:sts:sagdok:sagdokumentindeks:6"}, {"sag", "urn:oio:sts:sagdok:sag:6"}, {"di", "urn:oio:sts:sagdok:dokumentindeks:6"},
		{"si", "urn:oio:sts:sagdok:sagindeks:6"}, {"gd", "urn:oio:sts:generelledefinitioner:6"}, {"sd", nsSD},
	} {
		el.CreateAttr("xmlns:"+p[0], p[1])
	}
	return el
}

func text(parent *etree.Element, name, value string) {
	if value != "" {
		parent.CreateElement(name).SetText(value)
	}
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05.000Z07:00") }

func uuidRef(parent *etree.Element, name, id string) {
	parent.CreateElement(name).CreateElement("sd:UUIDIdentifikator").SetText(id)
}

func urnRef(parent *etree.Element, name, urn string) {
	parent.CreateElement(name).CreateElement("sd:URNIdentifikator").SetText(urn)
}

// actor says who did it: the user by UUID, or the system itself.
func (m message) actor(parent *etree.Element, name string) {
	if m.by.uuid != "" {
		uuidRef(parent, name, m.by.uuid)
		return
	}
	urnRef(parent, name, "urn:oio:it-system-uuid:"+m.s.config.ItSystem)
}

// virkning writes the period [fra, til); a zero til is infinity.
func (m message) virkning(parent *etree.Element, name string, fra, til time.Time) {
	v := parent.CreateElement(name)
	v.CreateElement("sd:FraTidspunkt").CreateElement("sd:TidsstempelDatoTid").SetText(stamp(fra))
	end := v.CreateElement("sd:TilTidspunkt")
	if til.IsZero() {
		end.CreateElement("sd:GraenseIndikator").SetText("true")
	} else {
		end.CreateElement("sd:TidsstempelDatoTid").SetText(stamp(til))
	}
	m.actor(v, "sd:AktoerRef")
	kind := "ItSystem"
	if m.by.uuid != "" {
		kind = "Bruger"
	}
	text(v, "sd:AktoerTypeKode", kind)
}

// registrering writes the data that every imported registration begins with.
func (m message) registrering(parent *etree.Element, name string) *etree.Element {
	r := parent.CreateElement(name)
	text(r, "sd:Tidspunkt", stamp(m.at))
	text(r, "sd:LivscyklusKode", "Importeret")
	m.actor(r, "sd:BrugerRef")
	return r
}

// relation describes one relation that is to be written.
type relation struct {
	element            string // "sag:Sagsaktoer"
	objekt, kind       string // "Sag", "Sagsaktoer": where its role and type are listed
	rolle, typ, indeks string
	uuid, urn          string
	fra, til           time.Time   // a zero til is infinity
	extension          string      // "si:SagsaktoerLokalUdvidelse"
	fields             [][2]string // of the extension
}

func (m message) relation(parent *etree.Element, r relation) *etree.Element {
	el := parent.CreateElement(r.element)
	m.virkning(el, "gd:Virkning", r.fra, r.til)
	uuidRef(el, "gd:Rolle", m.s.config.Classes[r.objekt+"/"+r.kind+"/Rolle/"+r.rolle])
	uuidRef(el, "gd:Type", m.s.config.Classes[r.objekt+"/"+r.kind+"/Type/"+r.typ])
	text(el, "gd:Indeks", r.indeks)
	if r.urn != "" {
		urnRef(el, "gd:ReferenceID", r.urn)
	} else {
		uuidRef(el, "gd:ReferenceID", r.uuid)
	}
	if r.extension != "" {
		ext := el.CreateElement("gd:LokalUdvidelseListe").CreateElement(r.extension)
		for _, f := range r.fields {
			text(ext, f[0], f[1])
		}
	}
	return el
}

// itSystems writes Master and Afsender: the system itself in both.
func (m message) itSystems(list *etree.Element, element, objekt, kind, nameElement string, fra time.Time) {
	ext := list.CreateElement("gd:LokalUdvidelseListe")
	for _, rolle := range []string{"Master", "Afsender"} {
		el := m.relation(ext, relation{element: element, objekt: objekt, kind: kind, rolle: rolle, typ: "IT-system", uuid: m.s.config.ItSystem, fra: fra})
		text(el, nameElement, m.s.profile.Title)
	}
}
