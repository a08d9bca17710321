package reports

import (
	"cmp"
	"fmt"

	"klarmeld/internal/verdict"
)

// ownNames are what each kind of thing is called when it is not klarmeld's.
var ownNames = map[verdict.OwnKind]string{
	verdict.OwnPolicy: "Egen politik", verdict.OwnRoles: "Egne relationsklasser", verdict.OwnRegisters: "Egne registre",
	verdict.OwnCast: "Egne medvirkende", verdict.OwnScenarios: "Egne scenarier", verdict.OwnWords: "Egen ordliste", verdict.OwnAreas: "Egne områder",
}

// own is what the verdict rests on that is not klarmeld's.
func own(s verdict.SystemResult) []version {
	var out []version
	for _, x := range s.Own {
		out = append(out, version{ownNames[x.Kind], fmt.Sprintf("%v (SHA-256 %v)", x.Title, x.SHA256[:min(16, len(x.SHA256))])})
	}
	return out
}

// ownLines are the same, a line each.
func (l Language) ownLines(s verdict.SystemResult) []string {
	var out []string
	for _, x := range own(s) {
		out = append(out, l.text(x.What)+": "+x.Is)
	}
	return out
}

// versions are those of all that a verdict rests on.
func versions(s verdict.SystemResult) []version {
	return []version{
		{"Program", "klarmeld " + s.Program},
		{"Regelsæt", s.Ruleset},
		{"Anvisninger", "Sagsobjektet 1.7 og dokumentobjektet 1.7, 7. juli 2023"},
		{"Snitflade", "SF1470 version 6"},
		{"Godkendelsespolitik", cmp.Or(s.PolicyTitle, s.Policy)},
		{"Rapportens form", schemaVersion},
	}
}
