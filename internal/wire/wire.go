// Package wire is the HTTP face of klarmeld's services: it routes paths to
// them, lets guards stand before and after, and records every exchange byte for
// byte. Whether a request came over a listener or in the process (package road)
// makes no difference to it.
package wire

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/privacy"
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

	nonce   string       // of the run; "" when it is not chained
	numbers atomic.Int64 // how many messages have been given one

	coming chan struct{} // room for some messages above small, while the rest of them comes
	large  chan struct{} // room for one of them at a time, while it is answered
	work   chan struct{} // room for as many messages as are answered at once

	sending, reading pace

	mu         sync.Mutex
	err        error                 // the first failure of our own
	remembered []*recording.Exchange // what may be sent once more
}

// Bounds of what is held in memory, where a message takes up to a hundred times
// its size while it is answered. Many senders may send small messages at once,
// and a few of those are answered at a time; of larger ones a few may come at a
// time, and one is answered.
const (
	small   = 64 << 10 // bytes; a case with all its relations has some 15,000
	atOnce  = 8
	comings = 3
)

// New returns a wire that records to log. Services are keyed by path.
func New(services map[string]*soap.Service, log recording.Log, now func() time.Time, guards ...Guard) *Wire {
	return &Wire{services: services, log: log, now: now, guards: guards, sending: sending, reading: reading,
		coming: make(chan struct{}, comings), large: make(chan struct{}, 1), work: make(chan struct{}, atOnce)}
}

// Named lets what is new in replies follow from the run's nonce and the message's
// number, which is one more than the last that the recording has, so that who has
// the recording makes the replies again. A nonce that is "" names nothing.
func (w *Wire) Named(nonce string, last int) {
	w.nonce = nonce
	w.numbers.Store(int64(last))
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
		w.send(rw, &recording.Exchange{Status: reply.Status, ReplyHeader: reply.Header, Reply: reply.Body})
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
	raw, leave, cut := w.read(rw, r)
	defer leave()
	m := w.arrived(r, raw, cut, begun)
	// Who is turned away repeats nothing: what was answered was another's.
	if x := w.repeated(r, raw); x != nil && m.refusal == nil {
		m.settle(false)
		m.done()
		leave()
		w.send(rw, x)
		return
	}
	x := &recording.Exchange{
		Sender: w.sender(r), Peer: peer(r), Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(),
		Begun: begun, Truncated: len(raw) > soap.MaxBytes, Cut: cut != nil, Request: raw,
	}
	if err := w.record(m, x, spent); err != nil {
		w.fail(err)
		m.unrecorded(x, err)
	}
	m.done() // who reads slowly keeps nobody waiting
	leave()
	w.send(rw, x)
}

// record answers a message and puts it on record with its reply; neither has
// happened when it returns an error. What the message changes is changed only
// then: nobody is told of what is not on record.
func (w *Wire) record(m *message, x *recording.Exchange, spent time.Duration) (err error) {
	recorded, broken := false, error(nil)
	defer func() { m.settle(recorded && broken == nil) }()
	if x.Arrived, err = w.arrive(x.Request); err != nil {
		return err
	}
	x.Number = w.number()
	broken = m.answered(x)
	if broken != nil {
		w.fail(broken)
	}
	x.Ended = w.ended(x.Begun, spent)
	_, err = w.log.Append(recording.Entry{Time: x.Begun, Elapsed: recording.Duration(spent), Kind: recording.KindExchange, Exchange: x})
	recorded = err == nil
	return err
}

// unrecorded makes the reply say that the message was not received.
func (m *message) unrecorded(x *recording.Exchange, err error) {
	why := recording.TroubleOther
	if known := (recording.Unwritten{}); errors.As(err, &known) {
		why = known.Trouble
	}
	reply := m.releasedByAll(m.call.Unrecorded(why.Name()))
	x.Status, x.ReplyHeader, x.Reply = reply.Status, reply.Header, reply.Body
}

// number is what a message that is put on record came as.
func (w *Wire) number() int {
	if w.nonce == "" {
		return 0
	}
	return int(w.numbers.Add(1))
}

// arrive keeps a message while it is handled, where the log can.
func (w *Wire) arrive(raw []byte) (string, error) {
	a, ok := w.log.(recording.Arrivals)
	if !ok {
		return "", nil
	}
	return a.Arrive(raw)
}

// notFound tells a call that misses where the services are.
func (w *Wire) notFound(r *http.Request) *soap.Reply {
	// The path as it was sent: decoded it could hold any byte, and the recording
	// keeps its notes as text. It is as the recording has it.
	path, _, _ := strings.Cut(privacy.URI(r.URL.RequestURI()), "?")
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
