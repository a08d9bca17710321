package conformant_test

import (
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/conformant"
	"klarmeld/internal/official"
)

// TestOfficialSchema: what is made is valid by libxml2 against KOMBIT's own schema,
// imports as they are, conversations with all their messages to the index, and what
// has empty elements added.
func TestOfficialSchema(t *testing.T) {
	folder := official.Folder(t)
	official.Program(t, "xmllint", "xmllint")
	g, dir := ground(t), t.TempDir()
	wrote := 0
	write := func(d conformant.Delivery) {
		if d.Message.Operation == conformant.Laes || d.Message.Operation == conformant.Kasser {
			return // of other services
		}
		// libxml2 takes no white space around a time, and holds a fixed boolean
		// against its spelling: XML Schema 1.0 part 2, 3.2.7 and 4.2 say otherwise.
		d.Form.Loose, d.Form.Ones = false, false
		wrote++
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%05d.xml", wrote)), []byte(d.Bare()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for seed := range *messages {
		write(conformant.Imports(g, conformant.Settings{Registered: seed%2 == 0}).Example(seed))
	}
	for seed := range *conversations {
		c := conformant.Conversations(g, conformant.Settings{Registered: seed%2 == 0}).Example(seed)
		for _, d := range append(c.Deliveries, conformant.Padded(c, uint64(seed)).Deliveries...) {
			write(d)
		}
	}
	files, err := filepath.Glob(filepath.Join(dir, "*.xml"))
	if err != nil {
		t.Fatal(err)
	}
	const batch = 500 // an argument list has an end
	for len(files) > 0 {
		n := min(batch, len(files))
		out, err := exec.Command("xmllint", append([]string{"--noout", "--nonet", "--schema", official.Messages(folder)}, files[:n]...)...).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, unlike(out))
		}
		files = files[n:]
	}
	t.Logf("%d messages are valid", wrote)
}

// unlike are the lines that say something else than that a file is valid.
func unlike(out []byte) string {
	var kept []string
	for _, line := range strings.Split(string(out), "\n") {
		if !strings.HasSuffix(line, " validates") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept[:min(len(kept), 20)], "\n")
}

// elements are the names that the XSD has for the sections' relations.
var elements = map[string]string{
	"Sag Sagsaktør": "Sagsaktoer", "Sag Sagspart": "Sagspart", "Sag Sagsklasse": "Sagsklasse", "Sag Sagsrelation": "Sagsrelation",
	"Sag Sagsgenstand": "Sagsgenstande",
	"Sag Journalpost":  "Journalpost", "Sag IT-system": "SagsitsystemRelation", "Sag Sikkerhedsprofil": "Sikkerhedsprofil",
	"Dokument Dokumentrelation": "Dokumentrelation", "Dokument Dokumentaktør": "Dokumentaktoer", "Dokument Dokumentpart": "Dokumentpart",
	"Dokument Dokumentklasse": "Dokumentklasse",
	"Dokument IT-system":      "DokumentitsystemRelation", "Dokument Sikkerhedsprofil": "Sikkerhedsprofil",
}

// TestRolesAreTheRows: what is transcribed of the roles says what the rows say.
func TestRolesAreTheRows(t *testing.T) {
	seen := map[string]bool{}
	for _, file := range []string{"sag.tsv", "dokument.tsv"} {
		for _, row := range official.Rows(t, file) {
			if row["rolle"] == "" {
				continue
			}
			element := elements[row["objekt"]+" "+row["sektion"]]
			r, ok := conformant.RoleSays(row["objekt"], element, row["rolle"])
			name := row["objekt"] + " " + row["sektion"] + " " + row["rolle"]
			if !ok {
				t.Errorf("%s: not transcribed", name)
				continue
			}
			seen[name] = true
			if r.Forekomster != row["forekomster"] {
				t.Errorf("%s: forekomster are %s, not %s", name, row["forekomster"], r.Forekomster)
			}
			switch row["dataelement"] {
			case "Indeks":
				if demanded := strings.HasPrefix(row["ob"], "OB3"); demanded != r.Indeks {
					t.Errorf("%s: Indeks is %s", name, row["ob"])
				}
			case "Type":
				for _, typ := range r.Types {
					if !strings.Contains(row["regel"]+row["definition"], "’"+typ+"’") && !strings.Contains(row["regel"], "¶ "+typ+" ¶") {
						t.Errorf("%s: the row does not name the type %s: %s", name, typ, row["regel"])
					}
				}
			}
		}
	}
	if len(seen) != 52 {
		t.Errorf("%d roles have rows", len(seen))
	}
}

// TestClassesArePublic: the UUIDs of roles and types are those that are public, where
// there are any.
func TestClassesArePublic(t *testing.T) {
	f, err := os.Open(filepath.Join(official.Folder(t), "relationsklasser.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	lines := csv.NewReader(f)
	lines.Comma = '\t'
	all, err := lines.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	public := map[string]bool{}
	for _, line := range all[1:] {
		public[line[4]] = true
	}
	met := map[string]bool{}
	g := ground(t)
	for seed := range 100 {
		for _, o := range conformant.Imports(g, conformant.Settings{}).Example(seed).Message.Objects {
			for _, p := range o.Registrations[0].Parts {
				for _, id := range []string{p.RolleID, p.TypeID} {
					if public[id] {
						met[id] = true
					}
				}
			}
		}
	}
	if len(met) < 20 {
		t.Errorf("only %d of %d public classes are used", len(met), len(public))
	}
}
