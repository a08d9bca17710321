package contract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
)

// lengths are the bounds of the schemas' texts, and one more.
var lengths = []int{36, 37, 50, 51, 255, 256, 1024, 1025, 4096, 4097}

// valueTags are global elements, one of each simple type: every value is
// tried with each, and with each type of XML Schema that is made from string or
// integer.
var valueTags = []string{"sd:AfleveretIndikator", "sd:GraenseIndikator", "sd:StatusKode", "sd:BrevDato", "sd:TidsstempelDatoTid", "sd:UUIDIdentifikator",
	"sd:LivscyklusKode", "sd:TitelTekst", "sd:URNIdentifikator", "rh:TransactionUUID"}

func allValueTags() []string {
	out := slices.Clone(valueTags)
	for _, typ := range []string{"normalizedString", "token", "language", "NMTOKEN", "Name", "NCName"} {
		out = append(out, "sd:TitelTekst xsi:type='xs:"+typ+"'")
	}
	for _, typ := range []string{"nonPositiveInteger", "negativeInteger", "long", "int", "short", "byte", "nonNegativeInteger",
		"unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte", "positiveInteger"} {
		out = append(out, "sd:StatusKode xsi:type='xs:"+typ+"'")
	}
	return out
}

// values are texts that one type or another takes, or nearly.
var values = []string{"", " ", "true", " true ", "false", "0", "1", "2", "+1", "-0", "007", "1.0", "20 ", " 20", "128", "65536", "-1", "Opstaaet", " Opstaaet",
	"Bruger", "sager", "AND",
	"2026-01-31", "2026-02-29", "2024-02-29Z", "2026-01-31T12:00:00", "2026-01-31T24:00:00Z", "2026-01-31T24:00:01Z", "2026-01-31T12:00:00+14:00",
	"2026-01-31T12:00:00+14:01", "2026-01-31T12:00:00.", "12026-01-31T12:00:00.5", "2026-02-30T12:00:00", "2026-01-31T12:00:60", "0000-01-01T00:00:00",
	"02026-01-31", "-0044-03-15", "2026-01-31T24:00:00.001", "2026-01-31T12:00:00-13:59", "2026-01-31+14:01", strings.Repeat("7", 24),
	"AAAA", "AAA=", "AAB=", "AA==", "AB==", "AAA", "A A A A", "æøå", "11111111", "1111111", "00000020-0000-4000-8000-00000000000A",
	"00000020-0000-4000-8000-0000000000", "urn:oio:cpr-nr:0123456789", strings.Repeat("æ", 36), strings.Repeat("æ", 37), strings.Repeat("ø", 50),
	strings.Repeat("ø", 51), strings.Repeat("x", 255),
	strings.Repeat("x", 256), strings.Repeat("å", 1024), strings.Repeat("å", 1025), strings.Repeat("x", 4096), strings.Repeat("x", 4097)}

// TestValues tries the lexical rules of XML Schema 1.0 through elements that
// are global, so that nothing else can be wrong.
func TestValues(t *testing.T) {
	for _, tt := range []struct{ tag, good, bad string }{
		{"sd:AfleveretIndikator", "true|false|1|0| true\n", "TRUE||yes|tr ue|2"},
		{"sd:GraenseIndikator", "true|1| true ", "false|0| "},
		{"sd:StatusKode", "0|-0|+007|123456789012345678901234567890| 20 ", "|+|1.0|1e3|--1|2 0|٣"},
		{"sd:BrevDato", "2026-01-31|2026-01-31Z|2026-01-31+14:00|2024-02-29|12026-01-01|-0044-03-15| 2026-01-31 ",
			"2026-02-29|2026-13-01|2026-00-01|26-01-31|02026-01-31|0000-01-01|2026-01-31+14:01|2026-1-31|2026-01-31T00:00:00|1900-02-29|+2026-01-31"},
		{"sd:TidsstempelDatoTid", "2026-01-31T12:00:00|2026-01-31T24:00:00|2026-01-31T24:00:00.000Z|2026-01-31T12:00:00.123456789123-13:59|2000-02-29T00:00:00Z|" +
			"10000-01-01T00:00:00|\t2026-01-31T12:00:00Z\n",
			"2026-01-31|2026-01-31T24:00:01|2026-01-31T24:00:00.001|2026-01-31T12:00|2026-01-31T12:00:60|2026-01-31T12:60:00|2026-01-31T25:00:00|2026-01-31T12:00:00.|" +
				"2026-01-31 12:00:00|2026-01-31T12:00:00+14:30|2026-01-31T12:00:00+1:00|2026-01-31t12:00:00z|2026-04-31T12:00:00|2026-01-31T12:00:00,5"},
		{"sd:UUIDIdentifikator", "ABCDEFab-0000-4000-8000-00000000000a",
			" 00000020-0000-4000-8000-00000000000a|00000020000040008000-00000000000a|g0000020-0000-4000-8000-00000000000a|00000020-0000-4000-8000-00000000000a\n"},
		{"sd:LivscyklusKode", "Opstaaet", "opstaaet| Opstaaet|Opstået|"},
	} {
		for i, list := range []string{tt.good, tt.bad} {
			for _, value := range strings.Split(list, "|") {
				got := contract.Check(element(t, tt.tag, value))
				if (len(got) == 0) != (i == 0) {
					t.Errorf("%s %q: %d violations", tt.tag, value, len(got))
				}
			}
		}
	}
}

func TestBase64(t *testing.T) {
	notat := func(value string) int { return len(contract.Check(element(t, importer, journalnotat(value)))) }
	for _, good := range []string{"", "TGlu", "TGluZA==", "T G l u\n", " TGluZDE= ", "TGluZA = ="} {
		if notat(good) != 0 {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{"TGl", "TGluZA=", "TGluZB==", "TGlu=", "=", "TGl-", "TGluZDF="} {
		if notat(bad) != 1 {
			t.Errorf("%q is accepted", bad)
		}
	}
}

// The types that only xsi:type can name.
func TestDerivedBuiltins(t *testing.T) {
	for _, tt := range []struct{ tag, typ, good, bad string }{
		{"sd:StatusKode", "xs:byte", "127|-128|+0", "128|-129|x|"},
		{"sd:StatusKode", "xs:unsignedLong", "18446744073709551615|-0", "18446744073709551616|-1"},
		{"sd:StatusKode", "xs:positiveInteger", "1|" + strings.Repeat("9", 100), "0|-" + strings.Repeat("9", 100)},
		{"sd:StatusKode", "xs:negativeInteger", "-1", "0|1|-"},
		{"sd:StatusKode", "xs:string", "", "1"},
		{"sd:TitelTekst", "xs:token", " a b |", ""},
		{"sd:TitelTekst", "xs:language", "da|en-GB", "da_DK"},
		{"sd:TitelTekst", "xs:NCName", "a.b", "a:b|1a"},
		{"sd:TitelTekst", "sd:LivscyklusKodeType", "Slettet", "x"},
		{"sd:NoteTekst", "xs:token", "", "a"},
		{"sd:NoteTekst", "nowhere:token", "", "a"},
	} {
		for i, list := range []string{tt.good, tt.bad} {
			if list == "" {
				continue
			}
			for _, value := range strings.Split(list, "|") {
				got := contract.Check(element(t, tt.tag+" xsi:type='"+tt.typ+"'", value))
				if (len(got) == 0) != (i == 0) {
					t.Errorf("%s as %s %q: %d violations", tt.tag, tt.typ, value, len(got))
				}
			}
		}
	}
}

// Whatever stands there, the answer comes, and soon.
func TestHostile(t *testing.T) {
	if v := contract.Check(nil); len(v) != 1 || v[0].Code != "unknown-root" {
		t.Errorf("nil: %+v", v)
	}
	contract.Check(&etree.Element{})
	odd := etree.NewElement("ImporterSagDokumentIndeksInput")
	odd.Attr = append(odd.Attr, etree.Attr{Space: "xsi", Key: "type", Value: ":"})
	contract.Check(odd)

	root := element(t, "sdi:FremsoegSagDokumentIndeksInput", "")
	at := root
	const depth = 20_000
	for range depth {
		at = at.CreateElement("sdi:SoegUdtryk")
	}
	if v := contract.Check(root); len(v) != 0 {
		t.Errorf("a deep message is refused: %s", v[0].Message)
	}
	at.CreateElement("sdi:operation").SetText(strings.Repeat("æ", 1<<20))
	v := contract.Check(root)
	if len(v) != 1 || v[0].Code != "enumeration" || len(v[0].Actual) > 300 {
		t.Errorf("a huge text: %d violations", len(v))
	}
}

// Very many misplaced and unknown children are told one by one, and soon.
func TestWide(t *testing.T) {
	root := element(t, "sag:RegistreringBesked", uuid+"<sag:Registrering><sag:AttributListe/><sag:TilstandListe/><sag:RelationListe/></sag:Registrering>")
	wide := root.FindElement("//RelationListe")
	const each = 50_000
	for _, tag := range []string{"sag:Journalpost", "sag:Sagspart", "sag:Ukendt"} {
		for range each {
			wide.CreateElement(tag)
		}
	}
	if v := contract.Check(root); len(v) != 2*each {
		t.Errorf("a wide message: %d violations", len(v))
	}
}

func FuzzCheck(f *testing.F) {
	for _, v := range violations {
		name, _, _ := strings.Cut(v.tag, " ")
		f.Add("<" + v.tag + prefixes + ">" + v.inside + "</" + name + ">")
	}
	f.Fuzz(func(t *testing.T, xml string) {
		doc := etree.NewDocument()
		if doc.ReadFromString(xml) != nil {
			return
		}
		for _, v := range contract.Check(doc.Root()) {
			if v.Code == "" || v.Message == "" || v.Fix == "" || v.Expected == "" || v.Actual == "" {
				t.Errorf("something is empty in %+v", v)
			}
			if v.Element == nil && doc.Root() != nil || v.Path == "" && doc.Root() != nil {
				t.Errorf("no place in %+v", v)
			}
		}
	})
}
