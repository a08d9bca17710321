package proof

import (
	"crypto/rsa"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// shown is a secured message as an example shows it: nothing that differs from one
// process to the next, but who signed, and whether what was signed is as it was.
// Plainly it is without namespace declarations.
func (s *sent) shown(plain bool) *etree.Element {
	doc, p := soap.ReadDocument(s.raw)
	if p != nil {
		panic(p) // a mistake of ours is wrong
	}
	l := locks()
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
	if plain {
		plainly(doc.Root)
	}
	return doc.Root
}

// differing is the smallest part in which two messages differ, of each, without what
// both have.
func differing(a, b *sent) (x, y string) {
	for _, plain := range []bool{true, false} {
		l, r := smallest(a.shown(plain), b.shown(plain), asIs)
		if x, y = outlined(l, r), outlined(r, l); x != y {
			break // else they differ in a declaration, or not at all
		}
	}
	return x, y
}

// outlined is an element with all it holds, but for what the other holds too.
func outlined(el, other *etree.Element) string {
	out := el.Copy()
	outline(out, el, other)
	doc := etree.NewDocumentWithRoot(out)
	doc.Indent(2)
	return strings.TrimSpace(asIs(doc.Root()))
}

func outline(out, el, other *etree.Element) {
	both, seen := map[string]bool{}, map[string]int{}
	for _, c := range other.ChildElements() {
		both[asIs(c)] = true
	}
	copies := out.ChildElements()
	for i, c := range el.ChildElements() {
		n := seen[c.FullTag()]
		seen[c.FullTag()]++
		like := other.SelectElements(c.FullTag())
		switch {
		case both[asIs(c)] && len(c.ChildElements()) > 0:
			copies[i].Child = nil
			copies[i].SetText("…")
		case n < len(like):
			outline(copies[i], c, like[n])
		}
	}
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

// plainly takes the namespace declarations away, which mostly say nothing here.
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
