package road

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
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

// Listen lets a handler answer on an address ("127.0.0.1:8470"; port 0 takes a
// free one), in the clear when secured is nil. An error is the user's to mend:
// the address is taken, or is none of this machine's.
func Listen(addr string, h http.Handler, secured *tls.Config) (*Server, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("klarmeld kan ikke lytte på %s: %w", addr, err)
	}
	if secured != nil {
		l = tls.NewListener(l, secured)
	}
	s := &Server{addr: l.Addr(), secured: secured != nil, closing: closingTime, ended: make(chan error, 1), served: make(chan struct{}),
		http: &http.Server{Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime, IdleTimeout: idleTime}}
	go s.serve(l) // ends with Close
	return s, nil
}

func (s *Server) serve(l net.Listener) {
	defer close(s.served)
	if err := s.http.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.ended <- fmt.Errorf("klarmeld svarer ikke mere på %s: %w", s.Addr(), err)
	}
}

// Addr is the address that it answers on, with the port that it got.
func (s *Server) Addr() string { return s.addr.String() }

// URL is its base URL.
func (s *Server) URL() string {
	if s.secured {
		return "https://" + s.Addr()
	}
	return "http://" + s.Addr()
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
