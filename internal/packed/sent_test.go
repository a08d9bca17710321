package packed_test

import (
	"reflect"
	"testing"

	"github.com/beevik/etree"
	"pgregory.net/rapid"

	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
)

// sentElement is one as a sender may write it: with prefixes, comments, and white space
// between elements.
func sentElement(t *rapid.T) *etree.Element {
	el := anyElement(t, 3)
	for _, ns := range []string{oio.NSSag, "urn:x"} {
		el.CreateAttr("xmlns:p"+ns[len(ns)-1:], ns)
	}
	doc := etree.NewDocument()
	doc.SetRoot(el)
	for _, c := range doc.FindElements("//*") {
		switch rapid.IntRange(0, 9).Draw(t, "besides") {
		case 0:
			c.CreateComment("en kommentar")
		case 1:
			c.CreateProcInst("a", "b")
		case 2:
			c.CreateAttr("id", "1")
		case 3:
			c.RemoveAttr("xmlns")
		case 4:
			c.Space = "p6"
		case 5:
			c.CreateCData(" ")
		}
	}
	if rapid.Bool().Draw(t, "set out") {
		doc.Indent(2)
	}
	return el
}

// TestSent: what was sent is packed as what it is normalised to.
func TestSent(t *testing.T) {
	box := packed.NewBox()
	rapid.Check(t, func(t *rapid.T) {
		el := sentElement(t)
		want := oio.Normalise(el)
		p := box.Pack()
		p.Sent(el)
		p.Number(7)
		o := box.Open(p.Done())
		if got := o.Element(); !reflect.DeepEqual(got, want) {
			t.Fatalf("%s came out as %s, normalised it is %s", written(el), written(got), written(want))
		}
		if got := o.Number(); got != 7 {
			t.Fatalf("7 came out as %d", got)
		}
	})
}

// normalisedPlainly is oio.Normalise with nothing allocated in one go, and every namespace
// looked for anew.
func normalisedPlainly(el *etree.Element) *etree.Element {
	out := etree.NewElement(el.Tag)
	if p, ours := oio.Prefix(el.NamespaceURI()); ours {
		out.Space = p
	} else {
		out.CreateAttr("xmlns", el.NamespaceURI())
	}
	for _, child := range el.Child {
		switch c := child.(type) {
		case *etree.Element:
			out.AddChild(normalisedPlainly(c))
		case *etree.CharData:
			if !c.IsWhitespace() || len(el.ChildElements()) == 0 {
				out.CreateText(c.Data)
			}
		}
	}
	return out
}

func TestNormalisedPlainly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		el := sentElement(t)
		if got, want := oio.Normalise(el), normalisedPlainly(el); written(got) != written(want) {
			t.Fatalf("%s is normalised to %s, plainly to %s", written(el), written(got), written(want))
		}
	})
}
