package idws_test

import (
	"flag"
	"slices"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
	"klarmeld/internal/xmldsig/changetest"
)

var changes = flag.Int("idws.changes", 300, "how many single bytes of each message TestChangedByte changes")

// TestChangedByte changes single bytes of all that goes over the wire, and holds it
// against the rules of the secured wire. What keeps them still says the same where it
// is signed, and stands where it stood.
func TestChangedByte(t *testing.T) {
	both(t, func(t *testing.T, w *town, wire [4][]byte) {
		asked, err := soap.Read(wire[0])
		if err != nil {
			t.Fatal(err)
		}
		sent, err := soap.Read(wire[2])
		if err != nil {
			t.Fatal(err)
		}
		terms := security.Terms{Setting: w.setting, Audience: w.sender.Audience(""), At: w.now}
		for name, c := range map[string]struct {
			raw      []byte
			demanded string // which of the tokens must be signed
			check    func(*soap.Envelope) []security.Breach
		}{
			"request for a token": {wire[0], "BinarySecurityToken", func(env *soap.Envelope) []security.Breach { return terms.CheckRequest(env).Breaches }},
			"the STS's reply": {wire[1], "", func(env *soap.Envelope) []security.Breach {
				return security.Answered(env, w.set.STS.Certificate, asked.MessageID, w.now)
			}},
			"message": {wire[2], "Assertion", func(env *soap.Envelope) []security.Breach { return terms.Check(env).Breaches }},
			"reply": {wire[3], "", func(env *soap.Envelope) []security.Breach {
				return security.Answered(env, w.set.Service.Certificate, sent.MessageID, w.now)
			}},
		} {
			t.Run(name, func(t *testing.T) {
				var forms []string
				changetest.Try(t, c.raw, *changes, func(raw []byte) *etree.Element {
					env, p := soap.Read(raw)
					if p != nil || len(c.check(env)) > 0 {
						return nil
					}
					now := signedForms(env, c.demanded)
					if forms == nil {
						forms = now
					}
					if !slices.Equal(forms, now) {
						t.Errorf("accepted, and says something else:\n%q\nthan\n%q", now, forms)
					}
					return env.Root
				})
			})
		}
	})
}

// signedForms are what is signed in a message, each with where it stands: Body, the
// headers of WS-Addressing, and of Security the Timestamp, the token that is demanded
// and SignedInfo. A reply's certificate is known beforehand, and not believed.
func signedForms(env *soap.Envelope, token string) (forms []string) {
	signed := append([]*etree.Element{env.Body.Parent()}, env.Header.ChildElements()...)
	s := xmldsig.Child(env.Header, xmldsig.NSWSSE, "Security")
	signed = append(signed, s.ChildElements()...)
	signed = append(signed, xmldsig.Child(xmldsig.Child(s, xmldsig.NS, "Signature"), xmldsig.NS, "SignedInfo"))
	for _, el := range signed {
		if el.NamespaceURI() == soap.NSAddressing || slices.Contains([]string{"Body", "Timestamp", "SignedInfo", token}, el.Tag) {
			forms = append(forms, el.GetPath()+" "+string(xmldsig.Canonical{}.Append(nil, el)))
		}
	}
	return forms
}
