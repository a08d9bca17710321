package privacy_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"klarmeld/internal/privacy"
)

// TestMaskKeepsTheShape: what may be wrong with a number is how it is written.
func TestMaskKeepsTheShape(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{"urn", "urn:oio:cpr-nr:0123456789", "urn:oio:cpr-nr:xxxxxxxxxx"},
		{"urn with a hyphen", "urn:oio:cpr-nr:012345-6789", "urn:oio:cpr-nr:xxxxxx-xxxx"},
		{"nine digits", "urn:oio:cpr-nr:123456789", "urn:oio:cpr-nr:xxxxxxxxx"},
		{"eleven digits", "urn:oio:cpr-nr:01234567890", "urn:oio:cpr-nr:xxxxxxxxxxx"},
		{"a letter in the middle", "urn:oio:cpr-nr:012345x6789", "urn:oio:cpr-nr:xxxxxxxxxxx"},
		{"nine digits before a case number", "CPR: 123456789 2026-000001", "CPR: xxxxxxxxx 2026-000001"},
		{"nine digits in an element", "<CPR-nr>123456789</CPR-nr>", "<CPR-nr>xxxxxxxxx</CPR-nr>"},
		{"hyphen", "borger 012345-6789.", "borger xxxxxx-xxxx."},
		{"en dash", "012345–6789", "xxxxxx–xxxx"},
		{"two with one space", "0123456789 0123456789", "xxxxxxxxxx xxxxxxxxxx"},
		{"in an element", "<a>0123456789</a>", "<a>xxxxxxxxxx</a>"},
		{"letters beside it", "CPR0123456789x", "CPRxxxxxxxxxxx"},
		{"full width", "０123456789", "ｘxxxxxxxxx"},
		{"base64 of a number alone", "<Notat>MDEyMzQ1Njc4OQ==</Notat>", "<Notat>xxxxxx-xxxx</Notat>"},
		{"base64 of a text with a number", "VGlsIGJvcmdlciAwMTIzNDUtNjc4OSBpIGRhZw==", "xxxxxx-xxxx"},
		{"base64 in a path", "x/aMDEyMzQ1Njc4OQ", "xxxxxx-xxxx"},
		{"base64 below a word", "Notat\nMDEyMzQ1Njc4OQ==\nSag", "Notat\nxxxxxx-xxxx\nSag"},
		{"hexadecimal", "30313233343536373839", "xxxxxx-xxxx"},
		{"a list", "0123456789,0123456789;012345-6789", "xxxxxxxxxx,xxxxxxxxxx;xxxxxx-xxxx"},
	} {
		if got := privacy.Mask(c.in); got != c.want {
			t.Errorf("%s: Mask(%q) = %q, want %q", c.name, c.in, got, c.want)
		}
	}
}

// ordinaries are numbers that must stay readable.
var ordinaries = []string{
	"2026-000001", "2020-123456789", "2026-000001, 2026-000002 og 2026-000003", "2026-000001 2026-000002", "2026-000001\n2026-000002",
	"Sag 2026-000001: 1234 tegn", "27.35.04", "27.35.04 2026-000001", "27.35.04-G01-1-24", "KLE 27.35.04, 2026", "G01",
	"11111111", "urn:oio:cvr-nr:11111111", "CVR 11111111, P-nr. følger", "<CVR>11111111</CVR><Noegle>27.35.04</Noegle>", "11111111\n27.35.04",
	"12345678-1234-1234-1234-123456789012", "4eba8818-da19-4e37-b3e1-1234567890ab", "urn:uuid:4eba8818-da19-4e37-b3e1-1234567890ab",
	"4eba8818da194e37b3e11234567890ab", "2026-01-02T03:04:05.000+01:00", "2026-11-24T03:01:00.783+01:00", "2026-11-24 03:01:00.783000 +0100 CET",
	"2026-11-24T03:01:00.783000+0100", "20261124T030100+0100", "20261124030100", "2026-11-24 2026-11-25", "03.01.2026 kl. 08.15",
	"12 34 56 78", "12345678", "+45 12 34 56 78", "+4512345678", "tlf. 12 34 56 78 / 87 65 43 21",
	"1764284999123", "5790000000000", "1.234.567.890", "0.1234567890", "1.2.840.113549.1.1.11", "v1.25.0-20261124030100-abcdef123456",
	"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "sha256:0a1234567890bc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8",
	"da39a3ee5e6b4b0d3255bfef1234567890afd807", "http://www.w3.org/2003/05/soap-envelope",
	"urn:oio:sagdok:3.0.0", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd", "0001-request.xml linje 1234",
	"127.0.0.1:54321", "10.20.30.40", "671 regler, 20.000 sager, 5 MB, 1048576 bytes", "side 1 2 3 4 5 6 7 8", "linje 123 og 4567890", "CPR-numre: 2 stk.",
	"CPR-nr. mangler på sag 2026-000001", "cpr-nr: 2026-000001", "urn:oio:cpr-nr:<10 cifre>", "klarmeld fandt 3 CPR-numre i 2026-11-24", "QWZ0YWxlIGluZGfDpWV0",
	"OpdaterSagDokumentIndeksInput/Registrering/RelationListe", "Registrering[2]/RelationListe/Sagspart[3]/ReferenceID/URNIdentifikator",
}

func TestOrdinaryNumbersStay(t *testing.T) {
	for _, s := range ordinaries {
		for _, in := range []string{s, "Fundet: " + s + ".", "<a>" + s + "</a>", `{"a":"` + s + `"}`, s + "\n" + s} {
			if got := privacy.Mask(in); got != in {
				t.Errorf("Mask(%q) = %q", in, got)
			}
		}
	}
}

func FuzzMask(f *testing.F) {
	for _, s := range append(ordinaries, "0123456789", "012345-6789 01 23 45 67 89", "MDEyMzQ1Njc4OQ==", "%30%31&#x32;\\u0033=34567-8901", "cpr-nr:123456789",
		"x\nMDEyMzQ1\n Njc4OQ==", "012345<br/>6789", "3031323334353637383930") {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		once := privacy.Mask(s)
		if utf8.ValidString(s) && !utf8.ValidString(once) {
			t.Errorf("Mask(%q) is no UTF-8: %q", s, once)
		}
		if twice := privacy.Mask(once); twice != once {
			t.Errorf("Mask(%q) = %q, and masked again %q", s, once, twice)
		}
	})
}

// BenchmarkMask is a finding's worth of text: what it says, where, and the
// fragment.
func BenchmarkMask(b *testing.B) {
	finding := []string{"OpdaterSagDokumentIndeksInput/Registrering/RelationListe/Sagspart[2]/ReferenceID/URNIdentifikator",
		"Sagsparten har et CPR-nummer, der ikke er 10 cifre.", "urn:oio:cpr-nr:012345-6789", "4eba8818-da19-4e37-b3e1-1234567890ab", "2026-11-24T03:01:00.783+01:00",
		strings.Repeat("<gd:ReferenceID>\n  <sd:UUIDIdentifikator>9ec4f763-92a6-5e40-90ea-635d9f7642f3</sd:UUIDIdentifikator>\n</gd:ReferenceID>\n", 5)}
	n := 0
	for _, s := range finding {
		n += len(s)
	}
	b.SetBytes(int64(n))
	for b.Loop() {
		for _, s := range finding {
			privacy.Mask(s)
		}
	}
}

// TestLongTexts: what takes a second at all at this length would take for ever
// at that of a message.
func TestLongTexts(t *testing.T) {
	for _, piece := range []string{"cpr1", "0", "01 ", `\`, "%25", "&amp;", "<", "=\n1", "Zz09\n", "30", "1\u200b"} {
		s := strings.Repeat(piece, 1<<15)
		if got := privacy.Mask(s); !utf8.ValidString(got) || got == "" {
			t.Errorf("%q, many times: %d bytes", piece, len(got))
		}
	}
}
