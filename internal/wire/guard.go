package wire

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Guard stands before and after the services, for those who are not klarmeld
// itself. It sees a message as it came, with the peer that sent it, before the
// service does; and the reply before it goes. Security is one: it refuses what is
// not signed, and signs what is answered. What guards do is on record as it
// travelled.
type Guard interface {
	// Admit looks at a message. The request's body has been read: it is the call's,
	// whose envelope guard and service share. r.TLS and r.RemoteAddr tell who the
	// peer is.
	Admit(r *http.Request, c soap.Call) Admission
	// Release makes of a reply, a refusal too, the one that is sent.
	Release(r *http.Request, c soap.Call, reply soap.Reply) soap.Reply
}

// Admission is what a guard says to a message. The zero lets it through.
type Admission struct {
	// Refuse is answered in the service's place; nil: it is not refused. The call is
	// the same, and now knows how what is new in its reply is named.
	Refuse func(soap.Call) soap.Reply
	// Settle is told once whether the exchange is on record; nil: nobody asks.
	Settle func(recorded bool)
}

// message is one that has come, and how far it came.
type message struct {
	wire    *Wire
	request *http.Request
	call    soap.Call
	service *soap.Service              // nil: none answers on its path
	refusal func(soap.Call) soap.Reply // why no service sees it; nil: one does
	seen    int                        // how many guards have seen it
	done    func()                     // gives its turn on
	settles []func(recorded bool)      // who is to be told whether it is on record
}

// settle tells whether the message is on record, the last first.
func (m *message) settle(recorded bool) {
	for _, told := range slices.Backward(m.settles) {
		told(recorded)
	}
	m.settles = nil
}

// answering is a refusal that is always the same.
func answering(r *soap.Reply) func(soap.Call) soap.Reply {
	if r == nil {
		return nil
	}
	return func(soap.Call) soap.Reply { return *r }
}

// arrived finds the service that a message is for, and lets the guards look at
// it: the first guard is the outermost, and the first that refuses the last to
// look.
func (w *Wire) arrived(r *http.Request, raw []byte, cut error, begun time.Time) *message {
	call := soap.Call{Method: r.Method, ContentType: r.Header.Get("Content-Type"), ContentEncoding: r.Header.Get("Content-Encoding"),
		SOAPAction: r.Header.Get("SOAPAction"),
		Body:       raw, Cut: cut, Received: begun}
	m := &message{wire: w, request: r, done: func() {}, call: call.Kept()}
	if m.service = w.services[strings.TrimSuffix(r.URL.Path, "/")]; m.service == nil {
		m.refusal = answering(w.notFound(r))
		return m
	}
	if m.refusal = answering(w.turnedAway(r, m.call)); m.refusal != nil {
		return m
	}
	w.work <- struct{}{}
	m.done = func() { <-w.work }
	guards := w.guards
	if w.sender(r) == recording.SenderNeighbour {
		guards = nil // klarmeld's own system comes by another door
	}
	for m.seen < len(guards) && m.refusal == nil {
		m.seen++
		a := m.admitted(guards[m.seen-1])
		if m.refusal = a.Refuse; a.Settle != nil {
			m.settles = append(m.settles, a.Settle)
		}
	}
	return m
}

// answered puts into an exchange what the services make of its request. An error is
// a fault of ours, which leaves a hole in the evidence.
func (m *message) answered(x *recording.Exchange) error {
	if nonce := m.wire.nonce; nonce != "" {
		m.call.NewID = func(what string) string { return recording.NewID(nonce, x.Number, what) }
	}
	if m.service != nil {
		x.ServiceID, x.Service = m.service.ID, m.service.Name
	}
	reply := m.answer()
	x.Reading = m.call.Reading()
	x.Operation, x.Notes, x.Status, x.ReplyHeader, x.Reply = reply.Operation, reply.Notes, reply.Status, reply.Header, reply.Body
	return reply.Broken
}

// answer is what is sent: the service's reply or the refusal, as the guards that
// saw the message release it, the innermost first.
func (m *message) answer() soap.Reply {
	var reply soap.Reply
	if m.service != nil {
		// Now the message has its number, by which what is new in the Fault is named.
		if away := m.wire.turnedAway(m.request, m.call); away != nil {
			m.refusal = answering(away)
		}
	}
	switch {
	case m.refusal != nil:
		reply = m.refused()
	case contractfiles.Asked(m.request):
		reply, _ = m.wire.contracts.Answer(m.request, m.service)
	default:
		reply = m.service.Answer(m.call)
		m.settles = append(m.settles, reply.Settle) // guards hand on what is sent, and no more
	}
	return m.releasedByAll(reply)
}

func (m *message) releasedByAll(reply soap.Reply) soap.Reply {
	for i := m.seen - 1; i >= 0; i-- {
		reply = m.released(m.wire.guards[i], reply)
	}
	return reply
}

// admitted is what a guard says to a message. A guard that panics is our fault,
// as a service that does is, and lets nothing through.
func (m *message) admitted(g Guard) (a Admission) {
	defer func() {
		if p := recover(); p != nil {
			r := soap.Collapsed(m.service.Name, "", p)
			a.Refuse = answering(&r)
		}
	}()
	return g.Admit(m.request, m.call)
}

// refused is the reply of whoever refused the message.
func (m *message) refused() (r soap.Reply) {
	defer func() {
		if p := recover(); p != nil {
			r = soap.Collapsed(m.service.Name, "", p)
		}
	}()
	return m.refusal(m.call)
}

// released is what a guard makes of a reply. One that panics loses nothing of
// what was noted.
func (m *message) released(g Guard, reply soap.Reply) (out soap.Reply) {
	defer func() {
		if p := recover(); p != nil {
			out = soap.Collapsed(m.service.Name, reply.Operation, p)
			out.Notes = reply.Notes
		}
	}()
	return g.Release(m.request, m.call, reply)
}
