package soap_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/english"
	"klarmeld/internal/soap"
)

// problems are what cannot be read, and what is said of it.
var problems = []struct {
	name, raw string
	code      string
	line      int
	says      []string // in the message, the finding or the fix
}{
	{"nothing", "", "xml.tom", 0, []string{"tom", "0 byte"}},
	{"blanks", " \n\t ", "xml.tom", 0, []string{"4 byte"}},
	{"a byte order mark alone", "\xef\xbb\xbf", "xml.tom", 0, []string{"tom"}},
	{"too large", strings.Repeat(" ", soap.MaxBytes) + "<a/>", "xml.for-stor", 0, []string{"20 MB"}},
	{"a ZIP", "PK\x03\x04rest", "xml.ikke-xml", 0, []string{"ZIP", "Pak arkivet ud"}},
	{"gzip", "\x1f\x8b\x08rest", "xml.ikke-xml", 0, []string{"gzip"}},
	{"a PDF", "%PDF-1.7", "xml.ikke-xml", 0, []string{"PDF"}},
	{"JSON", `{"sag": 1}`, "xml.ikke-xml", 0, []string{"JSON"}},
	{"JSON behind a byte order mark", "\xef\xbb\xbf [1]", "xml.ikke-xml", 0, []string{"JSON"}},
	{"text", "Kære indeks", "xml.ikke-xml", 0, []string{"Kære indeks"}},
	{"text that is cut in a letter", "Indeks: æææ", "xml.ikke-xml", 0, []string{`"Indeks: ææ"`}},
	{"text of another encoding", "\xe6ble", "xml.ikke-xml", 0, []string{`"\xe6ble"`}},
	{"a CPR number", "cpr:0123456789 x", "xml.ikke-xml", 0, []string{`"cpr:xxxxxxxx"`}},
	{"another encoding", `<?xml version="1.0" encoding="ISO-8859-15"?><a/>`, "xml.tegnsaet", 1, []string{"ISO-8859-15"}},
	{"bytes of another encoding", "<a>\n<b>\xe6</b></a>", "xml.velformet", 2, []string{"ikke er gyldig UTF-8"}},
	{"cut off", "<a>\n<b>", "xml.velformet", 2, []string{"<b> fra linje 2"}},
	{"cut off in a tag", "<a><b", "xml.velformet", 1, []string{"midt i et element"}},
	{"crossed", "<a>\n<b>\n</a></b>", "xml.velformet", 3, []string{"<b> fra linje 2 lukkes med </a>"}},
	{"closed too often", "<a/></a>", "xml.velformet", 1, []string{"ikke er åbnet"}},
	{"two roots", "<a/>\n<b/>", "xml.velformet", 2, []string{"mere end ét rodelement"}},
	{"text behind the root", "<a/>\n\nhej\n\n", "xml.velformet", 3, []string{"uden for rodelementet"}},
	{"a comment alone", "<!-- -->", "xml.velformet", 1, []string{"intet rodelement"}},
	{"an attribute twice", `<a x="1" x="2"/>`, "xml.velformet", 1, []string{`"x" står to gange`}},
	{"an unknown entity", "<a>&ae;</a>", "xml.velformet", 1, []string{"ukendt entitet"}},
	{"a loose ampersand", "<a>Møller & søn</a>", "xml.velformet", 1, []string{"løst &-tegn"}},
	{"a DOCTYPE", "<!DOCTYPE a [<!ENTITY b \"c\">]>\n<a>&b;</a>", "xml.doctype", 1, []string{"DOCTYPE"}},
	{"too deep", strings.Repeat("<a>", soap.MaxDepth+1) + strings.Repeat("</a>", soap.MaxDepth+1), "xml.for-dyb", 1, []string{"200 niveauer"}},
	{"too many", "<a>" + strings.Repeat("<b/>", soap.MaxElements) + "</a>", "xml.for-mange", 1, []string{"100000 elementer"}},
	{"an undeclared prefix in a long tag", "<a>\n<sd:b\n x='1'\n y='2'/></a>", "xml.praefiks", 2, []string{"<sd:b>"}},
	{"a declaration that comes late", "\n<?xml version=\"1.0\"?>\n<a/>", "xml.velformet", 2, []string{"XML-erklæringen", "allerførst"}},
	{"a second declaration", "<?xml version=\"1.0\"?>\n<a><?xml version=\"1.0\"?></a>", "xml.velformet", 2, []string{"allerførst"}},
	{"an undeclared prefix", "<a>\n  <sd:b/>\n</a>", "xml.praefiks", 2, []string{`"sd"`, "<sd:b>", "urn:oio:sagdok:3.0.0"}},
	{"declared on a sibling", `<a><b xmlns:x="u"/><x:c/></a>`, "xml.praefiks", 1, []string{`"x"`, "søskendeelement"}},
	{"an attribute's prefix", `<a y:z="1"/>`, "xml.praefiks", 1, []string{"attributten y:z i <a>"}},
	{"no envelope", "<a/>", "soap.konvolut", 1, []string{"<a>"}},
	{"an envelope of another namespace", `<Envelope xmlns="urn:x"/>`, "soap.konvolut", 1, []string{"urn:x"}},
	{"no body", `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"/>`, "soap.body", 1, []string{"den har 0"}},
	{"two in the body", `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><a/><b/></e:Body></e:Envelope>`, "soap.body", 1,
		[]string{"den har 2"}},
}

// TestProblems: what cannot be read is named for what it is, in a sentence that
// names the thing, with the line where there is one.
func TestProblems(t *testing.T) {
	for _, c := range problems {
		t.Run(c.name, func(t *testing.T) {
			env, p := soap.Read([]byte(c.raw))
			if p == nil || env != nil {
				t.Fatalf("it was read: %v", env)
			}
			if p.Code != c.code || p.Line != c.line {
				t.Errorf("%s on line %d, want %s on %d: %s", p.Code, p.Line, c.code, c.line, p.Message)
			}
			all := strings.Join([]string{p.Message, p.Expected, p.Actual, p.Fix}, "\n")
			for _, s := range c.says {
				if !strings.Contains(all, s) {
					t.Errorf("it does not say %q:\n%s", s, all)
				}
			}
			if p.Message == "" || p.Expected == "" || p.Actual == "" || p.Fix == "" {
				t.Errorf("it does not say enough: %+v", p)
			}
			if err := english.Missing(p.Message, p.Expected, p.Actual, p.Fix); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDanish: whatever the decoder complains of, the reader is told in Danish.
func TestDanish(t *testing.T) {
	for _, c := range [][2]string{
		{`<?xml version="1.1"?><a/>`, "anden version end 1.0"},
		{"<a></a b>", "mere end navnet i et sluttag"},
		{"<a><? ?></a>", "et navn mangler efter <?"},
		{"<a><!-x></a>", "begynder ikke en kommentar"},
		{"<a><!-- a -- b --></a>", "en kommentar rummer --"},
		{"<a><![X[</a>", "begynder ikke et CDATA-afsnit"},
		{"<a>]]></a>", "uden for et CDATA-afsnit"},
		{"<a/ >", "mangler > efter /"},
		{"<1/>", "tegn, som navne ikke må have"},
		{"<a>< b/></a>", "et elementnavn mangler"},
		{"<a></>", "et elementnavn mangler"},
		{"<a 1='2'/>", "tegn, som navne ikke må have"},
		{"<a ,/>", "et attributnavn mangler"},
		{"<a b/>", "mangler sit lighedstegn"},
		{"<a b=c/>", "mangler anførselstegn"},
		{"<a b='<'/>", "tegnet < står uden escape"},
		{"<a>\x01</a>", "et tegn, som XML ikke tillader"},
		{"<a>&#1;</a>", "et tegn, som XML ikke tillader"},
	} {
		_, p := soap.ReadDocument([]byte(c[0]))
		if p == nil || p.Code != "xml.velformet" || !strings.Contains(p.Message, c[1]) {
			t.Errorf("%s: %v, want %q", c[0], p, c[1])
			continue
		}
		if err := english.Missing(p.Message, p.Actual); err != nil {
			t.Error(err)
		}
	}
}

// TestLines: an element is on the line on which its start tag begins, however
// many lines the tag takes.
func TestLines(t *testing.T) {
	doc, p := soap.ReadDocument(
		[]byte("<?xml version='1.0'?>\r\n<a\r\n xmlns='urn:x'\r\n b='1'><b/>\r\n<!-- \n -->\r\n <c><d\n\n/></c><![CDATA[\n<x>\n]]><e>\n</e></a>"))
	if p != nil {
		t.Fatal(p)
	}
	for tag, want := range map[string]int{"a": 2, "b": 4, "c": 7, "d": 7, "e": 11} {
		el := doc.Root
		if tag != "a" {
			el = doc.Root.FindElement(".//" + tag)
		}
		if el == nil || doc.Line(el) != want {
			t.Errorf("<%s> is on line %d, want %d", tag, doc.Line(el), want)
		}
	}
}

// TestRead: what is right is read, in either version, with the line of each
// element and the headers that matter.
func TestRead(t *testing.T) {
	const header = `<e:Header><r:RequestHeader xmlns:r="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
		`<r:TransactionUUID> 5c1f </r:TransactionUUID></r:RequestHeader>
<w:MessageID xmlns:w="http://www.w3.org/2005/08/addressing">urn:uuid:1</w:MessageID></e:Header>`
	for ns, want := range map[string]soap.Version{soap.NS11: soap.V11, soap.NS12: soap.V12} {
		raw := "\xef\xbb\xbf<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<e:Envelope xmlns:e=\"" + ns + "\">" + header + "\n<e:Body>\n" +
			"<s xmlns=\"urn:x\"><t>å</t></s></e:Body></e:Envelope>"
		env, p := soap.Read([]byte(raw))
		if p != nil {
			t.Fatal(p)
		}
		if env.Version != want || env.Body.Tag != "s" || env.Body.NamespaceURI() != "urn:x" || env.Transaction != "5c1f" || env.MessageID != "urn:uuid:1" {
			t.Errorf("%s: %+v", want, env)
		}
		if line := env.Line(env.Body); line != 5 {
			t.Errorf("the body is on line %d, want 5", line)
		}
		if env.Line(etree.NewElement("x")) != 0 {
			t.Error("a stranger has a line")
		}
	}
}

// asWritten is a value as etree writes it: it leaves ends of lines and tabs as they
// are, which then are read as XML has it.
var asWritten, inAttribute = strings.NewReplacer("\r\n", "\n", "\r", "\n"), strings.NewReplacer("\r\n", " ", "\r", " ", "\n", " ", "\t", " ")

// shape is an element without its layout: what must survive being sent on.
func shape(el *etree.Element) string {
	var b strings.Builder
	b.WriteString("<" + el.FullTag())
	for _, a := range el.Attr {
		fmt.Fprintf(&b, " %s=%q", a.FullKey(), inAttribute.Replace(a.Value))
	}
	fmt.Fprintf(&b, ">%q", asWritten.Replace(el.Text()))
	for _, c := range el.ChildElements() {
		b.WriteString(shape(c))
	}
	return b.String() + "</>"
}

// FuzzReadDocument: whatever the bytes, the reader answers; what it accepts has
// a line for every element, in document order, and is the same after it has
// been put into an envelope and read again.
func FuzzReadDocument(f *testing.F) {
	for _, s := range []string{"<a/>", "<a xmlns:b='c'><b:d/>\n</a>", "\xef\xbb\xbf<a>&lt;</a>", "<!DOCTYPE a><a/>",
		`<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><a/></e:Body></e:Envelope>`, "<a>\xe6</a>", "<a><![CDATA[x]]></a>",
		"<a b='1' b='2'/>", "<a b='&#10;&#13;'>&#13;x</a>", "\xff\xfe<\x00a\x00/\x00>\x00", "<?xml version='1.0' encoding='latin1'?><a>\xe6</a>"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		doc, p := soap.ReadDocument(raw)
		if (doc == nil) == (p == nil) {
			t.Fatalf("neither or both: %v %v", doc, p)
		}
		if p != nil {
			if p.Code == "" || p.Message == "" || p.Error() == "" {
				t.Fatalf("it does not say enough: %+v", p)
			}
			return
		}
		lines, last := strings.Count(string(raw), "\n")+1, 1
		var walk func(el *etree.Element)
		walk = func(el *etree.Element) {
			line := doc.Line(el)
			if line < last || line > lines {
				t.Fatalf("<%s> is on line %d, after %d of %d", el.Tag, line, last, lines)
			}
			last = line
			for _, c := range el.ChildElements() {
				walk(c)
			}
		}
		walk(doc.Root)
		sent, err := soap.Write(soap.V12, nil, doc.Root.Copy())
		if err != nil {
			t.Fatal(err)
		}
		env, p := soap.Read(sent)
		if p != nil && p.Code == "xml.for-dyb" {
			return // the envelope adds two levels
		}
		if p != nil {
			t.Fatalf("it cannot be sent on: %v\n%s", p, sent)
		}
		if got, want := shape(env.Body), shape(doc.Root); got != want {
			t.Fatalf("sent on it is %s, was %s", got, want)
		}
	})
}
