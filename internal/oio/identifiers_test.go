package oio_test

import (
	"strings"
	"testing"

	"klarmeld/internal/oio"

	"github.com/beevik/etree"
)

// parse reads one element of an XML text.
func parse(t *testing.T, xml string) *etree.Element {
	t.Helper()
	doc := etree.NewDocument()
	if err := doc.ReadFromString(xml); err != nil || doc.Root() == nil {
		t.Fatalf("%s: %v", xml, err)
	}
	return doc.Root()
}

const someUUID = "1f0c6d3e-9a57-4c1b-8d22-0b7a5e6f4c31"

// TestIsUUID: the pattern of sd:UUIDIdentifikator and nothing wider. It asks
// neither for a version nor for a small letter, and it is a string: white space
// is not taken off.
func TestIsUUID(t *testing.T) {
	for _, c := range []struct {
		s    string
		want bool
	}{
		{someUUID, true},
		{strings.ToUpper(someUUID), true},
		{"1F0c6d3e-9a57-4c1b-8d22-0b7a5e6f4C31", true},
		{"00000000-0000-0000-0000-000000000000", true}, // a UUID in form; whose it is, the rules ask
		{"ffffffff-ffff-ffff-ffff-ffffffffffff", true},
		{"", false},
		{"{" + someUUID + "}", false},
		{"urn:uuid:" + someUUID, false},
		{strings.ReplaceAll(someUUID, "-", ""), false},
		{strings.ReplaceAll(someUUID, "-", "_"), false},
		{someUUID + "0", false},
		{"0" + someUUID, false},
		{someUUID[1:], false},
		{someUUID[:35], false},
		{"g" + someUUID[1:], false},
		{someUUID[:35] + "G", false},
		{"1f0c6d3e9-a57-4c1b-8d22-0b7a5e6f4c31", false}, // the right length, the wrong groups
		{" " + someUUID, false},
		{someUUID + "\n", false},
		{someUUID + "\n" + someUUID, false},
		{"１f0c6d3e-9a57-4c1b-8d22-0b7a5e6f4c31", false}, // a full-width digit
	} {
		if got := oio.IsUUID(c.s); got != c.want {
			t.Errorf("%q: %v, want %v", c.s, got, c.want)
		}
	}
}

// TestSameUUID: letter case is all that may differ, and nothing is never the
// same as nothing: two references that are missing are not one.
func TestSameUUID(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{someUUID, someUUID, true},
		{someUUID, strings.ToUpper(someUUID), true},
		{someUUID, someUUID[:35] + "2", false},
		{someUUID, someUUID + " ", false},
		{someUUID, "", false},
		{"", someUUID, false},
		{"", "", false},
	} {
		if got := oio.SameUUID(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v, want %v", c.a, c.b, got, c.want)
		}
	}
}

// FuzzUUID: what has the form of a UUID is the same in large and small letters,
// and is read from an element as itself.
func FuzzUUID(f *testing.F) {
	for _, s := range []string{someUUID, strings.ToUpper(someUUID), "00000000-0000-0000-0000-000000000000", "{" + someUUID + "}", "", "Kſ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !oio.IsUUID(s) {
			return
		}
		if len(s) != 36 || !oio.SameUUID(s, strings.ToUpper(s)) || !oio.SameUUID(strings.ToLower(s), s) {
			t.Errorf("%q is no UUID", s)
		}
		el := etree.NewElement("Rolle")
		el.CreateElement("UUIDIdentifikator").SetText(s)
		if got := oio.ReadRef(el); got.UUID != strings.ToLower(s) || got.IsZero() {
			t.Errorf("%q is read as %+v", s, got)
		}
	})
}

// TestReadRef: a UnikIdType holds a UUID or a URN. A UUID is read in small
// letters, so that two readings can be compared; a URN is nobody's to change.
func TestReadRef(t *testing.T) {
	const uuidOf, urnOf = "<sd:UUIDIdentifikator>", "<sd:URNIdentifikator>"
	for _, c := range []struct {
		name, content string
		want          oio.Ref
		zero          bool
		text          string
	}{
		{"a UUID", uuidOf + someUUID + "</sd:UUIDIdentifikator>", oio.Ref{UUID: someUUID}, false, someUUID},
		{"a UUID in capitals on a line of its own", uuidOf + "\n  " + strings.ToUpper(someUUID) + "\n</sd:UUIDIdentifikator>",
			oio.Ref{UUID: someUUID}, false, someUUID},
		{"a UUID with a comment in it", uuidOf + someUUID[:9] + "<!-- -->" + someUUID[9:] + "</sd:UUIDIdentifikator>", oio.Ref{UUID: someUUID}, false, someUUID},
		{"no UUID at all, where one is said to be", uuidOf + "fasit-17</sd:UUIDIdentifikator>", oio.Ref{UUID: "fasit-17"}, false, "fasit-17"},
		{"a part", urnOf + "urn:oio:cpr-nr:0123456789</sd:URNIdentifikator>", oio.Ref{URN: "urn:oio:cpr-nr:0123456789"}, false, "urn:oio:cpr-nr:0123456789"},
		{"a note", urnOf + "URN:Empty</sd:URNIdentifikator>", oio.Ref{URN: "URN:Empty"}, false, "URN:Empty"},
		{"a URN with white space, as it was written", urnOf + " urn:oio:fuldtnavn:Godtfred Lund </sd:URNIdentifikator>",
			oio.Ref{URN: " urn:oio:fuldtnavn:Godtfred Lund "}, false, " urn:oio:fuldtnavn:Godtfred Lund "},
		{"a UUID before a URN, which the XSD forbids", uuidOf + someUUID + "</sd:UUIDIdentifikator>" + urnOf + "urn:x</sd:URNIdentifikator>",
			oio.Ref{UUID: someUUID}, false, someUUID},
		{"a UUID that is empty", "<sd:UUIDIdentifikator/>", oio.Ref{}, true, ""},
		{"a URN that is empty", "<sd:URNIdentifikator/>", oio.Ref{}, true, ""},
		{"another namespace's, which is the contract's business", "<UUIDIdentifikator>" + someUUID + "</UUIDIdentifikator>",
			oio.Ref{UUID: someUUID}, false, someUUID},
		{"deeper down", "<sd:Anden>" + uuidOf + someUUID + "</sd:UUIDIdentifikator></sd:Anden>", oio.Ref{}, true, ""},
		{"text only", someUUID, oio.Ref{}, true, ""},
		{"nothing", "", oio.Ref{}, true, ""},
	} {
		got := oio.ReadRef(parse(t, `<gd:ReferenceID xmlns:gd="`+oio.NSGenerelle+`" xmlns:sd="`+oio.NSSagDok+`">`+c.content+`</gd:ReferenceID>`))
		if got != c.want || got.IsZero() != c.zero || got.String() != c.text {
			t.Errorf("%s: %+v, zero %v, %q", c.name, got, got.IsZero(), got.String())
		}
	}
	if got := oio.ReadRef(nil); !got.IsZero() {
		t.Errorf("no element: %+v", got)
	}
}
