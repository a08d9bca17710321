package soap

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// The codes of what breaks SOAP's own rules.
const (
	CodeEnvelope       = "soap.konvolut"
	CodeStructure      = "soap.opbygning"
	CodeBody           = "soap.body"
	CodeInstruction    = "soap.pi"
	CodeHeader         = "soap.header"
	CodeAttribute      = "soap.attribut"
	CodeMustUnderstand = "soap.mustunderstand"
	CodeEncoding       = "soap.kodning"
)

// broken is the first of SOAP's rules that the envelope breaks; nil when it keeps
// them all. Sources: SOAP 1.1 sections 3, 4 and 5; SOAP 1.2 part 1 section 5.
func (e *Envelope) broken() *Problem {
	for _, rule := range []func() *Problem{e.instructions, e.children, e.oneBody, e.attributes, e.blocks, e.understood, e.encoded} {
		if p := rule(); p != nil {
			return p
		}
	}
	return nil
}

func (e *Envelope) problem(code string, el *etree.Element, message, expected, actual, fix string) *Problem {
	return &Problem{Code: code, Layer: LayerSOAP, Line: e.Line(el), Message: message, Expected: expected, Actual: actual, Fix: fix}
}

// instructions: no message has processing instructions (1.1 section 3, 1.2
// section 5). The XML declaration is none.
func (e *Envelope) instructions() *Problem {
	at, target := e.Root, ""
	var look func(el *etree.Element, line *etree.Element)
	look = func(el *etree.Element, line *etree.Element) {
		for _, t := range el.Child {
			switch t := t.(type) {
			case *etree.ProcInst:
				if target == "" && t.Target != "xml" {
					at, target = line, t.Target
				}
			case *etree.Element:
				if target == "" {
					look(t, t)
				}
			}
		}
	}
	if above := e.Root.Parent(); above != nil {
		look(above, e.Root)
	} else {
		look(e.Root, e.Root)
	}
	if target == "" {
		return nil
	}
	return e.problem(CodeInstruction, at, fmt.Sprintf("Meddelelsen har en processing instruction, <?%s …?>; det tillader SOAP ikke.", target),
		"ingen processing instructions", fmt.Sprintf("<?%s …?>", target), "Fjern den.")
}

// children: an Envelope has a Header or none, then a Body, and no text. SOAP 1.1
// lets elements of others follow, SOAP 1.2 does not.
func (e *Envelope) children() *Problem {
	const expected, fix = "Header (eller ingen) og derefter Body", "Lad Envelope have højst én Header, derefter én Body, og intet andet."
	for _, el := range []*etree.Element{e.Root, e.Header} {
		if el != nil && hasText(el) {
			return e.problem(CodeStructure, el, fmt.Sprintf("Der står tekst direkte i SOAP-konvoluttens %s.", el.Tag), "kun elementer", "tekst", "Fjern teksten.")
		}
	}
	header, body := false, false
	for c := range e.Root.ChildElementsSeq() {
		ours := c.NamespaceURI() == e.Version.NS()
		message := ""
		switch {
		case ours && c.Tag == "Header" && header:
			message = "SOAP-konvolutten har mere end én Header."
		case ours && c.Tag == "Header" && body:
			message = "SOAP-konvoluttens Header står efter Body."
		case ours && c.Tag == "Header":
			header = true
		case ours && c.Tag == "Body" && body:
			return e.problem(CodeBody, c, "SOAP-konvolutten har mere end én Body.", "én Body", "flere", "Send én meddelelse i hvert kald, med én Body.")
		case ours && c.Tag == "Body":
			body = true
		case !body:
			message = fmt.Sprintf("<%s> står i SOAP-konvolutten før Body.", c.FullTag())
		case ours || e.Version == V12 || c.NamespaceURI() == "":
			message = fmt.Sprintf("<%s> står i SOAP-konvolutten efter Body.", c.FullTag())
		}
		if message != "" {
			return e.problem(CodeStructure, c, message, expected, fmt.Sprintf("<%s>", c.FullTag()), fix)
		}
	}
	return nil
}

// oneBody: a Body has one element, and no text beside it. SOAP itself allows
// several elements; a document of a WSDL is one.
func (e *Envelope) oneBody() *Problem {
	const fix = "Sæt operationens element direkte i Body, og intet andet."
	body, n := e.part("Body"), 0
	if body != nil {
		n = len(body.ChildElements())
	}
	if n != 1 {
		return e.problem(CodeBody, e.Root, fmt.Sprintf("SOAP-konvoluttens Body skal have ét element; den har %d.", n), "ét element i Body",
			fmt.Sprintf("%d elementer", n), fix)
	}
	if hasText(body) {
		return e.problem(CodeBody, body, "Der står tekst direkte i SOAP-konvoluttens Body.", "kun ét element i Body", "tekst ved siden af elementet", fix)
	}
	return nil
}

// attributes: those on the envelope's own parts are of some namespace (1.1
// section 4.1.1 of Envelope, 1.2 sections 5.1, 5.2 and 5.3 of all three), and in
// SOAP 1.2 none of the parts has encodingStyle (section 5.1.1).
func (e *Envelope) attributes() *Problem {
	for _, el := range []*etree.Element{e.Root, e.Header, e.part("Body")} {
		if el == nil {
			continue
		}
		for _, a := range el.Attr {
			if a.Space == "xmlns" || a.Space == "" && a.Key == "xmlns" {
				continue
			}
			bare := a.Space == "" && (e.Version == V12 || el == e.Root)
			encoding := e.Version == V12 && a.Key == "encodingStyle" && a.NamespaceURI() == NS12
			if bare || encoding {
				return e.problem(CodeAttribute, el, fmt.Sprintf("SOAP-konvoluttens %s har attributten %s, som SOAP ikke tillader dér.", el.Tag, a.FullKey()),
					"ingen sådan attribut", a.FullKey(), fmt.Sprintf("Fjern attributten %s fra %s.", a.FullKey(), el.Tag))
			}
		}
	}
	return nil
}

// blocks: every header block is of some namespace (1.1 section 4.2, 1.2 section
// 5.2.1).
func (e *Envelope) blocks() *Problem {
	if e.Header == nil {
		return nil
	}
	for h := range e.Header.ChildElementsSeq() {
		if h.NamespaceURI() == "" {
			return e.problem(CodeHeader, h, fmt.Sprintf("Elementet <%s> i Header er ikke i noget namespace.", h.FullTag()),
				"et namespace på hvert element i Header", "intet namespace",
				fmt.Sprintf("Giv <%s> sit namespace.", h.FullTag()))
		}
	}
	return nil
}

// hasText reports whether text other than XML's white space stands directly in
// an element.
func hasText(el *etree.Element) bool {
	for _, t := range el.Child {
		if c, ok := t.(*etree.CharData); ok && strings.Trim(c.Data, " \t\r\n") != "" {
			return true
		}
	}
	return false
}

// Namespaces of SOAP's own encoding.
const (
	nsEncoding11 = "http://schemas.xmlsoap.org/soap/encoding/"
	nsEncoding12 = "http://www.w3.org/2003/05/soap-encoding"
)

// encoded: the WSDLs say literal, and so nothing in the Body is SOAP-encoded: no
// element stands for one elsewhere (href, enc:ref), or is one that others stand
// for (enc:id).
func (e *Envelope) encoded() *Problem {
	var found *Problem
	var look func(el *etree.Element)
	look = func(el *etree.Element) {
		for _, a := range el.Attr {
			space := ""
			if a.Space != "" && a.Space != "xmlns" {
				space = a.NamespaceURI()
			}
			local := a.Space == "" && a.Key == "href" && strings.HasPrefix(a.Value, "#")
			if found == nil && (local || space == nsEncoding11 || space == nsEncoding12) {
				found = e.problem(CodeEncoding, el,
					fmt.Sprintf("<%s> har attributten %s: meddelelsen er SOAP-kodet, men WSDL'en siger literal.", el.FullTag(), a.FullKey()),
					"use=\"literal\"", a.FullKey(), "Skriv hvert element ud på sin plads, uden href, enc:id og enc:ref.")
			}
		}
		for c := range el.ChildElementsSeq() {
			if found == nil {
				look(c)
			}
		}
	}
	if e.Header != nil {
		look(e.Header)
	}
	look(e.part("Body"))
	return found
}
