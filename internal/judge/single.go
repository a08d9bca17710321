package judge

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// CheckMessage judges the bytes of one message by what it alone can tell: the
// XML, the structure, and the rules that need nothing else. Findings name file
// as their place. registers may be nil: then references into FK Organisation
// and FK Klassifikation are not looked up. The message may stand in a SOAP
// envelope or begin with the operation's own element.
func CheckMessage(file string, raw []byte, roles *municipality.Relationsklasser, registers *municipality.Register) []verdict.Finding {
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		return []verdict.Finding{unreadable(file, p)}
	}
	env := &soap.Envelope{Document: doc, Body: doc.Root}
	if !contract.Known(doc.Root.NamespaceURI(), doc.Root.Tag) {
		if env, p = doc.Envelope(); p != nil {
			return []verdict.Finding{unreadable(file, p)}
		}
	}
	body := env.Body
	at := place{file: file, doc: doc}
	var out []verdict.Finding
	for _, v := range structure(env) {
		f := at.violation(v)
		f.Capability = homeOf(v, body, roles)
		out = append(out, mask(f))
	}
	store := index.NewStore()
	store.ApplyMessage(body, "")
	for _, o := range oio.ReadObjekter(body) {
		s := anvisning.Surroundings{Roles: roles, Registers: registers}
		if stored, ok := store.Get(o.UUID); ok {
			s.State = stored.Dele
		}
		for _, d := range anvisning.Check(o, s).Deviations {
			f := at.deviation(d)
			f.Capability = Home(o, d.Del, roles)
			out = append(out, mask(f))
		}
	}
	return out
}

func unreadable(file string, p *soap.Problem) verdict.Finding {
	return mask(verdict.Finding{Rule: p.Code, Outcome: verdict.Fail, Capability: verdict.Sag, Source: problemSource(p.Code), Message: p.Message,
		Expected: p.Expected, Actual: p.Actual, Fix: p.Fix, File: file, Line: p.Line})
}

// homeOf is the column of the object, or the part of it, that broke the
// contract.
func homeOf(v contract.Violation, body *etree.Element, roles *municipality.Relationsklasser) verdict.CapabilityID {
	if body.Tag == "FjernSagDokumentIndeksInput" {
		return verdict.Fjern
	}
	var del oio.Del
	for el := v.Element; el != nil && el != body; el = el.Parent() {
		if el.Tag == "Journalpost" {
			del = oio.ReadDel(el, true)
		}
		if el.Parent() == body {
			return Home(oio.ReadObjekt(el), del, roles)
		}
	}
	return verdict.Sag
}
