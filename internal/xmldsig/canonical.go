// Package xmldsig reads, verifies and makes XML signatures as WS-Security and
// SAML use them: references inside one document, exclusive canonical form, the
// enveloped signature, and the STR-Transform. It works on the elements that
// were read, and says of each reference which element it covers; it knows
// nothing of what the elements mean, nor whom a key belongs to.
//
// A canonical form of our own, and not goxmldsig's: that puts attributes of
// different namespaces in the order of their prefixes, and writes xmlns=""
// where nothing has to be undone.
package xmldsig

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/strictxml"
)

// Canonical is how an element is written before it is digested: Exclusive XML
// Canonicalization 1.0 without comments (https://www.w3.org/TR/xml-exc-c14n/).
type Canonical struct {
	// Inclusive is the PrefixList: prefixes that are declared where they are in
	// force, used or not. "#default" is the default namespace.
	Inclusive []string
	// Without is an element that is left out with all it holds: a signature that
	// is enveloped in what it covers. nil: none is.
	Without *etree.Element
	// Undeclared lets an apex that declares no default namespace say xmlns="", as
	// the STR-Transform has it (WSS SOAP Message Security 1.1, section 8.3).
	Undeclared bool
}

// Append appends the canonical form of el, as it stands in its document, in UTF-8.
func (c Canonical) Append(dst []byte, el *etree.Element) []byte {
	w := canonicalizer{Canonical: c, out: dst}
	for up := el.Parent(); up != nil; up = up.Parent() {
		w.declare(up)
	}
	slices.Reverse(w.scope) // the root's come first
	w.element(el, true)
	return w.out
}

// declared is a prefix and what it stands for; "" is the default namespace's.
type declared struct{ prefix, uri string }

// canonicalizer is one form under way: the declarations in force in the document,
// and those that have been written, the innermost last.
type canonicalizer struct {
	Canonical
	out            []byte
	scope, written []declared
	names          []declared
	attrs          []qualified
}

// qualified is an attribute with the namespace of its prefix.
type qualified struct {
	*etree.Attr
	uri string
}

func (w *canonicalizer) declare(el *etree.Element) {
	for _, a := range el.Attr {
		switch {
		case a.Space == "xmlns":
			w.scope = append(w.scope, declared{a.Key, a.Value})
		case a.Space == "" && a.Key == "xmlns":
			w.scope = append(w.scope, declared{"", a.Value})
		}
	}
}

// last is what a prefix stands for in a list; false when the list does not say.
func last(list []declared, prefix string) (string, bool) {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i].prefix == prefix {
			return list[i].uri, true
		}
	}
	return "", false
}

func (w *canonicalizer) element(el *etree.Element, apex bool) {
	inForce, said := len(w.scope), len(w.written)
	w.declare(el)
	w.out = append(w.out, '<')
	w.name(el)
	w.namespaces(el, apex)
	w.attributes(el)
	w.out = append(w.out, '>')
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.Element:
			if t != w.Without {
				w.element(t, false)
			}
		case *etree.CharData:
			w.out = escaped(w.out, t.Data, &inText)
		case *etree.ProcInst:
			w.instruction(t)
		}
	}
	w.out = append(w.out, '<', '/')
	w.name(el)
	w.out = append(w.out, '>')
	w.scope, w.written = w.scope[:inForce], w.written[:said]
}

func (w *canonicalizer) name(el *etree.Element) {
	if el.Space != "" {
		w.out = append(append(w.out, el.Space...), ':')
	}
	w.out = append(w.out, el.Tag...)
}

func (w *canonicalizer) instruction(p *etree.ProcInst) {
	w.out = append(append(w.out, "<?"...), p.Target...)
	if p.Inst != "" {
		w.out = append(append(w.out, ' '), p.Inst...)
	}
	w.out = append(w.out, "?>"...)
}

// namespaces writes what the element makes visible use of and no ancestor in the
// form has declared so, and what the PrefixList asks for.
func (w *canonicalizer) namespaces(el *etree.Element, apex bool) {
	w.names = w.names[:0]
	w.use(el.Space)
	for _, a := range el.Attr {
		if a.Space != "" && a.Space != "xmlns" {
			w.use(a.Space)
		}
	}
	for _, p := range w.Inclusive {
		if p == "#default" {
			p = ""
		}
		if _, ok := last(w.scope, p); ok {
			w.use(p)
		}
	}
	if apex && w.Undeclared {
		if _, said := last(w.names, ""); !said {
			w.names = append(w.names, declared{})
		}
	}
	if len(w.names) > 1 {
		slices.SortFunc(w.names, func(a, b declared) int { return strings.Compare(a.prefix, b.prefix) })
	}
	for _, n := range w.names {
		w.out = append(w.out, " xmlns"...)
		if n.prefix != "" {
			w.out = append(append(w.out, ':'), n.prefix...)
		}
		w.out = append(w.out, '=', '"')
		w.out = append(escaped(w.out, n.uri, &inValue), '"')
		w.written = append(w.written, n)
	}
}

// use notes that a prefix is to be declared here, unless it is already. An empty
// default namespace is said only to undo another.
func (w *canonicalizer) use(prefix string) {
	if prefix == "xml" {
		return
	}
	uri, _ := last(w.scope, prefix)
	was, said := last(w.written, prefix)
	if said && was == uri || !said && prefix == "" && uri == "" {
		return
	}
	if _, noted := last(w.names, prefix); !noted {
		w.names = append(w.names, declared{prefix, uri})
	}
}

// attributes writes the attributes by their namespaces' URIs, and then by name.
func (w *canonicalizer) attributes(el *etree.Element) {
	w.attrs = w.attrs[:0]
	for i := range el.Attr {
		a := &el.Attr[i]
		if a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns" {
			continue
		}
		uri := ""
		switch a.Space {
		case "":
		case "xml":
			uri = strictxml.XMLNamespace
		default:
			uri, _ = last(w.scope, a.Space)
		}
		w.attrs = append(w.attrs, qualified{a, uri})
	}
	if len(w.attrs) > 1 {
		slices.SortFunc(w.attrs, func(a, b qualified) int {
			if n := strings.Compare(a.uri, b.uri); n != 0 {
				return n
			}
			return strings.Compare(a.Key, b.Key)
		})
	}
	for _, a := range w.attrs {
		w.out = append(w.out, ' ')
		if a.Space != "" {
			w.out = append(append(w.out, a.Space...), ':')
		}
		w.out = append(append(w.out, a.Key...), '=', '"')
		w.out = append(escaped(w.out, a.Value, &inValue), '"')
	}
}

// What is written otherwise than it is, in a text and in an attribute's value.
var (
	inText  = escapes("&", "&amp;", "<", "&lt;", ">", "&gt;", "\r", "&#xD;")
	inValue = escapes("&", "&amp;", "<", "&lt;", "\"", "&quot;", "\t", "&#x9;", "\n", "&#xA;", "\r", "&#xD;")
)

func escapes(pairs ...string) (table [256]string) {
	for i := 0; i < len(pairs); i += 2 {
		table[pairs[i][0]] = pairs[i+1]
	}
	return table
}

func escaped(dst []byte, s string, table *[256]string) []byte {
	from := 0
	for i := range len(s) {
		if e := table[s[i]]; e != "" {
			dst = append(append(dst, s[from:i]...), e...)
			from = i + 1
		}
	}
	return append(dst, s[from:]...)
}
