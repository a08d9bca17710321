package steps

import (
	"fmt"
	"slices"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
)

// named are the places of the sentences where something of the registers is called
// by name. A caseworker may well be somebody whom FK Organisation does not know.
var named = []struct {
	at   *lazyregexp.Regexp
	what string
	kind municipality.ObjektKind // "": a citizen
}{
	{lazyregexp.New(`for borgeren "([^"]*)"`), "borgeren", ""},
	{lazyregexp.New(`(?:tilføjer|afslutter|sletter) "([^"]*)" som sekundær part`), "borgeren", ""},
	{lazyregexp.New(`virksomheden "([^"]*)"`), "virksomheden", municipality.Virksomhed},
	{lazyregexp.New(`brugeren "([^"]*)" forlader`), "brugeren", municipality.Bruger},
	{lazyregexp.New(`(?:i|til|omdøber|flytter|nedlægger) enheden "([^"]*)"`), "enheden", municipality.OrganisationEnhed},
	{lazyregexp.New(`opretter enheden "[^"]*" under "([^"]*)"`), "enheden", municipality.OrganisationEnhed},
	{lazyregexp.New(`flytter enheden "[^"]*" til "([^"]*)"`), "enheden", municipality.OrganisationEnhed},
	{lazyregexp.New(`med KLE-nummeret "([^"]*)"`), "KLE-nummeret", municipality.Klasse},
	{lazyregexp.New(`KLE-emnet "([^"]*)" (?:udgår|får)`), "KLE-emnet", municipality.Klasse},
	{lazyregexp.New(`KLE får det nye emne "[^"]*" "[^"]*" under "([^"]*)"`), "KLE-gruppen", municipality.Klasse},
}

// saidStep is a step as it is played.
type saidStep struct {
	line int
	text string
}

// On tells of the names that the registers do not have, and that no scenario
// brings into them: the system under test would be blamed for what it cannot find,
// or klarmeld for it. Those whom a profile has given parts stand there too (Cast).
func (s *Script) On(r *municipality.Register) error {
	if err := s.Cast(r); err != nil {
		return fmt.Errorf("medvirkende: %w", err)
	}
	known := map[string]bool{}
	for _, x := range s.all {
		for _, step := range x.said {
			for _, name := range comes(step.text) {
				known[name] = true
			}
		}
	}
	var wrong Mistakes
	for _, x := range s.all {
		if slices.ContainsFunc(s.left, func(l Scenario) bool { return l.ID == x.ID }) {
			continue
		}
		for _, step := range x.said {
			for _, n := range named {
				for _, m := range n.at.FindAllStringSubmatch(step.text, -1) {
					if _, cast := s.parts[m[1]]; !cast && !known[m[1]] && !has(r, n.kind, m[1]) {
						wrong = append(wrong, Mistake{x.file, step.line,
							fmt.Sprintf("%s %q findes ikke i kommunens registre; ret navnet, eller giv delen til en anden i profilen (medvirkende)", n.what, m[1])})
					}
				}
			}
		}
	}
	return wrong.orNil()
}

func has(r *municipality.Register, kind municipality.ObjektKind, name string) bool {
	if kind == "" {
		_, ok := r.Borger(name)
		return ok
	}
	_, ok := r.ByName(kind, name)
	return ok
}
