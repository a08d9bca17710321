package xmldsig_test

import (
	"crypto/rsa"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
	"klarmeld/internal/soap"
	"klarmeld/internal/xmldsig"
	"klarmeld/internal/xmldsig/changetest"
)

var changes = flag.Int("xmldsig.changes", 1000, "how many single bytes of each signed message TestChangedByte changes")

// TestChangedByte changes single bytes of a signed message. What is then still
// accepted covers the same in the same canonical forms, and it is told why.
func TestChangedByte(t *testing.T) {
	raw := roughened(written(t, envelope(t, cases)))
	testChanges(t, raw, []*rsa.PublicKey{publicOf(issuer()), publicOf(tester())})
}

// TestChangedByteOfficial does the same with the platform's real messages.
func TestChangedByteOfficial(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(official.Folder(t), "signerede", "*.xml"))
	if err != nil || len(files) < 6 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			raw, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			doc, p := soap.ReadDocument(raw)
			if p != nil {
				t.Fatal(p)
			}
			keys := keysIn(doc.Root)
			var makers []*rsa.PublicKey
			for _, s := range signatures(doc.Root) {
				makers = append(makers, keys[slices.IndexFunc(keys, s.Signed)])
			}
			if len(makers) > 0 { // one of the replies is signed nowhere
				testChanges(t, raw, makers)
			}
		})
	}
}

func testChanges(t *testing.T, raw []byte, keys []*rsa.PublicKey) {
	t.Helper()
	_, forms := accepted(raw, keys)
	changetest.Try(t, raw, *changes, func(spoilt []byte) *etree.Element {
		root, now := accepted(spoilt, keys)
		if root != nil && !slices.Equal(forms, now) {
			t.Errorf("accepted, and covers something else:\n%q\nthan\n%q", now, forms)
		}
		return root
	})
}

// accepted reads a message; it has a root when each of its signatures is made by
// the key of its place, and all their references hold. forms are what they cover,
// each with where that stands.
func accepted(raw []byte, keys []*rsa.PublicKey) (root *etree.Element, forms []string) {
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		return nil, nil
	}
	all := signatures(doc.Root)
	if len(all) != len(keys) {
		return nil, nil
	}
	for i, s := range all {
		if s == nil || !s.Signed(keys[i]) {
			return nil, nil
		}
		forms = append(forms, string(xmldsig.Canonical{}.Append(nil, s.Info)))
		for _, r := range s.References {
			ok, form := r.Holds(nil)
			if !ok {
				return nil, nil
			}
			forms = append(forms, r.Covers.GetPath()+" "+string(form))
		}
	}
	return doc.Root, forms
}

// signatures are those of a document, in its order; nil for one that is not read.
func signatures(root *etree.Element) (all []*xmldsig.Signature) {
	ids := xmldsig.FindIDs(root)
	for _, el := range inOrder(nil, root) {
		if xmldsig.Is(el, xmldsig.NS, "Signature") {
			s, _ := xmldsig.Read(el, ids)
			all = append(all, s)
		}
	}
	return all
}
