package simulated

import (
	"slices"

	"github.com/beevik/etree"
)

// memory is what has been sent of each object, by its UUID: the parts that hold now.
type memory map[string]*sentParts

// sentParts are the newest parts of an object, in the order in which they were first sent.
type sentParts struct {
	keys  []string
	parts map[string]sentPart
}

// sentPart is a property, state or relation as it was sent, in which list.
type sentPart struct {
	list     string // AttributListe, TilstandListe or RelationListe
	extended bool   // in the list of extensions
	el       *etree.Element
}

// keyOf tells which part an element replaces.
func keyOf(el *etree.Element) string {
	return el.Tag + "/" + textAt(el, "Rolle/UUIDIdentifikator") + "/" + textAt(el, "Indeks")
}

// partsOf are the parts in the lists of a registration or an update.
func partsOf(holder *etree.Element) []sentPart {
	var out []sentPart
	for _, name := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
		list := holder.SelectElement(name)
		if list == nil {
			continue
		}
		for _, el := range list.ChildElements() {
			if el.Tag != "LokalUdvidelseListe" {
				out = append(out, sentPart{name, false, el})
				continue
			}
			for _, el := range el.ChildElements() {
				out = append(out, sentPart{name, true, el})
			}
		}
	}
	return out
}

// note remembers the parts of what is sent of an object.
func (m memory) note(id string, holder *etree.Element) {
	if m[id] == nil {
		m[id] = &sentParts{parts: map[string]sentPart{}}
	}
	of := m[id]
	for _, p := range partsOf(holder) {
		k := keyOf(p.el)
		if _, ok := of.parts[k]; !ok {
			of.keys = append(of.keys, k)
		}
		p.el = p.el.Copy()
		of.parts[k] = p
	}
	of.keys = slices.DeleteFunc(of.keys, func(k string) bool {
		over := textAt(of.parts[k].el, "Virkning/TilTidspunkt/TidsstempelDatoTid") != ""
		if over {
			delete(of.parts, k)
		}
		return over
	})
}

// imported remembers what is imported.
func (m memory) imported(body *etree.Element) {
	for _, obj := range objects(body, "SagIndeks", "DokumentIndeks") {
		m.note(idOf(obj), obj.SelectElement("Registrering"))
	}
}

// complete lets every update of a message have all that is known of its object.
func (m memory) complete(msg outgoing) {
	m.imported(msg.body)
	if msg.operation == "kasser" {
		m.forget(textAt(msg.body, ".//ObjektType/UUIDIdentifikator"), msg.body)
	}
	for _, obj := range objects(msg.body, "OpdaterSagIndeks", "OpdaterDokumentIndeks") {
		of := m[idOf(obj)]
		if of == nil {
			continue
		}
		ended := map[string]bool{}
		all := etree.NewElement("all")
		for _, p := range partsOf(obj) {
			ended[keyOf(p.el)] = true
		}
		prefix := map[bool]string{true: "sag", false: "di"}[obj.Tag == "OpdaterSagIndeks"]
		for _, name := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
			list := all.CreateElement(prefix + ":" + name)
			extended := etree.NewElement("gd:LokalUdvidelseListe")
			put := func(p sentPart) {
				switch {
				case p.list != name:
				case p.extended:
					extended.AddChild(p.el.Copy())
				default:
					list.AddChild(p.el.Copy())
				}
			}
			for _, k := range of.keys {
				if !ended[k] {
					put(of.parts[k])
				}
			}
			for _, p := range partsOf(obj) {
				put(p)
			}
			if len(extended.Child) > 0 {
				list.AddChild(extended)
			}
		}
		m.note(idOf(obj), obj)
		for _, name := range []string{"AttributListe", "TilstandListe", "RelationListe"} {
			if old := obj.SelectElement(name); old != nil {
				leaveOut(old)
			}
		}
		for i, list := range all.ChildElements() {
			sortKinds(list)
			obj.InsertChildAt(1+i, list)
		}
	}
}

// forget lets go of what has been removed physically.
func (m memory) forget(id string, body *etree.Element) {
	of := m[id]
	if of == nil {
		return
	}
	for _, el := range named(body, "Sagspart", "Sagsrelation", "Journalpost") {
		k := keyOf(el)
		delete(of.parts, k)
		of.keys = slices.DeleteFunc(of.keys, func(x string) bool { return x == k })
	}
}

// kindOrder is the order of relations in the schemas.
var kindOrder = []string{"Egenskaber", "Fremdrift", "Sagsaktoer", "Sagsklasse", "Sagspart", "Sagsrelation", "Sagsgenstande", "Journalpost",
	"Dokumentrelation", "Dokumentaktoer", "Dokumentpart", "Dokumentklasse", "LokalUdvidelseListe"}

// sortKinds puts what a list holds into the order of the schema.
func sortKinds(list *etree.Element) {
	all := list.ChildElements()
	slices.SortStableFunc(all, func(a, b *etree.Element) int { return slices.Index(kindOrder, a.Tag) - slices.Index(kindOrder, b.Tag) })
	clear(list)
	for _, el := range all {
		list.AddChild(el)
	}
}

// endApart makes a message of its own of the end of what a new relation follows.
func (m memory) endApart(s *System, msg outgoing, first bool) []outgoing {
	m.imported(msg.body)
	ends := shell(msg.body)
	for _, obj := range objects(msg.body, "OpdaterSagIndeks") {
		of := m[idOf(obj)]
		if of == nil {
			continue
		}
		for _, rolle := range []string{"Ejer", "Ansvarlig", "Primær behandler"} {
			for _, rel := range s.relations(obj, "Sag/Sagsaktoer/Rolle/"+rolle) {
				old, ok := of.parts[keyOf(rel)]
				if !ok {
					continue
				}
				end := etree.NewElement("sdi:OpdaterSagIndeks")
				text(end, "sd:UUIDIdentifikator", idOf(obj))
				was := old.el.Copy()
				endAt(was, from(rel).Text())
				end.CreateElement("sag:RelationListe").AddChild(was)
				text(end, "sdi:Tidspunkt", textAt(obj, "Tidspunkt"))
				ends.AddChild(end)
			}
		}
		m.note(idOf(obj), obj)
	}
	switch ending := (outgoing{to: msg.to, operation: msg.operation, body: ends}); {
	case len(ends.ChildElements()) == 0:
		return []outgoing{msg}
	case first:
		return []outgoing{ending, msg}
	default:
		return []outgoing{msg, ending}
	}
}
