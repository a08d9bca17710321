package wire_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/xml"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// guard says on a common list what it was shown.
type guard struct {
	name    string
	said    *[]string
	admit   func(*http.Request, soap.Call) *soap.Reply
	release func(soap.Reply) soap.Reply
}

func (g guard) Admit(r *http.Request, c soap.Call) (a wire.Admission) {
	*g.said = append(*g.said, "admit "+g.name)
	if g.admit == nil {
		return a
	}
	if reply := g.admit(r, c); reply != nil {
		a.Refuse = func(soap.Call) soap.Reply { return *reply }
	}
	return a
}

func (g guard) Release(_ *http.Request, _ soap.Call, reply soap.Reply) soap.Reply {
	*g.said = append(*g.said, "release "+g.name)
	if g.release == nil {
		return reply
	}
	return g.release(reply)
}

// counting has one operation that greets, and counts how often it was called.
func counting(calls *atomic.Int32) map[string]*soap.Service {
	op := soap.Operation{Name: "hils", Handle: func(*soap.Envelope) (*etree.Element, *soap.Fault) {
		calls.Add(1)
		return etree.NewElement("HilsOutput"), nil
	}}
	return map[string]*soap.Service{"/hilsen/1": {Name: "Hilsen 1", Operations: map[xml.Name]soap.Operation{{Space: "urn:hilsen", Local: "HilsInput"}: op}}}
}

// guarded sends a greeting through guards, and returns what travelled, what is
// on record, and how often the service was called.
func guarded(t *testing.T, guards ...wire.Guard) (travelled *httptest.ResponseRecorder, x *recording.Exchange, calls int, w *wire.Wire) {
	t.Helper()
	var n atomic.Int32
	tape := recording.NewTape(now)
	w = wire.New(counting(&n), tape, now, guards...)
	travelled = httptest.NewRecorder()
	w.ServeHTTP(travelled, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
	entries := tape.Since(0)
	if len(entries) != 1 {
		t.Fatalf("%d entries", len(entries))
	}
	x = entries[0].Exchange
	if travelled.Code != x.Status || travelled.Body.String() != string(x.Reply) || !reflect.DeepEqual(travelled.Header(), http.Header(x.ReplyHeader)) {
		t.Errorf("what travelled is not what is on record: %d %v %q, %d %v %q", travelled.Code, travelled.Header(), travelled.Body, x.Status, x.ReplyHeader, x.Reply)
	}
	if string(x.Request) != hils {
		t.Errorf("the request on record is %q", x.Request)
	}
	return travelled, x, int(n.Load()), w
}

func refusal() soap.Reply {
	return soap.Reply{Status: 403, Header: map[string][]string{"X-Nej": {"1", "2"}}, Body: []byte("nej tak"), Operation: "hils",
		Notes: []recording.Note{{Code: "vagt.afvist", Text: "uden underskrift"}}}
}

// TestGuardOrder: the first guard is the outermost; one that refuses is answered
// in the service's place, and only those that saw the message see the reply.
func TestGuardOrder(t *testing.T) {
	for _, c := range []struct {
		name    string
		refuses string
		order   string
		calls   int
		body    string
	}{
		{"nobody refuses", "", "admit a, admit b, admit c, release c, release b, release a", 1, ""},
		{"the outermost", "a", "admit a, release a", 0, "nej tak"},
		{"the one in the middle", "b", "admit a, admit b, release b, release a", 0, "nej tak"},
		{"the innermost", "c", "admit a, admit b, admit c, release c, release b, release a", 0, "nej tak"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			var guards []wire.Guard
			for _, name := range []string{"a", "b", "c"} {
				guards = append(guards, guard{name: name, said: &said, admit: func(*http.Request, soap.Call) *soap.Reply {
					if name != c.refuses {
						return nil
					}
					r := refusal()
					return &r
				}})
			}
			got, x, calls, w := guarded(t, guards...)
			if order := strings.Join(said, ", "); order != c.order || calls != c.calls {
				t.Errorf("%s; the service was called %d times", order, calls)
			}
			if w.Err() != nil || x.Operation != "hils" || x.Service != "Hilsen 1" {
				t.Errorf("%v, on record: %+v", w.Err(), x)
			}
			if c.body == "" {
				if got.Code != 200 || x.Notes != nil || !strings.Contains(string(x.Reply), "HilsOutput") {
					t.Errorf("%d %s %v", got.Code, got.Body, x.Notes)
				}
				return
			}
			if want := refusal(); got.Code != want.Status || got.Body.String() != c.body || !reflect.DeepEqual(x.Notes, want.Notes) ||
				!reflect.DeepEqual(x.ReplyHeader, want.Header) {
				t.Errorf("%d %s, on record: %+v", got.Code, got.Body, x)
			}
		})
	}
}

// TestRelease: each guard makes its own of the reply that the one inside it
// made, and what travels is what is on record; of a refusal too.
func TestRelease(t *testing.T) {
	for _, refused := range []bool{false, true} {
		var said []string
		sign := func(name string) guard {
			return guard{name: name, said: &said, release: func(r soap.Reply) soap.Reply {
				r.Status++
				r.Body = append(bytes.Clone(r.Body), "<!-- "+name+" -->"...)
				r.Header = map[string][]string{"X-Underskrift": append(r.Header["X-Underskrift"], name)}
				r.Notes = append(r.Notes, recording.Note{Code: "vagt." + name, Text: "underskrevet"})
				return r
			}}
		}
		inner := sign("inderst")
		status, begins, notes := 202, "<", []recording.Note{{Code: "vagt.inderst", Text: "underskrevet"}, {Code: "vagt.yderst", Text: "underskrevet"}}
		if refused {
			inner.admit = func(*http.Request, soap.Call) *soap.Reply { r := refusal(); return &r }
			status, begins, notes = 405, "nej tak", append([]recording.Note{{Code: "vagt.afvist", Text: "uden underskrift"}}, notes...)
		}
		got, x, _, _ := guarded(t, sign("yderst"), inner)
		if body := got.Body.String(); got.Code != status || !strings.HasPrefix(body, begins) || !strings.HasSuffix(body, "<!-- inderst --><!-- yderst -->") {
			t.Errorf("refused %t: %d %s", refused, got.Code, body)
		}
		if h := got.Header(); !reflect.DeepEqual(h, http.Header{"X-Underskrift": {"inderst", "yderst"}}) || !reflect.DeepEqual(x.Notes, notes) {
			t.Errorf("refused %t: %v, notes %q", refused, h, x.Notes)
		}
	}
}

// TestGuardPanics: a guard that panics is klarmeld's own fault. The exchange is
// on record, and the run goes no further.
func TestGuardPanics(t *testing.T) {
	for _, c := range []struct {
		name string
		set  func(*guard)
	}{
		{"when it admits", func(g *guard) {
			g.admit = func(*http.Request, soap.Call) *soap.Reply { panic("nøglen er væk") }
		}},
		{"when it releases", func(g *guard) { g.release = func(soap.Reply) soap.Reply { panic("nøglen er væk") } }},
	} {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			g := guard{name: "a", said: &said}
			c.set(&g)
			got, x, _, w := guarded(t, g)
			if got.Code != 500 || !strings.Contains(got.Body.String(), "fejlen er klarmelds") || x.Service != "Hilsen 1" {
				t.Errorf("%d %s: %+v", got.Code, got.Body, x)
			}
			if err := w.Err(); err == nil || !strings.Contains(err.Error(), "Hilsen 1 brød sammen: nøglen er væk") {
				t.Errorf("the wire's error: %v", err)
			}
		})
	}
}

// TestGuardPanicsInside: what the service noted is on record all the same, and
// the guards further out release the reply.
func TestGuardPanicsInside(t *testing.T) {
	var said []string
	outer := guard{name: "a", said: &said, release: func(r soap.Reply) soap.Reply {
		r.Header["X-Signed"] = []string{"ja"}
		return r
	}}
	inner := guard{name: "b", said: &said, release: func(soap.Reply) soap.Reply { panic("nøglen er væk") }}
	refusing := guard{name: "c", said: &said, admit: func(*http.Request, soap.Call) *soap.Reply {
		r := refusal()
		return &r
	}}
	got, x, _, w := guarded(t, outer, inner, refusing)
	if got.Code != 500 || got.Header().Get("X-Signed") != "ja" || x.Operation != "hils" || len(x.Notes) != 1 ||
		x.Notes[0].Code != "vagt.afvist" || w.Err() == nil {
		t.Errorf("%d %v, %+v, %v", got.Code, got.Header(), x, w.Err())
	}
}

// TestGuardBeforeRepeats: who is turned away is not answered with what another
// was answered; who is let through is.
func TestGuardBeforeRepeats(t *testing.T) {
	for _, c := range []struct {
		name    string
		refuses bool
		code    int
		body    string
		entries int
	}{{"let through", false, 200, "som før", 0}, {"turned away", true, 403, "nej tak", 1}} {
		t.Run(c.name, func(t *testing.T) {
			var said []string
			var n atomic.Int32
			tape := recording.NewTape(now)
			w := wire.New(counting(&n), tape, now, guard{name: "a", said: &said, admit: func(*http.Request, soap.Call) *soap.Reply {
				if !c.refuses {
					return nil
				}
				r := refusal()
				return &r
			}})
			w.Remember([]*recording.Exchange{{Path: "/hilsen/1", Sender: recording.SenderSystem, Request: []byte(hils), Status: 200, Reply: []byte("som før")}})
			rec := httptest.NewRecorder()
			w.ServeHTTP(rec, httptest.NewRequest(http.MethodPost, "/hilsen/1", strings.NewReader(hils)))
			if rec.Code != c.code || rec.Body.String() != c.body || len(tape.Since(0)) != c.entries || n.Load() != 0 {
				t.Errorf("%d %q, %d entries, %d calls", rec.Code, rec.Body, len(tape.Since(0)), n.Load())
			}
		})
	}
}

// TestNoGuardForNobody: a path without a service has nothing to guard.
func TestNoGuardForNobody(t *testing.T) {
	var said []string
	var n atomic.Int32
	rec := httptest.NewRecorder()
	wire.New(counting(&n), recording.Discard{}, now, guard{name: "a", said: &said}).ServeHTTP(rec,
		httptest.NewRequest(http.MethodPost, "/andet", strings.NewReader(hils)))
	if rec.Code != 404 || len(said) != 0 || n.Load() != 0 {
		t.Errorf("%d, %v", rec.Code, said)
	}
}

// TestGuardSeesThePeer: over real TLS a guard sees who sends, and the message
// as it came: its bytes, method and headers.
func TestGuardSeesThePeer(t *testing.T) {
	server, client := certificate(t, "klarmeld"), certificate(t, "fagsystem")
	type shown struct {
		call           soap.Call
		header         http.Header
		method, remote string
		peer           []*x509.Certificate
	}
	var got []shown
	var said []string
	var n atomic.Int32
	look := guard{name: "a", said: &said, admit: func(r *http.Request, c soap.Call) *soap.Reply {
		came := soap.Call{Method: c.Method, ContentType: c.ContentType, ContentEncoding: c.ContentEncoding, SOAPAction: c.SOAPAction, Body: c.Body, Cut: c.Cut,
			Received: c.Received}
		got = append(got, shown{came, r.Header.Clone(), r.Method, r.RemoteAddr, r.TLS.PeerCertificates})
		return nil
	}}
	srv, err := road.Listen("127.0.0.1:0", wire.New(counting(&n), recording.Discard{}, now, look),
		&tls.Config{Certificates: []tls.Certificate{server}, ClientAuth: tls.RequireAndVerifyClientCert, ClientCAs: trusted(client)})
	if err != nil {
		t.Fatal(err)
	}
	defer srv.Close()
	var local net.Addr
	tr := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted(server), Certificates: []tls.Certificate{client}},
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			c, err := (&net.Dialer{}).DialContext(ctx, network, addr)
			if err == nil {
				local = c.LocalAddr()
			}
			return c, err
		}}
	defer tr.CloseIdleConnections()
	for _, method := range []string{http.MethodPost, http.MethodPut} {
		got = nil
		body := "\xef\xbb\xbf" + hils + "\r\n"
		greet(t, tr, method, srv.URL()+"/hilsen/1?x=1", body)
		if len(got) != 1 {
			t.Fatalf("%s: the guard saw %d messages", method, len(got))
		}
		g := got[0]
		if want := (soap.Call{Method: method, ContentType: "text/xml; charset=utf-8", SOAPAction: `"urn:hils"`, Body: []byte(body),
			Received: now()}); !reflect.DeepEqual(g.call, want) || g.method != method || g.header.Get("X-Eget") != "ja" {
			t.Errorf("%s: %+v", method, g)
		}
		if g.remote != local.String() || len(g.peer) != 1 || !g.peer[0].Equal(client.Leaf) {
			t.Errorf("%s: the peer is %s with %d certificates", method, g.remote, len(g.peer))
		}
	}
	if n.Load() != 1 {
		t.Errorf("the service was called %d times", n.Load())
	}
	turnsAway(t, server, srv.URL())
}

// turnsAway expects that who has no certificate does not come so far.
func turnsAway(t *testing.T, server tls.Certificate, url string) {
	t.Helper()
	stranger := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: trusted(server)}}
	defer stranger.CloseIdleConnections()
	if resp, err := (&http.Client{Transport: stranger}).Get(url); err == nil {
		resp.Body.Close()
		t.Error("a stranger was answered")
	}
}

// greet sends a message with headers of its own.
func greet(t *testing.T, road http.RoundTripper, method, url, body string) {
	t.Helper()
	req, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "text/xml; charset=utf-8")
	req.Header.Set("SOAPAction", `"urn:hils"`)
	req.Header.Set("X-Eget", "ja")
	resp, err := road.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
}

// trusted is the pool of one certificate.
func trusted(c tls.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(c.Leaf)
	return pool
}

// certificate is a self-made one for 127.0.0.1.
func certificate(t *testing.T, name string) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	raw, err := x509.CreateCertificate(rand.Reader, form, form, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{raw}, PrivateKey: key, Leaf: leaf}
}
