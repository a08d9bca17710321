package xmldsig

import (
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/beevik/etree"
)

// Signer signs, and says by which certificate.
type Signer interface {
	// Sign signs a SHA-256 digest by RSASSA-PKCS1-v1_5: of the same digest it makes
	// the same signature.
	Sign(digest []byte) ([]byte, error)
	Certificate() *x509.Certificate
}

// Pair is a signer that has its key.
type Pair struct {
	Key  crypto.Signer // of RSA
	Cert *x509.Certificate
}

// Sign signs a digest.
func (p Pair) Sign(digest []byte) ([]byte, error) {
	return p.Key.Sign(rand.Reader, digest, crypto.SHA256)
}

// Certificate is the pair's.
func (p Pair) Certificate() *x509.Certificate { return p.Cert }

// Witness is a signer without a key: it knows signatures that were made, and
// gives the one that was made of a digest. So who has a signed document computes
// again what was signed, and the signature holds, or there is none.
type Witness struct {
	Cert *x509.Certificate
	Made [][]byte
}

// Sign finds the signature of a digest; none of those that were made is given as
// zeros, which no key makes.
func (w *Witness) Sign(digest []byte) ([]byte, error) {
	key, ok := w.Cert.PublicKey.(*rsa.PublicKey)
	if !ok {
		return nil, fmt.Errorf("certifikatet %s er ikke til RSA", w.Cert.Subject)
	}
	for _, s := range w.Made {
		if rsa.VerifyPKCS1v15(key, crypto.SHA256, digest, s) == nil {
			return s, nil
		}
	}
	return make([]byte, key.Size()), nil
}

// Certificate is the certificate of who signed.
func (w *Witness) Certificate() *x509.Certificate { return w.Cert }

// Covered is an element that is to be covered: it bears the ID.
type Covered struct {
	El *etree.Element
	ID string
	// Enveloped: the signature stands in the element.
	Enveloped bool
	// Token is what El, a wsse:SecurityTokenReference, stands for, and what is
	// covered by the STR-Transform; nil: El itself is.
	Token *etree.Element
	// Inclusive is the PrefixList of its canonical form.
	Inclusive []string
}

// Sign puts a signature over parts into a document: as parent's child at that
// place. keyInfo is what its KeyInfo holds. The parts stand in the document, with
// all that is to be in them. The signature declares what it uses, so that it reads
// the same wherever it stands.
func Sign(by Signer, parent *etree.Element, at int, parts []Covered, keyInfo *etree.Element) error {
	s := etree.NewElement("Signature")
	s.CreateAttr("xmlns", NS)
	info := s.CreateElement("SignedInfo")
	info.CreateElement("CanonicalizationMethod").CreateAttr("Algorithm", ExclusiveC14N)
	info.CreateElement("SignatureMethod").CreateAttr("Algorithm", RSASHA256)
	value := s.CreateElement("SignatureValue")
	s.CreateElement("KeyInfo").AddChild(keyInfo)
	parent.InsertChildAt(at, s)
	var buffer []byte
	for _, p := range parts {
		buffer = p.refer(info, s, buffer[:0])
	}
	sum := sha256.Sum256(Canonical{}.Append(buffer[:0], info))
	made, err := by.Sign(sum[:])
	if err != nil {
		return err
	}
	value.SetText(base64.StdEncoding.EncodeToString(made))
	return nil
}

// refer adds the reference to a part.
func (p Covered) refer(info, signature *etree.Element, buffer []byte) []byte {
	r := info.CreateElement("Reference")
	r.CreateAttr("URI", "#"+p.ID)
	transforms := r.CreateElement("Transforms")
	form, covers := Canonical{Inclusive: p.Inclusive}, p.El
	if p.Enveloped {
		transforms.CreateElement("Transform").CreateAttr("Algorithm", Enveloped)
		form.Without = signature
	}
	t := transforms.CreateElement("Transform")
	t.CreateAttr("Algorithm", ExclusiveC14N)
	if p.Token != nil {
		t.Attr[0].Value = STRTransform
		parameters := t.CreateElement("wsse:TransformationParameters")
		parameters.CreateAttr("xmlns:wsse", NSWSSE)
		parameters.CreateElement("CanonicalizationMethod").CreateAttr("Algorithm", ExclusiveC14N)
		form.Undeclared, covers = true, p.Token
	} else if len(p.Inclusive) > 0 {
		listPrefixes(t, p.Inclusive)
	}
	r.CreateElement("DigestMethod").CreateAttr("Algorithm", SHA256)
	buffer = form.Append(buffer, covers)
	sum := sha256.Sum256(buffer)
	r.CreateElement("DigestValue").SetText(base64.StdEncoding.EncodeToString(sum[:]))
	return buffer
}

func listPrefixes(t *etree.Element, prefixes []string) {
	in := t.CreateElement("ec:InclusiveNamespaces")
	in.CreateAttr("xmlns:ec", nsExcl)
	in.CreateAttr("PrefixList", strings.Join(prefixes, " "))
}

// Lossless lets etree write what is read again as it was. By itself it writes
// carriage returns in texts, and white space in attributes, as they are; every
// reader makes newlines and blanks of them, and then the signature does not hold.
var Lossless = etree.WriteSettings{CanonicalText: true, CanonicalAttrVal: true}

// Written is a signed document as text, in which the signature holds.
func Written(root *etree.Element) ([]byte, error) {
	doc := etree.NewDocumentWithRoot(root)
	doc.WriteSettings = Lossless
	return doc.WriteToBytes()
}
