package house

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A function fits a screen, and a file is read in one sitting.
const (
	mostOfFunction = 59
	mostOfFile     = 400
)

// source is a file of the house, read.
type source struct {
	path string // from the root, with slashes
	set  *token.FileSet
	file *ast.File
}

// test reports whether it is a test's.
func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

// sources are all Go files of the house.
func sources(t *testing.T) []source {
	t.Helper()
	root := os.DirFS("../..")
	var out []source
	err := fs.WalkDir(root, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (strings.HasPrefix(d.Name(), ".") && path != "." || d.Name() == "testdata" || d.Name() == "node_modules") {
			return fs.SkipDir
		}
		if filepath.Ext(path) != ".go" {
			return nil
		}
		raw, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		set := token.NewFileSet()
		f, err := parser.ParseFile(set, path, raw, 0)
		out = append(out, source{path, set, f})
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

// TestSizes: no function is longer than a screen, no file longer than is read in
// one sitting.
func TestSizes(t *testing.T) {
	for _, s := range sources(t) {
		if n := s.set.File(s.file.Pos()).LineCount(); n > mostOfFile+1 {
			t.Errorf("%s has %d lines, more than %d", s.path, n, mostOfFile)
		}
		for _, d := range s.file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if n := s.set.Position(f.End()).Line - s.set.Position(f.Pos()).Line + 1; n > mostOfFunction {
				t.Errorf("%s: %s has %d lines, more than %d", s.set.Position(f.Pos()), f.Name.Name, n, mostOfFunction)
			}
		}
	}
}
