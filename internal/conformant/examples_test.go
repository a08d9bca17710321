package conformant_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/conformant"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/official"
	"klarmeld/internal/verdict"
)

// xsdNames are the names of the XSD where the rows have others.
var xsdNames = map[string]string{"Brugervendtnøgle": "BrugervendtNoegle", "Hjemmelspecifikation": "HjemmelSpecifikation", "Notetekst": "NoteTekst"}

// holders are the elements that the sections without a relation are of.
var holders = map[string]string{
	"Sag Sagens ID": "SagIndeks", "Sag Registreringsdata": "Registrering", "Sag Sagsegenskaber": "Egenskaber", "Sag Tilstand": "Fremdrift",
	"Sag Sagindeksegenskaber": "SagIndeksEgenskaber",
	"Dokument DokumentID":     "DokumentIndeks", "Dokument Registreringsdata": "Registrering", "Dokument Dokumentegenskaber": "Egenskaber",
	"Dokument Tilstand": "Fremdrift",
}

// place finds the element that a row is of, in an object of a message, by its parent.
func place(object *conformant.Element, row map[string]string, roleID string) (parent *conformant.Element, at int) {
	name := holders[row["objekt"]+" "+row["sektion"]]
	if name == "" {
		name = elements[row["objekt"]+" "+row["sektion"]]
	}
	path := strings.Split(row["dataelement"], "/")
	want := path[len(path)-1]
	if other, ok := xsdNames[want]; ok {
		want = other
	}
	var look func(e *conformant.Element, in bool)
	look = func(e *conformant.Element, in bool) {
		in = in || e.Name == name && (roleID == "" || role(e) == strings.ToLower(roleID))
		for i, k := range e.Kids {
			under := len(path) == 1 || e.Name == path[len(path)-2]
			if in && parent == nil && under && (k.Name == want || want == "CVR-Nummer" && k.Name == "CVR-Nr") && (len(path) > 1 || e.Name != "Virkning") {
				parent, at = e, i
			}
			look(k, in)
		}
	}
	look(object, false)
	return parent, at
}

// role is the UUID of a relation's Rolle.
func role(e *conformant.Element) string {
	for _, k := range e.Kids {
		if k.Name == "Rolle" {
			return strings.ToLower(k.Kids[0].Text)
		}
	}
	return ""
}

// put makes an element say an example.
func put(e *conformant.Element, says string) {
	if len(e.Kids) == 0 {
		e.Kind, e.Text = conformant.Code, says
		return
	}
	k := e.Kids[0]
	k.Kind, k.Text = conformant.Code, says
	switch {
	case strings.HasPrefix(strings.ToLower(says), "urn:"):
		k.Name = "URNIdentifikator"
	case says == "true":
		k.Name = "GraenseIndikator"
	case k.Name == "URNIdentifikator":
		k.Name = "UUIDIdentifikator"
	case k.Name == "GraenseIndikator":
		k.Name = "TidsstempelDatoTid"
	}
}

// examples are what a row shows, one by one: its cell has lines, and words between.
func examples(row map[string]string) []string {
	var out []string
	for _, line := range strings.Split(strings.ReplaceAll(row["eksempel"], " ¶ T", "T"), "¶") {
		if line = strings.TrimSpace(line); line != "" && line != "n/a" && !strings.HasPrefix(line, "eller") {
			out = append(out, line)
		}
	}
	return out
}

// beside lets what an example speaks of be said beside it: whether a user or a system
// has done it, and whether a part is a person or a company.
func beside(g conformant.Ground, parent *conformant.Element, row map[string]string, says string) {
	is := func(begins ...string) bool {
		return slices.ContainsFunc(begins, func(b string) bool { return strings.HasPrefix(says, "urn:oio:"+b) })
	}
	for _, k := range parent.Kids {
		switch {
		case k.Name == "AktoerTypeKode" && strings.HasSuffix(row["dataelement"], "AktoerRef"):
			k.Text = "Bruger"
			if is("it-system-uuid") {
				k.Text = "ItSystem"
			}
		case k.Name == "Type" && row["dataelement"] == "ReferenceID" && strings.HasSuffix(parent.Name, "part"):
			typ := "Person"
			if is("cvr-nr", "pnr") {
				typ = "Virksomhed"
			}
			class, _ := g.Roles.ByName(row["objekt"], parent.Name, municipality.ArtType, typ)
			k.Kids[0].Text = class.UUID
		}
	}
}

// withExample are messages that keep the rows but for one element, which says the
// example of a row: at most n of them.
func withExample(g conformant.Ground, from []conformant.Message, row map[string]string, says string, n int) []string {
	var out []string
	id := ""
	if part := elements[row["objekt"]+" "+row["sektion"]]; part != "" {
		k, _ := g.Roles.ByName(row["objekt"], part, municipality.ArtRolle, row["rolle"])
		id = k.UUID
	}
	for _, m := range from {
		if len(out) == n {
			break
		}
		root := m.Element()
		for _, object := range root.Kids {
			if !strings.HasPrefix(object.Name, row["objekt"]) {
				continue
			}
			if parent, at := place(object, row, id); parent != nil {
				put(parent.Kids[at], says)
				beside(g, parent, row, says)
				out = append(out, conformant.Plain.Write(root))
				break
			}
		}
	}
	return out
}

// against are the faults that are found in the element that says the example.
func against(g conformant.Ground, raw, name, says string) []verdict.Finding {
	var out []verdict.Finding
	for _, f := range judge.CheckMessage("eksempel.xml", []byte(raw), g.Roles, nil) {
		if f.Outcome == verdict.Fail && strings.Contains(f.Path, "/"+name) && (strings.Contains(f.Actual, says) || strings.Contains(f.Actual, "xxxx")) {
			out = append(out, f)
		}
	}
	return out
}

// TestKombitsExamples: what a row shows is taken in some message that keeps the rows
// otherwise; else it is said that the example is wrong.
func TestKombitsExamples(t *testing.T) {
	official.Folder(t)
	g := ground(t)
	draws := 150
	if *messages >= 5000 {
		draws = 600 // every role has every element somewhere
	}
	var from []conformant.Message
	for seed := range draws {
		from = append(from, conformant.Imports(g, conformant.Settings{}).Example(seed).Message)
	}
	tries := 3 // one of them has beside it what the example asks for
	if *messages >= 5000 {
		tries = 12
	}
	tried, wrong, seen := 0, map[string]bool{}, map[string]bool{}
	for _, file := range []string{"sag.tsv", "dokument.tsv"} {
		for n, row := range official.Rows(t, file) {
			for _, says := range examples(row) {
				if key := row["objekt"] + row["dataelement"] + says; *messages < 5000 && seen[key] {
					continue // the same element of another role
				}
				seen[row["objekt"]+row["dataelement"]+says] = true
				path := strings.Split(row["dataelement"], "/")
				name := path[len(path)-1]
				if other, ok := xsdNames[name]; ok {
					name = other
				}
				all := withExample(g, from, row, says, tries)
				if len(all) == 0 && !neverSent[row["dataelement"]] {
					t.Errorf("%s, line %d: no message has %s of %s", file, n+2, row["dataelement"], row["rolle"])
				}
				tried++
				if len(all) == 0 || slices.ContainsFunc(all, func(raw string) bool { return len(against(g, raw, name, says)) == 0 }) {
					continue
				}
				for _, f := range against(g, all[0], name, says) {
					wrong[says] = true
					if !strings.Contains(f.Message, "KOMBITs eget eksempel") {
						t.Errorf("%s, line %d, %q: it is not said that the example is wrong: %s %s", file, n+2, says, f.Rule, f.Message)
					}
				}
			}
		}
	}
	t.Logf("%d examples, of which are wrong: %v", tried, slices.Sorted(maps.Keys(wrong)))
	if tried < 60 || len(wrong) < 3 {
		t.Errorf("%d examples, %d of them wrong", tried, len(wrong))
	}
}

// neverSent are elements that a sender does not send, or, of Bopælskommune, must not.
var neverSent = map[string]bool{"StsTidspunkt": true, "CVR-Nummer": true}
