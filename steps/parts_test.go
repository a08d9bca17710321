package steps_test

import (
	"strings"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/steps"
)

// TestCast: the profile gives citizens, users and units to others of the same kind in
// the registers, and nothing else; and nobody plays two parts.
func TestCast(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts map[string]string
		says  string // "": it is in order
	}{
		{"nobody", nil, ""},
		{"a citizen", map[string]string{"Godtfred Lund": "Karen Bech", "Karen Bech": "Godtfred Lund"}, ""},
		{"a unit", map[string]string{"Forebyggelsesteamet": "Madhuset"}, ""},
		{"a user", map[string]string{"Laura Sand": "Ellen Møller", "Ellen Møller": "Laura Sand"}, ""},
		{"three in a ring", map[string]string{"Ydelseskontoret": "Borgerservice", "Borgerservice": "Jobcenter Korsbæk", "Jobcenter Korsbæk": "Ydelseskontoret"}, ""},
		{"nobody in the scenarios", map[string]string{"Gotfred Lund": "Karen Bech"}, `har en borger, enhed eller bruger, der hedder "Gotfred Lund"`},
		{"nobody at all", map[string]string{"": "Karen Bech"}, `der hedder ""`},
		{"a KLE number", map[string]string{"32.24.04": "27.35.04"}, `der hedder "32.24.04"`},
		{"a case's title", map[string]string{"Kontanthjælp": "Sygedagpenge"}, `der hedder "Kontanthjælp"`},
		{"a title that is demanded", map[string]string{"Skift af bolig": "Bolig"}, `der hedder "Skift af bolig"`},
		{"a state", map[string]string{"Afsluttet": "Opstaaet"}, `der hedder "Afsluttet"`},
		{"a role", map[string]string{"Ansvarlig": "Ejer"}, `der hedder "Ansvarlig"`},
		{"a type of document", map[string]string{"Internt Notat": "Plan"}, `der hedder "Internt Notat"`},
		{"a company", map[string]string{"Korsbæk Tømrerforretning": "Byskolen"}, `der hedder "Korsbæk Tømrerforretning"`},
		{"another municipality", map[string]string{"Nordbæk Kommune": "Korsbæk Kommune"}, `der hedder "Nordbæk Kommune"`},
		{"a unit that comes", map[string]string{"Ungeenheden": "Jobcenter Korsbæk"}, `der hedder "Ungeenheden"`},
		{"a name that a unit gets", map[string]string{"Hjælpemiddelcentret": "Hjælpemiddeldepotet"}, `der hedder "Hjælpemiddelcentret"`},
		{"a class that comes", map[string]string{"27.35.96": "27.35.04"}, `der hedder "27.35.96"`},
		{"a unit by nobody", map[string]string{"Forebyggelsesteamet": "Team Nord"}, `"Team Nord", der skal spille "Forebyggelsesteamet", er ingen enhed`},
		{"a unit by a user", map[string]string{"Forebyggelsesteamet": "Laura Sand"}, "er ingen enhed"},
		{"a unit by an IT system", map[string]string{"Forebyggelsesteamet": "Referencesystemet"}, "er ingen enhed"},
		{"a unit by its key", map[string]string{"Forebyggelsesteamet": "3100"}, "er ingen enhed"},
		{"a user by a citizen", map[string]string{"Laura Sand": "Karen Bech"}, "er ingen bruger"},
		{"a citizen by a unit", map[string]string{"Godtfred Lund": "Madhuset"}, "er ingen borger"},
		{"a sentence for a name", map[string]string{"Forebyggelsesteamet": `Madhuset" med KLE-nummeret "32.24.04`}, "er ingen enhed"},
		{"a step for a name", map[string]string{"Forebyggelsesteamet": "Madhuset\"\n    Så findes sagen i indekset\n    # "}, "er ingen enhed"},
		{"two units by one", map[string]string{"Jobcenter Korsbæk": "Madhuset", "Borgerservice": "Madhuset"},
			`"Madhuset" kan ikke spille både "Borgerservice" og "Jobcenter Korsbæk"`},
		{"a unit by one that plays itself", map[string]string{"Borgerservice": "Jobcenter Korsbæk"}, `"Jobcenter Korsbæk" kan ikke spille både`},
		{"a user by one who plays herself", map[string]string{"Laura Sand": "Ellen Møller"}, "kan ikke spille både"},
		{"two citizens by one", map[string]string{"Godtfred Lund": "Karen Bech"}, "kan ikke spille både"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := steps.NewScript(features.Files, nil, c.parts)
			if err != nil {
				t.Fatal(err)
			}
			err = s.Cast(municipalitytest.Korsbaek(t))
			if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)) {
				t.Errorf("%v", err)
			}
			if c.says == "" && len(s.Parts()) != len(c.parts) {
				t.Errorf("it says %+v", s.Parts())
			}
		})
	}
}
