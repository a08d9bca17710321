package xmldsig_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// tester signs messages, issuer the assertions in them; each is made once.
var tester, issuer = sync.OnceValue(makePair), sync.OnceValue(makePair)

// makePair is a key, and a certificate that it has signed itself.
func makePair() xmldsig.Pair {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "Korsbæk"}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().AddDate(1, 0, 0)}
	raw, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		panic(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		panic(err)
	}
	return xmldsig.Pair{Key: key, Cert: cert}
}

// publicOf is the key by which what a pair has signed is verified.
func publicOf(p xmldsig.Pair) *rsa.PublicKey { return p.Cert.PublicKey.(*rsa.PublicKey) }

// drawn lets rapid choose, so that it finds the smallest document that fails.
type drawn struct{ *rapid.T }

func (d drawn) IntN(n int) int { return rapid.IntRange(0, n-1).Draw(d.T, "choice") }

// TestSignedIsRead: what is signed in any document, in any of its places, holds
// when the document has been written and read again.
func TestSignedIsRead(t *testing.T) {
	tester()
	rapid.Check(t, func(t *rapid.T) {
		m := maker{chooser: drawn{t}, uris: plainURIs}
		m.document()
		doc, p := soap.ReadDocument([]byte(m.String()))
		if p != nil {
			t.Fatal(p)
		}
		parts := signSomewhere(t, &m, doc.Root)
		raw, err := xmldsig.Written(doc.Root)
		if err != nil {
			t.Fatal(err)
		}
		again, p := soap.ReadDocument(raw)
		if p != nil {
			t.Fatalf("%v\n%s", p, raw)
		}
		s, fault := xmldsig.Read(find(again.Root, xmldsig.NS, "Signature"), xmldsig.FindIDs(again.Root))
		if fault != nil {
			t.Fatalf("%v\n%s", fault, raw)
		}
		if !s.Signed(publicOf(tester())) || len(s.References) != len(parts) {
			t.Fatalf("SignedInfo does not hold:\n%s", raw)
		}
		for i, r := range s.References {
			if ok, form := r.Holds(nil); !ok || r.URI != "#"+parts[i].ID || r.ByTransform != (parts[i].Token != nil) {
				t.Fatalf("%s does not hold, it is\n%s\nof\n%s", r.URI, form, raw)
			}
		}
	})
}

// signSomewhere signs some of the elements of a document, each in a form of its
// own, in one of its places.
func signSomewhere(t *rapid.T, m *maker, root *etree.Element) []xmldsig.Covered {
	all := inOrder(nil, root)
	at := pick(m, all)
	var parts []xmldsig.Covered
	for i := range 1 + m.IntN(4) {
		el := pick(m, all)
		p := xmldsig.Covered{El: el, ID: idOf(m, el, i), Enveloped: holds(el, at)}
		for range m.IntN(2) * m.IntN(5) {
			p.Inclusive = append(p.Inclusive, pick(m, madeIncluded))
		}
		if !p.Enveloped && m.IntN(4) == 0 {
			p = byReference(m, root, p, fmt.Sprintf("str-%d", i))
		}
		parts = append(parts, p)
	}
	info := etree.NewElement("X509Data")
	info.CreateElement("X509SKI").SetText("\r <&>")
	if err := xmldsig.Sign(tester(), at, m.IntN(len(at.Child)+1), parts, info); err != nil {
		t.Fatal(err)
	}
	return parts
}

// idOf is the ID of an element, in one of the ways in which it may be given.
func idOf(m *maker, el *etree.Element, i int) string {
	for _, a := range el.Attr {
		if a.Key == "ID" || a.Key == "Id" {
			return a.Value
		}
	}
	id := fmt.Sprintf("id-%d", i)
	switch m.IntN(3) {
	case 0:
		el.CreateAttr("ID", id)
	case 1:
		el.CreateAttr("Id", id)
	default:
		el.CreateAttr("wsu:Id", id)
		el.CreateAttr("xmlns:wsu", xmldsig.NSWSU)
	}
	return id
}

// byReference puts a reference to a token into the document, and covers the token
// by it.
func byReference(m *maker, root *etree.Element, p xmldsig.Covered, id string) xmldsig.Covered {
	str := etree.NewElement("wsse:SecurityTokenReference")
	str.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	if m.IntN(2) == 0 {
		named := str.CreateElement("wsse:KeyIdentifier")
		named.CreateAttr("ValueType", "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID")
		named.SetText(p.ID)
	} else {
		str.CreateElement("wsse:Reference").CreateAttr("URI", "#"+p.ID)
	}
	str.CreateAttr("ID", id)
	root.AddChild(str)
	return xmldsig.Covered{El: str, ID: id, Token: p.El}
}

// find is the first element of that name in el, or el itself.
func find(el *etree.Element, space, tag string) *etree.Element {
	for _, x := range inOrder(nil, el) {
		if xmldsig.Is(x, space, tag) {
			return x
		}
	}
	return nil
}

// holds reports whether an element is another, or holds it.
func holds(outer, inner *etree.Element) bool {
	for ; inner != nil; inner = inner.Parent() {
		if inner == outer {
			return true
		}
	}
	return false
}
