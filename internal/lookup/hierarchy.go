package lookup

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Group is one kind of the objects that a system service finds.
type Group struct {
	List      string // the element of the reply that holds them
	Criterion string // the element of the search that describes them
	Shape     Shape
	Source    Source
}

// SystemService describes a system service: OrganisationSystem, KlassifikationSystem.
type SystemService struct {
	ID     recording.ServiceID
	Name   string // for people
	NS     string
	Action string            // what its SOAPActions begin with
	Port   string            // its WSDL's namespace and port type
	Groups []Group           // in the XSD's order
	Writes map[string]string // operations that write → their elements
}

// NewSystem returns a system service.
//
// How it searches is inference from public clients, since the contract says
// nothing: a search that describes no kind finds all of them, one that
// describes some finds those alone; and every kind has pages of its own, so
// that a client that goes on until a page of units is not full reads them all.
func NewSystem(d SystemService) *soap.Service {
	ops := operations{}
	ops.add(d.NS, "FremsoegObjekthierarkiInput", d.Action, "fremsoegobjekthierarki", d.search)
	for operation, element := range d.Writes {
		ops.add(d.NS, element, d.Action, operation, refuse(d.Name, operation))
	}
	return &soap.Service{ID: d.ID, Name: d.Name, PortType: d.Port, Operations: ops}
}

func (d SystemService) search(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	queries, problem := d.queries(env.Body)
	found := make([][]string, len(d.Groups))
	total, n := 0, 0
	for i, q := range queries {
		if q == nil {
			continue
		}
		page, all := d.service(i).find(*q)
		found[i], total, n = page, total+all, n+len(page)
	}
	switch {
	case problem != "":
		return d.reply(statusBadInput, problem, found), nil
	case n == 0:
		return d.reply(statusNotFound, fmt.Sprintf("søgningen fandt intet (%d i alt)", total), found), nil
	}
	return d.reply(statusOK, "", found), nil
}

func (d SystemService) service(i int) service {
	return service{d.Groups[i].Shape, d.Groups[i].Source}
}

// queries are the searches of the groups; those of groups that the search does
// not describe are nil.
func (d SystemService) queries(body *etree.Element) ([]*query, string) {
	all := true
	for _, g := range d.Groups {
		all = all && oio.Child(body, g.Criterion) == nil
	}
	var out []*query
	for i, g := range d.Groups {
		q, problem := d.service(i).newQuery(body)
		if problem != "" {
			return nil, problem
		}
		described := oio.Child(body, g.Criterion)
		if problem := d.misplaced(body, described, g.Shape); problem != "" {
			return nil, problem
		}
		switch {
		case described != nil:
			if problem := d.service(i).readFields(described, &q); problem != "" {
				return nil, problem
			}
			out = append(out, &q)
		case all:
			out = append(out, &q)
		default:
			out = append(out, nil)
		}
	}
	return out, ""
}

// misplaced is Shape.misplaced for a search over several kinds: what describes
// one of them is that kind's, the page nobody's own.
func (d SystemService) misplaced(body, described *etree.Element, k Shape) string {
	if described != nil {
		if problem := k.misplaced(described); problem != "" {
			return problem
		}
	}
	for _, c := range body.ChildElements() {
		if want := k.namespace(c.Tag); want == NSSagDok && c.NamespaceURI() != want {
			return k.misplaced(body)
		}
	}
	return ""
}

// reply holds every list, empty ones too: the XSD wants them whatever the
// status.
func (d SystemService) reply(kode int, tekst string, found [][]string) *etree.Element {
	out := etree.NewElement("s:FremsoegObjekthierarkiOutput")
	out.CreateAttr("xmlns:s", d.NS)
	out.CreateAttr("xmlns:sd", NSSagDok)
	standardRetur(out, kode, tekst)
	for i, g := range d.Groups {
		list, w := out.CreateElement("s:"+g.List), d.service(i).writer()
		w.declare(list)
		for _, id := range found[i] {
			// An object is never taken out of a register: what was found is there.
			if o, ok := g.Source.Get(id); ok {
				w.fill(list.CreateElement("s:FiltreretOejebliksbillede"), o, filters{})
			}
		}
	}
	return out
}

// With is a source that holds objects of its own besides another's, after them.
// Where two have one UUID the first is the object, whoever asks: one class may
// give two relations their role, and a municipality may have the class itself.
func With(s Source, own []municipality.Objekt) Source {
	w := with{Source: s, index: make(map[string]int, len(own))}
	for _, o := range own {
		if _, ok := w.index[o.UUID]; !ok {
			w.index[o.UUID] = len(w.own)
			w.own = append(w.own, o)
		}
	}
	return w
}

type with struct {
	Source
	own   []municipality.Objekt
	index map[string]int // by UUID in lower case
}

func (w with) Each(see func(municipality.Objekt) bool) {
	more := true
	w.Source.Each(func(o municipality.Objekt) bool { more = see(o); return more })
	for i := 0; more && i < len(w.own); i++ {
		if _, ok := w.Source.Get(w.own[i].UUID); !ok {
			more = see(w.own[i])
		}
	}
}

func (w with) Get(id string) (municipality.Objekt, bool) {
	if o, ok := w.Source.Get(id); ok {
		return o, true
	}
	if i, ok := w.index[strings.ToLower(id)]; ok {
		return w.own[i], true
	}
	return municipality.Objekt{}, false
}
