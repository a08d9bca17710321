package index

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/oio"
)

// sayingOf is Saying as it is defined: names by their namespaces, looked up at each
// element.
func sayingOf(to *bytes.Buffer, el *etree.Element) {
	put := func(t string) { to.WriteString(strings.ReplaceAll(t, "\x00", "") + "\x00") }
	put("<")
	put(el.NamespaceURI())
	put(el.Tag)
	var attributes []string
	for _, a := range el.Attr {
		if a.Space != "xmlns" && (a.Space != "" || a.Key != "xmlns") {
			attributes = append(attributes, a.NamespaceURI()+"\x00"+a.Key+"\x00"+a.Value)
		}
	}
	slices.Sort(attributes)
	for _, a := range attributes {
		put(a)
	}
	if len(el.ChildElements()) == 0 {
		put("=")
		put(oio.Text(el))
	}
	for _, c := range el.ChildElements() {
		sayingOf(to, c)
	}
	put(">")
}

// TestSaying: whatever prefixes are declared where, and whatever stands around an
// element, what it says is what its names, attributes and texts say.
func TestSaying(t *testing.T) {
	name := rapid.SampledFrom([]string{"a", "p:a", "q:a", "b", "q:b"})
	var fill func(t *rapid.T, el *etree.Element, depth int)
	fill = func(t *rapid.T, el *etree.Element, depth int) {
		for _, key := range rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"xmlns", "xmlns:p", "xmlns:q", "p:x", "x", "y"}), 0, 3,
			rapid.ID).Draw(t, "attributes") {
			el.CreateAttr(key, rapid.SampledFrom([]string{"urn:1", "urn:2", "", "v\x00"}).Draw(t, "value"))
		}
		for range rapid.IntRange(0, 3-depth).Draw(t, "children") {
			el.CreateText(rapid.SampledFrom([]string{"", " ", "æ", "\x00"}).Draw(t, "text"))
			fill(t, el.CreateElement(name.Draw(t, "name")), depth+1)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		around := etree.NewElement("p:around")
		around.CreateAttr("xmlns:p", "urn:0")
		around.CreateAttr("xmlns", "urn:00")
		el := around.CreateElement(name.Draw(t, "name"))
		fill(t, el, 0)
		var want bytes.Buffer
		sayingOf(&want, el)
		if sum := sha256.Sum256(want.Bytes()); Saying(el) != string(sum[:]) {
			t.Fatalf("%q says something else", want.String())
		}
	})
}
