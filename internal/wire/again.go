package wire

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// errCut takes the place of the error by which a connection broke: no reply tells
// of it.
var errCut = errors.New("forbindelsen blev afbrudt")

// Again answers a message that is on record as it was answered then: by the time
// that it came, and by its number. Nothing is put on record. What it returns is the
// exchange as it should be; and false when the reply itself cannot be told from the
// recording, which goes for a service's contract: that is somebody's file, and all
// that is known is that there was none, or it would not be on record.
//
// The exchanges of a recording are given in their order, to services that have
// seen no others.
func (w *Wire) Again(x recording.Exchange) (recording.Exchange, bool, error) {
	at, err := url.ParseRequestURI(x.Path)
	if err != nil {
		return x, false, fmt.Errorf("stien kan ikke læses: %w", err)
	}
	r := &http.Request{Method: x.Method, URL: at, Header: http.Header(x.Header)}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	r = w.sentAgain(r, x)
	var cut error
	if x.Cut {
		cut = errCut
	}
	m := w.arrived(r, x.Request, cut, x.Begun)
	defer m.done()
	again := x
	again.Sender = w.sender(r)
	again.ServiceID, again.Service, again.Operation, again.Notes, again.Truncated = "", "", "", nil, len(x.Request) > soap.MaxBytes
	if m.service != nil && contractfiles.Asked(r) {
		m.settle(false)
		again.ServiceID, again.Service, again.Status = m.service.ID, m.service.Name, http.StatusNotFound
		return again, false, nil
	}
	// A fault of ours was one then: its reply is on record as any other, and it had no
	// effect.
	broken := m.answered(&again)
	again.Reading = x.Reading // what is compared is what is on record
	m.settle(broken == nil)
	return again, true, nil
}

// sentAgain is a request as it came from who sent it: by the door that it came in, or
// from its address.
func (w *Wire) sentAgain(r *http.Request, x recording.Exchange) *http.Request {
	if x.Peer != "" {
		r.RemoteAddr = net.JoinHostPort(x.Peer, "0")
	}
	if x.Sender == recording.SenderNeighbour {
		r = r.WithContext(context.WithValue(r.Context(), senderKey{}, x.Sender))
	}
	return r
}
