package judge

import (
	"slices"
	"strings"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
)

// Asked is a request of the system's for a token, and what the STS said to it.
type Asked struct {
	Seq      int // number of the exchange
	Scenario string
	Action   string
	Token    string // ID of the token; "": the STS said no
	Audience string // entity ID of the service that it is for
	Until    time.Time
	Code     string // of the STS's description, when it said no
}

// SecuredCall is a message of the system's to a service, and what it brought of security.
type SecuredCall struct {
	Seq      int // number of the exchange
	At       time.Time
	Scenario string
	Action   string
	Service  string    // its name
	Audience string    // its entity ID
	Token    string    // ID of the token; "": it brought none
	Until    time.Time // as the token says
	// Unagreed: the municipality had no service agreement then.
	Unagreed bool
	Broken   []security.RuleID // that the message broke
}

// Refused reports whether the STS said that the system, or the municipality, has no
// agreement.
func (a Asked) Refused() bool { return a.Token == "" && a.Code == security.PublicUnknown }

// unsigned are the rules that leave a message without a signature of what it says.
var unsigned = []security.RuleID{security.NoSecurity, security.NoSignature, security.SignatureForm, security.BadSignature, security.UnsignedBody,
	security.TokenConfirmation}

// Signed reports whether what the message says is signed by whoever has its token.
func (c SecuredCall) Signed() bool {
	return c.Token != "" && !slices.ContainsFunc(c.Broken, func(r security.RuleID) bool { return slices.Contains(unsigned, r) })
}

// Forgery is a UUID of nobody that klarmeld put into a reply after it was signed.
type Forgery struct {
	Seq      int // number of the exchange
	Scenario string
	UUID     string
}

// Asked are the system's requests for tokens, oldest first. The slice is the judge's
// own: do not change it.
func (j *Judge) Asked() []Asked { return j.secured.asked }

// Calls are the system's messages to services, as far as they could be read, oldest
// first. The slice is the judge's own: do not change it.
func (j *Judge) Calls() []SecuredCall { return j.secured.calls }

// Forgeries are what klarmeld has put into replies, oldest first.
func (j *Judge) Forgeries() []Forgery { return j.secured.forged }

// ActedOn is the first exchange in which the system sent a UUID of a forged reply; 0:
// there is none.
func (j *Judge) ActedOn(uuid string) int { return j.secured.acted[strings.ToLower(uuid)] }

// note keeps what is to be known of a message and its reply later.
func (s *secured) note(e recording.Entry, env *soap.Envelope, c security.Checked) {
	x := e.Exchange
	if x.ServiceID == recording.STS {
		s.asked = append(s.asked, asked(e, c))
		return
	}
	call := SecuredCall{Seq: e.Seq, At: x.Begun, Scenario: e.Scenario, Action: e.Action, Service: x.Service, Audience: security.EntityOf(x.ServiceID),
		Unagreed: len(s.state.Without) > 0}
	if c.Token != nil {
		call.Token, call.Until = c.Token.ID, c.Token.Until
	}
	for _, b := range c.Breaches {
		call.Broken = append(call.Broken, b.Rule)
	}
	s.calls = append(s.calls, call)
	s.noteActed(e)
	s.noteForged(e, env)
}

// asked is a request for a token, with its answer.
func asked(e recording.Entry, c security.Checked) Asked {
	a := Asked{Seq: e.Seq, Scenario: e.Scenario, Action: e.Action}
	if c.Request != nil {
		a.Audience = c.Request.AppliesTo
	}
	if reply, p := soap.Read(e.Exchange.Reply); p == nil {
		var token *security.Token
		if token, a.Code = security.Issued(reply); token != nil {
			a.Token, a.Until = token.ID, token.Until
		}
	}
	return a
}

// noteForged notes what klarmeld put into the reply after it was signed.
func (s *secured) noteForged(e recording.Entry, env *soap.Envelope) {
	x := e.Exchange
	if x.Status != 200 || !slices.Contains(s.state.Tampered, x.ServiceID) {
		return
	}
	reply, p := soap.Read(x.Reply)
	if p != nil {
		return
	}
	if id := security.Tampered(reply, s.setting.Service.Certificate, env.MessageID, x.Begun); id != "" {
		s.forged = append(s.forged, Forgery{e.Seq, e.Scenario, strings.ToLower(id)})
	}
}

// noteActed notes the forged UUIDs that a message has.
func (s *secured) noteActed(e recording.Entry) {
	if len(s.forged) == 0 {
		return
	}
	uuidsIn(e.Exchange.Request, func(id string) {
		id = strings.ToLower(id)
		if s.acted[id] == 0 && slices.ContainsFunc(s.forged, func(f Forgery) bool { return f.UUID == id }) {
			s.acted[id] = e.Seq
		}
	})
}
