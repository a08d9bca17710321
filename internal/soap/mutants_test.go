package soap_test

import (
	"encoding/binary"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"klarmeld/internal/soap"
)

// spoilt are messages that together have all that XML has and we read.
var spoilt = []string{
	`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">
 <soap:Header><h:RequestHeader xmlns:h="http://kombit.dk/xml/schemas/RequestHeader/1/">` +
		`<h:TransactionUUID>5c1f</h:TransactionUUID></h:RequestHeader></soap:Header>
 <soap:Body><sd:Titel xmlns:sd="urn:oio:sagdok:3.0.0" sd:a="1" b='2'>Besøg &amp; &#230;ble</sd:Titel></soap:Body>
</soap:Envelope>
`,
	`<?xml version='1.0' encoding='utf-8' standalone='yes' ?>
<!-- Korsbæk -->
<?stil a="b"?>
<a:a xmlns:a="urn:a" xmlns:b="urn:b" xmlns="urn:c" a:x="1" b:x="2" x="3" xml:lang="da"><b y = "&lt;&#x41;&quot;"/>
<![CDATA[ <x> & ]] > ]]><!-- - --><?p?>tekst ] ]] &gt;
<c xmlns="" xml:space="preserve"><d><e a.b-c_d="'"/></d ></c></a:a>
<!-- til sidst -->
<?slut?>`,
	"<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'>\r\n<e:Body\t>\r<å ø='æ\n&#10;'>𐐀 \u0085\u2028 €</å>\n</e:Body>\n</e:Envelope>\r\n",
	`<r xmlns:p="urn:1"><p:k xmlns:p="urn:2" p:m="1" m="1"><q xmlns="urn:2" m="2"/></p:k><p:k/></r>`,
}

// pieces are what is put in: what means something in XML, and what has no
// business there.
var pieces = []string{"&", "<", ">", "\"", "'", "]", "[", "!", "-", "?", ":", "=", "/", "#", "x", ";", " ", "\n", "\r", "\t", "1", ".", "a", "_",
	"\x00", "\x01", "\x0b", "\x1f", "\x7f", "\u0085", "\u00a0", "\u00b7", "\u0300",
	"\u037e", "ü", "\u2028", "\u203f", "\u3000", "\ufeff", "\ufffd", "\ufffe", "\uffff", "𐐀", "\U0010ffff", "\xff", "\xc0\xaf", "\xe0\x80\x80", "\xed\xa0\x80",
	"\xed\xb0\x80", "\xf4\x90\x80\x80", "\xe2\x82", "\x80", "\xf8\x88\x80\x80\x80", "&#0;", "&#9;", "&#13;", "&#x20;", "&#55357;", "&#xD800;", "&#xdfff;",
	"&#xFFFE;", "&#x10FFFF;", "&#x110000;", "&#;", "&#x;", "&#XA;", "&#-1;", "&#00000000065;", "&#4294967361;", "&amp;", "&apos;", "&ae;", "&amp", "& ", "]]>",
	"]]&gt;", "--", "-->", "<!--", "<!-- -->", "<!-- a -- b -->", "<!-- --->", "<![CDATA[", "<![CDATA[]]>", "<![CDATA[ ]]>", "<![cdata[]]>", "<?", "?>", "<?x?>",
	"<?x ?y?>", "<?Xml?>", "<?xMl a?>", "<?xml?>", "<?xml version=\"1.0\"?>", "<?a:b c?>", "<?xml-x?>", "<?x\"?>", "<? x?>", "<?1?>", " a:x=\"1\"", " b:x=\"2\"",
	" b:x='1'", "p:m='2' ", " x=\"1\"", " xmlns:p=\"\"", " xmlns:q=\"\"", " xmlns=\"\"", " xmlns:q=\"urn:a\"", " xmlns:b=\"urn:a\"", " xmlns:xml=\"urn:x\"",
	" xmlns:xml=\"http://www.w3.org/XML/1998/namespace\"", " xmlns:w=\"http://www.w3.org/XML/1998/namespace\"", " xmlns=\"http://www.w3.org/XML/1998/namespace\"",
	" xmlns:xmlns=\"urn:x\"", " xmlns:xmlns=\"http://www.w3.org/2000/xmlns/\"", " xmlns:w=\"http://www.w3.org/2000/xmlns/\"",
	" xmlns=\"http://www.w3.org/2000/xmlns/\"", " xmlns:=\"u\"", " :a=\"1\"", " a:=\"1\"", " a:b:c=\"1\"", " a:1=\"1\"", " xml:id=\"a\"", " xml:base=\"&#32;\"",
	" xmla:b=\"1\"", " xmlns:xmla=\"urn:x\"", "a:", "xml:", "xmlns:", "xmlns", "soap:", "<x/>", "<x></x>", "<x>", "</x>", "</x a='1'>", "<x / >", "<:x/>",
	"<x:/>", "<xmlns:x/>", "<xml:x/>", "<xml/>", "<1/>", "<-/>", "<é·/>", "version=\"1.0\"", " version='1.1'", " encoding=\"UTF-8\"", " encoding='utf-16'",
	" encoding=\"\"", " encoding='8859'", " encoding='ISO-8859-1'", " encoding='KLINGON'", " encoding='UTF8'", " standalone=\"no\"", " standalone='maybe'",
	" standalone='YES'",
	"<!DOCTYPE a>", "<!doctype a>", "<!ELEMENT a ANY>", "<!", "%a;"}

// mutants are n spoilt messages, the same each time.
func mutants(t *testing.T, n int, seed uint64) []mutant {
	t.Helper()
	r := rand.New(rand.NewPCG(16, seed))
	messages := slices.Clone(spoilt)
	for _, name := range []string{"header", "fjern", "list"} {
		raw, err := os.ReadFile("../contract/testdata/" + name + ".xml")
		if err != nil {
			t.Fatal(err)
		}
		messages = append(messages, string(raw))
	}
	for _, m := range messages {
		if _, p := soap.ReadDocument([]byte(m)); p != nil {
			t.Fatalf("it is not whole: %v\n%s", p, m)
		}
	}
	var out []mutant
	for seen := map[string]bool{}; len(out) < n; {
		m := messages[r.IntN(len(messages))]
		for range []int{1, 1, 1, 2, 3}[r.IntN(5)] {
			m = spoil(r, m)
		}
		if raw := encodedAs(r, m); !seen[string(raw)] {
			seen[string(raw)] = true
			out = append(out, mutant{raw: raw})
		}
	}
	return out
}

var (
	markup    = regexp.MustCompile(`[<>=":&?/!-]`)
	wholeTag  = regexp.MustCompile(`<[^<>]*>`)
	attribute = regexp.MustCompile(`\s[^\s<>="']+\s*=\s*("[^"]*"|'[^']*')`)
)

// spoil changes one thing.
func spoil(r *rand.Rand, m string) string {
	at := place(r, m)
	rest := m[at:]
	_, size := utf8.DecodeRuneInString(rest)
	piece := pieces[r.IntN(len(pieces))]
	switch r.IntN(10) {
	case 0: // a few bytes less
		return m[:at] + rest[min(len(rest), 1+r.IntN(4)):]
	case 1: // a character less
		return m[:at] + rest[size:]
	case 2, 3, 4:
		return m[:at] + piece + rest
	case 5:
		return m[:at] + piece + rest[size:]
	case 6: // two change places
		if len(rest) < 2 {
			return m
		}
		return m[:at] + rest[1:2] + rest[:1] + rest[2:]
	case 7: // a part is copied to another place
		from := r.IntN(len(m))
		part := m[from:min(len(m), from+1+r.IntN(30))]
		return m[:at] + part + rest
	case 8: // a tag is there twice
		return twice(r, m, wholeTag)
	}
	return twice(r, m, attribute)
}

// place is somewhere in a message, half of the times where XML means something.
func place(r *rand.Rand, m string) int {
	if all := markup.FindAllStringIndex(m, -1); len(all) > 0 && r.IntN(2) == 0 {
		return min(len(m), all[r.IntN(len(all))][0]+r.IntN(2))
	}
	return r.IntN(len(m) + 1)
}

func twice(r *rand.Rand, m string, of *regexp.Regexp) string {
	all := of.FindAllStringIndex(m, -1)
	if len(all) == 0 {
		return m
	}
	one := all[r.IntN(len(all))]
	return m[:one[1]] + m[one[0]:one[1]] + m[one[1]:]
}

var saysUTF8 = regexp.MustCompile(`(?i)encoding=(['"])utf-8['"]`)

// encodedAs is the message in UTF-8, mostly, or in another character set that it
// says that it is in.
func encodedAs(r *rand.Rand, m string) []byte {
	switch r.IntN(12) {
	case 0:
		m = saysUTF8.ReplaceAllString(m, "encoding=${1}UTF-16$1")
		order := []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian}[r.IntN(2)]
		var out []byte
		for _, u := range utf16.Encode([]rune("\ufeff" + m)) {
			out = order.AppendUint16(out, u)
		}
		return out
	case 1:
		m = saysUTF8.ReplaceAllString(m, "encoding=${1}ISO-8859-1$1")
	case 2:
		m = saysUTF8.ReplaceAllString(m, "encoding=${1}US-ASCII$1")
	case 3:
		m = "\xef\xbb\xbf" + m
	}
	return []byte(strings.Clone(m))
}
