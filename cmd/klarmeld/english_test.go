package main

import (
	"regexp"
	"slices"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/impact"
	"klarmeld/internal/judge"
	"klarmeld/internal/vendor"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// sayings are texts, and one place where each is said.
type sayings map[string]string

func (s sayings) add(where string, texts ...string) {
	for _, t := range texts {
		if _, ok := s[t]; !ok && t != "" {
			s[t] = where
		}
	}
}

func (s sayings) finding(where string, f verdict.Finding) {
	s.add(where+" "+f.Rule+" message", f.Message)
	s.add(where+" "+f.Rule+" expected", f.Expected)
	s.add(where+" "+f.Rule+" actual", f.Actual)
	s.add(where+" "+f.Rule+" fix", f.Fix)
	s.add(where+" "+f.Rule+" source", f.Source)
	s.add(where+" "+f.Rule+" impact", f.Hits, f.Consequence)
}

func (s sayings) result(r verdict.SystemResult) {
	s.add("policy", r.PolicyTitle)
	for _, g := range r.Proof.Groups {
		s.add("proof", g.Name)
	}
	for _, q := range r.Requirements {
		s.add("requirement", q.Title, q.Source, q.Untested)
	}
	for _, c := range r.Capabilities {
		s.add("capability", c.Name)
		s.add("reason", c.Reason)
		for _, sc := range c.Scenarios {
			s.add("scenario", sc.Name, sc.Proves, sc.Reason, sc.Consequence)
			for _, x := range sc.Steps {
				s.add("step", x.Text, x.Status)
			}
			for _, f := range sc.Findings {
				s.finding("run", f)
			}
		}
	}
}

// everythingSaid is all that the rules, the proof, the scenarios and the
// simulated systems can make a report say.
func everythingSaid(t *testing.T) sayings {
	t.Helper()
	s := sayings{}
	for _, e := range append(anvisning.List(), judge.FormRules()...) {
		s.add("rule "+e.ID, e.Text, e.Fix, e.Source)
		s.add("impact "+e.ID, impact.Of(e.ID).Consequence)
	}
	for _, q := range features.Requirements() {
		s.add("requirement", q.Title, q.Source, q.Untested)
	}
	cases, stage, err := proofCases()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		found, err := stage.Found(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			s.finding("proof", f)
		}
	}
	o := runOptions{municipality: smallTown(t)}
	for _, name := range []string{"fasit-2020", "momentum-2020", "reference"} {
		s.result(played(t, runOptions{}, profile(t, name)))
	}
	for _, c := range switches {
		p := profile(t, "reference")
		p.Deviations = []vendor.Deviation{c.deviation}
		s.result(played(t, o, p))
	}
	return s
}

// quoted is what is somebody's own: names, values, elements, and what a system
// answered.
var quoted = regexp.MustCompile(`»[^«]*«|"[^"]*"|\([^()]*\)|<[^<>]*>[^<>]*</[^<>]*>|<[^<>]*>|[0-9a-f-]{36}|Not offered: .*|(Fordelt|Udlånt) til|med\ttabulator|Sagens ID|findes ikke 20`)

// danish are words that only a Danish text has.
var danish = regexp.MustCompile(`(?i)(^|[^\pL\d_])(og|ikke|er|skal|af|den|det|en|et|som|på|til|fra|ved|når|har|kan|må|der|med|uden|eller|i|blev|sin|sit|ingen|intet|hver|kun|de|efter|før|også|sagen|sagens|dokumentet|systemet|mangler|læser|ret|udelad|tilføj)($|[^\pL\d_])`)

// TestNothingIsMissingInEnglish: whatever klarmeld can say, the English report
// says in English.
func TestNothingIsMissingInEnglish(t *testing.T) {
	all := everythingSaid(t)
	if len(all) < 3000 {
		t.Fatalf("only %d texts: something has not been asked", len(all))
	}
	var missing []string
	for text, where := range all {
		english := reports.English.Text(text)
		if left := danish.FindString(quoted.ReplaceAllString(english, "…")); left != "" {
			missing = append(missing, where+": "+text+"\n\t→ "+english)
		}
	}
	slices.Sort(missing)
	for _, m := range missing[:min(len(missing), 400)] {
		t.Error(m)
	}
}
