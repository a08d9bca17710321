package oio_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/oio"

	"github.com/beevik/etree"
)

// message reads a message of testdata. The senders of them have prefixes of
// their own, as senders do.
func message(t *testing.T, name string) *etree.Element {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return parse(t, string(raw))
}

// told is what was read of objects, a line for each object, registration and
// part, so that one comparison sees all of it.
func told(objekter []oio.Objekt) string {
	var b strings.Builder
	for _, o := range objekter {
		fmt.Fprintf(&b, "%s %s opdatering=%v\n", o.Type, o.UUID, o.Opdatering)
		for _, r := range o.Registreringer {
			fmt.Fprintf(&b, " %s (%v, %q) %s af %s\n", r.El.Tag, r.Tidspunkt, r.Tidspunkt.Text, r.LivscyklusKode, r.BrugerRef)
			for _, d := range r.Dele {
				fmt.Fprintf(&b, "  %s [%v, %v)", d.Key(), d.Virkning.Fra, d.Virkning.Til)
				if d.Relation {
					fmt.Fprintf(&b, " %s → %s", d.Type, d.Reference)
				}
				b.WriteString("\n")
			}
		}
	}
	return b.String()
}

// TestReadObjekter: every object, registration and part is read, in the order
// in which they were sent, and nothing that is none.
func TestReadObjekter(t *testing.T) {
	for _, c := range []struct{ file, want string }{
		{"importer.xml", `Sag 1f0c6d3e-9a57-4c1b-8d22-0b7a5e6f4c31 opdatering=false
 Registrering (2020-03-23T14:54:23.234+01:00, "2020-03-23T14:54:23.234+01:00") Importeret af 00000011-0000-4000-8000-00000000000a
  Egenskaber [2020-03-01T00:00:00.000+01:00, uendelig)
  SagIndeksEgenskaber [2020-03-01T00:00:00.000+01:00, 2021-01-01T00:00:00.000+01:00)
  Fremdrift [2020-03-01T00:00:00.000+01:00, 2020-03-23T00:00:00.000+01:00)
  Fremdrift [, )
  Sagsaktoer|00000001-0000-4000-8000-00000000000a| [, ) 00000002-0000-4000-8000-00000000000a → 00000003-0000-4000-8000-00000000000a
  Sagspart|urn:rolle|2 [, )  → urn:oio:cpr-nr:0123456789
  SagsitsystemRelation|00000005-0000-4000-8000-00000000000a| [, )  → 
  Sikkerhedsprofil|| [, )  → 
  Journalpost|| [, )  → 
 Registrering (2020-03-24T14:54:23.234, "2020-03-24T14:54:23.234")  af 
  Fremdrift [, )
Dokument 00000021-0000-4000-8000-00000000000a opdatering=false
 Registrering (, "")  af 
  Egenskaber [, )
  Dokumentaktoer|| [, )  → 
  DokumentitsystemRelation|| [, )  → 
`},
		{"opdater.xml", `Dokument 00000021-0000-4000-8000-00000000000a opdatering=true
 OpdaterDokumentIndeks (2026-02-01T08:00:00.000Z, "2026-02-01T08:00:00Z")  af 
  Fremdrift [, )
Sag  opdatering=true
 OpdaterSagIndeks (2026-02-01T08:00:00.123+01:00, "2026-02-01T08:00:00.1234+01:00")  af 
  Journalpost|00000006-0000-4000-8000-00000000000a|7 [, )  → URN:Empty
`},
	} {
		if got := told(oio.ReadObjekter(message(t, c.file))); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.file, got, c.want)
		}
	}
}

// TestPlaces: what was read points at the elements that it was read from, so
// that a finding can name its place.
func TestPlaces(t *testing.T) {
	root := message(t, "importer.xml")
	objekter := oio.ReadObjekter(root)
	elements := root.ChildElements()
	if objekter[0].El != elements[0] || objekter[1].El != elements[2] {
		t.Error("an object is not read from its own element")
	}
	first := oio.Child(elements[0], "Registrering")
	if r := objekter[0].Registreringer[0]; r.El != first || r.Dele[1].El != oio.Path(first, "AttributListe", "LokalUdvidelseListe", "SagIndeksEgenskaber") ||
		r.Dele[0].Virkning.El != oio.Path(first, "AttributListe", "Egenskaber", "Virkning") || r.Dele[3].Virkning.El != nil {
		t.Errorf("%+v", r)
	}
	if r := oio.ReadObjekter(message(t, "opdater.xml"))[1].Registreringer[0]; r.El.Tag != "OpdaterSagIndeks" {
		t.Errorf("an update is its own registration: %s", r.El.Tag)
	}
}

// TestDele: the parts of an object are those of all its registrations.
func TestDele(t *testing.T) {
	var kinds []string
	for _, d := range oio.ReadObjekter(message(t, "importer.xml"))[0].Dele() {
		kinds = append(kinds, d.Kind)
	}
	want := []string{oio.DelEgenskaber, oio.DelIndeksEgenskaber, oio.DelFremdrift, oio.DelFremdrift, "Sagsaktoer", "Sagspart", "SagsitsystemRelation",
		"Sikkerhedsprofil", "Journalpost", oio.DelFremdrift}
	if !slices.Equal(kinds, want) {
		t.Errorf("%s, want %s", kinds, want)
	}
	if dele := (oio.Objekt{}).Dele(); len(dele) != 0 {
		t.Errorf("an object of no registrations has %v", dele)
	}
}

// TestOtherBodies: what holds no objects gives none, and missing parts are
// missing, not made up.
func TestOtherBodies(t *testing.T) {
	for _, c := range []struct{ name, xml, want string }{
		{"a removal", `<FjernSagDokumentIndeksInput xmlns="` + oio.NSIndeks + `"><SagUuid/></FjernSagDokumentIndeksInput>`, ""},
		{"an empty import", `<ImporterSagDokumentIndeksInput xmlns="` + oio.NSIndeks + `"/>`, ""},
		{"objects deeper down", `<ImporterSagDokumentIndeksInput><Pose><SagIndeks/></Pose></ImporterSagDokumentIndeksInput>`, ""},
		{"an object of nothing", `<ImporterSagDokumentIndeksInput><SagIndeks/></ImporterSagDokumentIndeksInput>`, "Sag  opdatering=false\n"},
		{"an update of nothing", `<OpdaterSagDokumentIndeksInput><OpdaterSagIndeks/></OpdaterSagDokumentIndeksInput>`,
			"Sag  opdatering=true\n OpdaterSagIndeks (, \"\")  af \n"},
		{"an update is no list of registrations", `<O><OpdaterSagIndeks><Registrering><TilstandListe>` +
			`<Fremdrift/></TilstandListe></Registrering></OpdaterSagIndeks></O>`, "Sag  opdatering=true\n OpdaterSagIndeks (, \"\")  af \n"},
		{"namespaces are the contract's business",
			`<I><DokumentIndeks xmlns="urn:forkert"><Registrering><RelationListe><Dokumentpart/></RelationListe></Registrering></DokumentIndeks></I>`,
			"Dokument  opdatering=false\n Registrering (, \"\")  af \n  Dokumentpart|| [, )  → \n"},
		{"a registration of empty lists",
			`<I><SagIndeks><Registrering><AttributListe/><TilstandListe><LokalUdvidelseListe/></TilstandListe></Registrering></SagIndeks></I>`,
			"Sag  opdatering=false\n Registrering (, \"\")  af \n"},
		{"a list in a list", `<I><SagIndeks><Registrering><RelationListe><LokalUdvidelseListe><LokalUdvidelseListe>` +
			`<Sikkerhedsprofil/></LokalUdvidelseListe></LokalUdvidelseListe></RelationListe></Registrering></SagIndeks></I>`,
			"Sag  opdatering=false\n Registrering (, \"\")  af \n  Sikkerhedsprofil|| [, )  → \n"},
		{"text where a part should be",
			`<I><SagIndeks><Registrering><TilstandListe><Fremdrift>Opstaaet</Fremdrift><Fremdrift> </Fremdrift></TilstandListe></Registrering></SagIndeks></I>`,
			"Sag  opdatering=false\n Registrering (, \"\")  af \n  Fremdrift [, )\n"},
	} {
		if got := told(oio.ReadObjekter(parse(t, c.xml))); got != c.want {
			t.Errorf("%s:\n%s\nwant\n%s", c.name, got, c.want)
		}
	}
	if got := oio.ReadObjekter(nil); got != nil {
		t.Errorf("no body: %v", got)
	}
}

// TestKey: a later part replaces the one of the same kind; a relation, the one
// of the same kind, role and index. Type and reference are what is replaced.
func TestKey(t *testing.T) {
	const a, b = "<Rolle><UUIDIdentifikator>A</UUIDIdentifikator></Rolle>", "<Rolle><UUIDIdentifikator>b</UUIDIdentifikator></Rolle>"
	for _, c := range []struct {
		name, one, other string
		relation, same   bool
	}{
		{"states", "<Fremdrift/>", "<Fremdrift><Virkning/></Fremdrift>", false, true},
		{"a state and a set of egenskaber", "<Fremdrift/>", "<Egenskaber/>", false, false},
		{"another reference", "<Sagspart>" + a + "<ReferenceID><URNIdentifikator>urn:1</URNIdentifikator></ReferenceID></Sagspart>",
			"<Sagspart>" + strings.ToLower(a) + "</Sagspart>", true, false},
		{"another reference in the same role", "<Sagspart>" + a + "<ReferenceID><URNIdentifikator>urn:1</URNIdentifikator></ReferenceID></Sagspart>",
			"<Sagspart>" + a + "</Sagspart>", true, true},
		{"another type", "<Sagspart>" + a + "<Type><URNIdentifikator>urn:1</URNIdentifikator></Type></Sagspart>", "<Sagspart>" + a + "</Sagspart>", true, true},
		{"another role", "<Sagspart>" + a + "</Sagspart>", "<Sagspart>" + b + "</Sagspart>", true, false},
		{"another index", "<Sagspart>" + a + "<Indeks>1</Indeks></Sagspart>", "<Sagspart>" + a + "<Indeks>2</Indeks></Sagspart>", true, false},
		{"an index and none", "<Sagspart>" + a + "<Indeks>1</Indeks></Sagspart>", "<Sagspart>" + a + "</Sagspart>", true, false},
		{"another kind", "<Sagspart>" + a + "</Sagspart>", "<Sagsaktoer>" + a + "</Sagsaktoer>", true, false},
	} {
		one, other := oio.ReadDel(parse(t, c.one), c.relation), oio.ReadDel(parse(t, c.other), c.relation)
		if same := one.Key() == other.Key(); same != c.same {
			t.Errorf("%s: %s and %s", c.name, one.Key(), other.Key())
		}
	}
}

// TestLocal: a value of a relation's extension, whatever the extension is called
// and however many lists there are.
func TestLocal(t *testing.T) {
	part := func(content string) oio.Del {
		return oio.ReadDel(parse(t, "<Sagsaktoer>"+content+"</Sagsaktoer>"), true)
	}
	for _, c := range []struct{ name, content, want string }{
		{"in an extension", "<LokalUdvidelseListe><SagsaktoerLokalUdvidelse><CVR-Nummer>1</CVR-Nummer>" +
			"<FuldtNavn>Eva</FuldtNavn></SagsaktoerLokalUdvidelse></LokalUdvidelseListe>", "Eva"},
		{"in the second extension", "<LokalUdvidelseListe><Tom/><Anden><FuldtNavn>Eva</FuldtNavn></Anden></LokalUdvidelseListe>", "Eva"},
		{"in the second list", "<LokalUdvidelseListe/><LokalUdvidelseListe><Anden><FuldtNavn>Eva</FuldtNavn></Anden></LokalUdvidelseListe>", "Eva"},
		{"outside the extension", "<FuldtNavn>Eva</FuldtNavn>", ""},
		{"not in an extension but in the list", "<LokalUdvidelseListe><FuldtNavn>Eva</FuldtNavn></LokalUdvidelseListe>", ""},
		{"nowhere", "", ""},
	} {
		if got := part(c.content).Local("FuldtNavn"); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
	if got := oio.ReadObjekter(message(t, "importer.xml"))[0].Registreringer[0].Dele[4].Local("FuldtNavn"); got != "Korsbæk Kommune" {
		t.Errorf("with a comment in it: %q", got)
	}
	if got := (oio.Del{}).Local("FuldtNavn"); got != "" {
		t.Errorf("a part of no element: %q", got)
	}
}
