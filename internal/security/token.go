package security

import (
	"crypto/rsa"
	"crypto/x509"
	"fmt"
	"strings"
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
	State
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
		if token != nil {
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
	}
	el := all[0]
	token := &Token{El: el, ID: xmldsig.Attribute(el, "ID")}
	x.issued(t, el)
	x.says(token)
	x.holds(t, token)
	return token
}

// issued: the assertion bears the STS's signature over all of it.
func (x *exam) issued(t Terms, el *etree.Element) {
	own := xmldsig.Children(el, xmldsig.NS, "Signature")
	if len(own) != 1 {
		x.breach(TokenUnsigned, el, "Tokenet bærer ikke netop én signatur.", "STS'ens signatur", fmt.Sprint(len(own)))
		return
	}
	s, fault := xmldsig.Read(own[0], x.ids)
	if fault != nil {
		if fault.Kind == xmldsig.Algorithm {
			x.faulty(fault)
			return
		}
		x.breach(TokenSignature, fault.El, "Tokenets signatur kan ikke læses.", "STS'ens signatur, som den blev dannet", "»"+fault.What+"«")
		return
	}
	r := s.References[0]
	if len(s.References) != 1 || r.Covers != el || r.ByTransform || !r.Enveloped {
		x.breach(TokenUnsigned, own[0], "Tokenets signatur dækker ikke netop tokenet selv.", "en reference til "+xmldsig.Attribute(el, "ID"), "»"+r.URI+"«")
		return
	}
	var holds bool
	if holds, x.buffer = r.Holds(x.buffer); !holds {
		x.breach(TokenSignature, el, "Tokenet er ændret, siden STS'en signerede det.", "tokenet, som STS'en gav det", "noget andet")
		return
	}
	if key, ok := t.STS.PublicKey.(*rsa.PublicKey); ok && s.Signed(key) {
		return
	}
	if c := certificateIn(xmldsig.Child(s.KeyInfo, xmldsig.NS, "X509Data")); c != nil {
		if key, ok := c.PublicKey.(*rsa.PublicKey); ok && !c.Equal(t.STS.Certificate) && s.Signed(key) {
			x.breach(TokenForeign, own[0], "Tokenet er signeret af en anden end STS'en.", subject(t.STS.Certificate), subject(c))
			return
		}
	}
	x.breach(TokenSignature, own[0], "STS'ens signatur på tokenet holder ikke.", "en signatur med STS'ens nøgle", "en anden, eller den er ændret siden")
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

// text is what an element of the token says. Whoever reads it only up to a comment
// reads less than was signed.
func (x *exam) text(el *etree.Element) string {
	if el == nil {
		return ""
	}
	text, whole := xmldsig.Text(el)
	if !whole {
		x.breach(TokenComment, el, fmt.Sprintf("Der står andet end tekst i tokenets <%s>.", el.Tag), "kun tekst", "en kommentar eller et element midt i teksten")
	}
	return strings.TrimSpace(text)
}

// says reads what the assertion says of itself.
func (x *exam) says(token *Token) {
	el := token.El
	child := func(up *etree.Element, tag string) *etree.Element { return xmldsig.Child(up, xmldsig.NSSAML, tag) }
	conditions := child(el, "Conditions")
	token.NotBefore, token.Until = instant(conditions, "NotBefore"), instant(conditions, "NotOnOrAfter")
	token.Audience = x.text(child(child(conditions, "AudienceRestriction"), "Audience"))
	for _, statement := range xmldsig.Children(el, xmldsig.NSSAML, "AttributeStatement") {
		for _, a := range xmldsig.Children(statement, xmldsig.NSSAML, "Attribute") {
			if xmldsig.Attribute(a, "Name") == attributeCVR {
				token.CVR = x.text(child(a, "AttributeValue"))
			}
		}
	}
	x.text(child(child(el, "Subject"), "NameID"))
	missing := ""
	switch {
	case xmldsig.Attribute(el, "Version") != "2.0":
		missing = `Version="2.0"`
	case token.ID == "":
		missing = "ID"
	case child(el, "Issuer") == nil:
		missing = "Issuer"
	case child(el, "Subject") == nil:
		missing = "Subject"
	case conditions == nil || token.Until.IsZero():
		missing = "Conditions med NotOnOrAfter"
	case token.Audience == "":
		missing = "Audience"
	case token.CVR == "":
		missing = attributeCVR
	}
	if missing != "" {
		x.breach(TokenForm, el, "Tokenet mangler "+missing+".", missing, "intet")
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
	if issuer := x.text(xmldsig.Child(el, xmldsig.NSSAML, "Issuer")); issuer != t.Issuer {
		x.breach(TokenIssuer, el, "Tokenets Issuer er ikke STS'ens.", "»"+t.Issuer+"«", "»"+issuer+"«")
	}
	if token.Audience != "" && token.Audience != t.Audience {
		x.breach(TokenAudience, el, "Tokenet er udstedt til en anden tjeneste.", "»"+t.Audience+"«", "»"+token.Audience+"«")
	}
	switch {
	case !token.Until.IsZero() && !t.At.Before(token.Until):
		x.breach(TokenOver, el, "Tokenet er udløbet.", "NotOnOrAfter efter "+clock(t.At), clock(token.Until))
	case token.NotBefore.After(t.At.Add(skew)):
		x.breach(TokenEarly, el, "Tokenet gælder ikke endnu.", "NotBefore senest "+clock(t.At), clock(token.NotBefore))
	}
	if token.CVR != "" && !t.Agreed(t.State, token.CVR) {
		x.breach(TokenCVR, el, "Tokenet er udstedt til et CVR-nummer, som der ikke er en serviceaftale med.", "en kommune med serviceaftale", "»"+token.CVR+"«")
	}
	x.confirmed(t, token)
}

// confirmed: the assertion says whose key may use it.
func (x *exam) confirmed(t Terms, token *Token) {
	all := xmldsig.Children(xmldsig.Child(token.El, xmldsig.NSSAML, "Subject"), xmldsig.NSSAML, "SubjectConfirmation")
	if len(all) == 1 && xmldsig.Attribute(all[0], "Method") == holderOfKey {
		data := xmldsig.Child(all[0], xmldsig.NSSAML, "SubjectConfirmationData")
		token.Holder = certificateIn(xmldsig.Child(xmldsig.Child(data, xmldsig.NS, "KeyInfo"), xmldsig.NS, "X509Data"))
		if until := instant(data, "NotOnOrAfter"); !until.IsZero() && !t.At.Before(until) && t.At.Before(token.Until) {
			x.breach(TokenOver, data, "Tokenets bekræftelse er udløbet.", "NotOnOrAfter efter "+clock(t.At), clock(until))
		}
	}
	if token.Holder == nil {
		x.breach(TokenConfirmation, token.El, "Tokenet siger ikke, hvis nøgle der må bruge det.", "én SubjectConfirmation med holder-of-key og et certifikat", fmt.Sprintf("%d SubjectConfirmation", len(all)))
		return
	}
	if t.At.Before(token.Holder.NotBefore) || t.At.After(token.Holder.NotAfter) {
		x.breach(TokenCertificate, token.El, "Det certifikat, tokenet er udstedt til, gælder ikke.", clock(token.Holder.NotBefore)+" – "+clock(token.Holder.NotAfter), clock(t.At))
	}
}
