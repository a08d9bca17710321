package main

import (
	"strings"
	"testing"

	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
)

// TestOnDemand: a system that looks things up when it needs them, and says so, is
// judged by what it then reads and sends: one that does it passes, and one that
// goes on with what it once read, or has it typed in, does not.
func TestOnDemand(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for _, c := range []struct {
		deviation simulated.Flaw
		scenario  string // that turns red
		rule      string
	}{
		{"", "", ""},
		{simulated.NeverRereadsOrganisation, "organisation-02", "handling.udfoert"},
		{simulated.KeepsUnitNames, "organisation-03", "scenarie.laest.navn"},
		{simulated.OneUnitForAll, "organisation-07", "scenarie.laest.reference"},
		{simulated.TypesUnits, "organisation-08", "scenarie.laest.i-haanden"},
		{simulated.NeverRereadsKLE, "klassifikation-02", "handling.udfoert"},
		{simulated.KeepsClassTitles, "klassifikation-04", "scenarie.laest.titel"},
	} {
		t.Run(string(c.deviation), func(t *testing.T) {
			t.Parallel()
			p := profile(t, "reference")
			if p.OnDemand = true; c.deviation != "" {
				p.Deviations = []simulated.Flaw{c.deviation}
			}
			r := played(t, runOptions{municipality: town, only: []string{"organisation", "klassifikation"}}, p)
			told := false
			for _, f := range r.Findings() {
				told = told || f.Rule == "handling.ved-behov" && f.Outcome == verdict.Information
				if f.Rule == "handling.trafik" {
					t.Errorf("%s: a reading that it has not promised was waited for", f.Scenario)
				}
			}
			if !told {
				t.Error("the report does not say that it looks things up later")
			}
			for _, cr := range r.Capabilities {
				for _, s := range cr.Scenarios {
					named := strings.HasPrefix(s.ID, "organisation") || strings.HasPrefix(s.ID, "klassifikation")
					if named && c.deviation == "" && s.Outcome != verdict.Pass {
						t.Errorf("%s is %s: %s", s.ID, s.Outcome, s.Reason)
					}
				}
			}
			if c.scenario == "" {
				return
			}
			var rules []string
			for _, f := range scenario(r, c.scenario).Findings {
				rules = append(rules, f.Rule)
			}
			if s := scenario(r, c.scenario); s.Outcome <= verdict.Pass || !strings.Contains(strings.Join(rules, " "), c.rule) {
				t.Errorf("%s is %s: %v", c.scenario, s.Outcome, rules)
			}
		})
	}
}
