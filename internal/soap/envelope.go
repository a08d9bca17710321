// Package soap reads and writes the envelopes of SOAP 1.1 and 1.2, and answers
// messages by a set of operations, with a fault where none can. It knows nothing
// of what the bodies mean, and nothing of the road: package wire is the HTTP
// face.
//
// The envelope's namespace decides the version, whatever the Content-Type
// says: KOMBIT's own Java sample sends application/soap+xml around a SOAP 1.1
// envelope. An operation is found by its body element; a SOAPAction that says
// otherwise is noted, not obeyed.
package soap

import (
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"
)

// Version is 1.1 or 1.2.
type Version int

// The two versions of SOAP.
const (
	V11 Version = 11
	V12 Version = 12
)

// Namespaces of the envelope and of the headers we answer.
const (
	NS11            = "http://schemas.xmlsoap.org/soap/envelope/"
	NS12            = "http://www.w3.org/2003/05/soap-envelope"
	NSRequestHeader = "http://kombit.dk/xml/schemas/RequestHeader/1/"
	NSAddressing    = "http://www.w3.org/2005/08/addressing"
)

// NS is the envelope namespace of the version.
func (v Version) NS() string {
	if v == V12 {
		return NS12
	}
	return NS11
}

// ContentType is the media type in which a reply of the version travels.
func (v Version) ContentType() string {
	if v == V12 {
		return "application/soap+xml; charset=utf-8"
	}
	return "text/xml; charset=utf-8"
}

func (v Version) String() string {
	if v == V12 {
		return "SOAP 1.2"
	}
	return "SOAP 1.1"
}

// Envelope is a message that has been read.
type Envelope struct {
	*Document
	Version     Version
	Header      *etree.Element // nil when there is none
	Body        *etree.Element // the one element in soap:Body
	Transaction string         // TransactionUUID of KOMBIT's RequestHeader, "" when missing
	Addressed   bool           // it has headers of WS-Addressing
	MessageID   string         // WS-Addressing, "" when missing
	Action      string         // WS-Addressing, "" when missing
	// Received is when the call came that it came by, and NewID names what is new in
	// the reply to it.
	Received time.Time
	NewID    func(what string) string
	// Still: what the reply rests on does not change while it is answered.
	Still bool

	settle []func(recorded bool)
}

// Settle lets an operation be told when it is known whether its exchange is on
// record. One that is not has not been received: it must have had no effect. Who
// answers messages tells each of them once.
func (e *Envelope) Settle(told func(recorded bool)) { e.settle = append(e.settle, told) }

// Read reads raw as a SOAP envelope that keeps SOAP's own rules, with exactly one
// element in its Body.
func Read(raw []byte) (*Envelope, *Problem) { return ReadAs(raw, "") }

// ReadAs reads raw as Read does, as it came with a Content-Type.
func ReadAs(raw []byte, contentType string) (*Envelope, *Problem) {
	doc, p := ReadDocumentAs(raw, contentType)
	if p != nil {
		return nil, p
	}
	return doc.Envelope()
}

// Envelope takes the document as a SOAP envelope.
func (d *Document) Envelope() (*Envelope, *Problem) {
	e, p := d.envelope()
	if p != nil {
		return nil, p
	}
	return e, nil
}

// envelope is Envelope, with what there is of an envelope that breaks a rule: its
// headers say what a fault is related to. nil when the document is none at all.
func (d *Document) envelope() (*Envelope, *Problem) {
	e := &Envelope{Document: d}
	switch d.Root.NamespaceURI() {
	case NS11:
		e.Version = V11
	case NS12:
		e.Version = V12
	}
	if e.Version == 0 || d.Root.Tag != "Envelope" {
		return nil, d.noEnvelope()
	}
	e.Header = e.part("Header")
	e.readHeader()
	if p := e.broken(); p != nil {
		return e, p
	}
	e.Body = e.part("Body").ChildElements()[0]
	return e, nil
}

// noEnvelope says what the root is instead; an Envelope is told from another
// element, since its sender has the namespace wrong and nothing else.
func (d *Document) noEnvelope() *Problem {
	const both = NS11 + " (SOAP 1.1) eller " + NS12 + " (SOAP 1.2)"
	p := &Problem{Code: CodeEnvelope, Layer: LayerSOAP, Line: d.Line(d.Root),
		Message:  fmt.Sprintf("Rodelementet er <%s>, ikke en SOAP-konvolut.", d.Root.FullTag()),
		Expected: "Envelope i " + both,
		Actual:   fmt.Sprintf("<%s> i namespace %q", d.Root.Tag, d.Root.NamespaceURI()),
		Fix:      "Pak meddelelsen ind i Envelope og Body i namespace " + both + "."}
	if d.Root.Tag == "Envelope" {
		p.Message = fmt.Sprintf("Konvoluttens namespace er %q, som ikke er SOAP's.", d.Root.NamespaceURI())
		p.Fix = "Ret namespace på Envelope, Header og Body til " + both + "."
	}
	return p
}

func (e *Envelope) part(name string) *etree.Element {
	for c := range e.Root.ChildElementsSeq() {
		if c.Tag == name && c.NamespaceURI() == e.Version.NS() {
			return c
		}
	}
	return nil
}

func (e *Envelope) readHeader() {
	if e.Header == nil {
		return
	}
	for h := range e.Header.ChildElementsSeq() {
		switch {
		case h.Tag == "RequestHeader" && h.NamespaceURI() == NSRequestHeader:
			for c := range h.ChildElementsSeq() {
				if c.Tag == "TransactionUUID" {
					e.Transaction = whole(c)
				}
			}
		case h.NamespaceURI() == NSAddressing:
			e.Addressed = true
			switch h.Tag {
			case "MessageID":
				e.MessageID = whole(h)
			case "Action":
				e.Action = whole(h)
			}
		}
	}
}

// whole is the text of an element, without the white space around it: what stands
// before a comment and what stands behind it, as it was signed.
func whole(el *etree.Element) string {
	var text strings.Builder
	for _, t := range el.Child {
		if c, ok := t.(*etree.CharData); ok {
			text.WriteString(c.Data)
		}
	}
	return strings.TrimSpace(text.String())
}

// Write returns the bytes of an envelope around body. Header elements may be
// none. The caller declares the prefixes that body uses, on body itself.
func Write(v Version, header []*etree.Element, body *etree.Element) ([]byte, error) {
	return document(v, header, body).WriteToBytes()
}

func document(v Version, header []*etree.Element, body *etree.Element) *etree.Document {
	doc := etree.NewDocument()
	doc.CreateProcInst("xml", `version="1.0" encoding="UTF-8"`)
	env := doc.CreateElement("soap:Envelope")
	env.CreateAttr("xmlns:soap", v.NS())
	if len(header) > 0 {
		h := env.CreateElement("soap:Header")
		for _, el := range header {
			h.AddChild(el)
		}
	}
	env.CreateElement("soap:Body").AddChild(body)
	return doc
}

// RequestHeader is KOMBIT's header with the transaction's UUID
// (common/RequestHeader.xsd).
func RequestHeader(transaction string) *etree.Element {
	h := etree.NewElement("RequestHeader")
	h.CreateAttr("xmlns", NSRequestHeader)
	h.CreateElement("TransactionUUID").SetText(transaction)
	return h
}
