package soap

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// Namespaces of the header blocks that klarmeld knows and does not answer.
const (
	nsSecurity  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
	nsLiberty   = "urn:liberty:sb:2006-08"
	nsLibertyNo = "urn:liberty:sb" // as it is written without its date
)

// known are the header blocks that klarmeld understands, by namespace.
var understood = map[string][]string{
	NSRequestHeader: {"RequestHeader"},
	NSAddressing:    {"To", "From", "ReplyTo", "FaultTo", "Action", "MessageID", "RelatesTo"},
	nsSecurity:      {"Security"},
	nsLiberty:       {"Framework"},
	nsLibertyNo:     {"Framework"},
}

// actors are the roles that klarmeld plays: whoever is next, and the last.
var actors = map[Version][]string{
	V11: {"", "http://schemas.xmlsoap.org/soap/actor/next"},
	V12: {"", NS12 + "/role/next", NS12 + "/role/ultimateReceiver"},
}

// understood: whoever is told to understand a header block and does not, refuses
// the message (1.1 section 4.2.3, 1.2 sections 2.4 and 5.4.8).
func (e *Envelope) understood() *Problem {
	if e.Header == nil {
		return nil
	}
	for h := range e.Header.ChildElementsSeq() {
		value, has := e.attribute(h, "mustUnderstand")
		if has && !slices.Contains([]string{"0", "1", "true", "false"}, value) {
			return e.problem(CodeAttribute, h, fmt.Sprintf("mustUnderstand på <%s> er »%s«, som hverken er 0, 1, true eller false.", h.FullTag(), value),
				"0, 1, true eller false", "»"+value+"«", "Ret mustUnderstand.")
		}
	}
	missed := e.notUnderstood()
	if len(missed) == 0 {
		return nil
	}
	h := missed[0]
	name := fmt.Sprintf("<%s> i namespace %q", h.Tag, h.NamespaceURI())
	return e.problem(CodeMustUnderstand, h, fmt.Sprintf("Header har %s med mustUnderstand, som modtageren ikke kender og derfor skal afvise.", name),
		"kun RequestHeader, WS-Addressing, WS-Security og Liberty Framework med mustUnderstand", name, "Udelad elementet, eller udelad mustUnderstand på det.")
}

// notUnderstood are the header blocks that klarmeld must understand and does not.
func (e *Envelope) notUnderstood() []*etree.Element {
	if e == nil || e.Header == nil {
		return nil
	}
	var out []*etree.Element
	for h := range e.Header.ChildElementsSeq() {
		if e.MustUnderstand(h) && e.ForUs(h) && !slices.Contains(understood[h.NamespaceURI()], h.Tag) {
			out = append(out, h)
		}
	}
	return out
}

// ForUs reports whether a header block is for a role that klarmeld plays: its actor
// (SOAP 1.1) or role (1.2).
func (e *Envelope) ForUs(h *etree.Element) bool {
	role := "actor"
	if e.Version == V12 {
		role = "role"
	}
	at, _ := e.attribute(h, role)
	return slices.Contains(actors[e.Version], at)
}

// MustUnderstand reports whether a header block says so of itself.
func (e *Envelope) MustUnderstand(h *etree.Element) bool {
	value, _ := e.attribute(h, "mustUnderstand")
	return value == "1" || value == "true"
}

// attribute is SOAP's own attribute of an element, in the envelope's version.
func (e *Envelope) attribute(el *etree.Element, name string) (value string, has bool) {
	for _, a := range el.Attr {
		if a.Key == name && a.Space != "" && a.NamespaceURI() == e.Version.NS() {
			return strings.Trim(a.Value, " \t\r\n"), true
		}
	}
	return "", false
}

// notUnderstoodHeader names the blocks in the reply's header, as SOAP 1.2 has it
// (section 5.4.8).
func (e *Envelope) notUnderstoodHeader() []*etree.Element {
	if e == nil || e.Version != V12 {
		return nil
	}
	var out []*etree.Element
	for _, h := range e.notUnderstood() {
		el := etree.NewElement("soap:NotUnderstood")
		el.CreateAttr("xmlns:q", h.NamespaceURI())
		el.CreateAttr("qname", "q:"+h.Tag)
		out = append(out, el)
	}
	return out
}

// upgrade names the versions that klarmeld speaks (SOAP 1.2 part 1 section 5.4.7).
func upgrade() *etree.Element {
	el := etree.NewElement("soap:Upgrade")
	for _, v := range []Version{V12, V11} {
		s := el.CreateElement("soap:SupportedEnvelope")
		s.CreateAttr("xmlns:q", v.NS())
		s.CreateAttr("qname", "q:Envelope")
	}
	return el
}
