package index

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// The lifecycle that passiver and slet give an object (common/SagDokObjekt.xsd,
// LivscyklusKodeType).
const (
	lifecyclePassive = "Passiveret"
	lifecycleDeleted = "Slettet"
)

// Lifecycle is the LivscyklusKode that an operation gives an object; "" for the
// operations that give none.
func Lifecycle(operation string) string {
	return map[string]string{"passiver": lifecyclePassive, "slet": lifecycleDeleted}[operation]
}

// ApplyOperation applies an operation of SagIndeks or DokumentIndeks to the
// store, received at sts, and reports whether the operation is one that changes
// anything. The service and the judge both call it, and so agree.
func (s *Store) ApplyOperation(t oio.ObjektType, operation string, body *etree.Element, sts string) (Retur, bool) {
	switch operation {
	case "kasser":
		id, dele := ReadKasser(body)
		return s.Kasser(t, id, dele), true
	case "fjern":
		return s.fjernOne(t, ReadUUID(body)), true
	case "passiver":
		return s.lifecycle(t, ReadUUID(body), lifecyclePassive, sts), true
	case "slet":
		return s.lifecycle(t, ReadUUID(body), lifecycleDeleted, sts), true
	}
	return Retur{}, false
}

// ReadUUID reads the object that a fjern, passiver or slet is about.
func ReadUUID(body *etree.Element) string {
	return strings.ToLower(strings.TrimSpace(oio.Text(oio.Child(body, "UUIDIdentifikator"))))
}

// ReadKasser reads a KasserInput: the object, and the parts of it to remove.
func ReadKasser(body *etree.Element) (uuid string, dele []oio.Del) {
	el := oio.Child(body, "Kasser")
	if el == nil {
		return "", nil
	}
	return ReadUUID(oio.Child(el, "ObjektType")), oio.ReadObjekt(el).Dele()
}

// Names reports whether a part that a kasser names is d: of the same key and,
// where it says to what it refers, to the same.
func Names(named, d *oio.Del) bool {
	return d.Key() == named.Key() && (named.Reference.IsZero() || d.Reference == named.Reference)
}

// Kasser removes parts of an object physically (AM-03): they go from every
// registration, as if they had never been sent. A part is named by its key and,
// when given, its reference and its virkning, which is read as it is in an
// update: what begins at the same instant goes whole, else only where the
// periods meet. A part that is not there lets nothing be removed.
func (s *Store) Kasser(t oio.ObjektType, uuid string, dele []oio.Del) Retur {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, o := s.existing(t, uuid)
	if st.Kode != StatusOK {
		return st
	}
	if len(dele) == 0 {
		st.Kode, st.Tekst = StatusBadInput, "der er ikke nævnt noget at kassere"
		return st
	}
	for _, named := range dele {
		given := named.Virkning.Fra != (oio.Tidspunkt{}) || named.Virkning.Til != (oio.Tidspunkt{})
		if given && !named.Virkning.Usable() {
			st.Kode, st.Tekst = StatusBadInput, fmt.Sprintf("virkningen på %s kan ikke læses; angiv begge tidspunkter, eller ingen af dem", named.Kind)
			return st
		}
		if !o.has(named) {
			st.Kode, st.Tekst = StatusNotFound, fmt.Sprintf("%s findes ikke på objektet; intet er kasseret", named.Kind)
			return st
		}
	}
	o.rewrite(func(d *oio.Del) []*oio.Del { return without(d, dele) })
	s.put(o)
	return st
}

// without is what is left of a part when the named ones are taken out.
func without(d *oio.Del, named []oio.Del) []*oio.Del {
	var periods []oio.Virkning
	for i := range named {
		if Names(&named[i], d) {
			periods = append(periods, named[i].Virkning)
		}
	}
	return clip(d, periods)
}

// has reports whether the object has, or had, something of a named part.
func (o *Stored) has(named oio.Del) bool {
	for _, r := range o.history {
		for _, d := range r.dele {
			if left := without(d, []oio.Del{named}); len(left) != 1 || left[0] != d {
				return true
			}
		}
	}
	return false
}

// fjernOne removes one object physically, with the relations to it. What else
// it was filed with stays.
func (s *Store) fjernOne(t oio.ObjektType, uuid string) Retur {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, o := s.existing(t, uuid)
	if st.Kode == StatusOK {
		s.delete(o)
		s.unlink(map[string]bool{uuid: true})
	}
	return st
}

// lifecycle registers that an object is passive or deleted. A deleted one has
// no parts any more; what it had stands in the registrations before.
func (s *Store) lifecycle(t oio.ObjektType, uuid, code, sts string) Retur {
	s.mu.Lock()
	defer s.mu.Unlock()
	st, o := s.existing(t, uuid)
	switch {
	case st.Kode != StatusOK:
		return st
	case o.LivscyklusKode == code || o.LivscyklusKode == lifecycleDeleted:
		st.Kode, st.Tekst = StatusExists, fmt.Sprintf("%s %s er allerede %s", t, uuid, strings.ToLower(o.LivscyklusKode))
		return st
	}
	at, ok := oio.ParseTime(sts)
	v := o.next(oio.Tidspunkt{Time: at, Ok: ok, Text: sts}, sts)
	v.livscyklus = code
	if code == lifecycleDeleted {
		v.dele = nil
	}
	o.take(v)
	o.show()
	s.put(o)
	return st
}

// existing is the object of a type, or the status that says there is none.
func (s *Store) existing(t oio.ObjektType, uuid string) (Retur, Stored) {
	st := Retur{Kode: StatusOK, Type: t, UUID: uuid}
	o, ok := s.state.Get(uuid)
	if !ok || o.Type != t {
		st.Kode, st.Tekst = StatusNotFound, fmt.Sprintf("%s %s findes ikke i indekset", t, uuid)
	}
	return st, o
}
