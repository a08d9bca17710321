// Package wire is the HTTP face of klarmeld's services: it routes paths to
// them, lets guards stand before and after, and records every exchange byte for
// byte. Whether a request came over a listener or in the process (package road)
// makes no difference to it.
package wire

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Wire is an http.Handler over a set of services.
type Wire struct {
	services map[string]*soap.Service
	log      recording.Log
	now      func() time.Time
	guards   []Guard
	// contracts are what clients ask for with ?wsdl; nil: there are none.
	contracts *contractfiles.Folder
	own       Addresses // of the system under test; empty: whoever sends is it

	large chan struct{} // room for one message above small at a time
	work  chan struct{} // room for as many messages as are answered at once

	mu         sync.Mutex
	err        error                 // the first failure of our own
	remembered []*recording.Exchange // what may be sent once more
}

// Bounds of what is held in memory, where a message takes up to a hundred times
// its size while it is answered. Many senders may send small messages at once,
// and a few of those are answered at a time; larger ones wait for each other
// before the rest of them is read.
const (
	small  = 64 << 10 // bytes; a case with all its relations has some 15,000
	atOnce = 8
)

// New returns a wire that records to log. Services are keyed by path.
func New(services map[string]*soap.Service, log recording.Log, now func() time.Time, guards ...Guard) *Wire {
	return &Wire{services: services, log: log, now: now, guards: guards, large: make(chan struct{}, 1), work: make(chan struct{}, atOnce)}
}

// Paths lists what the wire answers, in alphabetical order, with the name of
// the service behind each.
func (w *Wire) Paths() [][2]string {
	var out [][2]string
	for _, p := range slices.Sorted(maps.Keys(w.services)) {
		out = append(out, [2]string{p, w.services[p].Name})
	}
	return out
}

// Offer lets the wire serve contracts.
func (w *Wire) Offer(f *contractfiles.Folder) { w.contracts = f }

// offered sends a service's contract to who asks for it. It is no message, and what
// is sent is KOMBIT's: it is not on record. One that is not here is answered, and
// recorded, as what else goes wrong.
func (w *Wire) offered(rw http.ResponseWriter, r *http.Request) bool {
	service := w.services[strings.TrimSuffix(r.URL.Path, "/")]
	if service == nil || !contractfiles.Asked(r) {
		return false
	}
	reply, found := w.contracts.Answer(r, service)
	if found {
		send(rw, &recording.Exchange{Status: reply.Status, ReplyHeader: reply.Header, Reply: reply.Body})
	}
	return found
}

// Err is the first failure to record an exchange, or to answer it. A run with
// such a failure has a hole in its evidence and must not reach a verdict.
func (w *Wire) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

type senderKey struct{}

// From is the same face for another sender than the system under test.
func (w *Wire) From(s recording.Sender) http.Handler {
	return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		w.ServeHTTP(rw, r.WithContext(context.WithValue(r.Context(), senderKey{}, s)))
	})
}

// ServeHTTP routes and records one exchange.
func (w *Wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	if w.offered(rw, r) {
		return
	}
	begun, spent := w.now(), w.elapsed()
	raw, leave, cut := w.read(r)
	defer leave()
	m := w.arrived(r, raw, cut)
	// Who is turned away repeats nothing: what was answered was another's.
	if x := w.repeated(r, raw); x != nil && m.refusal == nil {
		m.done()
		send(rw, x)
		return
	}
	x := &recording.Exchange{
		Sender: w.sender(r), Peer: peer(r), Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(),
		Begun: begun, Truncated: len(raw) > soap.MaxBytes, Arrived: w.arrive(raw), Request: raw,
	}
	if m.service != nil {
		x.ServiceID, x.Service = m.service.ID, m.service.Name
	}
	reply := m.answer()
	m.done() // who reads slowly keeps nobody waiting
	if reply.Broken != nil {
		w.fail(reply.Broken)
	}
	x.Operation, x.Notes, x.Status, x.ReplyHeader, x.Reply, x.Ended = reply.Operation, reply.Notes, reply.Status, reply.Header, reply.Body, w.ended(begun, spent)
	if _, err := w.log.Append(recording.Entry{Time: begun, Elapsed: recording.Duration(spent), Kind: recording.KindExchange, Exchange: x}); err != nil {
		w.fail(err)
	}
	send(rw, x)
}

// send sends a reply that is on record; a client that has gone away is no error
// of ours.
func send(rw http.ResponseWriter, x *recording.Exchange) {
	for k, v := range x.ReplyHeader {
		rw.Header()[k] = v
	}
	rw.WriteHeader(x.Status)
	_, _ = rw.Write(x.Reply)
}

// arrive keeps a message while it is handled, where the log can.
func (w *Wire) arrive(raw []byte) string {
	a, ok := w.log.(recording.Arrivals)
	if !ok {
		return ""
	}
	name, err := a.Arrive(raw)
	if err != nil {
		w.fail(err)
	}
	return name
}

// read reads the body as far as we read, and waits its turn when it is large.
// leave gives the turn on.
func (w *Wire) read(r *http.Request) (raw []byte, leave func(), err error) {
	leave = func() {}
	raw, err = io.ReadAll(io.LimitReader(r.Body, small))
	if len(raw) < small || err != nil {
		return raw, leave, err
	}
	select {
	case w.large <- struct{}{}:
		leave = func() { <-w.large }
	case <-r.Context().Done():
		return raw, leave, r.Context().Err() // who sent it has gone away
	}
	rest, err := io.ReadAll(io.LimitReader(r.Body, soap.MaxBytes+1-small))
	return append(raw, rest...), leave, err
}

// notFound tells a call that misses where the services are.
func (w *Wire) notFound(r *http.Request) *soap.Reply {
	// The path as it was sent: decoded it could hold any byte, and the recording
	// keeps its notes as text.
	path := r.URL.EscapedPath()
	var text strings.Builder
	fmt.Fprintf(&text, "klarmeld har ingen service på %s. Services:\n", path)
	for _, p := range w.Paths() {
		fmt.Fprintf(&text, "  %s  %s\n", p[0], p[1])
	}
	return &soap.Reply{Status: http.StatusNotFound, Header: map[string][]string{"Content-Type": {"text/plain; charset=utf-8"}}, Body: []byte(text.String()),
		Notes: []recording.Note{{Code: "http.sti", Text: path + " er ingen af klarmelds services"}}}
}

func (w *Wire) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}
