package steps

import (
	"strings"
	"testing"

	"klarmeld/features"
)

// TestOneMeaning: every sentence of the features is one of the vocabulary's,
// and of one only.
func TestOneMeaning(t *testing.T) {
	said, err := allSteps(ours(t))
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
	all, err := Sentences(ours(t))
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

func ours(t *testing.T) []Feature {
	t.Helper()
	all, err := Features(features.Secured)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestSelect: what is named is kept, with its feature's heading, and the rest is
// told apart.
func TestSelect(t *testing.T) {
	every, err := Scenarios(ours(t))
	if err != nil {
		t.Fatal(err)
	}
	for terms, want := range map[string]string{
		"sag-07":                 "sag-07",
		"sag-07,fjern-01":        "sag-07 fjern-01",
		"klassifikation":         "klassifikation-01 klassifikation-02 klassifikation-03 klassifikation-04 klassifikation-05",
		"krav:AM-01":             "sag-04",
		"krav:AM-03,sag-11":      "sag-11 fjern-06",
		"dokument-01,krav:AM-01": "sag-04 dokument-01",
	} {
		kept, left, err := Select(ours(t), strings.Split(terms, ","))
		if err != nil {
			t.Errorf("%s: %v", terms, err)
			continue
		}
		scenarios, err := Scenarios(kept)
		if err != nil {
			t.Errorf("%s: %v", terms, err)
		}
		var got []string
		for _, s := range scenarios {
			got = append(got, s.ID)
		}
		if strings.Join(got, " ") != want || len(left)+len(got) != len(every) {
			t.Errorf("%s keeps %v and leaves %d, want %s of %d", terms, got, len(left), want, len(every))
		}
	}
	if _, _, err := Select(ours(t), []string{"sag", "ydelse"}); err == nil || !strings.Contains(err.Error(), `"ydelse"`) {
		t.Errorf("a term that names nothing: %v", err)
	}
}

// TestUnknownSentence: who writes a sentence that nobody knows is shown those
// that are nearest.
func TestUnknownSentence(t *testing.T) {
	text := "# language: da\n@sag\nEgenskab: Egne\n\n  @id:egen-1\n  Scenarie: En\n    Beviser noget.\n\n    Når sagsbehandleren lukker sagen\n"
	_, err := Scenarios([]Feature{{"egen.feature", []byte(text)}})
	if err == nil || !strings.Contains(err.Error(), "»sagsbehandleren lukker sagen«") || !strings.Contains(err.Error(), "sagsbehandleren afslutter sagen") {
		t.Errorf("%v", err)
	}
}
