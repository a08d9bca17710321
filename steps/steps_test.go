package steps

import (
	"testing"

	"klarmeld/features"
)

// TestOneMeaning: every sentence of the features is one of the vocabulary's,
// and of one only.
func TestOneMeaning(t *testing.T) {
	said, err := allSteps(features.Files)
	if err != nil || len(said) == 0 {
		t.Fatalf("%d sentences: %v", len(said), err)
	}
	for _, step := range said {
		n := 0
		for _, g := range vocabulary {
			for _, s := range g.sentences {
				if s.pattern.MatchString(step.Text) {
					n++
				}
			}
		}
		if n != 1 {
			t.Errorf("%q is %d of the sentences", step.Text, n)
		}
	}
}

// TestEverySentenceIsSaid: each has an example in the features, and says what
// it means.
func TestEverySentenceIsSaid(t *testing.T) {
	all, err := Sentences(features.Files)
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		if len(v.Sentences) == 0 {
			t.Errorf("%s has no sentences", v.Capability.Name)
		}
		for _, s := range v.Sentences {
			if s.Meaning == "" {
				t.Errorf("%q has no meaning", s.Example)
			}
		}
	}
}
