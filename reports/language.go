package reports

import (
	_ "embed"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/leonelquinteros/gotext"

	"klarmeld/internal/verdict"
)

// Language is what a form is written in, as HTML names it.
type Language string

// The languages. Danish is the source; whatever another has no words for stays
// Danish, as do names and what a system has said itself.
const (
	Danish  Language = "da"
	English Language = "en"
)

// Languages are all there are.
func Languages() []Language { return []Language{Danish, English} }

//go:embed english.po
var englishPO []byte

// catalogue is one language's words for the Danish ones. A Danish text may have
// places; then it stands for all texts that are like it. What is in a place %s is
// translated in its turn; %v is somebody's own text, %d a number and %t a time.
type catalogue struct {
	whole  map[string]string
	likely map[string][]sentenceLike // by first word; "" for those that begin with a place
	known  sync.Map                  // Danish text → text, of what has been asked before
}

type sentenceLike struct {
	danish  string
	pattern *regexp.Regexp
	other   string
}

var catalogues = map[Language]func() *catalogue{
	English: sync.OnceValue(func() *catalogue { return newCatalogue(englishPO) }),
}

func newCatalogue(po []byte) *catalogue {
	file := gotext.NewPo()
	file.Parse(po)
	c := &catalogue{whole: map[string]string{}, likely: map[string][]sentenceLike{}}
	for danish, t := range file.GetDomain().GetTranslations() {
		if danish == "" || !t.IsTranslated() {
			continue
		}
		if c.whole[danish] = t.Get(); placeholder.MatchString(danish) {
			first := firstWord(danish)
			c.likely[first] = append(c.likely[first], sentenceLike{danish, like(danish), t.Get()})
		}
	}
	for first, all := range c.likely { // the one that says most is tried first
		if first != "" {
			all = append(all, c.likely[""]...)
		}
		slices.SortFunc(all, func(a, b sentenceLike) int {
			if n := said(b.danish) - said(a.danish); n != 0 {
				return n
			}
			return strings.Compare(a.danish, b.danish)
		})
		c.likely[first] = all
	}
	return c
}

// placeholder matches a place in a text.
var placeholder = regexp.MustCompile(`%[svdt]`)

// said is how much of a text is no place.
func said(text string) int { return len(placeholder.ReplaceAllString(text, "")) }

// firstWord is the word that every text like it begins with, "" when that is
// not always the same.
func firstWord(text string) string {
	first, _, _ := strings.Cut(text, " ")
	if placeholder.MatchString(first) {
		return ""
	}
	return first
}

// like matches the texts that a text with places stands for.
func like(text string) *regexp.Regexp {
	p := regexp.QuoteMeta(text)
	p = strings.NewReplacer("<%v>", `<([^<>]*)>`, "»%v«", `»([^«]*)«`, `"%v"`, `"([^"]*)"`, "%s", `(.*?)`, "%v", `(.*?)`, "%d", `(\d+)`, "%t", `(\d{4}-\d\d-\d\d\S*?)`).Replace(p)
	return regexp.MustCompile(`(?s)\A` + p + `\z`)
}

// text is a text as people read it in the language.
func (l Language) text(danish string) string {
	catalogue, ok := catalogues[l]
	if !ok || danish == "" {
		return danish
	}
	return catalogue().text(danish, 0)
}

// deepest is how many texts stand inside each other.
const deepest = 6

func (c *catalogue) text(danish string, depth int) string {
	if t, ok := c.whole[danish]; ok {
		return t
	}
	if t, ok := c.known.Load(danish); ok {
		return t.(string)
	}
	out := danish
	if depth < deepest {
		for _, try := range []func(string, int) string{c.similar, c.smaller, c.ended} {
			if out = try(danish, depth); out != danish {
				break
			}
		}
	}
	c.known.Store(danish, out)
	return out
}

// smaller is what the catalogue has with a small first letter, with a capital.
func (c *catalogue) smaller(danish string, depth int) string {
	first, size := utf8.DecodeRuneInString(danish)
	if !unicode.IsUpper(first) {
		return danish
	}
	small := string(unicode.ToLower(first)) + danish[size:]
	t := c.text(small, depth+1)
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
		if found := s.pattern.FindStringSubmatch(danish); found != nil {
			return s.filled(found[1:], func(t string) string { return c.text(t, depth+1) })
		}
	}
	return danish
}

// ended is what the catalogue has with a full stop, without it.
func (c *catalogue) ended(danish string, depth int) string {
	if strings.HasSuffix(danish, ".") {
		return danish
	}
	return strings.TrimSuffix(c.text(danish+".", depth+1), ".")
}

// filled is the text with its places filled.
func (s sentenceLike) filled(with []string, translate func(string) string) string {
	return placeholder.ReplaceAllStringFunc(s.other, func(kind string) string {
		this := with[0]
		if with = with[1:]; kind == "%s" {
			return translate(this)
		}
		return this
	})
}

// Text is a text as people read it in the language: whole, or like one that has
// places. What the language has no words for stays as it is.
func (l Language) Text(danish string) string { return l.text(danish) }

// t is a text of our own with values in its places.
func (l Language) t(danish string, values ...any) string {
	if len(values) == 0 {
		return l.text(danish)
	}
	return fmt.Sprintf(strings.ReplaceAll(l.text(danish), "%t", "%v"), values...)
}

// translated is a copy of v with every text in the language. A string of a type
// of its own is no text but an identifier.
func translated[T any](l Language, v T) T {
	if l == Danish || l == "" {
		return v
	}
	return mapped(reflect.ValueOf(v), func(s reflect.Value) string {
		if s.Type() != reflect.TypeFor[string]() {
			return s.String()
		}
		return l.text(s.String())
	}).Interface().(T)
}

// mark is an outcome as the language shows it.
func (l Language) mark(o verdict.Outcome) mark { return translated(l, outcomeMark(o)) }

// meaning is what a column is about.
func (l Language) meaning(c verdict.CapabilityID) string { return l.t(areaMeaning(c)) }

// count is a number and the form of the noun that belongs to it.
func (l Language) count(n int, one, many string) string { return count(n, l.t(one), l.t(many)) }

// time is a time of the recording for people.
func (l Language) time(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if l != English || err != nil {
		return danishTime(rfc3339)
	}
	text := t.Format("2 January 2006 at 15:04")
	switch _, offset := t.Zone(); offset {
	case 3600, 7200:
		return text
	case 0:
		return text + " (UTC)"
	}
	return text + t.Format(" (UTC-07:00)")
}
