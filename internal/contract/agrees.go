package contract

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// agrees reports whether an element keeps the contract as most messages do: each child
// where its line is, with no attributes. That costs a fraction of saying what is wrong,
// for which nothing is made here. Of what is out of the ordinary it says no, and then the
// checker looks, which may find that nothing is wrong.
func (s *schema) agrees(root *etree.Element) bool {
	space := root.NamespaceURI()
	d := s.elements[name{space, root.Tag}]
	return d != nil && (&agreement{schema: s}).element(root, d, true)
}

// agreement is one look through an element.
type agreement struct {
	*schema
	spaces []bound // of the prefixes at the root
}

// bound is a prefix and its namespace.
type bound struct{ prefix, space string }

// spaceOf is the namespace of an element in another. asRoot says that prefixes mean there
// what they mean at the root.
func (a *agreement) spaceOf(el *etree.Element, asRoot bool) string {
	if !asRoot {
		return el.NamespaceURI()
	}
	for _, b := range a.spaces {
		if b.prefix == el.Space {
			return b.space
		}
	}
	space := el.NamespaceURI()
	a.spaces = append(a.spaces, bound{el.Space, space})
	return space
}

func (a *agreement) element(el *etree.Element, d *declaration, asRoot bool) bool {
	if !declarationsOnly(el) {
		return false
	}
	if d.typ.simple != nil {
		return oio.Leaf(el) && a.text(el, d)
	}
	return d.typ.apart && a.children(el, d.typ, asRoot)
}

func declarationsOnly(el *etree.Element) bool {
	return !slices.ContainsFunc(el.Attr, func(a etree.Attr) bool { return a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") })
}

func (a *agreement) text(el *etree.Element, d *declaration) bool {
	text := oio.Text(el)
	if d.fixed {
		return text == "" || text == "true"
	}
	return d.typ.faultIn(text) == nil
}

// children holds the children of an element against the lines of its type, in one pass.
func (a *agreement) children(el *etree.Element, typ *typeDef, asRoot bool) bool {
	line, many := 0, 0 // where the child before is, and how many are there
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.CharData:
			if strings.TrimFunc(t.Data, isSpace) != "" {
				return false
			}
		case *etree.Element:
			here := asRoot && len(t.Attr) == 0
			space := a.spaceOf(t, here)
			var d *declaration
			for d = a.takes(typ.parts[line:], space, t); d == nil; d = a.takes(typ.parts[line:], space, t) {
				if line+1 >= len(typ.parts) || many == 0 && typ.parts[line].mandatory() {
					return false
				}
				line, many = line+1, 0
			}
			if many++; many > 1 && typ.parts[line].max >= 0 || !a.element(t, d, here) {
				return false
			}
		}
	}
	for ; line < len(typ.parts); line, many = line+1, 0 {
		if many == 0 && typ.parts[line].mandatory() {
			return false
		}
	}
	return true
}

// takes is what a child is when the first of the lines has its name; nil when it has not.
func (a *agreement) takes(lines []part, space string, el *etree.Element) *declaration {
	if len(lines) == 0 {
		return nil
	}
	p := &lines[0]
	is := func(d *declaration) bool { return d.name.local == el.Tag && d.name.space == space }
	switch {
	case p.isWildcard():
		if space == p.other || space == "" {
			return nil
		}
		return a.elements[name{space, el.Tag}]
	case p.el != nil:
		if is(p.el) {
			return p.el
		}
	}
	for i := range p.alts {
		if is(p.alts[i].el) {
			return p.alts[i].el
		}
	}
	return nil
}

// linesApart reports whether no element fits two lines of a type, so that the first that
// it fits behind the others is the one.
func (t *typeDef) linesApart() bool {
	seen := map[name]bool{}
	wild := ""
	for _, p := range t.parts {
		if p.isWildcard() {
			if wild != "" {
				return false
			}
			wild = p.other
		}
		for _, d := range p.declarations() {
			if seen[d.name] {
				return false
			}
			seen[d.name] = true
		}
	}
	for n := range seen {
		if wild != "" && n.space != wild && n.space != "" {
			return false
		}
	}
	return true
}
