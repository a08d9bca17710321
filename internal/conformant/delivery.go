package conformant

import "pgregory.net/rapid"

// The namespaces of what a message travels in.
const (
	soap11       Space = "http://schemas.xmlsoap.org/soap/envelope/"
	soap12       Space = "http://www.w3.org/2003/05/soap-envelope"
	header       Space = "http://kombit.dk/xml/schemas/RequestHeader/1/"
	addressing   Space = "http://www.w3.org/2005/08/addressing"
	organisation Space = "http://stoettesystemerne.dk/organisation/organisation/6/"
)

// Wrap is how a message stands alone or in an envelope.
type Wrap struct {
	SOAP        Space // "": none
	Transaction string
	Addressed   bool // with WS-Addressing
}

// Around puts the message in its envelope.
func (w Wrap) Around(body *Element) *Element {
	if w.SOAP == "" {
		return body
	}
	head := nest(w.SOAP, "Header", nest(header, "RequestHeader", leaf(header, "TransactionUUID", UUID, w.Transaction)))
	if w.Addressed {
		head.Kids = append(head.Kids, code(addressing, "MessageID", "urn:uuid:"+w.Transaction),
			nest(addressing, "ReplyTo", code(addressing, "Address", "http://www.w3.org/2005/08/addressing/anonymous")))
	}
	return nest(w.SOAP, "Envelope", head, nest(w.SOAP, "Body", body))
}

// Delivery is a message and how it is sent.
type Delivery struct {
	Message Message
	Wrap    Wrap
	Form    Form
	Again   bool // it is the one before, sent once more as it was
}

// Write is the delivery's bytes. Nothing but the message may be seen by the schema,
// and so the envelope is left out where it is asked for.
func (d Delivery) Write() string { return d.Form.Write(d.Wrap.Around(d.Message.Element())) }

// Bare is the message alone, in the same form.
func (d Delivery) Bare() string { return d.Form.Write(d.Message.Element()) }

func (w *World) delivery(m Message, inEnvelope bool) Delivery {
	d := Delivery{Message: m, Form: Forms().Draw(w.t, "form")}
	if inEnvelope || w.often() {
		d.Wrap = Wrap{pick(w.source, []Space{soap12, soap11}), w.uuid(), w.sometimes()}
	}
	return d
}

// Imports draws importer messages: of a Sag, of a Dokument, of both and of several.
func Imports(g Ground, set Settings) *rapid.Generator[Delivery] {
	return rapid.Custom(func(t *rapid.T) Delivery {
		w := newWorld(newSource(t), g, set)
		return w.delivery(w.importer(&known{exempt: map[string]bool{}}, true), false)
	})
}

// importer is an importer of new objects. loose says that there may be documents
// that no case has.
func (w *World) importer(k *known, loose bool) Message {
	sager, dokumenter := 1, w.under(3)
	if loose && w.sometimes() {
		sager, dokumenter = 0, max(dokumenter, 1)
	} else if w.seldom() {
		sager = 2
	}
	m := Message{Operation: Importer}
	for range dokumenter {
		o := w.dokument(k)
		k.dokumenter = append(k.dokumenter, o.UUID)
		m.Objects = append(m.Objects, o)
	}
	for range sager {
		o := w.sag(k)
		k.sager = append(k.sager, o.UUID)
		m.Objects = append(m.Objects, o)
	}
	w.mutual(m.Objects)
	return m
}

// mutual lets two cases of a message know each other, and a document its answer.
func (w *World) mutual(all []Object) {
	for i := range all {
		for j := range all {
			o, other := &all[i], &all[j]
			if i == j || o.Type != other.Type || !w.seldom() {
				continue
			}
			c := w.again(o)
			if !c.fresh(other.UUID) {
				continue
			}
			part, rolle := "Sagsrelation", "Andre sager"
			if o.Type == Dokument {
				part, rolle = "Dokumentrelation", pick(w.source, []string{"Besvarelser", "Andre dokumenter"})
			}
			p := c.relation(part, rolle, o.Type, Ref{UUID: other.UUID}, span{fra: c.born}, nil)
			for n := range o.Registrations {
				o.Registrations[n].Parts = append(o.Registrations[n].Parts, p.clone())
			}
		}
	}
}

// again is a subject for an object that has been made: what it has is taken.
func (w *World) again(o *Object) *subject {
	r := o.Registrations[len(o.Registrations)-1]
	c := &subject{World: w, object: o.Type, id: o.UUID, indexes: map[string]int{}, taken: map[string]bool{}, registrar: r.Af, born: r.Parts[0].Virkning.Fra}
	for _, p := range r.Parts {
		c.indexes[p.Name+p.Rolle]++
		c.taken[p.Ref.UUID+p.Ref.URN] = true
	}
	return c
}
