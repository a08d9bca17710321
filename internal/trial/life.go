package trial

import (
	"fmt"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// NewUnit lets the municipality create a unit below another. Like all that comes
// during a run its name is the scenario's with what makes it new (Named).
func (s *Scene) NewUnit(navn, over string) error {
	parent, ok := s.Registers().ByName(municipality.OrganisationEnhed, over)
	if !ok {
		return s.Broken(fmt.Errorf("enheden %q findes ikke i kommunefilen", over))
	}
	id := s.trial.objectID("enhed", navn)
	return s.begin(municipality.OrganisationEnhed, id, id[:8], s.coin(NameUnit, navn), map[string][]string{
		municipality.RelOverordnet: {parent.UUID}, municipality.RelTilhoerer: parent.Latest().Relationer[municipality.RelTilhoerer],
	})
}

// NewClass lets KLE have a new emne below a group.
func (s *Scene) NewClass(nummer, titel, over string) error {
	parent, ok := s.Registers().ByName(municipality.Klasse, over)
	if !ok {
		return s.Broken(fmt.Errorf("klassen %q findes ikke i kommunefilen", over))
	}
	id := s.trial.objectID("klasse", nummer)
	return s.begin(municipality.Klasse, id, s.coin(NameClass, nummer), s.coin(NameClassTitle, titel), map[string][]string{
		municipality.RelOverordnetKlasse: {parent.UUID}, municipality.RelFacet: parent.Latest().Relationer[municipality.RelFacet],
	})
}

// RenameObject gives an object of the registers a new name or title from now
// on. It is found by its name or its BrugervendtNoegle.
func (s *Scene) RenameObject(kind municipality.ObjektKind, navn, nyt string) error {
	names := NameUnit
	if kind == municipality.Klasse {
		names = NameClassTitle
	}
	return s.alter(kind, navn, municipality.Event{NewName: s.coin(names, nyt)})
}

// MoveUnit puts a unit below another from now on.
func (s *Scene) MoveUnit(navn, over string) error {
	parent, ok := s.Registers().ByName(municipality.OrganisationEnhed, over)
	if !ok {
		return s.Broken(fmt.Errorf("enheden %q findes ikke i kommunefilen", over))
	}
	return s.alter(municipality.OrganisationEnhed, navn, municipality.Event{Relationer: map[string][]string{municipality.RelOverordnet: {parent.UUID}}})
}

// EndObject ends an object of the registers now.
func (s *Scene) EndObject(kind municipality.ObjektKind, navn string) error {
	return s.alter(kind, navn, municipality.Event{Ended: true})
}

func (s *Scene) alter(kind municipality.ObjektKind, navn string, c municipality.Event) error {
	o, ok := s.Registers().ByName(kind, navn)
	if !ok {
		return s.Broken(fmt.Errorf("%s %q findes ikke i kommunefilen", kind, navn))
	}
	c.UUID, c.Fra = o.UUID, s.now()
	if err := s.changed(c); err != nil {
		return err
	}
	s.altered[o.UUID] = s.trial.taken
	return nil
}

// ReadSince reports whether a register has told the system of the object after
// it was last changed in this scene.
func (s *Scene) ReadSince(uuid string) bool {
	return s.trial.judge.LastRead(uuid) > s.altered[uuid]
}

// begin adds an object to the registers, effective now.
func (s *Scene) begin(kind municipality.ObjektKind, id, noegle, navn string, relationer map[string][]string) error {
	o := municipality.Objekt{Kind: kind, UUID: id, Versions: []municipality.Version{{Fra: s.now(), Noegle: noegle, Navn: navn, Relationer: relationer}}}
	if err := s.changed(municipality.Event{New: &o}); err != nil {
		return err
	}
	s.altered[id] = s.trial.taken
	return nil
}

func (s *Scene) changed(c municipality.Event) error {
	if err := s.trial.change(c); err != nil {
		return s.Broken(err)
	}
	return nil
}

// Order says in which exchange an object was imported, and in which a journal
// post first referred to it; 0 for never.
func (s *Scene) Order(id string) (imported, referred int) {
	for _, x := range s.trial.judge.Seen() {
		for _, o := range x.Brought() {
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
