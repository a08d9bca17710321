package steps

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestSentencesNameTheirRules: each sentence that demands something names just the
// rules by which it can find fault, so that klarmeld rules tells truly which steps a
// rule is of. What it can find is read from the code that the sentence runs.
func TestSentencesNameTheirRules(t *testing.T) {
	h := readHouse(t)
	looked := 0
	for _, call := range h.claims {
		looked++
		named := h.rulesIn(call.Args[3:])
		found := h.rulesOf(call.Args[2])
		for _, f := range found {
			if !slices.Contains(named, f) {
				t.Errorf("the sentence %s can find fault by %s: name it last in its claims(…)", pattern(call), f)
			}
		}
		for _, n := range named {
			if !slices.Contains(found, n) {
				t.Errorf("the sentence %s names %s, and never finds fault by it", pattern(call), n)
			}
		}
	}
	said := 0
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			if s.claim {
				said++
			}
		}
	}
	if looked != said || looked < 50 {
		t.Errorf("%d of %d sentences were looked at", looked, said)
	}
}

// TestClaimRulesAreListed: a rule of a sentence is in the list, once.
func TestClaimRulesAreListed(t *testing.T) {
	h, listed := readHouse(t), map[string]int{}
	for _, e := range ClaimRules() {
		listed[e.ID]++
		if e.ID == "" || e.Text == "" || e.Fix == "" || e.Source == "" || listed[e.ID] > 1 {
			t.Errorf("%+v is listed %d times, or lacks something", e, listed[e.ID])
		}
	}
	in := h.uses["ClaimRules"]
	for name := range h.rules {
		if !in[name] {
			t.Errorf("%s is not in ClaimRules: add it, and klarmeld rules knows it", name)
		}
	}
}

// house is what the sources of this package say: which names each function uses, and
// which variables are rules.
type house struct {
	uses   map[string]map[string]bool
	rules  map[string]bool
	claims []*ast.CallExpr
}

func readHouse(t *testing.T) house {
	t.Helper()
	h := house{uses: map[string]map[string]bool{}, rules: map[string]bool{}}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	set := token.NewFileSet()
	for _, f := range files {
		if !strings.HasSuffix(f.Name(), ".go") || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		file, err := parser.ParseFile(set, f.Name(), nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range file.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok {
				h.uses[fn.Name.Name] = merged(h.uses[fn.Name.Name], names(fn.Body))
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for _, name := range n.Names {
					if strings.HasPrefix(name.Name, "rule") {
						h.rules[name.Name] = true
					}
				}
			case *ast.CallExpr:
				if fn, ok := n.Fun.(*ast.Ident); ok && fn.Name == "claims" {
					h.claims = append(h.claims, n)
				}
			}
			return true
		})
	}
	// Those by role are one list.
	h.uses["dokumentrelation"], h.uses["everyDokumentrelation"] = nil, nil
	h.uses["ClaimRules"]["ruleDokumentrelation"] = true
	return h
}

// theirs are what the sentences share with every scenario: names of the rules that
// stand elsewhere, by what makes a claim of them.
var theirs = map[string]string{"InTime": "RuleLate", "RuleMadeOwner": "RuleMadeOwner", "RuleMadePart": "RuleMadePart", "RuleOnlyOwn": "RuleOnlyOwn",
	"RuleLate": "RuleLate", "dokumentrelation": "everyDokumentrelation", "everyDokumentrelation": "everyDokumentrelation"}

// rulesIn are the rules that expressions name.
func (h house) rulesIn(all []ast.Expr) []string {
	used := map[string]bool{}
	for _, e := range all {
		used = merged(used, names(e))
	}
	return h.named(used)
}

func (h house) named(used map[string]bool) []string {
	out := map[string]bool{}
	for name := range used {
		if h.rules[name] {
			out[name] = true
		} else if rule, ok := theirs[name]; ok {
			out[rule] = true
		}
	}
	return slices.Sorted(maps.Keys(out))
}

// rulesOf are the rules that code can find fault by: those that it names, or that what
// it calls does.
func (h house) rulesOf(code ast.Node) []string {
	used := names(code)
	for next := slices.Collect(maps.Keys(used)); len(next) > 0; {
		name := next[0]
		next = next[1:]
		for n := range h.uses[name] {
			if !used[n] {
				used[n] = true
				next = append(next, n)
			}
		}
	}
	return h.named(used)
}

// names are what code calls, and the rules that it names.
func names(n ast.Node) map[string]bool {
	out := map[string]bool{}
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			switch f := n.Fun.(type) {
			case *ast.Ident:
				out[f.Name] = true
			case *ast.SelectorExpr:
				out[f.Sel.Name] = true
			}
		case *ast.Ident:
			if _, shared := theirs[n.Name]; shared || strings.HasPrefix(n.Name, "rule") {
				out[n.Name] = true
			}
		}
		return true
	})
	return out
}

func merged(a, b map[string]bool) map[string]bool {
	out := map[string]bool{}
	maps.Copy(out, a)
	maps.Copy(out, b)
	return out
}

func pattern(call *ast.CallExpr) string { return call.Args[0].(*ast.BasicLit).Value }
