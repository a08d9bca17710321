package anvisning_test

import (
	"regexp"
	"testing"

	"klarmeld/internal/anvisning"
)

// TestCatalogue: IDs are readable and unique, and every row says what it is.
func TestCatalogue(t *testing.T) {
	id := regexp.MustCompile(`^[a-z0-9.-]+$`)
	seen := map[string]bool{}
	check := func(name, source string) {
		if !id.MatchString(name) {
			t.Errorf("the ID %q cannot be typed", name)
		}
		if seen[name] {
			t.Errorf("the ID %q is used twice", name)
		}
		if seen[name] = true; source == "" {
			t.Errorf("%s has no source", name)
		}
	}
	for _, r := range anvisning.Rules() {
		check(r.ID, r.Source())
		if r.Sti == "" || r.Hvad == "" || r.Krav == 0 {
			t.Errorf("%s is incomplete: %+v", r.ID, r)
		}
		if (r.Krav == anvisning.OB4) != (r.Hvis != nil) {
			t.Errorf("%s: OB4 and only OB4 has a condition", r.ID)
		}
	}
	for _, o := range anvisning.Occurrences() {
		check(o.ID, o.Source())
	}
	if len(seen) < 300 {
		t.Errorf("%d rules: some have been lost", len(seen))
	}
}
