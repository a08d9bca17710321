package reports

import (
	"cmp"

	"klarmeld/internal/verdict"
)

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
