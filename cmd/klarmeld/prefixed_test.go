package main

import (
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// TestPrefixedToken: a token whose elements have a prefix is covered as WSS4J has it,
// whose STR-Transform says xmlns="" where the token declares no default namespace.
func TestPrefixedToken(t *testing.T) {
	t.Parallel()
	w := newSignedWorld(t)
	address, _ := startCXF(t, w)
	for _, prefix := range []string{"", "saml2"} {
		token := w.token.Copy()
		if prefix != "" {
			token = w.prefixed(t, token, prefix)
		}
		body, m := w.message(token)
		root := w.secured(t, soap.V11, body, m)
		if said := saidTo(t, address, asText(t, root)); !strings.Contains(said, "verificeret") {
			t.Errorf("prefix %q: CXF says %s", prefix, said)
		}
	}
}

// prefixed is a token that the STS has signed, whose elements have a prefix.
func (w *signedWorld) prefixed(t *testing.T, token *etree.Element, prefix string) *etree.Element {
	t.Helper()
	token.RemoveAttr("xmlns")
	token.CreateAttr("xmlns:"+prefix, xmldsig.NSSAML)
	old := token.SelectElement("Signature")
	at, data := old.Index(), old.FindElement("KeyInfo/X509Data").Copy()
	token.RemoveChild(old)
	var rename func(*etree.Element)
	rename = func(el *etree.Element) {
		if el.Tag == "KeyInfo" { // of another namespace, which it declares
			return
		}
		el.Space = prefix
		for _, c := range el.ChildElements() {
			rename(c)
		}
	}
	rename(token)
	sts := xmldsig.Pair{Key: w.set.STS.Key, Cert: w.set.STS.Certificate}
	if err := xmldsig.Sign(sts, token, at, []xmldsig.Covered{{El: token, ID: token.SelectAttrValue("ID", ""), Enveloped: true}}, data); err != nil {
		t.Fatal(err)
	}
	return token
}
