package trial

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// looksRight looks at whom a case that the system made is about, whose it is and which
// unit has it, whatever else the scenario is about: two citizens' cases that are swapped
// look right but for that. That one of them is missing is what the rules say. Nothing of
// it ends the scene.
func (s *Scene) looksRight(uuid string, data action.Data) {
	sag, there := s.trial.judge.Store().Get(uuid)
	if !there {
		return // a sentence says so
	}
	want := ""
	switch {
	case data.Borger != nil:
		want = cprURN(data.Borger.CPR)
	case data.Virksomhed != nil:
		want = cvrURN(data.Virksomhed.CVR)
	}
	part := s.Role(sag, "Sagspart", "Primær part").Reference.String()
	s.looked(want == "" || part == "" || part == want, verdict.Sag,
		RuleMadePart.Finding("Sagens primære part i indekset stemmer ikke med scenariet.", s.ShownPart(want), s.ShownPart(part)))
	s.ownerRight(sag.UUID)
	if data.Enhed != "" {
		s.unitRight(uuid, data.Enhed)
	}
}

// shown is a value as a finding has it.
func shown(value string) string {
	if value == "" {
		return "ingenting"
	}
	return "»" + value + "«"
}

// ShownPart is a reference to a part as a finding has it: with the citizen's name, for of
// the number nobody sees more than that it is one.
func (s *Scene) ShownPart(urn string) string {
	for _, b := range s.Registers().Borgere() {
		if urn == cprURN(b.CPR) {
			return shown(urn) + " (" + b.Navn + ")"
		}
	}
	return shown(urn)
}

// looked counts a look and notes what was wrong, in the column whose matter it is.
func (s *Scene) looked(right bool, column verdict.CapabilityID, f verdict.Finding) {
	f.Capability = column
	_ = s.expect(right, f) // noted: it ends nothing
}

// ownerRight looks at whose a case is that was made just now.
func (s *Scene) ownerRight(uuid string) {
	sag, _ := s.trial.judge.Store().Get(uuid)
	owner, _ := s.Registers().Owner()
	is := s.Role(sag, "Sagsaktoer", "Ejer").Reference
	s.looked(is.IsZero() || oio.SameUUID(is.UUID, owner.UUID) || strings.EqualFold(is.URN, cvrURN(s.Registers().CVR())), verdict.Sag,
		RuleMadeOwner.Finding("Sagens ejer i indekset stemmer ikke med scenariet.", "»"+owner.UUID+"«", shown(is.String())))
}

// unitRight looks at which unit has a case. One of another municipality is wrong
// whoever sends it. A system that reads FK Organisation knows the unit; of one that does
// not it is said already that it does not.
func (s *Scene) unitRight(uuid, navn string) {
	sag, _ := s.trial.judge.Store().Get(uuid)
	want, known := s.Registers().ByName(municipality.OrganisationEnhed, navn)
	is := s.Role(sag, "Sagsaktoer", "Ansvarlig").Reference
	if !known || is.UUID == "" { // a URN is what the rules speak of
		return
	}
	f := RuleMadeUnit.Finding("Sagens ansvarlige enhed i indekset stemmer ikke med scenariet.", fmt.Sprintf("»%s« (%s)", want.UUID, navn), shown(is.UUID))
	actual, stands := s.Registers().Get(is.UUID)
	if stands {
		f.Actual += " (" + actual.Latest().Navn + ")"
	}
	if owner, _ := s.Registers().Owner(); stands && !slices.Contains(actual.Latest().Relationer[municipality.RelTilhoerer], owner.UUID) &&
		actual.Kind == municipality.OrganisationEnhed {
		f.Message = "Sagens ansvarlige enhed er en anden kommunes."
	} else if !s.trial.judge.HasRead(recording.RegisterOrganisation) {
		f.Outcome = verdict.Information
	}
	s.looked(oio.SameUUID(is.UUID, want.UUID), verdict.Organisation, f)
}
