package xmldsig

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// The algorithms of the policy Basic256Sha256 with exclusive canonical form. No
// others are computed.
const (
	ExclusiveC14N = nsExcl
	RSASHA256     = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"
	SHA256        = "http://www.w3.org/2001/04/xmlenc#sha256"
	Enveloped     = NS + "enveloped-signature"
	STRTransform  = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#STR-Transform"
)

// FaultKind is what is wrong with a signature.
type FaultKind int

// The kinds.
const (
	Malformed FaultKind = iota + 1 // it does not keep the schema of XML Signature
	Algorithm                      // it is made by an algorithm that is not taken
	Digest                         // a digest is
	Form                           // a canonical form is not the exclusive one without comments
	Transform                      // a transform is not one of those that are taken, or not in their order
	Beside                         // an enveloped signature does not stand in what it covers
	Outside                        // a reference is not to an element of the same document
	Missing                        // a reference is to what is not there
	Ambiguous                      // a reference is to an ID that two elements bear
)

// Fault says what is wrong with a signature, and where.
type Fault struct {
	Kind FaultKind
	El   *etree.Element
	// What is the algorithm, the reference or the element that it is about.
	What string
}

func (f *Fault) Error() string { return fmt.Sprintf("signature: fault %d at %q", f.Kind, f.What) }

// Signature is a ds:Signature that has been read (XML Signature, section 4).
type Signature struct {
	El         *etree.Element
	Info       *etree.Element // SignedInfo
	References []Reference
	Value      []byte
	KeyInfo    *etree.Element // nil when there is none
	inclusive  []string       // of SignedInfo's canonical form
}

// Reference is one of a signature's references, with what it covers.
type Reference struct {
	El *etree.Element // ds:Reference
	// URI is as it stands: "#id".
	URI string
	// Named is the element that bears the ID, and Covers the one that is digested:
	// the same, but by the STR-Transform the token that Named refers to.
	Named, Covers *etree.Element
	ByTransform   bool // it covers a token by the STR-Transform
	Enveloped     bool // the signature itself is left out
	digest        []byte
	form          Canonical
}

// Read reads a signature and finds what each of its references covers. What it
// says of the first fault is nil when there is none; a signature with a fault
// proves nothing.
func Read(el *etree.Element, ids IDs) (*Signature, *Fault) {
	s := &Signature{El: el, Info: Child(el, NS, "SignedInfo"), KeyInfo: Child(el, NS, "KeyInfo")}
	value := Child(el, NS, "SignatureValue")
	if s.Info == nil || value == nil || len(Children(el, NS, "SignedInfo")) > 1 || len(Children(el, NS, "SignatureValue")) > 1 ||
		len(Children(el, NS, "KeyInfo")) > 1 {
		return nil, &Fault{Malformed, el, el.FullTag()}
	}
	var f *Fault
	if s.inclusive, f = s.algorithms(); f != nil {
		return nil, f
	}
	var ok bool
	if s.Value, ok = Decode(value); !ok {
		return nil, &Fault{Malformed, value, value.FullTag()}
	}
	for _, r := range Children(s.Info, NS, "Reference") {
		ref, f := s.reference(r, ids)
		if f != nil {
			return nil, f
		}
		s.References = append(s.References, ref)
	}
	return s, nil
}

// algorithms are SignedInfo's: one canonical form, one method.
func (s *Signature) algorithms() ([]string, *Fault) {
	all := s.Info.ChildElements()
	if len(all) < 3 || len(all) > maxReferences+2 || !Is(all[0], NS, "CanonicalizationMethod") || !Is(all[1], NS, "SignatureMethod") ||
		len(Children(s.Info, NS, "Reference")) != len(all)-2 {
		return nil, &Fault{Malformed, s.Info, s.Info.FullTag()}
	}
	if a := algorithm(all[0]); a != ExclusiveC14N {
		return nil, &Fault{Form, all[0], a}
	}
	if a := algorithm(all[1]); a != RSASHA256 {
		return nil, &Fault{Algorithm, all[1], a}
	}
	return prefixes(all[0])
}

// What a signature may ask for: each reference and each prefix costs a walk through
// what is covered, and a hostile message must not cost more than it is long.
const (
	maxReferences = 64 // the policy's messages have seven to nine
	maxPrefixes   = 64
)

func algorithm(el *etree.Element) string { return Attribute(el, "Algorithm") }

// Attribute is the value of an attribute in no namespace, "" when there is none.
// etree's own look-up takes one of any namespace, if that stands first.
func Attribute(el *etree.Element, key string) string {
	for i := range el.Attr {
		if a := &el.Attr[i]; a.Space == "" && a.Key == key {
			return a.Value
		}
	}
	return ""
}

// prefixes are those of an InclusiveNamespaces in a canonicalization method.
func prefixes(method *etree.Element) ([]string, *Fault) {
	in := Child(method, nsExcl, "InclusiveNamespaces")
	if in == nil {
		return nil, nil
	}
	out := strings.Fields(Attribute(in, "PrefixList"))
	if len(out) > maxPrefixes {
		return nil, &Fault{Malformed, in, in.FullTag()}
	}
	return out, nil
}

func (s *Signature) reference(el *etree.Element, ids IDs) (Reference, *Fault) {
	r := Reference{El: el, URI: Attribute(el, "URI")}
	id, ok := local(r.URI)
	switch {
	case !ok || strings.ContainsAny(id, "()"):
		return r, &Fault{Outside, el, r.URI}
	case ids.Twice(id) != nil:
		return r, &Fault{Ambiguous, ids.Twice(id), r.URI}
	case ids.Get(id) == nil:
		return r, &Fault{Missing, el, r.URI}
	}
	r.Named = ids.Get(id)
	r.Covers = r.Named
	if f := r.transforms(s, ids); f != nil {
		return r, f
	}
	method, value := Child(el, NS, "DigestMethod"), Child(el, NS, "DigestValue")
	if method == nil || value == nil || len(el.ChildElements()) != 3 {
		return r, &Fault{Malformed, el, r.URI}
	}
	if a := algorithm(method); a != SHA256 {
		return r, &Fault{Digest, method, a}
	}
	if r.digest, ok = Decode(value); !ok || len(r.digest) != sha256.Size {
		return r, &Fault{Malformed, value, r.URI}
	}
	return r, nil
}

// local is the ID that a URI has of an element in the same document.
func local(uri string) (id string, ok bool) {
	if id, ok = strings.CutPrefix(uri, "#"); !ok {
		return "", false
	}
	return id, id != ""
}

// transforms takes the exclusive canonical form, after an enveloped signature is
// left out or not; or the STR-Transform. All others, and none at all, are refused:
// what they make of an element nobody sees.
func (r *Reference) transforms(s *Signature, ids IDs) (f *Fault) {
	list := Child(r.El, NS, "Transforms")
	all := Children(list, NS, "Transform")
	if len(all) == 0 || len(all) != len(list.ChildElements()) {
		return &Fault{Transform, r.El, r.URI}
	}
	last := all[len(all)-1]
	for _, t := range all[:len(all)-1] {
		if algorithm(t) != Enveloped || r.Enveloped {
			return &Fault{Transform, t, algorithm(t)}
		}
		if !within(s.El, r.Named) {
			return &Fault{Beside, t, r.URI}
		}
		r.Enveloped, r.form.Without = true, s.El
	}
	switch a := algorithm(last); {
	case a == ExclusiveC14N:
		r.form.Inclusive, f = prefixes(last)
		return f
	case a == STRTransform && !r.Enveloped:
		return r.dereference(last, ids)
	case slices.Contains(otherForms, a):
		return &Fault{Form, last, a}
	default:
		return &Fault{Transform, last, a}
	}
}

// otherForms are canonical forms that are not taken: the inclusive ones read what
// stands around an element, and those with comments are another's bytes.
var otherForms = []string{
	"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments",
	"http://www.w3.org/2006/12/xml-c14n11", "http://www.w3.org/2006/12/xml-c14n11#WithComments", nsExcl + "WithComments",
}

// dereference puts the token in the place of the reference to it.
func (r *Reference) dereference(transform *etree.Element, ids IDs) *Fault {
	method := Child(Child(transform, NSWSSE, "TransformationParameters"), NS, "CanonicalizationMethod")
	if method == nil {
		return &Fault{Malformed, transform, r.URI}
	}
	if a := algorithm(method); a != ExclusiveC14N {
		return &Fault{Form, method, a}
	}
	token, f := Dereference(r.Named, ids)
	if f != nil {
		return f
	}
	r.Covers, r.ByTransform = token, true
	r.form.Undeclared = true
	r.form.Inclusive, f = prefixes(method)
	return f
}

// samlID says that a KeyIdentifier is the ID of an assertion.
const samlID = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"

// Dereference is the token that a wsse:SecurityTokenReference refers to in the
// same document: by the ID of an assertion (WSS SAML Token Profile 1.1, section
// 3.4) or by a direct reference. It refers once.
func Dereference(str *etree.Element, ids IDs) (*etree.Element, *Fault) {
	if !Is(str, NSWSSE, "SecurityTokenReference") {
		return nil, &Fault{Transform, str, str.FullTag()}
	}
	id, whole := "", true
	if k := Child(str, NSWSSE, "KeyIdentifier"); k != nil && Attribute(k, "ValueType") == samlID {
		id, whole = Text(k)
		id = strings.TrimSpace(id)
	} else if ref := Child(str, NSWSSE, "Reference"); ref != nil {
		id, whole = strings.CutPrefix(Attribute(ref, "URI"), "#")
	}
	if !whole || len(str.ChildElements()) != 1 {
		return nil, &Fault{Missing, str, id}
	}
	switch {
	case id != "" && ids.Twice(id) != nil:
		return nil, &Fault{Ambiguous, ids.Twice(id), id}
	case id == "" || ids.Get(id) == nil:
		return nil, &Fault{Missing, str, id}
	}
	return ids.Get(id), nil
}

// within reports whether el is in another, or is it.
func within(el, other *etree.Element) bool {
	for ; el != nil; el = el.Parent() {
		if el == other {
			return true
		}
	}
	return false
}

// Holds reports whether a reference covers what was signed: the digest of what
// it covers is the one that it gives. The buffer is used and returned.
func (r Reference) Holds(buffer []byte) (bool, []byte) {
	buffer = r.form.Append(buffer[:0], r.Covers)
	sum := sha256.Sum256(buffer)
	return string(sum[:]) == string(r.digest), buffer
}

// Signed reports whether SignedInfo was signed by the owner of the key.
func (s *Signature) Signed(key *rsa.PublicKey) bool {
	sum := sha256.Sum256(Canonical{Inclusive: s.inclusive}.Append(nil, s.Info))
	return rsa.VerifyPKCS1v15(key, crypto.SHA256, sum[:], s.Value) == nil
}

// blanks takes out XML's white space, and no other.
var blanks = strings.NewReplacer(" ", "", "\t", "", "\r", "", "\n", "")

// Decode reads base64 as it stands in XML, with white space in it. It takes no
// other bits than those that count, and no comment.
func Decode(el *etree.Element) ([]byte, bool) {
	text, whole := Text(el)
	if !whole {
		return nil, false
	}
	text = blanks.Replace(text)
	out, err := base64.StdEncoding.Strict().DecodeString(text)
	return out, err == nil && len(out) > 0
}
