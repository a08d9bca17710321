// Package road carries requests between the parties of a run: over TCP, or in
// the process by a transport that needs no port. Both ways run the very same
// handlers.
package road

import (
	"errors"
	"net/http"
)

// Road is a way between the parties of a run.
type Road interface {
	http.RoundTripper
	// Open lets a handler answer, and returns the base URL that reaches it: the
	// one that is wished for, where the road has names.
	Open(base string, h http.Handler) (string, error)
	// Close ends what was opened, and lets what is under way finish.
	Close() error
}

// Loopback is the road over TCP on this machine: each handler gets a port of
// its own on 127.0.0.1.
type Loopback struct{ servers []*Server }

// Open lets a handler answer on a free port; the base that is wished for has no
// meaning here.
func (l *Loopback) Open(_ string, h http.Handler) (string, error) {
	s, err := Listen("127.0.0.1:0", h, nil)
	if err != nil {
		return "", err
	}
	l.servers = append(l.servers, s)
	return s.URL(), nil
}

// RoundTrip carries one request.
func (l *Loopback) RoundTrip(r *http.Request) (*http.Response, error) {
	return http.DefaultTransport.RoundTrip(r)
}

// Close ends the servers.
func (l *Loopback) Close() error {
	var errs []error
	for _, s := range l.servers {
		errs = append(errs, s.Close())
	}
	l.servers = nil
	return errors.Join(errs...)
}
