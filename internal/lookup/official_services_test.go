package lookup_test

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/klassifikation"
	"klarmeld/internal/lookup"
	"klarmeld/internal/municipality"
	"klarmeld/internal/official"
	"klarmeld/internal/organisation"
)

// described is a service over one kind, and the schema that declares its
// replies.
type described struct {
	service
	kind   lookup.Shape
	schema string
}

// all are the services over one kind, whatever the register has of it.
func all(folder, klasse7 string) []described {
	schema := func(kind municipality.ObjektKind) string {
		return filepath.Join(folder, "xsd/stoettesystemer-6/xsd/6.0.STS-0", string(kind)+"Operationer.xsd")
	}
	out := []described{{klasse, klassifikation.Klasse7(), filepath.Join(klasse7, "KlasseOperationer.xsd")}}
	for _, k := range organisation.ObjectServices() {
		out = append(out, described{service{"/organisation/" + k.Service + "/6", k.Shape.NS}, k.Shape, schema(k.Shape.Kind)})
	}
	for _, k := range klassifikation.ObjectServices() {
		out = append(out, described{service{"/" + k.Service + "/6", k.Shape.NS}, k.Shape, schema(k.Shape.Kind)})
	}
	return out
}

// digits are the fields that the schemas want digits in. The CPR number is
// KOMBIT's own example, and no possible date.
var digits = map[string]string{"CPR-NummerTekst": "0123456789", "P-NummerTekst": "1234567890", "SE-NummerTekst": "11111111", "MyndighedsKode": "123",
	"PlanIdentifikator": "7"}

// full is an object that has everything its kind may have: an element or a
// relation that the XSD knows elsewhere, or in another order, shows.
func full(k lookup.Shape, id string, at time.Time) municipality.Objekt {
	v := municipality.Version{Fra: at, Noegle: "N1", Navn: "Navn", CVR: "11111111", Egenskaber: map[string]string{}, Relationer: map[string][]string{},
		Roller: map[string][]municipality.Rolle{}}
	for _, f := range k.Fields {
		if f.Get(v) == "" {
			v.Egenskaber[f.Name] = "tekst"
			if d, ok := digits[f.Name]; ok {
				v.Egenskaber[f.Name] = d
			}
		}
	}
	for _, name := range k.Relations {
		if lookup.HasRole(name) {
			v.Roller[name] = []municipality.Rolle{{UUID: id, Rolle: id, Type: id, Indeks: "1"}, {UUID: id, Rolle: id, Type: id, Indeks: "2"}}
			continue
		}
		v.Relationer[name] = []string{id}
	}
	return municipality.Objekt{Kind: k.Kind, UUID: id, Versions: []municipality.Version{v}}
}

// officialSchemas is the folder of the official schemas, with xmllint at hand,
// or skips.
func officialSchemas(t *testing.T) string {
	t.Helper()
	folder := official.Folder(t)
	official.Program(t, "xmllint", "xmllint")
	return folder
}

// TestEveryReplyIsOfficial holds what each service answers, with all that its
// kind may have and before and after it is renamed and ended, against the
// official schemas. Faults are SOAP's own; the schemas have none.
func TestEveryReplyIsOfficial(t *testing.T) {
	folder := officialSchemas(t)
	at := time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC)
	r := korsbaek(t)
	for i, c := range all(folder, readable(t, filepath.Join(folder, "xsd/klasse-7"))) {
		t.Run(strings.Trim(strings.ReplaceAll(c.path, "/", " "), " "), func(t *testing.T) {
			var replies []*etree.Element
			expect := func(message, content, want string) {
				t.Helper()
				reply := r.ask(t, c.service, message, content)
				if status(reply) != want {
					t.Errorf("%s %s: %s %v, want %s", message, content, status(reply), texts(reply, "//FejlbeskedTekst"), want)
				}
				replies = append(replies, reply)
			}
			id := fmt.Sprintf("cccccccc-0000-4000-8000-%012d", i)
			expect("LaesInput", uuid(id), "44")
			expect("ListInput", uuid(id), "44")
			expect("SoegInput", field("sd:BrugervendtNoegleTekst", "intet"), "44")
			expect("LaesInput", "", "40")
			expect("ListInput", "", "40")
			expect("SoegInput", "<sd:MaksimalAntalKvantitet>x</sd:MaksimalAntalKvantitet>", "40")
			object := full(c.kind, id, at)
			for _, change := range []municipality.Event{{New: &object}, {UUID: id, NewName: "Nyt navn", Fra: at.AddDate(0, 1, 0)},
				{UUID: id, Ended: true, Fra: at.AddDate(0, 2, 0)}} {
				if err := r.Apply(change); err != nil {
					t.Fatal(err)
				}
				expect("LaesInput", uuid(id), "20")
				expect("LaesInput", uuid(id)+instant("RegistreringFraFilter", "2020-01-01T00:00:00Z"), "20")
				expect("LaesInput", uuid(id)+filtered("", "1999-01-01T00:00:00Z"), "20")
				expect("ListInput", uuid(id)+uuid(strings.ToUpper(id)), "20")
			}
			expect("SoegInput", "<sd:SoegVirkning>"+instant("FraTidspunkt", "2026-05-02T00:00:00Z")+"</sd:SoegVirkning>"+field("sd:BrugervendtNoegleTekst", "N1"), "20")
			for _, f := range c.kind.Fields {
				if !slices.ContainsFunc(replies, func(el *etree.Element) bool { return el.FindElement("//"+f.Name) != nil }) {
					t.Errorf("%s was never shown", f.Name)
				}
			}
			for _, name := range c.kind.Relations {
				if !slices.ContainsFunc(replies, func(el *etree.Element) bool { return el.FindElement("//RelationListe/"+name) != nil }) {
					t.Errorf("the relation %s was never shown", name)
				}
			}
			validateAll(t, c.schema, replies)
		})
	}
}

// TestHierarchyIsOfficial is the same for the two services that find several
// kinds at once.
func TestHierarchyIsOfficial(t *testing.T) {
	folder := officialSchemas(t)
	r := korsbaek(t)
	for i, c := range all(folder, "") {
		if c.service == klasse { // of the same kind as version 6
			continue
		}
		object := full(c.kind, fmt.Sprintf("cccccccc-0000-4000-8000-%012d", i), time.Date(2026, time.May, 1, 0, 0, 0, 0, time.UTC))
		if err := r.Apply(municipality.Event{New: &object}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		service
		schema, kind string
	}{
		{service{organisation.SystemPaths[0], "http://stoettesystemerne.dk/organisation/organisationsystem/6/"}, "OrganisationSystem", "Bruger"},
		{service{organisation.SystemPaths[1], "http://stoettesystemerne.dk/organisation/organisationsystem/6/"}, "OrganisationSystem", "OrganisationEnhed"},
		{service{"/klassifikationsystem/6", "http://stoettesystemerne.dk/klassifikation/klassifikationsystem/6/"}, "KlassifikationSystem", "Facet"},
	} {
		t.Run(strings.Trim(strings.ReplaceAll(c.path, "/", " "), " "), func(t *testing.T) {
			by := func(text string) string {
				return "<k:" + c.kind + "SoegEgenskab><sd:BrugervendtNoegleTekst>" + text + "</sd:BrugervendtNoegleTekst></k:" + c.kind + "SoegEgenskab>"
			}
			var replies []*etree.Element
			for _, m := range [][2]string{{"", "20"}, {by("N1"), "20"}, {by("intet"), "44"}, {"<sd:MaksimalAntalKvantitet>x</sd:MaksimalAntalKvantitet>", "40"}} {
				reply := r.ask(t, c.service, "FremsoegObjekthierarkiInput", m[0])
				if status(reply) != m[1] {
					t.Errorf("%s: %s %v, want %s", m[0], status(reply), texts(reply, "//FejlbeskedTekst"), m[1])
				}
				replies = append(replies, reply)
			}
			if n := len(replies[1].FindElements("//FiltreretOejebliksbillede")); n != 1 {
				t.Errorf("%d are found by their key, want 1", n)
			}
			validateAll(t, filepath.Join(folder, "xsd/stoettesystemer-6/xsd/6.0.STS-0", c.schema+"Operationer.xsd"), replies)
		})
	}
}

// validateAll holds the replies against their schema in one go: the schema is
// read once.
func validateAll(t *testing.T, schema string, replies []*etree.Element) {
	t.Helper()
	args := []string{"--noout", "--schema", schema}
	dir := t.TempDir()
	for i, reply := range replies {
		doc := etree.NewDocument()
		doc.SetRoot(reply.Copy())
		name := fmt.Sprintf("svar-%d.xml", i)
		if err := doc.WriteToFile(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		args = append(args, name)
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
