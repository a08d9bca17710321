package contract

import (
	"fmt"
	"slices"

	"github.com/beevik/etree"
)

const (
	nsSag       = "urn:oio:sts:sagdok:sag:6"
	nsSagIndeks = "urn:oio:sts:sagdok:sagindeks:6"
)

// Place makes a child of parent with that local name, in the namespace and
// among the siblings where the contract has it, and returns it. Parent must
// stand in a document whose root is a message of the contract, or be the root
// itself. It returns nil when the contract has no such child there. Whether one
// more child is too many is not looked at: Check says so.
func Place(parent *etree.Element, local string) *etree.Element {
	s := load()
	t := s.typeOf(parent)
	if t == nil || t.simple != nil {
		return nil
	}
	for i, p := range t.parts {
		d := s.called(p, local, parent)
		if d == nil {
			continue
		}
		el := etree.NewElement(local)
		parent.InsertChildAt(s.spot(parent, t, i), el)
		el.Space = prefixFor(el, d.name.space)
		return el
	}
	return nil
}

// typeOf is the type of an element by the contract, nil when the contract does
// not know it.
func (s *schema) typeOf(el *etree.Element) *typeDef {
	if el == nil {
		return nil
	}
	n := name{el.NamespaceURI(), el.Tag}
	if s.messages[n] || el.Parent() == nil || el.Parent().Tag == "" {
		if d := s.elements[n]; d != nil {
			return d.typ
		}
		return nil
	}
	t := s.typeOf(el.Parent())
	if t == nil || t.simple != nil {
		return nil
	}
	for _, p := range t.parts {
		ds := s.named(p, n.local)
		if i := slices.IndexFunc(ds, func(d *declaration) bool { return d.name == n }); i >= 0 {
			return ds[i].typ
		}
	}
	return nil
}

// named lists the declarations that the line gives the local name: several
// when the line takes local extensions.
func (s *schema) named(p part, local string) []*declaration {
	if p.isWildcard() {
		return s.extensions[local]
	}
	for _, d := range p.declarations() {
		if d.name.local == local {
			return []*declaration{d}
		}
	}
	return nil
}

// called is the one declaration of the local name that is meant in parent: of
// extensions by the same name, that of the object which parent is a part of.
func (s *schema) called(p part, local string, parent *etree.Element) *declaration {
	ds := s.named(p, local)
	if len(ds) == 1 {
		return ds[0]
	}
	for ; parent != nil; parent = parent.Parent() {
		space := parent.NamespaceURI()
		if space == nsSag {
			space = nsSagIndeks // Sag's extensions have a namespace of their own
		}
		for _, d := range ds {
			if d.name.space == space {
				return d
			}
		}
	}
	return nil
}

// spot is the index among parent's tokens behind the last child whose line is
// not after the given one.
func (s *schema) spot(parent *etree.Element, t *typeDef, line int) int {
	at := 0
	for _, c := range parent.ChildElements() {
		before := slices.ContainsFunc(t.parts[:line+1], func(p part) bool { return len(s.named(p, c.Tag)) > 0 })
		if before {
			at = c.Index() + 1
		}
	}
	return at
}

// prefixFor is a prefix that stands for the namespace at el, declared on el
// when there is none.
func prefixFor(el *etree.Element, space string) string {
	hidden := map[string]bool{}
	for at := el; at != nil; at = at.Parent() {
		for _, a := range at.Attr {
			if a.Space == "xmlns" && !hidden[a.Key] {
				if a.Value == space {
					return a.Key
				}
				hidden[a.Key] = true
			}
			if a.Space == "" && a.Key == "xmlns" && !hidden[""] {
				if a.Value == space {
					return ""
				}
				hidden[""] = true
			}
		}
	}
	prefix := load().prefixOf(space)
	for i := 2; hidden[prefix]; i++ {
		prefix = fmt.Sprintf("%s%d", load().prefixOf(space), i)
	}
	el.CreateAttr("xmlns:"+prefix, space)
	return prefix
}

// prefixOf is the prefix by which the form itself names the namespace.
func (s *schema) prefixOf(space string) string {
	for p, ns := range s.prefixes {
		if ns == space && p != "" {
			return p
		}
	}
	return "ns"
}

// Hoist moves to el the declarations of prefixes that stand on the elements
// below it, where each means the same.
func Hoist(el *etree.Element) {
	for _, child := range el.ChildElements() {
		Hoist(child)
		child.Attr = slices.DeleteFunc(child.Attr, func(a etree.Attr) bool {
			if a.Space != "xmlns" {
				return false
			}
			if own := el.SelectAttr("xmlns:" + a.Key); own != nil {
				return own.Value == a.Value
			}
			el.CreateAttr("xmlns:"+a.Key, a.Value)
			return true
		})
	}
}
