package reports

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	"klarmeld/internal/english"
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

// translators are the languages that there is a catalogue of.
var translators = map[Language]func(danish string) string{English: english.Text}

// text is a text as people read it in the language.
func (l Language) text(danish string) string {
	if translate, ok := translators[l]; ok {
		return translate(danish)
	}
	return danish
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
func (l Language) meaning(c verdict.CapabilityID, of verdict.Class) string {
	return l.t(areaMeaning(c, of))
}

// count is a number and the form of the noun that belongs to it.
func (l Language) count(n int, one, many string) string { return count(n, l.t(one), l.t(many)) }

// time is a time of the recording for people.
func (l Language) time(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if l != English || err != nil {
		return danishTime(rfc3339)
	}
	return t.Format("2 January 2006 at 15:04") + zone(t)
}

// dayOf is the date of a time of RFC 3339, for people.
func (l Language) dayOf(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	return l.day(t.Format(time.DateOnly))
}
