package proof_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
)

// TestOfficialWitness lets libxml2 witness, on the official schemas, what a
// case says of the structure: messages that keep a rule are valid, and one that
// breaks it is invalid exactly when the case says that it breaks the structure.
func TestOfficialWitness(t *testing.T) {
	schemas := official.Index(official.Folder(t))
	official.Program(t, "xmllint", "xmllint")
	dir := t.TempDir()
	driver := driverSchema(filepath.Join(schemas, "6.0.STS-0"))
	if err := os.WriteFile(filepath.Join(dir, "driver.xsd"), []byte(driver), 0o600); err != nil {
		t.Fatal(err)
	}
	args := []string{"--noout", "--schema", "driver.xsd"}
	want := map[string]string{} // file → what the case says of it; "" valid
	names := map[string]string{}
	write := func(el *etree.Element, say string) {
		raw := bytesOf(t, el)
		name, ok := names[raw]
		if !ok {
			name = fmt.Sprintf("%d.xml", len(names))
			names[raw] = name
			if err := os.WriteFile(filepath.Join(dir, name), []byte(raw), 0o600); err != nil {
				t.Fatal(err)
			}
			args = append(args, name)
		}
		want[name] = say
	}
	all, _ := cases()
	for _, c := range all {
		keeps, broken := c.Messages()
		for _, k := range keeps {
			write(k, "")
		}
		if broken == nil {
			continue // a secured message, whose body keeps its contract
		}
		if say := fmt.Sprintf("%s, %s", c.Rule, c.Mutation); c.BreaksStructure() {
			write(broken, say)
		} else {
			write(broken, "")
		}
	}
	cmd := exec.Command("xmllint", args...)
	cmd.Dir = dir
	out, _ := cmd.CombinedOutput() // it fails when any file is invalid
	said := "\n" + string(out)
	invalid := 0
	for name, say := range want {
		valid := strings.Contains(said, "\n"+name+" validates")
		if !valid {
			invalid++
		}
		if valid != (say == "") {
			t.Errorf("%s: valid by the official schemas: %t; said to break the structure: %q\n%s", name, valid, say, about(said, name))
		}
	}
	if invalid < 200 || len(want)-invalid < 500 {
		t.Errorf("%d messages, %d of them invalid: some have been lost", len(want), invalid)
	}
	t.Logf("%d messages, %d of them invalid", len(want), invalid)
}

func bytesOf(t *testing.T, el *etree.Element) string {
	t.Helper()
	doc := etree.NewDocument()
	doc.SetRoot(el.Copy())
	s, err := doc.WriteToString()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func about(said, name string) string {
	var lines []string
	for _, l := range strings.Split(said, "\n") {
		if strings.HasPrefix(l, name+":") {
			lines = append(lines, l)
		}
	}
	return strings.Join(lines, "\n")
}

// driverSchema imports the schemas that importer and opdater need.
func driverSchema(dir string) string {
	s := `<schema xmlns="http://www.w3.org/2001/XMLSchema">`
	for _, i := range [][2]string{{"sagdokumentindeks", "SagDokumentIndeksOperationer.xsd"}, {"sagindeks", "SagIndeksOperationer.xsd"},
		{"dokumentindeks", "DokumentIndeksOperationer.xsd"}} {
		s += fmt.Sprintf(`<import namespace="urn:oio:sts:sagdok:%s:6" schemaLocation="%s"/>`, i[0], filepath.Join(dir, i[1]))
	}
	return s + "</schema>"
}
