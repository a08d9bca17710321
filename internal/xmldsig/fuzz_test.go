package xmldsig_test

import (
	"os"
	"path/filepath"
	"testing"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
)

// FuzzRead: whatever the bytes, each signature in them is read or has a fault, and
// what it covers can be digested. The canonical form of any document is read again,
// and is its own canonical form.
func FuzzRead(f *testing.F) {
	raw := written(f, envelope(f, cases))
	f.Add(raw)
	f.Add(roughened(raw))
	for seed := range uint64(20) {
		f.Add([]byte(makeDocument(seed, plainURIs).raw))
	}
	if folder, ok := official.Given(); ok {
		files, _ := filepath.Glob(filepath.Join(folder, "signerede", "*.xml"))
		for _, name := range files {
			message, err := os.ReadFile(name)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(message)
		}
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, p := soap.ReadDocument(raw)
		if p != nil {
			return
		}
		ids := xmldsig.FindIDs(doc.Root)
		for _, el := range inOrder(nil, doc.Root) {
			if !xmldsig.Is(el, xmldsig.NS, "Signature") {
				continue
			}
			s, fault := xmldsig.Read(el, ids)
			if (s == nil) == (fault == nil) {
				t.Fatalf("neither or both: %v %v", s, fault)
			}
			if fault != nil {
				continue
			}
			s.Signed(publicOf(tester()))
			for _, r := range s.References {
				if r.Covers == nil || r.Named == nil {
					t.Fatalf("%s covers nothing", r.URI)
				}
				r.Holds(nil)
			}
		}
		form := xmldsig.Canonical{}.Append(nil, doc.Root)
		again, p := soap.ReadDocument(form)
		if p != nil {
			if p.Layer != soap.LayerLimit {
				t.Fatalf("the canonical form is not read: %v\n%q", p, form)
			}
			return
		}
		if second := (xmldsig.Canonical{}).Append(nil, again.Root); string(second) != string(form) {
			t.Fatalf("the canonical form\n%q\nhas another:\n%q", form, second)
		}
	})
}
