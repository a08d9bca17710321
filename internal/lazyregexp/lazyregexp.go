// Package lazyregexp has regular expressions that are compiled when they are first used.
// klarmeld has more than a hundred of them and a process that judges one message uses few;
// compiling them all took longer than judging did. Go's own command does the same, in its
// internal/lazyregexp.
package lazyregexp

import (
	"regexp"
	"sync"
)

// Regexp is a regular expression that is not compiled before it is used. Its methods are
// those of regexp.Regexp.
type Regexp struct {
	expr     string
	once     sync.Once
	compiled *regexp.Regexp
}

// New is the regular expression. An expression that cannot be read panics when it is used
// first; the house's tests read them all.
func New(expr string) *Regexp { return &Regexp{expr: expr} }

// Compiled is the expression itself.
func (r *Regexp) Compiled() *regexp.Regexp {
	r.once.Do(func() { r.compiled = regexp.MustCompile(r.expr) })
	return r.compiled
}

// Match is regexp.Regexp's.
func (r *Regexp) Match(b []byte) bool { return r.Compiled().Match(b) }

// MatchString is regexp.Regexp's.
func (r *Regexp) MatchString(s string) bool { return r.Compiled().MatchString(s) }

// FindString is regexp.Regexp's.
func (r *Regexp) FindString(s string) string { return r.Compiled().FindString(s) }

// FindStringSubmatch is regexp.Regexp's.
func (r *Regexp) FindStringSubmatch(s string) []string { return r.Compiled().FindStringSubmatch(s) }

// FindAllString is regexp.Regexp's.
func (r *Regexp) FindAllString(s string, n int) []string { return r.Compiled().FindAllString(s, n) }

// Split is regexp.Regexp's.
func (r *Regexp) Split(s string, n int) []string { return r.Compiled().Split(s, n) }

// ReplaceAllString is regexp.Regexp's.
func (r *Regexp) ReplaceAllString(s, with string) string {
	return r.Compiled().ReplaceAllString(s, with)
}

// ReplaceAllStringFunc is regexp.Regexp's.
func (r *Regexp) ReplaceAllStringFunc(s string, with func(string) string) string {
	return r.Compiled().ReplaceAllStringFunc(s, with)
}

// FindAllStringSubmatch is regexp.Regexp's.
func (r *Regexp) FindAllStringSubmatch(s string, n int) [][]string {
	return r.Compiled().FindAllStringSubmatch(s, n)
}

// FindStringSubmatchIndex is regexp.Regexp's.
func (r *Regexp) FindStringSubmatchIndex(s string) []int {
	return r.Compiled().FindStringSubmatchIndex(s)
}

// SubexpNames is regexp.Regexp's.
func (r *Regexp) SubexpNames() []string { return r.Compiled().SubexpNames() }

// String is the expression as it was given.
func (r *Regexp) String() string { return r.expr }
