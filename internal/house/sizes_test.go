package house

import (
	"go/ast"
	"testing"
)

// A function fits a screen, and a file is read in one sitting.
const (
	mostOfFunction = 59
	mostOfFile     = 400
)

// TestSizes: no function is longer than a screen, no file longer than is read in
// one sitting.
func TestSizes(t *testing.T) {
	for _, s := range Sources(t, "../..") {
		if n := s.Set.File(s.File.Pos()).LineCount(); n > mostOfFile+1 {
			t.Errorf("%s has %d lines, more than %d", s.Path, n, mostOfFile)
		}
		for _, d := range s.File.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.Set.Position(f.End()).Line - s.Set.Position(f.Pos()).Line + 1; n > mostOfFunction {
				t.Errorf("%s: %s has %d lines, more than %d", s.Set.Position(f.Pos()), f.Name.Name, n, mostOfFunction)
			}
		}
	}
}
