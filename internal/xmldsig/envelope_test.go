package xmldsig_test

import (
	"encoding/base64"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// unsigned is a message as a client sends it, before anything is signed. It has
// what XML has: comments, instructions, CDATA, references, declarations that
// nothing uses, and white space.
const unsigned = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:ubrugt="urn:ubrugt">
<soap:Header>
<sbf:Framework xmlns:sbf="urn:liberty:sb" version="2.0" wsu:Id="lib" xmlns:wsu="` + xmldsig.NSWSU + `"/>
<Action xmlns="http://www.w3.org/2005/08/addressing" xmlns:wsu="` + xmldsig.NSWSU + `" wsu:Id="action">http://kombit.dk/sts/sagdokumentindeks/importer</Action>
<MessageID xmlns="http://www.w3.org/2005/08/addressing" xmlns:wsu="` + xmldsig.NSWSU +
	`" wsu:Id="messageid">urn:uuid:5c1f6a0e-8d3f-4a59-9a34-0c2d6f5f7a11</MessageID>
<To xmlns="http://www.w3.org/2005/08/addressing" xmlns:wsu="` + xmldsig.NSWSU + `" wsu:Id="to">https://sagsogdokumentindeks.eksempel.dk/sagdokumentindeks/6</To>
<ReplyTo xmlns="http://www.w3.org/2005/08/addressing" xmlns:wsu="` + xmldsig.NSWSU +
	`" wsu:Id="replyto"><Address>http://www.w3.org/2005/08/addressing/anonymous</Address></ReplyTo>
<wsse:Security xmlns:wsse="` + xmldsig.NSWSSE + `" xmlns:wsu="` + xmldsig.NSWSU + `" soap:mustUnderstand="1">
<wsu:Timestamp wsu:Id="TS-1"><wsu:Created>2026-11-28T10:00:00.000Z</wsu:Created><wsu:Expires>2026-11-28T10:05:00.000Z</wsu:Expires></wsu:Timestamp>
<Assertion xmlns="` + xmldsig.NSSAML + `" ID="_a1" IssueInstant="2026-11-28T09:59:00.000Z" Version="2.0">
<Issuer Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">https://saml.eksempel.dk</Issuer>
<Subject><NameID Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName">CN=Korsbæk &amp; Omegn, O=Korsbæk</NameID>
<SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:holder-of-key">` +
	`<SubjectConfirmationData xmlns:a="http://www.w3.org/2001/XMLSchema-instance" a:type="KeyInfoConfirmationDataType">
<KeyInfo xmlns="` + xmldsig.NS +
	`"><X509Data><X509Certificate>%[1]s</X509Certificate></X509Data></KeyInfo></SubjectConfirmationData></SubjectConfirmation></Subject>
<Conditions NotBefore="2026-11-28T09:59:00.000Z" NotOnOrAfter="2026-11-28T17:59:00.000Z">` +
	`<AudienceRestriction><Audience>http://entityid.kombit.dk/service/sdi/sagdokumentindeks/6</Audience></AudienceRestriction></Conditions>
<AttributeStatement><Attribute Name="dk:gov:saml:attribute:CvrNumberIdentifier"><AttributeValue>11111111</AttributeValue></Attribute></AttributeStatement>
</Assertion>
<wsse:SecurityTokenReference xmlns:wsse11="` + xmldsig.NSWSSE11 + `" wsu:Id="STR-1">` +
	`<wsse:KeyIdentifier ValueType="http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID">_a1</wsse:KeyIdentifier></wsse:SecurityTokenReference>
</wsse:Security>
</soap:Header>
<soap:Body wsu:Id="body" xmlns:wsu="` + xmldsig.NSWSU + `">
%[2]s
</soap:Body>
</soap:Envelope>`

// cases are what the message is about.
const cases = `<sdi:ImporterSagDokumentIndeksInput xmlns:sdi="urn:oio:sts:sagdok:6" xmlns:sd="urn:oio:sagdok:3.0.0" xmlns:gd="urn:oio:gd">` +
	`<!-- Korsbæk --><?stil kort?>
<sd:Sag sd:a="1" gd:b=' &lt;&#9;"' b="2" xml:lang="da">` +
	`<sd:Titel>Byggesag &lt; 3 &amp; <![CDATA[<Møllegade> & ]]>&#13;</sd:Titel><sd:Kode xmlns=""/><sd:Note>Tørvehallerne
med	tab</sd:Note></sd:Sag>
</sdi:ImporterSagDokumentIndeksInput>`

// envelope is a message with an assertion that one has signed, whose holder, the
// other, has signed seven parts.
func envelope(t testing.TB, body string) *etree.Element {
	t.Helper()
	doc, p := soap.ReadDocument(fmt.Appendf(nil, unsigned, base64.StdEncoding.EncodeToString(tester().Cert.Raw), body))
	if p != nil {
		t.Fatal(p)
	}
	root := doc.Root
	assertion, str := find(root, xmldsig.NSSAML, "Assertion"), find(root, xmldsig.NSWSSE, "SecurityTokenReference")
	data := etree.NewElement("X509Data")
	data.CreateElement("X509Certificate").SetText(base64.StdEncoding.EncodeToString(issuer().Cert.Raw))
	if err := xmldsig.Sign(issuer(), assertion, find(assertion, xmldsig.NSSAML, "Subject").Index(), []xmldsig.Covered{{El: assertion, ID: "_a1", Enveloped: true}},
		data); err != nil {
		t.Fatal(err)
	}
	parts := []xmldsig.Covered{{El: str, ID: "STR-1", Token: assertion}}
	ids := xmldsig.FindIDs(root)
	for _, part := range []string{"TS-1 wsse soap", "body", "action soap", "messageid soap", "to #default", "replyto"} {
		words := strings.Fields(part)
		parts = append(parts, xmldsig.Covered{El: ids.Get(words[0]), ID: words[0], Inclusive: words[1:]})
	}
	if err := xmldsig.Sign(tester(), str.Parent(), str.Index()+1, parts, str.Copy()); err != nil {
		t.Fatal(err)
	}
	// The copy in KeyInfo is not the one that is referred to.
	find(root, xmldsig.NSWSSE, "Security").FindElement("Signature/KeyInfo/SecurityTokenReference").RemoveAttr("wsu:Id")
	return root
}

func written(t testing.TB, root *etree.Element) []byte {
	t.Helper()
	raw, err := xmldsig.Written(root)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

var quotedTwice = regexp.MustCompile(`="([^"']*)"`)

// roughened is the same message as others write it: other quotes, white space in
// tags, other ends of lines, references instead of letters, base64 in lines.
func roughened(raw []byte) []byte {
	n := 0
	s := quotedTwice.ReplaceAllStringFunc(string(raw), func(m string) string {
		if n++; n%3 > 0 {
			return m
		}
		return "='" + m[2:len(m)-1] + "'"
	})
	// The last is the message's own; the assertion's is covered with the assertion.
	value := strings.LastIndex(s, "<SignatureValue>") + len("<SignatureValue>")
	s = s[:value] + "\n" + s[value:value+76] + "\n " + s[value+76:]
	s = strings.NewReplacer(" xmlns:wsu", "\n  xmlns:wsu", "></", " ></", "/>", "\t/>", "\n", "\r\n", "æ", "&#xe6;", "<Subject",
		"<!-- hvem --><Subject").Replace(s)
	return []byte("<?xml version='1.0' encoding='utf-8'?>\r\n<!-- en meddelelse --><?stil a?>\n" + s + "\n<!-- slut -->\n")
}
