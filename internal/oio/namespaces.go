// Package oio holds the nouns of the OIO sag and dokument standard as SF1470
// version 6 sends them: namespaces, identifiers, points in time, virkning and
// the objects Sag and Dokument with their parts. It reads them from XML
// elements and keeps a pointer to the element that each was read from, so that
// a finding can name its place. It knows no rules, no services and no network.
package oio

import (
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
	ns := el.NamespaceURI()
	out := etree.NewElement(el.Tag)
	if p, ok := prefixes[ns]; ok {
		out.Space = p
	} else {
		out.CreateAttr("xmlns", ns)
	}
	for _, child := range el.Child {
		switch c := child.(type) {
		case *etree.Element:
			out.AddChild(Normalise(c))
		case *etree.CharData:
			if !c.IsWhitespace() || len(el.ChildElements()) == 0 {
				out.CreateText(c.Data)
			}
		}
	}
	return out
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
	for _, t := range el.Child {
		if _, ok := t.(*etree.Element); ok {
			return false
		}
	}
	return true
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
