package security_test

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"os"
	"path/filepath"
	"testing"

	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// TestSubject: a name is written in the order of its steps, and what would be read
// as another part stands in quotes.
func TestSubject(t *testing.T) {
	part := func(value string, oid ...int) pkix.AttributeTypeAndValue {
		return pkix.AttributeTypeAndValue{Type: oid, Value: value}
	}
	for _, c := range []struct {
		name pkix.RDNSequence
		want string
	}{
		{pkix.RDNSequence{{part("DK", 2, 5, 4, 6)}, {part("Firma", 2, 5, 4, 10)}, {part("a", 2, 5, 4, 3), part("UI:1", 2, 5, 4, 5)}},
			"CN=a + SERIALNUMBER=UI:1, O=Firma, C=DK"},
		{pkix.RDNSequence{{part("NTRDK-99999999", 2, 5, 4, 97)}, {part(`Æble, "pære"`, 2, 5, 4, 10)}}, `O="Æble, ""pære""", OID.2.5.4.97=NTRDK-99999999`},
		{pkix.RDNSequence{{part(" a", 2, 5, 4, 3)}}, `CN=" a"`},
	} {
		raw, err := asn1.Marshal(c.name)
		if err != nil {
			t.Fatal(err)
		}
		if got := security.Subject(&x509.Certificate{RawSubject: raw}); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}

// TestSubjectOfTheRealSTS: the platform's own STS writes the name of its caller as
// we do.
func TestSubjectOfTheRealSTS(t *testing.T) {
	dir := os.Getenv("KLARMELD_OFFICIAL")
	if dir == "" {
		t.Skip("skipped: official schemas not given")
	}
	raw, err := os.ReadFile(filepath.Join(dir, "signerede", "sts-rstr-kombit-2023.xml"))
	if err != nil {
		t.Fatal(err)
	}
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		t.Fatal(p)
	}
	name, certificate := doc.Root.FindElement("//NameID"), doc.Root.FindElement("//SubjectConfirmationData//X509Certificate")
	der, ok := xmldsig.Decode(certificate)
	if !ok {
		t.Fatal("the certificate cannot be read")
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	if got := security.Subject(c); got != name.Text() {
		t.Errorf("%s, and the STS writes %s", got, name.Text())
	}
}
