package contract

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/beevik/etree"

	"klarmeld/internal/official"
)

// officialSchemas are the files the form's facts come from.
var officialSchemas = []string{"common/RequestHeader.xsd", "common/SagDokObjekt.xsd", "6.0.STS-0/GenerelleDefinitioner.xsd",
	"6.0.STS-0/GenerelleOperationer.xsd",
	"6.0.STS-0/Sag.xsd", "6.0.STS-0/SagBesked.xsd", "6.0.STS-0/SagOperationer.xsd", "6.0.STS-0/SagIndeks.xsd", "6.0.STS-0/SagIndeksOperationer.xsd",
	"6.0.STS-0/DokumentIndeks.xsd", "6.0.STS-0/DokumentIndeksOperationer.xsd", "6.0.STS-0/SagDokumentIndeksOperationer.xsd"}

// TestFormIsOfficial compares every global element and named type of the
// official schemas with the form, line by line and in both directions.
func TestFormIsOfficial(t *testing.T) {
	schemas := official.Index(official.Folder(t))
	s := load()
	elements, types := 0, 0
	for _, file := range officialSchemas {
		doc := etree.NewDocument()
		if err := doc.ReadFromFile(filepath.Join(schemas, file)); err != nil {
			t.Fatal(err)
		}
		space := doc.Root().SelectAttrValue("targetNamespace", "")
		for _, el := range doc.Root().ChildElements() {
			n := name{space, el.SelectAttrValue("name", "")}
			switch el.Tag {
			case "element":
				elements++
				if d := s.elements[n]; d == nil {
					t.Errorf("%s: element %s is not in the form", file, n.local)
				} else if want, got := typeOfElement(el), showType(d); want != got {
					t.Errorf("%s: element %s is %s, in the form %s", file, n.local, want, got)
				}
			case "complexType", "simpleType":
				types++
				if d := s.types[n]; d == nil {
					t.Errorf("%s: type %s is not in the form", file, n.local)
				} else if want, got := showXSD(el), showForm(d); want != got {
					t.Errorf("%s: type %s is\n%s, in the form\n%s", file, n.local, want, got)
				}
			}
		}
	}
	if elements != len(s.elements) || types != len(s.types)-len(builtins) {
		t.Errorf("the schemas have %d elements and %d types, the form %d and %d", elements, types, len(s.elements), len(s.types)-len(builtins))
	}
	t.Logf("%d elements and %d types agree", elements, types)
}

// qnameOf writes the name that a schema's attribute refers to.
func qnameOf(el *etree.Element, attr string) string {
	value := el.SelectAttrValue(attr, "")
	prefix, local, ok := strings.Cut(value, ":")
	if !ok {
		prefix, local = "", value
	}
	return "{" + spaceOf(el, prefix) + "}" + local
}

// typeOfElement shows the type of an element declaration of a schema.
func typeOfElement(el *etree.Element) string {
	var out string
	if own := el.SelectElement("simpleType"); own != nil {
		out = showXSD(own)
	} else {
		out = qnameOf(el, "type")
	}
	return out + el.SelectAttrValue("fixed", "")
}

func showName(n name) string { return "{" + n.space + "}" + n.local }

func showType(d *declaration) string {
	out := showName(d.typ.name)
	if d.typ.name.local == "" {
		out = showForm(d.typ)
	}
	if d.fixed {
		out += "true"
	}
	return out
}

// showXSD shows a type definition of a schema as showForm shows ours.
func showXSD(el *etree.Element) string {
	var out []string
	for _, c := range el.ChildElements() {
		switch c.Tag {
		case "complexContent":
			out = append(out, showXSD(c))
		case "extension", "restriction":
			out = append(out, "base "+qnameOf(c, "base"))
			if inner := showXSD(c); inner != "" {
				out = append(out, inner)
			}
		case "sequence", "all":
			out = append(out, showXSD(c))
		case "choice":
			// A choice of one thing is that thing.
			if len(c.ChildElements()) == 1 {
				out = append(out, showXSD(c))
				continue
			}
			out = append(out, "choice "+occursXSD(c), showXSD(c), "end")
		case "any":
			out = append(out, "any "+occursXSD(c))
		case "element":
			if c.SelectAttr("ref") != nil {
				out = append(out, qnameOf(c, "ref")+" "+occursXSD(c))
				continue
			}
			schema := c
			for schema.Tag != "schema" {
				schema = schema.Parent()
			}
			out = append(out, "{"+schema.SelectAttrValue("targetNamespace", "")+"}"+c.SelectAttrValue("name", "")+" "+occursXSD(c)+" "+typeOfElement(c))
		default: // a facet
			out = append(out, c.Tag+" "+c.SelectAttrValue("value", ""))
		}
	}
	return strings.Join(slices.DeleteFunc(out, func(s string) bool { return s == "" }), "\n")
}

func occursXSD(el *etree.Element) string {
	return el.SelectAttrValue("minOccurs", "1") + "-" + el.SelectAttrValue("maxOccurs", "1")
}

func occursForm(p part) string {
	if p.max < 0 {
		return strconv.Itoa(p.min) + "-unbounded"
	}
	return strconv.Itoa(p.min) + "-" + strconv.Itoa(p.max)
}

// showForm shows a type of the form.
func showForm(d *typeDef) string {
	var out []string
	if d.base != nil {
		out = append(out, "base "+showName(d.base.name))
	}
	if f := d.simple; f != nil {
		if f.min > 0 {
			out = append(out, "minLength "+strconv.Itoa(f.min))
		}
		if f.max >= 0 {
			out = append(out, "maxLength "+strconv.Itoa(f.max))
		}
		if f.pattern != nil {
			out = append(out, "pattern "+f.shown)
		}
		for _, e := range f.enum {
			out = append(out, "enumeration "+e)
		}
	}
	return strings.Join(append(out, showParts(d.own)...), "\n")
}

func showParts(parts []part) []string {
	var out []string
	for _, p := range parts {
		switch {
		case p.isWildcard():
			out = append(out, "any "+occursForm(p))
		case p.isChoice():
			out = append(append(append(out, "choice "+occursForm(p)), showParts(p.alts)...), "end")
		case load().elements[p.el.name] == p.el:
			out = append(out, showName(p.el.name)+" "+occursForm(p))
		default:
			out = append(out, showName(p.el.name)+" "+occursForm(p)+" "+showType(p.el))
		}
	}
	return out
}
