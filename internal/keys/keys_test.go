package keys_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/keys"
)

var now = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// minted is a set that tests share: keys are dear to make.
var minted = sync.OnceValues(func() (keys.Set, error) { return keys.Mint(keys.Wish{Now: now}) })

func set(t testing.TB) keys.Set {
	t.Helper()
	s, err := minted()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// written is a folder of the shared set.
func written(t testing.TB) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "noegler")
	if _, err := set(t).Write(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestMinted: each certificate is what clients demand of it.
func TestMinted(t *testing.T) {
	s := set(t)
	if !s.CA.IsCA || s.CA.KeyUsage&x509.KeyUsageCertSign == 0 || !bytes.Equal(s.CA.AuthorityKeyId, s.CA.SubjectKeyId) {
		t.Errorf("the CA: %+v", s.CA)
	}
	seen := map[string]bool{string(s.CA.SubjectKeyId): true}
	for name, c := range map[string]struct {
		keys.Pair
		use []x509.ExtKeyUsage
	}{
		"sts": {s.STS, nil}, "services": {s.Service, nil}, "tls": {s.ServerTLS, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}},
		"vendor": {s.Vendor, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}},
	} {
		x := c.Certificate
		if x.Version != 3 || x.IsCA || x.SignatureAlgorithm != x509.SHA256WithRSA || c.Key.N.BitLen() != 2048 || !c.Key.PublicKey.Equal(x.PublicKey) {
			t.Errorf("%s: version %d, %v, %d bits", name, x.Version, x.SignatureAlgorithm, c.Key.N.BitLen())
		}
		if !bytes.Equal(x.AuthorityKeyId, s.CA.SubjectKeyId) || len(x.SubjectKeyId) != 20 || seen[string(x.SubjectKeyId)] {
			t.Errorf("%s: key identifiers %x, %x", name, x.SubjectKeyId, x.AuthorityKeyId)
		}
		seen[string(x.SubjectKeyId)] = true
		if x.KeyUsage != x509.KeyUsageDigitalSignature|x509.KeyUsageKeyEncipherment || !slices.Equal(x.ExtKeyUsage, c.use) {
			t.Errorf("%s: usage %b, %v", name, x.KeyUsage, x.ExtKeyUsage)
		}
		if !x.NotBefore.Equal(now.Add(-time.Hour)) || !x.NotAfter.Equal(now.AddDate(2, 0, 0)) || x.NotAfter.Sub(x.NotBefore) > 825*24*time.Hour {
			t.Errorf("%s: from %v to %v", name, x.NotBefore, x.NotAfter)
		}
		if _, err := x.Verify(x509.VerifyOptions{Roots: s.Roots(), CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageAny}}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, h := range []string{"localhost", "127.0.0.1", "::1", "adgangsstyring.eksterntest-stoettesystemerne.dk",
		"n2adgangsstyring.eksterntest-stoettesystemerne.dk",
		"sagsogdokumentindeks.eksterntest-stoettesystemerne.dk", "klassifikation.eksterntest-stoettesystemerne.dk", "organisation.eksterntest-stoettesystemerne.dk"} {
		if err := s.Answers(h); err != nil {
			t.Error(err)
		}
	}
	var named []string
	for _, n := range s.Vendor.Certificate.Subject.Names {
		named = append(named, n.Type.String()+"="+n.Value.(string))
	}
	want := "2.5.4.6=DK|2.5.4.97=NTRDK-" + keys.FictiveCVR + "|2.5.4.10=Fiktiv Leverandør|2.5.4.5=UI:DK-O:G:"
	if got := strings.Join(named, "|"); !strings.HasPrefix(got, want) || !strings.HasSuffix(got, "|2.5.4.3=klarmeld testklient") {
		t.Errorf("the vendor is %s", got)
	}
}

// TestWish: names, years and the CVR number are the wisher's.
func TestWish(t *testing.T) {
	s, err := keys.Mint(keys.Wish{Now: now, Hosts: []string{"test.leverandoer.dk", "10.1.2.3"}, Years: 1, CVR: "12345678"})
	if err != nil {
		t.Fatal(err)
	}
	if got := s.Names(); !slices.Equal(got, []string{"test.leverandoer.dk", "10.1.2.3"}) {
		t.Errorf("names: %v", got)
	}
	if s.CA.Subject.CommonName == set(t).CA.Subject.CommonName {
		t.Errorf("two CAs are called %s", s.CA.Subject.CommonName)
	}
	if got := s.Vendor.Certificate.NotAfter; !got.Equal(now.AddDate(1, 0, 0)) {
		t.Errorf("valid until %v", got)
	}
	if !slices.ContainsFunc(s.Vendor.Certificate.Subject.Names, func(n pkix.AttributeTypeAndValue) bool { return n.Value == "NTRDK-12345678" }) {
		t.Errorf("no CVR in %v", s.Vendor.Certificate.Subject.Names)
	}
	for _, bad := range []string{"https://test.dk", "test.dk:443", "test.dk/sti", "", "a b", "sød.dk", "-x.dk", "*.dk"} {
		if _, err := keys.Mint(keys.Wish{Now: now, Hosts: []string{bad}}); err == nil || !strings.Contains(err.Error(), "er intet værtsnavn") {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestWrittenAndOpened: what is written is opened as it was, and its secrets are for
// nobody else's eyes.
func TestWrittenAndOpened(t *testing.T) {
	dir, want := written(t), set(t)
	got, err := keys.Open(dir, now)
	if err != nil {
		t.Fatal(err)
	}
	if !got.CA.Equal(want.CA) {
		t.Error("another CA")
	}
	for _, p := range [][2]keys.Pair{{got.STS, want.STS}, {got.Service, want.Service}, {got.ServerTLS, want.ServerTLS}, {got.Vendor, want.Vendor}} {
		if !p[0].Certificate.Equal(p[1].Certificate) || !p[0].Key.Equal(p[1].Key) {
			t.Errorf("another pair for %s", p[1].Certificate.Subject)
		}
	}
	secret := 0
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Contains(raw, []byte("PRIVATE KEY")) && f.Name() != "leverandoer.p12" {
			continue
		}
		secret++
		if info, err := f.Info(); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v (%v)", f.Name(), info.Mode(), err)
		}
	}
	if secret != 5 {
		t.Errorf("%d files with keys in them", secret)
	}
}

// TestNothingIsOverwritten: a folder that has something of it is left as it is.
func TestNothingIsOverwritten(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "hosts"), []byte("vores"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := set(t).Write(dir); err == nil || !strings.Contains(err.Error(), "har allerede hosts") {
		t.Errorf("%v", err)
	}
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("%v, %v", files, err)
	}
}

// TestTLS: a client that trusts the CA gets an answer with and without a certificate
// of its own, and one that does not gets none.
func TestTLS(t *testing.T) {
	s := set(t)
	secured := s.TLS()
	secured.Time = func() time.Time { return now }
	own := tls.Certificate{Certificate: [][]byte{s.Vendor.Certificate.Raw}, PrivateKey: s.Vendor.Key}
	for _, c := range []struct {
		name  string
		with  *tls.Config
		shown int // certificates; -1: no connection
	}{
		{"with a certificate", &tls.Config{RootCAs: s.Roots(), ServerName: "localhost", Certificates: []tls.Certificate{own}}, 1},
		{"without one", &tls.Config{RootCAs: s.Roots(), ServerName: "127.0.0.1"}, 0},
		{"TLS 1.2", &tls.Config{RootCAs: s.Roots(), ServerName: "organisation.eksterntest-stoettesystemerne.dk", MaxVersion: tls.VersionTLS12,
			Certificates: []tls.Certificate{own}}, 1},
		{"TLS 1.1", &tls.Config{RootCAs: s.Roots(), ServerName: "localhost", MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}, -1},
		{"another CA", &tls.Config{RootCAs: x509.NewCertPool(), ServerName: "localhost"}, -1},
		{"another name", &tls.Config{RootCAs: s.Roots(), ServerName: "andet.dk"}, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			ours, theirs := net.Pipe()
			defer ours.Close()
			defer theirs.Close()
			server := tls.Server(ours, secured)
			done := make(chan error, 1)
			go func() { done <- server.Handshake() }()
			c.with.Time = secured.Time
			client := tls.Client(theirs, c.with)
			err := client.Handshake()
			if err != nil {
				theirs.Close()
			}
			if served := <-done; c.shown < 0 {
				if err == nil {
					t.Errorf("connected; the server: %v", served)
				}
				return
			} else if err != nil || served != nil {
				t.Fatalf("%v, %v", err, served)
			}
			if got := len(server.ConnectionState().PeerCertificates); got != c.shown {
				t.Errorf("%d certificates shown, want %d", got, c.shown)
			}
		})
	}
}
