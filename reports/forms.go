package reports

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Form is one way in which the result of a system leaves the program.
type Form struct {
	Name string // what a user asks for: "junit"
	File string // its file in the report's folder
	// Part: it shows one side of the result. The other forms show every column and
	// every finding, which the tests hold them to.
	Part bool
	// Write writes the form whole, or an error and nothing.
	Write func(io.Writer, Report) error
}

var registered []Form

// register makes a form known. Each form stands in a file of its own and
// registers itself there, so that a new one touches no other.
func register(f Form) Form {
	registered = append(registered, f)
	return f
}

// Forms are all forms by name.
func Forms() []Form {
	return slices.SortedFunc(slices.Values(registered), func(a, b Form) int { return cmp.Compare(a.Name, b.Name) })
}

// FormNames are the names of all forms.
func FormNames() []string {
	var out []string
	for _, f := range Forms() {
		out = append(out, f.Name)
	}
	return out
}

// Pick finds forms by name, each once.
func Pick(names []string) ([]Form, error) {
	var out []Form
	for _, name := range names {
		i := slices.IndexFunc(registered, func(f Form) bool { return f.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("formen %q kendes ikke; vælg blandt: %s", name, strings.Join(FormNames(), ", "))
		}
		if !slices.ContainsFunc(out, func(f Form) bool { return f.Name == name }) {
			out = append(out, registered[i])
		}
	}
	return out, nil
}
