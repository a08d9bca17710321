package steps

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	messages "github.com/cucumber/messages/go/v21"

	"klarmeld/features"
)

// known refuses a sentence that klarmeld does not know, and shows those that are
// nearest to it.
func known(p *messages.Pickle) error {
	for _, step := range p.Steps {
		if matches(step.Text) {
			continue
		}
		near := nearest(step.Text)
		return fmt.Errorf("scenariet %q siger »%s«, og den sætning kender klarmeld ikke. Nærmest er:\n  %s\nklarmeld steps viser dem alle", p.Name, step.Text, strings.Join(near, "\n  "))
	}
	return nil
}

func matches(text string) bool {
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			if s.pattern.MatchString(text) {
				return true
			}
		}
	}
	return false
}

// nearest are the three known sentences with most words in common with a text.
func nearest(text string) []string {
	ours, err := Features(features.Files)
	if err != nil {
		return nil
	}
	all, err := Sentences(ours)
	if err != nil {
		return nil
	}
	type near struct {
		example string
		shared  float64
	}
	var found []near
	for _, v := range all {
		for _, s := range v.Sentences {
			found = append(found, near{s.Example, likeness(text, s.Example)})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(b.shared, a.shared) })
	var out []string
	for _, n := range found[:min(3, len(found))] {
		out = append(out, n.example)
	}
	return out
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// likeness is the share of words that two sentences have in common, without
// what stands in quotes: names are the writer's own.
func likeness(a, b string) float64 {
	words := func(s string) []string {
		return strings.FieldsFunc(strings.ToLower(quoted.ReplaceAllString(s, " ")), func(r rune) bool { return strings.ContainsRune(" ,.", r) })
	}
	x, y := words(a), words(b)
	shared := 0
	for _, w := range x {
		if slices.Contains(y, w) {
			shared++
		}
	}
	return 2 * float64(shared) / float64(max(1, len(x)+len(y)))
}
