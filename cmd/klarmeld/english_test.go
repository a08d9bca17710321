package main

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"klarmeld/features"
	"klarmeld/internal/config"
	"klarmeld/internal/english"
	"klarmeld/internal/impact"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
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
	if r.Citizens != nil {
		for _, p := range r.Citizens.Pages {
			for _, c := range p.Cases {
				for _, w := range c.Wrong {
					s.add("citizen "+string(w.Kind), w.Message)
				}
			}
		}
	}
	for _, q := range r.Requirements {
		s.add("requirement", q.Title, q.Source, q.Untested)
	}
	for _, c := range r.Capabilities {
		s.add("capability", c.Name)
		if c.Cause() != verdict.CauseNotOffered { // that is the vendor's own word
			s.add("reason", c.Reason)
		}
		for _, sc := range c.Scenarios {
			s.add("scenario", sc.Name, sc.Proves, sc.Consequence)
			if sc.Cause != verdict.CauseNotOffered {
				s.add("scenario", sc.Reason)
			}
			for _, x := range sc.Steps {
				s.add("step", x.Text, x.Status.Name())
			}
			for _, f := range sc.Findings {
				s.finding("run", f)
			}
		}
	}
}

// everythingSaid is all that the rules, the scenarios and the systems can make a report say.
func everythingSaid(t *testing.T) sayings {
	t.Helper()
	s := sayings{}
	for _, e := range catalogue() {
		s.add("rule "+e.ID, e.Text, e.Fix, e.Source)
		s.add("impact "+e.ID, impact.Of(e.ID).Consequence)
	}
	for _, q := range features.Requirements() {
		s.add("requirement", q.Title, q.Source, q.Untested)
	}
	s.result(secured(t, security.Enforce, runOptions{only: []string{string(verdict.Sikkerhed)}}, profile(t, "reference")))
	s.securedVariants(t)
	var mu sync.Mutex // of s
	for _, name := range table {
		s.result(wholeOf(t, name))
	}
	town := smallTown(t)
	t.Run("switches", func(t *testing.T) {
		for _, c := range switches {
			t.Run(string(c.deviation), func(t *testing.T) {
				t.Parallel()
				r := switched(t, town, c.deviation)
				mu.Lock()
				defer mu.Unlock()
				s.result(r)
			})
		}
	})
	return s
}

// securedVariants are what is said of those who do something wrong of OIO IDWS.
func (s sayings) securedVariants(t *testing.T) {
	t.Helper()
	all, err := config.SecuredVariants()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		p, err := profile(t, "reference").Vary(v)
		if err != nil {
			t.Fatal(err)
		}
		r := secured(t, security.Observe, runOptions{only: []string{string(verdict.Sikkerhed)}}, p)
		for _, c := range r.Capabilities {
			for _, f := range c.Findings() {
				if strings.HasPrefix(f.Rule, "scenarie.") {
					s.finding("variant", f)
				}
			}
		}
	}
}

// TestNothingIsMissingInEnglish: whatever klarmeld can say, the English report
// says in English. What the breaks of the proof make it say is held against the
// catalogue there.
func TestNothingIsMissingInEnglish(t *testing.T) {
	t.Parallel()
	all := everythingSaid(t)
	if len(all) < 1000 {
		t.Fatalf("only %d texts: something has not been asked", len(all))
	}
	var missing []string
	for text, where := range all {
		if translated, left := english.Left(text); left != "" {
			missing = append(missing, where+": "+text+"\n\t→ "+translated)
		}
	}
	slices.Sort(missing)
	if len(missing) > 0 {
		t.Error("write the English of these into internal/english/english.po:")
	}
	for _, m := range missing[:min(len(missing), 400)] {
		t.Error(m)
	}
}
