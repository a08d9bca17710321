package wire

import (
	"net/http"

	"klarmeld/internal/soap"
)

// Guard stands before and after the services. It sees a message as it came,
// with the peer that sent it, before anything of it is read; and the reply
// before it goes. Security is one: it refuses what is not signed, and signs what
// is answered. What guards do is on record as it travelled.
type Guard interface {
	// Admit looks at a message. What it returns is answered in the service's
	// place; nil lets the message through. The request's body has been read: it
	// is the call's. r.TLS and r.RemoteAddr tell who the peer is.
	Admit(r *http.Request, c soap.Call) *soap.Reply
	// Release makes of a reply, a refusal too, the one that is sent.
	Release(r *http.Request, c soap.Call, reply soap.Reply) soap.Reply
}

// guarded lets a service answer between the guards: the first guard is the
// outermost. A guard that panics is our fault, as a service that does is.
func (w *Wire) guarded(service *soap.Service, r *http.Request, c soap.Call) (reply soap.Reply) {
	defer func() {
		if p := recover(); p != nil {
			reply = soap.Collapsed(service.Name, "", p)
		}
	}()
	for i, g := range w.guards {
		if refusal := g.Admit(r, c); refusal != nil {
			return w.released(r, c, *refusal, i+1)
		}
	}
	return w.released(r, c, service.Answer(c), len(w.guards))
}

// released lets the guards that saw the message see its reply, the innermost
// first.
func (w *Wire) released(r *http.Request, c soap.Call, reply soap.Reply, seen int) soap.Reply {
	for i := seen - 1; i >= 0; i-- {
		reply = w.guards[i].Release(r, c, reply)
	}
	return reply
}
