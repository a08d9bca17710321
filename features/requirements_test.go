package features_test

import (
	"strings"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/anvisning"
)

// TestRequirementsOfRoles: each role and section of the ruleset is among the
// requirements.
func TestRequirementsOfRoles(t *testing.T) {
	known, sections := map[string]bool{}, map[string]bool{}
	for _, r := range features.Requirements() {
		known[r.ID] = true
		id, _, _ := strings.Cut(r.ID, "/")
		sections[id] = true
	}
	for _, r := range anvisning.Rules() {
		number, _, _ := strings.Cut(r.Afsnit, " ")
		id := strings.ToLower(string(r.Objekt)) + "-" + number
		if !sections[id] {
			t.Errorf("section %s (%s) has no requirement", id, r.Afsnit)
		}
		if r.Rolle != "" && r.Rolle != "*" && !known[id+"/"+strings.ToLower(strings.ReplaceAll(r.Rolle, " ", "-"))] {
			t.Errorf("role %s of %s has no requirement", r.Rolle, id)
		}
	}
}
