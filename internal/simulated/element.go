package simulated

import (
	"strings"

	"github.com/beevik/etree"
)

// What a trait finds in a message, whatever its prefixes are.

// every visits an element and all below it, the outermost first.
func every(el *etree.Element, visit func(*etree.Element)) {
	visit(el)
	for _, c := range el.ChildElements() {
		every(c, visit)
	}
}

// named are the elements of a name in a message.
func named(el *etree.Element, tags ...string) []*etree.Element {
	var out []*etree.Element
	every(el, func(e *etree.Element) {
		for _, tag := range tags {
			if e.Tag == tag {
				out = append(out, e)
			}
		}
	})
	return out
}

// objects are the cases and documents of an importer or opdater.
func objects(body *etree.Element, tags ...string) []*etree.Element {
	if len(tags) == 0 {
		tags = []string{"SagIndeks", "DokumentIndeks", "OpdaterSagIndeks", "OpdaterDokumentIndeks"}
	}
	return named(body, tags...)
}

// idOf is the UUID of an object, in small letters as the system itself writes them.
func idOf(obj *etree.Element) string { return strings.ToLower(textAt(obj, "UUIDIdentifikator")) }

// textAt is the text of a child; "" when there is none.
func textAt(el *etree.Element, path string) string {
	if at := el.FindElement(path); at != nil {
		return at.Text()
	}
	return ""
}

// relations are the relations of a role in a message: "Sag/Sagsaktoer/Rolle/Ejer".
func (s *System) relations(el *etree.Element, rolle string) []*etree.Element {
	var out []*etree.Element
	every(el, func(e *etree.Element) {
		if id := textAt(e, "Rolle/UUIDIdentifikator"); id != "" && strings.EqualFold(id, s.config.Classes[rolle]) {
			out = append(out, e)
		}
	})
	return out
}

// refer lets a relation refer to a UUID.
func refer(rel *etree.Element, id string) {
	to := rel.SelectElement("ReferenceID")
	clear(to)
	to.CreateElement("sd:UUIDIdentifikator").SetText(id)
}

// referURN lets a relation refer by a URN.
func referURN(rel *etree.Element, urn string) {
	to := rel.SelectElement("ReferenceID")
	clear(to)
	to.CreateElement("sd:URNIdentifikator").SetText(urn)
}

// clear takes all children away.
func clear(el *etree.Element) {
	for len(el.Child) > 0 {
		el.RemoveChildAt(0)
	}
}

// leaveOut removes an element from where it stands.
func leaveOut(el *etree.Element) { el.Parent().RemoveChild(el) }

// from and end are the limits of a relation's or property's effect.
func from(el *etree.Element) *etree.Element {
	return el.FindElement("Virkning/FraTidspunkt/TidsstempelDatoTid")
}

// endAt lets what el is end at a time, written as times are.
func endAt(el *etree.Element, at string) {
	til := el.FindElement("Virkning/TilTidspunkt")
	clear(til)
	til.CreateElement("sd:TidsstempelDatoTid").SetText(at)
}

// insert puts a new element with a text after the last of those of its siblings that the
// schema has before it.
func insert(parent *etree.Element, name, value string, earlier ...string) *etree.Element {
	at := 0
	for _, c := range parent.ChildElements() {
		for _, tag := range earlier {
			if c.Tag == tag {
				at = c.Index() + 1
			}
		}
	}
	el := etree.NewElement(name)
	if value != "" {
		el.SetText(value)
	}
	parent.InsertChildAt(at, el)
	return el
}
