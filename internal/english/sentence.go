package english

import (
	"regexp"
	"strings"
	"sync"
)

// sentence is a Danish text with places, and its English.
type sentence struct {
	danish, english string
	said            int      // how much of the Danish is no place, in bytes
	between         []string // what stands before, between and after the places
	pattern         func() *regexp.Regexp
}

func newSentence(danish, english string) *sentence {
	between := placeholder.Split(danish, -1)
	return &sentence{danish, english, len(strings.Join(between, "")), between,
		sync.OnceValue(func() *regexp.Regexp { return like(danish) })}
}

// placeholder matches a place in a text.
var placeholder = regexp.MustCompile(`%[svdt]`)

// firstWord is the word that every text like it begins with, "" when that is
// not always the same.
func firstWord(text string) string {
	first, _, _ := strings.Cut(text, " ")
	if placeholder.MatchString(first) {
		return ""
	}
	return first
}

// matching makes the patterns of the places: what is quoted holds nothing that
// would end its quotation.
var matching = strings.NewReplacer("<%v>", `<([^<>]*)>`, "»%v«", `»([^«]*)«`, `"%v"`, `"([^"]*)"`, "%s", `(.*?)`, "%v", `(.*?)`, "%d", `(\d+)`, "%t",
	`(\d{4}-\d\d-\d\d\S*?)`)

// like matches the texts that a text with places stands for.
func like(text string) *regexp.Regexp {
	return regexp.MustCompile(`(?s)\A` + matching.Replace(regexp.QuoteMeta(text)) + `\z`)
}

// values are what stands in the places in a text that is like the sentence; nil
// when it is not.
func (s *sentence) values(text string) []string {
	if !s.likely(text) {
		return nil
	}
	found := s.pattern().FindStringSubmatch(text)
	if found == nil {
		return nil
	}
	return found[1:]
}

// likely reports whether a text has all that stands outside the places, in its
// order. Few texts have, and a search is much cheaper than the pattern, which is
// not even compiled for a sentence that nobody says.
func (s *sentence) likely(text string) bool {
	last := len(s.between) - 1
	rest, ok := strings.CutPrefix(text, s.between[0])
	for _, part := range s.between[1:last] {
		if !ok {
			return false
		}
		_, rest, ok = strings.Cut(rest, part)
	}
	return ok && strings.HasSuffix(rest, s.between[last])
}

// filled is the English with its places filled.
func (s *sentence) filled(with []string, translate func(string) string) string {
	return placeholder.ReplaceAllStringFunc(s.english, func(kind string) string {
		this := with[0]
		if with = with[1:]; kind == "%s" {
			return translate(this)
		}
		return this
	})
}
