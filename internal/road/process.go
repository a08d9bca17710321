package road

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"

	"github.com/jarcoal/httpmock"
)

// Process is a road without ports: each handler answers for one base URL
// ("http://klarmeld.invalid"). What travels is what would travel over a socket,
// but for the headers that net/http's own client adds there (User-Agent,
// Accept-Encoding, Content-Length).
type Process struct{ mock *httpmock.MockTransport }

// NewProcess returns a road that reaches nothing yet.
func NewProcess() *Process {
	p := &Process{httpmock.NewMockTransport()}
	p.mock.RegisterNoResponder(func(r *http.Request) (*http.Response, error) {
		return nil, errors.New("ingen svarer på " + r.URL.String())
	})
	return p
}

// methods are those of RFC 9110 and PATCH: a call with the wrong one is
// answered by the handler, as it would be over a socket.
var methods = []string{
	http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodTrace,
	http.MethodConnect,
}

// Open lets a handler answer for a base URL, which it returns.
func (p *Process) Open(base string, h http.Handler) (string, error) {
	for _, method := range methods {
		p.mock.RegisterResponder(method, "=~^"+regexp.QuoteMeta(base)+"([/?]|$)", responder(h))
	}
	return base, nil
}

// RoundTrip carries one request.
func (p *Process) RoundTrip(r *http.Request) (*http.Response, error) { return p.mock.RoundTrip(r) }

// Close has nothing to end.
func (p *Process) Close() error { return nil }

func responder(h http.Handler) httpmock.Responder {
	return func(r *http.Request) (*http.Response, error) {
		r = r.Clone(r.Context()) // a transport must not change the caller's request
		if r.Body == nil {
			r.Body = http.NoBody
		}
		if r.URL.Path == "" {
			r.URL.Path = "/" // as it would stand in the request line
		}
		k := &kept{header: http.Header{}, status: http.StatusOK}
		h.ServeHTTP(k, r)
		return &http.Response{
			Status: fmt.Sprintf("%d %s", k.status, http.StatusText(k.status)), StatusCode: k.status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			Header: k.header, Body: io.NopCloser(&k.body), ContentLength: int64(k.body.Len()), Request: r,
		}, nil
	}
}

// kept is a ResponseWriter that keeps the reply.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
