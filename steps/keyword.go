package steps

import (
	"strings"
	"unicode"

	gherkin "github.com/cucumber/gherkin/go/v26"
)

// The keys of the step keywords in a dialect.
const (
	keyOfGiven = "given"
	keyOfWhen  = "when"
	keyOfThen  = "then"
	keyOfAnd   = "and"
	keyOfBut   = "but"
)

// The keywords of Danish Gherkin, as the library that plays them has them, and
// those that people write who think of another language.
var (
	dialect    = gherkin.DialectsBuiltin().GetDialect("da")
	stepWords  = trimmed(dialect.StepKeywords())
	titleWords = trimmed(dialect.FeatureKeywords(), dialect.BackgroundKeywords(), dialect.ScenarioKeywords(), dialect.ScenarioOutlineKeywords(),
		dialect.ExamplesKeywords(), dialect.RuleKeywords())

	// foreign is what the keywords of English and the neighbours' languages are in
	// Danish.
	foreign = func() map[string]string {
		out := map[string]string{"regel": "Egenskab"}
		for _, lang := range []string{"en", "no", "sv", "de"} {
			d := gherkin.DialectsBuiltin().GetDialect(lang)
			for _, x := range []struct{ theirs, ours []string }{
				{d.Keywords[keyOfGiven], dialect.Keywords[keyOfGiven]}, {d.Keywords[keyOfWhen], dialect.Keywords[keyOfWhen]},
				{d.Keywords[keyOfThen], dialect.Keywords[keyOfThen]}, {d.Keywords[keyOfAnd], dialect.Keywords[keyOfAnd]},
				{d.Keywords[keyOfBut], dialect.Keywords[keyOfBut]}, {d.FeatureKeywords(), dialect.FeatureKeywords()},
				{d.BackgroundKeywords(), dialect.BackgroundKeywords()}, {d.ScenarioKeywords(), dialect.ScenarioKeywords()[1:]},
				{d.ScenarioOutlineKeywords(), dialect.ScenarioOutlineKeywords()}, {d.ExamplesKeywords(), dialect.ExamplesKeywords()},
			} {
				for _, w := range trimmed(x.theirs) {
					if low := strings.ToLower(w); out[low] == "" {
						out[low] = trimmed(x.ours)[0]
					}
				}
			}
		}
		return out
	}()

	// plain are Danish words that stand near a keyword and begin honest prose.
	plain = fields(`får går år sår nær hår kår vår tår rår dår når på få må gå nå se si små stå slå spå så op os ok om bog log tog man mon min den
		hen sen en ben ven mens men og givet livet blivet gaven haven gider giver give gives givne given
		scenariet scenarier scenarierne eksemplet eksemplerne egenskaben egenskaber baggrunden baggrunde reglen regler and also as for der`)
)

func fields(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

func trimmed(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		for _, w := range l {
			if w = strings.TrimSpace(w); w != "*" {
				out = append(out, w)
			}
		}
	}
	return out
}

var (
	inOnePiece = strings.NewReplacer("a\u030a", "å", "A\u030a", "Å")
	withoutAa  = strings.NewReplacer("aa", "å")
)

// seen is a line as an eye sees it: without what is invisible, with common
// blanks, and letters in one piece.
func seen(text string) string {
	text = inOnePiece.Replace(text)
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Zs, r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.IsControl(r):
			return -1
		}
		return r
	}, text))
}

// invisible is the first character of a text, outside of quotes, that looks like
// a blank or like nothing and is neither.
func invisible(text string) (rune, bool) {
	in := false
	for _, r := range text {
		if r == '"' {
			in = !in
		}
		if !in && r != ' ' && (unicode.IsSpace(r) || unicode.Is(unicode.Zs, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Mn, r)) {
			return r, true
		}
	}
	return 0, false
}

// opening is the first word of a text, after whatever bullet stands before it,
// and what follows it.
func opening(text string) (word, rest string) {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	end := strings.IndexFunc(text, func(r rune) bool { return !unicode.IsLetter(r) })
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// distance is how many letters must be changed, put in, taken out or swapped to
// make one word of another.
func distance(from, to string) int {
	return bounded([]rune(from), []rune(to), len(from)+len(to))
}

// bounded is distance, as long as it is at most so great; else something greater.
func bounded(a, b []rune, most int) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		least := row[0]
		for j := range b {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, before[j-1]+1)
			}
			row[j+1], least = d, min(least, d)
		}
		if least > most {
			return least
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// closest is the keyword that a word is nearest to, and whether it is near: one
// letter for the short ones, two for the long.
func closest(word string, keywords []string) (string, bool) {
	low, best, at := withoutAa.Replace(strings.ToLower(word)), "", 3
	for _, k := range keywords {
		d := distance(low, strings.ToLower(k))
		if most := min(2, max(1, len([]rune(k))-3)); d <= most && d < at {
			best, at = k, d
		}
	}
	return best, best != ""
}
