package main

import (
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/config"
	"klarmeld/internal/simulated"
	"klarmeld/internal/verdict"
)

// go test ./cmd/klarmeld -run TestVariants -variants.whole 200 -variants.pairs 500
var (
	wholeVariants = flag.Int("variants.whole", 2, "how many variants of each kind are played whole; the others in a few scenarios")
	variantPairs  = flag.Int("variants.pairs", 2, "how many seeded pairs of allowed variants are played together")
)

// pending are the allowed variants that klarmeld does not judge rightly yet, and why: a
// variant that comes out right must be taken off.
var pending = map[string]string{}

// sample are scenarios of every column, in which most differences show.
var sample = []string{"sag-02", "sag-07", "journalnotat-03", "dokument-10", "organisation-02", "klassifikation-02", "fjern-03"}

// variants are those of a kind.
func variants(t *testing.T, kind simulated.VariantKind) []simulated.Variant {
	t.Helper()
	all, err := config.Variants()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(all, func(v simulated.Variant) bool { return v.Kind != kind })
}

// varied plays a variant of the reference system: all scenarios, or some.
func varied(t *testing.T, town string, only []string, some ...simulated.Variant) verdict.SystemResult {
	t.Helper()
	p, err := profile(t, "reference").Vary(some...)
	if err != nil {
		t.Fatal(err)
	}
	return played(t, runOptions{municipality: town, only: only}, p)
}

// seeded are n of the variants, the same ones each time.
func seeded(all []simulated.Variant, n int) map[string]bool {
	out := map[string]bool{}
	for _, i := range rand.New(rand.NewPCG(18, uint64(len(all)))).Perm(len(all)) {
		if len(out) < n {
			out[all[i].Name] = true
		}
	}
	return out
}

// where are the scenarios that a variant is played in: all of them (nil), those in which
// its difference shows, or else these.
func where(v simulated.Variant, whole map[string]bool, others []string) []string {
	switch {
	case whole[v.Name]:
		return nil
	case len(v.Scenarios) > 0:
		return v.Scenarios
	}
	return others
}

// TestVariantsAllowed: whoever does something otherwise that he may do so is approved,
// or has just the remarks that the source gives.
func TestVariantsAllowed(t *testing.T) {
	t.Parallel()
	town, all := smallTown(t), variants(t, simulated.Allowed)
	if len(all) < 60 {
		t.Errorf("%d allowed variants, want at least 60", len(all))
	}
	whole := seeded(all, *wholeVariants)
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			only := where(v, whole, sample)
			wrong := unlike(varied(t, town, only, v), only, v)
			switch why, ok := pending[v.Name]; {
			case !ok && len(wrong) > 0:
				t.Errorf("%s (%s)\n%s", v.Differs, v.Source, strings.Join(wrong, "\n"))
			case ok && len(wrong) == 0:
				t.Errorf("it comes out right, and is no longer pending: %s", why)
			}
		})
	}
	for name := range pending {
		if !slices.ContainsFunc(all, func(v simulated.Variant) bool { return v.Name == name }) {
			t.Errorf("there is no variant %s", name)
		}
	}
}

// unlike says how a result, of some scenarios or all, is not what the variants together
// should come to.
func unlike(r verdict.SystemResult, only []string, some ...simulated.Variant) []string {
	var wrong, remarks, notOffered []string
	for _, v := range some {
		remarks, notOffered = append(remarks, v.Remarks...), append(notOffered, v.NotOffered...)
	}
	want := verdict.Approved
	if len(remarks)+len(notOffered) > 0 {
		want = verdict.ApprovedWithRemarks
	}
	if r.Verdict != want && only == nil { // a part of the scenarios is never approved
		wrong = append(wrong, "the verdict is "+string(r.Verdict)+", want "+string(want))
	}
	said := map[string]bool{}
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			if only != nil && !slices.Contains(only, s.ID) {
				continue
			}
			remarked := s.NotOffered != ""
			if remarked {
				said[s.ID] = true
			}
			for _, f := range s.Findings {
				if f.Outcome == verdict.Information {
					continue
				}
				said[f.Rule], remarked = true, true
				if f.Outcome != verdict.Remark || !slices.Contains(remarks, f.Rule) {
					wrong = append(wrong, s.ID+": "+f.Rule+" "+f.Outcome.String()+": "+f.Message+" ["+f.Expected+" | "+f.Actual+"]")
				}
			}
			if s.Outcome != verdict.Pass && !(remarked && s.Outcome == verdict.Remark) || s.NotOffered != "" && !slices.Contains(notOffered, s.ID) {
				wrong = append(wrong, s.ID+" is "+s.Outcome.String()+": "+s.Reason)
			}
		}
	}
	for _, what := range slices.Concat(remarks, notOffered) {
		if !said[what] && only == nil {
			wrong = append(wrong, "there is no remark of "+what)
		}
	}
	return wrong
}

// TestVariantsTogether: what two systems may do, one that does both may do too.
func TestVariantsTogether(t *testing.T) {
	t.Parallel()
	town, all := smallTown(t), variants(t, simulated.Allowed)
	all = slices.DeleteFunc(all, func(v simulated.Variant) bool { return pending[v.Name] != "" })
	random := rand.New(rand.NewPCG(18, 500))
	for n := 0; n < *variantPairs; {
		a, b := all[random.IntN(len(all))], all[random.IntN(len(all))]
		if a.Excluding(b) {
			continue
		}
		n++
		t.Run(a.Name+"+"+b.Name, func(t *testing.T) {
			t.Parallel()
			if wrong := unlike(varied(t, town, nil, a, b), nil, a, b); len(wrong) > 0 {
				t.Error(strings.Join(wrong, "\n"))
			}
		})
	}
}

// TestVariantsWrong: whoever does something wrong is found by the scenario and the rule
// that say so, and by no other column.
func TestVariantsWrong(t *testing.T) {
	t.Parallel()
	town, all := smallTown(t), variants(t, simulated.Wrong)
	if len(all) < 40 {
		t.Errorf("%d wrong variants, want at least 40", len(all))
	}
	whole := seeded(all, *wholeVariants)
	for _, v := range all {
		t.Run(v.Name, func(t *testing.T) {
			t.Parallel()
			only := where(v, whole, []string{v.Scenario})
			r := varied(t, town, only, v)
			i := slices.IndexFunc(scenario(r, v.Scenario).Findings, func(f verdict.Finding) bool { return f.Rule == v.Rule && f.Outcome > verdict.Pass })
			if i < 0 {
				t.Fatalf("%s: it is not found by %s in %s, which is %s", v.Differs, v.Rule, v.Scenario, scenario(r, v.Scenario).Outcome)
			}
			found := scenario(r, v.Scenario).Findings[i]
			want := verdict.NotApproved
			if found.Outcome == verdict.Remark {
				want = verdict.ApprovedWithRemarks
			}
			if r.Verdict == verdict.Approved || only == nil && r.Verdict != want {
				t.Errorf("%s: the verdict is %s, want %s", v.Differs, r.Verdict, want)
			}
			for _, f := range r.Findings() {
				if f.Outcome > verdict.Pass && f.Capability != found.Capability && !slices.Contains(v.Also, string(f.Capability)) {
					t.Errorf("%s: %s is hit too, by %s in %s: %s", v.Differs, f.Capability, f.Rule, f.Scenario, f.Message)
				}
			}
		})
	}
}
