package contract

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

//go:embed form/*.contract
var forms embed.FS

// load parses the embedded form once. A mistake in it is a mistake in the
// program, and the package's tests find it.
var load = sync.OnceValue(func() *schema {
	s, err := parseAll(forms)
	if err != nil {
		panic("contract: " + err.Error())
	}
	return s
})

// statement is one unindented line and the indented lines below it.
type statement struct {
	file       string
	line       int
	space      string
	head, body string // "type", "A = B"
	inner      []string
}

func parseAll(files fs.FS) (*schema, error) {
	paths, err := fs.Glob(files, "form/*.contract")
	if err != nil {
		return nil, err
	}
	s := &schema{prefixes: map[string]string{}, types: builtinTypes(), elements: map[name]*declaration{}, messages: map[name]bool{},
		extensions: map[string][]*declaration{}}
	var all []statement
	for _, path := range paths {
		text, err := fs.ReadFile(files, path)
		if err != nil {
			return nil, err
		}
		all = append(all, s.split(path, string(text))...)
	}
	// Names first, so that the order of lines and files does not matter.
	for _, pass := range []func(statement) error{s.declare, s.define} {
		for _, st := range all {
			if err := pass(st); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", st.file, st.line, err)
			}
		}
	}
	return s, s.extend()
}

// split cuts a file into statements and learns its namespaces.
func (s *schema) split(file, text string) []statement {
	var out []statement
	space := ""
	for i, line := range strings.Split(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch head, body, _ := strings.Cut(trimmed, " "); {
		case trimmed == "" || trimmed[0] == '#':
		case line[0] == ' ' && len(out) > 0:
			last := &out[len(out)-1]
			last.inner = append(last.inner, line)
		case head == "namespace":
			prefix, uri, _ := strings.Cut(body, " ")
			s.prefixes[prefix], space = uri, uri
		default:
			out = append(out, statement{file, i + 1, space, head, body, nil})
		}
	}
	return out
}

// names are what stands before the "=" of a statement.
func (st statement) names() []name {
	var out []name
	left, _, _ := strings.Cut(st.body, " = ")
	for _, f := range strings.Fields(left) {
		out = append(out, name{st.space, f})
	}
	return out
}

// declare enters the names a statement gives.
func (s *schema) declare(st statement) error {
	for _, n := range st.names() {
		switch st.head {
		case "type", "simple":
			if s.types[n] != nil {
				return fmt.Errorf("type %s is there twice", n.local)
			}
			s.types[n] = &typeDef{name: n}
		case "element", "message", "extension":
			if s.elements[n] != nil {
				return fmt.Errorf("element %s is there twice", n.local)
			}
			d := &declaration{name: n}
			s.elements[n] = d
			if st.head == "message" {
				s.messages[n] = true
			}
			if st.head == "extension" {
				s.extensions[n.local] = append(s.extensions[n.local], d)
			}
		default:
			return fmt.Errorf("unknown word %q", st.head)
		}
	}
	return nil
}

// define fills in what the names stand for.
func (s *schema) define(st statement) error {
	_, right, derived := strings.Cut(st.body, " = ")
	for _, n := range st.names() {
		var err error
		switch st.head {
		case "type":
			t := s.types[n]
			if derived {
				t.base, err = s.typeNamed(st.space, right)
			}
			if err == nil {
				t.own, err = s.lines(st.space, st.inner)
			}
		case "simple":
			t := s.types[n]
			t.base, t.simple, _, err = s.restriction(st.space, right)
			if t.simple == nil {
				t.simple = &facets{max: -1}
			}
		default:
			err = s.typed(s.elements[n], st.space, right)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// extend puts the lines of extended types before the types' own.
func (s *schema) extend() error {
	for _, n := range slices.SortedFunc(maps.Keys(s.types), compareNames) {
		t := s.types[n]
		for b, steps := t, 0; b != nil; b, steps = b.base, steps+1 {
			if steps > len(s.types) {
				return fmt.Errorf("type %s extends itself", n.local)
			}
			t.parts = slices.Concat(b.own, t.parts)
		}
		t.allowed, t.apart = allowed(t), t.linesApart()
	}
	return nil
}

func compareNames(a, b name) int {
	if c := strings.Compare(a.space, b.space); c != 0 {
		return c
	}
	return strings.Compare(a.local, b.local)
}

// qname reads a name of the form: prefixed, or of the section's namespace.
func (s *schema) qname(space, text string) (name, error) {
	prefix, local, ok := strings.Cut(text, ":")
	if !ok {
		return name{space, text}, nil
	}
	if s.prefixes[prefix] == "" {
		return name{}, fmt.Errorf("unknown prefix in %q", text)
	}
	return name{s.prefixes[prefix], local}, nil
}

func (s *schema) typeNamed(space, text string) (*typeDef, error) {
	n, err := s.qname(space, text)
	if err != nil {
		return nil, err
	}
	if t := s.types[n]; t != nil {
		return t, nil
	}
	if t := s.types[name{nsXSD, text}]; t != nil {
		return t, nil
	}
	return nil, fmt.Errorf("unknown type %q", text)
}

// lines reads the lines of a complex type. Those of a choice are indented
// deeper.
func (s *schema) lines(space string, lines []string) ([]part, error) {
	var out []part
	for _, line := range lines {
		f := strings.Fields(line)
		if len(f) < 2 {
			return nil, fmt.Errorf("line %q has no occurs", line)
		}
		p := part{}
		var err error
		if p.min, p.max, err = occurs(f[1]); err != nil {
			return nil, err
		}
		switch f[0] {
		case "choice":
		case "any":
			p.other = space
		default:
			if p.el, err = s.element(space, f[0], strings.Join(f[2:], " ")); err != nil {
				return nil, err
			}
		}
		if strings.HasPrefix(line, "    ") {
			if len(out) == 0 || out[len(out)-1].el != nil || p.el == nil {
				return nil, fmt.Errorf("line %q stands in no choice", line)
			}
			choice := &out[len(out)-1]
			choice.alts = append(choice.alts, p)
			continue
		}
		out = append(out, p)
	}
	return out, nil
}

func occurs(s string) (lo, hi int, err error) {
	switch s {
	case "1":
		return 1, 1, nil
	case "?":
		return 0, 1, nil
	case "*":
		return 0, -1, nil
	case "+":
		return 1, -1, nil
	}
	return 0, 0, fmt.Errorf("unknown occurs %q", s)
}

// element reads an element's line: a reference when it gives no type.
func (s *schema) element(space, text, spec string) (*declaration, error) {
	n, err := s.qname(space, text)
	if err != nil {
		return nil, err
	}
	if spec != "" {
		d := &declaration{name: n}
		return d, s.typed(d, space, spec)
	}
	if d := s.elements[n]; d != nil {
		return d, nil
	}
	return nil, fmt.Errorf("no global element %q", text)
}

// typed gives a declaration its type: a named one, or one of its own when
// spec restricts it.
func (s *schema) typed(d *declaration, space, spec string) error {
	base, own, fixed, err := s.restriction(space, spec)
	d.typ, d.fixed = base, fixed
	if own != nil {
		d.typ = &typeDef{base: base, simple: own}
	}
	return err
}

// restriction reads "base facets"; the facets are nil when there are none.
func (s *schema) restriction(space, spec string) (base *typeDef, own *facets, fixed bool, err error) {
	baseName, rest, _ := strings.Cut(spec, " ")
	if base, err = s.typeNamed(space, baseName); err != nil {
		return nil, nil, false, err
	}
	own = &facets{max: -1}
	switch lo, hi, length := strings.Cut(rest, ".."); {
	case rest == "":
		return base, nil, false, nil
	case rest == "fixed true" && baseName == "boolean":
		return base, nil, true, nil
	case len(rest) > 2 && rest[0] == '/' && rest[len(rest)-1] == '/':
		own.shown = rest[1 : len(rest)-1]
		own.pattern, err = regexp.Compile(`\A(?:` + own.shown + `)\z`)
	case length:
		own.min, own.max, err = bounds(lo, hi)
	default:
		own.enum = strings.Split(rest, " | ")
	}
	return base, own, false, err
}

func bounds(lo, hi string) (min, max int, err error) {
	max = -1
	if lo != "" {
		min, err = strconv.Atoi(lo)
	}
	if hi != "" && err == nil {
		max, err = strconv.Atoi(hi)
	}
	return min, max, err
}
