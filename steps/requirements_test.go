package steps_test

import (
	"strings"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/anvisning"
	"klarmeld/steps"
)

// TestRequirements: every requirement is stood for by a scenario, or says why
// not, and never both; no scenario stands for one that does not exist.
func TestRequirements(t *testing.T) {
	all, err := steps.Features(features.Files)
	if err != nil {
		t.Fatal(err)
	}
	scenarios, err := steps.Scenarios(all)
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	for _, s := range scenarios {
		for _, id := range s.Requirements {
			covered[id] = true
		}
	}
	known := map[string]bool{}
	for _, r := range features.Requirements() {
		if known[r.ID] {
			t.Errorf("%s stands there twice", r.ID)
		}
		known[r.ID] = true
		if r.Title == "" || r.Source == "" {
			t.Errorf("%s: title %q, source %q", r.ID, r.Title, r.Source)
		}
		if covered[r.ID] == (r.Untested != "") {
			t.Errorf("%s: stood for by a scenario: %t; why not: %q", r.ID, covered[r.ID], r.Untested)
		}
	}
	for id := range covered {
		if !known[id] {
			t.Errorf("a scenario stands for %s, which is no requirement", id)
		}
	}
}

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
		number, _, _ := strings.Cut(r.Section, " ")
		id := strings.ToLower(string(r.Objekt)) + "-" + number
		if !sections[id] {
			t.Errorf("section %s (%s) has no requirement", id, r.Section)
		}
		if r.Rolle != "" && r.Rolle != "*" && !known[id+"/"+strings.ToLower(strings.ReplaceAll(r.Rolle, " ", "-"))] {
			t.Errorf("role %s of %s has no requirement", r.Rolle, id)
		}
	}
}
