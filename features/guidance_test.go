package features

import "testing"

// TestGuidanceIsOfRequirements: every requirement of a section names the paragraphs of
// the general guidance, but for the relations between documents, of which it says
// nothing of their own; and no paragraph is of a requirement that there is not.
func TestGuidanceIsOfRequirements(t *testing.T) {
	there := map[string]bool{}
	for _, r := range Requirements() {
		there[r.ID] = true
	}
	for id := range paragraphs {
		if !there[id] {
			t.Errorf("%s is no requirement", id)
		}
	}
	silent := map[string]bool{"sag-3.11/stort-notat": true} // the guidance knows of no limit
	for _, group := range [][]Requirement{sagRequirements, dokumentRequirements} {
		for _, r := range group {
			between := len(r.ID) > len("dokument-3.5") && r.ID[:len("dokument-3.5")] == "dokument-3.5"
			if paragraphs[r.ID] == "" && !between && !silent[r.ID] {
				t.Errorf("%s (%s) names no paragraph of the guidance", r.ID, r.Title)
			}
		}
	}
}
