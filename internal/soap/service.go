package soap

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
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

// Service is a set of operations behind one or more paths.
type Service struct {
	ID         recording.ServiceID
	Name       string // for people: "SagDokumentIndeks 6"
	Operations map[xml.Name]Operation
}

// Observer is what a ResponseWriter may implement to hear what a Service made
// of a message: the recorder around the services does.
type Observer interface {
	// Operation names the operation that was called.
	Operation(name string)
	// Note says something about the message that is worth recording.
	Note(recording.Note)
}

// ServeHTTP answers one message. Whatever goes wrong is answered with a SOAP
// fault that says so; the service itself keeps running.
func (s *Service) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		http.Error(w, s.Name+" besvarer SOAP-meddelelser: brug POST.", http.StatusMethodNotAllowed)
		return
	}
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, MaxBytes))
	if err != nil {
		var tooLarge *http.MaxBytesError
		p := &Problem{Code: "http.afbrudt", Message: "Forbindelsen blev afbrudt, før hele meddelelsen var modtaget."}
		if errors.As(err, &tooLarge) {
			p = TooLarge()
		}
		s.fault(w, versionOf(r), nil, Fault{Sender: true, Reason: p.Error(), Code: p.Code})
		return
	}
	env, p := Read(raw)
	if p != nil {
		s.fault(w, versionOf(r), nil, Fault{Sender: true, Reason: p.Error() + " " + p.Fix, Code: p.Code})
		return
	}
	s.dispatch(w, r, env)
}

func (s *Service) dispatch(w http.ResponseWriter, r *http.Request, env *Envelope) {
	op, ok := s.Operations[xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}]
	if !ok {
		s.fault(w, env.Version, env, Fault{Sender: true, Code: "soap.operation",
			Reason: fmt.Sprintf("%s har ingen operation for <%s> i namespace %q. Den kender: %s.", s.Name, env.Body.Tag, env.Body.NamespaceURI(), s.known())})
		return
	}
	observe(w, func(o Observer) { o.Operation(op.Name) })
	if a := action(r); a != "" && op.Action != "" && a != op.Action {
		note := recording.Note{Code: "soap.action", Text: fmt.Sprintf("SOAPAction er %q, men meddelelsen er %s (%q)", a, op.Name, op.Action)}
		observe(w, func(o Observer) { o.Note(note) })
	}
	body, f := op.Handle(env)
	if f != nil {
		s.fault(w, env.Version, env, *f)
		return
	}
	s.write(w, env.Version, env, http.StatusOK, body)
}

func observe(w http.ResponseWriter, tell func(Observer)) {
	if o, ok := w.(Observer); ok {
		tell(o)
	}
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

func (s *Service) fault(w http.ResponseWriter, v Version, env *Envelope, f Fault) {
	observe(w, func(o Observer) { o.Note(recording.Note{Code: f.Code, Text: f.Reason}) })
	s.write(w, v, env, f.Status(v), f.element(v))
}

func (s *Service) write(w http.ResponseWriter, v Version, env *Envelope, status int, body *etree.Element) {
	raw, err := Write(v, replyHeader(env), body)
	if err != nil { // nothing in our replies can fail to be written; say so if it does
		http.Error(w, "klarmeld kunne ikke skrive sit svar: "+err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", v.ContentType())
	w.WriteHeader(status)
	_, _ = w.Write(raw) // a client that has gone away is no error of ours
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

// versionOf guesses the version of a message that could not be read.
func versionOf(r *http.Request) Version {
	if media, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); media == "application/soap+xml" {
		return V12
	}
	return V11
}

// action is the SOAPAction header of SOAP 1.1 or the action parameter of the
// Content-Type of SOAP 1.2, without quotes.
func action(r *http.Request) string {
	if _, params, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && params["action"] != "" {
		return params["action"]
	}
	return strings.Trim(r.Header.Get("SOAPAction"), `" `)
}
