package simulated

import (
	"fmt"
	"maps"
	"slices"
	"strconv"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

var removalActs = map[action.Kind]act{
	action.FjernAlt:   func(s *System, a action.Request, _ *action.Answer) error { return s.removeAll(a.Data) },
	action.SletSag:    (*System).deleteCase,
	action.OvertagSag: (*System).takeOver,
}

// removeAll removes what the system has sent and the municipality owns: case by
// case, or by one search. What another municipality has been given is that one's,
// and stays.
func (s *System) removeAll(d action.Data) error {
	cases, err := s.ownCases()
	if err != nil {
		return err
	}
	if s.profile.deviates(ClosesInsteadOfRemoving) {
		for _, c := range cases {
			if err := s.close(c, action.Data{}); err != nil {
				return err
			}
		}
		return nil
	}
	if err := s.removeCases(cases, d); err != nil {
		return err
	}
	documents := s.filedOn(cases)
	s.letGo(cases)
	if d.EfterladDokumenter {
		s.left = append(s.left, documents...) // they are the system's still, and go the next time
		return nil
	}
	for _, doc := range documents { // they have followed their cases
		s.forgetDocument(doc)
	}
	return s.removeLeft()
}

// ownCases are those that the municipality owns now.
func (s *System) ownCases() ([]*sag, error) {
	if len(s.order) == 0 {
		return nil, nil
	}
	owner, err := s.owner()
	if err != nil {
		return nil, err
	}
	var out []*sag
	for _, c := range s.order {
		if c.ejer.uuid == owner.uuid {
			out = append(out, c)
		}
	}
	return out, nil
}

// letGo lets the system forget cases.
func (s *System) letGo(cases []*sag) {
	gone := func(c *sag) bool { return slices.Contains(cases, c) }
	s.order = slices.DeleteFunc(s.order, gone)
	maps.DeleteFunc(s.cases, func(_ string, c *sag) bool { return gone(c) })
}

func (s *System) forgetDocument(d *dokument) {
	maps.DeleteFunc(s.documents, func(_ string, known *dokument) bool { return known == d })
}

func (s *System) removeCases(cases []*sag, d action.Data) error {
	if len(cases) == 0 {
		if !s.profile.deviates(EmptySearchRemovesAll) {
			return nil // nothing is left that is the system's
		}
		return s.send("fjern", s.fjernSearch(false, true))
	}
	var in *etree.Element
	if d.Metode == action.MedSoegning {
		in = s.fjernSearch(!s.profile.deviates(SearchesTooWide), !s.profile.deviates(SearchesEveryMunicipality))
	} else {
		in = s.fjernNamed(cases)
	}
	leave := (d.EfterladDokumenter && !s.profile.deviates(TakesDocuments)) || s.profile.deviates(LeavesDocuments)
	text(in, "sdi:EfterladSagsloeseDokumenter", strconv.FormatBool(leave))
	return s.send("fjern", in)
}

// removeLeft removes the documents that an earlier removal was to leave.
func (s *System) removeLeft() error {
	for _, d := range s.left {
		if err := s.removeDocument(d); err != nil {
			return err
		}
		s.forgetDocument(d)
	}
	s.left = nil
	return nil
}

// fjernNamed names each of the cases.
func (s *System) fjernNamed(cases []*sag) *etree.Element {
	in := root("FjernSagDokumentIndeksInput")
	for i, c := range cases {
		if s.profile.deviates(ForgetsCase) && i == len(cases)-1 {
			continue
		}
		uuidRef(in, "sdi:SagUuid", c.uuid)
	}
	return in
}

// fjernSearch searches for the cases of which the system is Master, and for
// the municipality's. Only both together are what may be removed.
func (s *System) fjernSearch(master, owner bool) *etree.Element {
	in := root("FjernSagDokumentIndeksInput")
	soeg := in.CreateElement("sdi:SoegUdtryk").CreateElement("sdi:SoegSag")
	soeg.CreateElement("sag:AttributListe")
	soeg.CreateElement("sag:TilstandListe")
	rels := soeg.CreateElement("sag:RelationListe")
	if owner {
		criterion(rels.CreateElement("sag:Sagsaktoer"), s.config.Classes["Sag/Sagsaktoer/Rolle/Ejer"], s.registry.owner.uuid)
	}
	if master {
		criterion(rels.CreateElement("gd:LokalUdvidelseListe").CreateElement("si:SagsitsystemRelation"),
			s.config.Classes["Sag/SagsitsystemRelation/Rolle/Master"], s.config.ItSystem)
	}
	return in
}

func criterion(el *etree.Element, rolle, reference string) {
	uuidRef(el, "gd:Rolle", rolle)
	uuidRef(el, "gd:ReferenceID", reference)
}

// deleteCase removes one case, and what other cases say of it.
func (s *System) deleteCase(a action.Request, _ *action.Answer) error {
	gone, ok := s.cases[a.Sag]
	if !ok {
		return fmt.Errorf("systemet har ingen sag, der hedder %q", a.Sag)
	}
	var order []*sag
	for _, c := range s.order {
		if c == gone {
			continue
		}
		order = append(order, c)
		if c.oversag != gone || s.profile.deviates(LeavesReference) {
			continue
		}
		if err := s.discard(c, c.under(gone)); err != nil {
			return err
		}
		c.oversag = nil
	}
	in := root("FjernSagDokumentIndeksInput")
	uuidRef(in, "sdi:SagUuid", gone.uuid)
	if err := s.send("fjern", in); err != nil {
		return err
	}
	delete(s.cases, a.Sag)
	s.order = order
	return nil
}

// takeOver sends a case that another system had, as the new system's own.
func (s *System) takeOver(a action.Request, _ *action.Answer) error {
	c, err := s.newCase(a, []tilstand{{"Opstaaet", s.tick()}})
	if err != nil {
		return err
	}
	c.uuid, c.number = a.Data.UUID, a.Data.Sagsnummer
	return s.importCase(a.Sag, c)
}

// filedOn are the documents of cases, in the order of their names.
func (s *System) filedOn(cases []*sag) []*dokument {
	var out []*dokument
	for _, name := range slices.Sorted(maps.Keys(s.documents)) {
		d := s.documents[name]
		if slices.ContainsFunc(d.filings, func(f filing) bool { return slices.Contains(cases, f.c) }) {
			out = append(out, d)
		}
	}
	return out
}
