package strictxml_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/strictxml"
)

var limits = strictxml.Limits{Depth: 50, Elements: 1000, Attributes: 20, Namespaces: 30, Name: 100, URI: 100}

// TestFaults: each kind of fault is told by its kind, at its place, with what it
// is about.
func TestFaults(t *testing.T) {
	for _, c := range []struct {
		text string
		want strictxml.Fault
	}{
		{"", strictxml.Fault{Kind: strictxml.NoRoot}},
		{"<a>\n <b", strictxml.Fault{Kind: strictxml.Cut, Offset: 7, In: "b", Opened: 5}},
		{"<a>\n <b>", strictxml.Fault{Kind: strictxml.Unclosed, Offset: 8, In: "b", Opened: 5}},
		{"<a><b></a>", strictxml.Fault{Kind: strictxml.Crossed, Offset: 6, Name: "a", In: "b", Opened: 3}},
		{"<a></a></b>", strictxml.Fault{Kind: strictxml.NotOpened, Offset: 7, Name: "b"}},
		{"<a/><b/>", strictxml.Fault{Kind: strictxml.TwoRoots, Offset: 4, Name: "b"}},
		{"<" + strings.Repeat("a", 101) + "/>", strictxml.Fault{Kind: strictxml.LongName, Offset: 1, Name: strings.Repeat("a", 60)}},
		{"<a " + strings.Repeat("b", 101) + "='1'/>", strictxml.Fault{Kind: strictxml.LongName, Offset: 3, Name: strings.Repeat("b", 60), In: "a"}},
		{"<a xmlns='" + strings.Repeat("u", 101) + "'/>", strictxml.Fault{Kind: strictxml.LongURI, Offset: 3, In: "a"}},
		{"<a xmlns:p='" + strings.Repeat("u", 101) + "'/>", strictxml.Fault{Kind: strictxml.LongURI, Offset: 3, Name: "p", In: "a"}},
		{"<a b='1' b='2'/>", strictxml.Fault{Kind: strictxml.AttributeTwice, Offset: 9, Name: "b", In: "a"}},
		{"<a p:b='1'/>", strictxml.Fault{Kind: strictxml.Unbound, Offset: 3, Name: "p:b", In: "a", Attribute: true}},
		{"<p:a/>", strictxml.Fault{Kind: strictxml.Unbound, Name: "p:a", In: "p:a"}},
		{"<a>&#xD800;</a>", strictxml.Fault{Kind: strictxml.SurrogateReference, Offset: 3, Name: "&#xD800;", In: "a"}},
		{"<a>\ufffe</a>", strictxml.Fault{Kind: strictxml.ForbiddenCharacter, Offset: 3, Name: "U+FFFE", In: "a"}},
		{"<a ø-é·:x='1'/>", strictxml.Fault{Kind: strictxml.Unbound, Offset: 3, Name: "ø-é·:x", In: "a", Attribute: true}},
		{strings.Repeat("<a>", 51), strictxml.Fault{Kind: strictxml.TooDeep, Offset: 150, Name: "a", In: "a", Opened: 147}},
		{"<a>" + strings.Repeat("<b/>", 1000), strictxml.Fault{Kind: strictxml.TooManyElements, Offset: 3 + 4*999, Name: "b", In: "a"}},
	} {
		doc, f := strictxml.Read([]byte(c.text), limits)
		if doc != nil || f == nil || *f != c.want {
			t.Errorf("%.40q: %+v, want %+v", c.text, f, c.want)
		}
	}
}

// TestLine: the line of an element is of where it was read, whatever has been
// done to it since; a stranger has none.
func TestLine(t *testing.T) {
	doc, f := strictxml.Read([]byte("<?xml version='1.0' encoding='utf-8'?>\n<a>\r\n<b\n/><c/></a>"), limits)
	if f != nil {
		t.Fatalf("%+v", f)
	}
	b, c := doc.Root.SelectElement("b"), doc.Root.SelectElement("c")
	doc.Root.RemoveChild(c)
	if got := [4]int{doc.Line(doc.Root), doc.Line(b), doc.Line(c), doc.Line(etree.NewElement("c"))}; got != [4]int{2, 3, 4, 0} {
		t.Errorf("the lines are %v", got)
	}
	if doc.Encoding != "utf-8" || strictxml.Encoding([]byte("<?xml version='1.0' encoding='a b'?>")) != "" {
		t.Errorf("the encoding is %q", doc.Encoding)
	}
}

// shape is an element as text: what two readings must agree on. The white space
// of attributes is left out of it: encoding/xml leaves that as it stands.
func shape(b *strings.Builder, el *etree.Element) {
	fmt.Fprintf(b, "<%q:%q", el.Space, el.Tag)
	for _, a := range el.Attr {
		fmt.Fprintf(b, " %q:%q=%q", a.Space, a.Key, strings.NewReplacer("\r\n", " ", "\n", " ", "\t", " ", "\r", " ").Replace(a.Value))
	}
	for _, c := range el.Child {
		switch c := c.(type) {
		case *etree.Element:
			shape(b, c)
		case *etree.CharData:
			fmt.Fprintf(b, "|%q %t", c.Data, c.IsWhitespace())
		case *etree.Comment:
			b.WriteString("|!")
		case *etree.ProcInst:
			fmt.Fprintf(b, "|?%q", c.Target)
		}
		if c.Parent() != el {
			b.WriteString("|astray")
		}
	}
	b.WriteString(">")
}

// FuzzRead: whatever the bytes, they are read or refused; what is read here is
// read by encoding/xml too, and the elements are those that etree reads.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"<a/>", "<?xml version='1.0'?><!--x--><a xmlns:b='c' b:e='&lt;\r\n'><b:d/>\r\n</a><?p q?>",
		"<a>&#230;&amp;\r<![CDATA[<\r\n]]>]] ></a>", "<æ:å xmlns:æ='ø'/>", "<a>&#xD800;</a>", "<a b='1'c='2'/>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, fault := strictxml.Read(raw, limits)
		if (doc == nil) == (fault == nil) {
			t.Fatalf("neither or both: %v %v", doc, fault)
		}
		if fault != nil {
			if fault.Offset < 0 || fault.Offset > len(raw) || fault.Opened > len(raw) {
				t.Fatalf("it is at %d, in what began at %d, of %d bytes", fault.Offset, fault.Opened, len(raw))
			}
			return
		}
		dec := xml.NewDecoder(strings.NewReader(string(raw)))
		dec.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil }
		for {
			if _, err := dec.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("encoding/xml refuses it: %v", err)
			}
		}
		other := etree.NewDocument()
		if err := other.ReadFromBytes(raw); err != nil {
			t.Fatalf("etree refuses it: %v", err)
		}
		var ours, theirs strings.Builder
		shape(&ours, doc.Root)
		shape(&theirs, other.Root())
		if ours.String() != theirs.String() {
			t.Fatalf("it is read as\n%s\nby etree as\n%s", &ours, &theirs)
		}
	})
}
