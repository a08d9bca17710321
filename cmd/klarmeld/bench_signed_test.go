package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/keys"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// BenchmarkSigned verifies messages of 11 kB that are signed in seven references, each
// a message of its own, with the token that it brings: by klarmeld, and by others.
func BenchmarkSigned(b *testing.B) {
	w := newSignedWorld(b)
	b.Run("Check", w.check)
	b.Run("Verified", func(b *testing.B) {
		drive(b, httptest.NewServer(http.HandlerFunc(w.verify)), w.messages(b, b.N))
	})
	b.Run("Enforced", func(b *testing.B) {
		folder, err := recording.NewFolder(filepath.Join(b.TempDir(), "optagelse"))
		if err != nil {
			b.Fatal(err)
		}
		defer folder.Close()
		now := danishNow()
		open, _, err := services.Open(w.ground, recording.Run{System: "bench", Nonce: recording.NonceOf("bench")}, recording.NewStream(now, folder), now)
		if err != nil {
			b.Fatal(err)
		}
		drive(b, httptest.NewServer(open), w.messages(b, b.N))
	})
	b.Run("Xmlsec", func(b *testing.B) { benchXmlsec(b, w) })
	b.Run("XmlsecProcess", func(b *testing.B) { benchXmlsecProcess(b, w) })
}

// signedWorld are keys, services that demand signatures, and a token of theirs.
type signedWorld struct {
	set    keys.Set
	ground services.Ground
	by     xmldsig.Signer
	token  *etree.Element
	made   int
}

func newSignedWorld(b testing.TB) *signedWorld {
	b.Helper()
	now := danishNow()
	set, err := keys.Mint(keys.Wish{Now: now()})
	if err != nil {
		b.Fatal(err)
	}
	ground, err := groundOf("", "")
	if err != nil {
		b.Fatal(err)
	}
	if ground, err = securing(ground, &set, security.Enforce); err != nil {
		b.Fatal(err)
	}
	w := &signedWorld{set: set, ground: ground, by: xmldsig.Pair{Key: set.Vendor.Key, Cert: set.Vendor.Certificate}}
	open, _, err := services.Open(ground, recording.Run{System: "bench", Nonce: recording.NonceOf("bench")}, recording.NewTape(now), now)
	if err != nil {
		b.Fatal(err)
	}
	srv := httptest.NewServer(open)
	defer srv.Close()
	ask := idws.Ask{AppliesTo: security.EntityIndex, CVR: ground.Registers.CVR(), By: w.by}
	m := idws.Wrapping{By: w.by, Action: "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue", ID: "urn:uuid:bench",
		To: srv.URL + idws.Path, Created: now()}
	resp, err := http.Post(m.To, soap.V12.ContentType(), bytes.NewReader(w.signed(b, soap.V12, ask.Body(), m)))
	if err != nil {
		b.Fatal(err)
	}
	defer resp.Body.Close()
	doc := etree.NewDocument()
	if _, err := doc.ReadFrom(resp.Body); err != nil {
		b.Fatal(err)
	}
	if w.token = doc.FindElement("//Assertion"); w.token == nil {
		b.Fatal("the STS gives no token")
	}
	return w
}

// signed is a message around body, signed.
func (w *signedWorld) signed(b testing.TB, v soap.Version, body *etree.Element, m idws.Wrapping) []byte {
	b.Helper()
	return asText(b, w.secured(b, v, body, m))
}

func (w *signedWorld) secured(b testing.TB, v soap.Version, body *etree.Element, m idws.Wrapping) *etree.Element {
	b.Helper()
	root := etree.NewElement("s:Envelope")
	root.CreateAttr("xmlns:s", v.NS())
	root.CreateElement("s:Header")
	root.CreateElement("s:Body").AddChild(body)
	if err := m.Secure(root); err != nil {
		b.Fatal(err)
	}
	return root
}

func asText(b testing.TB, root *etree.Element) []byte {
	b.Helper()
	raw, err := xmldsig.Written(root)
	if err != nil {
		b.Fatal(err)
	}
	return raw
}

// message is the next of the messages, with a token when it is to be covered.
func (w *signedWorld) message(token *etree.Element) (body *etree.Element, m idws.Wrapping) {
	w.made++
	body = etree.NewElement("FremsoegSagDokumentIndeksInput")
	body.CreateAttr("xmlns", "urn:oio:sts:sagdok:sagdokumentindeks:6")
	return body, idws.Wrapping{By: w.by, Token: token, Action: "http://kombit.dk/sts/sagdokumentindeks/fremsoeg",
		ID: fmt.Sprintf("urn:uuid:00000000-0000-4000-8000-%012d", w.made), To: "https://eksempel.dk/sagdokumentindeks/6", Created: time.Now()}
}

// messages are n that cover the token by the STR-Transform, as the profile has it.
func (w *signedWorld) messages(b testing.TB, n int) (out [][]byte) {
	b.Helper()
	for range n {
		body, m := w.message(w.token.Copy())
		out = append(out, w.signed(b, soap.V11, body, m))
	}
	if size := len(out[0]); size < 9000 || size > 12000 || bytes.Count(out[0], []byte("<Reference ")) != 8 {
		b.Fatalf("%d bytes: %.300s", size, out[0])
	}
	return out
}

// besides are n in which the token stands beside what is signed, and the sender's
// certificate is covered in its place: xmlsec1 knows no STR-Transform. References and
// signatures are as many.
func (w *signedWorld) besides(b testing.TB, n int) (out [][]byte) {
	b.Helper()
	for range n {
		body, m := w.message(nil)
		root := w.secured(b, soap.V11, body, m)
		root.FindElement("./Header/Security").AddChild(w.token.Copy())
		out = append(out, asText(b, root))
	}
	if bytes.Count(out[0], []byte("<Reference ")) != 8 {
		b.Fatalf("%s", out[0])
	}
	return out
}

// terms are those of a service that is asked now.
func (w *signedWorld) terms() security.Terms {
	return security.Terms{Setting: w.ground.Secured.Setting, Audience: security.EntityIndex, At: time.Now()}
}

// check is what the rules cost beyond reading the message.
func (w *signedWorld) check(b *testing.B) {
	raw := w.messages(b, 1)[0]
	for changed, message := range map[bool][]byte{false: raw, true: bytes.Replace(raw, []byte("fremsoeg<"), []byte("fremsoegt<"), 1)} {
		env, p := soap.Read(message)
		if p != nil {
			b.Fatal(p)
		}
		if broken := w.terms().Check(env).Breaches; (len(broken) > 0) != changed {
			b.Fatalf("changed %t: %v", changed, broken)
		}
	}
	env, p := soap.Read(raw)
	if p != nil {
		b.Fatal(p)
	}
	b.ReportAllocs()
	terms, before := w.terms(), processor("self")
	for b.Loop() {
		if len(terms.Check(env).Breaches) > 0 {
			b.Fatal("the message is refused")
		}
	}
	reportMessages(b, b.Elapsed(), processor("self")-before)
}

// verify is a service that verifies and does nothing else.
func (w *signedWorld) verify(out http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(out, err.Error(), http.StatusBadRequest)
		return
	}
	env, p := soap.Read(raw)
	if p != nil {
		http.Error(out, p.Error(), http.StatusBadRequest)
		return
	}
	if broken := w.terms().Check(env).Breaches; len(broken) > 0 {
		http.Error(out, broken[0].Message, http.StatusInternalServerError)
	}
}

// drive sends messages, each once, from as many senders as there are processors.
func drive(b *testing.B, srv *httptest.Server, messages [][]byte) {
	b.Helper()
	defer srv.Close()
	sendAll(b, srv.URL+"/sagdokumentindeks/6", "self", messages)
}

// sendAll sends them to the service that a process is; what ours costs has its senders
// in it.
func sendAll(b *testing.B, url, pid string, messages [][]byte) {
	b.Helper()
	var n atomic.Int64
	before := processor(pid)
	b.SetBytes(int64(len(messages[0])))
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		for pb.Next() {
			resp, err := client.Post(url, soap.V11.ContentType(), bytes.NewReader(messages[n.Add(1)-1]))
			if err != nil {
				b.Error(err)
				return
			}
			said, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || resp.StatusCode != 200 {
				b.Errorf("HTTP %d %v %s", resp.StatusCode, err, said)
				return
			}
		}
	})
	b.StopTimer()
	reportMessages(b, b.Elapsed(), processor(pid)-before)
}
