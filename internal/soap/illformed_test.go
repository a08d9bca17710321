package soap_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/soap"
)

// illFormed are documents that XML or its namespaces forbid: what, the code, the
// line, and what is said.
var illFormed = []struct {
	raw  string
	code string
	line int
	says string
}{
	{"<a>\n&#55357;&#56832;</a>", "xml.velformet", 2, "&#55357; er et halvt tegn"},
	{"<a>&#xDFFF;</a>", "xml.velformet", 1, "halvt tegn"},
	{"<a b='&#xFFFE;'/>", "xml.velformet", 1, "&#xFFFE; er til et tegn"},
	{"<a>&#x110000;</a>", "xml.velformet", 1, "som XML ikke tillader"},
	{"<a>&#4294967361;</a>", "xml.velformet", 1, "som XML ikke tillader"},
	{"<a>&#;</a>", "xml.velformet", 1, "løst &-tegn"},
	{"<a>&#xg;</a>", "xml.velformet", 1, "løst &-tegn"},
	{"<a>&#X41;</a>", "xml.velformet", 1, "løst &-tegn"},
	{"<a>&lt</a>", "xml.velformet", 1, "løst &-tegn"},
	{"<a>\x00</a>", "xml.velformet", 1, "U+0000"},
	{"<a>\uffff</a>", "xml.velformet", 1, "U+FFFF"},
	{"<a><![CDATA[\x1b]]></a>", "xml.velformet", 1, "U+001B"},
	{"<a><!-- \ufffe --></a>", "xml.velformet", 1, "U+FFFE"},
	{"<a>\n\xc0\xaf</a>", "xml.velformet", 2, "gyldig UTF-8"},
	{"<a>\xed\xa0\x80</a>", "xml.velformet", 1, "gyldig UTF-8"},
	{"<a b='\xf4\x90\x80\x80'/>", "xml.velformet", 1, "gyldig UTF-8"},
	{"<\xff/>", "xml.velformet", 1, "gyldig UTF-8"},
	{"<a b='1'c='2'/>", "xml.velformet", 1, "mellemrum før attributten c i <a>"},
	{"<a xmlns:b='u'xmlns:c='v'/>", "xml.velformet", 1, "mellemrum før attributten xmlns:c"},
	{"<a\n b='1'\n b='2'/>", "xml.velformet", 3, "står to gange"},
	{"<a>]]></a>", "xml.velformet", 1, "]]> står"},
	{"<a></a b='1'>", "xml.velformet", 1, "mere end navnet"},
	{"<a/>\n<![CDATA[ ]]>", "xml.velformet", 2, "CDATA-afsnit uden for rodelementet"},
	{"<a/>&#32;", "xml.velformet", 1, "tekst uden for rodelementet"},
	{"<!-- --> <b", "xml.velformet", 1, "midt i et element"},
	{"<a><!-- ", "xml.velformet", 1, "midt i en kommentar"},
	{"<a><![CDATA[ ", "xml.velformet", 1, "midt i en kommentar, et CDATA"},
	{"<a><?b ", "xml.velformet", 1, "behandlingsinstruktion"},
	{"<a><!-- --->", "xml.velformet", 1, "rummer --"},
	{"<a>\n<?Xml a?></a>", "xml.velformet", 2, "hedder Xml"},
	{"<a><?b\"?></a>", "xml.velformet", 1, "mellemrum efter navnet i <?b"},
	{"<a><!ELEMENT a></a>", "xml.velformet", 1, "hverken en kommentar"},
	{"<a><b𐐀/></a>", "xml.velformet", 1, "femte udgave"},
	{"<?xml encoding=\"UTF-8\"?>\n<a/>", "xml.velformet", 1, "begynder ikke med version"},
	{"<?xml?><a/>", "xml.velformet", 1, "begynder ikke med version"},
	{"<?xml version='1.0' standalone='yes' encoding='UTF-8'?><a/>", "xml.velformet", 1, "ikke skrevet efter reglerne"},
	{"<?xml version='1.0' version='1.0'?><a/>", "xml.velformet", 1, "ikke skrevet efter reglerne"},
	{"<?xml version='1.0'encoding='UTF-8'?><a/>", "xml.velformet", 1, "ikke skrevet efter reglerne"},
	{"<?xml version=1.0?><a/>", "xml.velformet", 1, "ikke skrevet efter reglerne"},
	{"<?xml version='1.0' foo='1'?><a/>", "xml.velformet", 1, "ikke skrevet efter reglerne"},
	{"<?xml version='1.0' encoding='8859'?><a/>", "xml.velformet", 1, `"8859"`},
	{"<?xml version='1.0' standalone='maybe'?><a/>", "xml.velformet", 1, `"maybe"`},
	{"<?xml version='1.2'?><a/>", "xml.velformet", 1, "anden version"},
	{"<a xmlns:q=''/>", "xml.navnerum", 1, `"q" erklæres til intet i <a>`},
	{"<a>\n<b xmlns:xml='urn:x'/></a>", "xml.navnerum", 2, "xml erklæres om i <b>"},
	{"<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", "xml.navnerum", 1, "xmlns erklæres"},
	{"<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>", "xml.navnerum", 1, "forbeholdt"},
	{"<a xmlns='http://www.w3.org/2000/xmlns/'/>", "xml.navnerum", 1, "forbeholdt"},
	{"<xmlns:a/>", "xml.navnerum", 1, "præfikset xmlns"},
	{"<a xmlns:b='u' xmlns:c='u' b:d='1' c:d='2'/>", "xml.navnerum", 1, `"c:d" står to gange i <a>`},
	{"<a><?b:c d?></a>", "xml.navnerum", 1, `"b:c" har et kolon`},
	{"<a:b:c xmlns:a='u'/>", "xml.navnerum", 1, `"a:b:c" har et kolon`},
	{"<:a/>", "xml.navnerum", 1, `":a"`},
	{"<a b:='1'/>", "xml.navnerum", 1, `"b:"`},
	{"<a xmlns:='u'/>", "xml.navnerum", 1, `"xmlns:"`},
	{"<a " + strings.Repeat("b", 3) + many(soap.MaxAttributes) + "/>", "xml.velformet", 1, "lighedstegn"},
	{"<a" + many(soap.MaxAttributes+1) + "/>", "xml.for-mange", 1, "256 attributter"},
	{strings.Repeat("<a"+declarations(200)+">", 6) + strings.Repeat("</a>", 6), "xml.for-mange", 1, "1000 præfikser"},
}

// many are that many attributes, no two alike.
func many(n int) string { return numbered(" b%d='1'", n) }

func declarations(n int) string { return numbered(" xmlns:p%d='u'", n) }

func numbered(one string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Replace(one, "%d", strings.Repeat("x", i/26)+string(rune('a'+i%26)), 1))
	}
	return b.String()
}

// TestIllFormed: what XML or Namespaces forbid is refused with its code, its line
// and its name, in both languages, and never in the words of a library.
func TestIllFormed(t *testing.T) {
	for _, c := range illFormed {
		_, p := soap.ReadDocument([]byte(c.raw))
		name := c.raw[:min(len(c.raw), 80)]
		if p == nil || p.Code != c.code || p.Line != c.line || !strings.Contains(p.Message, c.says) {
			t.Errorf("%q: %+v, want %s on line %d: %q", name, p, c.code, c.line, c.says)
			continue
		}
		if err := english.Missing(p.Message, p.Expected, p.Actual, p.Fix, p.Source()); err != nil {
			t.Errorf("%q: %v", name, err)
		}
		if p.Code == "xml.navnerum" && p.Source() != "Namespaces in XML 1.0" {
			t.Errorf("%q: its source is %s", name, p.Source())
		}
	}
}

// TestWellFormed: what XML allows is read, however unusual.
func TestWellFormed(t *testing.T) {
	for _, raw := range []string{
		"<?xml version = '1.0' standalone\n=\t\"no\" ?><a/>", "<?xml version='1.0' encoding='utf-8' standalone='yes'?>\r<a/>\r\n",
		"<?xml-stylesheet a?><a/>", "<a/><!----><?b?>\n", "<æø.å-1_ b='>'/>", "<a>&#x0000041;&#9;&#x10FFFF;\u0085\u007f</a>",
		"<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='da'/>", "<a xmlns='u'><b xmlns=''/></a>", "<a xmlns:b='u' b:c='1' c='2'/>",
		"<a xmlns:b='u' xmlns='u' b:c='1' c='2'/>", "<a xmlns:b='u'><b:c xmlns:b='v'/><b:c/></a>", "<a>]] ></a>", "<a><![CDATA[]]]]><![CDATA[>]]></a>",
		"<xml/>", "<a xmla:b='1' xmlns:xmla='u'/>", "<a\n/>", "<a></a\n>", "<a" + many(soap.MaxAttributes) + "/>"} {
		if _, p := soap.ReadDocument([]byte(raw)); p != nil || strings.TrimSpace(raw) == "" {
			t.Errorf("%q: %v", raw[:min(len(raw), 80)], p)
		}
	}
}

// TestNormalised: ends of lines and attributes' white space are as XML has them,
// and what a reference stands for is left as it is.
func TestNormalised(t *testing.T) {
	doc, p := soap.ReadDocument([]byte("<a b=' 1\r\n2\r3\n4\t5&#10;&#13;&#9;'>1\r\n2\r3\n&#13;&lt;<![CDATA[4\r\n&lt;]]>5</a>"))
	if p != nil {
		t.Fatal(p)
	}
	if got, want := doc.Root.SelectAttrValue("b", ""), " 1 2 3 4 5\n\r\t"; got != want {
		t.Errorf("the attribute is %q, want %q", got, want)
	}
	if got, want := doc.Root.Text(), "1\n2\n3\n\r<4\n&lt;5"; got != want {
		t.Errorf("the text is %q, want %q", got, want)
	}
}

// BenchmarkReadDocument reads an import of some 14 kB.
func BenchmarkReadDocument(b *testing.B) {
	raw, err := os.ReadFile(filepath.Join("..", "contract", "testdata", "importer-sag.xml"))
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(raw)))
	b.ReportAllocs()
	for b.Loop() {
		if _, p := soap.ReadDocument(raw); p != nil {
			b.Fatal(p)
		}
	}
}
