package lookup

import (
	"slices"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// writer writes snapshots of one kind's objects.
type writer struct {
	kind  Shape
	actor string // "" when nobody is known
}

// declare gives el the prefixes that a snapshot uses.
func (w writer) declare(el *etree.Element) {
	el.CreateAttr("xmlns:k", w.kind.NS)
	el.CreateAttr("xmlns:sd", NSSagDok)
	if w.kind.Tilstand == Gyldighed {
		el.CreateAttr("xmlns:o", NSOrganisation)
	}
}

// fill writes a FiltreretOejebliksbillede: the object and the registrations
// that the filters mean, with what holds in their period.
func (w writer) fill(el *etree.Element, o municipality.Objekt, f filters) {
	el.CreateElement("k:" + w.kind.ObjektID).CreateElement("sd:UUIDIdentifikator").SetText(o.UUID)
	for _, r := range f.registrering.chosen(o) {
		reg := el.CreateElement("k:Registrering")
		reg.CreateElement("sd:Tidspunkt").SetText(oio.FormatTime(r.at))
		reg.CreateElement("sd:LivscyklusKode").SetText(livscyklus)
		w.by(reg.CreateElement("sd:BrugerRef"))

		attributes := reg.CreateElement("k:AttributListe")
		for _, v := range r.objekt.Versions {
			if f.virkning.overlaps(v.Fra, v.Til) {
				w.egenskab(attributes.CreateElement("k:Egenskab"), v)
			}
		}
		w.tilstande(reg.CreateElement("k:TilstandListe"), r.objekt, f.virkning)
		w.relationer(reg.CreateElement("k:RelationListe"), r.objekt.Versions, f.virkning)
	}
}

// livscyklus is the LivscyklusKode of every registration: the municipality's
// own system is said to have imported them.
const livscyklus = "Importeret"

func (w writer) by(ref *etree.Element) {
	if w.actor != "" {
		ref.CreateElement("sd:UUIDIdentifikator").SetText(w.actor)
		return
	}
	ref.CreateElement("sd:URNIdentifikator").SetText("urn:oio:klarmeld:system:register")
}

// virkning writes the period [fra, til); a zero til is infinity.
func (w writer) virkning(parent *etree.Element, fra, til time.Time) {
	v := parent.CreateElement("sd:Virkning")
	v.CreateElement("sd:FraTidspunkt").CreateElement("sd:TidsstempelDatoTid").SetText(oio.FormatTime(fra))
	end := v.CreateElement("sd:TilTidspunkt")
	if til.IsZero() {
		end.CreateElement("sd:GraenseIndikator").SetText("true")
	} else {
		end.CreateElement("sd:TidsstempelDatoTid").SetText(oio.FormatTime(til))
	}
	w.by(v.CreateElement("sd:AktoerRef"))
	v.CreateElement("sd:AktoerTypeKode").SetText("ItSystem")
}

func (w writer) egenskab(el *etree.Element, v municipality.Version) {
	w.virkning(el, v.Fra, v.Til)
	for _, f := range w.kind.Fields {
		text := f.Get(v)
		if text == "" {
			continue
		}
		switch f.NS {
		case NSSagDok:
			el.CreateElement("sd:" + f.Name).SetText(text)
		case w.kind.NS:
			el.CreateElement("k:" + f.Name).SetText(text)
		default:
			c := el.CreateElement(f.Name)
			c.CreateAttr("xmlns", f.NS)
			c.SetText(text)
		}
	}
}

// tilstande shows the object as in force from its first version on, and as
// not in force after its end.
func (w writer) tilstande(list *etree.Element, o municipality.Objekt, within span) {
	fra, til := o.Versions[0].Fra, o.Latest().Til
	if within.overlaps(fra, til) {
		w.tilstand(list, fra, til, true)
	}
	if !til.IsZero() && within.overlaps(til, time.Time{}) {
		w.tilstand(list, til, time.Time{}, false)
	}
}

func (w writer) tilstand(list *etree.Element, fra, til time.Time, inForce bool) {
	switch w.kind.Tilstand {
	case Gyldighed:
		el, code := list.CreateElement("o:Gyldighed"), "Aktiv"
		if !inForce {
			code = "Inaktiv"
		}
		w.virkning(el, fra, til)
		el.CreateElement("o:GyldighedStatusKode").SetText(code)
	case PubliceretStatus:
		el, published := list.CreateElement("k:PubliceretStatus"), "true"
		if !inForce {
			published = "false"
		}
		w.virkning(el, fra, til)
		el.CreateElement("sd:ErPubliceretIndikator").SetText(published)
	}
}

// relationer shows the relations of the newest version that holds in the
// period, and no older ones: most relations may stand only once in a list, so
// the XSD has no room for those that they replaced.
func (w writer) relationer(list *etree.Element, versions []municipality.Version, within span) {
	i := len(versions) - 1
	for i >= 0 && !within.overlaps(versions[i].Fra, versions[i].Til) {
		i--
	}
	if i < 0 {
		return
	}
	for _, name := range w.kind.Relations {
		for _, id := range versions[i].Relationer[name] {
			fra, til := holds(versions, i, func(v municipality.Version) bool { return slices.Contains(v.Relationer[name], id) })
			rel := list.CreateElement("sd:" + name)
			w.virkning(rel, fra, til)
			w.reference(rel, id)
		}
		for _, r := range versions[i].Roller[name] {
			fra, til := holds(versions, i, func(v municipality.Version) bool { return slices.Contains(v.Roller[name], r) })
			rel := list.CreateElement("sd:" + name)
			w.virkning(rel, fra, til)
			w.reference(rel, r.UUID)
			rel.CreateElement("sd:Rolle").CreateElement("sd:UUIDIdentifikator").SetText(r.Rolle)
			rel.CreateElement("sd:Type").CreateElement("sd:UUIDIdentifikator").SetText(r.Type)
			rel.CreateElement("sd:Indeks").SetText(r.Indeks)
		}
	}
}

// holds is the period of a relation of version i: as long as the unbroken
// versions around it have it too. A new name ends no relation.
func holds(versions []municipality.Version, i int, has func(municipality.Version) bool) (fra, til time.Time) {
	first, last := i, i
	for first > 0 && has(versions[first-1]) && versions[first-1].Til.Equal(versions[first].Fra) {
		first--
	}
	for last+1 < len(versions) && has(versions[last+1]) && versions[last].Til.Equal(versions[last+1].Fra) {
		last++
	}
	return versions[first].Fra, versions[last].Til
}

func (w writer) reference(rel *etree.Element, id string) {
	rel.CreateElement("sd:ReferenceID").CreateElement("sd:UUIDIdentifikator").SetText(id)
}
