package road

import (
	"bytes"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"slices"
	"time"
)

// How long a client may take over each part of a call. The time for writing
// begins when the header has been read, and so holds the time for the body, for
// its turn among other large ones, and for the reply.
const (
	headerTime = 10 * time.Second
	readTime   = time.Minute
	writeTime  = 5 * time.Minute
	idleTime   = 2 * time.Minute
	// closingTime is what a call that is under way gets when the server ends.
	closingTime = 10 * time.Second
)

// Server is a handler that answers on an address.
type Server struct {
	addr    net.Addr
	secured bool
	http    *http.Server
	closing time.Duration
	ended   chan error    // why it ended by itself
	served  chan struct{} // closed when nobody listens any more
}

// Door is an address that is ours, and on which nobody answers yet: who calls
// waits. So a command knows that it will be able to answer before it touches
// anything.
type Door struct {
	// Unheard is told when who calls cannot be let in, and why; nil: nobody is. It
	// is tried again.
	Unheard func(error)
	// Unagreed is told of a caller that TLS could not be agreed with; nil: nobody is.
	Unagreed func(Handshake)

	listener net.Listener
	served   bool
}

// Reserve takes an address ("127.0.0.1:8470"; port 0 takes a free one). An error
// is the user's to mend: the address is taken, or is none of this machine's.
func Reserve(addr string) (*Door, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("klarmeld kan ikke lytte på %s: %w", addr, err)
	}
	return &Door{listener: l}, nil
}

// Serve lets a handler answer, in the clear when secured is nil. The address is
// the server's from now on.
func (d *Door) Serve(h http.Handler, secured *tls.Config) *Server {
	l := d.listener
	d.served = true
	if secured != nil {
		l = tls.NewListener(greeting{l}, greetedWith(secured))
	}
	s := &Server{addr: l.Addr(), secured: secured != nil, closing: closingTime, ended: make(chan error, 1), served: make(chan struct{}),
		http: &http.Server{Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime}}
	var told untold
	if d.Unheard != nil {
		l = hearing{l, d.Unheard}
		told = append(told, []byte("http: Accept error"))
	}
	if secured != nil && d.Unagreed != nil {
		s.http.ConnState = watch(secured, d.Unagreed)
		told = append(told, []byte("http: TLS handshake error"))
	}
	s.http.ErrorLog = log.New(told, "", 0)
	go s.serve(l) // ends with Close
	return s
}

// hearing is a listener that tells why it hears nobody.
type hearing struct {
	net.Listener
	unheard func(error)
}

func (h hearing) Accept() (net.Conn, error) {
	c, err := h.Listener.Accept()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		h.unheard(err)
	}
	return c, err
}

// untold is where net/http complains, but for the beginnings of what has been told
// already.
type untold [][]byte

func (u untold) Write(line []byte) (int, error) {
	if slices.ContainsFunc(u, func(told []byte) bool { return bytes.HasPrefix(line, told) }) {
		return len(line), nil
	}
	return log.Writer().Write(line)
}

// Close gives an address back on which nobody came to answer.
func (d *Door) Close() error {
	if d.served {
		return nil
	}
	return d.listener.Close()
}

// Listen takes an address and lets a handler answer on it.
func Listen(addr string, h http.Handler, secured *tls.Config) (*Server, error) {
	d, err := Reserve(addr)
	if err != nil {
		return nil, err
	}
	return d.Serve(h, secured), nil
}

func (s *Server) serve(l net.Listener) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.ended <- fmt.Errorf("klarmeld svarer ikke mere på %s: %w", s.Addr(), err)
	}
}

// Addr is the address that it answers on, with the port that it got.
func (s *Server) Addr() string { return s.addr.String() }

// URL is a base URL that it can be reached by from this machine: who listens on
// all of its addresses has no host to show.
func (s *Server) URL() string {
	at := s.Addr()
	if host, port, err := net.SplitHostPort(at); err == nil && net.ParseIP(host).IsUnspecified() {
		at = net.JoinHostPort("localhost", port)
	}
	if s.secured {
		return "https://" + at
	}
	return "http://" + at
}

// Ended tells when the server ends by itself, and why. It says nothing of one
// that was closed.
func (s *Server) Ended() <-chan error { return s.ended }

// Close takes no new calls, and lets those under way finish. Afterwards the
// address is free.
func (s *Server) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), s.closing)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		// Who has not finished by now is cut off; nothing of theirs is half on record.
		err = s.http.Close()
	}
	// Until then it may not have begun to listen, and would keep the address.
	<-s.served
	if err != nil {
		return fmt.Errorf("klarmelds server på %s kunne ikke lukkes: %w", s.Addr(), err)
	}
	return nil
}
