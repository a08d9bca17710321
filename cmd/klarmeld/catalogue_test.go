package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/impact"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// toMend is what somebody does whose rule is not in the catalogue.
const toMend = "list it where its kind stands: anvisning.NamedRules, judge.ServiceRules or its forms, trial.Rules, stage.Rules, " +
	"steps.ClaimRules or reports.GapRules; klarmeld rules then knows it"

// TestCatalogueIsWhole: each rule stands there once, says what it demands, where that
// stands and how it is mended, and hits somebody in words of its own.
func TestCatalogueIsWhole(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, e := range catalogue() {
		if seen[e.ID] {
			t.Errorf("%s stands there twice", e.ID)
		}
		seen[e.ID] = true
		if e.Text == "" || e.Fix == "" || e.Source == "" || e.State == "" || groupOf(e) == "" {
			t.Errorf("%s lacks its text, mending, source or state: %+v", e.ID, e)
		}
		if got := impact.Of(e.ID); got == impact.Of("no.such.rule") || got.Consequence == "" {
			t.Errorf("%s: nobody is said to be hit; give it a row in internal/impact/table.go", e.ID)
		}
	}
	if len(seen) < 900 {
		t.Errorf("only %d rules", len(seen))
	}
}

// TestEveryFindingIsOfTheCatalogue: of every finding of the three systems, and of those
// that do one thing wrong, klarmeld rules can tell, and tells what the finding tells.
func TestEveryFindingIsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	var all []verdict.SystemResult
	for _, name := range table {
		all = append(all, wholeOf(t, name))
	}
	town := smallTown(t)
	t.Run("switches", func(t *testing.T) {
		for _, c := range switches {
			t.Run(string(c.deviation), func(t *testing.T) {
				t.Parallel()
				ofCatalogue(t, switched(t, town, c.deviation))
			})
		}
	})
	kinds := map[anvisning.RuleKind]bool{}
	for _, r := range all {
		ofCatalogue(t, r)
	}
	for _, c := range switches {
		for _, f := range switched(t, town, c.deviation).Findings() {
			rule, _ := ruleOf(f.Rule)
			kinds[rule.Kind] = true
			answers(t, f.Rule)
		}
	}
	if len(kinds) < 4 {
		t.Errorf("findings of only these kinds were looked at: %v", kinds)
	}
}

// ofCatalogue holds each finding of a result against its rule.
func ofCatalogue(t *testing.T, r verdict.SystemResult) {
	t.Helper()
	for _, f := range r.Findings() {
		rule, ok := ruleOf(f.Rule)
		if !ok {
			t.Errorf("%s: a report names %s, and klarmeld rules does not know it: %s", f.Scenario, f.Rule, toMend)
			continue
		}
		if !strings.HasPrefix(f.Source, rule.Source) && !ofItsOwn(rule) {
			t.Errorf("%s: the finding's source is %q, its rule's %q", f.Rule, f.Source, rule.Source)
		}
		if rule.Kind == steps.KindClaim && (f.Fix != rule.Fix || f.Outcome != rule.Severity) {
			t.Errorf("%s: the finding says %s, %q; its rule says %s, %q", f.Rule, f.Outcome, f.Fix, rule.Severity, rule.Fix)
		}
		if f.Outcome > rule.Severity {
			t.Errorf("%s: the finding is %s, graver than its rule's %s", f.Rule, f.Outcome, rule.Severity)
		}
		if f.Fix == "" || f.Outcome != verdict.AdapterFailure && f.Impact != impact.Of(f.Rule) {
			t.Errorf("%s: no mending, or another is hit: %+v", f.Rule, f)
		}
	}
}

// ofItsOwn reports whether a rule's findings name the service that they are of as
// their source.
func ofItsOwn(rule anvisning.Listed) bool {
	return !slices.Contains([]anvisning.RuleKind{anvisning.KindRow, anvisning.KindOccurrence, steps.KindClaim, stage.KindCapture}, rule.Kind)
}

// answers asks klarmeld rules for a rule.
func answers(t *testing.T, id string) {
	t.Helper()
	entries, err := rulesOptions{}.pick([]string{id})
	if err != nil || len(entries) != 1 || entries[0].ID != id {
		t.Errorf("klarmeld rules %s: %v", id, err)
	}
}

// TestEveryNameInSARIFIsOfTheCatalogue: what SARIF calls a rule, also where no rule
// found it, klarmeld rules can tell.
func TestEveryNameInSARIFIsOfTheCatalogue(t *testing.T) {
	t.Parallel()
	_, dir := whole(t)
	looked := 0
	for _, name := range table {
		raw, err := os.ReadFile(filepath.Join(dir, name, "rapport.sarif.json"))
		if err != nil {
			t.Fatal(err)
		}
		var doc struct {
			Runs []struct {
				Tool struct {
					Driver struct{ Rules []struct{ ID string } }
				}
			}
		}
		if err := json.Unmarshal(raw, &doc); err != nil {
			t.Fatal(err)
		}
		for _, r := range doc.Runs[0].Tool.Driver.Rules {
			looked++
			answers(t, r.ID)
		}
	}
	if looked == 0 || len(reports.GapRules()) == 0 {
		t.Error("no names were looked at")
	}
}
