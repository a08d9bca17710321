// Package ordliste is a municipality's own list of words that do not belong in a title
// which a citizen may see: diagnoses, abbreviations, internal codes, and titles that say
// nothing. The list is the municipality's (schema: fixtures/schemas/ordliste.schema.json);
// a small one of klarmeld's own is in force where none is given.
//
// What it costs to look a title up follows from the title's length, and not from how
// many words the list has.
package ordliste

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"unicode"

	"klarmeld/fixtures"
	"klarmeld/internal/oio"
)

// File is the built-in list's, below fixtures.
const File = "ordliste.json"

// WordKind says what sort of word an entry is. The value is what stands in the file.
type WordKind string

// The kinds.
const (
	Diagnosis    WordKind = "diagnose"
	Abbreviation WordKind = "forkortelse"
	Code         WordKind = "intern-kode"
	Other        WordKind = "andet"
)

// Name is what a Danish reader sees.
func (k WordKind) Name() string {
	return map[WordKind]string{Diagnosis: "diagnose", Abbreviation: "forkortelse", Code: "intern kode", Other: "ord"}[k]
}

// Word is a word, or several in a row, that a title should not have.
type Word struct {
	Text string   `json:"ord"`
	Kind WordKind `json:"slags"`
	// Prefix: longer words that begin so count too, as »skizofrenidiagnose«. Of one
	// word only.
	Prefix bool `json:"begyndelse,omitempty"`
	// CaseSensitive: small and capital letters count, as in »BT«.
	CaseSensitive bool   `json:"somSkrevet,omitempty"`
	Instead       string `json:"skriv,omitempty"` // what to write instead, in Danish
}

type file struct {
	Titel     string   `json:"titel"`
	Ord       []Word   `json:"ord"`
	Generiske []string `json:"generiske"`
	Tomme     []string `json:"tomme"`
	Tilladte  []string `json:"tilladte"`
}

// List is a list that has been read. It does not change, and several may use it at once.
type List struct {
	Titel   string // what the list calls itself
	words   node
	begins  map[string][]*Word
	longest int // of begins, in characters
	generic map[string]bool
	empty   map[string]bool
	allowed map[string]bool
}

// node is where a row of words leads: the entries that end there, and the words that
// may follow.
type node struct {
	ends []*Word
	next map[string]*node
}

// Parse reads a list, which its schema has found right. It refuses an entry that has no
// word in it, or that is a beginning and several words.
func Parse(raw []byte) (*List, error) {
	var f file
	if err := json.Unmarshal(raw, &f); err != nil {
		return nil, fmt.Errorf("ordlisten kan ikke læses: %w", err)
	}
	if len(f.Generiske) == 0 {
		f.Generiske = builtIn().Generiske
	}
	if len(f.Tomme) == 0 {
		f.Tomme = builtIn().Tomme
	}
	l := &List{Titel: f.Titel, begins: map[string][]*Word{}, generic: set(f.Generiske), empty: set(f.Tomme), allowed: set(f.Tilladte)}
	for i := range f.Ord {
		if err := l.add(&f.Ord[i]); err != nil {
			return nil, fmt.Errorf("ordlisten, ord.%d: %w", i, err)
		}
	}
	return l, nil
}

// set are texts by which they are found in any letters and with any blanks.
func set(texts []string) map[string]bool {
	out := map[string]bool{}
	for _, t := range texts {
		out[whole(t)] = true
	}
	return out
}

func (l *List) add(e *Word) error {
	words := Words(e.Text)
	switch {
	case len(words) == 0:
		return fmt.Errorf("%q har intet ord: hverken bogstaver eller cifre", e.Text)
	case e.Prefix && len(words) > 1:
		return fmt.Errorf("%q er flere ord; kun ét ord kan være en begyndelse", e.Text)
	case e.Prefix:
		w := lower(words[0])
		l.begins[w] = append(l.begins[w], e)
		l.longest = max(l.longest, len([]rune(w)))
		return nil
	}
	at := &l.words
	for _, w := range words {
		if at.next == nil {
			at.next = map[string]*node{}
		}
		w = lower(w)
		if at.next[w] == nil {
			at.next[w] = &node{}
		}
		at = at.next[w]
	}
	at.ends = append(at.ends, e)
	return nil
}

// Default is klarmeld's own list.
var Default = sync.OnceValue(func() *List {
	raw, err := fixtures.Files.ReadFile(File)
	if err != nil {
		panic(err) // it is embedded
	}
	l, err := Parse(raw)
	if err != nil {
		panic(err) // a test has read it
	}
	return l
})

var builtIn = sync.OnceValue(func() file {
	var f file
	raw, err := fixtures.Files.ReadFile(File)
	if err == nil {
		err = json.Unmarshal(raw, &f)
	}
	if err != nil {
		panic(err) // it is embedded, and a test has read it
	}
	return f
})

// Hit is a word of the list in a title.
type Hit struct {
	Word
	Found string // as it stands in the title
}

// Find is what a title has of the list, in the title's order; each entry once. A title
// that the list allows has nothing.
func (l *List) Find(title string) []Hit {
	if l.Allowed(title) {
		return nil
	}
	var out []Hit
	seen := map[*Word]bool{}
	tell := func(entries []*Word, found []string) {
		for _, e := range entries {
			if s := strings.Join(found, " "); !seen[e] && e.fits(s) {
				seen[e] = true
				out = append(out, Hit{*e, s})
			}
		}
	}
	words := Words(title)
	for i, w := range words {
		tell(l.beginning(w), []string{w})
		at := &l.words
		for j := i; j < len(words); j++ {
			if at = at.next[lower(words[j])]; at == nil {
				break
			}
			tell(at.ends, words[i:j+1])
		}
	}
	return out
}

// beginning are the entries that a word begins with.
func (l *List) beginning(word string) []*Word {
	var out []*Word
	letters := []rune(lower(word))
	for k := 1; k <= min(len(letters), l.longest); k++ {
		out = append(out, l.begins[string(letters[:k])]...)
	}
	return out
}

// fits reports whether what was found is written as the entry asks.
func (e *Word) fits(found string) bool {
	if !e.CaseSensitive {
		return true
	}
	own := strings.Join(Words(e.Text), " ")
	return found == own || e.Prefix && strings.HasPrefix(found, own)
}

// Generic reports whether a word says nothing of what a case or a document is about.
func (l *List) Generic(word string) bool { return l.generic[lower(word)] }

// Empty reports whether a whole title means that there is none.
func (l *List) Empty(title string) bool { return l.empty[whole(title)] }

// Allowed reports whether the municipality has said that a whole title is as it should be.
func (l *List) Allowed(title string) bool { return l.allowed[whole(title)] }

// Words are the words of a text: letters and digits that stand together.
func Words(text string) []string {
	return strings.FieldsFunc(oio.Composed(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

func lower(s string) string { return strings.ToLower(oio.Composed(s)) }

// whole is a text as a whole one is looked up: what stands around it says nothing.
func whole(text string) string {
	return lower(strings.Join(strings.Fields(strings.Trim(text, " \t.,:;()[]<>-–—*_\"'»«")), " "))
}
