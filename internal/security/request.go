package security

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// Names of WS-Trust 1.3 and of what stands in a request.
const (
	nsTrust       = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
	nsTrust14     = "http://docs.oasis-open.org/ws-sx/ws-trust/200802"
	nsPolicy      = "http://schemas.xmlsoap.org/ws/2004/09/policy"
	actionIssue   = nsTrust + "/RST/Issue"
	actionFinal   = nsTrust + "/RSTRC/IssueFinal"
	requestIssue  = nsTrust + "/Issue"
	publicKey     = nsTrust + "/PublicKey"
	STSPath       = "/runtime/services/kombittrust/14/certificatemixed"
	stsName       = "STS (OIO WS-Trust)"
	stsOperation  = "issue"
	requestTag    = "RequestSecurityToken"
	collectionTag = "RequestSecurityTokenResponseCollection"
)

// TokenRequest is what the STS is asked for.
type TokenRequest struct {
	Context   string // echoed; "" when there is none
	AppliesTo string // entity ID of the service
	CVR       string // of the municipality
	Caller    *x509.Certificate
}

// CheckRequest holds a request to the STS against the rules.
func (t Terms) CheckRequest(env *soap.Envelope) Checked {
	x := &exam{env: env, at: t.At}
	x.Request = &TokenRequest{}
	if x.examine() {
		bearer := x.caller(t)
		var key *rsa.PublicKey
		if x.Request.Caller != nil {
			key, _ = x.Request.Caller.PublicKey.(*rsa.PublicKey)
		}
		x.signature(key, bearer)
	}
	x.asked(t)
	x.again(t.Used)
	return x.Checked
}

// caller reads the certificate that the caller brings.
func (x *exam) caller(t Terms) *etree.Element {
	all := xmldsig.Children(x.security, xmldsig.NSWSSE, "BinarySecurityToken")
	x.Checks += 3
	if len(all) != 1 {
		x.breach(RequestNoToken, x.security, "wsse:Security har ikke netop ét BinarySecurityToken.", "systemets certifikat", fmt.Sprint(len(all)))
		return nil
	}
	c := certificateOf(all[0])
	if c == nil || xmldsig.Attribute(all[0], "ValueType") != valueX509 {
		x.breach(RequestNoToken, all[0], "Certifikatet i wsse:Security kan ikke læses.", "X509v3 i base64", "noget andet")
		return all[0]
	}
	x.Request.Caller = c
	if t.At.Before(c.NotBefore) || t.At.After(c.NotAfter) {
		x.breach(RequestCertificate, all[0], "Systemets certifikat gælder ikke.", clock(c.NotBefore)+" – "+clock(c.NotAfter), clock(t.At))
	}
	if !t.Knows(c) {
		x.breach(RequestStranger, all[0], "STS'en kender ikke systemets certifikat.", "et tilmeldt certifikat", subject(c))
	}
	return all[0]
}

var eightDigits = lazyregexp.New(`^[0-9]{8}$`)

// asked reads what the caller asks for.
func (x *exam) asked(t Terms) {
	rst := x.env.Body
	x.Checks += 12
	if !xmldsig.Is(rst, nsTrust, requestTag) {
		return // another operation: the service says so
	}
	x.Request.Context = xmldsig.Attribute(rst, "Context")
	x.once(rst)
	x.constant(rst, RequestType, "RequestType", requestIssue, true)
	// Who asks for something else says so in the action too.
	if x.env.Action != "" && x.env.Action != actionIssue && !x.Broken(RequestType) {
		x.breach(RequestAction, x.env.Header, "wsa:Action er ikke RST/Issue.", actionIssue, "»"+x.env.Action+"«")
	}
	x.constant(rst, RequestKeyType, "KeyType", publicKey, true)
	// The description calls TokenType mandatory; KOMBIT's own Java client leaves it
	// out, and gets a token.
	x.constant(rst, RequestTokenType, "TokenType", typeSAML2, false)
	for _, c := range rst.ChildElements() {
		if c.Tag == "OnBehalfOf" || c.Tag == "ActAs" {
			x.breach(RequestOnBehalfOf, c, "Der bedes om et token på vegne af en anden.", "ingen "+c.Tag, "<"+c.Tag+">")
		}
	}
	x.appliesTo(rst)
	x.claims(t, rst)
	// A bearer's token is for no key; and of a signature that does not hold nobody knows
	// by which it was made.
	if !x.Broken(RequestKeyType) && !x.Broken(BadSignature) {
		x.useKey(rst)
	}
}

// once: no element stands twice in the request.
func (x *exam) once(rst *etree.Element) {
	var seen []string
	for _, c := range rst.ChildElements() {
		name := c.NamespaceURI() + " " + c.Tag
		if slices.Contains(seen, name) {
			x.breach(RequestForm, c, fmt.Sprintf("<%s> står mere end én gang i forespørgslen.", c.Tag), "højst én gang", "flere")
		}
		seen = append(seen, name)
	}
}

// constant looks at an element that can only say one thing.
func (x *exam) constant(rst *etree.Element, r RuleID, tag, want string, must bool) {
	el := xmldsig.Child(rst, nsTrust, tag)
	if el == nil {
		if must {
			x.breach(r, rst, tag+" mangler.", want, "intet")
		}
		return
	}
	if is := plain(el); is != want {
		x.breach(r, el, tag+" er en anden.", want, "»"+is+"«")
	}
}

// plain is the text of an element, without the white space around it.
func plain(el *etree.Element) string {
	if el == nil {
		return ""
	}
	text, _ := xmldsig.Text(el)
	return strings.TrimSpace(text)
}

func (x *exam) appliesTo(rst *etree.Element) {
	el := xmldsig.Child(rst, nsPolicy, "AppliesTo")
	address := xmldsig.Child(xmldsig.Child(el, soap.NSAddressing, "EndpointReference"), soap.NSAddressing, "Address")
	x.Request.AppliesTo = plain(address)
	other := ofAnother(rst, "AppliesTo", nsPolicy)
	switch is := x.Request.AppliesTo; {
	case el == nil && other != nil:
		// CXF by itself writes it in the namespace of the policy that it has read.
		x.breach(RequestAppliesTo, other, "AppliesTo er i et andet namespace end STS'ens.", nsPolicy, "»"+other.NamespaceURI()+"«")
	case is == "":
		x.breach(RequestAppliesTo, rst, "Forespørgslen siger ikke, hvilken tjeneste tokenet er til.", "AppliesTo/EndpointReference/Address", "intet")
	case !slices.Contains(Entities(), is):
		x.breach(RequestService, address, "STS'en kender ingen tjeneste med det entity ID.", strings.Join(Entities(), ", "), "»"+is+"«")
	}
}

// ofAnother is a child by that name in another namespace than the one it should be
// in; nil when there is none.
func ofAnother(el *etree.Element, tag, space string) *etree.Element {
	for _, c := range el.ChildElements() {
		if c.Tag == tag && c.NamespaceURI() != space {
			return c
		}
	}
	return nil
}

// claims: the one claim is the municipality's CVR number. Its value is taken by its
// local name: CXF writes it in whatever namespace is in force, and not in the one
// that WS-Federation gives it.
func (x *exam) claims(t Terms, rst *etree.Element) {
	var types []*etree.Element
	if el := xmldsig.Child(rst, nsTrust, "Claims"); el != nil {
		for _, c := range el.ChildElements() {
			if c.Tag == "ClaimType" {
				types = append(types, c)
			}
		}
	}
	if len(types) != 1 || xmldsig.Attribute(types[0], "Uri") != attributeCVR {
		x.breach(RequestClaims, rst, "Claims har ikke netop én ClaimType med kommunens CVR-nummer.", attributeCVR, fmt.Sprintf("%d ClaimType", len(types)))
		return
	}
	var value *etree.Element
	for _, c := range types[0].ChildElements() {
		if c.Tag == "Value" && value == nil {
			value = c
		}
	}
	x.Request.CVR = plain(value)
	switch is := x.Request.CVR; {
	case !eightDigits.MatchString(is):
		x.breach(RequestCVR, types[0], "CVR-nummeret er ikke otte cifre.", "otte cifre", "»"+is+"«")
	case !t.Agreed(t.Circumstances, is):
		x.breach(RequestAgreement, types[0], "Kommunen har ingen serviceaftale med systemet.", "en kommune med serviceaftale", "»"+is+"«")
	}
}

// useKey: the token is for the key by which the request is signed.
func (x *exam) useKey(rst *etree.Element) {
	el := xmldsig.Child(xmldsig.Child(rst, nsTrust, "UseKey"), xmldsig.NSWSSE, "BinarySecurityToken")
	if el == nil {
		x.breach(RequestUseKey, rst, "UseKey har intet certifikat.", "systemets certifikat i wsse:BinarySecurityToken", "intet")
		return
	}
	c := certificateOf(el)
	if c == nil || x.Request.Caller != nil && !c.Equal(x.Request.Caller) {
		x.breach(RequestUseKey, el, "Certifikatet i UseKey er ikke det, forespørgslen er signeret med.", subject(x.Request.Caller), subject(c))
	}
}

// lifetime is how long the token that is asked for is good.
func (t Terms) lifetime() time.Duration {
	for _, life := range []recording.Duration{t.Life, t.TokenLife} {
		if life > 0 {
			return time.Duration(life)
		}
	}
	return TokenLife
}
