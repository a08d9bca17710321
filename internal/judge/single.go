package judge

import (
	"encoding/xml"
	"slices"
	"sync"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/index"
	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/ordliste"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// Beside is what a message is judged by that stands alone. Only Roles is needed: without
// Registers references into FK Organisation and FK Klassifikation are not looked up, and
// without Words titles are held against klarmeld's own list.
type Beside struct {
	Roles     *municipality.Relationsklasser
	Registers *municipality.Register
	Words     *ordliste.List
	KLE       *kle.Edition // nil: numbers are held against none
	// Across is told what the message says that others are held against, when it can be
	// read; nil: nobody asks. It is called before Check returns.
	Across func(Facts)
	// Unmended: findings come without suggestions. Finding the changes that would mend a
	// message takes several times as long as judging it, and of a delivery nobody reads
	// more than some of them.
	Unmended bool
}

// CheckMessage is Beside.Check by the relation classes and the registers, which may be
// nil, and nothing else.
func CheckMessage(file string, raw []byte, roles *municipality.Relationsklasser, registers *municipality.Register) []verdict.Finding {
	return Beside{Roles: roles, Registers: registers}.Check(file, raw)
}

// Check judges the bytes of one message by what it alone can tell: the
// XML, the structure, and the rules that need nothing else. Findings name file
// as their place. The message may stand in a SOAP envelope or begin with the
// operation's own element.
func (b Beside) Check(file string, raw []byte) []verdict.Finding {
	roles := b.Roles
	env, p := read(raw)
	if p != nil {
		return []verdict.Finding{unreadable(file, p)}
	}
	at := newPlace(file, env.Document, 0)
	mend := newMender(env, len(raw), roles, b.Registers)
	if b.Unmended {
		mend.left = 0
	}
	deviations := b.alone(env)
	var found []said
	if env.Notice != nil {
		found = append(found, newSaid(unreadable(file, env.Notice), toldElsewhere, roles))
	}
	if env.Body != env.Root {
		for _, f := range calls(env, file) {
			found = append(found, newSaid(f, toldElsewhere, roles))
		}
	}
	mend.know(deviations)
	if b.Words == nil && b.KLE == nil { // as the mender looks
		mend.alone = deviations
	}
	all := structure(env)
	tool := toolOn(env, all)
	for _, v := range unsaid(all, deviations) {
		f := mend.violation(v).on(mend.agreed(at.violation(v), v))
		f.Capability, f.Tool = homeOf(v, env.Body, roles), tool.violation(v)
		found = append(found, newSaid(f, toldElsewhere, roles))
	}
	for i := range deviations {
		t := &deviations[i]
		f := mend.deviation(t.Deviation).on(at.deviation(t.Deviation))
		f.Capability, f.Tool = Home(t.objekt, t.Del, roles), tool.deviation(t.Deviation)
		found = append(found, newSaid(f, t, roles))
	}
	attribute(found)
	var out []verdict.Finding
	for i := range found {
		out = append(out, mask(found[i].Finding))
	}
	return out
}

// read reads a message that may stand in an envelope, or begin with the
// operation's own element.
func read(raw []byte) (*soap.Envelope, *soap.Problem) {
	doc, p := soap.ReadDocument(raw)
	if p != nil {
		return nil, p
	}
	if contract.Known(doc.Root.NamespaceURI(), doc.Root.Tag) {
		return &soap.Envelope{Document: doc, Body: doc.Root}, nil
	}
	return doc.Envelope()
}

// calls are the findings of how a message calls its service, as far as its envelope
// shows that.
func calls(env *soap.Envelope, file string) []verdict.Finding {
	var out []verdict.Finding
	service := itsService()
	_, ours := service.Operations[xml.Name{Space: env.Body.NamespaceURI(), Local: env.Body.Tag}]
	for _, note := range service.Shown(env) {
		if f, ok := calling(note, service.Name, !ours); ok {
			f.File, f.Line, f.Capability = file, env.Line(env.Body), homeOf(contract.Violation{}, env.Body, nil)
			out = append(out, mask(f))
		}
	}
	return out
}

// itsService is the index's service as its WSDL has it: nobody calls this one.
var itsService = sync.OnceValue(func() *soap.Service { return index.Service(nil) })

// lone is a broken rule of a message looked at alone, and the object it is of;
// none when it is of the message itself.
type lone struct {
	*anvisning.Deviation
	objekt oio.Objekt
	before []oio.Del // what the index had of it; nil where nothing is known
}

// unsaid are the disagreements with the contract that no row has told already:
// of an element that is missing the row tells more.
func unsaid(all []contract.Violation, rows []lone) []contract.Violation {
	told := map[hole]bool{}
	for _, d := range rows {
		if d.Missing != "" {
			told[hole{d.El, d.Missing}] = true
		}
	}
	var out []contract.Violation
	for _, v := range all {
		if !slices.ContainsFunc(v.Missing, func(name string) bool { return told[hole{v.Element, name}] }) {
			out = append(out, v)
		}
	}
	return out
}

// outside are the deviations of what the message holds besides its objects: its
// header, and the body of an operation that has none.
func outside(env *soap.Envelope, objekter []oio.Objekt) []lone {
	all := anvisning.Values(oio.Child(env.Header, "RequestHeader"))
	if len(objekter) == 0 {
		all = append(all, anvisning.Values(env.Body)...)
	}
	out := make([]lone, 0, len(all))
	for i := range all {
		out = append(out, lone{Deviation: &all[i]})
	}
	return out
}

// alone tries the rules on a message's objects by what it alone can tell.
func (b Beside) alone(env *soap.Envelope) []lone {
	done, around := b.apply(env)
	out := outside(env, done.objekter)
	for i, o := range done.objekter {
		tally := anvisning.Check(o, around(i))
		for k := range tally.Deviations {
			out = append(out, lone{Deviation: &tally.Deviations[k], objekt: o})
		}
	}
	if b.Across != nil {
		b.Across(b.facts(env, done, out))
	}
	return out
}

func unreadable(file string, p *soap.Problem) verdict.Finding {
	return mask(verdict.Finding{Rule: p.Code, Outcome: outcome(p), Capability: verdict.Sag, Source: p.Source(), Message: p.Message,
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
			return Home(oio.Objekt{Type: oio.TypeOf(el)}, del, roles)
		}
	}
	return verdict.Sag
}
