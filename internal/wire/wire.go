// Package wire is the HTTP face of klarmeld's services: it routes paths to
// them, records every exchange byte for byte, and can be reached over a
// listener or in-process by a transport that needs no port. Both ways run the
// very same handler.
package wire

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/jarcoal/httpmock"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Wire is an http.Handler over a set of services.
type Wire struct {
	services map[string]*soap.Service
	log      recording.Log
	now      func() time.Time

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
func New(services map[string]*soap.Service, log recording.Log, now func() time.Time) *Wire {
	return &Wire{services: services, log: log, now: now, large: make(chan struct{}, 1), work: make(chan struct{}, atOnce)}
}

// Paths lists what the wire answers, in alphabetical order, with the name of
// the service behind each.
func (w *Wire) Paths() [][2]string {
	var out [][2]string
	for p, s := range w.services {
		out = append(out, [2]string{p, s.Name})
	}
	sort.Slice(out, func(i, j int) bool { return out[i][0] < out[j][0] })
	return out
}

// Err is the first failure to record an exchange, or to answer it. A run with
// such a failure has a hole in its evidence and must not reach a verdict.
func (w *Wire) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.err
}

type senderKey struct{}

// As marks a context as another sender's than the system under test.
func As(ctx context.Context, s recording.Sender) context.Context {
	return context.WithValue(ctx, senderKey{}, s)
}

// ServeHTTP routes and records one exchange.
func (w *Wire) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	begun := w.now()
	raw, leave, readErr := w.read(r)
	defer leave()
	if x := w.repeated(r, raw); x != nil {
		answer(rw, x)
		return
	}
	arrived := w.arrive(raw)
	rec := &recorder{header: http.Header{}, status: http.StatusOK}
	inner := r.Clone(r.Context())
	inner.Body = io.NopCloser(io.MultiReader(bytes.NewReader(raw), failing{readErr}))
	service, ok := w.services[strings.TrimSuffix(r.URL.Path, "/")]
	if ok {
		w.work <- struct{}{}
		w.serve(service, rec, inner)
		<-w.work
	} else {
		service = &soap.Service{}
		w.notFound(rec, r)
	}
	x := &recording.Exchange{
		ServiceID: service.ID, Service: service.Name, Operation: rec.operation, Sender: sender(r.Context()),
		Method: r.Method, Path: r.URL.RequestURI(), Header: r.Header.Clone(), Status: rec.status,
		ReplyHeader: rec.header.Clone(), Notes: rec.notes, Begun: begun, Ended: w.now(),
		Truncated: len(raw) > soap.MaxBytes, Arrived: arrived, Request: raw, Reply: rec.body.Bytes(),
	}
	if _, err := w.log.Append(recording.Entry{Time: begun, Kind: recording.KindExchange, Exchange: x}); err != nil {
		w.fail(err)
	}
	answer(rw, x)
}

// answer sends a reply that is on record; a client that has gone away is no
// error of ours.
func answer(rw http.ResponseWriter, x *recording.Exchange) {
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

// Remember lets the wire answer messages that were recorded before klarmeld was
// cut off with the replies that they may never have got. Who sends one again,
// byte for byte, is repeating it; recorded twice, it would be held against them.
func (w *Wire) Remember(earlier []*recording.Exchange) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remembered = earlier
}

func (w *Wire) repeated(r *http.Request, raw []byte) *recording.Exchange {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, x := range w.remembered {
		if x.Path == r.URL.RequestURI() && x.Sender == sender(r.Context()) && bytes.Equal(x.Request, raw) {
			return x
		}
	}
	return nil
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

// serve lets the service answer. A service that panics is our fault: it must
// neither stop the run nor leave the exchange out of the recording, where the
// system would be blamed for traffic that never came.
func (w *Wire) serve(service *soap.Service, rec *recorder, r *http.Request) {
	defer func() {
		if p := recover(); p != nil {
			w.fail(fmt.Errorf("klarmelds service %s brød sammen: %v", service.Name, p))
			rec.body.Reset()
			http.Error(rec, "klarmeld brød sammen; fejlen er klarmelds, ikke jeres.", http.StatusInternalServerError)
		}
	}()
	service.ServeHTTP(rec, r)
}

func (w *Wire) fail(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err == nil {
		w.err = err
	}
}

func sender(ctx context.Context) recording.Sender {
	if s, ok := ctx.Value(senderKey{}).(recording.Sender); ok {
		return s
	}
	return recording.SenderSystem
}

func (w *Wire) notFound(rec *recorder, r *http.Request) {
	// The path as it was sent: decoded it could hold any byte, and the recording
	// keeps its notes as text.
	path := r.URL.EscapedPath()
	rec.Note(recording.Note{Code: "http.sti", Text: path + " er ingen af klarmelds services"})
	rec.Header().Set("Content-Type", "text/plain; charset=utf-8")
	rec.WriteHeader(http.StatusNotFound)
	fmt.Fprintf(rec, "klarmeld har ingen service på %s. Services:\n", path)
	for _, p := range w.Paths() {
		fmt.Fprintf(rec, "  %s  %s\n", p[0], p[1])
	}
}

// failing gives the inner handler the error that reading the body met.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// recorder is a ResponseWriter that keeps the reply and hears what the service
// observes.
type recorder struct {
	header    http.Header
	status    int
	body      bytes.Buffer
	operation string
	notes     []recording.Note
}

// A service hears of no observer that does not fit: it would be silent.
var _ soap.Observer = (*recorder)(nil)

func (r *recorder) Header() http.Header         { return r.header }
func (r *recorder) WriteHeader(status int)      { r.status = status }
func (r *recorder) Write(b []byte) (int, error) { return r.body.Write(b) }
func (r *recorder) Operation(name string)       { r.operation = name }
func (r *recorder) Note(n recording.Note)       { r.notes = append(r.notes, n) }

// Transport reaches handlers without a port: each handler answers for one
// base URL ("http://klarmeld.invalid"). What travels is what would travel over
// a socket, but for the headers that net/http's own client adds there
// (User-Agent, Accept-Encoding, Content-Length).
type Transport struct{ mock *httpmock.MockTransport }

// NewTransport returns a transport that reaches nothing yet.
func NewTransport() *Transport {
	t := &Transport{httpmock.NewMockTransport()}
	t.mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("ingen svarer på " + r.URL.String())
	})
	return t
}

// methods are those of RFC 9110 and PATCH: a call with the wrong one is
// answered by the handler, as it would be over a socket.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace, http.MethodConnect,
}

// Open lets a handler answer for a base URL.
func (t *Transport) Open(base string, h http.Handler) {
	for _, method := range methods {
		t.mock.RegisterResponder(method, "=~^"+regexp.QuoteMeta(base)+"([/?]|$)", responder(h))
	}
}

// RoundTrip carries one request.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) { return t.mock.RoundTrip(r) }

func responder(h http.Handler) httpmock.Responder {
	return func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context()) // a transport must not change the caller's request
		if r.Body == nil {
			r.Body = http.NoBody
		}
		if r.URL.Path == "" {
			r.URL.Path = "/" // as it would stand in the request line
		}
		rec := &recorder{header: http.Header{}, status: http.StatusOK}
		h.ServeHTTP(rec, r)
		return &http.Response{
			Status: fmt.Sprintf("%d %s", rec.status, http.StatusText(rec.status)), StatusCode: rec.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: rec.header, Body: io.NopCloser(&rec.body), ContentLength: int64(rec.body.Len()), Request: r,
		}, nil
	}
}
