package judge

import (
	"encoding/xml"
	"slices"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// Facts are what one message says that rules hold against other messages: as much as it
// takes to judge a delivery by what it says as a whole, and no more.
type Facts struct {
	Objects []ObjectFacts
	Removes bool // it asks the index to remove something
}

// ObjectFacts are those of one object of an importer or opdater. Lines are in the message.
type ObjectFacts struct {
	Type       oio.ObjektType
	UUID       string // lower case; it has the form of one
	Opdatering bool
	Line       int
	Refused    bool   // the index takes nothing of it, whatever it holds
	Said       uint64 // tells what it says, as index.Saying does
	// UUIDTold and MasterTold: the message itself has shown that its UUID is another's,
	// that it changes its Master.
	UUIDTold, MasterTold bool
	Parts                []PartFacts
	References           []Reference
}

// PartFacts are a part of an object that later messages may take the place of.
type PartFacts struct {
	Kind     PartKind
	Key      string // what a later part takes the place of (oio.Del.Key)
	Virkning oio.Virkning
	// Value is the BrugervendtNoegle of egenskaber, the municipality that an Ejer makes the
	// object's (anvisning.MunicipalityOf), the UUID of a Master.
	Value        string
	URN          string // of a Master that is named by one
	Line         int    // 0: there is no such element
	Told         bool   // of egenskaber: the message itself has shown that its key is another's
	Registration int    // which of the message's for the object it stands in, from 0
}

// PartKind says what a part is.
type PartKind byte

// The kinds.
const (
	Egenskaber PartKind = 'e'
	Ejer       PartKind = 'o'
	Master     PartKind = 'm'
)

// Ref is what a Master refers to.
func (p PartFacts) Ref() oio.Ref { return oio.Ref{UUID: p.Value, URN: p.URN} }

// Reference is a relation to an object of the index that must be there.
type Reference struct {
	Kind string // of the relation
	UUID string
	Line int
}

// facts are those of a message that has been tried. One that the index has no operation
// for changes nothing there.
func (b Beside) facts(env *soap.Envelope, done applied, found []lone) Facts {
	name := xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}
	f := Facts{Removes: Removes(name)}
	if !contract.Known(name.Space, name.Local) {
		return f
	}
	known := toldOf(found)
	for i, o := range done.objekter {
		if !oio.IsUUID(o.UUID) || o.Excess() != "" {
			continue // it is refused, and tried by no rule
		}
		x := ObjectFacts{Type: o.Type, UUID: o.UUID, Opdatering: o.Opdatering, Line: env.Line(o.El), Said: contentOf(o.El),
			UUIDTold: known[told{anvisning.RuleUUID.ID, o.El}], MasterTold: known[told{anvisning.RuleMaster.ID, o.El}],
			Refused: done.statuses[i].Kode == index.StatusBadInput || len(o.Registreringer) == 0}
		for n, r := range o.Registreringer {
			for _, d := range r.Dele {
				x.part(b, env, o, d, n, known)
			}
		}
		// An update that another object of the message makes one too many is nothing that
		// the index refuses whatever it holds.
		x.Refused = x.Refused && !(x.Opdatering && x.MasterTold)
		f.Objects = append(f.Objects, x)
	}
	return f
}

// contentOf is index.Saying at a small part of the cost, for objects that keep the contract:
// of those, names tell the namespaces. Only objects of one UUID are told apart by it.
func contentOf(el *etree.Element) uint64 {
	const basis = 14695981039346656037 // of FNV-1a, 64 bits
	h := fnv(basis)
	h.say(el)
	return uint64(h)
}

type fnv uint64

// text adds a text, and what ends it: no text has that byte.
func (h *fnv) text(s string) {
	const prime = 1099511628211
	n := *h
	for i := range len(s) {
		n = (n ^ fnv(s[i])) * prime
	}
	*h = (n ^ 0xff) * prime
}

func (h *fnv) say(el *etree.Element) {
	h.text(el.Tag)
	var attributes []string
	for _, a := range el.Attr {
		if a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") {
			attributes = append(attributes, a.Key+"="+a.Value)
		}
	}
	slices.Sort(attributes)
	for _, a := range attributes {
		h.text(a)
	}
	leaf := true
	for _, c := range el.Child {
		if child, ok := c.(*etree.Element); ok {
			leaf = false
			h.say(child)
		}
	}
	if leaf {
		h.text(oio.Text(el))
	}
	h.text("")
}

// Masked is a finding without the CPR numbers in what it says, as every finding of the
// judge is.
func Masked(f verdict.Finding) verdict.Finding { return mask(f) }

// Removes reports whether a message whose body has the element asks the index to remove
// objects, or parts of them.
func Removes(el xml.Name) bool {
	switch el.Space {
	case oio.NSIndeks:
		return el.Local == "FjernSagDokumentIndeksInput"
	case oio.NSSagIndeks, oio.NSDokumentIndeks:
		return slices.Contains([]string{"FjernInput", "KasserInput", "SletInput", "PassiverInput"}, el.Local)
	}
	return false
}

// toldOf is what rules have found in a message by itself: of which element a key is, and of
// which object all else.
func toldOf(found []lone) map[told]bool {
	out := map[told]bool{}
	for _, d := range found {
		switch d.Rule {
		case anvisning.RuleKey.ID:
			out[told{d.Rule, d.El}] = true
		case anvisning.RuleUUID.ID, anvisning.RuleMaster.ID:
			out[told{d.Rule, d.objekt.El}] = true
		}
	}
	return out
}

// part notes what a part says.
func (x *ObjectFacts) part(b Beside, env *soap.Envelope, o oio.Objekt, d oio.Del, registration int, known map[told]bool) {
	p := PartFacts{Key: d.Key(), Virkning: oio.Virkning{Fra: d.Virkning.Fra, Til: d.Virkning.Til}, Registration: registration}
	line := func(el *etree.Element) int {
		if el == nil {
			return 0
		}
		return env.Line(el)
	}
	if d.Kind == oio.DelEgenskaber {
		el := oio.Child(d.El, "BrugervendtNoegle")
		p.Kind, p.Value, p.Line, p.Told = Egenskaber, keyOf(d), line(el), known[told{anvisning.RuleKey.ID, el}]
		x.Parts = append(x.Parts, p)
		return
	}
	reference := oio.Child(d.El, "ReferenceID")
	if anvisning.RefersToIndex(d.Kind) {
		if anvisning.DemandsObject(o, d, b.Roles) {
			x.References = append(x.References, Reference{d.Kind, d.Reference.UUID, line(reference)})
		}
		return
	}
	k, _ := b.Roles.ByUUID(string(o.Type), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
	switch {
	case k.Navn == "Ejer":
		p.Kind, p.Value = Ejer, anvisning.MunicipalityOf(o.Type, []oio.Del{d}, b.Roles, b.Registers)
	case k.Navn == "Master" && (d.Kind == "SagsitsystemRelation" || d.Kind == "DokumentitsystemRelation"):
		p.Kind, p.Value, p.URN, p.Line = Master, d.Reference.UUID, d.Reference.URN, line(reference)
	default:
		return
	}
	x.Parts = append(x.Parts, p)
}

// Changes is the first Master that it names in the place of another; nil: none.
func (x *ObjectFacts) Changes(had oio.Ref) *PartFacts {
	for i := range x.Parts {
		if p := &x.Parts[i]; p.Kind == Master && !p.Ref().IsZero() && p.Ref() != had {
			return p
		}
	}
	return nil
}
