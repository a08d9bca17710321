package security

import (
	"crypto/rsa"
	"crypto/x509"
	"slices"
	"time"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// Answered holds a reply against what a client must demand of it before it acts on
// it: one Security header with a Timestamp that is good, signed with Body and every
// header of WS-Addressing by the certificate that is trusted. What it returns is
// nothing when all is well. relatesTo is the request's MessageID.
func Answered(env *soap.Envelope, by *x509.Certificate, relatesTo string, at time.Time) []Breach {
	x := &exam{env: env, at: at}
	if !x.examine() {
		return x.Breaches
	}
	// A reply of the STS has no MessageID.
	x.Breaches = slices.DeleteFunc(x.Breaches, func(b Breach) bool { return b.Rule == NoMessageID })
	x.related(relatesTo)
	x.reply(by)
	return x.Breaches
}

// related: a reply is to the message that was sent.
func (x *exam) related(id string) {
	for _, h := range x.headers() {
		if h.Tag == "RelatesTo" && plain(h) == id {
			return
		}
	}
	x.breach(NoMessageID, x.env.Header, "Svaret er ikke til den meddelelse, der blev sendt.", "»"+id+"«", "en anden RelatesTo")
}

// reply holds the signature of a reply against the key that is trusted: whose it
// claims to be does not matter then.
func (x *exam) reply(by *x509.Certificate) {
	all := xmldsig.Children(x.security, xmldsig.NS, "Signature")
	if len(all) != 1 {
		x.breach(NoSignature, x.security, "Svaret har ikke netop én signatur.", "én signatur", "en anden")
		return
	}
	s, fault := xmldsig.Read(all[0], x.ids)
	if fault != nil {
		x.faulty(fault)
		return
	}
	key, ok := by.PublicKey.(*rsa.PublicKey)
	if !ok || !s.Signed(key) { // what it covers is nobody's word then
		x.breach(BadSignature, s.El, "Svaret er ikke signeret af tjenesten.", "en signatur med tjenestens nøgle", "en anden")
		return
	}
	x.demanded(x.covered(s, true), nil)
}
