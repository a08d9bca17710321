package security

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"slices"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// The names of the assertion's parts.
const (
	attributeCVR   = "dk:gov:saml:attribute:CvrNumberIdentifier"
	holderOfKey    = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key"
	formatEntity   = "urn:oasis:names:tc:SAML:2.0:nameid-format:entity"
	formatSubject  = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
	classX509      = "urn:oasis:names:tc:SAML:2.0:ac:classes:X509"
	valueSAMLID    = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"
	typeSAML2      = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"
	valueX509      = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
	valueSKI       = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509SubjectKeyIdentifier"
	encodingBase64 = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
)

// Token is what an assertion says.
type Token struct {
	El       *etree.Element
	ID       string
	Audience string
	CVR      string
	// NotBefore and Until are the times that it is good for: half-open, in UTC.
	NotBefore, Until time.Time
	Holder           *x509.Certificate // whose key may use it; nil when it does not say
}

// Terms are what a message to a service is held against.
type Terms struct {
	Setting
	Circumstances
	Audience string    // the service's entity ID
	At       time.Time // when the message came
	// Used reports whether a MessageID was used before; nil: none was.
	Used func(id string) bool
}

// Check holds a message to a service against the rules.
func (t Terms) Check(env *soap.Envelope) Checked {
	x := &exam{env: env, at: t.At}
	if x.examine() {
		token := x.token(t)
		var key *rsa.PublicKey
		var bearer *etree.Element
		if token != nil && !x.Broken(TokenUnsigned) { // whose key an unsigned one names is nobody's word
			bearer = token.El
			if token.Holder != nil {
				key, _ = token.Holder.PublicKey.(*rsa.PublicKey)
			}
		}
		x.Token = token
		x.signature(key, bearer)
	}
	x.again(t.Used)
	return x.Checked
}

// again: a MessageID is used once.
func (x *exam) again(used func(string) bool) {
	x.Checks++
	if used != nil && x.MessageID != "" && used(x.MessageID) {
		x.breach(MessageIDAgain, x.env.Header, "Meddelelsens MessageID er brugt før.", "en ny MessageID", "»"+x.MessageID+"«")
	}
}

// token finds the assertion and holds it against the rules; nil when there is
// none.
func (x *exam) token(t Terms) *Token {
	all := xmldsig.Children(x.security, xmldsig.NSSAML, "Assertion")
	x.Checks += 12
	switch {
	case len(all) == 0 && xmldsig.Child(x.security, xmldsig.NSSAML, "EncryptedAssertion") != nil:
		x.breach(Encrypted, x.security, "Tokenet er krypteret.", "et token i klar tekst", "EncryptedAssertion")
		return nil
	case len(all) == 0:
		x.breach(NoToken, x.security, "wsse:Security har intet token.", "én saml:Assertion", "ingen")
		return nil
	case len(all) > 1:
		x.breach(TwoTokens, all[1], "wsse:Security har mere end ét token.", "én saml:Assertion", fmt.Sprint(len(all)))
		return nil
	}
	token := &Token{El: all[0], ID: xmldsig.Attribute(all[0], "ID")}
	token.read()
	// What a token says that the STS has not signed is nobody's word.
	if x.issued(t, token) {
		x.comments(token.El)
		x.whole(token)
		x.holds(t, token)
	}
	return token
}

// issued reports whether the assertion bears the STS's signature over all of it.
func (x *exam) issued(t Terms, token *Token) bool {
	el := token.El
	own := xmldsig.Children(el, xmldsig.NS, "Signature")
	if len(own) != 1 {
		x.breach(TokenUnsigned, el, "Tokenet bærer ikke netop én signatur.", "STS'ens signatur", fmt.Sprint(len(own)))
		return false
	}
	s, fault := xmldsig.Read(own[0], x.ids)
	if fault != nil {
		x.unread(fault)
		return false
	}
	r := s.References[0]
	if len(s.References) != 1 || r.Covers != el || r.ByTransform || !r.Enveloped {
		x.breach(TokenUnsigned, own[0], "Tokenets signatur dækker ikke netop tokenet selv.", "en reference til "+token.ID, "»"+r.URI+"«")
		return false
	}
	var holds bool
	if holds, x.buffer = r.Holds(x.buffer); !holds {
		x.breach(TokenSignature, el, "Tokenet er ændret, siden STS'en signerede det.", "tokenet, som STS'en gav det", "noget andet")
		return false
	}
	if key, ok := t.STS.PublicKey.(*rsa.PublicKey); ok && s.Signed(key) {
		return true
	}
	x.another(t, token, s)
	return false
}

// unread says why the signature of a token cannot be read.
func (x *exam) unread(f *xmldsig.Fault) {
	switch f.Kind {
	case xmldsig.Algorithm, xmldsig.Digest, xmldsig.Form, xmldsig.Transform, xmldsig.Ambiguous:
		x.faulty(f)
	case xmldsig.Beside:
		x.breach(TokenUnsigned, f.El, "Tokenets signatur står ikke i det, den dækker.", "en reference til tokenet", "en reference til et andet element")
	case xmldsig.Outside, xmldsig.Missing:
		x.breach(TokenUnsigned, f.El, "Tokenets signatur dækker ikke tokenet selv.", "en reference til tokenet", "»"+f.What+"«")
	default:
		x.breach(TokenSignature, f.El, "Tokenets signatur kan ikke læses.", "STS'ens signatur, som den blev dannet", "»"+f.What+"«")
	}
}

// another says who has signed a token instead of the STS.
func (x *exam) another(t Terms, token *Token, s *xmldsig.Signature) {
	by := func(c *x509.Certificate) bool {
		if c == nil || c.Equal(t.STS.Certificate) {
			return false
		}
		key, ok := c.PublicKey.(*rsa.PublicKey)
		return ok && s.Signed(key)
	}
	c := certificateIn(xmldsig.Child(s.KeyInfo, xmldsig.NS, "X509Data"))
	switch {
	case by(token.Holder):
		x.breach(TokenOwn, s.El, "Tokenet er signeret af det system, der selv sender det.", subject(t.STS.Certificate), subject(token.Holder))
	case by(c):
		x.breach(TokenForeign, s.El, "Tokenet er signeret af en anden end STS'en.", subject(t.STS.Certificate), subject(c))
	default:
		x.breach(TokenSignature, s.El, "STS'ens signatur på tokenet holder ikke.", "en signatur med STS'ens nøgle", "en anden, eller den er ændret siden")
	}
}

// certificateIn reads the certificate of an X509Data; nil when there is none.
func certificateIn(data *etree.Element) *x509.Certificate {
	el := xmldsig.Child(data, xmldsig.NS, "X509Certificate")
	if el == nil {
		return nil
	}
	return certificateOf(el)
}

// certificateOf reads a certificate in base64; nil when it is none.
func certificateOf(el *etree.Element) *x509.Certificate {
	raw, ok := xmldsig.Decode(el)
	if !ok {
		return nil
	}
	c, err := x509.ParseCertificate(raw)
	if err != nil {
		return nil
	}
	return c
}

func subject(c *x509.Certificate) string {
	if c == nil {
		return "intet certifikat"
	}
	return Subject(c)
}

// comments: whoever reads a value only up to a comment reads less than was signed.
func (x *exam) comments(el *etree.Element) {
	for _, t := range el.Child {
		switch t := t.(type) {
		case *etree.Comment:
			x.breach(TokenComment, el, fmt.Sprintf("Der står en kommentar i tokenets <%s>.", el.Tag), "kun tekst", "en kommentar")
		case *etree.Element:
			x.comments(t)
		}
	}
}

// assertionChild is a child of SAML's.
func assertionChild(up *etree.Element, tag string) *etree.Element {
	return xmldsig.Child(up, xmldsig.NSSAML, tag)
}

// read reads what the assertion says of itself.
func (t *Token) read() {
	conditions := assertionChild(t.El, "Conditions")
	t.NotBefore, t.Until = instant(conditions, "NotBefore"), instant(conditions, "NotOnOrAfter")
	t.Audience = plain(assertionChild(assertionChild(conditions, "AudienceRestriction"), "Audience"))
	if all := t.numbers(); len(all) > 0 {
		t.CVR = plain(all[0])
	}
	if all := t.confirmations(); len(all) == 1 && xmldsig.Attribute(all[0], "Method") == holderOfKey {
		data := assertionChild(all[0], "SubjectConfirmationData")
		t.Holder = certificateIn(xmldsig.Child(xmldsig.Child(data, xmldsig.NS, "KeyInfo"), xmldsig.NS, "X509Data"))
	}
}

// numbers are the values that the assertion gives of the municipality's CVR number.
func (t *Token) numbers() (out []*etree.Element) {
	for _, statement := range xmldsig.Children(t.El, xmldsig.NSSAML, "AttributeStatement") {
		for _, a := range xmldsig.Children(statement, xmldsig.NSSAML, "Attribute") {
			if xmldsig.Attribute(a, "Name") == attributeCVR {
				out = append(out, xmldsig.Children(a, xmldsig.NSSAML, "AttributeValue")...)
			}
		}
	}
	return out
}

// confirmations say who may use the assertion.
func (t *Token) confirmations() []*etree.Element {
	return xmldsig.Children(assertionChild(t.El, "Subject"), xmldsig.NSSAML, "SubjectConfirmation")
}

// audiences are the services that the assertion is for: restrictions, each of which
// must be met (SAML 2.0 Core, section 2.5.1.4).
func (t *Token) audiences() []*etree.Element {
	return xmldsig.Children(assertionChild(t.El, "Conditions"), xmldsig.NSSAML, "AudienceRestriction")
}

// whole: the assertion says what it must, and of what it says once it says no more.
func (x *exam) whole(token *Token) {
	missing, more := "", ""
	switch {
	case xmldsig.Attribute(token.El, "Version") != "2.0":
		missing = `Version="2.0"`
	case token.ID == "":
		missing = "ID"
	case assertionChild(token.El, "Issuer") == nil:
		missing = "Issuer"
	case assertionChild(token.El, "Subject") == nil:
		missing = "Subject"
	case assertionChild(token.El, "Conditions") == nil || token.Until.IsZero():
		missing = "Conditions med NotOnOrAfter"
	case token.Audience == "":
		missing = "Audience"
	case len(token.numbers()) > 1:
		more = attributeCVR
	case len(xmldsig.Children(token.El, xmldsig.NSSAML, "Conditions")) > 1:
		more = "Conditions"
	case len(xmldsig.Children(token.El, xmldsig.NSSAML, "Subject")) > 1:
		more = "Subject"
	}
	if missing != "" {
		x.breach(TokenForm, token.El, "Tokenet mangler "+missing+".", missing, "intet")
	}
	if more != "" {
		x.breach(TokenForm, token.El, "Tokenet har mere end ét "+more+".", "ét", "flere")
	}
	if token.CVR == "" {
		x.breach(TokenNoCVR, token.El, "Tokenet har intet CVR-nummer.", attributeCVR, "intet")
	}
}

// instant is the time of an attribute; zero when there is none that can be read.
func instant(el *etree.Element, name string) time.Time {
	if el == nil {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339Nano, xmldsig.Attribute(el, name))
	if err != nil {
		return time.Time{}
	}
	return t
}

// holds holds what the assertion says against what it should.
func (x *exam) holds(t Terms, token *Token) {
	el := token.El
	if issuer := plain(assertionChild(el, "Issuer")); issuer != t.Issuer {
		x.breach(TokenIssuer, el, "Tokenets Issuer er ikke STS'ens.", "»"+t.Issuer+"«", "»"+issuer+"«")
	}
	for _, restriction := range token.audiences() {
		all := xmldsig.Children(restriction, xmldsig.NSSAML, "Audience")
		if !slices.ContainsFunc(all, func(a *etree.Element) bool { return plain(a) == t.Audience }) {
			x.breach(TokenAudience, el, "Tokenet er udstedt til en anden tjeneste.", "»"+t.Audience+"«", "»"+token.Audience+"«")
			break
		}
	}
	x.good(t, el, token.NotBefore, token.Until)
	if token.CVR != "" && !t.Agreed(t.Circumstances, token.CVR) {
		x.breach(TokenCVR, el, "Tokenet er udstedt til et CVR-nummer, som der ikke er en serviceaftale med.", "en kommune med serviceaftale", "»"+token.CVR+"«")
	}
	x.confirmed(t, token)
}

// good reports whether a token, or what lets it be used, is good now.
func (x *exam) good(t Terms, at *etree.Element, from, until time.Time) {
	switch {
	case x.Broken(TokenOver) || x.Broken(TokenEarly):
	case !until.IsZero() && !t.At.Before(until):
		x.breach(TokenOver, at, "Tokenet er udløbet.", "NotOnOrAfter efter "+clock(t.At), clock(until))
	case from.After(t.At.Add(skew)):
		x.breach(TokenEarly, at, "Tokenet gælder ikke endnu.", "NotBefore senest "+clock(t.At), clock(from))
	}
}

// confirmed: the assertion says whose key may use it, when and where.
func (x *exam) confirmed(t Terms, token *Token) {
	all := token.confirmations()
	if token.Holder == nil {
		x.breach(TokenConfirmation, token.El, "Tokenet siger ikke, hvis nøgle der må bruge det.", "én SubjectConfirmation med holder-of-key og et certifikat",
			fmt.Sprintf("%d SubjectConfirmation", len(all)))
		return
	}
	data := assertionChild(all[0], "SubjectConfirmationData")
	x.good(t, data, instant(data, "NotBefore"), instant(data, "NotOnOrAfter"))
	if to := xmldsig.Attribute(data, "Recipient"); to != "" && to != t.Audience && !x.Broken(TokenAudience) {
		x.breach(TokenAudience, data, "Tokenet må bruges hos en anden tjeneste.", "»"+t.Audience+"«", "»"+to+"«")
	}
	if t.At.Before(token.Holder.NotBefore) || t.At.After(token.Holder.NotAfter) {
		x.breach(TokenCertificate, token.El, "Det certifikat, tokenet er udstedt til, gælder ikke.",
			clock(token.Holder.NotBefore)+" – "+clock(token.Holder.NotAfter), clock(t.At))
	}
}
