package xmldsig

import (
	"strings"

	"github.com/beevik/etree"
)

// Namespaces of what is signed and of what signs.
const (
	NS       = "http://www.w3.org/2000/09/xmldsig#"
	NSSAML   = "urn:oasis:names:tc:SAML:2.0:assertion"
	NSWSSE   = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	NSWSSE11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"
	NSWSU    = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
	nsExcl   = "http://www.w3.org/2001/10/xml-exc-c14n#"
)

// IDs are the elements of a document by what references call them: wsu:Id, and
// the ID and Id that SAML and XML Signature have. A name that two elements bear
// names neither: whoever takes the one reads what another signed.
type IDs struct {
	byID  map[string]*etree.Element
	twice map[string]*etree.Element // the second that bears it
	again []*etree.Element
}

// FindIDs looks through el and all that is in it.
func FindIDs(el *etree.Element) IDs {
	ids := IDs{byID: map[string]*etree.Element{}}
	ids.look(el)
	return ids
}

func (ids *IDs) look(el *etree.Element) {
	for i := range el.Attr {
		a := &el.Attr[i]
		if !named(a) {
			continue
		}
		if by := ids.byID[a.Value]; by == nil {
			ids.byID[a.Value] = el
		} else if by != el { // one may say its name twice
			if ids.twice == nil {
				ids.twice = map[string]*etree.Element{}
			}
			ids.twice[a.Value] = el
			ids.again = append(ids.again, el)
		}
	}
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok {
			ids.look(c)
		}
	}
}

// named reports whether an attribute is an ID.
func named(a *etree.Attr) bool {
	switch {
	case a.Space == "":
		return a.Key == "ID" || a.Key == "Id"
	case a.Key != "Id" || a.Space == "xmlns":
		return false
	}
	return a.NamespaceURI() == NSWSU
}

// Get is the element that bears an ID; nil when none does, or more than one.
func (ids IDs) Get(id string) *etree.Element {
	if ids.twice[id] != nil {
		return nil
	}
	return ids.byID[id]
}

// Twice is the second element that bears an ID that another bears too; nil when
// there is no such.
func (ids IDs) Twice(id string) *etree.Element { return ids.twice[id] }

// AllTwice are the elements that bear an ID that one before them bears, in the order
// of the document.
func (ids IDs) AllTwice() []*etree.Element { return ids.again }

// Text is the whole text of an element that holds no elements: what stands
// before a comment and what stands behind it are one, as they are in canonical
// form. whole is false when there is a comment, an instruction or an element in it.
func Text(el *etree.Element) (text string, whole bool) {
	if len(el.Child) == 1 {
		if c, ok := el.Child[0].(*etree.CharData); ok {
			return c.Data, true
		}
	}
	var all strings.Builder
	whole = true
	for _, t := range el.Child {
		if c, ok := t.(*etree.CharData); ok {
			all.WriteString(c.Data)
		} else {
			whole = false
		}
	}
	return all.String(), whole
}

// Is reports whether an element has a name in a namespace.
func Is(el *etree.Element, space, tag string) bool {
	return el != nil && el.Tag == tag && el.NamespaceURI() == space
}

// Children are the elements of that name directly in el.
func Children(el *etree.Element, space, tag string) []*etree.Element {
	var out []*etree.Element
	if el == nil {
		return nil
	}
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok && Is(c, space, tag) {
			out = append(out, c)
		}
	}
	return out
}

// Child is the first of Children; nil when there is none.
func Child(el *etree.Element, space, tag string) *etree.Element {
	if el == nil {
		return nil
	}
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok && Is(c, space, tag) {
			return c
		}
	}
	return nil
}
