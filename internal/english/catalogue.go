package english

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/leonelquinteros/gotext"
)

// catalogue is the English for the Danish texts. A Danish text may have places;
// then it stands for all texts that are like it. What is in a place %s is
// translated in its turn; %v is somebody's own text, %d a number and %t a time.
type catalogue struct {
	whole  map[string]string
	likely map[string][]*sentence // by first word; "" for those that begin with a place
	known  sync.Map               // Danish text → text, of what has been asked before
}

func newCatalogue(po []byte) *catalogue {
	file := gotext.NewPo()
	file.Parse(po)
	c := &catalogue{whole: map[string]string{}, likely: map[string][]*sentence{}}
	for danish, t := range file.GetDomain().GetTranslations() {
		if danish == "" || !t.IsTranslated() {
			continue
		}
		if c.whole[danish] = t.Get(); placeholder.MatchString(danish) {
			first := firstWord(danish)
			c.likely[first] = append(c.likely[first], newSentence(danish, t.Get()))
		}
	}
	for first, all := range c.likely { // the one that says most is tried first
		if first != "" {
			all = append(all, c.likely[""]...)
		}
		slices.SortFunc(all, func(a, b *sentence) int {
			if n := b.said - a.said; n != 0 {
				return n
			}
			return strings.Compare(a.danish, b.danish)
		})
		c.likely[first] = all
	}
	return c
}

// deepest is how many texts stand inside each other.
const deepest = 6

// text is the translation of a text, or the text itself.
func (c *catalogue) text(danish string) string {
	if t, ok := c.known.Load(danish); ok {
		return t.(string)
	}
	t := c.inside(danish, 0)
	if t == danish && strings.Contains(danish, "…") {
		t = leftOut.ReplaceAllStringFunc(danish, func(part string) string { return c.inside(part, 0) })
	}
	c.known.Store(danish, t)
	return t
}

// leftOut is what stands in a message for what has been left out of it.
var leftOut = regexp.MustCompile(`… \d+ tegn[^…\n]*…`)

// inside is the translation of a text that stands so deep inside others.
func (c *catalogue) inside(danish string, depth int) string {
	if t, ok := c.whole[danish]; ok {
		return t
	}
	if depth == deepest {
		return danish
	}
	for _, try := range []func(string, int) string{c.similar, c.smaller, c.ended} {
		if t := try(danish, depth); t != danish {
			return t
		}
	}
	return danish
}

// smaller is what the catalogue has with a small first letter, with a capital.
func (c *catalogue) smaller(danish string, depth int) string {
	first, size := utf8.DecodeRuneInString(danish)
	if !unicode.IsUpper(first) {
		return danish
	}
	small := string(unicode.ToLower(first)) + danish[size:]
	t := c.inside(small, depth+1)
	if t == small {
		return danish
	}
	first, size = utf8.DecodeRuneInString(t)
	return string(unicode.ToUpper(first)) + t[size:]
}

func (c *catalogue) similar(danish string, depth int) string {
	first := firstWord(danish)
	if c.likely[first] == nil {
		first = ""
	}
	for _, s := range c.likely[first] {
		if values := s.values(danish); values != nil {
			return s.filled(values, func(t string) string { return c.inside(t, depth+1) })
		}
	}
	return danish
}

// ended is what the catalogue has with a full stop, without it.
func (c *catalogue) ended(danish string, depth int) string {
	if strings.HasSuffix(danish, ".") {
		return danish
	}
	return strings.TrimSuffix(c.inside(danish+".", depth+1), ".")
}
