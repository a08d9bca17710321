package steps

import (
	"cmp"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
)

// meanings is how many of the known sentences a text is.
func meanings(text string) int {
	n := 0
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			if s.pattern.MatchString(text) {
				n++
			}
		}
	}
	return n
}

// nearest are the three known sentences with most words in common with a text.
func nearest(text string) []string {
	type near struct {
		example string
		shared  float64
	}
	var found []near
	for _, s := range ourSentences() {
		found = append(found, near{s, likeness(text, s)})
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(b.shared, a.shared) })
	var out []string
	for _, n := range found[:min(3, len(found))] {
		out = append(out, n.example)
	}
	return out
}

var quoted = lazyregexp.New(`"[^"]*"`)

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
