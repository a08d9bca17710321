package lookup

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Status codes that public clients know.
const (
	statusOK       = 20
	statusBadInput = 40
	statusNotFound = 44
)

// MaxPage is how many objects of a kind one answer may hold.
const MaxPage = 500

// New returns the service of a kind, by its ID and by its name for people.
// action is what its SOAPActions begin with, ports the namespace of its WSDL.
func New(id recording.ServiceID, name string, k Shape, source Source, action, ports string) *soap.Service {
	s := service{k, source}
	ops := operations{}
	ops.add(k.NS, "SoegInput", action, "soeg", s.placed("SoegOutput", s.soeg))
	ops.add(k.NS, "LaesInput", action, "laes", s.placed("LaesOutput", s.laes))
	ops.add(k.NS, "ListInput", action, "list", s.placed("ListOutput", s.list))
	for operation, element := range map[string]string{"importer": "ImportInput", "opret": "OpretInput", "ret": "RetInput", "passiver": "PassiverInput",
		"slet": "SletInput"} {
		ops.add(k.NS, element, action, operation, refuse(name, operation))
	}
	return &soap.Service{ID: id, Name: name, PortType: ports + "/" + string(k.Kind) + "PortType", Operations: ops}
}

type operations map[xml.Name]soap.Operation

func (o operations) add(ns, element, action, operation string, handle func(*soap.Envelope) (*etree.Element, *soap.Fault)) {
	o[xml.Name{Space: ns, Local: element}] = soap.Operation{Name: operation, Action: action + operation, Handle: handle}
}

// refuse answers what would write: the registers are the municipality's.
func refuse(name, operation string) func(*soap.Envelope) (*etree.Element, *soap.Fault) {
	return func(*soap.Envelope) (*etree.Element, *soap.Fault) {
		return nil, &soap.Fault{Sender: true, Code: "register.skrivning",
			Reason: fmt.Sprintf("%s kan i klarmeld kun læses; %s udføres ikke. Registrene er kommunens og ændres af den.", name, operation)}
	}
}

type service struct {
	kind   Shape
	source Source
}

// placed answers a request whose elements do not stand where the contract has
// them, and lets handle answer the others.
func (s service) placed(output string, handle func(*soap.Envelope) (*etree.Element, *soap.Fault)) func(*soap.Envelope) (*etree.Element, *soap.Fault) {
	return func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
		if problem := s.kind.misplaced(env.Body); problem != "" {
			return s.root(output, statusBadInput, problem), nil
		}
		return handle(env)
	}
}

func (s service) writer() writer { return writer{s.kind, s.source.Actor()} }

// root begins a reply with its status.
func (s service) root(name string, kode int, tekst string) *etree.Element {
	out := etree.NewElement("k:" + name)
	s.writer().declare(out)
	standardRetur(out, kode, tekst)
	return out
}

func standardRetur(out *etree.Element, kode int, tekst string) {
	r := out.CreateElement("sd:StandardRetur")
	r.CreateElement("sd:StatusKode").SetText(strconv.Itoa(kode))
	if tekst != "" {
		r.CreateElement("sd:FejlbeskedTekst").SetText(privacy.Mask(tekst))
	}
}

// find carries out a search: the page that was asked for, and how many there
// are in all.
func (s service) find(q query) (page []string, total int) {
	s.source.Each(func(o municipality.Objekt) bool {
		if q.matches(o) {
			if total >= q.first && len(page) < q.most {
				page = append(page, o.UUID)
			}
			total++
		}
		return true
	})
	return page, total
}

func (s service) soeg(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	q, problem := s.query(env.Body)
	if problem != "" {
		return s.root("SoegOutput", statusBadInput, problem), nil
	}
	found, total := s.find(q)
	if len(found) == 0 {
		return s.root("SoegOutput", statusNotFound, fmt.Sprintf("søgningen fandt intet (%d i alt)", total)), nil
	}
	out := s.root("SoegOutput", statusOK, "")
	ids := out.CreateElement("sd:IdListe")
	for _, id := range found {
		ids.CreateElement("sd:UUIDIdentifikator").SetText(id)
	}
	return out, nil
}

func (s service) laes(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	f, problem := readFilters(env.Body)
	if problem != "" {
		return s.root("LaesOutput", statusBadInput, problem), nil
	}
	ids, problem := asked(env.Body)
	if problem != "" {
		return s.root("LaesOutput", statusBadInput, problem), nil
	}
	o, ok := s.source.Get(ids[0])
	if !ok {
		return s.root("LaesOutput", statusNotFound, fmt.Sprintf("%s %s findes ikke", s.kind.Kind, ids[0])), nil
	}
	out := s.root("LaesOutput", statusOK, "")
	s.writer().fill(out.CreateElement("k:FiltreretOejebliksbillede"), o, f)
	return out, nil
}

// asked are the UUIDs of a LaesInput or ListInput.
func asked(body *etree.Element) ([]string, string) {
	els := oio.Children(body, "UUIDIdentifikator")
	switch {
	case len(els) == 0:
		return nil, "UUIDIdentifikator mangler"
	case len(els) > MaxPage:
		return nil, fmt.Sprintf("der er bedt om %d objekter; højst %d ad gangen", len(els), MaxPage)
	}
	var out []string
	for _, el := range els {
		id := strings.TrimSpace(oio.Text(el))
		if !oio.IsUUID(id) {
			return nil, fmt.Sprintf("UUIDIdentifikator er ikke en UUID: %q", id)
		}
		out = append(out, id)
	}
	return out, ""
}

func (s service) list(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	ids, problem := asked(env.Body)
	if problem != "" {
		return s.root("ListOutput", statusBadInput, problem), nil
	}
	f, problem := readFilters(env.Body)
	if problem != "" {
		return s.root("ListOutput", statusBadInput, problem), nil
	}
	var found []municipality.Objekt
	for _, id := range ids {
		if o, ok := s.source.Get(id); ok {
			found = append(found, o)
		}
	}
	if len(found) == 0 {
		return s.root("ListOutput", statusNotFound, "ingen af objekterne findes"), nil
	}
	out, w := s.root("ListOutput", statusOK, ""), s.writer()
	for _, o := range found {
		w.fill(out.CreateElement("k:FiltreretOejebliksbillede"), o, f)
	}
	return out, nil
}
