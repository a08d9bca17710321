package security_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

var noon = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

// signer is somebody with a key, which is made once.
var signer = sync.OnceValue(func() xmldsig.Pair {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	c := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "prøve"}, NotBefore: noon.AddDate(-1, 0, 0),
		NotAfter: noon.AddDate(1, 0, 0), KeyUsage: x509.KeyUsageDigitalSignature, BasicConstraintsValid: true}
	raw, err := x509.CreateCertificate(rand.Reader, c, c, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	if c, err = x509.ParseCertificate(raw); err != nil {
		panic(err)
	}
	return xmldsig.Pair{Key: key, Cert: c}
})

// signed is a message of ours: to a service with a token, or to the STS.
func signed(t testing.TB, token bool, body *etree.Element) []byte {
	t.Helper()
	root := etree.NewElement("s:Envelope")
	root.CreateAttr("xmlns:s", soap.NS12)
	root.CreateElement("s:Header")
	root.CreateElement("s:Body").AddChild(body)
	m := idws.Wrapping{By: signer(), Action: "urn:prøve", ID: "urn:uuid:1", To: "http://klarmeld.invalid/", Created: noon}
	if token {
		terms := security.Terms{At: noon, Setting: security.Setting{Issuer: security.Issuer}}
		a, err := security.STS{By: signer()}.Token(terms, "_token", security.TokenRequest{AppliesTo: security.EntityIndex, CVR: "11111111", Caller: signer().Cert})
		if err != nil {
			t.Fatal(err)
		}
		m.Token = a
	} else {
		m.Action = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue"
	}
	if err := m.Secure(root); err != nil {
		t.Fatal(err)
	}
	raw, err := xmldsig.Written(root)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func asked() *etree.Element {
	return idws.Ask{AppliesTo: security.EntityIndex, CVR: "11111111", By: signer()}.Body()
}

// seeds are our signed messages, and the real ones where they are at hand.
func seeds(f *testing.F) {
	f.Add(signed(f, true, etree.NewElement("x")))
	f.Add(signed(f, false, asked()))
	if dir := os.Getenv("KLARMELD_OFFICIAL"); dir != "" {
		files, err := filepath.Glob(filepath.Join(dir, "signerede", "*.xml"))
		if err != nil || len(files) == 0 {
			f.Fatalf("%d files, %v", len(files), err)
		}
		for _, name := range files {
			raw, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(raw)
		}
	}
}

// own are terms that a message keeps if any does: made of what it brings itself, so
// that a mutation comes as far as it can.
func own(env *soap.Envelope) security.Terms {
	t := security.Terms{At: noon, Audience: security.EntityIndex, Used: func(id string) bool { return id == "brugt" }}
	t.STS = security.Certificate{Certificate: signer().Cert}
	t.Setting.Issuer, t.CVR = security.Issuer, []string{"11111111"}
	text := func(path string, to *string) {
		if el := env.Root.FindElement(path); el != nil {
			*to = el.Text()
		}
	}
	created, cvr := "", ""
	text("//Security/Timestamp/Created", &created)
	if at, err := time.Parse(time.RFC3339Nano, created); err == nil {
		t.At = at
	}
	text("//Assertion//Audience", &t.Audience)
	text("//Assertion/Issuer", &t.Setting.Issuer)
	for _, path := range []string{"//AttributeStatement/Attribute/AttributeValue", "//ClaimType/Value"} {
		text(path, &cvr)
		t.CVR = append(t.CVR, cvr)
	}
	if c := found(env, "//Assertion/Signature//X509Certificate"); c != nil {
		t.STS = security.Certificate{Certificate: c}
	}
	if c := found(env, "//Security/BinarySecurityToken"); c != nil {
		t.Trusted = []security.Certificate{{Certificate: c}}
	}
	return t
}

func found(env *soap.Envelope, path string) *x509.Certificate {
	el := env.Root.FindElement(path)
	if el == nil {
		return nil
	}
	raw, _ := xmldsig.Decode(el)
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil
	}
	return c
}

// sane holds what was found against what every finding must be.
func sane(t *testing.T, got security.Checked, again security.Checked) {
	t.Helper()
	for _, b := range got.Breaches {
		if !b.Rule.Known() || b.Message == "" {
			t.Errorf("%+v", b)
		}
	}
	if !slices.Equal(broken(got.Breaches), broken(again.Breaches)) {
		t.Errorf("%v, and then %v", broken(got.Breaches), broken(again.Breaches))
	}
}

// FuzzCheck: whatever a message says in its Security header, it is held against the
// rules, the same way twice.
func FuzzCheck(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		env, p := soap.Read(raw)
		if p != nil {
			return
		}
		terms := own(env)
		sane(t, terms.Check(env), terms.Check(env))
		security.Answered(env, terms.STS.Certificate, "urn:uuid:1", terms.At)
	})
}

// FuzzSTS: whatever the STS is asked, it answers.
func FuzzSTS(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, raw []byte) {
		for _, mode := range []security.Mode{security.Observe, security.Enforce} {
			var terms security.Terms
			if env, p := soap.Read(raw); p == nil {
				terms = own(env)
				sane(t, terms.CheckRequest(env), terms.CheckRequest(env))
			}
			terms.Mode = mode
			sts := security.STS{By: signer(), Used: security.NewUsed(), Terms: func(time.Time) security.Terms { return terms }}
			r := sts.Service().Answer(soap.Call{Method: "POST", ContentType: soap.V12.ContentType(), Body: raw, Received: terms.At})
			r.Settle(true)
			if r.Broken != nil || len(r.Body) == 0 {
				t.Fatalf("%s: %v: %s", mode, r.Broken, r.Body)
			}
		}
	})
}

// TestOwn: our messages keep every rule by the terms that they bring, so that fuzzing
// begins where all is well.
func TestOwn(t *testing.T) {
	for _, token := range []bool{true, false} {
		body := etree.NewElement("x")
		if !token {
			body = asked()
		}
		env, p := soap.Read(signed(t, token, body))
		if p != nil {
			t.Fatal(p)
		}
		check := own(env).CheckRequest
		if token {
			check = own(env).Check
		}
		if got := check(env); len(got.Breaches) > 0 || got.Checks < 20 {
			t.Errorf("with a token %t: %v", token, got.Breaches)
		}
	}
}
