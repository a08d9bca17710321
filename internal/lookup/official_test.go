package lookup_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/klassifikation"
	"klarmeld/internal/municipality"
	"klarmeld/internal/organisation"
)

// TestRepliesAreOfficial holds the replies of every service and operation, when
// they find something and when they do not, against the official schemas.
func TestRepliesAreOfficial(t *testing.T) {
	folder := officialSchemas(t)
	r := korsbaek(t)
	sts := filepath.Join(folder, "xsd/stoettesystemer-6/xsd/6.0.STS-0")
	type served struct {
		service service
		kind    municipality.ObjektKind
		schema  string
	}
	services := []served{{klasse, municipality.Klasse, filepath.Join(readable(t, filepath.Join(folder, "xsd/klasse-7")), "KlasseOperationer.xsd")}}
	for _, k := range organisation.ObjectServices() {
		services = append(services, served{org(k.Service), k.Shape.Kind, filepath.Join(sts, string(k.Shape.Kind)+"Operationer.xsd")})
	}
	for _, k := range klassifikation.ObjectServices() {
		services = append(services,
			served{service{"/" + k.Service + "/6", k.Shape.NS}, k.Shape.Kind, filepath.Join(sts, string(k.Shape.Kind)+"Operationer.xsd")})
	}
	for _, c := range services {
		t.Run(c.service.path, func(t *testing.T) {
			all := r.All(c.kind)
			many := ""
			for _, o := range all[:min(30, len(all))] {
				many += uuid(o.UUID)
			}
			const nobody = "00000000-0000-4000-8000-000000000000"
			for _, m := range [][3]string{
				{"SoegInput", "", "20"}, {"SoegInput", "<sd:FoersteResultatReference>9999</sd:FoersteResultatReference>", "44"},
				{"SoegInput", "<sd:MaksimalAntalKvantitet>x</sd:MaksimalAntalKvantitet>", "40"}, {"LaesInput", uuid(all[0].UUID), "20"}, {"LaesInput", uuid(nobody), "44"},
				{"ListInput", many, "20"}, {"ListInput", uuid(nobody), "44"},
				{"ListInput", strings.Repeat(uuid(nobody), 501), "40"},
			} {
				reply := r.ask(t, c.service, m[0], m[1])
				if status(reply) != m[2] {
					t.Errorf("%s: %s, want %s", m[0], status(reply), m[2])
				}
				if out := validate(t, c.schema, reply); out != "" {
					t.Errorf("%s %s: %s", m[0], m[2], out)
				}
			}
		})
	}
}

// readable is a copy of a folder of schemas that libxml2 can read: one pattern
// of Klasse 7's SagDokObjekt.xsd has a group syntax that XML Schema does not
// know, and it alone is left out.
func readable(t *testing.T, dir string) string {
	t.Helper()
	out := t.TempDir()
	files, err := filepath.Glob(filepath.Join(dir, "*.xsd"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no schemas in %s: %v", dir, err)
	}
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		var lines []string
		for _, l := range strings.Split(string(raw), "\n") {
			if !strings.Contains(l, "<pattern") || !strings.Contains(l, "(?") {
				lines = append(lines, l)
			}
		}
		if err := os.WriteFile(filepath.Join(out, filepath.Base(f)), []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return out
}

// validate returns what libxml2 has against a reply.
func validate(t *testing.T, schema string, reply *etree.Element) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.SetRoot(reply.Copy())
	file := filepath.Join(t.TempDir(), "svar.xml")
	if err := doc.WriteToFile(file); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("xmllint", "--noout", "--schema", schema, file).CombinedOutput(); err != nil {
		return fmt.Sprint(err, ": ", strings.ReplaceAll(string(out), file, "svar.xml"))
	}
	return ""
}
