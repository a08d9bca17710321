package services

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
	"klarmeld/internal/xmldsig"
)

// Secured is the services' security, with those who sign for them.
type Secured struct {
	security.Setting
	Tokens  xmldsig.Signer // the STS's
	Replies xmldsig.Signer // the services'
}

// guard holds what comes against the rules of the secured wire, and signs what
// goes.
type guard struct {
	Secured
	services *Services
	used     *security.Used // by the services
	usedSTS  *security.Used

	mu    sync.Mutex
	state security.Circumstances
}

func newGuard(s *Services, secured Secured) *guard {
	return &guard{Secured: secured, services: s, used: security.NewUsed(), usedSTS: security.NewUsed()}
}

// sts is the token service.
func (g *guard) sts() *soap.Service {
	return security.STS{Terms: func(at time.Time) security.Terms { return g.terms("", at) }, By: g.Tokens, Used: g.usedSTS}.Service()
}

// terms are what holds now.
func (g *guard) terms(service recording.ServiceID, at time.Time) security.Terms {
	g.mu.Lock()
	defer g.mu.Unlock()
	return security.Terms{Setting: g.Setting, Circumstances: g.state, Audience: security.EntityOf(service), At: at}
}

// Admit lets what changes the registers and the STS wait until the message is on
// record: changes are on record in the order in which they took effect.
func (g *guard) Admit(r *http.Request, c soap.Call) wire.Admission {
	g.services.changing.RLock()
	c.Still()
	a := wire.Admission{Settle: func(bool) { g.services.changing.RUnlock() }}
	service := g.services.At(r.URL.Path)
	env, p := c.Envelope()
	if p != nil || c.Method != http.MethodPost || service.ID == recording.STS || g.Mode != security.Enforce {
		return a // unreadable: the service says why; the STS looks itself; and the judge finds
	}
	t := g.terms(service.ID, c.Received)
	checked := t.Check(env)
	for _, n := range service.Shown(env) {
		if n.Code == soap.CodeAddressedTo {
			checked.Breaches = append(checked.Breaches, security.Breach{Rule: soap.CodeAddressedTo, El: env.Header, Message: n.Text + "."})
		}
	}
	if len(checked.Breaches) > 0 {
		f := checked.Breaches[0].Fault()
		a.Refuse = func(c soap.Call) soap.Reply { return c.Refused(*f) }
		return a
	}
	settle, ok := g.used.Claim(checked.MessageID, t.At)
	if !ok {
		f := security.Again(env, checked.MessageID).Fault()
		a.Refuse = func(c soap.Call) soap.Reply { return c.Refused(*f) }
		return a
	}
	unlock := a.Settle
	a.Settle = func(recorded bool) {
		settle(recorded)
		unlock(recorded)
	}
	return a
}

// Release signs the reply to whoever has sent a wsse:Security: who has none would
// not understand ours. A Fault goes unsigned, which both CXF and .NET show: who has set
// up the wrong algorithm would else be told of our signature, and never why.
func (g *guard) Release(r *http.Request, c soap.Call, reply soap.Reply) soap.Reply {
	env, _ := c.Envelope()
	if env == nil || reply.Document == nil || reply.Status != http.StatusOK || xmldsig.Child(env.Header, xmldsig.NSWSSE, "Security") == nil {
		return reply
	}
	service := g.services.At(r.URL.Path)
	by := g.Replies
	if service.ID == recording.STS {
		by = g.Tokens
	}
	if err := security.Sign(&reply, by, service.ID == recording.STS, c.Received, c.Name); err != nil {
		r := soap.Collapsed(service.Name, reply.Operation, err)
		r.Notes = reply.Notes
		return r
	}
	if state := g.terms(service.ID, c.Received).Circumstances; slices.Contains(state.Tampered, service.ID) {
		security.Tamper(&reply, c.Name)
	}
	return reply
}

// be lets the state be another.
func (g *guard) be(state security.Circumstances) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.state = state
}

// Secure lets the STS and the services be otherwise from now on, and records it.
// It is an error where there is no security.
func (s *Services) Secure(state security.Circumstances) error {
	if s.guard == nil {
		return fmt.Errorf("sikkerheden er slået fra")
	}
	raw, err := json.Marshal(state)
	if err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	s.guard.be(state)
	_, err = s.log.Append(recording.Entry{Kind: recording.KindChange, Change: &recording.Change{Security: raw}})
	s.astray = err != nil
	return err
}

// Met lets the services know a message that is on record already: its MessageID has
// been used, unless the message was refused.
func (s *Services) Met(x recording.Exchange) {
	if s.guard == nil || s.guard.Mode != security.Enforce || x.Sender != recording.SenderSystem || security.Refused(x) {
		return
	}
	env, p := soap.Read(x.Request)
	if p != nil || env.MessageID == "" {
		return
	}
	used := s.guard.used
	if x.ServiceID == recording.STS {
		used = s.guard.usedSTS
	}
	used.Use(env.MessageID, x.Begun)
}

// At is the service at a path; nil when there is none.
func (s *Services) At(path string) *soap.Service { return s.byPath[strings.TrimSuffix(path, "/")] }
