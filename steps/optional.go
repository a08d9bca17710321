package steps

import (
	"slices"
	"strings"

	"klarmeld/features"
	"klarmeld/internal/action"
	"klarmeld/internal/verdict"
)

// The tags that say whether every system must do what a scenario asks for. A
// requirement, or the published test, stands behind: @skal:sag-3.4,
// @valgfri:sag-3.13/adgang. @valgfri:knyt-oversag is of one action of a scenario that
// is demanded otherwise.
const (
	tagDemanded = "skal"
	tagOptional = "valgfri"
)

// published is what stands for the published test where a requirement could.
const published = "prøven-2020"

// grounds are what can stand behind a tag, with where it is to be read.
var grounds = func() map[string]string {
	out := map[string]string{published: "Compliancetesten i pilotkommunerne, oktober 2020"}
	for _, r := range features.Requirements() {
		out[r.ID] = r.Source
	}
	return out
}()

// demanded reads a tag that says whether the scenario is demanded, and reports whether
// it is one. What is wrong with it is told.
func (s *Scenario) demanded(tag string, wrong func(format string, values ...any)) bool {
	name, by, said := strings.Cut(tag, ":")
	if name != tagDemanded && name != tagOptional || name == tagDemanded && !said {
		return false
	}
	basis, known := grounds[by]
	kind := map[string]verdict.DemandKind{tagDemanded: verdict.Demanded, tagOptional: verdict.Optional}[name]
	switch {
	case name == tagOptional && action.Kind(by).Known():
		if !slices.Contains(s.OptionalActions, by) {
			s.OptionalActions = append(s.OptionalActions, by)
		}
		return true
	case !said:
		basis = "Scenariet selv"
	case !known:
		wrong("har mærket @%s, men %q er intet krav, som klarmeld kender%s", tag, by, mean("@"+name+":", by, append(slices.Clone(requirementIDs), published)))
	}
	if s.Kind != verdict.DemandUnsaid && (s.Kind != kind || s.Basis != basis) {
		wrong("siger to gange, om det er et, ethvert system skal kunne; skriv ét af @%s:… og @%s:…", tagDemanded, tagOptional)
	}
	s.Kind, s.Basis, s.Ground = kind, basis, by
	return true
}
