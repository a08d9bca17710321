package security

import (
	"crypto/x509"
	"encoding/base64"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// Sign signs a reply, in the one shape that serves Java and .NET: a Timestamp, the
// service's certificate, and a signature over Body, the headers of WS-Addressing
// and the Timestamp, each by a wsu:Id. The STS names its certificate by its key
// alone, as KOMBIT's does. What is new in it is named by newID, so that no two
// replies have the same bytes signed.
func Sign(reply *soap.Reply, by xmldsig.Signer, sts bool, at time.Time, newID func(string) string) error {
	root := reply.Document.Root()
	header, body := soap.Halves(root)
	security := etree.NewElement("wsse:Security")
	security.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	security.CreateAttr("xmlns:wsu", xmldsig.NSWSU)
	security.CreateAttr(root.Space+":mustUnderstand", "1")
	header.AddChild(security)
	stamp := security.CreateElement("wsu:Timestamp")
	stamp.CreateElement("wsu:Created").SetText(stamped(at))
	stamp.CreateElement("wsu:Expires").SetText(stamped(at.Add(age)))
	var signed []xmldsig.Covered
	cover := func(el *etree.Element, id string) {
		el.CreateAttr("xmlns:wsu", xmldsig.NSWSU)
		el.CreateAttr("wsu:Id", id)
		signed = append(signed, xmldsig.Covered{El: el, ID: id})
	}
	cover(body, "body")
	for _, h := range header.ChildElements() {
		if h.NamespaceURI() == soap.NSAddressing {
			cover(h, h.Tag)
		}
	}
	stampID := "ts-" + newID("signatur")
	stamp.CreateAttr("wsu:Id", stampID)
	signed = append(signed, xmldsig.Covered{El: stamp, ID: stampID})
	info := keyIdentifier(by)
	if !sts {
		binary := security.CreateElement("wsse:BinarySecurityToken")
		binary.CreateAttr("EncodingType", encodingBase64)
		binary.CreateAttr("ValueType", valueX509)
		binary.CreateAttr("wsu:Id", "certifikat")
		binary.SetText(base64.StdEncoding.EncodeToString(by.Certificate().Raw))
		info = etree.NewElement("wsse:SecurityTokenReference")
		ref := info.CreateElement("wsse:Reference")
		ref.CreateAttr("URI", "#certifikat")
		ref.CreateAttr("ValueType", valueX509)
	}
	if err := xmldsig.Sign(by, security, len(security.Child), signed, info); err != nil {
		return err
	}
	reply.Document.WriteSettings = xmldsig.Lossless
	reply.Rewrite()
	return nil
}

// keyIdentifier names a certificate by its subject's key.
func keyIdentifier(by xmldsig.Signer) *etree.Element {
	str := etree.NewElement("wsse:SecurityTokenReference")
	k := str.CreateElement("wsse:KeyIdentifier")
	k.CreateAttr("ValueType", valueSKI)
	k.CreateAttr("EncodingType", encodingBase64)
	k.SetText(base64.StdEncoding.EncodeToString(by.Certificate().SubjectKeyId))
	return str
}

// Tamper changes what a reply says after it has been signed: the first UUID in its
// Body is another's. Who acts on it has not looked at the signature.
func Tamper(reply *soap.Reply, newID func(string) string) {
	_, body := soap.Halves(reply.Document.Root())
	if el := first(body, "UUIDIdentifikator"); el != nil {
		el.SetText(newID("forvansket"))
		reply.Rewrite()
	}
}

// Tampered is the UUID that Tamper has put into a reply; "" when the reply is as it
// was signed, or is not signed at all. relatesTo is the request's MessageID.
func Tampered(env *soap.Envelope, by *x509.Certificate, relatesTo string, at time.Time) string {
	for _, b := range Answered(env, by, relatesTo, at) {
		if b.Rule == BadDigest {
			return plain(first(env.Body.Parent(), "UUIDIdentifikator"))
		}
	}
	return ""
}

// Issued reads the token of an STS's reply; nil when it has none, and code is then the
// public one of its refusal, "" where it gives none.
func Issued(env *soap.Envelope) (token *Token, code string) {
	el := first(env.Body, "Assertion")
	if el == nil {
		return nil, plain(first(env.Body, "fejlkode"))
	}
	t := &Token{El: el, ID: xmldsig.Attribute(el, "ID")}
	t.read()
	return t, ""
}

// first is the first element of that name in el.
func first(el *etree.Element, tag string) *etree.Element {
	for _, c := range el.ChildElements() {
		if c.Tag == tag {
			return c
		}
		if in := first(c, tag); in != nil {
			return in
		}
	}
	return nil
}
