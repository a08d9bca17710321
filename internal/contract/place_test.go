package contract_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
)

// TestPlace takes every element out of every valid message, one at a time,
// lets Place make it anew, and expects the message to be valid again: the new
// element stands where the old one stood and in its namespace.
func TestPlace(t *testing.T) {
	made := 0
	files, err := filepath.Glob("testdata/*.xml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		xml := string(raw)
		n := len(descendants(parse(t, xml)))
		for i := range n {
			root := parse(t, xml)
			el := descendants(root)[i]
			if len(el.Attr) > 0 || el.Tag == "SoegEgenskaberLokalUdvidelse" {
				continue // it declares its children's prefixes, or two namespaces have one of that name
			}
			parent := el.Parent()
			parent.RemoveChild(el)
			again := contract.Place(parent, el.Tag)
			if again == nil {
				t.Fatalf("%s: <%s> has no place in <%s>", name, el.Tag, parent.Tag)
			}
			for _, c := range slices.Clone(el.Child) {
				again.AddChild(c)
			}
			made++
			for _, v := range contract.Check(root) {
				t.Errorf("%s: <%s> made anew: %s", name, el.Tag, v.Message)
			}
		}
	}
	if made < 100 {
		t.Errorf("only %d elements were made anew", made)
	}
}

// TestPlaceRefuses: what the contract does not have is not made.
func TestPlaceRefuses(t *testing.T) {
	raw, err := os.ReadFile("testdata/importer-sag.xml")
	if err != nil {
		t.Fatal(err)
	}
	root := parse(t, string(raw))
	if el := contract.Place(root, "Bestilling"); el != nil {
		t.Errorf("an element of no schema was made: %v", el.Tag)
	}
	stranger := etree.NewElement("Fremmed")
	if el := contract.Place(stranger, "Titel"); el != nil {
		t.Error("a child of a stranger was made")
	}
}

// descendants are all elements below root, in document order.
func descendants(root *etree.Element) []*etree.Element {
	var out []*etree.Element
	for _, c := range root.ChildElements() {
		out = append(append(out, c), descendants(c)...)
	}
	return out
}
