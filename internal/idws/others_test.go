package idws_test

import (
	"bytes"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"crypto/x509"

	"klarmeld/internal/official"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// python is the system's own: Debian's packages are installed for it.
const python = "/usr/bin/python3"

// wiretap is a road that keeps what went over it, both ways.
type wiretap struct{ messages [][]byte }

func (w *wiretap) RoundTrip(r *http.Request) (*http.Response, error) {
	asked, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	r.Body = io.NopCloser(bytes.NewReader(asked))
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	answered, err := io.ReadAll(resp.Body)
	resp.Body = io.NopCloser(bytes.NewReader(answered))
	w.messages = append(w.messages, asked, answered)
	return resp, err
}

// tapped are a request for a token and what came of it, a message and its reply: all
// signed.
func tapped(t testing.TB, w *town, entity, path, message string) (wire [4][]byte) {
	t.Helper()
	tap := &wiretap{}
	w.sender.Road, w.sender.Audience = tap, func(string) string { return entity }
	if status, body, err := w.post(t, w.sender, path, message); err != nil || status != 200 || len(tap.messages) != 4 {
		t.Fatalf("%d %v %d messages: %s", status, err, len(tap.messages), body)
	}
	return [4][]byte(tap.messages)
}

// conversations are messages: for which entity, to which path, and what they say.
var conversations = map[string][3]string{
	"SOAP 1.1": {security.EntityIndex, "/sagdokumentindeks/6", search},
	"SOAP 1.2": {security.EntityOrganisation, "/organisation/virksomhed/6", findVirksomhed},
}

// both are the conversations that others look at: SOAP 1.1 and 1.2.
func both(t *testing.T, look func(t *testing.T, w *town, wire [4][]byte)) {
	t.Helper()
	for version, c := range conversations {
		t.Run(version, func(t *testing.T) {
			w := open(t, security.Enforce)
			look(t, w, tapped(t, w, c[0], c[1], c[2]))
		})
	}
}

// TestVerifyScript: the script that recomputes the real messages' signatures finds
// that those of all four messages hold.
func TestVerifyScript(t *testing.T) {
	script := filepath.Join(official.Folder(t), "signerede", "verify.py")
	if out, err := exec.Command(python, "-c", "import lxml.etree").CombinedOutput(); err != nil {
		official.Required(t, "lxml", "no lxml for "+python+" (Debian: python3-lxml): "+string(out))
	}
	official.Program(t, "lxml", "openssl")
	both(t, func(t *testing.T, _ *town, wire [4][]byte) {
		args := []string{script}
		for _, raw := range wire {
			args = append(args, file(t, raw))
		}
		out, err := exec.Command(python, args...).CombinedOutput()
		// Of the token's own signature there are two: in the STS's reply, and in the message.
		if err != nil || strings.Count(string(out), "RSA subject=") != 6 {
			t.Errorf("%v\n%s", err, out)
		}
		args[4] = file(t, bytes.Replace(wire[3], []byte("Output"), []byte("Uutput"), -1))
		if out, err := exec.Command(python, args...).CombinedOutput(); err == nil {
			t.Errorf("a reply that was changed holds:\n%s", out)
		}
	})
}

// TestXmlsec1: xmlsec1 finds the same of the signatures that it can compute; it
// knows no STR-Transform, by which a message covers its token.
func TestXmlsec1(t *testing.T) {
	official.Program(t, "xmlsec", "xmlsec1")
	both(t, func(t *testing.T, w *town, wire [4][]byte) {
		const own, token = "//*[local-name()='Security']/*[local-name()='Signature']", "//*[local-name()='Assertion']/*[local-name()='Signature']"
		for _, c := range []struct {
			name, path string
			raw        []byte
			by         *x509.Certificate
		}{
			{"request for a token", own, wire[0], w.set.Vendor.Certificate},
			{"the STS's reply", own, wire[1], w.set.STS.Certificate},
			{"the token", token, wire[1], w.set.STS.Certificate},
			{"the token in the message", token, wire[2], w.set.STS.Certificate},
			{"the service's reply", own, wire[3], w.set.Service.Certificate},
		} {
			if out, ok := xmlsec1(t, c.raw, c.path, c.by); !ok {
				t.Errorf("%s: %s", c.name, out)
			}
			if out, ok := xmlsec1(t, c.raw, c.path, w.set.CA); ok {
				t.Errorf("%s holds by another's key: %s", c.name, out)
			}
		}
		changed := bytes.Replace(wire[3], []byte("Output"), []byte("Uutput"), -1)
		if out, ok := xmlsec1(t, changed, own, w.set.Service.Certificate); ok {
			t.Errorf("a reply that was changed holds: %s", out)
		}
	})
}

// xmlsec1 verifies the signature at a path by a certificate's key.
func xmlsec1(t *testing.T, raw []byte, path string, by *x509.Certificate) (said string, holds bool) {
	t.Helper()
	cert := file(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: by.Raw}))
	args := []string{"--verify", "--pubkey-cert-pem", cert, "--enabled-key-data", "rsa", "--node-xpath", path, "--id-attr:ID", xmldsig.NSSAML + ":Assertion"}
	named := []string{soap.NS11 + ":Body", soap.NS12 + ":Body", xmldsig.NSWSU + ":Timestamp", xmldsig.NSWSSE + ":BinarySecurityToken"}
	for _, h := range []string{"Action", "MessageID", "RelatesTo", "To", "ReplyTo"} {
		named = append(named, soap.NSAddressing+":"+h)
	}
	for _, n := range named {
		args = append(args, "--id-attr:Id", n)
	}
	out, err := exec.Command("xmlsec1", append(args, file(t, raw))...).CombinedOutput()
	return fmt.Sprint(err, "\n", string(out)), err == nil && strings.HasPrefix(string(out), "OK")
}

// file is a file with that in it, until the test ends.
func file(t *testing.T, raw []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "fil.xml")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
