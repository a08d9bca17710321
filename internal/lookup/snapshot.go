package lookup

import (
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// snapshot writes a FiltreretOejebliksbillede: the object and its newest
// registration, with the versions that hold in the period.
func (s service) snapshot(o municipality.Objekt, within oio.Virkning) *etree.Element {
	el := etree.NewElement("k:FiltreretOejebliksbillede")
	el.CreateElement("k:" + s.kind.ObjektID).CreateElement("sd:UUIDIdentifikator").SetText(o.UUID)
	reg := el.CreateElement("k:Registrering")
	last := o.Latest()
	at := last.Fra
	if o.Ended() {
		at = last.Til
	}
	reg.CreateElement("sd:Tidspunkt").SetText(oio.FormatTime(at))
	reg.CreateElement("sd:LivscyklusKode").SetText("Importeret")
	s.actor(reg.CreateElement("sd:BrugerRef"))

	attributes := reg.CreateElement("k:AttributListe")
	for _, v := range o.Versions {
		if overlaps(v, within) {
			s.egenskab(attributes.CreateElement("k:Egenskab"), v)
		}
	}
	s.tilstande(reg.CreateElement("k:TilstandListe"), o)
	s.relationer(reg.CreateElement("k:RelationListe"), last)
	return el
}

func (s service) actor(ref *etree.Element) {
	if id := s.source.Actor(); id != "" {
		ref.CreateElement("sd:UUIDIdentifikator").SetText(id)
		return
	}
	ref.CreateElement("sd:URNIdentifikator").SetText("urn:oio:klarmeld:system:register")
}

// virkning writes the period [fra, til); a zero til is infinity.
func (s service) virkning(parent *etree.Element, fra, til time.Time) {
	v := parent.CreateElement("sd:Virkning")
	v.CreateElement("sd:FraTidspunkt").CreateElement("sd:TidsstempelDatoTid").SetText(oio.FormatTime(fra))
	end := v.CreateElement("sd:TilTidspunkt")
	if til.IsZero() {
		end.CreateElement("sd:GraenseIndikator").SetText("true")
	} else {
		end.CreateElement("sd:TidsstempelDatoTid").SetText(oio.FormatTime(til))
	}
	s.actor(v.CreateElement("sd:AktoerRef"))
	v.CreateElement("sd:AktoerTypeKode").SetText("ItSystem")
}

func (s service) egenskab(el *etree.Element, v municipality.Version) {
	s.virkning(el, v.Fra, v.Til)
	for _, f := range s.kind.Fields {
		text := f.Get(v)
		if text == "" {
			continue
		}
		if f.NS == NSSagDok {
			el.CreateElement("sd:" + f.Name).SetText(text)
			continue
		}
		c := el.CreateElement(f.Name)
		c.CreateAttr("xmlns", f.NS)
		c.SetText(text)
	}
}

// tilstande shows the object as in force from its first version on, and as
// not in force after its end.
func (s service) tilstande(list *etree.Element, o municipality.Objekt) {
	fra, til := o.Versions[0].Fra, o.Latest().Til
	s.tilstand(list, fra, til, true)
	if !til.IsZero() {
		s.tilstand(list, til, time.Time{}, false)
	}
}

func (s service) tilstand(list *etree.Element, fra, til time.Time, inForce bool) {
	switch s.kind.Tilstand {
	case Gyldighed:
		el, code := list.CreateElement("o:Gyldighed"), "Aktiv"
		if !inForce {
			code = "Inaktiv"
		}
		s.virkning(el, fra, til)
		el.CreateElement("o:GyldighedStatusKode").SetText(code)
	case PubliceretStatus:
		el, published := list.CreateElement("k:PubliceretStatus"), "true"
		if !inForce {
			published = "false"
		}
		s.virkning(el, fra, til)
		el.CreateElement("sd:ErPubliceretIndikator").SetText(published)
	}
}

func (s service) relationer(list *etree.Element, v municipality.Version) {
	for _, name := range s.kind.Relations {
		for _, id := range v.Relationer[name] {
			rel := list.CreateElement("sd:" + name)
			s.virkning(rel, v.Fra, v.Til)
			rel.CreateElement("sd:ReferenceID").CreateElement("sd:UUIDIdentifikator").SetText(id)
		}
	}
}
