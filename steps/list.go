package steps

import (
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"klarmeld/internal/verdict"
)

// Vocabulary is what scenarios can be written with: the sentences of one
// capability.
type Vocabulary struct {
	Capability verdict.Capability
	Sentences  []Sentence
}

// Sentence is one of them.
type Sentence struct {
	Example string // from a feature file, with its keyword
	Meaning string // what it asks for or demands
}

// Sentences lists the vocabulary, each sentence with an example out of the
// feature files. It refuses a sentence that no scenario says: nobody would know
// whether it works.
func Sentences(all []Feature) ([]Vocabulary, error) {
	said, err := allSteps(all)
	if err != nil {
		return nil, err
	}
	var out []Vocabulary
	for _, g := range vocabulary {
		c, _ := verdict.CapabilityOf(g.capability)
		v := Vocabulary{Capability: c}
		for _, s := range g.sentences {
			example := ""
			for _, step := range said {
				if s.pattern.MatchString(step.Text) {
					example = strings.TrimSpace(step.Keyword) + " " + step.Text
					break
				}
			}
			if example == "" {
				return nil, fmt.Errorf("ingen scenarier siger sætningen %s", s.pattern)
			}
			v.Sentences = append(v.Sentences, Sentence{Example: example, Meaning: s.help})
		}
		out = append(out, v)
	}
	return out, nil
}

// allSteps are the steps of feature files, in their order.
func allSteps(all []Feature) ([]*messages.Step, error) {
	var out []*messages.Step
	for _, f := range all {
		doc, _, err := f.parse()
		if err != nil {
			return nil, err
		}
		for _, c := range doc.Feature.Children {
			if c.Scenario != nil {
				out = append(out, c.Scenario.Steps...)
			}
		}
	}
	return out, nil
}
