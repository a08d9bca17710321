package proof

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// UUIDs of the objects that conversations are about.
const (
	sagUUID      = "5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c01"
	otherSag     = "5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c02"
	dokumentUUID = "5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c03"
	unknownRole  = "00000000-0000-4000-8000-000000000000"
	otherDok     = "5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c04"
)

// draft is a message in the making. Its elements are made where the contract
// has them, and its contents come from the rows of the anvisninger: what the
// rows demand is there, and nothing else.
type draft struct {
	*world
	Type oio.ObjektType
	root *etree.Element // of the message
	obj  *etree.Element // the Sag or Dokument
}

// importer begins an import of an object with all that the rows demand.
func (w *world) importer(t oio.ObjektType, uuid string) *draft {
	d := w.begin("Importer", t)
	d.obj = place(d.root, string(t)+"Indeks")
	d.fill("", "", d.obj)
	set(d.obj, "UUIDIdentifikator", uuid)
	d.fill("Registrering", "", ensure(d.obj, "Registrering"))
	for _, list := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		place(oio.Child(d.obj, "Registrering"), list)
	}
	for _, kind := range d.sets() {
		d.part(kind, "")
	}
	number(oio.Path(d.obj, "Registrering", "AttributListe", "Egenskaber"), uuid)
	for _, o := range anvisning.Occurrences() {
		if o.Objekt == t && o.Min > 0 {
			d.part(o.Relation, o.Rolle)
		}
	}
	return d
}

// number gives an object its own number, since two may not share one.
func number(egenskaber *etree.Element, uuid string) {
	for _, tag := range []string{"BrugervendtNoegle", "Sagsnummer", "Dokumentnummer"} {
		if el := oio.Child(egenskaber, tag); el != nil {
			el.SetText("2026-" + uuid[len(uuid)-2:])
		}
	}
}

// opdater begins an update of an object that changes nothing yet.
func (w *world) opdater(t oio.ObjektType, uuid string) *draft {
	d := w.begin("Opdater", t)
	d.obj = place(d.root, "Opdater"+string(t)+"Indeks")
	place(d.obj, "UUIDIdentifikator").SetText(uuid)
	place(d.obj, "Tidspunkt").SetText("2026-06-01T12:00:00.000+02:00")
	return d
}

func (w *world) begin(operation string, t oio.ObjektType) *draft {
	root := etree.NewElement("sdi:" + operation + "SagDokumentIndeksInput")
	oio.DeclarePrefixes(root)
	etree.NewDocument().SetRoot(root)
	return &draft{world: w, Type: t, root: root}
}

// sets are the kinds of parts without a role.
func (d *draft) sets() []string {
	kinds := []string{oio.DelEgenskaber, oio.DelFremdrift}
	if d.Type == oio.Sag {
		kinds = append(kinds, oio.DelIndeksEgenskaber)
	}
	return kinds
}

// part makes a part of the kind and role with what its rows demand.
func (d *draft) part(kind, rolle string) *etree.Element {
	el := d.empty(kind)
	switch rolle {
	case "":
	case anvisning.UnknownRole:
		set(el, "Rolle", byUUID(unknownRole))
	default:
		set(el, "Rolle", byUUID(d.class(d.Type, kind, municipality.ArtRolle, rolle)))
	}
	d.fill(kind, rolle, el)
	return el
}

// empty makes a part with nothing in it. In an opdater the lists stand below
// the object itself.
func (d *draft) empty(kind string) *etree.Element {
	parent := d.obj
	if reg := oio.Child(d.obj, "Registrering"); reg != nil {
		parent = reg
	}
	list := "RelationListe"
	switch kind {
	case oio.DelEgenskaber, oio.DelIndeksEgenskaber:
		list = "AttributListe"
	case oio.DelFremdrift:
		list = "TilstandListe"
	}
	at := ensure(parent, list)
	if el := contract.Place(at, kind); el != nil {
		return el
	}
	return place(ensure(at, "LokalUdvidelseListe"), kind)
}

// fill gives a part what the rows of its kind and role demand: first what is
// always demanded, then what that in turn demands.
func (d *draft) fill(kind, rolle string, el *etree.Element) {
	for _, conditional := range []bool{false, true} {
		for _, r := range d.rows(kind, rolle) {
			if (r.Krav == anvisning.OB4) == conditional && d.demanded(r, el) && !has(el, r.Sti) {
				set(el, r.Sti, d.content(r))
			}
		}
	}
}

func has(el *etree.Element, path string) bool {
	return oio.Path(el, strings.Split(path, "/")...) != nil
}

func (d *draft) demanded(r anvisning.Rule, el *etree.Element) bool {
	switch r.Krav {
	case anvisning.Absent, anvisning.Optional:
		return false
	case anvisning.OB4:
		return r.Hvis.Holds(d.Type, el, d.roles)
	}
	return true
}

// rows are the catalogue's rows for parts of the kind and role that are tried
// by themselves.
func (d *draft) rows(kind, rolle string) []anvisning.Rule {
	return d.byPart[partKey{d.Type, kind, rolle}]
}

// content is a content that keeps the row. References point at what is there.
func (d *draft) content(r anvisning.Rule) string {
	switch {
	case r.Format.Types() != nil:
		return byUUID(d.class(d.Type, r.Del, municipality.ArtType, r.Format.Types()[0]))
	case r.Sti == "ReferenceID":
		return d.reference(r)
	case strings.HasSuffix(r.Sti, "/BrugervendtNoegle") && strings.HasSuffix(r.Del, "klasse"):
		if r.Rolle == "Handlingsklasse" {
			return d.facet.Latest().Noegle
		}
		return d.klasse.Latest().Noegle
	case r.Sti == "BrugerRef" || strings.HasSuffix(r.Sti, "AktoerRef"):
		return byUUID(d.bruger.UUID)
	case r.Sti == "Indeks":
		return "1"
	case len(r.Format.Good) > 0:
		return r.Format.Good[0]
	}
	return r.Eksempel
}

func (d *draft) reference(r anvisning.Rule) string {
	good := r.Format.Good[0]
	if !strings.HasPrefix(good, "<UUIDIdentifikator>") {
		return good
	}
	switch r.Del {
	case "Sagsrelation":
		return byUUID(otherSag)
	case "Dokumentrelation":
		return byUUID(otherDok)
	case "Journalpost":
		return byUUID(dokumentUUID)
	}
	for _, o := range d.rows(r.Del, r.Rolle) {
		if o.Format.Types() == nil {
			continue
		}
		switch o.Format.Types()[0] {
		case "Klasse":
			if r.Rolle == "Handlingsklasse" {
				return byUUID(d.facet.UUID)
			}
			return byUUID(d.klasse.UUID)
		case "Organisation":
			return byUUID(d.organisation.UUID)
		case "OrgEnhed":
			return byUUID(d.enhed.UUID)
		case "Bruger":
			return byUUID(d.bruger.UUID)
		case "IT-system":
			return byUUID(d.itsystem.UUID)
		}
	}
	return good
}

// set gives the element at the path below el a content: text, or elements
// without prefixes.
func set(el *etree.Element, path, content string) {
	for _, step := range strings.Split(path, "/") {
		el = ensure(el, step)
	}
	if anvisning.Fill(el, content) == nil {
		panic(fmt.Sprintf("the content %q of a row has no place in <%s>", content, el.Tag)) // a row of our own is wrong
	}
}

// drop takes the element at the path away, if it is there.
func drop(el *etree.Element, path string) {
	if at := oio.Path(el, strings.Split(path, "/")...); at != nil {
		at.Parent().RemoveChild(at)
	}
}

func ensure(parent *etree.Element, tag string) *etree.Element {
	if el := oio.Child(parent, tag); el != nil {
		return el
	}
	return place(parent, tag)
}

// place makes an element where the contract has it; what the contract does not
// have stands last, in its parent's namespace.
func place(parent *etree.Element, tag string) *etree.Element {
	if el := contract.Place(parent, tag); el != nil {
		return el
	}
	el := parent.CreateElement(tag)
	el.Space = parent.Space
	return el
}

func byUUID(id string) string { return "<UUIDIdentifikator>" + id + "</UUIDIdentifikator>" }
func byURN(urn string) string { return "<URNIdentifikator>" + urn + "</URNIdentifikator>" }
