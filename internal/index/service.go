package index

import (
	"encoding/xml"
	"strings"
	"sync"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// ServiceName is the service as people call it.
const ServiceName = "SagDokumentIndeks 6"

// Paths under which the service answers: the WSDL's own, and the one that
// KOMBIT's samples use.
var Paths = []string{"/sts-soap-sagdok/sagdokumentindeks/6", "/sagdokumentindeks/6"}

const (
	actionBase = "http://kombit.dk/sts/sagdokumentindeks/"
	portType   = "http://stoettesystemerne.dk/sagsogdokumentindeks/SagDokumentIndeksPortType"
)

// Service returns the service over a store. StsTidspunkt, which the index sets
// itself, is when it received the message.
func Service(store *Store) *soap.Service {
	s := service{store}
	ops := map[xml.Name]soap.Operation{}
	for name, handle := range map[string]func(*soap.Envelope) (*etree.Element, *soap.Fault){
		"importer": s.apply("ImporterSagDokumentIndeksOutput"),
		"opdater":  s.apply("OpdaterSagDokumentIndeksOutput"),
		"fremsoeg": s.fremsoeg,
		"fjern":    s.fjern,
	} {
		local := strings.ToUpper(name[:1]) + name[1:] + "SagDokumentIndeksInput"
		ops[xml.Name{Space: oio.NSIndeks, Local: local}] = soap.Operation{Name: name, Action: actionBase + name, ActionRequired: true, Handle: handle}
	}
	return &soap.Service{ID: recording.SagDokumentIndeks, Name: ServiceName, PortType: portType, Operations: ops}
}

type service struct{ store *Store }

// apply answers importer and opdater: one UnikRetur per object, so that one
// bad object does not take the good ones with it.
func (s service) apply(output string) func(*soap.Envelope) (*etree.Element, *soap.Fault) {
	return func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
		broken, objekter := BrokenObjects(env), Objekter(env)
		normalise(objekter, broken) // before others have to wait
		store := s.store.changedBy(env)
		return multipleOutput(output, store.ApplyObjekter(broken, objekter, oio.FormatTime(env.Received))), nil
	}
}

// objekterKey is the key of Objekter.
type objekterKey struct{}

// Objekter are the objects of an importer or opdater message, each with what it says
// (Saying), and its parts as the index keeps them. They are read once however many ask;
// nobody changes them.
func Objekter(env *soap.Envelope) []oio.Objekt {
	return env.Once(objekterKey{}, func() any {
		all := oio.ReadObjekter(env.Body)
		for i := range all {
			all[i].Said = Saying(all[i].El)
			for k, r := range all[i].Registreringer {
				all[i].Registreringer[k].Normal = sync.OnceValue(r.Normalised)
			}
		}
		return all
	}).([]oio.Objekt)
}

// normalise makes the parts of what is going to be stored.
func normalise(objekter []oio.Objekt, broken map[*etree.Element]string) {
	for _, o := range objekter {
		if _, refused := broken[o.El]; refused || o.Excess() != "" {
			continue
		}
		for _, r := range o.Registreringer {
			r.Normalised()
		}
	}
}

// ApplyMessage applies every object of an importer or opdater body, received
// at sts. An object that breaks the schema is refused and the others stored.
func (s *Store) ApplyMessage(body *etree.Element, sts string) []Status {
	return s.ApplyObjekter(brokenObjects(body, contract.Check(body)), oio.ReadObjekter(body), sts)
}

// ApplyObjekter is ApplyMessage of what has been read of the body.
func (s *Store) ApplyObjekter(broken map[*etree.Element]string, objekter []oio.Objekt, sts string) []Status {
	var statuses []Status
	brought := map[string]bool{}
	for _, o := range objekter {
		if why, ok := broken[o.El]; ok {
			statuses = append(statuses, Status{Kode: StatusBadInput, Tekst: privacy.Mask(why), Type: o.Type, UUID: o.UUID})
			continue
		}
		st := s.Apply(o, sts)
		if !o.Opdatering && st.Cause == CauseRepeated && brought[o.UUID] {
			st.Cause = CauseNone // it stands twice in one message: no reply was lost between the two
		}
		brought[o.UUID] = brought[o.UUID] || !o.Opdatering && st.Kode == StatusOK
		statuses = append(statuses, st)
	}
	return statuses
}

// BrokenObjects maps each object of an importer or opdater message that
// disagrees with the contract to the first reason why. Nothing of such an
// object is stored.
func BrokenObjects(env *soap.Envelope) map[*etree.Element]string {
	return brokenObjects(env.Body, contract.CheckOnce(env, env.Body))
}

func brokenObjects(body *etree.Element, violations []contract.Violation) map[*etree.Element]string {
	out := map[*etree.Element]string{}
	for _, v := range violations {
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
