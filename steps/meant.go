package steps

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"klarmeld/features"
	"klarmeld/internal/lazyregexp"
)

// likeKeyword reports whether a line of description was meant as something to be
// played, and as which keyword; "" when it is only like a sentence without one.
// begins says that the line begins a sentence of its own: prose that goes on from
// the line above may well begin with "og".
func likeKeyword(line string, begins bool) (string, bool) {
	text := seen(line)
	word, _ := opening(text)
	if slices.Contains(stepWords, word) { // with a bullet before it, or no blank after it
		return word, true
	}
	alike := likeSentence(text)
	first := []rune(word + " ")[0]
	if !begins && unicode.IsLower(first) && !alike {
		return "", false
	}
	low := strings.ToLower(word)
	for _, k := range stepWords {
		if low == strings.ToLower(k) && (begins || alike || !unicode.IsLower(first)) {
			return k, true
		}
	}
	if k, ok := foreign[low]; ok && (!plain[low] || alike) {
		return k, true
	}
	if k, ok := closest(word, stepWords); ok && (!plain[low] || alike) {
		return k, true
	}
	return "", alike
}

// likeTitle is likeKeyword of the keywords that a name follows.
func likeTitle(text, word, rest string) (string, bool) {
	colon := strings.HasPrefix(strings.TrimSpace(rest), ":")
	for _, k := range titleWords { // Abstrakt Scenario is two words
		if n := len([]rune(k)); strings.Contains(k, " ") && len([]rune(text)) >= n-2 {
			head := []rune(text)[:min(n, len([]rune(text)))]
			if distance(strings.ToLower(string(head)), strings.ToLower(k)) <= 2 {
				return k + ":", true
			}
		}
	}
	before, _, cut := strings.Cut(text, ":")
	if k, ok := foreign[strings.ToLower(strings.TrimSpace(before))]; ok && cut && !slices.Contains(stepWords, k) {
		return k + ":", true
	}
	if slices.Contains(titleWords, word) {
		return word + ":", true
	}
	low := strings.ToLower(word)
	if k, ok := closest(word, titleWords); ok && (colon || !plain[low]) {
		return k + ":", true
	}
	if k, ok := foreign[low]; ok && colon && !slices.Contains(stepWords, k) {
		return k + ":", true
	}
	return "", false
}

var betweenQuotes = lazyregexp.New(`"[^"]*"|[0-9]+`)

// bare is a sentence without what its writer fills in.
func bare(text string) string {
	return strings.ToLower(strings.Join(strings.Fields(betweenQuotes.ReplaceAllString(text, `""`)), " "))
}

// ourSentences are the known sentences, each with its keyword, as our own
// features say them.
var ourSentences = sync.OnceValue(func() []string {
	ours, err := Features(features.Secured)
	if err != nil {
		return nil
	}
	all, err := Sentences(ours)
	if err != nil {
		return nil
	}
	var out []string
	for _, v := range all {
		for _, s := range v.Sentences {
			out = append(out, s.Example)
		}
	}
	return out
})

// bareSentences are the known sentences without what their writer fills in, each
// with its keyword and without it.
var bareSentences = sync.OnceValue(func() [][2]spelling {
	var out [][2]spelling
	for _, s := range ourSentences() {
		with := bare(s)
		_, without, _ := strings.Cut(with, " ")
		out = append(out, [2]spelling{spellingOf(with), spellingOf(without)})
	}
	return out
})

// likeSentence reports whether a text is, but for a few letters, a sentence that
// klarmeld knows: with its keyword, without it, or with another word in its place.
func likeSentence(text string) bool {
	said := bare(text)
	_, after, _ := strings.Cut(said, " ")
	whole, rest := spellingOf(said), spellingOf(after)
	for _, s := range bareSentences() {
		with, without := s[0], s[1]
		for _, pair := range [][2]spelling{{whole, with}, {whole, without}, {rest, without}} {
			if most := len(pair[1].letters) / 7; most > 0 && pair[0].within(pair[1], most) {
				return true
			}
		}
	}
	return false
}

// soundsLikeStep reports whether a text that begins with a keyword is one of the
// known sentences, or near one, or speaks of something by its name. Where no step
// can stand, prose may begin so too.
func soundsLikeStep(text string) bool {
	_, rest := opening(text)
	if meanings(strings.TrimSpace(rest)) > 0 || betweenQuotes.MatchString(text) || likeSentence(text) {
		return true
	}
	return likeness(text, nearest(text)[0]) >= 0.6
}
