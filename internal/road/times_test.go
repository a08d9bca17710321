package road

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestTimes: a client may not be slow for ever over any part of a call.
func TestTimes(t *testing.T) {
	s, err := Listen("127.0.0.1:0", http.NotFoundHandler(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, c := range []struct {
		what           string
		got, low, high time.Duration
	}{
		{"the header", s.http.ReadHeaderTimeout, time.Second, 30 * time.Second},
		{"the request", s.http.ReadTimeout, 30 * time.Second, 5 * time.Minute},
		{"the reply", s.http.WriteTimeout, 2 * time.Minute, 15 * time.Minute},
		{"the next call", s.http.IdleTimeout, 30 * time.Second, 10 * time.Minute},
		{"the end", s.closing, 5 * time.Second, 30 * time.Second},
	} {
		if c.got < c.low || c.got > c.high {
			t.Errorf("a client may take %s over %s", c.got, c.what)
		}
	}
	// The time for writing runs while the request is read.
	if s.http.WriteTimeout <= s.http.ReadTimeout {
		t.Errorf("who takes %s to send has no time left to be answered", s.http.ReadTimeout)
	}
}

// TestCutOff: who does not finish in time when the server is closed is cut off,
// and the server is closed all the same.
func TestCutOff(t *testing.T) {
	came := make(chan struct{})
	s, err := Listen("127.0.0.1:0", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(came)
		<-r.Context().Done()
	}), nil)
	if err != nil {
		t.Fatal(err)
	}
	s.closing = time.Nanosecond
	answered := make(chan error, 1)
	go func() {
		resp, err := http.Get(s.URL())
		if err == nil {
			resp.Body.Close()
		}
		answered <- err
	}()
	<-came
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-answered; err == nil {
		t.Error("the call was answered")
	}
}

// stubborn is a listener that hears nobody, and will not be closed.
type stubborn struct {
	net.Listener
	hears error
}

func (s stubborn) Accept() (net.Conn, error) {
	if s.hears != nil {
		return nil, s.hears
	}
	return s.Listener.Accept()
}

func (s stubborn) Close() error {
	_ = s.Listener.Close()
	return errors.New("den vil ikke")
}

// TestEnds: a server that ends by itself says where and why, and so does one
// that cannot be closed.
func TestEnds(t *testing.T) {
	for _, c := range []struct {
		name          string
		hears         error
		ended, closed string
	}{
		{"by itself", errors.New("stikket er trukket ud"), "klarmeld svarer ikke mere på ADDR: stikket er trukket ud", ""},
		{"closed, and will not", nil, "", "klarmelds server på ADDR kunne ikke lukkes: den vil ikke"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			began := make(chan struct{})
			s := &Server{addr: l.Addr(), closing: closingTime, ended: make(chan error, 1), served: make(chan struct{}),
				http: &http.Server{BaseContext: func(net.Listener) context.Context { close(began); return t.Context() }}}
			go s.serve(stubborn{l, c.hears})
			<-began
			said := func(err error) string {
				if err == nil {
					return ""
				}
				return strings.ReplaceAll(err.Error(), s.Addr(), "ADDR")
			}
			if c.ended != "" {
				if got := said(<-s.Ended()); got != c.ended {
					t.Errorf("it ended: %s", got)
				}
			}
			if got := said(s.Close()); got != c.closed {
				t.Errorf("it was closed: %s", got)
			}
			<-s.served
		})
	}
}

// deaf is a listener that hears nobody at first.
type deaf struct {
	net.Listener
	fails int
}

// busy is what a system says that lets no more be opened.
type busy struct{ error }

func (busy) Timeout() bool   { return false }
func (busy) Temporary() bool { return true }

func (d *deaf) Accept() (net.Conn, error) {
	if d.fails--; d.fails >= 0 {
		return nil, busy{errors.New("for mange åbne filer")}
	}
	return d.Listener.Accept()
}

// TestUnheard: who serves is told that callers cannot be let in; they are let in
// when they can.
func TestUnheard(t *testing.T) {
	d, err := Reserve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	d.listener = &deaf{d.listener, 3}
	told := make(chan error, 10)
	d.Unheard = func(err error) { told <- err }
	s := d.Serve(http.NotFoundHandler(), nil)
	resp, err := http.Get(s.URL())
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if len(told) != 3 {
		t.Errorf("told %d times", len(told))
	}
	for range len(told) {
		if err := <-told; err.Error() != "for mange åbne filer" {
			t.Error(err)
		}
	}
}
