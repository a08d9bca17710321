package idws

import (
	"bytes"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// Transport carries plain messages as secured ones, and secured replies as plain ones.
// It is an http.RoundTripper, and safe for concurrent use.
type Transport struct {
	By           xmldsig.Signer    // the system's key
	STS, Service *x509.Certificate // whose replies are believed
	CVR          string            // of the municipality
	Road         http.RoundTripper
	Now          func() time.Time
	NewID        func() string
	// Audience is the entity ID of the service at a path; "": the message is sent as it
	// is.
	Audience func(path string) string
	// Margin is how long before its end a token is no longer used.
	Margin time.Duration
	Lapses

	mu     sync.Mutex
	tokens map[string]token
}

// Lapses are what a sender can do wrong; the zero value does all right.
type Lapses struct {
	KeepsTokens bool // a token is used long after it is over
	Trusting    bool // replies are believed whoever has signed them
	Regardless  bool // what the STS gives no token for is sent in the clear
	NoTimestamp bool // messages to services have no Timestamp
}

// token is one that the STS gave.
type token struct {
	el    *etree.Element
	until time.Time
}

// RoundTrip secures a request, sends it, and holds the reply against its signature.
// A reply that is not to be believed is an error: nobody acts on it.
func (s *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	audience := s.Audience(r.URL.Path)
	if audience == "" || r.Method != http.MethodPost || r.Body == nil {
		return s.Road.RoundTrip(r)
	}
	raw, err := io.ReadAll(r.Body)
	if err := closed(r.Body, err); err != nil {
		return nil, err
	}
	doc, p := soap.ReadDocumentAs(raw, r.Header.Get("Content-Type"))
	if p != nil {
		return nil, p
	}
	t, err := s.token(r, audience)
	if s.Regardless && errors.As(err, &Refused{}) {
		plain := r.Clone(r.Context())
		plain.Body = io.NopCloser(bytes.NewReader(raw))
		return s.Road.RoundTrip(plain)
	}
	if err != nil {
		return nil, err
	}
	m := Wrapping{By: s.By, Token: t.el.Copy(), Action: action(r), ID: "urn:uuid:" + s.NewID(), To: address(r), Created: s.Now(), NoTimestamp: s.NoTimestamp}
	unaddressed(doc.Root)
	return s.carry(r, doc.Root, m, s.Service)
}

// carry sends a message that is secured now, and returns the reply that is believed.
func (s *Transport) carry(r *http.Request, root *etree.Element, m Wrapping, by *x509.Certificate) (*http.Response, error) {
	if err := m.Secure(root); err != nil {
		return nil, err
	}
	body, err := xmldsig.Written(root)
	if err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.GetBody = nil
	out.Header.Set("Content-Type", inUTF8.ReplaceAllString(out.Header.Get("Content-Type"), "charset=utf-8"))
	resp, err := s.Road.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	reply, err := io.ReadAll(resp.Body)
	if err := closed(resp.Body, err); err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(reply))
	if err := s.believed(resp.Header.Get("Content-Type"), reply, m.ID, by, s.Now()); err != nil {
		return nil, err
	}
	return resp, nil
}

// Believes says why the reply that a message to a service got once is not to be acted
// on.
func (s *Transport) Believes(request, reply []byte, at time.Time) error {
	env, p := soap.Read(request)
	if p != nil {
		return p
	}
	return s.believed("", reply, env.MessageID, s.Service, at)
}

// NoToken says why the STS's reply to a request gave no token once; nil: it gave one.
func (s *Transport) NoToken(request, reply []byte, at time.Time) error {
	asked, p := soap.Read(request)
	if p != nil {
		return p
	}
	if err := s.believed("", reply, asked.MessageID, s.STS, at); err != nil {
		return err
	}
	answer, p := soap.Read(reply)
	if p != nil {
		return p
	}
	_, err := issued(answer)
	return err
}

// inUTF8 is where a message says what it was written in: signed, it is UTF-8.
var inUTF8 = lazyregexp.New(`(?i)charset="?[a-z0-9._-]+"?`)

// believed says why a reply is not to be acted on. A Fault says that nothing was
// done, and may be nobody's.
func (s *Transport) believed(contentType string, reply []byte, id string, by *x509.Certificate, at time.Time) error {
	if s.Trusting {
		return nil
	}
	env, p := soap.ReadAs(reply, contentType)
	if p != nil {
		return fmt.Errorf("svaret kan ikke læses: %w", p)
	}
	if env.Body.Tag == "Fault" {
		return nil
	}
	if b := security.Answered(env, by, id, at); len(b) > 0 {
		return Disbelieved{b}
	}
	return nil
}

// Disbelieved is a reply that is not signed as it should be.
type Disbelieved struct{ Breaches []security.Breach }

func (d Disbelieved) Error() string {
	return "svaret er ikke til at stole på, og bruges ikke: " + d.Breaches[0].Message
}

// token is a token for a service, the one that was used last while it is good.
func (s *Transport) token(r *http.Request, audience string) (token, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t, ok := s.tokens[audience]; ok && (s.KeepsTokens || s.Now().Add(s.Margin).Before(t.until)) {
		return t, nil
	}
	t, err := s.fetch(r, audience)
	if err != nil {
		return t, err
	}
	if s.tokens == nil {
		s.tokens = map[string]token{}
	}
	s.tokens[audience] = t
	return t, nil
}

// Refused is what the STS says in a Fault.
type Refused struct{ Code, Reason string }

func (r Refused) Error() string { return "STS'en gav intet token: " + r.Reason }

// Unsent says that the message for which the token was to be was not sent.
func (r Refused) Unsent() {}

// fetch asks the STS for a token.
func (s *Transport) fetch(r *http.Request, audience string) (token, error) {
	var none token
	root := etree.NewElement("s:Envelope")
	root.CreateAttr("xmlns:s", soap.NS12)
	root.CreateElement("s:Header")
	root.CreateElement("s:Body").AddChild(Ask{AppliesTo: audience, CVR: s.CVR, By: s.By}.Body())
	at := *r.URL
	at.Path, at.RawQuery = Path, ""
	ask, err := http.NewRequestWithContext(r.Context(), http.MethodPost, at.String(), nil)
	if err != nil {
		return none, err
	}
	ask.Header.Set("Content-Type", soap.V12.ContentType())
	resp, err := s.carry(ask, root, Wrapping{By: s.By, Action: actionIssue, ID: "urn:uuid:" + s.NewID(), To: at.String(), Created: s.Now()}, s.STS)
	if err != nil {
		return none, err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		return none, err
	}
	env, p := soap.Read(raw)
	if p != nil {
		return none, p
	}
	return issued(env)
}

// issued reads the token of a reply.
func issued(env *soap.Envelope) (token, error) {
	if env.Body.Tag == "Fault" {
		code, reason := "", "uden forklaring"
		for _, path := range []string{".//fejlkode", ".//kode"} {
			if el := env.Body.FindElement(path); el != nil && code == "" {
				code = el.Text()
			}
		}
		if el := env.Body.FindElement(".//Text"); el != nil {
			reason = el.Text()
		}
		return token{}, Refused{code, reason}
	}
	el := env.Body.FindElement(".//Assertion")
	expires := env.Body.FindElement("./RequestSecurityTokenResponse/Lifetime/Expires")
	if el == nil || expires == nil {
		return token{}, fmt.Errorf("STS'ens svar har intet token")
	}
	until, err := time.Parse(time.RFC3339Nano, expires.Text())
	return token{el: el, until: until}, err
}

// action is what the request says that it is.
func action(r *http.Request) string {
	if a := strings.Trim(r.Header.Get("SOAPAction"), `"`); a != "" {
		return a
	}
	_, after, _ := strings.Cut(r.Header.Get("Content-Type"), "action=")
	a, _, _ := strings.Cut(after, ";")
	return strings.Trim(a, `" `)
}

// address is where the message is sent, without what a browser would add.
func address(r *http.Request) string {
	at := *r.URL
	at.RawQuery, at.Fragment = "", ""
	return at.String()
}

// unaddressed takes the headers of WS-Addressing away that a message has: it gets others.
func unaddressed(root *etree.Element) {
	header, _ := soap.Halves(root)
	for _, h := range header.ChildElements() {
		if h.NamespaceURI() == soap.NSAddressing {
			header.RemoveChild(h)
		}
	}
}

// closed closes what has been read.
func closed(c io.Closer, err error) error {
	if e := c.Close(); err == nil {
		err = e
	}
	return err
}
