package soap

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

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
	// ReplyAction is the wsa:Action of the reply; "": the default pattern's.
	ReplyAction string
	// ActionRequired: the WSDL demands that a call says it.
	ActionRequired bool
	// Handle returns the reply's body element, or a fault. The element must
	// declare the prefixes that it uses. It knows no other time than when the message was
	// received: so a reply follows from the messages before it on record, and who has
	// the recording makes it again.
	Handle func(*Envelope) (*etree.Element, *Fault)
}

// Service is a set of operations behind one or more paths. It knows messages
// and replies, and nothing of the road that they come by: package wire is its
// HTTP face.
type Service struct {
	ID       recording.ServiceID
	Name     string // for people: "SagDokumentIndeks 6"
	PortType string // the WSDL's namespace and its port type, with a slash between; "" when unknown
	// Foreign: it is none of KOMBIT's services with a RequestHeader, but of another
	// standard, whose replies have none.
	Foreign    bool
	Operations map[xml.Name]Operation
}

// Call is a message as it came to a service.
type Call struct {
	Method          string // of HTTP: POST carries messages
	ContentType     string // the header, as it was sent
	ContentEncoding string // the header, as it was sent
	SOAPAction      string // the header, as it was sent
	Body            []byte // at most MaxBytes+1 of it
	Cut             error  // why no more of it came; nil when it is whole
	// Received is when the message came. It is the only time that a reply knows.
	Received time.Time
	// NewID names what is new in the reply, by what it is; nil: it is anyone's guess.
	NewID func(what string) string

	reading *reading // where it is kept when it has been read; nil: it is not
}

// reading is a message that has been read, by whoever asked first.
type reading struct {
	done  bool
	bytes bool // it is what the bytes say, however they came
	env   *Envelope
	p     *Problem
}

// Kept is the call, which is read once however many ask for its envelope: guards
// and services take the very same elements. It is for one goroutine at a time.
func (c Call) Kept() Call {
	c.reading = &reading{}
	return c
}

// Envelope is the message, read as far as it came. One that breaks a rule of SOAP's
// comes with the problem; nil when there is no envelope at all.
func (c Call) Envelope() (*Envelope, *Problem) { return c.read() }

// Name names what is new in the reply, by what it is.
func (c Call) Name(what string) string { return c.newID(what) }

// Still says that nothing the reply rests on changes until the exchange is on record:
// a guard sees to that, and the service need not.
func (c Call) Still() {
	if env, _ := c.read(); env != nil {
		env.Still = true
	}
}

// Refused is the Fault by which a message is turned away that was read.
func (c Call) Refused(f Fault) Reply {
	env, _ := c.read()
	version := c.version()
	if env != nil {
		version = env.Version
	}
	return c.fault(version, env, f)
}

// newID is the UUID of something new in the reply.
func (c Call) newID(what string) string {
	if c.NewID == nil {
		return uuid.NewString()
	}
	return c.NewID(what)
}

// Reply is what goes back, and what the service made of the message.
type Reply struct {
	Status int // of HTTP
	Header map[string][]string
	Body   []byte
	// Document is what Body was written from; nil when it is no XML of ours.
	Document  *etree.Document
	Operation string           // the one that was called; "" when none was
	Notes     []recording.Note // what is worth recording
	// Broken is why klarmeld could not answer as it should: a fault of ours, which
	// leaves a hole in the evidence. nil when all is well.
	Broken error

	settle []func(recorded bool)
}

// Settle tells the operation whether the exchange is on record. Nobody else can
// change what the reply rests on before it has been told; so whoever answers a
// message settles it, as soon as may be.
func (r Reply) Settle(recorded bool) {
	for _, told := range slices.Backward(r.settle) {
		// What is half done is not done.
		told(recorded && r.Broken == nil)
	}
}

// HTTP's statuses, of which a service knows these.
const (
	statusOK               = 200
	statusMethodNotAllowed = 405
	statusUnsupportedType  = 415
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

// CodeUnrecorded is the code of the fault that answers what could not be recorded.
const CodeUnrecorded = "klarmeld.ikke-optaget"

// Unrecorded is the reply to a message that could not be put on record: a fault of
// ours, for nothing that is not on record has been received. why says in Danish
// what is wrong.
func (c Call) Unrecorded(why string) Reply {
	env, _ := c.read() // what of it there is; the fault is related to it
	version := c.version()
	if env != nil {
		version = env.Version
	}
	return c.fault(version, env, Fault{Code: CodeUnrecorded,
		Reason: fmt.Sprintf("klarmeld har ikke modtaget meddelelsen: den kan ikke optages (%s). Intet er ændret; fejlen er ikke jeres. Send den igen senere.", why)})
}

// Answer answers one message. Whatever goes wrong is answered with a SOAP fault
// that says so, and a panic with Collapsed. The caller settles the reply.
func (s *Service) Answer(c Call) Reply {
	if c.Method != "POST" {
		r := Text(statusMethodNotAllowed, s.Name+" besvarer SOAP-meddelelser: brug POST.")
		r.Header["Allow"] = []string{"POST"}
		return r
	}
	env, p := c.read()
	if p != nil {
		return c.refused(env, p)
	}
	return s.dispatch(c, env)
}

// refused answers a message that cannot be read. Of one that breaks a rule of
// SOAP's there is an envelope, whose sender may wait for an addressed answer.
func (c Call) refused(env *Envelope, p *Problem) Reply {
	f := Fault{Sender: true, Reason: strings.TrimSpace(p.Error() + " " + p.Fix), Code: p.Code, Status: p.status()}
	version := c.version()
	if env != nil {
		version = env.Version
	}
	switch {
	case p.Code == CodeMustUnderstand:
		f.Value, f.header = "MustUnderstand", env.notUnderstoodHeader()
	case p.Code == CodeEnvelope:
		f.Value = "VersionMismatch"
		if version == V12 {
			f.header = []*etree.Element{upgrade()}
		}
	}
	r := c.fault(version, env, f)
	r.Notes[0].Text = p.Error() // how to mend it, the rule says
	return r
}

// read is Envelope. The time and the names of what is new are the call's own.
func (c Call) read() (*Envelope, *Problem) {
	r := c.reading
	if r == nil {
		r = &reading{}
	}
	if !r.done {
		r.parse(c)
		r.done = true
	}
	if r.env != nil {
		r.env.Received, r.env.NewID = c.Received, c.newID
	}
	return r.env, r.p
}

func (r *reading) parse(c Call) {
	switch {
	case len(c.Body) > MaxBytes:
		r.p = TooLarge()
	case c.Cut != nil:
		r.p = &Problem{Code: "http.afbrudt", Message: "Forbindelsen blev afbrudt, før hele meddelelsen var modtaget."}
	default:
		r.p = c.carried()
	}
	if r.p != nil {
		return
	}
	r.bytes = true
	doc, p := ReadDocumentAs(c.Body, c.ContentType)
	if r.p = p; p == nil {
		r.env, r.p = doc.envelope()
	}
}

func nameOf(el *etree.Element) xml.Name { return xml.Name{Space: el.NamespaceURI(), Local: el.Tag} }

func (s *Service) dispatch(c Call, env *Envelope) Reply {
	op, ok := s.Operations[nameOf(env.Body)]
	if !ok {
		return c.fault(env.Version, env, Fault{Sender: true, Code: "soap.operation",
			Reason: fmt.Sprintf("%s har ingen operation for <%s> i namespace %q. Den kender: %s.", s.Name, env.Body.Tag, env.Body.NamespaceURI(), s.known())})
	}
	r := s.perform(c, op, env)
	r.Notes = slices.Concat(c.actionNotes(op), s.Shown(env), r.Notes)
	return r
}

// perform lets an operation answer.
func (s *Service) perform(c Call, op Operation, env *Envelope) (r Reply) {
	defer func() {
		if p := recover(); p != nil {
			r = Collapsed(s.Name, op.Name, p)
		}
		r.settle = env.settle
	}()
	body, f := op.Handle(env)
	if f != nil {
		r = c.fault(env.Version, env, *f)
	} else {
		r = reply(env.Version, c.header(s, env, cmp.Or(op.ReplyAction, s.defaultAction(op, "Response"))), statusOK, body)
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

func (c Call) fault(v Version, env *Envelope, f Fault) Reply {
	status := f.Status
	if status == 0 {
		status = statusServerError
	}
	r := reply(v, append(c.replyHeader(env, actionFault), f.header...), status, f.element(v))
	r.Notes = []recording.Note{{Code: f.Code, Text: f.Reason}}
	return r
}

func reply(v Version, header []*etree.Element, status int, body *etree.Element) Reply {
	r := Reply{Status: status, Header: map[string][]string{"Content-Type": {v.ContentType()}}, Document: document(v, header, body)}
	r.Rewrite()
	return r
}

// Rewrite writes the document anew, after it has been changed.
func (r *Reply) Rewrite() { r.Body = bytesOf(r.Document) }

// bytesOf is Document.WriteToBytes without a buffer of its own for each: a buffer in
// memory takes whatever it is given.
func bytesOf(doc *etree.Document) []byte {
	var out bytes.Buffer
	out.Grow(1024)
	for _, token := range doc.Child {
		token.WriteTo(&out, &doc.WriteSettings)
	}
	return out.Bytes()
}

// header is a reply's header: a service that has none of KOMBIT's is only addressed.
func (c Call) header(s *Service, env *Envelope, action string) []*etree.Element {
	if s.Foreign {
		return c.addressing(env, action)
	}
	return c.replyHeader(env, action)
}

// replyHeader echoes the transaction, as the WSDL wants a RequestHeader in the
// reply too, and addresses the reply when the message was addressed.
func (c Call) replyHeader(env *Envelope, action string) []*etree.Element {
	transaction := ""
	if env != nil {
		transaction = env.Transaction
	}
	if transaction == "" {
		transaction = c.newID("transaktion")
	}
	return append([]*etree.Element{RequestHeader(transaction)}, c.addressing(env, action)...)
}

// version guesses the version of a message that could not be read.
func (c Call) version() Version {
	if c.media() == "application/soap+xml" {
		return V12
	}
	return V11
}
