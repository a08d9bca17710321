package verdict_test

import (
	"testing"

	"klarmeld/internal/verdict"
)

func strict() verdict.Policy {
	p := pilot()
	p.ID, p.NotOffered.Elsewhere = "streng", verdict.Fail
	return p
}

// TestByOtherPolicies: a run says what other policies come to of it, and how many
// scenarios make the difference, whatever policy it is judged by.
func TestByOtherPolicies(t *testing.T) {
	note := func(o verdict.Observed, id string) verdict.Observed {
		o.ID, o.Capability = id, verdict.Journalnotat
		return o
	}
	green := right
	green.ID, green.Capability = "sag-01", verdict.Sag
	for _, c := range []struct {
		name       string
		notes      []verdict.Observed
		own, other verdict.Verdict // by pilot, and by the stricter one
		differ     int
		lacking    verdict.Lacking
	}{
		{"all is there", []verdict.Observed{note(right, "n-1")}, verdict.Approved, verdict.Approved, 0, verdict.Lacking{Of: 2}},
		{"two are not offered, one of them optional", []verdict.Observed{note(lacking, "n-1"), note(leftOpen, "n-2"), note(right, "n-3")},
			verdict.ApprovedWithRemarks, verdict.NotApproved, 1, verdict.Lacking{Scenarios: 2, LeftOpen: 1, Of: 4}},
		{"only the optional is not offered", []verdict.Observed{note(leftOpen, "n-1"), note(right, "n-2")}, verdict.ApprovedWithRemarks, verdict.ApprovedWithRemarks,
			0, verdict.Lacking{Scenarios: 1, LeftOpen: 1, Of: 3}},
		{"one was left out", []verdict.Observed{note(lacking, "n-1"), note(leftOut, "n-2")}, verdict.Incomplete, verdict.NotApproved, 1,
			verdict.Lacking{Scenarios: 1, Of: 3}},
	} {
		of := append([]verdict.Observed{green}, c.notes...)
		counted := map[verdict.CapabilityID]int{verdict.Sag: 1, verdict.Journalnotat: len(c.notes), verdict.Dokument: 0}
		for own, other := range map[string]verdict.Policy{"pilot": strict(), "streng": pilot()} {
			by, want, first := pilot(), c.other, c.own
			if own == "streng" {
				by, want, first = strict(), c.own, c.other
			}
			columns := verdict.Columns{{ID: verdict.Sag}, {ID: verdict.Journalnotat}}
			s := columns.Fold(of, counted, by)
			if s.Verdict != first {
				t.Errorf("%s: by %s it is %s", c.name, own, s.Verdict)
			}
			columns.ByOthers(&s, of, counted, []verdict.Policy{by, other})
			if len(s.OtherVerdicts) != 1 {
				t.Fatalf("%s: %v", c.name, s.OtherVerdicts)
			}
			if o := s.OtherVerdicts[0]; o.Policy != other.ID || o.Verdict != want || o.Scenarios != c.differ {
				t.Errorf("%s: by %s it is %+v, want %s by %d", c.name, other.ID, o, want, c.differ)
			}
			if got := s.Lacking(); got != c.lacking {
				t.Errorf("%s: lacking is %+v", c.name, got)
			}
			refused := (first == verdict.Approved || first == verdict.ApprovedWithRemarks) && want == verdict.NotApproved
			if (len(s.Refusing()) == 1) != refused {
				t.Errorf("%s by %s: refusing are %v", c.name, own, s.Refusing())
			}
		}
	}
}
