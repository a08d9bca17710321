package contract

import (
	"regexp"
	"slices"
)

const (
	nsXSD = "http://www.w3.org/2001/XMLSchema"
	nsXSI = "http://www.w3.org/2001/XMLSchema-instance"
)

// name is a namespace and a local name.
type name struct{ space, local string }

// tag shows the name to people.
func (n name) tag() string { return "<" + n.local + ">" }

// typeDef is a simple or a complex type.
type typeDef struct {
	name    name // zero for one that stands in an element's line
	base    *typeDef
	simple  *facets // nil for a complex type
	own     []part  // a complex type's own lines
	parts   []part  // with those of the types it extends before them
	allowed string  // the names of these, for people
	apart   bool    // no element fits two of them
}

// derivesFrom reports whether t is other or is made from it.
func (t *typeDef) derivesFrom(other *typeDef) bool {
	for ; t != nil; t = t.base {
		if t == other {
			return true
		}
	}
	return false
}

// facets restrict a text.
type facets struct {
	builtin  *builtin // of a type of XML Schema itself
	min, max int      // characters; max -1: unbounded
	pattern  *regexp.Regexp
	shown    string // the pattern, for people
	enum     []string
}

// declaration is an element with its type.
type declaration struct {
	name  name
	typ   *typeDef
	fixed bool // the value must be true
}

// part is one line of a complex type: an element, a choice, or a wildcard.
type part struct {
	min, max int          // max -1: unbounded
	el       *declaration // nil for a choice and a wildcard
	alts     []part       // of a choice
	other    string       // of a wildcard: the namespace it leaves out
}

func (p part) isChoice() bool   { return len(p.alts) > 0 }
func (p part) isWildcard() bool { return p.other != "" }

// mandatory reports whether something must stand there.
func (p part) mandatory() bool {
	return p.min > 0 && !slices.ContainsFunc(p.alts, func(a part) bool { return a.min == 0 })
}

// declarations lists the elements the part names, one or those of a choice.
func (p part) declarations() []*declaration {
	if p.el != nil {
		return []*declaration{p.el}
	}
	var out []*declaration
	for _, a := range p.alts {
		out = append(out, a.el)
	}
	return out
}

// names lists the tags the part names.
func (p part) names() []string {
	var out []string
	for _, d := range p.declarations() {
		out = append(out, d.name.tag())
	}
	return out
}

// schema is the parsed form.
type schema struct {
	prefixes   map[string]string
	types      map[name]*typeDef
	elements   map[name]*declaration
	messages   map[name]bool
	extensions map[string][]*declaration // by local name
}
