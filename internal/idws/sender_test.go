package idws_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"klarmeld/internal/idws"
	"klarmeld/internal/keys"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/xmldsig"
)

const search = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header>` +
	`<RequestHeader xmlns="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
	`<TransactionUUID>11111111-aaaa-4bbb-8ccc-111111111111</TransactionUUID></RequestHeader></e:Header><e:Body>` +
	`<FremsoegSagDokumentIndeksInput xmlns="urn:oio:sts:sagdok:sagdokumentindeks:6"/></e:Body></e:Envelope>`

const findVirksomhed = `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header/><e:Body>` +
	`<SoegInput xmlns="http://stoettesystemerne.dk/organisation/virksomhed/6/">` +
	`<AttributListe><Egenskab><CVR-NummerTekst xmlns="urn:oio:sts:6">11111111</CVR-NummerTekst></Egenskab></AttributListe><TilstandListe/>` +
	`<RelationListe/></SoegInput></e:Body></e:Envelope>`

// town is the services behind an STS, over real HTTP, and a system that may use
// them.
type town struct {
	*services.Services
	url     string
	set     keys.Set
	now     time.Time
	sender  *idws.Transport
	setting security.Setting
	tape    *recording.Tape
}

// opened is when a town is, by its clock.
var opened = time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC)

func open(t testing.TB, mode security.Mode) *town {
	t.Helper()
	set, err := keys.Mint(keys.Wish{Now: opened})
	if err != nil {
		t.Fatal(err)
	}
	tape := recording.NewTape(func() time.Time { return opened })
	w := openBy(t, mode, set, tape)
	w.tape = tape
	return w
}

// openBy opens a town with keys, and lets its exchanges be on record somewhere.
func openBy(t testing.TB, mode security.Mode, set keys.Set, log recording.Log) *town {
	t.Helper()
	roles, rolesJSON := municipalitytest.Roles(t)
	certificate := func(p keys.Pair) security.Certificate { return security.Certificate{Certificate: p.Certificate} }
	signer := func(p keys.Pair) xmldsig.Signer { return xmldsig.Pair{Key: p.Key, Cert: p.Certificate} }
	setting := security.Setting{Mode: mode, Issuer: security.Issuer, STS: certificate(set.STS), Service: certificate(set.Service),
		Trusted: []security.Certificate{certificate(set.Vendor)}, CVR: []string{"11111111"}}
	w := &town{set: set, now: opened, setting: setting}
	now := func() time.Time { return w.now }
	var err error
	w.Services, _, err = services.Open(services.Ground{Registers: municipalitytest.Korsbaek(t), Roles: roles, RolesJSON: rolesJSON,
		Secured: &services.Secured{Setting: setting, Tokens: signer(set.STS), Replies: signer(set.Service)}},
		recording.Run{System: "prøve", Nonce: recording.NonceOf("prøve")}, log, now)
	if err != nil {
		t.Fatal(err)
	}
	srv := httptest.NewServer(w)
	t.Cleanup(srv.Close)
	n := 0
	w.url = srv.URL
	w.sender = &idws.Transport{By: signer(set.Vendor), STS: set.STS.Certificate, Service: set.Service.Certificate, CVR: "11111111",
		Road: http.DefaultTransport, Now: now,
		NewID: func() string { n++; return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }, Audience: func(string) string { return security.EntityIndex }}
	return w
}

func (w *town) send(t testing.TB, road http.RoundTripper) (status int, body string, err error) {
	t.Helper()
	return w.post(t, road, "/sagdokumentindeks/6", search)
}

func (w *town) post(t testing.TB, road http.RoundTripper, path, message string) (status int, body string, err error) {
	t.Helper()
	resp, err := (&http.Client{Transport: road}).Post(w.url+path, "text/xml; charset=utf-8", strings.NewReader(message))
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(raw), err
}

// TestSender: a signed message is answered, and the reply believed; one token serves
// until it is over.
func TestSender(t *testing.T) {
	w := open(t, security.Enforce)
	for range 2 {
		status, body, err := w.send(t, w.sender)
		if err != nil || status != 200 || !strings.Contains(body, "FremsoegSagDokumentIndeksOutput") {
			t.Fatalf("%d %v %s", status, err, body)
		}
	}
	tokens := 0
	for _, e := range w.tape.Since(0) {
		if e.Exchange != nil && e.Exchange.ServiceID == recording.STS {
			tokens++
		}
	}
	if tokens != 1 {
		t.Errorf("%d tokens for two messages", tokens)
	}
	if status, body, err := w.send(t, http.DefaultTransport); err != nil || status != 500 || !strings.Contains(body, string(security.NoSecurity)) {
		t.Errorf("a message in the clear: %d %v %s", status, err, body)
	}
}

// TestTampered: a reply that was changed after it was signed is not believed.
func TestTampered(t *testing.T) {
	w := open(t, security.Observe)
	w.sender.Audience = func(string) string { return security.EntityOrganisation }
	for _, tampered := range []bool{false, true} {
		var state security.Circumstances
		if tampered {
			state.Tampered = []recording.ServiceID{recording.Virksomhed}
		}
		if err := w.Secure(state); err != nil {
			t.Fatal(err)
		}
		status, body, err := w.post(t, w.sender, "/organisation/virksomhed/6", findVirksomhed)
		var disbelieved idws.Disbelieved
		if got := errors.As(err, &disbelieved); got != tampered {
			t.Errorf("tampered %t: %d %v %s", tampered, status, err, body)
		}
	}
}

// TestRefused: without a service agreement there is no token, and the code of the
// STS's description says so.
func TestRefused(t *testing.T) {
	for _, mode := range []security.Mode{security.Observe, security.Enforce} {
		w := open(t, mode)
		if err := w.Secure(security.Circumstances{Without: []string{"11111111"}}); err != nil {
			t.Fatal(err)
		}
		_, _, err := w.send(t, w.sender)
		if err == nil || !strings.Contains(err.Error(), "serviceaftale") {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

// TestOtherForms: an envelope in a default namespace, one in UTF-16, and one that has
// been addressed already are secured as others are.
func TestOtherForms(t *testing.T) {
	plain := strings.NewReplacer("e:", "", "xmlns:e=", "xmlns=").Replace(search)
	wide := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(search)) {
		wide = append(wide, byte(u>>8), byte(u))
	}
	addressed := strings.Replace(search, "<e:Header>", `<e:Header><a:MessageID xmlns:a="http://www.w3.org/2005/08/addressing">urn:uuid:1</a:MessageID>`, 1)
	for name, m := range map[string]struct{ contentType, message string }{
		"a default namespace": {"text/xml; charset=utf-8", plain}, "UTF-16": {"text/xml; charset=UTF-16", string(wide)}, "addressed": {"text/xml", addressed},
	} {
		w := open(t, security.Enforce)
		resp, err := (&http.Client{Transport: w.sender}).Post(w.url+"/sagdokumentindeks/6", m.contentType, strings.NewReader(m.message))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		raw, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil || resp.StatusCode != 200 || !strings.Contains(string(raw), "FremsoegSagDokumentIndeksOutput") {
			t.Errorf("%s: %d %v %s", name, resp.StatusCode, err, raw)
		}
	}
}
