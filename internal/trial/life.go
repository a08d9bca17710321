package trial

import (
	"fmt"

	"github.com/google/uuid"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// newObjects gives what comes into being during a run its UUID: the same in
// every run, and unknown to a system that has not read it.
var newObjects = uuid.MustParse("a2d1a0b7-7d3c-5c7e-8b3e-3f0f1f7a5c11")

func objectID(what, name string) string {
	return uuid.NewSHA1(newObjects, []byte(what+"/"+name)).String()
}

// NewUnit lets the municipality create a unit below another.
func (s *Scene) NewUnit(navn, over string) error {
	parent, ok := s.Registers().ByName(municipality.OrganisationEnhed, over)
	if !ok {
		return s.Broken(fmt.Errorf("enheden %q findes ikke i kommunefilen", over))
	}
	id := objectID("enhed", navn)
	return s.Grow(municipality.OrganisationEnhed, id, id[:8], navn, map[string][]string{
		municipality.RelOverordnet: {parent.UUID}, municipality.RelTilhoerer: parent.Latest().Relationer[municipality.RelTilhoerer],
	})
}

// NewClass lets KLE have a new emne below a group.
func (s *Scene) NewClass(nummer, titel, over string) error {
	parent, ok := s.Registers().ByName(municipality.Klasse, over)
	if !ok {
		return s.Broken(fmt.Errorf("klassen %q findes ikke i kommunefilen", over))
	}
	return s.Grow(municipality.Klasse, objectID("klasse", nummer), nummer, titel, map[string][]string{
		municipality.RelOverordnetKlasse: {parent.UUID}, municipality.RelFacet: parent.Latest().Relationer[municipality.RelFacet],
	})
}

// Order says in which exchange an object was imported, and in which a journal
// post first referred to it; 0 for never.
func (s *Scene) Order(id string) (imported, referred int) {
	for _, x := range s.trial.judge.Seen() {
		for _, o := range x.Objekter {
			if oio.SameUUID(o.UUID, id) && !o.Opdatering && imported == 0 {
				imported = x.Entry.Seq
			}
			for _, d := range o.Dele() {
				if d.Kind == "Journalpost" && oio.SameUUID(d.Reference.UUID, id) && referred == 0 {
					referred = x.Entry.Seq
				}
			}
		}
	}
	return imported, referred
}
