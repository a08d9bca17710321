// Package index stands in for the Sags- og Dokumentindeks (SF1470 version 6):
// the state of what was sent (Store), and the service SagDokumentIndeks with
// importer, opdater, fremsoeg and fjern.
//
// What the real index accepts without complaint this one accepts too: the
// judge, not the service, says that it is wrong. Only what breaks the schema,
// or cannot be applied at all, is answered with an error code.
package index

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
)

// ServiceName is the service as people call it.
const ServiceName = "SagDokumentIndeks 6"

// Paths under which the service answers: the WSDL's own, and the one that
// KOMBIT's samples use.
var Paths = []string{"/sts-soap-sagdok/sagdokumentindeks/6", "/sagdokumentindeks/6"}

const actionBase = "http://kombit.dk/sts/sagdokumentindeks/"

// Service returns the service over a store. now gives StsTidspunkt, which the
// index sets itself.
func Service(store *Store, now func() time.Time) *soap.Service {
	s := service{store, now}
	ops := map[xml.Name]soap.Operation{}
	for name, handle := range map[string]func(*soap.Envelope) (*etree.Element, *soap.Fault){
		"importer": s.apply("ImporterSagDokumentIndeksOutput"),
		"opdater":  s.apply("OpdaterSagDokumentIndeksOutput"),
		"fremsoeg": s.fremsoeg,
		"fjern":    s.fjern,
	} {
		local := strings.ToUpper(name[:1]) + name[1:] + "SagDokumentIndeksInput"
		ops[xml.Name{Space: oio.NSIndeks, Local: local}] = soap.Operation{Name: name, Action: actionBase + name, Handle: handle}
	}
	return &soap.Service{Name: ServiceName, Operations: ops}
}

type service struct {
	store *Store
	now   func() time.Time
}

// apply answers importer and opdater: one UnikRetur per object, so that one
// bad object does not take the good ones with it.
func (s service) apply(output string) func(*soap.Envelope) (*etree.Element, *soap.Fault) {
	return func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
		return multipleOutput(output, s.store.ApplyMessage(env.Body, oio.FormatTime(s.now()))), nil
	}
}

// ApplyMessage applies every object of an importer or opdater body, received
// at sts. An object that breaks the schema is refused and the others stored.
func (s *Store) ApplyMessage(body *etree.Element, sts string) []Status {
	broken := BrokenObjects(body)
	var statuses []Status
	for _, o := range oio.ReadObjekter(body) {
		if why, ok := broken[o.El]; ok {
			statuses = append(statuses, Status{StatusBadInput, privacy.Mask(why), o.Type, o.UUID})
			continue
		}
		statuses = append(statuses, s.Apply(o, sts))
	}
	return statuses
}

// BrokenObjects maps each object of an importer or opdater body that
// disagrees with the contract to the first reason why. Nothing of such an
// object is stored.
func BrokenObjects(body *etree.Element) map[*etree.Element]string {
	out := map[*etree.Element]string{}
	for _, v := range contract.Check(body) {
		for el := v.Element; el != nil; el = el.Parent() {
			if el.Parent() == body {
				if _, ok := out[el]; !ok {
					out[el] = "følger ikke XSD'en: " + v.Message
				}
				break
			}
		}
	}
	return out
}

func (s service) fremsoeg(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	out := etree.NewElement("sdi:FremsoegSagDokumentIndeksOutput")
	oio.DeclarePrefixes(out)
	r := out.CreateElement("sd:StandardRetur")
	for _, unsupported := range []string{"SoegUdtryk", "Filter", "Sortering"} {
		if oio.Child(env.Body, unsupported) != nil {
			retur(r, StatusBadInput, "klarmeld fremsøger på SagUuid og DokumentUuid; "+unsupported+" er ikke understøttet")
			return out, nil
		}
	}
	sager, missingS := s.find(env.Body, "SagUuid", oio.Sag)
	dokumenter, missingD := s.find(env.Body, "DokumentUuid", oio.Dokument)
	missing := append(missingS, missingD...)
	if len(sager)+len(dokumenter) == 0 {
		text := "der er ikke søgt efter noget: angiv SagUuid eller DokumentUuid"
		if len(missing) > 0 {
			text = "findes ikke i indekset: " + strings.Join(missing, ", ")
		}
		retur(r, StatusNotFound, text)
		return out, nil
	}
	retur(r, StatusOK, "")
	for _, a := range []struct {
		what string
		n    int
	}{{"sager", len(sager)}, {"dokumenter", len(dokumenter)}} {
		if a.n > 0 {
			el := out.CreateElement("sdi:Antal")
			el.CreateElement("sdi:Element").SetText(a.what)
			el.CreateElement("sdi:Antal").SetText(strconv.Itoa(a.n))
		}
	}
	for _, o := range append(sager, dokumenter...) {
		out.AddChild(snapshot(o))
	}
	return out, nil
}

func (s service) find(body *etree.Element, name string, t oio.ObjektType) (found []Stored, missing []string) {
	for _, el := range oio.Children(body, name) {
		id := strings.TrimSpace(oio.Text(el))
		if o, ok := s.store.Get(id); ok && o.Type == t {
			found = append(found, o)
			continue
		}
		missing = append(missing, privacy.Mask(id))
	}
	return found, missing
}

func (s service) fjern(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	const output = "FjernSagDokumentIndeksOutput"
	if v := contract.Check(env.Body); len(v) > 0 {
		return nil, &soap.Fault{Sender: true, Code: "kontrakt." + v[0].Code, Reason: "Meddelelsen følger ikke XSD'en: " + privacy.Mask(v[0].Message)}
	}
	if oio.Child(env.Body, "SoegUdtryk") != nil {
		return nil, &soap.Fault{Code: "indeks.soegudtryk", Reason: "klarmeld fjerner på SagUuid; fjernelse ved SoegUdtryk er ikke understøttet. Intet er fjernet."}
	}
	ids, efterlad := ReadFjern(env.Body)
	if len(ids) == 0 {
		return nil, &soap.Fault{Sender: true, Code: "indeks.fjern-tom", Reason: fmt.Sprintf("<%s> nævner ingen SagUuid. Intet er fjernet.", env.Body.Tag)}
	}
	return multipleOutput(output, s.store.Fjern(ids, efterlad)), nil
}

// ReadFjern reads a FjernSagDokumentIndeksInput: the cases to remove, and
// whether documents that are left without a case stay.
func ReadFjern(body *etree.Element) (uuids []string, efterlad bool) {
	for _, el := range oio.Children(body, "SagUuid") {
		if r := oio.ReadRef(el); r.UUID != "" {
			uuids = append(uuids, r.UUID)
		}
	}
	e := strings.TrimSpace(oio.Text(oio.Child(body, "EfterladSagsloeseDokumenter")))
	return uuids, e == "true" || e == "1"
}
