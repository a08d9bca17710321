package oio_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/oio"

	"github.com/beevik/etree"
)

// TestDownFromAnElement: local names only, the first of several, and nothing
// of nothing.
func TestDownFromAnElement(t *testing.T) {
	el := parse(t, `<a xmlns:x="urn:x"><b n="1"/><x:b n="2"><c n="3"/></x:b><b n="4"/>tekst</a>`)
	number := func(el *etree.Element) string {
		if el == nil {
			return "-"
		}
		return el.SelectAttrValue("n", "")
	}
	for _, c := range []struct {
		name string
		got  *etree.Element
		want string
	}{
		{"the first child of a name", oio.Child(el, "b"), "1"},
		{"no child of a name", oio.Child(el, "c"), "-"},
		{"a child of nothing", oio.Child(nil, "b"), "-"},
		{"a path of one", oio.Path(el, "b"), "1"},
		{"a path goes by the first of each name and does not turn back", oio.Path(el, "b", "c"), "-"},
		{"a path down", oio.Path(oio.Children(el, "b")[1], "c"), "3"},
		{"a path of none", oio.Path(oio.Child(el, "b")), "1"},
		{"a path from nothing", oio.Path(nil, "b", "c"), "-"},
	} {
		if number(c.got) != c.want {
			t.Errorf("%s: %s, want %s", c.name, number(c.got), c.want)
		}
	}
	var all []string
	for _, b := range oio.Children(el, "b") {
		all = append(all, number(b))
	}
	if !slices.Equal(all, []string{"1", "2", "4"}) || oio.Children(el, "c") != nil || oio.Children(nil, "b") != nil {
		t.Errorf("children: %s", all)
	}
}

// TestText: all character data of the element itself, none of its children's.
func TestText(t *testing.T) {
	for _, c := range []struct{ xml, want string }{
		{"<a>tekst</a>", "tekst"},
		{"<a> med luft\n</a>", " med luft\n"},
		{"<a>før<!-- - -->efter</a>", "førefter"},
		{"<a>før<?p i?>efter</a>", "førefter"},
		{"<a>før<b>inden i</b>efter</a>", "førefter"},
		{"<a><![CDATA[<rå>]]> &amp; &#230;</a>", "<rå> & æ"},
		{"<a><b>inden i</b></a>", ""},
		{"<a/>", ""},
	} {
		if got := oio.Text(parse(t, c.xml)); got != c.want {
			t.Errorf("%s: %q, want %q", c.xml, got, c.want)
		}
	}
	if got := oio.Text(nil); got != "" {
		t.Errorf("of nothing: %q", got)
	}
}

// outline is every element below el with its namespace, depth and text.
func outline(el *etree.Element, depth string) string {
	s := depth + "{" + el.NamespaceURI() + "}" + el.Tag
	if len(el.ChildElements()) == 0 {
		s += "=" + oio.Text(el)
	}
	s += "\n"
	for _, c := range el.ChildElements() {
		s += outline(c, depth+" ")
	}
	return s
}

// moved puts a normalised copy of el into another document, whose own default
// namespace is none of the standard's, and reads it as a receiver does.
func moved(t *testing.T, el *etree.Element) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	root := doc.CreateElement("Svar")
	root.CreateAttr("xmlns", "urn:svar")
	oio.DeclarePrefixes(root)
	root.AddChild(oio.Normalise(el))
	text, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, text).ChildElements()[0]
}

// TestNormalise: a copy says the same in any document that has declared our
// prefixes, whatever the prefixes of the sender were and wherever they stood.
func TestNormalise(t *testing.T) {
	sag := `xmlns:s="` + oio.NSSag + `"`
	for name, el := range map[string]*etree.Element{
		"an import":                        message(t, "importer.xml"),
		"an update":                        message(t, "opdater.xml"),
		"a part with prefixes of its root": oio.ReadObjekter(message(t, "importer.xml"))[0].Dele()[4].El,
		"the default namespace":            parse(t, `<Titel xmlns="`+oio.NSSag+`">Brev</Titel>`),
		"our prefix for something else":    parse(t, `<sd:Titel xmlns:sd="`+oio.NSSag+`"><gd:Note xmlns:gd="`+oio.NSSagDok+`">n</gd:Note></sd:Titel>`),
		"foreign elements":                 parse(t, `<s:Titel `+sag+`><x:Eget xmlns:x="urn:x"><x:Mere>1</x:Mere><s:Titel>2</s:Titel></x:Eget></s:Titel>`),
		"no namespace":                     parse(t, `<Titel>Brev</Titel>`),
		"no namespace below ours":          parse(t, `<s:Egenskaber `+sag+`><Titel>Brev</Titel></s:Egenskaber>`),
		"no namespace below a foreign one": parse(t, `<x:Eget xmlns:x="urn:x"><Titel>Brev</Titel></x:Eget>`),
		"an undeclared default below ours": parse(t, `<Egenskaber xmlns="`+oio.NSSag+`"><Titel xmlns="">Brev</Titel></Egenskaber>`),
		"text that is white space only":    parse(t, `<s:Titel `+sag+`> </s:Titel>`),
		"text with white space around it":  parse(t, `<s:Titel `+sag+`> Brev `+"\n"+`</s:Titel>`),
	} {
		before := outline(el, "")
		if got, want := outline(moved(t, el), ""), before; got != want {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
		if outline(el, "") != before {
			t.Errorf("%s: the original was changed", name)
		}
	}
}

// TestNormalisedText: no declarations of our own namespaces, no comments, no
// attributes and no indentation are left.
func TestNormalisedText(t *testing.T) {
	doc := etree.NewDocument()
	doc.SetRoot(oio.Normalise(parse(t, `<s:Egenskaber xmlns:s="`+oio.NSSag+`" xmlns:d="`+oio.NSSagDok+`" id="1">
  <!-- en note -->
  <s:Titel>Brev<!-- til -->hoved</s:Titel>
  <d:NoteTekst d:x="2"> </d:NoteTekst>
  <i:Foelsomhed xmlns:i="`+oio.NSSagIndeks+`"/><o:Type xmlns:o="`+oio.NSDokumentIndeks+`"/><g:Rolle xmlns:g="`+oio.NSGenerelle+
		`"/><n:SagUuid xmlns:n="`+oio.NSIndeks+`"/>
</s:Egenskaber>`)))
	got, err := doc.WriteToString()
	if want := `<sag:Egenskaber><sag:Titel>Brevhoved</sag:Titel><sd:NoteTekst> </sd:NoteTekst><si:Foelsomhed/><di:Type/><gd:Rolle/>` +
		`<sdi:SagUuid/></sag:Egenskaber>`; err != nil || got != want {
		t.Errorf("%s (%v), want %s", got, err, want)
	}
}

// TestDeclarePrefixes: each namespace of the standard is declared, once.
func TestDeclarePrefixes(t *testing.T) {
	el := etree.NewElement("Svar")
	oio.DeclarePrefixes(el)
	oio.DeclarePrefixes(el)
	declared := map[string]bool{}
	for _, a := range el.Attr {
		if a.Space != "xmlns" || declared[a.Value] {
			t.Errorf("%s declares %s", a.FullKey(), a.Value)
		}
		declared[a.Value] = true
	}
	for _, ns := range []string{oio.NSSagDok, oio.NSGenerelle, oio.NSSag, oio.NSSagIndeks, oio.NSDokumentIndeks, oio.NSIndeks} {
		if !declared[ns] || !strings.HasPrefix(ns, "urn:oio:") {
			t.Errorf("%s is not declared", ns)
		}
	}
}
