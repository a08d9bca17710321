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
	"klarmeld/internal/soap"
)

// Status codes that public clients know.
const (
	statusOK       = 20
	statusBadInput = 40
	statusNotFound = 44
)

// MaxPage is how many objects one answer may hold.
const MaxPage = 500

// New returns the service of a kind. action is what its SOAPActions begin
// with.
func New(name string, k Kind, source Source, action string) *soap.Service {
	s := service{k, source}
	ops := map[xml.Name]soap.Operation{}
	add := func(operation, element string, handle func(*soap.Envelope) (*etree.Element, *soap.Fault)) {
		ops[xml.Name{Space: k.NS, Local: element}] = soap.Operation{Name: operation, Action: action + operation, Handle: handle}
	}
	add("soeg", "SoegInput", s.soeg)
	add("laes", "LaesInput", s.laes)
	add("list", "ListInput", s.list)
	for operation, element := range map[string]string{"importer": "ImportInput", "opret": "OpretInput", "ret": "RetInput", "passiver": "PassiverInput", "slet": "SletInput"} {
		add(operation, element, refuse(name, operation))
	}
	return &soap.Service{Name: name, Operations: ops}
}

// refuse answers what would write: the registers are the municipality's.
func refuse(name, operation string) func(*soap.Envelope) (*etree.Element, *soap.Fault) {
	return func(*soap.Envelope) (*etree.Element, *soap.Fault) {
		return nil, &soap.Fault{Sender: true, Code: "register.skrivning",
			Reason: fmt.Sprintf("%s kan i klarmeld kun læses; %s udføres ikke. Registrene er kommunens og ændres af den.", name, operation)}
	}
}

type service struct {
	kind   Kind
	source Source
}

// root begins a reply; retur writes its status.
func (s service) root(name string, kode int, tekst string) *etree.Element {
	out := etree.NewElement("k:" + name)
	out.CreateAttr("xmlns:k", s.kind.NS)
	out.CreateAttr("xmlns:sd", NSSagDok)
	if s.kind.Tilstand == Gyldighed {
		out.CreateAttr("xmlns:o", NSOrganisation)
	}
	r := out.CreateElement("sd:StandardRetur")
	r.CreateElement("sd:StatusKode").SetText(strconv.Itoa(kode))
	if tekst != "" {
		r.CreateElement("sd:FejlbeskedTekst").SetText(privacy.Mask(tekst))
	}
	return out
}

func (s service) soeg(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	q, problem := s.query(env.Body)
	if problem != "" {
		return s.root("SoegOutput", statusBadInput, problem), nil
	}
	var found []string
	for _, o := range s.source.All() {
		if q.matches(o) {
			found = append(found, o.UUID)
		}
	}
	total := len(found)
	found = found[min(q.first, len(found)):]
	found = found[:min(q.most, len(found))]
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
	id := strings.TrimSpace(oio.Text(oio.Child(env.Body, "UUIDIdentifikator")))
	o, ok := s.source.Get(id)
	if !ok {
		return s.root("LaesOutput", statusNotFound, fmt.Sprintf("%s %s findes ikke", s.kind.Kind, id)), nil
	}
	out := s.root("LaesOutput", statusOK, "")
	out.AddChild(s.snapshot(o, period(env.Body)))
	return out, nil
}

func (s service) list(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	asked := oio.Children(env.Body, "UUIDIdentifikator")
	if len(asked) > MaxPage {
		return s.root("ListOutput", statusBadInput, fmt.Sprintf("der er bedt om %d objekter; højst %d ad gangen", len(asked), MaxPage)), nil
	}
	within := period(env.Body)
	var shown []*etree.Element
	for _, el := range asked {
		if o, ok := s.source.Get(strings.TrimSpace(oio.Text(el))); ok {
			shown = append(shown, s.snapshot(o, within))
		}
	}
	if len(shown) == 0 {
		return s.root("ListOutput", statusNotFound, "ingen af objekterne findes"), nil
	}
	out := s.root("ListOutput", statusOK, "")
	for _, el := range shown {
		out.AddChild(el)
	}
	return out, nil
}

// period reads VirkningFraFilter and VirkningTilFilter. The registration
// filters are passed over: only the newest registration is kept.
func period(body *etree.Element) oio.Virkning {
	return oio.Virkning{Fra: oio.ReadTidspunkt(oio.Child(body, "VirkningFraFilter")), Til: oio.ReadTidspunkt(oio.Child(body, "VirkningTilFilter"))}
}

// overlaps reports whether a version holds at some instant of [fra, til);
// an end that is not given does not bind.
func overlaps(v municipality.Version, p oio.Virkning) bool {
	if p.Til.Ok && !p.Til.Uendelig && !v.Fra.Before(p.Til.Time) {
		return false
	}
	if p.Fra.Ok && !p.Fra.Uendelig && !v.Til.IsZero() && !p.Fra.Time.Before(v.Til) {
		return false
	}
	return true
}
