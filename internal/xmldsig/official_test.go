package xmldsig_test

import (
	"crypto/rsa"
	"crypto/x509"
	"os"
	"path/filepath"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// TestOfficial: every digest and every signature of the platform's real messages
// holds, each by the key of a certificate that the message brings.
func TestOfficial(t *testing.T) {
	dir := os.Getenv("KLARMELD_OFFICIAL")
	if dir == "" {
		t.Skip("skipped: official schemas not given")
	}
	files, err := filepath.Glob(filepath.Join(dir, "signerede", "*.xml"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	references, signatures := 0, 0
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		doc, p := soap.ReadDocument(raw)
		if p != nil {
			t.Fatal(p)
		}
		ids, keys := xmldsig.FindIDs(doc.Root), keysIn(doc.Root)
		for _, el := range doc.Root.FindElements("//Signature") {
			s, fault := xmldsig.Read(el, ids)
			if fault != nil {
				t.Errorf("%s: %v", filepath.Base(f), fault)
				continue
			}
			signatures++
			signed := false
			for _, k := range keys {
				signed = signed || s.Signed(k)
			}
			if !signed {
				t.Errorf("%s: nobody's key made the signature in %s", filepath.Base(f), el.Parent().Tag)
			}
			for _, r := range s.References {
				references++
				if ok, _ := r.Holds(nil); !ok {
					t.Errorf("%s: %s does not hold", filepath.Base(f), r.URI)
				}
			}
		}
	}
	if references != 35 || signatures != 8 {
		t.Errorf("%d references in %d signatures, want 35 in 8", references, signatures)
	}
}

func keysIn(root *etree.Element) (keys []*rsa.PublicKey) {
	for _, path := range []string{"//BinarySecurityToken", "//X509Certificate"} {
		for _, el := range root.FindElements(path) {
			raw, ok := xmldsig.Decode(el)
			if !ok {
				continue
			}
			if c, err := x509.ParseCertificate(raw); err == nil {
				keys = append(keys, c.PublicKey.(*rsa.PublicKey))
			}
		}
	}
	return keys
}
