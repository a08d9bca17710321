package simulated

import (
	"fmt"
	"strings"
)

// registry is what the system has read and keeps overnight.
type registry struct {
	readOrg, readKLE bool
	owner            ref
	units, users     map[string]ref // by name
	classes          map[string]ref // by number
	// What a system that never forgets has met first.
	first, firstClass ref
	firstClasses      map[string]ref
}

// owner is the municipality as an organisation.
func (s *System) owner() (ref, error) {
	if s.profile.Units != "laest" {
		return s.municipality(s.config.Municipality, s.config.CVR)
	}
	err := s.ensureOrganisation() // before it is asked who the owner is
	return s.registry.owner, err
}

// municipality is one as an organisation, with its CVR number as its key.
func (s *System) municipality(navn, cvr string) (ref, error) {
	if s.profile.Units != "laest" {
		r, err := s.typed(navn)
		return ref{r.uuid, navn, cvr}, err
	}
	return s.findOrganisation(cvr)
}

func (s *System) unit(name string) (ref, error) {
	switch {
	case s.profile.Units == "fast":
		return s.typed(s.profile.FixedUnit)
	case s.profile.Units == "indtastet" || s.profile.deviates(TypesUnits):
		return s.typed(name)
	}
	if err := s.ensureOrganisation(); err != nil {
		return ref{}, err
	}
	r, ok := s.registry.units[name]
	switch {
	case !ok:
		return ref{}, fmt.Errorf("enheden %q findes ikke i det, systemet har læst fra FK Organisation", name)
	case s.profile.deviates(OneUnitForAll) && s.registry.first.uuid != "":
		return s.registry.first, nil
	}
	s.registry.first = r
	return r, nil
}

// user is the caseworker.
func (s *System) user(name string) (ref, error) {
	if s.profile.Units != "laest" || s.profile.deviates(TypesUsers) || s.profile.deviates(TypesUnits) {
		return s.typed(name)
	}
	if s.profile.OnDemand {
		if err := s.ensureOrganisation(); err != nil {
			return ref{}, err
		}
	}
	if r, ok := s.registry.users[name]; ok {
		return r, nil
	}
	return ref{}, fmt.Errorf("brugeren %q findes ikke i det, systemet har læst fra FK Organisation", name)
}

func (s *System) facet(number string) (ref, error) {
	if s.profile.deviates(WrongFacet) {
		number = "A00"
	}
	return s.class(number)
}

func (s *System) class(number string) (ref, error) {
	if s.profile.KLE != "laest" {
		r, err := s.typed(number)
		return ref{r.uuid, "", number}, err
	}
	if !s.registry.readKLE {
		if err := s.readKLE(false); err != nil {
			return ref{}, err
		}
	}
	r, ok := s.registry.classes[number]
	if !ok {
		return ref{}, fmt.Errorf("klassen %q findes ikke i det, systemet har læst fra FK Klassifikation", number)
	}
	if strings.Count(number, ".") == 2 {
		r = s.asKept(r)
	}
	return r, nil
}

// asKept is a subject as a system has it that holds on to what it first read.
func (s *System) asKept(r ref) ref {
	first, known := s.registry.firstClasses[r.noegle]
	switch {
	case s.profile.deviates(KeepsEndedClass) && !known:
		return ref{s.registry.classes[r.noegle[:5]].uuid, r.navn, r.noegle}
	case s.profile.deviates(KeepsClassTitles) && known:
		return ref{r.uuid, first.navn, r.noegle}
	case s.profile.deviates(OneClassForAll):
		if s.registry.firstClass.uuid == "" {
			s.registry.firstClass = r
		}
		return ref{s.registry.firstClass.uuid, r.navn, r.noegle}
	}
	return r
}

func (s *System) typed(name string) (ref, error) {
	if id, ok := s.config.Typed[name]; ok {
		return ref{id, name, name}, nil
	}
	return ref{}, fmt.Errorf("ingen har indtastet en UUID for %q", name)
}
