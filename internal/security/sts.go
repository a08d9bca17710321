package security

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// The codes of the STS's description (Snitfladebeskrivelse STS OIO WS-Trust,
// section 3.7).
const (
	PublicUnknown     = "101" // the service or the caller is unknown, or has no agreement
	PublicMalformed   = "103" // the request is not as the STS reads it
	PublicUnsupported = "110" // it asks for what the STS does not do
)

// impossible are the rules that, broken, leave nothing to issue a token for,
// whatever the mode.
var impossible = []RuleID{RequestType, RequestKeyType, RequestOnBehalfOf, RequestAppliesTo, RequestService, RequestClaims, RequestCVR, RequestAgreement,
	RequestUseKey, RequestNoToken, NoSecurity}

// public is the code of the STS's description for a rule.
func public(r RuleID) string {
	switch r {
	case RequestService, RequestAgreement, RequestStranger, RequestCertificate:
		return PublicUnknown
	case RequestType, RequestKeyType, RequestTokenType, RequestOnBehalfOf:
		return PublicUnsupported
	}
	return PublicMalformed
}

// STS issues tokens (WS-Trust 1.3, Issue), as KOMBIT's does.
type STS struct {
	Terms func(at time.Time) Terms // what holds now; no audience
	By    xmldsig.Signer
	Used  *Used
}

// Service is the STS as a service that answers messages.
func (s STS) Service() *soap.Service {
	return &soap.Service{ID: recording.STS, Name: stsName, Foreign: true, Operations: map[xml.Name]soap.Operation{
		{Space: nsTrust, Local: requestTag}: {Name: stsOperation, Action: actionIssue, ReplyAction: actionFinal, Handle: s.issue},
	}}
}

func (s STS) issue(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	t := s.Terms(env.Received)
	checked := t.CheckRequest(env)
	for _, b := range checked.Breaches {
		if t.Mode == Enforce || slices.Contains(impossible, b.Rule) {
			f := b.Fault()
			f.Public = public(b.Rule)
			return nil, f
		}
	}
	if checked.Request.Caller == nil { // nobody to issue it to, and that has been found
		f := checked.Breaches[0].Fault()
		f.Public = public(checked.Breaches[0].Rule)
		return nil, f
	}
	if f := s.claim(t, env, checked.MessageID); f != nil {
		return nil, f
	}
	body, err := s.response(t, env, *checked.Request)
	if err != nil {
		return nil, &soap.Fault{Code: "klarmeld.sts", Public: "100", Reason: "klarmelds STS kunne ikke danne tokenet: " + err.Error() + ". Fejlen er ikke jeres."}
	}
	return body, nil
}

// claim takes the message's ID, where a used one is refused.
func (s STS) claim(t Terms, env *soap.Envelope, id string) *soap.Fault {
	if t.Mode != Enforce {
		return nil
	}
	settle, ok := s.Used.Claim(id, t.At)
	if !ok {
		f := Again(env, id).Fault()
		f.Public = PublicMalformed
		return f
	}
	env.Settle(settle)
	return nil
}

// Again is that a MessageID was used before.
func Again(env *soap.Envelope, id string) Breach {
	return Breach{MessageIDAgain, env.Header, "Meddelelsens MessageID er brugt før.", "en ny MessageID", "»" + id + "«"}
}

// Fault is how a message is refused that breaks the rule.
func (b Breach) Fault() *soap.Fault {
	text := b.Message
	if b.Expected != "" {
		text += fmt.Sprintf(" Forventet: %s. Fundet: %s.", strings.TrimSuffix(b.Expected, "."), strings.TrimSuffix(b.Actual, "."))
	}
	return &soap.Fault{Sender: true, Code: string(b.Rule), Reason: text + " " + b.Rule.Entry().Fix}
}

// instantForm is a time as the platform's messages have it: UTC, in milliseconds.
const instantForm = "2006-01-02T15:04:05.000Z"

func stamped(t time.Time) string { return t.UTC().Format(instantForm) }

// response is the one RequestSecurityTokenResponse of a collection, as KOMBIT's STS
// writes it. Nothing in it is set out: .NET's client drops white space between
// elements before it digests.
func (s STS) response(t Terms, env *soap.Envelope, r TokenRequest) (*etree.Element, error) {
	collection := etree.NewElement("trust:" + collectionTag)
	collection.CreateAttr("xmlns:trust", nsTrust)
	rstr := collection.CreateElement("trust:RequestSecurityTokenResponse")
	if r.Context != "" {
		rstr.CreateAttr("Context", r.Context)
	}
	from, until := t.At, t.At.Add(t.lifetime())
	life := rstr.CreateElement("trust:Lifetime")
	for _, p := range [][2]string{{"Created", stamped(from)}, {"Expires", stamped(until)}} {
		el := life.CreateElement("wsu:" + p[0])
		el.CreateAttr("xmlns:wsu", xmldsig.NSWSU)
		el.SetText(p[1])
	}
	applies := rstr.CreateElement("wsp:AppliesTo")
	applies.CreateAttr("xmlns:wsp", nsPolicy)
	reference := applies.CreateElement("wsa:EndpointReference")
	reference.CreateAttr("xmlns:wsa", soap.NSAddressing)
	reference.CreateElement("wsa:Address").SetText(r.AppliesTo)
	id := "_" + env.NewID("token")
	assertion, err := s.Token(t, id, r)
	if err != nil {
		return nil, err
	}
	rstr.CreateElement("trust:RequestedSecurityToken").AddChild(assertion)
	for _, name := range []string{"RequestedAttachedReference", "RequestedUnattachedReference"} {
		rstr.CreateElement("trust:" + name).AddChild(tokenReference(id))
	}
	rstr.CreateElement("trust:TokenType").SetText(typeSAML2)
	rstr.CreateElement("trust:RequestType").SetText(requestIssue)
	rstr.CreateElement("trust:KeyType").SetText(publicKey)
	return collection, nil
}

// Token is an assertion for whom a request is of, by its ID and signed: good from the
// terms' time on.
func (s STS) Token(t Terms, id string, r TokenRequest) (*etree.Element, error) {
	a := s.assertion(t, id, r, t.At, t.At.Add(t.lifetime()))
	return a, SignToken(s.By, a)
}

// SignToken signs an assertion, which has no signature yet.
func SignToken(by xmldsig.Signer, a *etree.Element) error {
	return xmldsig.Sign(by, a, 1, []xmldsig.Covered{{El: a, ID: xmldsig.Attribute(a, "ID"), Enveloped: true}}, x509Data(by.Certificate().Raw))
}

// tokenReference is how a message refers to the token, which clients copy.
func tokenReference(id string) *etree.Element {
	str := etree.NewElement("wsse:SecurityTokenReference")
	str.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	str.CreateAttr("xmlns:wsse11", xmldsig.NSWSSE11)
	str.CreateAttr("wsse11:TokenType", typeSAML2)
	k := str.CreateElement("wsse:KeyIdentifier")
	k.CreateAttr("ValueType", valueSAMLID)
	k.SetText(id)
	return str
}

// x509Data is a certificate as a KeyInfo holds it.
func x509Data(der []byte) *etree.Element {
	data := etree.NewElement("X509Data")
	data.CreateElement("X509Certificate").SetText(base64.StdEncoding.EncodeToString(der))
	return data
}

// assertion is the token, without its signature. Its default namespace is SAML's:
// WSS4J's STR-Transform puts an empty one into an apex that has none.
func (s STS) assertion(t Terms, id string, r TokenRequest, from, until time.Time) *etree.Element {
	a := etree.NewElement("Assertion")
	a.CreateAttr("xmlns", xmldsig.NSSAML)
	a.CreateAttr("ID", id)
	a.CreateAttr("IssueInstant", stamped(from))
	a.CreateAttr("Version", "2.0")
	issuer := a.CreateElement("Issuer")
	issuer.CreateAttr("Format", formatEntity)
	issuer.SetText(t.Issuer)
	name := a.CreateElement("Subject")
	nameID := name.CreateElement("NameID")
	nameID.CreateAttr("Format", formatSubject)
	nameID.SetText(Subject(r.Caller))
	confirmation := name.CreateElement("SubjectConfirmation")
	confirmation.CreateAttr("Method", holderOfKey)
	data := confirmation.CreateElement("SubjectConfirmationData")
	data.CreateAttr("xmlns:a", "http://www.w3.org/2001/XMLSchema-instance")
	data.CreateAttr("a:type", "KeyInfoConfirmationDataType")
	data.CreateAttr("NotBefore", stamped(from))
	data.CreateAttr("NotOnOrAfter", stamped(until))
	data.CreateAttr("Recipient", r.AppliesTo)
	info := data.CreateElement("KeyInfo")
	info.CreateAttr("xmlns", xmldsig.NS)
	info.AddChild(x509Data(r.Caller.Raw))
	conditions := a.CreateElement("Conditions")
	conditions.CreateAttr("NotBefore", stamped(from))
	conditions.CreateAttr("NotOnOrAfter", stamped(until))
	conditions.CreateElement("AudienceRestriction").CreateElement("Audience").SetText(r.AppliesTo)
	statement(a, r.CVR)
	authn := a.CreateElement("AuthnStatement")
	authn.CreateAttr("AuthnInstant", stamped(from))
	authn.CreateElement("AuthnContext").CreateElement("AuthnContextClassRef").SetText(classX509)
	return a
}

// statement says whom the caller acts for, and what it may.
func statement(a *etree.Element, cvr string) {
	st := a.CreateElement("AttributeStatement")
	for _, p := range [][2]string{
		{attributeCVR, cvr},
		{"dk:gov:saml:attribute:AssuranceLevel", "3"},
		{"dk:gov:saml:attribute:SpecVer", "DK-SAML-2.0"},
		{"dk:gov:saml:attribute:KombitSpecVer", "1.0"},
		{"dk:gov:saml:attribute:Privileges_intermediate", privileges(cvr)},
	} {
		at := st.CreateElement("Attribute")
		at.CreateAttr("Name", p[0])
		at.CreateAttr("NameFormat", "urn:oasis:names:tc:SAML:2.0:attrname-format:basic")
		at.CreateElement("AttributeValue").SetText(p[1])
	}
}

// privileges is what the caller may do for the municipality (OIO Basic Privilege
// Profile), in base64.
func privileges(cvr string) string {
	doc := etree.NewDocument()
	list := doc.CreateElement("bpp:PrivilegeList")
	list.CreateAttr("xmlns:bpp", "http://itst.dk/oiosaml/basic_privilege_profile")
	group := list.CreateElement("PrivilegeGroup")
	group.CreateAttr("Scope", "urn:dk:gov:saml:cvrNumberIdentifier:"+cvr)
	group.CreateElement("Privilege").SetText("urn:klarmeld:rolle:afsender")
	raw, err := doc.WriteToBytes()
	if err != nil {
		return "" // nothing here can fail to be written
	}
	return base64.StdEncoding.EncodeToString(raw)
}
