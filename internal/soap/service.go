package soap

import (
	"encoding/xml"
	"fmt"
	"mime"
	"sort"
	"strings"

	"github.com/beevik/etree"
	"github.com/google/uuid"

	"klarmeld/internal/recording"
)

// Operation answers one kind of body element.
type Operation struct {
	// Name is the operation as people call it: "importer".
	Name string
	// Action is the SOAPAction that the WSDL gives it; "" when unknown.
	Action string
	// Handle returns the reply's body element, or a fault. The element must
	// declare the prefixes that it uses.
	Handle func(*Envelope) (*etree.Element, *Fault)
}

// Service is a set of operations behind one or more paths. It knows messages
// and replies, and nothing of the road that they come by: package wire is its
// HTTP face.
type Service struct {
	ID         recording.ServiceID
	Name       string // for people: "SagDokumentIndeks 6"
	Operations map[xml.Name]Operation
}

// Call is a message as it came to a service.
type Call struct {
	Method      string // of HTTP: POST carries messages
	ContentType string // the header, as it was sent
	SOAPAction  string // the header, as it was sent
	Body        []byte // at most MaxBytes+1 of it
	Cut         error  // why no more of it came; nil when it is whole
}

// Reply is what goes back, and what the service made of the message.
type Reply struct {
	Status    int // of HTTP
	Header    map[string][]string
	Body      []byte
	Operation string           // the one that was called; "" when none was
	Notes     []recording.Note // what is worth recording
	// Broken is why klarmeld could not answer as it should: a fault of ours, which
	// leaves a hole in the evidence. nil when all is well.
	Broken error
}

// HTTP's statuses, of which a service knows these.
const (
	statusOK               = 200
	statusBadRequest       = 400
	statusMethodNotAllowed = 405
	statusServerError      = 500
)

// Text is a reply of plain text, to whoever did not send a message.
func Text(status int, text string) Reply {
	return Reply{Status: status, Body: []byte(text + "\n"),
		Header: map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}, "X-Content-Type-Options": {"nosniff"}}}
}

// Collapsed is the reply of a service that panicked. That must neither stop the
// run nor leave the exchange out of the recording, where the system would be
// blamed for traffic that never came.
func Collapsed(service, operation string, why any) Reply {
	r := Text(statusServerError, "klarmeld brød sammen; fejlen er klarmelds, ikke jeres.")
	r.Operation, r.Broken = operation, fmt.Errorf("klarmelds service %s brød sammen: %v", service, why)
	return r
}

// Answer answers one message. Whatever goes wrong is answered with a SOAP fault
// that says so, and a panic with Collapsed.
func (s *Service) Answer(c Call) Reply {
	if c.Method != "POST" {
		r := Text(statusMethodNotAllowed, s.Name+" besvarer SOAP-meddelelser: brug POST.")
		r.Header["Allow"] = []string{"POST"}
		return r
	}
	env, p := c.read()
	if p != nil {
		return fault(c.version(), nil, Fault{Sender: true, Reason: strings.TrimSpace(p.Error() + " " + p.Fix), Code: p.Code})
	}
	return s.dispatch(c, env)
}

// read reads the message as far as it came.
func (c Call) read() (*Envelope, *Problem) {
	switch {
	case len(c.Body) > MaxBytes:
		return nil, TooLarge()
	case c.Cut != nil:
		return nil, &Problem{Code: "http.afbrudt", Message: "Forbindelsen blev afbrudt, før hele meddelelsen var modtaget."}
	}
	return ReadAs(c.Body, c.ContentType)
}

func (s *Service) dispatch(c Call, env *Envelope) Reply {
	op, ok := s.Operations[xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}]
	if !ok {
		return fault(env.Version, env, Fault{Sender: true, Code: "soap.operation",
			Reason: fmt.Sprintf("%s har ingen operation for <%s> i namespace %q. Den kender: %s.", s.Name, env.Body.Tag, env.Body.NamespaceURI(), s.known())})
	}
	r := s.perform(op, env)
	if a := c.action(); a != "" && op.Action != "" && a != op.Action {
		note := recording.Note{Code: "soap.action", Text: fmt.Sprintf("SOAPAction er %q, men meddelelsen er %s (%q)", a, op.Name, op.Action)}
		r.Notes = append([]recording.Note{note}, r.Notes...)
	}
	return r
}

// perform lets an operation answer.
func (s *Service) perform(op Operation, env *Envelope) (r Reply) {
	defer func() {
		if p := recover(); p != nil {
			r = Collapsed(s.Name, op.Name, p)
		}
	}()
	body, f := op.Handle(env)
	if f != nil {
		r = fault(env.Version, env, *f)
	} else {
		r = reply(env.Version, env, statusOK, body)
	}
	r.Operation = op.Name
	return r
}

// known lists the operations' elements for the person whose call found none.
func (s *Service) known() string {
	var names []string
	for n := range s.Operations {
		names = append(names, n.Local)
	}
	sort.Strings(names)
	return strings.Join(names, ", ")
}

func fault(v Version, env *Envelope, f Fault) Reply {
	r := reply(v, env, f.Status(v), f.element(v))
	r.Notes = []recording.Note{{Code: f.Code, Text: f.Reason}}
	return r
}

func reply(v Version, env *Envelope, status int, body *etree.Element) Reply {
	raw, err := Write(v, replyHeader(env), body)
	if err != nil { // nothing in our replies can fail to be written; say so if it does
		r := Text(statusServerError, "klarmeld kunne ikke skrive sit svar: "+err.Error())
		r.Broken = err
		return r
	}
	return Reply{Status: status, Header: map[string][]string{"Content-Type": {v.ContentType()}}, Body: raw}
}

// replyHeader echoes the transaction, as the WSDL wants a RequestHeader in the
// reply too, and relates the reply to the request's MessageID.
func replyHeader(env *Envelope) []*etree.Element {
	transaction := uuid.NewString()
	if env != nil && env.Transaction != "" {
		transaction = env.Transaction
	}
	out := []*etree.Element{RequestHeader(transaction)}
	if env != nil && env.MessageID != "" {
		rel := etree.NewElement("RelatesTo")
		rel.CreateAttr("xmlns", NSAddressing)
		rel.SetText(env.MessageID)
		out = append(out, rel)
	}
	return out
}

// version guesses the version of a message that could not be read.
func (c Call) version() Version {
	if media, _, _ := mime.ParseMediaType(c.ContentType); media == "application/soap+xml" {
		return V12
	}
	return V11
}

// action is the SOAPAction header of SOAP 1.1 or the action parameter of the
// Content-Type of SOAP 1.2, without quotes.
func (c Call) action() string {
	if _, params, err := mime.ParseMediaType(c.ContentType); err == nil && params["action"] != "" {
		return params["action"]
	}
	return strings.Trim(c.SOAPAction, `" `)
}
