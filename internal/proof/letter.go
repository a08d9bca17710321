package proof

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/idws"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// letter is a secured message in the making: a search in FK Organisation, or a
// request to the STS.
type letter struct {
	*lock
	path   string
	m      idws.Wrapping
	root   *etree.Element // its Envelope
	sealed bool           // it is signed
	raw    func([]byte) []byte
}

const searchHeader = `<h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
	`<h:TransactionUUID>5c1f0f5e-3b0a-4f0e-9a55-0d1f6a2b3c99</h:TransactionUUID></h:RequestHeader>`

// letter begins a message to a path that keeps every rule.
func (l *lock) letter(path string) *letter {
	out := &letter{lock: l, path: path, m: idws.Wrapping{By: l.system, ID: messageID, To: base + path, Created: noon}}
	header, body := searchHeader, etree.NewElement("o:SoegInput")
	body.CreateAttr("xmlns:o", searchSpace)
	out.m.Action = l.action
	if path == security.STSPath {
		header, body = "", idws.Ask{AppliesTo: security.EntityOrganisation, CVR: agreed, By: l.system}.Body()
		out.m.Action = "http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue"
	} else {
		out.m.Token = l.token.Copy()
	}
	out.root = parsed(`<s:Envelope xmlns:s="` + soap.NS12 + `"><s:Header>` + header + `</s:Header><s:Body/></s:Envelope>`)
	out.part("Body").AddChild(body)
	return out
}

// parsed is an element of a document of its own.
func parsed(text string) *etree.Element {
	doc := etree.NewDocument()
	if err := doc.ReadFromString(text); err != nil {
		panic(err) // a text of ours is wrong
	}
	return doc.Root()
}

// part is the first element of that name in the message.
func (l *letter) part(tag string) *etree.Element {
	el := l.root.FindElement(".//" + tag)
	if el == nil {
		panic("the message has no " + tag) // a mistake of ours is wrong
	}
	return el
}

// security is the message's wsse:Security.
func (l *letter) security() *etree.Element {
	return xmldsig.Child(l.part("Header"), xmldsig.NSWSSE, "Security")
}

// signature is the message's own.
func (l *letter) signature() *etree.Element {
	return xmldsig.Child(l.security(), xmldsig.NS, "Signature")
}

// reference is the reference to an ID.
func (l *letter) reference(id string) *etree.Element {
	for _, r := range l.signature().FindElements("./SignedInfo/Reference") {
		if r.SelectAttrValue("URI", "") == "#"+id {
			return r
		}
	}
	panic("nothing refers to " + id) // a mistake of ours is wrong
}

// assertion is the token as it stands in the message.
func (l *letter) assertion() *etree.Element { return l.part("Assertion") }

// seal signs the message, once.
func (l *letter) seal() *letter {
	if l.sealed {
		return l
	}
	l.sealed = true
	if err := l.m.Secure(l.root); err != nil {
		panic(err) // nothing here depends on what is outside
	}
	return l
}

// turn is that the message is sent.
func (l *letter) turn() turn {
	raw, err := etree.NewDocumentWithRoot(l.seal().root).WriteToBytes()
	if err != nil {
		panic(err)
	}
	if l.raw != nil {
		raw = l.raw(raw)
	}
	return turn{Letter: &sent{path: l.path, raw: raw}}
}

// head adds a header, which nothing signs.
func (l *letter) head(text string) *etree.Element {
	el := parsed(text)
	l.part("Header").AddChild(el)
	return el
}

// reissue lets somebody sign the token after it has been changed.
func (l *letter) reissue(by xmldsig.Signer, change func(a *etree.Element)) {
	a := l.m.Token
	a.RemoveChild(xmldsig.Child(a, xmldsig.NS, "Signature"))
	change(a)
	if err := security.SignToken(by, a); err != nil {
		panic(err)
	}
}

// anew digests what the references name as it stands now, and signs that.
func (l *letter) anew(by xmldsig.Signer) {
	ids := xmldsig.FindIDs(l.root)
	for _, r := range l.signature().FindElements("./SignedInfo/Reference") {
		form, el := xmldsig.Canonical{}, ids.Get(strings.TrimPrefix(r.SelectAttrValue("URI", ""), "#"))
		if r.FindElement(".//TransformationParameters") != nil {
			form.Undeclared = true
			el, _ = xmldsig.Dereference(el, ids)
		}
		if r.FindElement("./Transforms/Transform[@Algorithm='"+xmldsig.Enveloped+"']") != nil {
			form.Without = l.signature()
		}
		if el != nil {
			sum := sha256.Sum256(form.Append(nil, el))
			r.FindElement("./DigestValue").SetText(base64.StdEncoding.EncodeToString(sum[:]))
		}
	}
	l.resign(by)
}

// resign signs SignedInfo as it stands now.
func (l *letter) resign(by xmldsig.Signer) {
	sum := sha256.Sum256(l.info())
	value, err := by.Sign(sum[:])
	if err != nil {
		panic(err)
	}
	l.value(value)
}

// info is SignedInfo as it is signed.
func (l *letter) info() []byte {
	return xmldsig.Canonical{}.Append(nil, l.signature().FindElement("./SignedInfo"))
}

func (l *letter) value(made []byte) {
	l.signature().FindElement("./SignatureValue").SetText(base64.StdEncoding.EncodeToString(made))
}

// weakly signs SignedInfo by another hash than the policy's.
func (l *letter) weakly(hash crypto.Hash) {
	h := hash.New()
	h.Write(l.info())
	made, err := rsa.SignPKCS1v15(rand.Reader, l.system.Key.(*rsa.PrivateKey), hash, h.Sum(nil))
	if err != nil {
		panic(err)
	}
	l.value(made)
}

// refer adds a reference to an ID to what is signed.
func (l *letter) refer(id string) *etree.Element {
	r := l.signature().FindElement("./SignedInfo/Reference").Copy()
	r.CreateAttr("URI", "#"+id)
	l.signature().FindElement("./SignedInfo").AddChild(r)
	return r
}

// away takes an element out of where it stands.
func away(el *etree.Element) *etree.Element {
	el.Parent().RemoveChild(el)
	return el
}

// boxed puts an element into a new one of nobody's.
func boxed(el *etree.Element) *etree.Element {
	w := etree.NewElement("x:Andet")
	w.CreateAttr("xmlns:x", "urn:klarmeld:andet")
	w.AddChild(el)
	return w
}

// shift moves an element into another, and leaves a copy with another ID and a
// change in its place: signature wrapping.
func shift(el *etree.Element, id string, change func(*etree.Element)) (original *etree.Element) {
	decoy := el.Copy()
	decoy.CreateAttr("wsu:Id", id)
	change(decoy)
	parent, at := el.Parent(), el.Index()
	parent.RemoveChildAt(at)
	parent.InsertChildAt(at, decoy)
	return el
}
