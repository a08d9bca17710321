package proof

import (
	"crypto/rsa"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// shown is a secured message as an example shows it: nothing that differs from one
// process to the next, but who signed, and whether what was signed is as it was.
func (s *sent) shown() *etree.Element {
	doc, p := soap.ReadDocument(s.raw)
	if p != nil {
		panic(p) // a mistake of ours is wrong
	}
	l, err := locks()
	if err != nil {
		panic(err) // it was made before
	}
	ids := xmldsig.FindIDs(doc.Root)
	said := map[*etree.Element]string{}
	for _, el := range doc.Root.FindElements("//Signature") {
		l.explain(el, ids, said)
	}
	for _, path := range []string{"//X509Certificate", "//BinarySecurityToken"} {
		for _, el := range doc.Root.FindElements(path) {
			said[el] = l.owner(el)
		}
	}
	for el, text := range said {
		el.SetText("… " + text + " …")
	}
	plainly(doc.Root)
	return doc.Root
}

// explain says of a signature what it is worth.
func (l *lock) explain(el *etree.Element, ids xmldsig.IDs, said map[*etree.Element]string) {
	for _, d := range el.FindElements(".//DigestValue") {
		said[d] = "digest"
	}
	value := el.FindElement("./SignatureValue")
	if value != nil {
		said[value] = "signatur"
	}
	s, fault := xmldsig.Read(el, ids)
	if fault != nil {
		return
	}
	for _, r := range s.References {
		if holds, _ := r.Holds(nil); !holds {
			said[r.El.FindElement("./DigestValue")] = "en anden digest"
		}
	}
	said[value] = "ingens signatur"
	for _, p := range l.everybody() {
		if s.Signed(p.Cert.PublicKey.(*rsa.PublicKey)) {
			said[value] = "signatur af " + p.Cert.Subject.CommonName
			return
		}
	}
}

// everybody is who has a key, each by the first of its names.
func (l *lock) everybody() []xmldsig.Pair {
	return []xmldsig.Pair{l.sts, l.service, l.system, l.expired, l.other, l.stranger, l.pretender}
}

// owner is whose certificate an element holds.
func (l *lock) owner(el *etree.Element) string {
	raw, _ := xmldsig.Decode(el)
	for _, p := range l.everybody() {
		if string(raw) == string(p.Cert.Raw) {
			return "certifikat: " + p.Cert.Subject.CommonName
		}
	}
	return "noget andet end et certifikat"
}

// plainly takes the namespace declarations away, which say nothing here.
func plainly(el *etree.Element) {
	kept := el.Attr[:0]
	for _, a := range el.Attr {
		if a.Space != "xmlns" && a.FullKey() != "xmlns" {
			kept = append(kept, a)
		}
	}
	el.Attr = kept
	for _, c := range el.ChildElements() {
		plainly(c)
	}
}

// asIs writes an element with all it holds, comments too.
func asIs(el *etree.Element) string {
	doc := etree.NewDocumentWithRoot(el.Copy())
	s, err := doc.WriteToString()
	if err != nil {
		return ""
	}
	return s
}
