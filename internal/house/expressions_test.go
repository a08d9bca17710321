package house

import (
	"go/ast"
	"regexp"
	"testing"
)

// TestExpressions: every regular expression that is compiled when it is first used can be.
func TestExpressions(t *testing.T) {
	read := 0
	for _, s := range Sources(t, "../..") {
		ast.Inspect(s.File, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) != 1 {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			expr, literal := Constant(call.Args[0])
			if !ok || !literal || f.Sel.Name != "New" {
				return true
			}
			if of, ok := f.X.(*ast.Ident); !ok || of.Name != "lazyregexp" {
				return true
			}
			if _, err := regexp.Compile(expr); err != nil {
				t.Errorf("%s: %v", s.Set.Position(call.Pos()), err)
			}
			read++
			return true
		})
	}
	if read < 50 {
		t.Errorf("only %d expressions were read", read)
	}
}
