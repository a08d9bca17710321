package index

import (
	"fmt"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contract"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
)

func (s service) fjern(env *soap.Envelope) (*etree.Element, *soap.Fault) {
	if v := contract.CheckOnce(env, env.Body); len(v) > 0 {
		return nil, &soap.Fault{Sender: true, Code: "kontrakt." + v[0].Code, Reason: "Meddelelsen følger ikke XSD'en: " + privacy.Mask(v[0].Message)}
	}
	if oio.Child(env.Body, "SagUuid") == nil && oio.Child(env.Body, "SoegUdtryk") == nil {
		return nil, &soap.Fault{Sender: true, Code: "indeks.fjern-tom",
			Reason: fmt.Sprintf("<%s> nævner ingen SagUuid og har intet SoegUdtryk. Intet er fjernet.", env.Body.Tag)}
	}
	store := s.store.changedBy(env)
	return multipleOutput("FjernSagDokumentIndeksOutput", store.Remove(store.ResolveFjern(env.Body, env.Received))), nil
}

// Removal is what a fjern asks to have removed.
type Removal struct {
	Sager, Dokumenter []string // UUIDs, lower case
	Efterlad          bool     // documents that are left without a case stay
	ydelser           bool
	refused           *Retur // why nothing is removed
}

// UUIDs are all the objects that are named or were found, cases first.
func (r Removal) UUIDs() []string { return append(append([]string(nil), r.Sager...), r.Dokumenter...) }

// ResolveFjern reads a FjernSagDokumentIndeksInput and finds what it removes:
// the cases it names, and what its SoegUdtryk finds at that instant. Service
// and judge both ask here, so that both remove the same.
func (s *Store) ResolveFjern(body *etree.Element, at time.Time) Removal {
	r := Removal{Efterlad: flag(body, "EfterladSagsloeseDokumenter"), ydelser: flag(body, "FjernOgsaaYdelse")}
	q, err := readSearch(body)
	if err == nil {
		err = q.removable()
	}
	if err != nil {
		r.refused = &Retur{Kode: StatusBadInput, Cause: causeOf(err), Tekst: privacy.Mask(err.Error()) + "; intet er fjernet"}
		return r
	}
	found := q.run(s, at)
	for kind, to := range map[oio.ObjektType]*[]string{oio.Sag: &r.Sager, oio.Dokument: &r.Dokumenter} {
		for _, o := range q.page(kind).cut(found.objects[kind], -1) {
			*to = append(*to, o.id)
		}
	}
	if !q.kinds[oio.Sag] {
		r.Sager = lower(q.named[oio.Sag]) // also what is not there, so that it is answered
	}
	if len(r.Sager)+len(r.Dokumenter) == 0 {
		r.refused = &Retur{Kode: StatusNotFound, Tekst: "søgningen fandt intet; intet er fjernet"}
	}
	return r
}

func lower(ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, strings.ToLower(id))
	}
	return out
}

func flag(body *etree.Element, name string) bool { return truth(oio.Text(oio.Child(body, name))) }

// Remove carries a removal out: one status per object, or one without a UUID
// that says why nothing was removed.
func (s *Store) Remove(r Removal) []Retur {
	if r.refused != nil {
		return []Retur{*r.refused}
	}
	out := s.Fjern(r.Sager, r.Efterlad)
	gone := map[string]bool{}
	for _, st := range out {
		gone[st.UUID] = true
	}
	for _, id := range r.Dokumenter {
		if !gone[id] { // it may have followed its case
			out = append(out, s.fjernOne(oio.Dokument, id))
		}
	}
	if r.ydelser {
		for i := range out {
			if out[i].Kode == StatusOK {
				out[i].Tekst = "klarmeld har ingen ydelser; FjernOgsaaYdelse har ikke fjernet nogen"
			}
		}
	}
	return out
}
