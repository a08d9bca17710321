package notat_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/notat"
)

// doc is a Word document with the body.
func doc(body string) string {
	return `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
		`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>` + body + `<w:sectPr/></w:body></w:document>`
}

// packed is a ZIP of names and contents, in pairs.
func packed(t testing.TB, files ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(files); i += 2 {
		w, err := z.Create(files[i])
		if err == nil {
			_, err = w.Write([]byte(files[i+1]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func p(runs string) string {
	return "<w:p><w:pPr><w:tabs><w:tab w:pos=\"1\"/></w:tabs></w:pPr>" + runs + "</w:p>"
}
func r(text string) string { return "<w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r>" }

func TestRTF(t *testing.T) {
	for _, c := range []struct{ rtf, want string }{
		{`{\rtf1\ansi Borgeren ringede.}`, "Borgeren ringede."},
		{"\xef\xbb\xbf\r\n{\\rtf1\\ansi hej\\par}\x00\x00", "hej\n"},
		{`{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\author ` +
			`Laura}{\title X}}{\*\generator Riched20 10.0;}\viewkind4\uc1\pard\f0\fs20 Tr\'e6k\par Anden\line tredje\tab fjerde\par}`, "Træk\nAnden\ntredje\tfjerde\n"},
		{`{\rtf1\ansi\uc1 \u230\'e6\u248?\u229a.}`, "æøå."},
		{`{\rtf1\ansi\uc0 \u230 \u248x}`, "æøx"},
		{`{\rtf1\ansi\uc2 \u230ab\u248\'61\'62c}`, "æøc"},
		{`{\rtf1\ansi\uc1{\uc3\u230abc}\u248?d}`, "æød"},
		{`{\rtf1\ansi \u-10179?\u-8704?}`, "😀"},
		{`{\rtf1\ansi \u230{x}}`, "æx"},
		{`{\rtf1\ansi \u230\tab x}`, "æx"}, // a control word stands for it as well
		{"{\\rtf1\\ansi \xe6\xf8\xe5}", "æøå"},
		{`{\rtf1\mac \'be\'bf\'8c}`, "æøå"},
		{`{\rtf1\pca \'91\'9b\'86}`, "æøå"},
		{`{\rtf1\ansi\ansicpg65001 \'c3\'a6}`, "æ"},
		{`{\rtf1\ansi\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}{\f2\fcharset204 C;}}\'e6{\f1 \'e6}\'e6\f2\'e6\plain\'e6}`, "æćæжæ"},
		{`{\rtf1\ansi \{a\}\\b\~c\-d\_e\endash f}`, "{a}\\b\u00a0c\u00add\u2011e–f"},
		{"{\\rtf1\\ansi en\r\nto\\\r\ntre}", "ento\ntre"},
		{`{\rtf1\ansi a{\pict\wmetafile8 0102}{\object{\objdata ff}{\result b}}{\field{\*\fldinst HYPERLINK "x"}{\fldrslt c}}{\footnote d}{\*\unknown e}{\v f}\v ` +
			`g\v0 {\deleted h}i}`, "abci"},
		{"{\\rtf1\\ansi a{\\pict\\bin5 }}{\\{b}\\bin3 {{{c}", "ac"},
		{`{\rtf1\ansi a\bin0 b}`, "ab"},
		{`{\rtf1\ansi{\upr{a?}{\*\ud{a\u230?}}}{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard b\par}}}}`, "aæb\n"},
		{`{\rtf1\ansi{\pntext\'b7\tab}{\listtext 1.\tab}a\par}`, "a\n"},
		{`{\rtf1\ansi\trowd a\cell b\cell\row}`, "a\tb\t\n"},
		{`{\rtf1\ansi a-\b-b\b0 c\i1-5}`, "a--bc-5"},
		{`{\rtf1\ansi \ldblquote a\rdblquote  \bullet\emdash\lquote b\rquote}`, "“a” •—‘b’"},
		{`{\rtf1\ansi{\header top}{\headerf x}{\footer bund}krop}`, "krop"},
		{`{\rtf1 a}efter`, "a"},
	} {
		if got, err := notat.Read([]byte(c.rtf), notat.RTF); err != nil || got != c.want {
			t.Errorf("%q says %q, want %q (%v)", c.rtf, got, c.want, err)
		}
	}
}

func TestOOXML(t *testing.T) {
	for _, c := range []struct{ body, want string }{
		{p(r("Borgeren ringede.")), "Borgeren ringede."},
		{p(r("Første ")+r("linje")) + p("") + p(r("tredje")), "Første linje\n\ntredje"},
		{p("<w:r><w:t> a </w:t></w:r>" + r(" b ") + "<w:r><w:tab/><w:t>c</w:t><w:br/><w:t>d</w:t><w:cr/><w:noBreakHyphen/><w:softHyphen/>" +
			"<w:sym w:font=\"X\" w:char=\"00E6\"/></w:r>"), "a b \tc\nd\n\u2011\u00adæ"},
		{p("<w:del><w:r><w:delText>gammel</w:delText><w:t>x</w:t></w:r></w:del><w:ins>" + r("ny") + "</w:ins><w:moveFrom>" + r("fra") + "</w:moveFrom><w:moveTo>" +
			r("til") + "</w:moveTo>"), "nytil"},
		{"<w:p><w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>" + r("a") + "</w:p><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>" + r("b") + "</w:p>" + p(r("c")), "a\nbc"},
		{p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>skjult</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>vist</w:t></w:r>"), "vist"},
		{"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>" + r("vist") + "</w:p>", "vist"},
		{p("<w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>HYPERLINK</w:instrText></w:r><w:hyperlink>" + r("her") + "</w:hyperlink><w:sdt><w:sdtContent>" +
			r("!") + "</w:sdtContent></w:sdt>"), "her!"},
		{"<w:tbl><w:tr><w:tc>" + p(r("a")) + "</w:tc><w:tc>" + p(r("b")) + "</w:tc></w:tr></w:tbl>" + p(r("c")), "a\nb\nc"},
		{p("<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:txbxContent>" + p(r("boks")) + "</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>" +
			p(r("boks")) + "</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r>" + r("a")), "boks\na"},
		{p(r("Træk &amp; &#x27;tag&#39; &lt;her&gt;")), "Træk & 'tag' <her>"},
		{`<w:p xmlns:x="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><x:r><x:t>andet præfiks</x:t></x:r></w:p><v:p xmlns:v="urn:x"><v:r>` +
			`<v:t>ikke Word</v:t></v:r></v:p>`, "andet præfiks"},
		{`<w:p xml:space="preserve"><w:r><w:t> a</w:t></w:r></w:p>`, " a"},
	} {
		for name, raw := range map[string][]byte{
			"a ZIP": packed(t, "[Content_Types].xml", "x", "word/document.xml", doc(c.body), "word/comments.xml", doc(p(r("kommentar")))),
			"a ZIP with a part": packed(t, "word/document.xml", "nej", "_rels/.rels", `<Relationships `+
				`xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`+
				`<Relationship Type="http://x/officeDocument" Target="/Tekst/Note.xml"/></Relationships>`, "tekst/note.xml", doc(c.body)),
			"the part": []byte(doc(c.body)),
			"the strict part": []byte(strings.ReplaceAll(doc(c.body), "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
				"http://purl.oclc.org/ooxml/wordprocessingml/main")),
			"with no prefix else": []byte("\xef\xbb\xbf" + strings.ReplaceAll(doc(c.body), "xmlns:mc=", `xmlns="urn:x" xmlns:mc=`)),
			"a flat package": []byte(`<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` +
				`<pkg:part pkg:name="/word/header1.xml"><pkg:xmlData><w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">` +
				p(r("top")) + `</w:hdr></pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml"><pkg:xmlData>` + strings.SplitN(doc(c.body), "?>", 2)[1] +
				`</pkg:xmlData></pkg:part></pkg:package>`),
			"UTF-16": utf16(strings.Replace(doc(c.body), "UTF-8", "UTF-16", 1)),
		} {
			if name == "UTF-16" {
				raw = packed(t, "word/document.xml", string(raw))
			}
			if got, err := notat.Read(raw, notat.OOXML); err != nil || got != c.want {
				t.Errorf("%s of %s says %q, want %q (%v)", name, c.body, got, c.want, err)
			}
		}
	}
}

func utf16(s string) []byte {
	out := []byte{0xff, 0xfe}
	for _, r := range s {
		out = append(out, byte(r), byte(r>>8))
	}
	return out
}

func TestText(t *testing.T) {
	for raw, want := range map[string]string{"Træk\r\nto": "Træk\r\nto", "\xef\xbb\xbfhej": "hej", string(utf16("hej æ")): "hej æ", "": "",
		"<b>x</b>": "<b>x</b>"} {
		if got, err := notat.Read([]byte(raw), notat.Plain); err != nil || got != want {
			t.Errorf("%q says %q, want %q (%v)", raw, got, want, err)
		}
	}
}

// TestUnknown: where nobody knows the format, the bytes tell, or nobody does.
func TestUnknown(t *testing.T) {
	for raw, want := range map[string]string{"Træk": "Træk", `{\rtf1 Tr\'e6k}`: "Træk", string(packed(t, "word/document.xml", doc(p(r("Træk"))))): "Træk",
		doc(p(r("Træk"))): "Træk"} {
		if got, err := notat.Read([]byte(raw), notat.Unknown); err != nil || got != want {
			t.Errorf("%.40q says %q, want %q (%v)", raw, got, want, err)
		}
	}
	for _, raw := range []string{"<html><p>Træk</p>", "%PDF-1.7\n", "Tr\xe6k", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"} {
		if got, err := notat.Read([]byte(raw), notat.Unknown); !errors.Is(err, notat.ErrFormat) || got != "" {
			t.Errorf("%.40q says %q (%v)", raw, got, err)
		}
	}
	if _, err := notat.Read([]byte("x"), "HTML"); !errors.Is(err, notat.ErrFormat) {
		t.Errorf("a format that nobody here reads: %v", err)
	}
}

// TestUnreadable: what cannot be read is said, with its kind.
func TestUnreadable(t *testing.T) {
	huge := doc(p(r(strings.Repeat("x", notat.MaxUnpacked))))
	for _, c := range []struct {
		name   string
		raw    string
		format notat.Format
		want   error
	}{
		{"RTF as text", "Tr\xe6k", notat.Plain, notat.ErrOther},
		{"UTF-16 with no mark", "h\x00e\x00j\x00", notat.Plain, notat.ErrOther},
		{"text as RTF", "Træk", notat.RTF, notat.ErrOther},
		{"OOXML as RTF", string(packed(t, "a", "b")), notat.RTF, notat.ErrOther},
		{"RTF that is cut", `{\rtf1 Tr\'e6k`, notat.RTF, notat.ErrBroken},
		{"RTF that is cut in a code", `{\rtf1 Tr\`, notat.RTF, notat.ErrBroken},
		{"RTF that is cut in an escape", `{\rtf1 Tr\'e`, notat.RTF, notat.ErrBroken},
		{"bytes that are not there", `{\rtf1 \bin99999999999 x}`, notat.RTF, notat.ErrBroken},
		{"bytes before the beginning", `{\rtf1 \bin-5 x}`, notat.RTF, notat.ErrBroken},
		{"deep RTF", `{\rtf1 ` + strings.Repeat("{", 100000) + strings.Repeat("}", 100001), notat.RTF, notat.ErrBounds},
		{"a code page that nobody here reads", `{\rtf1\ansicpg932 \'82\'a0}`, notat.RTF, notat.ErrFormat},
		{"text as OOXML", "Træk", notat.OOXML, notat.ErrOther},
		{"XML of something else", "<a/>", notat.OOXML, notat.ErrOther},
		{"a ZIP of something else", string(packed(t, "mimetype", "application/vnd.oasis.opendocument.text")), notat.OOXML, notat.ErrOther},
		{"a ZIP that is cut", string(packed(t, "word/document.xml", doc(p(r("x"))))[:200]), notat.OOXML, notat.ErrBroken},
		{"a ZIP bomb", string(packed(t, "word/document.xml", huge)), notat.OOXML, notat.ErrBounds},
		{"deep XML", doc(strings.Repeat("<w:sdt>", 100000) + strings.Repeat("</w:sdt>", 100000)), notat.OOXML, notat.ErrBounds},
		{"XML that is cut", strings.TrimSuffix(doc(p(r("x"))), "</w:document>"), notat.OOXML, notat.ErrBroken},
		{"XML that is crossed", strings.Replace(doc(p(r("x"))), "</w:t></w:r>", "</w:r></w:t>", 1), notat.OOXML, notat.ErrBroken},
		{"an entity of its own", strings.Replace(doc(p(r("&a;"))), "<w:document", `<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document`, 1), notat.OOXML, notat.ErrBroken},
		{"no body", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>`, notat.OOXML, notat.ErrOther},
		{"a file in the file", doc("<w:altChunk/>"), notat.OOXML, notat.ErrFormat},
		{"another character set", strings.Replace(doc(p(r("x"))), "UTF-8", "ISO-8859-1", 1), notat.OOXML, notat.ErrBroken},
	} {
		got, err := notat.Read([]byte(c.raw), c.format)
		if !errors.Is(err, c.want) || got != "" {
			t.Errorf("%s: %q (%v), want %v", c.name, got, err, c.want)
		}
		if err != nil && english.Missing(err.Error()) != nil && !errors.Is(c.want, notat.ErrBroken) { // a library's own words
			t.Errorf("%s: %v is said in Danish only", c.name, err)
		}
		if err != nil && len(err.Error()) < len(c.want.Error())+3 && !errors.Is(c.want, notat.ErrFormat) {
			t.Errorf("%s: %v does not say what was found", c.name, err)
		}
	}
}

func TestLooks(t *testing.T) {
	for raw, want := range map[string]notat.Format{"hej": notat.Plain, `{\rtf1 x}`: notat.RTF, "PK\x03\x04": notat.OOXML, doc(""): notat.OOXML,
		"%PDF-": notat.Unknown, "<p>hej</p>": notat.Unknown, "\xe6": notat.Unknown} {
		if got := notat.Looks([]byte(raw)); got != want {
			t.Errorf("%.20q looks like %q, want %q", raw, got, want)
		}
	}
}

func BenchmarkRTF(b *testing.B) {
	raw := []byte(`{\rtf1\ansi ` + strings.Repeat(`{\b Tr\'e6k \u230?}\par `, 4000) + "}")
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := notat.Read(raw, notat.RTF); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOOXML(b *testing.B) {
	raw := packed(b, "word/document.xml", doc(strings.Repeat(p(r("Borgeren ringede.")), 5000)))
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := notat.Read(raw, notat.OOXML); err != nil {
			b.Fatal(err)
		}
	}
}
