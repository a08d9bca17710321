// Package house reads the house's own code, for the tests that keep its rules: which room
// may lean on which, how long a function may be, what a decision rests on, and which IDs
// findings may carry. Only tests import it.
package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// Source is a Go file of the house, read.
type Source struct {
	Path string // from the root, with slashes
	Set  *token.FileSet
	File *ast.File
}

// Test reports whether it is a test's.
func (s Source) Test() bool { return strings.HasSuffix(s.Path, "_test.go") }

// Constant is the text of a string literal, or of several that are put together by +, as
// a long one is that stands on several lines. It reports whether the expression is one.
func Constant(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		x, first := Constant(e.X)
		y, last := Constant(e.Y)
		return x + y, first && last && e.Op == token.ADD
	}
	return "", false
}

// Sources are all Go files of the house, whose root stands at a path from the folder of
// the test that asks. What cannot be read fails that test.
func Sources(t testing.TB, root string) []Source {
	t.Helper()
	house := os.DirFS(root)
	var out []Source
	err := fs.WalkDir(house, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		raw, err := fs.ReadFile(house, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, raw, 0)
		out = append(out, Source{path, set, f})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(out) < 300 {
		t.Fatalf("only %d files were looked at", len(out))
	}
	return out
}
