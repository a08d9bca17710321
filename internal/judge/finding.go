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
	*views
}

func newPlace(file string, doc *soap.Document, exchange int) place {
	return place{file, doc, exchange, newViews()}
}

func (p place) at(f verdict.Finding, el *etree.Element) verdict.Finding {
	f.File, f.Exchange = p.file, p.exchange
	if el != nil {
		f.Line, f.Path, f.Fragment = p.doc.Line(el), p.path(el), p.fragment(el)
	}
	return f
}

func (p place) violation(v contract.Violation) verdict.Finding {
	if how := anvisning.WithdrawnURN(v.Element); how != "" && v.Code == "unexpected" {
		// The rows say where the number belongs instead.
		v.Fix = fmt.Sprintf("Send nummeret som URN i partens ReferenceID, %s, og udelad <%s>.", how, v.Element.Tag)
	}
	return p.at(verdict.Finding{Rule: "kontrakt." + v.Code, Outcome: verdict.Fail, Source: fromContract, Message: v.Message, Expected: v.Expected,
		Actual: v.Actual, Fix: v.Fix}, v.Element)
}

func (p place) deviation(d *anvisning.Deviation) verdict.Finding {
	return p.at(verdict.Finding{Rule: d.Rule, Outcome: d.Outcome, Source: d.Source, Message: d.Message, Expected: d.Expected, Actual: d.Actual, Fix: d.Fix}, d.El)
}

// maxViolations is how many disagreements with the contract are told of one
// message. One with more is not of this contract at all, and nobody reads them.
const maxViolations = 1000

// structure holds a message and its RequestHeader against the contract.
func structure(env *soap.Envelope) []contract.Violation {
	var out []contract.Violation
	if h := oio.Child(env.Header, "RequestHeader"); h != nil {
		out = append(out, contract.CheckOnce(env, h)...) // of one's own: they are shared
	}
	out = append(out, contract.CheckOnce(env, env.Body)...)
	if rest := len(out) - maxViolations; rest > 0 {
		out = append(out[:maxViolations],
			contract.Violation{Element: env.Body, Code: "unexpected", Expected: "en meddelelse efter XSD'en", Actual: fmt.Sprintf("%d brud", rest+maxViolations),
				Message: fmt.Sprintf("Meddelelsen bryder strukturen %d gange mere; de er ikke nævnt hver for sig.", rest), Fix: "Ret de brud, der er nævnt, og prøv igen."})
	}
	return out
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

// written is an element, which is changed, as people write XML: the blanks between
// elements, with which its sender has set it out, would stand beside ours.
func written(c *etree.Element) string {
	setOut(c)
	doc := etree.NewDocument()
	doc.SetRoot(c)
	doc.Indent(2)
	s, err := doc.WriteToString()
	if err != nil {
		return ""
	}
	return strings.TrimRight(s, "\n")
}

// setOut takes away what stands between the elements of el, where that is nothing but
// white space.
func setOut(el *etree.Element) {
	children := el.ChildElements()
	if len(children) == 0 {
		return
	}
	el.Child = slices.DeleteFunc(el.Child, func(t etree.Token) bool {
		c, ok := t.(*etree.CharData)
		return ok && !c.IsCData() && strings.TrimSpace(c.Data) == ""
	})
	for _, c := range children {
		setOut(c)
	}
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
		el.Child = nil
		el.SetText("…")
		return
	}
	for _, c := range children {
		shorten(c, left)
	}
}

// mask hides CPR numbers in everything that a finding says.
func mask(f verdict.Finding) verdict.Finding {
	for _, s := range texts(&f) {
		*s = privacy.Mask(*s)
	}
	return f
}

// texts are what a finding says, which may repeat what a message said.
func texts(f *verdict.Finding) [6]*string {
	return [6]*string{&f.Message, &f.Expected, &f.Actual, &f.Fix, &f.Fragment, &f.Suggestion}
}
