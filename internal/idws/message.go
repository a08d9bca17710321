// Package idws is a sender by OIO IDWS, as vendors' systems are: it asks the STS for
// a token, signs what it sends by the token's key, and believes no reply that is not
// signed. klarmeld's own systems send by it, over the same wire as a vendor's.
package idws

import (
	"encoding/base64"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// Wrapping is what is put around a message, and by whom it is signed.
type Wrapping struct {
	By xmldsig.Signer
	// Token is the assertion that the STS gave, and ID its ID. nil: the sender's own
	// certificate is sent in its place, as it is to the STS.
	Token *etree.Element
	// Action, ID and To are WS-Addressing's; To may be "".
	Action, ID, To string
	Created        time.Time
	// Life is how long the message is good; 0: five minutes.
	Life time.Duration
	// Leave are the parts that the signature leaves out, by their wsu:Id below.
	Leave []string
	// NoTimestamp leaves the Timestamp out altogether.
	NoTimestamp bool
}

// The wsu:Ids of the parts, as .NET's client names them.
const (
	IDBody      = "body"
	IDAction    = "action"
	IDMessage   = "msgid"
	IDTo        = "to"
	IDReplyTo   = "replyto"
	IDTimestamp = "sec-ts"
	IDReference = "sec-str"
	IDBinary    = "sec-binsectoken"
)

const (
	tokenType  = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"
	samlID     = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"
	x509v3     = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0#X509v3"
	base64Type = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary"
	anonymous  = soap.NSAddressing + "/anonymous"
	stamp      = "2006-01-02T15:04:05.000Z"
)

// Secure addresses and signs an envelope. Other headers stay as they are.
func (m Wrapping) Secure(root *etree.Element) error {
	header, body := soap.Halves(root)
	root.CreateAttr("xmlns:wsu", xmldsig.NSWSU)
	var signed []xmldsig.Covered
	cover := func(el *etree.Element, id string, token *etree.Element) {
		el.CreateAttr("wsu:Id", id)
		for _, l := range m.Leave {
			if l == id {
				return
			}
		}
		signed = append(signed, xmldsig.Covered{El: el, ID: id, Token: token})
	}
	cover(body, IDBody, nil)
	for _, h := range [][3]string{{"Action", m.Action, IDAction}, {"MessageID", m.ID, IDMessage}, {"To", m.To, IDTo}} {
		if h[1] != "" {
			el := header.CreateElement("wsa:" + h[0])
			el.CreateAttr("xmlns:wsa", soap.NSAddressing)
			el.SetText(h[1])
			cover(el, h[2], nil)
		}
	}
	reply := header.CreateElement("wsa:ReplyTo")
	reply.CreateAttr("xmlns:wsa", soap.NSAddressing)
	reply.CreateElement("wsa:Address").SetText(anonymous)
	cover(reply, IDReplyTo, nil)
	sec := header.CreateElement("wsse:Security")
	sec.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	soapPrefix := root.Space
	if soapPrefix == "" { // an attribute is in no default namespace
		soapPrefix = "soap"
		sec.CreateAttr("xmlns:soap", root.NamespaceURI())
	}
	sec.CreateAttr(soapPrefix+":mustUnderstand", "1")
	if !m.NoTimestamp {
		cover(m.timestamp(sec), IDTimestamp, nil)
	}
	if m.Token != nil {
		sec.AddChild(m.Token)
		str := Reference(m.Token.SelectAttrValue("ID", ""))
		sec.AddChild(str)
		cover(str, IDReference, m.Token)
		return xmldsig.Sign(m.By, sec, len(sec.Child), signed, Reference(m.Token.SelectAttrValue("ID", "")))
	}
	binary := sec.CreateElement("wsse:BinarySecurityToken")
	certificate(binary, m.By)
	cover(binary, IDBinary, nil)
	str := etree.NewElement("wsse:SecurityTokenReference")
	ref := str.CreateElement("wsse:Reference")
	ref.CreateAttr("URI", "#"+IDBinary)
	ref.CreateAttr("ValueType", x509v3)
	return xmldsig.Sign(m.By, sec, len(sec.Child), signed, str)
}

func (m Wrapping) timestamp(sec *etree.Element) *etree.Element {
	life := m.Life
	if life == 0 {
		life = 5 * time.Minute
	}
	ts := sec.CreateElement("wsu:Timestamp")
	ts.CreateElement("wsu:Created").SetText(m.Created.UTC().Format(stamp))
	ts.CreateElement("wsu:Expires").SetText(m.Created.Add(life).UTC().Format(stamp))
	return ts
}

// certificate lets an element hold the sender's certificate.
func certificate(el *etree.Element, by xmldsig.Signer) {
	el.CreateAttr("EncodingType", base64Type)
	el.CreateAttr("ValueType", x509v3)
	el.SetText(base64.StdEncoding.EncodeToString(by.Certificate().Raw))
}

// Reference refers to a token by its ID.
func Reference(id string) *etree.Element {
	str := etree.NewElement("wsse:SecurityTokenReference")
	str.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	str.CreateAttr("xmlns:wsse11", xmldsig.NSWSSE11)
	str.CreateAttr("wsse11:TokenType", tokenType)
	k := str.CreateElement("wsse:KeyIdentifier")
	k.CreateAttr("ValueType", samlID)
	k.SetText(id)
	return str
}

// Ask is what the STS is asked for.
type Ask struct {
	AppliesTo, CVR, Context string
	By                      xmldsig.Signer
}

// names of WS-Trust.
const (
	nsTrust     = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
	actionIssue = nsTrust + "/RST/Issue"
)

// Body is the request for a token.
func (a Ask) Body() *etree.Element {
	rst := etree.NewElement("wst:RequestSecurityToken")
	rst.CreateAttr("xmlns:wst", nsTrust)
	if a.Context != "" {
		rst.CreateAttr("Context", a.Context)
	}
	rst.CreateElement("wst:TokenType").SetText(tokenType)
	rst.CreateElement("wst:RequestType").SetText(nsTrust + "/Issue")
	applies := rst.CreateElement("wsp:AppliesTo")
	applies.CreateAttr("xmlns:wsp", "http://schemas.xmlsoap.org/ws/2004/09/policy")
	reference := applies.CreateElement("wsa:EndpointReference")
	reference.CreateAttr("xmlns:wsa", soap.NSAddressing)
	reference.CreateElement("wsa:Address").SetText(a.AppliesTo)
	claims := rst.CreateElement("wst:Claims")
	claims.CreateAttr("Dialect", "http://docs.oasis-open.org/wsfed/authorization/200706/authclaims")
	claim := claims.CreateElement("auth:ClaimType")
	claim.CreateAttr("xmlns:auth", "http://docs.oasis-open.org/wsfed/authorization/200706")
	claim.CreateAttr("Uri", "dk:gov:saml:attribute:CvrNumberIdentifier")
	claim.CreateElement("auth:Value").SetText(a.CVR)
	rst.CreateElement("wst:KeyType").SetText(nsTrust + "/PublicKey")
	binary := rst.CreateElement("wst:UseKey").CreateElement("wsse:BinarySecurityToken")
	binary.CreateAttr("xmlns:wsse", xmldsig.NSWSSE)
	certificate(binary, a.By)
	return rst
}

// Path is where the STS is.
const Path = security.STSPath
