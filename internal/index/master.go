package index

import (
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// KnowRoles tells the store which relations are an object's Master. An update
// that changes it is the only thing against the anvisninger that we refuse: its
// rows say that the reference is the primary limit of access to the object. In
// none of the public rows does it stand that the index refuses; that it does is
// an inference.
func (s *Store) KnowRoles(roles *municipality.Relationsklasser) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.isMaster = func(t oio.ObjektType, d *oio.Del) bool {
		if d.Kind != "SagsitsystemRelation" && d.Kind != "DokumentitsystemRelation" {
			return false
		}
		k, _ := roles.ByUUID(string(t), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
		return k.Navn == "Master"
	}
}

// changesMaster reports whether an update gives the object another Master than
// it has. The update may repeat the Master, and give one to an object without.
func (s *Store) changesMaster(old *Stored, o oio.Objekt) bool {
	has, ok := s.master(old.Type, old.Dele)
	if !ok {
		return false
	}
	for _, d := range o.Dele() {
		if s.isMaster(o.Type, &d) && !d.Reference.IsZero() && d.Reference != has {
			return true
		}
	}
	return false
}

func (s *Store) master(t oio.ObjektType, dele []oio.Del) (oio.Ref, bool) {
	for i := range dele {
		if d := &dele[i]; s.isMaster(t, d) {
			return d.Reference, !d.Reference.IsZero()
		}
	}
	return oio.Ref{}, false
}
