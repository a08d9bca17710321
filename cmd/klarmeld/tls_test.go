package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/keys"
	"klarmeld/internal/official"
	"klarmeld/internal/road"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// keyFolder is a folder of klarmeld certs, and what is in it.
func keyFolder(t *testing.T) (string, keys.Set) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "noegler")
	if code, said := program("certs", dir); code != 0 {
		t.Fatalf("%d: %s", code, said)
	}
	set, err := keys.Open(dir, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return dir, set
}

// trusting is a client that trusts some certificates and shows some of its own.
func trusting(t *testing.T, c *tls.Config) *http.Client {
	t.Helper()
	way := &http.Transport{TLSClientConfig: c}
	t.Cleanup(way.CloseIdleConnections)
	return &http.Client{Transport: way}
}

func shownBy(p keys.Pair) []tls.Certificate {
	return []tls.Certificate{{Certificate: [][]byte{p.Certificate.Raw}, PrivateKey: p.Key}}
}

// servedTLS starts klarmeld serve with a folder of keys. What the operator was told can
// be read when it has been stopped.
func servedTLS(t *testing.T, dir string) (base string, operator *bytes.Buffer, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	r, w := io.Pipe()
	operator = &bytes.Buffer{}
	done := make(chan error, 1)
	go func() {
		err := serve(ctx, serveOptions{addr: "127.0.0.1:0", secure: secureOptions{keys: dir, mode: "none"}}, w, operator)
		w.CloseWithError(io.EOF)
		done <- err
	}()
	lines := bufio.NewScanner(r)
	if !lines.Scan() || !strings.HasPrefix(lines.Text(), "listening on https://127.0.0.1:") {
		cancel()
		t.Fatalf("serve printed %q: %v", lines.Text(), <-done)
	}
	go func() { _, _ = io.Copy(io.Discard, r) }()
	return strings.TrimPrefix(lines.Text(), "listening on "), operator, func() error { cancel(); return <-done }
}

// TestServeTLS: over TLS the services answer as they do in the clear, with and without
// a certificate of the client's; and of callers that cannot come in the operator is
// told once for each kind.
func TestServeTLS(t *testing.T) {
	t.Parallel()
	dir, set := keyFolder(t)
	base, operator, stop := servedTLS(t, dir)
	message, err := os.ReadFile("testdata/messages/god.xml")
	if err != nil {
		t.Fatal(err)
	}
	send := func(c *http.Client, base string) (string, error) {
		resp, err := c.Post(base+"/sagdokumentindeks/6", "text/xml", bytes.NewReader(message))
		if err != nil {
			return "", err
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		return resp.Status + " " + string(raw), err
	}
	for name, c := range map[string]*tls.Config{
		"without a certificate": {RootCAs: set.Roots()},
		"with the vendor's":     {RootCAs: set.Roots(), Certificates: shownBy(set.Vendor)},
		"by a name of KOMBIT's": {RootCAs: set.Roots(), ServerName: "sagsogdokumentindeks.eksterntest-stoettesystemerne.dk"},
		"with TLS 1.2":          {RootCAs: set.Roots(), Certificates: shownBy(set.Vendor), MaxVersion: tls.VersionTLS12},
	} {
		if got, err := send(trusting(t, c), base); err != nil || !strings.HasPrefix(got, "200 ") || !strings.Contains(got, "StatusKode") {
			t.Errorf("%s: %.300s (%v)", name, got, err)
		}
	}
	for range 2 {
		if _, err := send(trusting(t, &tls.Config{RootCAs: x509.NewCertPool()}), base); err == nil {
			t.Error("who does not trust the CA is answered")
		}
		if _, err := send(trusting(t, &tls.Config{RootCAs: set.Roots(), ServerName: "andet.dk"}), base); err == nil {
			t.Error("who calls another name is answered")
		}
		if got, err := send(trusting(t, nil), "http"+strings.TrimPrefix(base, "https")); err == nil && !strings.HasPrefix(got, "400 ") {
			t.Errorf("plain HTTP: %.300s", got)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	for _, kind := range []road.HandshakeKind{road.HandshakeUntrusted, road.HandshakeHost, road.HandshakePlain} {
		if n := strings.Count(operator.String(), "("+string(kind)+") nævnes ikke"); n != 1 {
			t.Errorf("%s is told %d times", kind, n)
		}
	}
	if n := strings.Count(operator.String(), "\n"); n != 3 {
		t.Errorf("the operator is told %d lines:\n%s", n, operator)
	}
}

// TestJavaOverTLS: a JVM that is given the stores and the file of hosts, as the guide has
// it, comes in by KOMBIT's own name, and shows the vendor's certificate.
func TestJavaOverTLS(t *testing.T) {
	t.Parallel()
	official.Program(t, "java", "java", "javac")
	dir, _ := keyFolder(t)
	base, operator, stop := servedTLS(t, dir)
	in := func(name string) string { return filepath.Join(dir, name) }
	call := []string{"testdata/clients/tls/Call.java",
		strings.Replace(base, "127.0.0.1", "organisation.eksterntest-stoettesystemerne.dk", 1) + "/organisation/organisation/6"}
	out, err := exec.Command("java",
		append([]string{"-Djdk.net.hosts.file=" + in("hosts"), "-Djavax.net.ssl.trustStore=" + in("tillid.p12"), "-Djavax.net.ssl.trustStorePassword=changeit",
			"-Djavax.net.ssl.keyStore=" + in("leverandoer.p12"), "-Djavax.net.ssl.keyStorePassword=changeit"}, call...)...).CombinedOutput()
	if want := "405 CN=klarmeld TLS, O=klarmeld, C=DK true\n"; err != nil || string(out) != want {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err := exec.Command("java", append([]string{"-Djdk.net.hosts.file=" + in("hosts")}, call...)...).CombinedOutput(); err == nil {
		t.Errorf("who does not trust the CA comes in:\n%s", out)
	}
	if err := stop(); err != nil || strings.Count(operator.String(), "\n") != 1 || !strings.Contains(operator.String(), string(road.HandshakeUntrusted)) {
		t.Errorf("%v\n%s", err, operator)
	}
}

// TestServeKeysRefused: with keys that cannot be used, nothing is answered.
func TestServeKeysRefused(t *testing.T) {
	t.Parallel()
	dir, _ := keyFolder(t)
	if err := os.Remove(filepath.Join(dir, "tls.noegle.pem")); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"serve", "--addr", "127.0.0.1:0", "--noegler", dir},
		{"serve", "--addr", "127.0.0.1:0", "--noegler", filepath.Join(dir, "ingen")}, {"run", "--noegler", dir}} {
		if code, said := program(args...); code != exitUsage || !strings.Contains(said, "nøgle") && !strings.Contains(said, "noegle") {
			t.Errorf("%v: exit code %d, %s", args, code, said)
		}
	}
}

// TestRunTLS: a real system that speaks TLS comes to what it comes to in the clear, and
// who speaks plain HTTP meanwhile is told of once.
func TestRunTLS(t *testing.T) {
	t.Parallel()
	dir, set := keyFolder(t)
	a := newAdapter(t)
	ground, err := groundOf("", "")
	if err != nil {
		t.Fatal(err)
	}
	way := trusting(t, &tls.Config{RootCAs: set.Roots(), Certificates: shownBy(set.Vendor)}).Transport
	if a.system, err = stage.Install(profile(t, "reference"), ground, stage.Site{Base: "https://" + a.services, Road: way, Clock: a}); err != nil {
		t.Fatal(err)
	}
	a.answer = func(action.Request) (action.Answer, bool) {
		if c, err := net.Dial("tcp", a.services); err == nil {
			_, _ = io.WriteString(c, "GET / HTTP/1.1\r\n\r\n")
			_, _ = io.ReadAll(c)
			c.Close()
		}
		return action.Answer{}, false
	}
	out := t.TempDir()
	code, said := program("run", "--driver", a.url, "--addr", a.services, "--noegler", dir, "--only", "sag-01", "--out", out, "--frist", "1m")
	if code != 30 || strings.Count(said, string(road.HandshakePlain)) != 1 || !strings.Contains(said, "klarmelds services svarer på https://"+a.services) {
		t.Errorf("exit code %d:\n%s", code, said)
	}
	r, _, err := reports.ReadReport(filepath.Join(out, "leverandoer"))
	if err != nil {
		t.Fatal(err)
	}
	if s := scenario(r, "sag-01"); s.Outcome != verdict.Pass {
		t.Errorf("%s: %s", s.Outcome, s.Reason)
	}
	raw, err := os.ReadFile(filepath.Join(out, "leverandoer", "optagelse", "optagelse.jsonl"))
	if err != nil || bytes.Contains(raw, []byte("PRIVATE KEY")) {
		t.Errorf("a key is in the recording (%v)", err)
	}
}

// TestPreflightMessageTLS: a first message comes over TLS too, and who could not come in
// is told of when none does.
func TestPreflightMessageTLS(t *testing.T) {
	t.Parallel()
	dir, set := keyFolder(t)
	for _, c := range []struct {
		name    string
		trusted *x509.CertPool
		ok      bool
		said    string
	}{
		{"who trusts the CA", set.Roots(), true, "en første besked kom frem på https://"},
		{"who does not", x509.NewCertPool(), false, "den stoler ikke på TLS-certifikatet; lad den stole på ca.pem"},
	} {
		t.Run(c.name, func(t *testing.T) {
			addr := freeAddress(t)
			file := filepath.Join(t.TempDir(), "klarmeld.yaml")
			if err := os.WriteFile(file, []byte("system: {navn: x, titel: X}\ndriver: person\nadresse: "+addr+"\nfrist: 1m\nnoegler: "+dir+"\n"), 0o600); err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			done := make(chan error, 1)
			go func() { done <- preflight(t.Context(), file, true, &out) }()
			client := trusting(t, &tls.Config{RootCAs: c.trusted})
			var err error
			for ended := false; !ended; {
				select {
				case err = <-done:
					ended = true
				default:
					if resp, failed := client.Post("https://"+addr+"/sagdokumentindeks/6", "text/xml", strings.NewReader("<x/>")); failed == nil {
						resp.Body.Close()
						err, ended = <-done, true
					}
				}
			}
			if (err == nil) != c.ok || !strings.Contains(out.String(), c.said) || strings.Contains(out.String(), "[tls.ukendt-ca]") == c.ok ||
				!strings.Contains(out.String(), "✓ Nøglerne") {
				t.Errorf("%v\n%s", err, &out)
			}
		})
	}
}
