// Package oio holds the nouns of the OIO sag and dokument standard as SF1470
// version 6 sends them: namespaces, identifiers, points in time, virkning and
// the objects Sag and Dokument with their parts. It reads them from XML
// elements and keeps a pointer to the element that each was read from, so that
// a finding can name its place. It knows no rules, no services and no network.
package oio

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// The namespaces of SF1470 version 6 (XSD folder 6.0.STS-0) and of the SOAP
// header that travels with every message.
const (
	NSSagDok         = "urn:oio:sagdok:3.0.0"
	NSGenerelle      = "urn:oio:sts:generelledefinitioner:6"
	NSSag            = "urn:oio:sts:sagdok:sag:6"
	NSSagIndeks      = "urn:oio:sts:sagdok:sagindeks:6"
	NSDokumentIndeks = "urn:oio:sts:sagdok:dokumentindeks:6"
	NSIndeks         = "urn:oio:sts:sagdok:sagdokumentindeks:6"
	NSRequestHeader  = "http://kombit.dk/xml/schemas/RequestHeader/1/"
)

// prefixes are the ones we write; what others write is theirs to choose.
var prefixes = map[string]string{
	NSSagDok:         "sd",
	NSGenerelle:      "gd",
	NSSag:            "sag",
	NSSagIndeks:      "si",
	NSDokumentIndeks: "di",
	NSIndeks:         "sdi",
}

// Prefix is our prefix of a namespace; false of one that is not of SF1470.
func Prefix(namespace string) (prefix string, ours bool) {
	prefix, ours = prefixes[namespace]
	return prefix, ours
}

// DeclarePrefixes declares our prefix of every SF1470 namespace on el, so that
// elements made by Normalise can stand below it.
func DeclarePrefixes(el *etree.Element) {
	for _, ns := range []string{NSSagDok, NSGenerelle, NSSag, NSSagIndeks, NSDokumentIndeks, NSIndeks} {
		el.CreateAttr("xmlns:"+prefixes[ns], ns)
	}
}

// Normalise returns a copy of el that carries no namespace declarations and
// uses our prefixes throughout. Whatever prefixes a sender chose, and on
// whichever ancestor they were declared, the copy can be moved to any document
// that has called DeclarePrefixes. Elements of foreign namespaces, and of none,
// keep a declaration of their own. Attributes (the standard has none) and
// comments are left behind.
func Normalise(el *etree.Element) *etree.Element {
	elements, texts := 0, 0
	count(el, &elements, &texts)
	made := normalised{make([]etree.Element, elements), make([]etree.CharData, texts), make([]etree.Token, elements+texts)}
	out := etree.NewElement(el.Tag)
	made.fill(out, el, el.NamespaceURI())
	return out
}

// normalised is what a copy is made of, which is allocated in one go.
type normalised struct {
	elements []etree.Element
	texts    []etree.CharData
	tokens   []etree.Token
}

// count counts the elements in el, and the texts that a copy of it has.
func count(el *etree.Element, elements, texts *int) {
	leaf := Leaf(el)
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			*elements++
			count(c, elements, texts)
		case *etree.CharData:
			if leaf || !c.IsWhitespace() {
				*texts++
			}
		}
	}
}

// fill makes out the copy of el, which is in the namespace.
func (m *normalised) fill(out, el *etree.Element, ns string) {
	if p, ok := prefixes[ns]; ok {
		out.Space = p
	} else {
		out.CreateAttr("xmlns", ns)
	}
	leaf, children := Leaf(el), 0
	for _, t := range el.Child {
		if c, text := t.(*etree.CharData); !text && isElement(t) || text && (leaf || !c.IsWhitespace()) {
			children++
		}
	}
	out.Child, m.tokens = m.tokens[:0:children], m.tokens[children:]
	for _, t := range el.Child {
		switch c := t.(type) {
		case *etree.Element:
			child, within := &m.elements[0], ns
			m.elements = m.elements[1:]
			child.Tag, child.Attr = c.Tag, noAttributes
			out.AddChild(child)
			if c.Space != el.Space || len(c.Attr) > 0 {
				within = c.NamespaceURI()
			}
			m.fill(child, c, within)
		case *etree.CharData:
			if leaf || !c.IsWhitespace() {
				text := &m.texts[0]
				m.texts = m.texts[1:]
				text.Data = c.Data
				out.AddChild(text)
			}
		}
	}
}

// noAttributes are those of an element that has none, as etree makes them.
var noAttributes = []etree.Attr{}

func isElement(t etree.Token) bool {
	_, ok := t.(*etree.Element)
	return ok
}

// Child returns el's first child element with the given local name, whatever
// its namespace (that the namespace is right is the contract's business), or
// nil.
func Child(el *etree.Element, local string) *etree.Element {
	if el == nil {
		return nil
	}
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok && c.Tag == local {
			return c
		}
	}
	return nil
}

// Leaf reports whether an element holds no others.
func Leaf(el *etree.Element) bool {
	return !slices.ContainsFunc(el.Child, isElement)
}

// Alone reports whether el is its parent's only child element. It looks at no more than
// two of them, however many there are.
func Alone(el *etree.Element) bool {
	if el == nil || el.Parent() == nil {
		return false
	}
	n := 0
	for range el.Parent().ChildElementsSeq() {
		if n++; n > 1 {
			return false
		}
	}
	return true
}

// Children returns el's child elements with the given local name.
func Children(el *etree.Element, local string) []*etree.Element {
	if el == nil {
		return nil
	}
	var out []*etree.Element
	for c := range el.ChildElementsSeq() {
		if c.Tag == local {
			out = append(out, c)
		}
	}
	return out
}

// Path follows local names down from el and returns the first match, or nil.
func Path(el *etree.Element, locals ...string) *etree.Element {
	for _, l := range locals {
		el = Child(el, l)
	}
	return el
}

// Text returns all character data directly in el, or "" for nil. Unlike
// etree's Text it does not stop at the first comment.
func Text(el *etree.Element) string {
	if el == nil {
		return ""
	}
	if len(el.Child) == 1 { // as nearly every text is
		cd, ok := el.Child[0].(*etree.CharData)
		if !ok {
			return ""
		}
		return cd.Data
	}
	var s strings.Builder
	for _, c := range el.Child {
		if cd, ok := c.(*etree.CharData); ok {
			s.WriteString(cd.Data)
		}
	}
	return s.String()
}
