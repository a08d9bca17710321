package house

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
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
			lit, literal := call.Args[0].(*ast.BasicLit)
			if !ok || !literal || lit.Kind != token.STRING || f.Sel.Name != "New" {
				return true
			}
			if of, ok := f.X.(*ast.Ident); !ok || of.Name != "lazyregexp" {
				return true
			}
			expr, err := strconv.Unquote(lit.Value)
			if err == nil {
				_, err = regexp.Compile(expr)
			}
			if err != nil {
				t.Errorf("%s: %v", s.Set.Position(lit.Pos()), err)
			}
			read++
			return true
		})
	}
	if read < 50 {
		t.Errorf("only %d expressions were read", read)
	}
}
