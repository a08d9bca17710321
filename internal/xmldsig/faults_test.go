package xmldsig_test

import (
	"strings"
	"testing"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// proves says of a case that its signature is read and is by its holder.
const proves = xmldsig.FaultKind(0)

// Parts of the message's own signature.
const (
	plainForm = `<Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>`
	methods   = `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/><SignatureMethod`
	ofBody    = `<Reference URI="#body"><Transforms>` + plainForm
)

// faulty are signatures that are spoilt: something in the place of another.
var faulty = []struct {
	name, old, by string
	want          xmldsig.FaultKind
	what          string
}{
	{"as it was", "", "", proves, ""},
	{"an ID that two bear", "<soap:Body", `<x wsu:Id="body" xmlns:wsu="` + xmldsig.NSWSU + `"/><soap:Body`, xmldsig.Ambiguous, "#body"},
	{"an ID that another bears in another way", "<soap:Body", `<x ID="body"/><soap:Body`, xmldsig.Ambiguous, "#body"},
	{"an ID that nobody bears", `wsu:Id="body"`, `wsu:Id="krop"`, xmldsig.Missing, "#body"},
	{"an ID of another namespace", `wsu:Id="body" xmlns:wsu="` + xmldsig.NSWSU, `wsu:Id="body" xmlns:wsu="urn:andet`, xmldsig.Missing, "#body"},
	{"the whole document", `URI="#body"`, `URI=""`, xmldsig.Outside, ""},
	{"no URI", `URI="#body"`, ``, xmldsig.Outside, ""},
	{"a URI of another namespace", `URI="#body"`, `xmlns:x="urn:x" x:URI="#body"`, xmldsig.Outside, ""},
	{"another document", `URI="#body"`, `URI="krop.xml#body"`, xmldsig.Outside, "krop.xml#body"},
	{"an XPointer", `URI="#body"`, `URI="#xpointer(/)"`, xmldsig.Outside, "#xpointer(/)"},
	{"no transform", ofBody, `<Reference URI="#body"><Transforms>`, xmldsig.Transform, "#body"},
	{"a transform of another namespace", ofBody, ofBody + `<x/>`, xmldsig.Transform, "#body"},
	{"XPath", ofBody, strings.Replace(ofBody, "2001/10/xml-exc-c14n#", "TR/1999/REC-xpath-19991116", 1), xmldsig.Transform,
		"http://www.w3.org/TR/1999/REC-xpath-19991116"},
	{"two canonical forms", ofBody, ofBody + plainForm, xmldsig.Transform, xmldsig.ExclusiveC14N},
	{"comments are signed", ofBody, strings.Replace(ofBody, "c14n#", "c14n#WithComments", 1), xmldsig.Form, xmldsig.ExclusiveC14N + "WithComments"},
	{"enveloped in what does not hold it", ofBody, strings.Replace(ofBody, "<Transforms>", `<Transforms><Transform Algorithm="`+xmldsig.Enveloped+`"/>`, 1),
		xmldsig.Beside, "#body"},
	{"the token of what is none", ofBody, strings.Replace(ofBody, plainForm, `<Transform Algorithm="`+xmldsig.STRTransform+`"><wsse:TransformationParameters `+
		`xmlns:wsse="`+xmldsig.NSWSSE+`">`+strings.Split(methods, "<Sig")[0]+`</wsse:TransformationParameters></Transform>`, 1), xmldsig.Transform, "soap:Body"},
	{"a token without a canonical form", `<CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></wsse`, `</wsse`,
		xmldsig.Malformed, "#STR-1"},
	{"a token that is not there", `SAMLID">_a1</wsse:KeyIdentifier></wsse:SecurityTokenReference><Sig`,
		`SAMLID">_a2</wsse:KeyIdentifier></wsse:SecurityTokenReference><Sig`, xmldsig.Missing, "_a2"},
	{"a token in another document", `<wsse:KeyIdentifier ValueType="http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID">_a1` +
		`</wsse:KeyIdentifier></wsse:SecurityTokenReference><Sig`, `<wsse:Reference URI="_a1"/></wsse:SecurityTokenReference><Sig`, xmldsig.Missing, "_a1"},
	{"inclusive canonical form", methods, strings.Replace(methods, "2001/10/xml-exc-c14n#", "TR/2001/REC-xml-c14n-20010315", 1), xmldsig.Form,
		"http://www.w3.org/TR/2001/REC-xml-c14n-20010315"},
	{"RSA over SHA-1", "2001/04/xmldsig-more#rsa-sha256", "2000/09/xmldsig#rsa-sha1", xmldsig.Algorithm, xmldsig.NS + "rsa-sha1"},
	{"a method of another namespace", `SignatureMethod Algorithm`, `SignatureMethod x:Algorithm`, xmldsig.Algorithm, ""},
	{"a digest of SHA-1", "2001/04/xmlenc#sha256", "2000/09/xmldsig#sha1", xmldsig.Digest, xmldsig.NS + "sha1"},
	{"more prefixes than anybody has", ofBody, strings.Replace(ofBody, "/>", `><e:InclusiveNamespaces xmlns:e="`+xmldsig.ExclusiveC14N+`" PrefixList="`+
		strings.Repeat("a ", 65)+`"/></Transform>`, 1), xmldsig.Malformed, "e:InclusiveNamespaces"},
	{"a token by another name than its ID", `<wsse:KeyIdentifier ` +
		`ValueType="http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID">_a1</wsse:KeyIdentifier></wsse:SecurityTokenReference><Sig`,
		`<wsse:KeyIdentifier ValueType="urn:andet">_a1</wsse:KeyIdentifier></wsse:SecurityTokenReference><Sig`, xmldsig.Missing, ""},
	{"no method", methods, `<SignatureMethod`, xmldsig.Malformed, "SignedInfo"},
	{"a digest that is too short", "<DigestValue>", "<DigestValue>AAAA</DigestValue><DigestValue>", xmldsig.Malformed, "#STR-1"},
	{"a digest with a comment", "<DigestValue>", "<DigestValue><!-- -->", xmldsig.Malformed, "#STR-1"},
	{"an empty value", "<SignatureValue>", "<SignatureValue></SignatureValue><x>", xmldsig.Malformed, "SignatureValue"},
	{"a value that is not base64", "<SignatureValue>", "<SignatureValue>*", xmldsig.Malformed, "SignatureValue"},
	{"a value with a blank that XML does not know", "<SignatureValue>", "<SignatureValue>\u00a0 ", xmldsig.Malformed, "SignatureValue"},
	{"two values", "<SignatureValue>", "<SignatureValue>AAAA</SignatureValue><SignatureValue>", xmldsig.Malformed, "Signature"},
	{"no value", "SignatureValue>", "Value>", xmldsig.Malformed, "Signature"},
	{"two SignedInfo", "<SignedInfo>", "<SignedInfo/><SignedInfo>", xmldsig.Malformed, "Signature"},
	{"two KeyInfo", "<KeyInfo>", "<KeyInfo/><KeyInfo>", xmldsig.Malformed, "Signature"},
	{"no reference", "Reference", "Andet", xmldsig.Malformed, "SignedInfo"},
}

// TestFaults: what is wrong with the signature of a message is told by its kind,
// and by what it is about.
func TestFaults(t *testing.T) {
	raw := string(written(t, envelope(t, cases)))
	for _, c := range faulty {
		doc, p := soap.ReadDocument([]byte(spoil(t, raw, c.old, c.by)))
		if p != nil {
			t.Fatalf("%s: %v", c.name, p)
		}
		security := find(doc.Root, xmldsig.NSWSSE, "Security")
		s, fault := xmldsig.Read(xmldsig.Child(security, xmldsig.NS, "Signature"), xmldsig.FindIDs(doc.Root))
		switch {
		case c.want == proves:
			if fault != nil || !s.Signed(publicOf(tester())) || s.Signed(publicOf(issuer())) {
				t.Errorf("%s: %v", c.name, fault)
			}
		case fault == nil || fault.Kind != c.want || fault.What != c.what || fault.El == nil:
			t.Errorf("%s: %v, want %d at %q", c.name, fault, c.want, c.what)
		}
	}
}

// spoil puts something else in the message's own signature, or around it where
// that has no such thing.
func spoil(t *testing.T, raw, old, by string) string {
	t.Helper()
	if old == "" {
		return raw
	}
	own := strings.Index(raw, `<wsse:SecurityTokenReference xmlns:wsse11`)
	own += strings.Index(raw[own:], "<Signature ")
	head, tail := raw[:own], raw[own:]
	end := strings.Index(tail, "</Signature>")
	if strings.Contains(tail[:end], old) {
		n := 1
		if old == "SignatureValue>" || old == "Reference" {
			n = -1
		}
		tail = strings.Replace(tail[:end], old, by, n) + tail[end:]
		if strings.HasSuffix(by, "<x>") {
			tail = strings.Replace(tail, "</SignatureValue><KeyInfo>", "</x><KeyInfo>", 1)
		}
		if old == "SignatureMethod Algorithm" {
			tail = strings.Replace(tail, "<Signature ", `<Signature xmlns:x="urn:x" `, 1)
		}
		return head + tail
	}
	if !strings.Contains(raw, old) {
		t.Fatalf("there is no %s", old)
	}
	return strings.Replace(raw, old, by, 1)
}

// TestEnvelopedTwice: a signature is left out of what holds it once.
func TestEnvelopedTwice(t *testing.T) {
	const left = `<Transform Algorithm="` + xmldsig.Enveloped + `"/>`
	raw := string(written(t, envelope(t, cases)))
	for _, times := range []int{1, 2} {
		doc, p := soap.ReadDocument([]byte(strings.Replace(raw, left, strings.Repeat(left, times), 1)))
		if p != nil {
			t.Fatal(p)
		}
		assertion := find(doc.Root, xmldsig.NSSAML, "Assertion")
		_, fault := xmldsig.Read(xmldsig.Child(assertion, xmldsig.NS, "Signature"), xmldsig.FindIDs(doc.Root))
		if (fault != nil) != (times > 1) || fault != nil && fault.Kind != xmldsig.Transform {
			t.Errorf("left out %d times: %v", times, fault)
		}
	}
}

// TestOneElementTwoIDs: an element that bears the same ID in two ways is one.
func TestOneElementTwoIDs(t *testing.T) {
	doc, p := soap.ReadDocument([]byte(`<a ID="x" Id="x"><b Id="y"/><c ID="y"/><d Id="y"/><e xmlns:Id="z" i:Id="z" xmlns:i="urn:i"/></a>`))
	if p != nil {
		t.Fatal(p)
	}
	ids := xmldsig.FindIDs(doc.Root)
	if ids.Get("x") != doc.Root || ids.Twice("x") != nil {
		t.Errorf("x is borne by %v and %v", ids.Get("x"), ids.Twice("x"))
	}
	if ids.Get("y") != nil || ids.Twice("y") == nil || ids.Get("z") != nil || ids.Get("") != nil {
		t.Errorf("y %v, z %v", ids.Get("y"), ids.Get("z"))
	}
}
