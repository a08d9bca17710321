package clause_test

import (
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
)

// TestTheProseIsRead: each clause of the prose tells, or demands and is tried by rules
// that there are, or says why it cannot be; at most one in ten cannot.
func TestTheProseIsRead(t *testing.T) {
	rules := anvisning.List()
	known := func(id string) bool {
		return strings.HasPrefix(id, "kontrakt.") || slices.ContainsFunc(rules, func(e anvisning.Listed) bool {
			return anvisning.Among(e.ID, []string{id}) || strings.Contains(id, "*") && between(e.ID, id)
		})
	}
	demands, undecidable := 0, 0
	for _, c := range clause.OfProse() {
		if c.Document == "" || c.Section == "" || !strings.HasSuffix(c.Says, ".") {
			t.Errorf("%+v says nothing, or not where", c)
		}
		if !slices.Contains([]string{"skal", "bør", "oplyser"}, c.Demand) {
			t.Errorf("%s: the demand is %q", c.Says, c.Demand)
		}
		tried, cannot := len(c.TriedBy) > 0, c.NotDecidable != ""
		if c.Demands() && tried == cannot || !c.Demands() && (tried || cannot) {
			t.Errorf("%s: demands: %t, is tried by %v, cannot be decided because %q", c.Says, c.Demands(), c.TriedBy, c.NotDecidable)
		}
		if c.Demands() {
			demands++
		}
		if cannot {
			undecidable++
		}
		for _, id := range c.TriedBy {
			if !known(id) {
				t.Errorf("%s is tried by %s, which is no rule", c.Says, id)
			}
		}
	}
	if demands < 40 || undecidable > demands/10 {
		t.Errorf("%d demands, of which %d cannot be decided", demands, undecidable)
	}
}

// between reports whether an ID begins and ends as a pattern with a "*" in the middle.
func between(id, pattern string) bool {
	begin, end, _ := strings.Cut(pattern, "*")
	return strings.HasPrefix(id, begin) && strings.HasSuffix(id, strings.Trim(end, "*"))
}
