package proof

import (
	"encoding/json"
	"fmt"
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// world is what the messages refer to: some objects of the registers, and the
// relation classes.
type world struct {
	registers *municipality.Register
	roles     *municipality.Relationsklasser
	rolesJSON []byte

	compose anvisning.Composer

	organisation, enhed, bruger, itsystem, klasse, facet, visning municipality.Objekt
	andenEnhed, andenKlasse                                       municipality.Objekt // another municipality's, and of another emne
}

func newWorld(registers *municipality.Register, roles *municipality.Relationsklasser, rolesJSON []byte) (*world, error) {
	w := &world{registers: registers, roles: roles, rolesJSON: rolesJSON}
	for _, pick := range []struct {
		to   *municipality.Objekt
		kind municipality.ObjektKind
		name string // "" takes the first
	}{
		{&w.organisation, municipality.Organisation, ""}, {&w.enhed, municipality.OrganisationEnhed, ""}, {&w.bruger, municipality.Bruger, ""},
		{&w.itsystem, municipality.ItSystem, ""}, {&w.klasse, municipality.Klasse, "27.35.04"}, {&w.facet, municipality.Klasse, "G01"},
		{&w.visning, municipality.Klasse, "Visning undtaget for borger"},
	} {
		o, ok := registers.ByName(pick.kind, pick.name)
		if all := registers.All(pick.kind); pick.name == "" && len(all) > 0 {
			o, ok = all[0], true
		}
		if !ok {
			return nil, fmt.Errorf("registrene har ingen %s %s, som efterprøvningen kan henvise til", pick.kind, pick.name)
		}
		*pick.to = o
	}
	for _, o := range registers.All(municipality.OrganisationEnhed) {
		if !slices.Contains(o.Latest().Relationer[municipality.RelTilhoerer], w.organisation.UUID) {
			w.andenEnhed = o
		}
	}
	w.andenKlasse, _ = registers.ByName(municipality.Klasse, "32.24.04")
	if w.andenEnhed.UUID == "" || w.andenKlasse.UUID == "" {
		return nil, fmt.Errorf("registrene har ingen enhed i en anden kommune, eller ikke KLE-emnet 32.24.04, som efterprøvningen kan henvise til")
	}
	var err error
	w.registers, err = w.hamlet()
	w.compose = anvisning.Composer{Roles: roles, Registers: w.registers, Content: within}
	return w, err
}

// hamlet is as much of the registers as the messages can refer to: every
// conversation is played and judged on registers of its own, and most of a
// municipality would only be read and written thousands of times.
func (w *world) hamlet() (*municipality.Register, error) {
	raw, err := w.registers.Snapshot()
	if err != nil {
		return nil, err
	}
	var all map[string]any
	if err := json.Unmarshal(raw, &all); err != nil {
		return nil, err
	}
	picked := []string{w.organisation.UUID, w.enhed.UUID, w.bruger.UUID, w.itsystem.UUID, w.klasse.UUID, w.facet.UUID, w.visning.UUID, w.andenEnhed.UUID,
		w.andenKlasse.UUID}
	picked = append(picked, w.andenEnhed.Latest().Relationer[municipality.RelTilhoerer]...)
	for _, o := range w.registers.All(municipality.ItSystem) {
		picked = append(picked, o.UUID) // Master may be another
	}
	for _, id := range append([]string{w.organisation.UUID}, w.andenEnhed.Latest().Relationer[municipality.RelTilhoerer]...) {
		if o, ok := w.registers.Get(id); ok {
			picked = append(picked, o.Latest().Relationer[municipality.RelVirksomhed]...) // they have the CVR number
		}
	}
	objects, _ := all["objekter"].([]any)
	all["objekter"] = slices.DeleteFunc(objects, func(o any) bool {
		m, _ := o.(map[string]any)
		id, _ := m["uuid"].(string)
		return !slices.Contains(picked, id)
	})
	if raw, err = json.Marshal(all); err != nil {
		return nil, err
	}
	return municipality.Load(raw)
}

// class is the UUID of a role, type or format.
func (w *world) class(t oio.ObjektType, relation, art, name string) string {
	k, _ := w.roles.ByName(string(t), relation, art, name)
	return k.UUID
}
