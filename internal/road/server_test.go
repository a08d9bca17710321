package road_test

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"klarmeld/internal/road"
)

// secured is the TLS of net/http's own test server.
func secured(t *testing.T) (*tls.Config, *http.Client) {
	t.Helper()
	srv := httptest.NewTLSServer(http.NotFoundHandler())
	t.Cleanup(srv.Close)
	return &tls.Config{Certificates: srv.TLS.Certificates}, srv.Client()
}

// TestListen: a server answers at the URL that it says, with the port that it
// got.
func TestListen(t *testing.T) {
	config, trusting := secured(t)
	for _, c := range []struct {
		name    string
		secured *tls.Config
		url     string
	}{
		{"in the clear", nil, `^http://127\.0\.0\.1:[1-9]\d*$`},
		{"over TLS", config, `^https://127\.0\.0\.1:[1-9]\d*$`},
	} {
		t.Run(c.name, func(t *testing.T) {
			srv, err := road.Listen("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				_, _ = io.WriteString(w, r.URL.Path)
				if (r.TLS != nil) != (c.secured != nil) {
					t.Errorf("TLS: %v", r.TLS)
				}
			}), c.secured)
			if err != nil {
				t.Fatal(err)
			}
			defer srv.Close()
			if !regexp.MustCompile(c.url).MatchString(srv.URL()) || !strings.HasSuffix(srv.URL(), "://"+srv.Addr()) {
				t.Errorf("%s is at %s", srv.URL(), srv.Addr())
			}
			if got := fetched(t, trusting.Transport, srv.URL()+"/x"); got != "/x" {
				t.Errorf("answered %q", got)
			}
		})
	}
}

// TestListenRefused: who cannot listen says where.
func TestListenRefused(t *testing.T) {
	srv, err := road.Listen("127.0.0.1:0", http.NotFoundHandler(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	for _, addr := range []string{srv.Addr(), "127.0.0.1:99999", "ingen.invalid:1", "x"} {
		second, err := road.Listen(addr, http.NotFoundHandler(), nil)
		if err == nil {
			_ = second.Close()
		}
		if err == nil || !strings.HasPrefix(err.Error(), "klarmeld kan ikke lytte på "+addr+": ") {
			t.Errorf("%s: %v", addr, err)
		}
	}
}

// TestClose: a call that is under way gets its answer, and no new one is taken.
func TestClose(t *testing.T) {
	came, goOn := make(chan struct{}), make(chan struct{})
	srv, err := road.Listen("127.0.0.1:0", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(came)
		<-goOn
		_, _ = io.WriteString(w, "færdig")
	}), nil)
	if err != nil {
		t.Fatal(err)
	}
	answered, closed := make(chan string, 1), make(chan error, 1)
	go func() {
		resp, err := http.Get(srv.URL())
		if err != nil {
			answered <- err.Error()
			return
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		answered <- string(raw) + errorText(err)
	}()
	<-came
	go func() { closed <- srv.Close() }()
	for { // until the door is closed
		c, err := net.Dial("tcp", srv.Addr())
		if err != nil {
			break
		}
		c.Close()
	}
	select {
	case err := <-closed:
		t.Errorf("it was closed (%v) before the call had its answer", err)
	case got := <-answered:
		t.Errorf("answered %q before it went on", got)
	default:
	}
	close(goOn)
	if got := <-answered; got != "færdig" {
		t.Errorf("answered %q", got)
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
	select {
	case err := <-srv.Ended():
		t.Errorf("it ended by itself, it says: %v", err)
	default:
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// TestClosedIsFree: when a server is closed its address can be taken at once.
// A preflight takes the address for a moment, and the run that follows takes it
// again.
func TestClosedIsFree(t *testing.T) {
	addr := "127.0.0.1:0"
	for range 300 {
		srv, err := road.Listen(addr, http.NotFoundHandler(), nil)
		if err != nil {
			t.Fatal(err)
		}
		addr = srv.Addr()
		if err := srv.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestHungUp: a caller that has gone away holds nobody back, and its handler is
// told.
func TestHungUp(t *testing.T) {
	came, told := make(chan struct{}), make(chan error, 1)
	srv, err := road.Listen("127.0.0.1:0", http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		close(came)
		<-r.Context().Done()
		told <- r.Context().Err()
	}), nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, srv.URL(), nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() { <-came; cancel() }()
	if resp, err := http.DefaultTransport.RoundTrip(req); !errors.Is(err, context.Canceled) {
		resp.Body.Close()
		t.Errorf("the caller got %v", err)
	}
	if err := <-told; !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
}
