package contract

import (
	"strings"
	"testing"
	"testing/fstest"
)

// onlyByXSIType are the types that no element has, but that xsi:type can name.
var onlyByXSIType = map[string]bool{"SoegBeloebIntervalType": true}

// TestForm: the embedded form can be read, every type is used, and no line of
// a type repeats a name, which the matching relies on.
func TestForm(t *testing.T) {
	s, err := parseAll(forms)
	if err != nil {
		t.Fatal(err)
	}
	used := map[*typeDef]bool{}
	var use func(d *typeDef)
	use = func(d *typeDef) {
		if d == nil || used[d] {
			return
		}
		used[d] = true
		use(d.base)
		for _, p := range d.parts {
			for _, el := range p.declarations() {
				use(el.typ)
			}
		}
	}
	for _, d := range s.elements {
		use(d.typ)
	}
	for n, d := range s.types {
		if onlyByXSIType[n.local] {
			use(d)
		}
	}
	for n, d := range s.types {
		if n.space != nsXSD && !used[d] {
			t.Errorf("type %s of %s is unused", n.local, n.space)
		}
		if (d.simple == nil) == (len(d.parts) == 0) {
			t.Errorf("type %s of %s is neither simple nor complex", n.local, n.space)
		}
		names := map[name]bool{}
		for _, p := range d.parts {
			for _, el := range p.declarations() {
				if names[el.name] {
					t.Errorf("type %s has %s twice", n.local, el.name.local)
				}
				names[el.name] = true
			}
		}
	}
}

func TestFormMistakes(t *testing.T) {
	for form, want := range map[string]string{
		"element A = B":                             "unknown type",
		"element A = x:B":                           "unknown prefix",
		"type A\n  B ?":                             "no global element",
		"type A\n  B twice string":                  "unknown occurs",
		"type A\n  B":                               "no occurs",
		"type A\n    B ? string":                    "in no choice",
		"type A = B\ntype B = A":                    "extends itself",
		"type A = string\ntype A = string":          "there twice",
		"element A = string\nelement A = string":    "there twice",
		"word A = string":                           "unknown word",
		"element A = string /[/":                    "parsing regexp",
		"element A = string 1..x":                   "invalid syntax",
		"type A\n  choice 1\n    B 1 string\n  C ?": "no global element",
	} {
		_, err := parseAll(fstest.MapFS{"form/a.contract": {Data: []byte("namespace a urn:a\n" + form)}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", form, err, want)
		}
	}
}

func TestSimilar(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"TilstandsListe", "TilstandListe", true}, {"titel", "Titel", true}, {"Fremdrft", "Fremdrift", true},
		{"Sagspart", "Sagsaktoer", false}, {"Vis", "Via", false}, {"", "Titel", false},
	} {
		if similar(tt.a, tt.b) != tt.want {
			t.Errorf("similar(%q, %q) is not %v", tt.a, tt.b, tt.want)
		}
	}
}
