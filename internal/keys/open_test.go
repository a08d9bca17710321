package keys_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"software.sslmate.com/src/go-pkcs12"

	"klarmeld/internal/keys"
)

// damage is something done to a folder that was written.
type damage func(t *testing.T, dir string)

func write(name string, raw []byte) damage {
	return func(t *testing.T, dir string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func remove(names ...string) damage {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, n := range names {
			if err := os.Remove(filepath.Join(dir, n)); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func copied(from, to string) damage {
	return func(t *testing.T, dir string) {
		t.Helper()
		raw, err := os.ReadFile(filepath.Join(dir, from))
		if err != nil {
			t.Fatal(err)
		}
		write(to, raw)(t, dir)
	}
}

func all(some ...damage) damage {
	return func(t *testing.T, dir string) {
		t.Helper()
		for _, d := range some {
			d(t, dir)
		}
	}
}

func certificate(c ...*x509.Certificate) []byte {
	var out []byte
	for _, x := range c {
		out = append(out, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: x.Raw})...)
	}
	return out
}

func private(t *testing.T, k any) []byte {
	t.Helper()
	raw, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: raw})
}

// own is a certificate that has issued itself.
func own(t *testing.T, public, private any) *x509.Certificate {
	t.Helper()
	c := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now.Add(-time.Hour), NotAfter: now.AddDate(1, 0, 0), Subject: pkix.Name{CommonName: "selv"},
		DNSNames: []string{"localhost"}}
	raw, err := x509.CreateCertificate(rand.Reader, c, c, public, private)
	if err != nil {
		t.Fatal(err)
	}
	if c, err = x509.ParseCertificate(raw); err != nil {
		t.Fatal(err)
	}
	return c
}

// another is an authority that nobody knows, and a vendor's certificate of its own.
func another(t *testing.T) (*keys.Authority, keys.Pair) {
	t.Helper()
	a, err := keys.NewAuthority(now, 1)
	if err != nil {
		t.Fatal(err)
	}
	p, err := a.Issue(keys.Client, keys.VendorSubject("12345678", "En anden", "deres", uuid.UUID{}))
	if err != nil {
		t.Fatal(err)
	}
	return a, p
}

// store is a PKCS #12 file.
func store(t *testing.T, p keys.Pair, password string) []byte {
	t.Helper()
	raw, err := pkcs12.LegacyDES.Encode(p.Key, p.Certificate, p.Chain, password)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// mistake is something that goes wrong with a folder, and how it is told.
type mistake struct {
	name   string
	do     damage
	at     time.Time
	code   keys.Code
	file   string
	remedy string
}

// wrong are the mistakes.
func wrong(t *testing.T) []mistake {
	t.Helper()
	s := set(t)
	other, theirs := another(t)
	small, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	curve, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	locked := pem.EncodeToMemory(&pem.Block{Type: "ENCRYPTED PRIVATE KEY", Bytes: []byte("x")})
	return []mistake{
		{"no certificate of the STS", remove("sts.pem"), now, keys.CodeUnreadable, "sts.pem", "læg filen i mappen"},
		{"no key of TLS", remove("tls.noegle.pem"), now, keys.CodeUnreadable, "tls.noegle.pem", "læg filen i mappen"},
		{"no vendor at all", remove("leverandoer.pem", "leverandoer.noegle.pem", "leverandoer.p12"), now, keys.CodeUnreadable, "leverandoer.pem",
			"læg filen i mappen"},
		{"no PEM", write("services.pem", []byte("hej")), now, keys.CodeForm, "services.pem", "openssl x509"},
		{"a certificate that is cut off", write("services.pem", pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.CA.Raw[:200]})), now, keys.CodeForm,
			"services.pem", "hent det igen"},
		{"a certificate where the key should be", copied("sts.pem", "sts.noegle.pem"), now, keys.CodeForm, "sts.noegle.pem", "openssl pkey"},
		{"a key with a password", write("sts.noegle.pem", locked), now, keys.CodePassword, "sts.noegle.pem", "openssl pkey"},
		{"another's key", copied("tls.noegle.pem", "sts.noegle.pem"), now, keys.CodeKey, "sts.noegle.pem", "læg den nøgle"},
		{"expired", nil, s.CA.NotAfter.Add(time.Second), keys.CodeExpired, "tls.pem", "kør klarmeld certs igen"},
		{"not valid yet", nil, s.CA.NotBefore.Add(-time.Second), keys.CodeEarly, "tls.pem", "stil maskinens ur"},
		{"1024 bits", all(write("sts.pem", certificate(own(t, &small.PublicKey, small))), write("sts.noegle.pem", private(t, small))), now, keys.CodeWeak,
			"sts.pem", "mindst 2048"},
		{"an elliptic curve", all(write("leverandoer.pem", certificate(own(t, &curve.PublicKey, curve))), remove("leverandoer.noegle.pem", "leverandoer.p12")), now,
			keys.CodeWeak, "leverandoer.pem", "RSA-nøgle"},
		{"TLS without names", all(copied("sts.pem", "tls.pem"), copied("sts.noegle.pem", "tls.noegle.pem")), now, keys.CodeUse, "tls.pem", "klarmeld certs"},
		{"two CAs", write("ca.pem", certificate(s.CA, other.Certificate)), now, keys.CodeCA, "ca.pem", "lad den rumme ét"},
		{"a CA that is none", copied("sts.pem", "ca.pem"), now, keys.CodeCA, "ca.pem", "udstederens certifikat"},
		{"another CA", write("ca.pem", certificate(other.Certificate)), now, keys.CodeCA, "services.pem", "fra én CA"},
		{"a vendor of another CA", all(write("leverandoer.pem", certificate(theirs.Certificate)), remove("leverandoer.noegle.pem", "leverandoer.p12")), now,
			keys.CodeVendor, "leverandoer.pem", "leverandoer-ca.pem"},
		{"a store left behind", write("leverandoer.p12", store(t, theirs, "changeit")), now, keys.CodeStores, "leverandoer.p12", "slet den"},
		{"a store with another password", write("adgangskode.txt", []byte("hemmelig\n")), now, keys.CodePassword, "tillid.p12", "adgangskode.txt"},
		{"a store of noise", write("leverandoer.p12", []byte("hej")), now, keys.CodeForm, "leverandoer.p12", "openssl pkcs12"},
		{"a vendor's store alone, with another password", all(remove("leverandoer.pem", "leverandoer.noegle.pem"), write("leverandoer.p12", store(t, s.Vendor, "x"))),
			now, keys.CodePassword, "leverandoer.p12", "adgangskode.txt"},
		{"a trust store of another CA's", func(t *testing.T, dir string) {
			raw, err := pkcs12.Modern.EncodeTrustStore([]*x509.Certificate{other.Certificate}, "changeit")
			if err != nil {
				t.Fatal(err)
			}
			write("tillid.p12", raw)(t, dir)
		}, now, keys.CodeStores, "tillid.p12", "keytool -importcert"},
	}
}

// TestOpenSaysWhatIsWrong: each thing that goes wrong with a folder has its code, names
// the file, and says what to do.
func TestOpenSaysWhatIsWrong(t *testing.T) {
	for _, c := range wrong(t) {
		t.Run(c.name, func(t *testing.T) {
			dir := written(t)
			if c.do != nil {
				c.do(t, dir)
			}
			_, err := keys.Open(dir, c.at)
			var got keys.Faults
			if !errors.As(err, &got) {
				t.Fatalf("%v", err)
			}
			if !slices.ContainsFunc(got, func(f keys.Fault) bool {
				return f.Code == c.code && f.File == c.file && strings.Contains(f.Remedy, c.remedy) && strings.Contains(err.Error(), f.Error())
			}) {
				t.Errorf("not %s of %s:\n%v", c.code, c.file, err)
			}
			if strings.Contains(err.Error(), dir) {
				t.Errorf("it names where the folder is: %v", err)
			}
		})
	}
	if _, err := keys.Open(filepath.Join(t.TempDir(), "ingen"), now); !has(err, keys.CodeUnreadable) {
		t.Errorf("no folder: %v", err)
	}
}

func has(err error, code keys.Code) bool {
	var f keys.Fault
	return errors.As(err, &f) && f.Code == code
}

// TestOwnCertificates: what a user may put into a folder instead of ours.
func TestOwnCertificates(t *testing.T) {
	s := set(t)
	other, theirs := another(t)
	keep := remove("leverandoer.pem", "leverandoer.noegle.pem", "leverandoer.p12")
	pkcs1 := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(s.STS.Key)})
	for _, c := range []struct {
		name   string
		do     damage
		vendor *x509.Certificate
		key    bool
	}{
		{"as it was written", all(), s.Vendor.Certificate, true},
		{"only the vendor's certificate, and its issuer", all(keep, write("leverandoer.pem", certificate(theirs.Certificate)),
			write("leverandoer-ca.pem", certificate(other.Certificate))), theirs.Certificate, false},
		{"only the vendor's issuer", all(keep, write("leverandoer-ca.pem", certificate(other.Certificate))), nil, false},
		{"a store with a password of its own",
			all(keep, remove("tillid.p12"), write("leverandoer.p12", store(t, theirs, "hemmelig")), write("adgangskode.txt", []byte("\ufeffhemmelig\r\n")),
				write("leverandoer-ca.pem", certificate(other.Certificate))), theirs.Certificate, true},
		{"PKCS #1, and text around it", all(write("sts.noegle.pem", slices.Concat([]byte("Bag Attributes\n  x: y\n"), pkcs1))), s.Vendor.Certificate, true},
		{"certificate and key in one file, and the CA after it", func(t *testing.T, dir string) {
			write("sts.pem", slices.Concat(private(t, s.STS.Key), certificate(s.STS.Certificate, s.CA)))(t, dir)
		}, s.Vendor.Certificate, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := written(t)
			c.do(t, dir)
			got, err := keys.Open(dir, now)
			if err != nil {
				t.Fatal(err)
			}
			if !got.Vendor.Certificate.Equal(c.vendor) || (got.Vendor.Key != nil) != c.key || len(got.STS.Chain) != 0 {
				t.Errorf("the vendor is %v, its key here: %v; the STS's chain %v", got.Vendor.Certificate, got.Vendor.Key != nil, got.STS.Chain)
			}
			for _, known := range []*x509.Certificate{s.Vendor.Certificate, theirs.Certificate} {
				err := got.KnowsVendor(known, now)
				if want := known.Equal(s.Vendor.Certificate) || len(got.VendorCAs) > 0; (err == nil) != want || !want && !has(err, keys.CodeVendor) {
					t.Errorf("%s: %v", known.Subject.CommonName, err)
				}
			}
			if err := got.KnowsVendor(s.Vendor.Certificate, now.AddDate(3, 0, 0)); !has(err, keys.CodeExpired) {
				t.Errorf("in three years: %v", err)
			}
		})
	}
}

// TestAnswers: a name is answered to or not, and an address that is none in particular
// always.
func TestAnswers(t *testing.T) {
	s := set(t)
	for host, want := range map[string]bool{"localhost": true, "127.0.0.1": true, "::1": true, "": true, "0.0.0.0": true, "::": true, "10.0.0.1": false,
		"test.leverandoer.dk": false} {
		err := s.Answers(host)
		if (err == nil) != want || !want && (!has(err, keys.CodeHost) || !strings.Contains(err.Error(), "--vaert "+host)) {
			t.Errorf("%q: %v", host, err)
		}
	}
}

// TestRemarks: what ends within thirty days, and keys that others can read, are remarks
// and no faults.
func TestRemarks(t *testing.T) {
	dir, s := written(t), set(t)
	end := s.CA.NotAfter
	opened := func(at time.Time) keys.Faults {
		s, err := keys.Open(dir, at)
		if err != nil {
			t.Fatal(err)
		}
		return s.Remarks(at)
	}
	if got := opened(end.Add(-31 * 24 * time.Hour)); len(got) != 0 {
		t.Errorf("31 days before: %v", got)
	}
	got := opened(end.Add(-29 * 24 * time.Hour))
	if len(got) != 5 || got[0].Code != keys.CodeExpiring || got[0].File != "ca.pem" {
		t.Errorf("29 days before: %v", got)
	}
	if runtime.GOOS == "windows" {
		return // which has no such modes
	}
	for _, name := range []string{"sts.noegle.pem", "leverandoer.p12", "ca.pem"} {
		if err := os.Chmod(filepath.Join(dir, name), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got = opened(now)
	if len(got) != 2 || got[0].Code != keys.CodeShared || got[0].File != "sts.noegle.pem" || got[1].File != "leverandoer.p12" {
		t.Errorf("keys that others can read: %v", got)
	}
}
