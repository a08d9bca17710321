package xmldsig_test

import (
	"crypto/rsa"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// BenchmarkVerify verifies a message of 9 kB with seven references and the token that
// it brings, by RSA-2048: what that costs beyond reading it.
func BenchmarkVerify(b *testing.B) {
	raw := written(b, envelope(b, strings.Repeat("<!-- -->\n"+cases, 3)))
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		b.Fatal(p)
	}
	token, security := find(doc.Root, xmldsig.NSSAML, "Assertion"), find(doc.Root, xmldsig.NSWSSE, "Security")
	b.ReportAllocs()
	var buffer []byte
	for b.Loop() {
		ids := xmldsig.FindIDs(doc.Root)
		references := 0
		for _, s := range []struct {
			in  *etree.Element
			key *rsa.PublicKey
		}{{token, publicOf(issuer())}, {security, publicOf(tester())}} {
			read, fault := xmldsig.Read(xmldsig.Child(s.in, xmldsig.NS, "Signature"), ids)
			if fault != nil || !read.Signed(s.key) {
				b.Fatal(fault)
			}
			for _, r := range read.References {
				var ok bool
				if ok, buffer = r.Holds(buffer); !ok {
					b.Fatal(r.URI)
				}
				references++
			}
		}
		if references != 8 {
			b.Fatalf("%d references", references)
		}
	}
	b.ReportMetric(float64(len(raw)), "B/message")
}
