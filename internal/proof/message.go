package proof

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
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

// onPaper are the roles that only a case on paper has.
var onPaper = map[string]bool{"Udlånt til": true}

// part makes a part of the kind and role with what its rows demand.
func (d *draft) part(kind, rolle string) *etree.Element {
	el := d.compose.Part(d.lists(), d.Type, kind, rolle)
	if el == nil {
		panic(fmt.Sprintf("the contract has no place for %s in a %s", kind, d.Type)) // a row of our own is wrong
	}
	if rolle == anvisning.UnknownRole {
		set(el, "Rolle", byUUID(unknownRole))
	}
	if index := oio.Path(d.lists(), "AttributListe", "LokalUdvidelseListe", oio.DelIndeksEgenskaber); onPaper[rolle] && index != nil {
		set(index, "Lokation", "Arkivet") // what is lent is on paper, and belongs somewhere
	}
	if decided[rolle] && oio.Child(d.obj, "Registrering") != nil {
		d.decide()
	}
	return el
}

// decided are the roles that only a case that has been decided has.
var decided = map[string]bool{"Afgørelsesklasse": true}

// decide lets an imported case be Afgjort soon after, unless it is already.
func (d *draft) decide() {
	all := d.obj.FindElements(".//" + oio.DelFremdrift)
	if len(all) != 1 {
		return
	}
	const then = "2026-04-01T00:00:00.000+02:00"
	set(all[0], "Virkning/TilTidspunkt", stamp(then))
	state := d.part(oio.DelFremdrift, "")
	set(state, "FremdriftStatusKode", "Afgjort")
	set(state, "Virkning/FraTidspunkt", stamp(then))
}

// lists is the element that the lists of parts stand in: the registration, or
// in an opdater the object itself.
func (d *draft) lists() *etree.Element {
	if reg := oio.Child(d.obj, "Registrering"); reg != nil {
		return reg
	}
	return d.obj
}

func (d *draft) fill(kind, rolle string, el *etree.Element) { d.compose.Fill(el, d.Type, kind, rolle) }

func has(el *etree.Element, path string) bool {
	return oio.Path(el, strings.Split(path, "/")...) != nil
}

// within gives references into the index something that a conversation has
// imported.
func within(r anvisning.Rule) string {
	if r.Path != "ReferenceID" || !strings.HasPrefix(r.Format.Good[0], "<UUID") {
		return ""
	}
	return map[string]string{"Sagsrelation": byUUID(otherSag), "Dokumentrelation": byUUID(otherDok), "Journalpost": byUUID(dokumentUUID)}[r.Del]
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
