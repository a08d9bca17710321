package simulated

import (
	"fmt"
	"time"

	"klarmeld/internal/action"
)

var caseActs = map[action.Kind]act{
	action.OpretSag: func(s *System, a action.Request, _ *action.Answer) error {
		return s.create(a, []tilstand{{"Opstaaet", s.tick()}})
	},
	action.OverfoerPassivSag: func(s *System, a action.Request, _ *action.Answer) error { return s.transfer(a) },
	action.OverfoerBestand:   (*System).handIn,
}

// sag is a case as the system has it.
type sag struct {
	uuid, number string
	titel        string
	lukketTitel  string // empty unless it is exempt from publicity
	hjemmel      string
	foelsomhed   string
	part         part
	ejer         ref
	enhed        ref
	bruger       ref
	klasse       ref
	facet        ref
	created      time.Time
	since        map[string]time.Time // role → when the one who has it now got it
	states       []tilstand
	secondary    []part
	oversag      *sag
	adgang       int // how many have been given access
	notes        []note
	documents    int // how many documents have been made on it
	posts        int // how many Journalposter of documents it has had
}

type tilstand struct {
	kode string
	fra  time.Time
}

// part is whom a case is about.
type part struct {
	navn, urn string
	company   bool
	fra       time.Time
}

func citizen(b action.Borger) part { return part{navn: b.Navn, urn: "urn:oio:cpr-nr:" + b.CPR} }

// partOf reads the part of a new case. It may be nobody.
func (s *System) partOf(d action.Data) part {
	switch {
	case d.Borger != nil:
		return citizen(*d.Borger)
	case d.Virksomhed != nil && s.profile.deviates(CompanyByName):
		return part{navn: d.Virksomhed.Navn, urn: "urn:oio:fuldtnavn:" + d.Virksomhed.Navn, company: true}
	case d.Virksomhed != nil:
		return part{navn: d.Virksomhed.Navn, urn: "urn:oio:cvr-nr:" + d.Virksomhed.CVR, company: true}
	}
	return part{}
}

// create makes a case of what a person typed, and sends it.
func (s *System) create(a action.Request, states []tilstand) error {
	c, err := s.newCase(a, states)
	if err != nil {
		return err
	}
	s.numbers++
	c.uuid, c.number = s.newID(), s.number(states[0].fra)
	return s.importCase(a.Sag, c)
}

// number is the newest case number, of the year in which the case was made.
func (s *System) number(made time.Time) string {
	number := fmt.Sprintf("%s%s-%06d", s.profile.Numbers, made.Format("2006"), s.numbers)
	for _, h := range s.habits {
		if h.number != nil {
			number = h.number(number)
		}
	}
	return number
}

func (s *System) importCase(name string, c *sag) error {
	s.importing = c
	if err := s.send("importer", s.importSag(c)); err != nil {
		return err
	}
	s.cases[name], s.order = c, append(s.order, c)
	return nil
}

// newCase is a case of what a person typed, without a number yet.
func (s *System) newCase(a action.Request, states []tilstand) (*sag, error) {
	c := &sag{titel: a.Data.Titel, foelsomhed: "FOELSOMME_PERSONOPLYSNINGER", part: s.partOf(a.Data), created: states[0].fra, states: states,
		since: map[string]time.Time{}}
	if c.part.urn == "" {
		return nil, fmt.Errorf("sagen %q har ingen part", a.Sag)
	}
	for _, find := range []struct {
		to   *ref
		by   func(string) (ref, error)
		name string
	}{
		{&c.ejer, func(string) (ref, error) { return s.owner() }, ""}, {&c.enhed, s.unit, a.Data.Enhed}, {&c.bruger, s.user, a.Data.Sagsbehandler},
		{&c.klasse, s.class, a.Data.KLE}, {&c.facet, s.facet, a.Data.Handlingsfacet},
	} {
		var err error
		if *find.to, err = find.by(find.name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// transfer sends a case that was closed before the system was connected.
func (s *System) transfer(a action.Request) error {
	zone := s.clock.Now().Location()
	from, err := time.ParseInLocation(time.DateOnly, a.Data.Oprettet, zone)
	if err != nil {
		return fmt.Errorf("datoen %q kan ikke læses", a.Data.Oprettet)
	}
	to, err := time.ParseInLocation(time.DateOnly, a.Data.Afsluttet, zone)
	if err != nil {
		return fmt.Errorf("datoen %q kan ikke læses", a.Data.Afsluttet)
	}
	middle := from.Add(to.Sub(from) / 2).Truncate(time.Hour)
	states := []tilstand{{"Opstaaet", from}, {"Afgjort", middle}, {"Afsluttet", to}}
	if s.profile.deviates(PassiveWithoutHistory) {
		states = states[2:]
	}
	return s.create(a, states)
}

// handIn sends the cases that the system had before it was connected, and says
// which they are.
func (s *System) handIn(a action.Request, ans *action.Answer) error {
	for n := range a.Data.Antal {
		one := a
		one.Sag = fmt.Sprintf("%s/%d", a.Sag, n+1)
		one.Data.Titel = fmt.Sprintf("%s %d", a.Data.Titel, n+1)
		if s.profile.deviates(LosesCases) && n%4 == 3 {
			s.numbers++
			ans.Sagsnumre = append(ans.Sagsnumre, s.number(s.tick()))
			continue
		}
		if err := s.create(one, []tilstand{{"Opstaaet", s.tick()}}); err != nil {
			return err
		}
		ans.Sagsnumre = append(ans.Sagsnumre, s.cases[one.Sag].number)
	}
	return nil
}
