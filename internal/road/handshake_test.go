package road_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/keys"
	"klarmeld/internal/official"
	"klarmeld/internal/road"
)

// shake only greets. Whose mistake it is, it finds out itself, and goes away.
func shake(c *tls.Config) func(*testing.T, net.Conn) {
	return func(_ *testing.T, to net.Conn) { _ = tls.Client(to, c).Handshake() }
}

// asks calls, and is answered.
func asks(c *tls.Config) func(*testing.T, net.Conn) {
	return func(t *testing.T, to net.Conn) {
		over := tls.Client(to, c)
		_, err := io.WriteString(over, "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
		got, _ := io.ReadAll(over)
		if err != nil || !strings.HasSuffix(string(got), "svar") {
			t.Errorf("answered %q (%v)", got, err)
		}
	}
}

// says something else than TLS.
func says(text string) func(*testing.T, net.Conn) {
	return func(t *testing.T, to net.Conn) {
		if _, err := io.WriteString(to, text); err != nil {
			t.Error(err)
		}
		if c, ok := to.(*net.TCPConn); ok {
			_ = c.CloseWrite()
		}
		_, _ = io.ReadAll(to)
	}
}

// caller is one that comes, and what is told of it.
type caller struct {
	name string
	call func(*testing.T, net.Conn)
	want road.HandshakeKind // "": nothing is told
	said string
}

func callers(set keys.Set) []caller {
	nobody := x509.NewCertPool()
	own := []tls.Certificate{{Certificate: [][]byte{set.Vendor.Certificate.Raw}, PrivateKey: set.Vendor.Key}}
	return []caller{
		{"plain HTTP", says("POST / HTTP/1.1\r\nHost: x\r\n\r\n"), road.HandshakePlain, "ret adressen hos den til https://"},
		{"noise", says("\x01\x02\x03\x04\x05\x06\x07"), road.HandshakeOther, "se efter i dens log"},
		{"an unknown CA, TLS 1.3", shake(&tls.Config{RootCAs: nobody, ServerName: "localhost"}), road.HandshakeUntrusted, "ca.pem"},
		{"an unknown CA, TLS 1.2", shake(&tls.Config{RootCAs: nobody, ServerName: "localhost", MaxVersion: tls.VersionTLS12}), road.HandshakeUntrusted, "ca.pem"},
		{"an unknown CA, by address", shake(&tls.Config{RootCAs: nobody, ServerName: "127.0.0.1"}), road.HandshakeUntrusted, "ca.pem"},
		{"another name", shake(&tls.Config{RootCAs: set.Roots(), ServerName: "andet.dk"}), road.HandshakeHost, `"andet.dk"`},
		{"expired", shake(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost", Time: func() time.Time { return time.Now().AddDate(3, 0, 0) }}),
			road.HandshakeUntrusted, "ca.pem"},
		{"TLS 1.1", shake(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost", MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}),
			road.HandshakeVersion, "slå TLS 1.2"},
		{"no algorithm in common", shake(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost", MaxVersion: tls.VersionTLS12,
			CipherSuites: []uint16{tls.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256}}), road.HandshakeVersion, "slå TLS 1.2"},
		{"half a greeting", says("\x16\x03\x01\x02\x00\x01"), road.HandshakeBroken, "ca.pem"},
		{"gone after the handshake", shake(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost"}), road.HandshakeBroken, "ca.pem"},
		{"a call", asks(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost"}), "", ""},
		{"a call with a certificate", asks(&tls.Config{RootCAs: set.Roots(), ServerName: "localhost", Certificates: own}), "", ""},
		{"nothing at all", says(""), "", ""},
	}
}

// TestUnagreed: why a caller and a secured address could not come to talk is told by
// its kind, with what to do; of one that could, and of one that says nothing, nothing is.
func TestUnagreed(t *testing.T) {
	set, err := keys.Mint(keys.Wish{Now: time.Now(), Hosts: []string{"localhost", "127.0.0.1"}})
	if err != nil {
		t.Fatal(err)
	}
	door, err := road.Reserve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan road.Handshake, 10)
	door.Unagreed = func(h road.Handshake) { told <- h }
	srv := door.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "svar") }), set.TLS())
	defer srv.Close()
	for _, c := range callers(set) {
		t.Run(c.name, func(t *testing.T) {
			to, err := net.Dial("tcp", srv.Addr())
			if err != nil {
				t.Fatal(err)
			}
			c.call(t, to)
			to.Close()
			if c.want == "" {
				return
			}
			got := <-told
			if got.Kind != c.want || got.From != to.LocalAddr().String() || !strings.Contains(got.Wrong()+"; "+got.Fix(), c.said) {
				t.Errorf("told %s from %s, want %s: %s; %s (%v)", got.Kind, got.From, c.want, got.Wrong(), got.Fix(), got.Err)
			}
		})
	}
	if err := srv.Close(); err != nil {
		t.Error(err)
	}
	select {
	case h := <-told:
		t.Errorf("told of %s (%v)", h.Kind, h.Err)
	default:
	}
}

// TestAlerts: what other clients than Go's say of a certificate, each by its number.
func TestAlerts(t *testing.T) {
	set, err := keys.Mint(keys.Wish{Now: time.Now(), Hosts: []string{"localhost"}})
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[byte]road.HandshakeKind{40: road.HandshakeVersion, 42: road.HandshakeUntrusted, 45: road.HandshakeExpired,
		46: road.HandshakeUntrusted, 47: road.HandshakeOther, 48: road.HandshakeUntrusted, 70: road.HandshakeVersion, 80: road.HandshakeOther} {
		door, err := road.Reserve("127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		told := make(chan road.Handshake, 1)
		door.Unagreed = func(h road.Handshake) { told <- h }
		srv := door.Serve(http.NotFoundHandler(), set.TLS())
		to, err := net.Dial("tcp", srv.Addr())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := to.Write([]byte{21, 3, 3, 0, 2, 2, number}); err != nil { // an alert, fatal (RFC 5246, 7.2)
			t.Error(err)
		}
		if got := <-told; got.Kind != want {
			t.Errorf("alert %d is %s, want %s (%v)", number, got.Kind, want, got.Err)
		}
		to.Close()
		if err := srv.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestOpenSSL: openssl, and all clients that are made of it (Python's, PHP's, Node's,
// curl), says of an unknown CA and of another name in the clear.
func TestOpenSSL(t *testing.T) {
	official.Program(t, "openssl", "openssl")
	set, err := keys.Mint(keys.Wish{Now: time.Now(), Hosts: []string{"localhost"}})
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(ca, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: set.CA.Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	door, err := road.Reserve("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	told := make(chan road.Handshake, 10)
	door.Unagreed = func(h road.Handshake) { told <- h }
	srv := door.Serve(http.NotFoundHandler(), set.TLS())
	defer srv.Close()
	for _, c := range []struct {
		args []string
		want road.HandshakeKind
	}{
		{[]string{"-tls1_3", "-servername", "localhost"}, road.HandshakeUntrusted},
		{[]string{"-tls1_2", "-servername", "localhost"}, road.HandshakeUntrusted},
		{[]string{"-tls1_3", "-servername", "andet.dk", "-verify_hostname", "andet.dk", "-CAfile", ca}, road.HandshakeHost},
		{[]string{"-tls1_2", "-servername", "andet.dk", "-verify_hostname", "andet.dk", "-CAfile", ca}, road.HandshakeHost},
	} {
		out, err := exec.Command("openssl",
			append([]string{"s_client", "-connect", srv.Addr(), "-verify_return_error", "-no-CApath", "-no-CAstore"}, c.args...)...).CombinedOutput()
		if err == nil {
			t.Errorf("%v: it came in:\n%s", c.args, out)
			continue
		}
		if got := <-told; got.Kind != c.want {
			t.Errorf("%v: told %s, want %s (%v)", c.args, got.Kind, c.want, got.Err)
		}
	}
}
