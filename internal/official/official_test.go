package official_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"klarmeld/internal/official"
)

// witness is a test that says how it ended.
type witness struct {
	testing.TB
	ended string
}

func (*witness) Helper() {}
func (w *witness) Skip(args ...any) {
	w.ended = "skip: " + fmt.Sprint(args...)
	runtime.Goexit()
}
func (w *witness) Fatal(args ...any) {
	w.ended = "fail: " + fmt.Sprint(args...)
	runtime.Goexit()
}
func (w *witness) Fatalf(format string, args ...any) { w.Fatal(fmt.Sprintf(format, args...)) }

// ending runs a test and is how it ended; "" when it came to its end.
func ending(test func(testing.TB)) string {
	w, done := &witness{}, make(chan struct{})
	go func() {
		defer close(done)
		test(w)
	}()
	<-done
	return w.ended
}

func TestFolder(t *testing.T) {
	dir := t.TempDir()
	for folder, want := range map[string]string{dir: "", "": "skip: skipped: official schemas not given"} {
		t.Setenv("KLARMELD_OFFICIAL", folder)
		got := "none"
		if ended := ending(func(t testing.TB) { got = official.Folder(t) }); ended != want {
			t.Errorf("with %q it ended %q, want %q", folder, ended, want)
		}
		if want == "" && got != folder {
			t.Errorf("the folder is %q, want %q", got, folder)
		}
		if given, ok := official.Given(); given != folder || ok != (folder != "") {
			t.Errorf("given: %q, %t", given, ok)
		}
	}
}

func TestRows(t *testing.T) {
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, "anvisninger"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"sag.tsv": "ob\tregel\nOB1\tskal være \"én\"\nvalgfri\t\n", "tom.tsv": "", "skaev.tsv": "ob\tregel\nOB1\n"} {
		if err := os.WriteFile(filepath.Join(dir, "anvisninger", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("KLARMELD_OFFICIAL", dir)
	rows := official.Rows(t, "sag.tsv")
	if len(rows) != 2 || rows[0]["ob"] != "OB1" || rows[0]["regel"] != `skal være "én"` || rows[1]["ob"] != "valgfri" || rows[1]["regel"] != "" {
		t.Errorf("rows: %v", rows)
	}
	for _, file := range []string{"tom.tsv", "skaev.tsv", "ingen.tsv"} {
		if ended := ending(func(t testing.TB) { official.Rows(t, file) }); !strings.HasPrefix(ended, "fail: ") {
			t.Errorf("%s: it ended %q, want a failure", file, ended)
		}
	}
}

func TestRequired(t *testing.T) {
	t.Setenv("KLARMELD_REQUIRE", "zeep xmllint")
	for what, want := range map[string]string{
		"xmllint": "fail: xmllint is required here: no-such-program is not installed",
		"xml":     "skip: skipped: no-such-program is not installed", // a part of a name is none
		"node":    "skip: skipped: no-such-program is not installed",
	} {
		if got := ending(func(t testing.TB) { official.Program(t, what, "go", "no-such-program") }); got != want {
			t.Errorf("%s: it ended %q, want %q", what, got, want)
		}
	}
	if got := ending(func(t testing.TB) { official.Program(t, "xmllint", "go") }); got != "" {
		t.Errorf("with all programs it ended %q", got)
	}
}

// The program needs nothing of what is official, and no package testing.
func TestOnlyTestsImportIt(t *testing.T) {
	users := 0
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range f.Imports {
			if i.Path.Value != `"klarmeld/internal/official"` {
				continue
			}
			users++
			if !strings.HasSuffix(path, "_test.go") {
				t.Errorf("%s imports it", path)
			}
		}
		return nil
	})
	if err != nil || users < 2 {
		t.Errorf("%d users were found: %v", users, err)
	}
}
