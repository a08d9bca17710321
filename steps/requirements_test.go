package steps_test

import (
	"testing"

	"klarmeld/features"
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
