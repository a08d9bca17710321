package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"
)

// TestDecisionsAreSeen: the decisions on a text that there once were are seen
// for what they are, and what decides on codes is not.
func TestDecisionsAreSeen(t *testing.T) {
	for _, c := range []struct {
		name, body string
		seen       bool
	}{
		{"what klarmeld cannot do", `strings.Contains(st.Tekst, index.Unable)`, true},
		{"a constant with a sentence", `strings.HasPrefix(text, Unable)`, true},
		{"what is not offered", `x.Message == "Tilbydes ikke: "+s.NotOffered`, true},
		{"a group by its wording", `groups[f.Message] != nil`, true},
		{"how a step went", `status == "stoppede her"`, true},
		{"a stop by what it says", `strings.Contains(err.Error(), ErrStopped.Error())`, true},
		{"an example that describes", `strings.Contains(content, "UUID på")`, true},
		{"a service by its name", `strings.HasPrefix(e.Exchange.Service, "FK Organisation")`, true},
		{"a sentence on two lines", `status == "stoppede " + "her"`, true},
		{"a constant on two lines", `strings.HasPrefix(text, Refused)`, true},
		{"a column by its name", `was.Name() == now.Name()`, true},
		{"a text through another function", `strings.Contains(strings.ToLower(f.Reason), "fejl")`, true},
		{"a code", `f.Rule == "handling.trafik"`, false},
		{"a prefix of codes", `strings.HasPrefix(f.Rule, "kontrakt.")`, false},
		{"an enumeration", `s.Status == StepStopped`, false},
		{"whether there is a text at all", `f.Message == ""`, false},
		{"an ID", `known[x.ServiceID]`, false},
	} {
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, "a/b.go", "package b\n\nconst Unable = \"klarmeld kan ikke \"\n\ntype Status string\n\n"+
			"const Refused = \"klarmeld har \" +\n\t\"sagt nej\"\n\nconst StepStopped Status = \"stoppede her\"\n\nfunc decide() bool { return "+c.body+" }\n", 0)
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		s := Source{"a/b.go", set, f}
		found := decisions(s, f.Decls[len(f.Decls)-1].(*ast.FuncDecl), sentences([]Source{s}))
		if (len(found) > 0) != c.seen {
			t.Errorf("%s (%s): %v", c.name, c.body, found)
		}
	}
}
