package judge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// place is where a message stands: the file that holds it, and its lines.
type place struct {
	file     string
	doc      *soap.Document
	exchange int
}

func (p place) at(f verdict.Finding, el *etree.Element) verdict.Finding {
	f.File, f.Exchange = p.file, p.exchange
	if el != nil {
		f.Line, f.Path, f.Fragment = p.doc.Line(el), path(el), fragment(el)
	}
	return f
}

func (p place) violation(v contract.Violation) verdict.Finding {
	return p.at(verdict.Finding{Rule: "kontrakt." + v.Code, Outcome: verdict.Fail, Source: "SF1470 version 6, XSD", Message: v.Message, Expected: v.Expected, Actual: v.Actual, Fix: v.Fix}, v.Element)
}

func (p place) deviation(d anvisning.Deviation) verdict.Finding {
	return p.at(verdict.Finding{Rule: d.Rule, Outcome: d.Outcome, Source: d.Source, Message: d.Message, Expected: d.Expected, Actual: d.Actual, Fix: d.Fix}, d.El)
}

// structure holds a message and its RequestHeader against the contract.
func structure(env *soap.Envelope) []contract.Violation {
	var out []contract.Violation
	if h := oio.Child(env.Header, "RequestHeader"); h != nil {
		out = contract.Check(h)
	}
	return append(out, contract.Check(env.Body)...)
}

// Home is the column that a part of an object belongs to by its nature.
func Home(o oio.Objekt, d oio.Del, roles *municipality.Relationsklasser) verdict.CapabilityID {
	if o.Type == oio.Dokument {
		return verdict.Dokument
	}
	if d.Kind == "Journalpost" {
		if k, ok := roles.ByUUID(string(o.Type), d.Kind, municipality.ArtRolle, d.Rolle.UUID); ok && k.Navn == "Journalnotat" {
			return verdict.Journalnotat
		}
		return verdict.Dokument
	}
	return verdict.Sag
}

// path names an element by the local names from the message's body element
// down, with a number where siblings share a name.
func path(el *etree.Element) string {
	var steps []string
	for ; el != nil && el.Tag != "" && el.Tag != "Body" && el.Tag != "Envelope"; el = el.Parent() {
		step := el.Tag
		if same := oio.Children(el.Parent(), el.Tag); len(same) > 1 {
			step = fmt.Sprintf("%s[%d]", el.Tag, slices.Index(same, el)+1)
		}
		steps = append(steps, step)
	}
	slices.Reverse(steps)
	return strings.Join(steps, "/")
}

// maxFragment is how many elements of a fragment are shown whole.
const maxFragment = 14

// fragment is the element as a reader should see it: indented, without the
// namespace declarations that stand on it, its inside cut short when it is
// long, and the text of notes left out, since base64 hides what is in it.
func fragment(el *etree.Element) string {
	c := el.Copy()
	if elements(c) > maxFragment {
		foldVirkning(c)
	}
	left := maxFragment
	shorten(c, &left)
	return written(c)
}

// elements is how many there are in el, itself among them.
func elements(el *etree.Element) int {
	n := 1
	for _, c := range el.ChildElements() {
		n += elements(c)
	}
	return n
}

// foldVirkning leaves the inside of every Virkning below el out: of what is too
// long to show whole, the period is what a reader misses least.
func foldVirkning(el *etree.Element) {
	for _, c := range el.ChildElements() {
		if c.Tag != "Virkning" {
			foldVirkning(c)
			continue
		}
		c.Child = nil
		c.SetText("…")
	}
}

func written(c *etree.Element) string {
	doc := etree.NewDocument()
	doc.SetRoot(c)
	doc.Indent(2)
	s, err := doc.WriteToString()
	if err != nil {
		return ""
	}
	return strings.TrimRight(s, "\n")
}

func shorten(el *etree.Element, left *int) {
	*left--
	el.Attr = slices.DeleteFunc(el.Attr, func(a etree.Attr) bool { return a.Space == "xmlns" || a.Key == "xmlns" })
	if el.Tag == "Notat" {
		n := len(el.Text())
		el.SetText(fmt.Sprintf("… %d tegn base64 …", n))
	}
	children := el.ChildElements()
	if len(children) > 0 && *left <= 0 {
		for _, c := range children {
			el.RemoveChild(c)
		}
		el.SetText("…")
		return
	}
	for _, c := range children {
		shorten(c, left)
	}
}

// mask hides CPR numbers in everything that a finding says.
func mask(f verdict.Finding) verdict.Finding {
	for _, s := range []*string{&f.Message, &f.Expected, &f.Actual, &f.Fix, &f.Fragment, &f.Suggestion} {
		*s = privacy.Mask(*s)
	}
	return f
}
