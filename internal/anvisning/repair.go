package anvisning

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// Repair is the smallest change of a message that would keep a rule. Whether
// it does, and breaks no other, is for the judge to try.
type Repair struct {
	At      *etree.Element // the part that the element stands in
	Path    string         // path of local names below At
	Remove  bool           // the element goes
	Part    *Relation      // a relation of this kind is made below At, which is the object's registration
	Content string         // else what it must hold: text, or one element without a prefix
	Also    *Repair        // a second change below At, with the first; nil for none
	// Example says that the content is a model: the right one is only known to
	// the sender.
	Example bool
}

// Apply makes the change in the part at, which may be another copy of At. It
// returns the element that now stands there, or the parent of the one that
// went; nil when the contract has no place for it.
func (r Repair) Apply(at *etree.Element) *etree.Element {
	if r.Also != nil && r.Also.Apply(at) == nil {
		return nil
	}
	steps := strings.Split(r.Path, "/")
	if r.Part != nil {
		return r.Part.make(at)
	}
	if r.Remove {
		el := oio.Path(at, steps...)
		if el == nil {
			return nil
		}
		parent := el.Parent()
		parent.RemoveChild(el)
		return parent
	}
	return reach(at, r.Path, r.Content)
}

// Relation is a relation that is to be made, in the period and by the actor of
// what the object says already.
type Relation struct {
	Composer
	Objekt      oio.ObjektType
	Kind, Rolle string
	Virkning    oio.Virkning
}

func (r Relation) make(registration *etree.Element) *etree.Element {
	el := r.Part(registration, r.Objekt, r.Kind, r.Rolle)
	if el == nil || !r.Virkning.Fra.Ok {
		return el
	}
	reach(el, "Virkning/FraTidspunkt", stamp(r.Virkning.Fra.Text))
	if id := r.Virkning.AktoerRef.UUID; id != "" {
		reach(el, "Virkning/AktoerRef", byUUID(id))
	}
	return el
}

// relation is the repair that gives an import a relation it lacks.
func (c *trial) relation(o Occurrence) *Repair {
	if c.Unmended {
		return nil
	}
	for _, part := range []struct{ art, navn string }{{municipality.ArtRolle, o.Rolle}, {municipality.ArtType, typeOf(o)}} {
		if k, ok := c.Roles.ByName(string(o.Objekt), o.Relation, part.art, part.navn); ok && k.Placeholder() {
			return nil // a UUID of ours would do here, and nowhere else
		}
	}
	r := Relation{Composer: Composer{Roles: c.Roles, Registers: c.Registers}, Objekt: o.Objekt, Kind: o.Relation, Rolle: o.Rolle}
	for _, d := range c.dele {
		if d.Kind == oio.DelEgenskaber {
			r.Virkning = d.Virkning
		}
	}
	return &Repair{At: c.objekt.Registreringer[0].El, Part: &r, Example: true}
}

// Fill gives an element a content: text, or one element without a prefix, which
// is made where the contract has it. It returns nil when it has no place for
// it.
func Fill(el *etree.Element, content string) *etree.Element {
	for _, c := range el.ChildElements() {
		el.RemoveChild(c)
	}
	if !strings.HasPrefix(content, "<") {
		el.SetText(content)
		return el
	}
	el.SetText("")
	m := single.FindStringSubmatch(content)
	if m == nil {
		return nil
	}
	child := contract.Place(el, m[1])
	if child == nil {
		return nil
	}
	child.SetText(m[2])
	return el
}

// single is the content of a reference, or of a point in time: one element
// with a text.
var single = lazyregexp.New(`^<([A-Za-z]+)>([^<&]*)</[A-Za-z]+>$`)

// typeOf is the type that a made relation of the role gets, "" for what has
// none.
func typeOf(o Occurrence) string {
	for _, r := range Rows(o.Objekt, o.Relation, o.Rolle) {
		if types := r.Format.Types(); types != nil {
			return types[0]
		}
	}
	return ""
}

// fillIn is the repair of an import in which no part of the kind holds the
// row's element: the first gets it, or one is made.
func (c *trial) fillIn(r *Rule) *Repair {
	for _, d := range c.dele {
		if d.Kind == r.Del {
			return c.put(r, d.El, nil)
		}
	}
	return c.relation(Occurrence{Objekt: r.Objekt, Relation: r.Del})
}
