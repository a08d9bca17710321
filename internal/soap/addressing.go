package soap

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
)

// The codes of what a message's headers lack or say wrongly.
const (
	CodeAddressedTo   = "soap.wsa-action"
	CodeRequestHeader = "soap.requestheader"
	CodeTrailer       = "soap.efter-body"
)

// actionFault is the action of a fault that SOAP, and not addressing, defines
// (WS-Addressing 1.0 SOAP Binding section 6).
const actionFault = NSAddressing + "/soap/fault"

// defaultAction is the action that a message has by the default pattern of
// WS-Addressing 1.0 Metadata (section 4.4.4): the port type, and the message's
// name in it.
func (s *Service) defaultAction(op Operation, message string) string {
	if s.PortType == "" {
		return op.Action + message
	}
	return s.PortType + "/" + op.Name + message
}

// addressing are the headers of a reply to a message that has some: its action, an
// ID of its own, and what it is a reply to.
func (c Call) addressing(env *Envelope, action string) []*etree.Element {
	if env == nil || !env.Addressed {
		return nil
	}
	pairs := [][2]string{{"Action", action}, {"MessageID", "urn:uuid:" + c.newID("besked")}}
	if env.MessageID != "" {
		pairs = append(pairs, [2]string{"RelatesTo", env.MessageID})
	}
	var out []*etree.Element
	for _, p := range pairs {
		el := etree.NewElement(p[0])
		el.CreateAttr("xmlns", NSAddressing)
		el.SetText(p[1])
		out = append(out, el)
	}
	return out
}

// Shown is what a message alone shows of how it calls a service, whatever HTTP's
// headers say of it.
func (s *Service) Shown(env *Envelope) []recording.Note {
	var out []recording.Note
	if !s.Foreign && !env.hasRequestHeader() {
		out = append(out, recording.Note{Code: CodeRequestHeader, Text: "Meddelelsen har ingen RequestHeader i sin Header"})
	}
	// What another standard demands of an action, its service says itself.
	if op, ok := s.Operations[nameOf(env.Body)]; ok && !s.Foreign && env.Action != "" && op.Action != "" && env.Action != op.Action &&
		env.Action != s.defaultAction(op, "Request") {
		out = append(out, recording.Note{Code: CodeAddressedTo, Text: fmt.Sprintf("wsa:Action er %q, men meddelelsen er %s (%q)", env.Action, op.Name, op.Action)})
	}
	if after := env.trailers(); len(after) > 0 {
		out = append(out, recording.Note{Code: CodeTrailer, Text: fmt.Sprintf("Efter Body står %s, som ingen læser", strings.Join(after, ", "))})
	}
	return out
}

// hasRequestHeader reports whether there is one by that name. What it looks like,
// its namespace too, is the contract's.
func (e *Envelope) hasRequestHeader() bool {
	if e.Header == nil {
		return false
	}
	for h := range e.Header.ChildElementsSeq() {
		if h.Tag == "RequestHeader" {
			return true
		}
	}
	return false
}

// trailers are the elements after the Body, which SOAP 1.1 allows.
func (e *Envelope) trailers() []string {
	var out []string
	for c := range e.Root.ChildElementsSeq() {
		if c.NamespaceURI() != e.Version.NS() {
			out = append(out, "<"+c.FullTag()+">")
		}
	}
	return out
}
