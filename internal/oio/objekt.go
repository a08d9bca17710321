package oio

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// ObjektType is Sag or Dokument.
type ObjektType string

// The two objects that SF1470 indexes.
const (
	Sag      ObjektType = "Sag"
	Dokument ObjektType = "Dokument"
)

// Kinds of parts that are not relations. A relation's kind is the name of its
// element: Sagsaktoer, Sagsklasse, Journalpost, SagsitsystemRelation, …
const (
	DelEgenskaber       = "Egenskaber"
	DelFremdrift        = "Fremdrift"
	DelIndeksEgenskaber = "SagIndeksEgenskaber"
)

// Del is one part of a registration that has a virkning of its own: a set of
// egenskaber, a state, or a relation.
type Del struct {
	Kind     string // local name of the element
	El       *etree.Element
	Virkning Virkning
	Relation bool
	// The rest is for relations only.
	Rolle, Type Ref
	Indeks      string
	Reference   Ref
}

// Key identifies what a later part replaces: for a relation the standard's
// composite key of relation type, role and index, for the others the kind.
func (d Del) Key() string {
	if !d.Relation {
		return d.Kind
	}
	return d.Kind + "|" + d.Rolle.String() + "|" + d.Indeks
}

// Registrering is one registration: what one user changed in one sitting. In
// an opdater message the object itself takes its place, without
// LivscyklusKode and BrugerRef (XSD: Sag.xsd RegistreringType, and
// SagDokumentIndeksOperationer.xsd OpdaterSagIndeksInputType).
type Registrering struct {
	El             *etree.Element
	Tidspunkt      Tidspunkt
	LivscyklusKode string
	BrugerRef      Ref
	Dele           []Del
	// Normal are the parts of normalised elements, as an index has them: the same for all
	// that ask, who change nothing of them. nil: everybody makes their own (Normalised).
	Normal func() []*Del
}

// Normalised are the parts, each of a normalised copy of its element.
func (r Registrering) Normalised() []*Del {
	if r.Normal != nil {
		return r.Normal()
	}
	out := make([]*Del, 0, len(r.Dele))
	for i := range r.Dele {
		d := ReadDel(Normalise(r.Dele[i].El), r.Dele[i].Relation)
		out = append(out, &d)
	}
	return out
}

// Objekt is one Sag or Dokument in an importer or opdater message.
type Objekt struct {
	Type           ObjektType
	UUID           string // lower case; "" when missing
	El             *etree.Element
	Opdatering     bool // true: from opdater, false: from importer
	Registreringer []Registrering
	// Said is what it says (index.Saying), where somebody has asked; else "".
	Said string
}

// Dele returns the parts of every registration, in the order they were sent. The slice may
// be the registration's own: do not change what is in it.
func (o Objekt) Dele() []Del {
	if len(o.Registreringer) == 1 { // as nearly all have; what is added goes elsewhere
		return slices.Clip(o.Registreringer[0].Dele)
	}
	var out []Del
	for _, r := range o.Registreringer {
		out = append(out, r.Dele...)
	}
	return out
}

// objektTypes maps the elements that hold an object to its type.
var objektTypes = map[string]struct {
	t          ObjektType
	opdatering bool
}{
	"SagIndeks":             {Sag, false},
	"DokumentIndeks":        {Dokument, false},
	"OpdaterSagIndeks":      {Sag, true},
	"OpdaterDokumentIndeks": {Dokument, true},
}

// ReadObjekter reads the objects of an importer or opdater body element
// (ImporterSagDokumentIndeksInput, OpdaterSagDokumentIndeksInput), in document
// order. Other elements give none.
func ReadObjekter(body *etree.Element) []Objekt {
	if body == nil {
		return nil
	}
	var out []Objekt
	for _, el := range body.ChildElements() {
		if _, ok := objektTypes[el.Tag]; ok {
			out = append(out, ReadObjekt(el))
		}
	}
	return out
}

// TypeOf is the type of the object that an element of an importer or opdater
// body holds; "" of one that holds none.
func TypeOf(el *etree.Element) ObjektType { return objektTypes[el.Tag].t }

// Bounds of one object in one message. A case with all that belongs to it has
// some 200 relations and one set of each kind.
const (
	MaxRelations     = 10_000
	MaxSets          = 500 // parts that are no relations
	MaxRegistrations = 500
)

// FromLimit is where a bound of klarmeld's own stands, whichever part of it keeps it.
const FromLimit = "klarmelds egen grænse"

// Excess says in Danish of what an object has more than its bound; "" when it
// has not.
func (o Objekt) Excess() string {
	relations, sets := 0, 0
	for _, d := range o.Dele() {
		if d.Relation {
			relations++
		} else {
			sets++
		}
	}
	switch {
	case relations > MaxRelations:
		return fmt.Sprintf("mere end %d relationer", MaxRelations)
	case sets > MaxSets:
		return fmt.Sprintf("mere end %d sæt af egenskaber og tilstande", MaxSets)
	case len(o.Registreringer) > MaxRegistrations:
		return fmt.Sprintf("mere end %d registreringer i én meddelelse", MaxRegistrations)
	}
	return ""
}

// ReadObjekt reads one SagIndeks, DokumentIndeks, OpdaterSagIndeks or
// OpdaterDokumentIndeks element.
func ReadObjekt(el *etree.Element) Objekt {
	t := objektTypes[el.Tag]
	o := Objekt{
		Type:       t.t,
		UUID:       strings.ToLower(strings.TrimSpace(Text(Child(el, "UUIDIdentifikator")))),
		El:         el,
		Opdatering: t.opdatering,
	}
	if t.opdatering {
		o.Registreringer = []Registrering{readRegistrering(el)}
		return o
	}
	for _, r := range Children(el, "Registrering") {
		o.Registreringer = append(o.Registreringer, readRegistrering(r))
	}
	return o
}

func readRegistrering(el *etree.Element) Registrering {
	r := Registrering{
		El:             el,
		LivscyklusKode: strings.TrimSpace(Text(Child(el, "LivscyklusKode"))),
		BrugerRef:      ReadRef(Child(el, "BrugerRef")),
	}
	if ts := Child(el, "Tidspunkt"); ts != nil {
		t, ok := ParseTime(Text(ts))
		r.Tidspunkt = Tidspunkt{Time: t, Ok: ok, Text: strings.TrimSpace(Text(ts))}
	}
	lists := [...]string{"AttributListe", "TilstandListe", "RelationListe"}
	room := 0
	for _, list := range lists {
		room += roomIn(Child(el, list))
	}
	r.Dele = make([]Del, 0, room)
	for _, list := range lists {
		r.Dele = readDele(r.Dele, Child(el, list), list == "RelationListe")
	}
	if len(r.Dele) == 0 {
		r.Dele = nil
	}
	return r
}

// readDele reads the parts of one list. The IT-system and Sikkerhedsprofil
// relations and the SagIndeksEgenskaber stand inside LokalUdvidelseListe; they
// are parts like the others.
func readDele(out []Del, list *etree.Element, relation bool) []Del {
	if list == nil {
		return out
	}
	for el := range list.ChildElementsSeq() {
		if el.Tag == "LokalUdvidelseListe" {
			out = readDele(out, el, relation)
			continue
		}
		if Leaf(el) && strings.TrimSpace(Text(el)) != "" {
			continue // SenestAendretTidspunkt and the like: no part
		}
		out = append(out, ReadDel(el, relation))
	}
	return out
}

// roomIn is how many parts there may be in a list.
func roomIn(list *etree.Element) int {
	if list == nil {
		return 0
	}
	n := 0
	for el := range list.ChildElementsSeq() {
		if el.Tag == "LokalUdvidelseListe" {
			n += roomIn(el)
		} else {
			n++
		}
	}
	return n
}

// ReadDel reads one part from its element.
func ReadDel(el *etree.Element, relation bool) Del {
	d := Del{Kind: el.Tag, El: el, Relation: relation, Virkning: ReadVirkning(Child(el, "Virkning"))}
	if relation {
		d.Rolle = ReadRef(Child(el, "Rolle"))
		d.Type = ReadRef(Child(el, "Type"))
		d.Indeks = Text(Child(el, "Indeks"))
		d.Reference = ReadRef(Child(el, "ReferenceID"))
	}
	return d
}

// Local returns the value of an element of a relation's local extension (for
// example "FuldtNavn" in SagsaktoerLokalUdvidelse), or "".
func (d Del) Local(name string) string {
	if d.El == nil {
		return ""
	}
	for ext := range d.El.ChildElementsSeq() {
		if ext.Tag != "LokalUdvidelseListe" {
			continue
		}
		for e := range ext.ChildElementsSeq() {
			if c := Child(e, name); c != nil {
				return Text(c)
			}
		}
	}
	return ""
}
