// # SagIndeks and DokumentIndeks
//
// SagIndeks and DokumentIndeks are the services over one object at a time. The
// version 6 schemas have their messages (SagIndeksOperationer.xsd,
// SagOperationer.xsd, DokumentIndeksOperationer.xsd), but their WSDLs are not
// public. What stands here of paths and SOAPActions is therefore an inference,
// from the pattern of SagDokumentIndeks; so is that SagIndeks answers laes and
// list with the LaesOutput and ListOutput of Sag, and takes passiver and slet
// in Sag's elements, as it has none of its own. Of what the operations do, the
// schemas say nothing either. Inferred is:
//
//   - laes and list with no filter on registrations answer with the newest one,
//     and with no filter on virkning with all its parts. A filter shows whole
//     parts, not what of them lies in it. Periods run as in a search, but a
//     GraenseIndikator says that there is no limit on that side.
//   - A filter on registrations shows the one that held when its period began
//     and every one made in it; two equal ends are that instant. A registration
//     holds until the next one that came. One whose Tidspunkt is older than
//     what was there before it begins when that did.
//   - list answers with those that it finds.
//   - kasser removes parts from every registration (AM-03), all that it names
//     or none. A part is named by its key and, when given, its reference and
//     its virkning, which is read as in an update.
//   - fjern removes the object physically, and leaves documents.
//   - passiver and slet add a registration with that LivscyklusKode; after slet
//     it has no parts, and takes no updates (49).
//
// An update that would give an object another Master is refused (40): access
// to the object is limited by it. That, too, is inferred.
package index

import (
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// The services over one object at a time, as people call them.
const (
	SagIndeksName      = "SagIndeks 6"
	DokumentIndeksName = "DokumentIndeks 6"
)

// TypeOf is the type of object that a service is about, when it is SagIndeks
// or DokumentIndeks.
func TypeOf(service recording.ServiceID) (oio.ObjektType, bool) {
	t, ok := map[recording.ServiceID]oio.ObjektType{recording.SagIndeks: oio.Sag, recording.DokumentIndeks: oio.Dokument}[service]
	return t, ok
}

// objectService is SagIndeks or DokumentIndeks over a store.
type objectService struct {
	store *Store
	t     oio.ObjektType
	ns    string // prefix of the objects' namespace
}

// ObjectServices returns SagIndeks and DokumentIndeks, keyed by path.
func ObjectServices(store *Store) map[string]*soap.Service {
	sag := objectService{store, oio.Sag, "sag"}
	dokument := objectService{store, oio.Dokument, "di"}
	out := map[string]*soap.Service{}
	for name, s := range map[string]*soap.Service{
		"sagindeks": {ID: recording.SagIndeks, Name: SagIndeksName, Operations: operations("sagindeks", map[string]soapOperation{
			// A reader may call laes and list by Sag's own elements too, which
			// lack the filters on StsTidspunkt.
			"laes": {[]string{oio.NSSagIndeks, oio.NSSag}, sag.laes}, "list": {[]string{oio.NSSagIndeks, oio.NSSag}, sag.list},
			"kasser": {[]string{oio.NSSagIndeks}, sag.change("kasser", "si")}, "fjern": {[]string{oio.NSSagIndeks}, sag.change("fjern", "si")},
			"passiver": {[]string{oio.NSSag}, sag.change("passiver", "sag")}, "slet": {[]string{oio.NSSag}, sag.change("slet", "sag")},
		})},
		"dokumentindeks": {ID: recording.DokumentIndeks, Name: DokumentIndeksName, Operations: operations("dokumentindeks", map[string]soapOperation{
			"laes": {[]string{oio.NSDokumentIndeks}, dokument.laes}, "list": {[]string{oio.NSDokumentIndeks}, dokument.list},
			"kasser": {[]string{oio.NSDokumentIndeks}, dokument.change("kasser", "di")}, "fjern": {[]string{oio.NSDokumentIndeks}, dokument.change("fjern", "di")},
			"passiver": {[]string{oio.NSDokumentIndeks}, dokument.change("passiver", "di")}, "slet": {[]string{oio.NSDokumentIndeks}, dokument.change("slet", "di")},
		})},
	} {
		out["/sts-soap-sagdok/"+name+"/6"], out["/"+name+"/6"] = s, s
	}
	return out
}

// soapOperation is an operation by the namespaces of its element.
type soapOperation struct {
	spaces []string
	handle func(*soap.Envelope) *etree.Element
}

func operations(service string, by map[string]soapOperation) map[xml.Name]soap.Operation {
	out := map[xml.Name]soap.Operation{}
	for name, op := range by {
		handle := func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
			// A message that breaks the schema is refused whole: it has one object.
			if v := contract.CheckOnce(env, env.Body); len(v) > 0 {
				return nil, &soap.Fault{Sender: true, Code: "kontrakt." + v[0].Code, Reason: "Meddelelsen følger ikke XSD'en: " + privacy.Mask(v[0].Message)}
			}
			return op.handle(env), nil
		}
		for _, space := range op.spaces {
			out[xml.Name{Space: space, Local: strings.ToUpper(name[:1]) + name[1:] + "Input"}] = soap.Operation{Name: name,
				Action: "http://kombit.dk/sts/" + service + "/" + name, Handle: handle}
		}
	}
	return out
}

// output begins a BasicOutputType, or one that extends it.
func output(prefix, operation string, s Retur) *etree.Element {
	out := etree.NewElement(prefix + ":" + strings.ToUpper(operation[:1]) + operation[1:] + "Output")
	oio.DeclarePrefixes(out)
	retur(out.CreateElement("sd:StandardRetur"), s.Kode, s.Tekst)
	return out
}

// change answers an operation that changes the object.
func (s objectService) change(operation, prefix string) func(*soap.Envelope) *etree.Element {
	return func(env *soap.Envelope) *etree.Element {
		st, _ := s.store.changedBy(env).ApplyOperation(s.t, operation, env.Body, oio.FormatTime(env.Received))
		return output(prefix, operation, st)
	}
}

func (s objectService) laes(env *soap.Envelope) *etree.Element { return s.read("laes", env) }
func (s objectService) list(env *soap.Envelope) *etree.Element { return s.read("list", env) }

// read answers laes and list, which differ in how many they may ask for.
func (s objectService) read(operation string, env *soap.Envelope) *etree.Element {
	body := env.Body
	f, why := ReadFilter(body)
	if why != "" {
		return output(s.ns, operation, Retur{Kode: StatusBadInput, Tekst: why})
	}
	s.store = s.store.readBy(env)
	var found [][]Stored
	var missing []string
	asked := map[string]bool{} // each is answered once, however often it is named
	for _, el := range oio.Children(body, "UUIDIdentifikator") {
		id := strings.TrimSpace(oio.Text(el))
		if asked[strings.ToLower(id)] {
			continue
		}
		asked[strings.ToLower(id)] = true
		registrations, ok := s.store.History(s.t, id, f)
		switch {
		case !ok:
			missing = append(missing, id+" findes ikke i indekset")
		case len(registrations) == 0:
			missing = append(missing, id+" har ingen registrering i den periode, der spørges om")
		default:
			found = append(found, registrations)
		}
	}
	st := Retur{Kode: StatusOK}
	if len(found) == 0 {
		st = Retur{Kode: StatusNotFound, Tekst: strings.Join(missing, "; ")}
	}
	out := output(s.ns, operation, st)
	for _, registrations := range found {
		el := out.CreateElement(s.ns + ":FiltreretOejebliksbillede")
		el.CreateElement(s.ns + ":ObjektType").CreateElement("sd:UUIDIdentifikator").SetText(registrations[0].UUID)
		for _, r := range registrations {
			writeRegistration(el, s.ns, r)
		}
	}
	return out
}

// ReadFilter reads the filters of a LaesInput or ListInput, or says in Danish
// why they cannot be read.
func ReadFilter(body *etree.Element) (Filter, string) {
	var f Filter
	for _, p := range []struct {
		name string
		to   *Period
	}{{"Registrering", &f.Registrering}, {"StsRegistrering", &f.Sts}, {"Virkning", &f.Virkning}} {
		for _, end := range []struct {
			name string
			to   **time.Time
		}{{"FraFilter", &p.to.Fra}, {"TilFilter", &p.to.Til}} {
			el := oio.Child(body, p.name+end.name)
			if el == nil {
				continue
			}
			t := oio.ReadTidspunkt(el)
			if !t.Ok {
				return f, fmt.Sprintf("%s%s har ikke et tidspunkt med tidszone", p.name, end.name)
			}
			if !t.Uendelig {
				*end.to = &t.Time
			}
			p.to.asked = true
		}
		if p.to.backward() {
			return f, fmt.Sprintf("%sTilFilter ligger før %sFraFilter", p.name, p.name)
		}
	}
	return f, ""
}
