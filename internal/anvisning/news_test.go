package anvisning

import (
	"slices"
	"testing"
)

// TestNewer: versions are a year and a number, and no texts.
func TestNewer(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"2026.10", "2026.9", true}, {"2026.9", "2026.10", false}, {"2027.1", "2026.12", true}, {"2026.5", "2026.5", false},
		{"2026.5", "", false}, {"", "2026.5", false}, {"2026", "2025.1", false}, {"2026.5.1", "2026.4", false}, {"ukendt", "2026.4", false},
	} {
		if got := Newer(c.a, c.b); got != c.want {
			t.Errorf("%q after %q: %t", c.a, c.b, got)
		}
	}
}

// TestNews: each change is of a ruleset that there is, of rules that there are, and is
// told; whoever has judged by this ruleset has no news.
func TestNews(t *testing.T) {
	for _, c := range news {
		if !IsVersion(c.Ruleset) || Newer(c.Ruleset, Version) || c.What == "" {
			t.Errorf("%+v", c)
		}
		if !slices.ContainsFunc(List(), func(e Listed) bool { return Among(e.ID, []string{c.Rule}) }) && !elsewhere(c.Rule) {
			t.Errorf("%s: there is no such rule among the anvisninger's; is its ID right?", c.Rule)
		}
		if _, ok := NoveltyOf(c.Rule, News("2000.1")); !ok {
			t.Errorf("%s is not found by its own name", c.Rule)
		}
	}
	if len(news) == 0 || len(News("2000.1")) != len(news) || len(News(Version)) != 0 || len(News("")) != 0 {
		t.Errorf("%d news, of which %d since the beginning", len(news), len(News("2000.1")))
	}
}

// elsewhere reports whether a change is of a rule that stands in another package.
func elsewhere(rule string) bool {
	return Among(rule, []string{"kontrakt.*", "xml.*", "soap.*", "http.*", "indeks.*", "scenarie.*", "fjern.*", "handling.*", "trafik.*", "adapter.*", "optaget.*",
		"register.*", "koersel.*"})
}

// TestChangeOf: the newest change counts, and of one ruleset the one that names the
// rule most closely.
func TestChangeOf(t *testing.T) {
	all := []Novelty{{"2026.10", "sag.*", "a"}, {"2026.10", "sag.id.uuid", "b"}, {"2026.9", "sag.id.uuid", "c"}, {"2026.9", "*.forekomst", "d"}}
	for rule, want := range map[string]string{"sag.id.uuid": "b", "sag.andet": "a", "dokument.x.forekomst": "d", "sag.x.forekomst": "a", "dokument.id": ""} {
		if got, ok := NoveltyOf(rule, all); got.What != want || ok != (want != "") {
			t.Errorf("%s: %q, want %q", rule, got.What, want)
		}
	}
}
