package simulated

import (
	"fmt"
	"slices"
	"time"

	"klarmeld/internal/action"
)

var changeActs = map[action.Kind]act{
	action.RetSagstitel:       onCase((*System).rename),
	action.LukSag:             onCase((*System).close),
	action.SkiftTilstand:      onCase((*System).setState),
	action.SkiftEnhed:         onCase((*System).move),
	action.SkiftSagsbehandler: onCase((*System).handOver),
	action.SkiftEjer:          onCase((*System).giveAway),
	action.TilfoejPart:        onCase((*System).addPart),
	action.AfslutPart:         onCase((*System).endPart),
	action.SletPart:           onCase((*System).deletePart),
	action.UndtagSag:          onCase((*System).exempt),
	action.SkiftFoelsomhed:    onCase((*System).setSensitivity),
	action.KnytOversag:        onCase((*System).putUnder),
	action.BeskytSag:          onCase((*System).protect),
	action.SkjulSag:           onCase((*System).hide),
	action.HoldTilbage:        func(s *System, _ action.Request, _ *action.Answer) error { return s.holdBack() },
	action.SendSamlet:         func(s *System, _ action.Request, _ *action.Answer) error { return s.sendHeld() },
}

// sameAgain sends a case's properties though something else has changed: what a
// system does that has no place for the change.
func (s *System) sameAgain(c *sag) error {
	return s.update(c, func(u *update) { u.egenskaber() })
}

func (s *System) rename(c *sag, d action.Data) error {
	if s.profile.deviates(KeepsTitle) {
		return s.sameAgain(c)
	}
	if s.profile.deviates(SendsLate) {
		s.clock.Wait(time.Hour)
	}
	c.titel = d.Titel
	return s.update(c, func(u *update) { u.egenskaber() })
}

func (s *System) close(c *sag, _ action.Data) error {
	c.states = append(c.states, tilstand{"Afsluttet", s.tick()})
	if s.profile.deviates(NeverCloses) {
		return nil
	}
	return s.update(c, func(u *update) { u.tilstand() })
}

func (s *System) setState(c *sag, d action.Data) error {
	if s.profile.deviates(SkipsStates) && d.Tilstand != "Afsluttet" {
		return s.sameAgain(c)
	}
	c.states = append(c.states, tilstand{d.Tilstand, s.tick()})
	return s.update(c, func(u *update) { u.tilstand() })
}

// move gives the case to another unit.
func (s *System) move(c *sag, d action.Data) error {
	enhed, err := s.unit(d.Enhed)
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsUnit) {
		return s.sameAgain(c)
	}
	old := c.ansvarlig()
	c.enhed = enhed
	return s.update(c, func(u *update) { u.succeed(old, c.ansvarlig(), GapBetweenUnits) })
}

// handOver gives the case to another caseworker, who makes the change.
func (s *System) handOver(c *sag, d action.Data) error {
	bruger, err := s.user(d.Sagsbehandler)
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsCaseworker) {
		return s.sameAgain(c)
	}
	old := c.behandler()
	c.bruger = bruger
	return s.update(c, func(u *update) { u.succeed(old, c.behandler(), GapBetweenCaseworkers) })
}

// giveAway makes another municipality the owner.
func (s *System) giveAway(c *sag, d action.Data) error {
	if d.Kommune == nil {
		return fmt.Errorf("sagen har ingen kommune at gå til")
	}
	ejer, err := s.municipality(d.Kommune.Navn, d.Kommune.CVR)
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsOwner) {
		return s.sameAgain(c)
	}
	old := c.owner()
	c.ejer = ejer
	return s.update(c, func(u *update) { u.succeed(old, c.owner(), "") })
}

func (s *System) addPart(c *sag, d action.Data) error {
	if d.Borger == nil {
		return fmt.Errorf("der er ingen at tilføje som part")
	}
	return s.update(c, func(u *update) {
		p := citizen(*d.Borger)
		p.fra = u.at
		c.secondary = append(c.secondary, p)
		if s.profile.deviates(PartAsPrimary) {
			u.relation(u.rels, sagspart("Primær part", "", p))
			return
		}
		u.relation(u.rels, sagspart("Sekundær part", fmt.Sprint(len(c.secondary)), p))
	})
}

// secondaryPart finds a secondary part and its Indeks.
func (c *sag) secondaryPart(d action.Data) (part, string, error) {
	i := slices.IndexFunc(c.secondary, func(p part) bool { return d.Borger != nil && p.navn == d.Borger.Navn })
	if i < 0 {
		return part{}, "", fmt.Errorf("sagen har ingen sekundær part af det navn")
	}
	return c.secondary[i], fmt.Sprint(i + 1), nil
}

// endPart lets a part's relation end now (AM-02).
func (s *System) endPart(c *sag, d action.Data) error {
	p, indeks, err := c.secondaryPart(d)
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsPart) {
		return s.sameAgain(c)
	}
	return s.update(c, func(u *update) {
		r := sagspart("Sekundær part", indeks, p)
		r.til = u.at
		u.relation(u.rels, r)
	})
}

// deletePart removes a part as if it had never been there (AM-03).
func (s *System) deletePart(c *sag, d action.Data) error {
	p, indeks, err := c.secondaryPart(d)
	if err != nil {
		return err
	}
	if s.profile.deviates(EndsInsteadOfDeleting) {
		return s.endPart(c, d)
	}
	return s.discard(c, sagspart("Sekundær part", indeks, p))
}

// exempt closes the title that the case had, and gives it one to show.
func (s *System) exempt(c *sag, d action.Data) error {
	c.hjemmel, c.lukketTitel, c.titel = d.Hjemmel, c.titel, d.Titel
	if s.profile.deviates(ShowsClosedTitle) {
		c.lukketTitel, c.titel = c.titel, c.lukketTitel
	}
	return s.update(c, func(u *update) { u.egenskaber() })
}

func (s *System) setSensitivity(c *sag, d action.Data) error {
	if s.profile.deviates(KeepsSensitivity) {
		return s.sameAgain(c)
	}
	c.foelsomhed = d.Foelsomhed
	return s.update(c, func(u *update) { u.indeksEgenskaber(u.attr, c, u.at) })
}

func (s *System) putUnder(c *sag, d action.Data) error {
	over, ok := s.cases[d.Oversag]
	if !ok {
		return fmt.Errorf("systemet har ingen sag, der hedder %q", d.Oversag)
	}
	if s.profile.deviates(ReversesOversag) {
		c, over = over, c
	}
	c.oversag = over
	return s.update(c, func(u *update) {
		c.since["Oversag"] = u.at
		u.relation(u.rels, c.under(over))
	})
}

// protect lets a unit have access, and by that nobody else.
func (s *System) protect(c *sag, d action.Data) error {
	enhed, err := s.unit(d.Enhed)
	if err != nil {
		return err
	}
	if s.profile.deviates(LeavesOutAccess) {
		return s.sameAgain(c)
	}
	c.adgang++
	return s.update(c, func(u *update) {
		u.relation(u.extended(), relation{element: "si:Sikkerhedsprofil", objekt: "Sag", kind: "Sikkerhedsprofil", rolle: "Adgang", typ: "OrgEnhed",
			indeks: fmt.Sprint(c.adgang), uuid: enhed.uuid, fra: u.at})
	})
}

// hide keeps the case from the citizen.
func (s *System) hide(c *sag, d action.Data) error {
	klasse, err := s.class(d.Visning)
	if err != nil {
		return err
	}
	if s.profile.deviates(LeavesOutVisibility) {
		return s.sameAgain(c)
	}
	return s.update(c, func(u *update) {
		r := sagsklasse("Visningsklasse", klasse, u.at)
		r.indeks = "1"
		u.relation(u.rels, r)
	})
}
