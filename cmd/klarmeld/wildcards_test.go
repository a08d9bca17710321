package main

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestWildcards: on Windows an argument with * or ? names the files that fit, and one that
// none fits is a mistake; elsewhere it is a name.
func TestWildcards(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, name := range []string{
		"Mine filer æøå/b.xml", "Mine filer æøå/A.XML", "Mine filer æøå/c.txt",
		"1/x.xml", "2/y.xml", "2/[a].xml", "2/a.xml", "uden", ".skjult.xml",
	} {
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct{ arg, want []string }{
		{[]string{"Mine filer æøå/*.xml"}, []string{"Mine filer æøå/A.XML", "Mine filer æøå/b.xml"}},
		{[]string{"MINE*/?.xml"}, []string{"Mine filer æøå/A.XML", "Mine filer æøå/b.xml"}},
		{[]string{"*ÆØÅ/*.txt", "uden"}, []string{"Mine filer æøå/c.txt", "uden"}},
		{[]string{"?/*.xml"}, []string{"1/x.xml", "2/[a].xml", "2/a.xml", "2/y.xml"}},
		{[]string{"2/[*.xml"}, []string{"2/[a].xml"}},
		{[]string{"2/[a].xml", "-", "findes-ikke.xml"}, []string{"2/[a].xml", "-", "findes-ikke.xml"}},
		{[]string{"*.*"}, []string{".skjult.xml", "1", "2", "Mine filer æøå", "uden"}},
		{[]string{"./*.xml"}, []string{".skjult.xml"}},
		{[]string{`\\?\C:\lang\fil.xml`}, []string{`\\?\C:\lang\fil.xml`}},
	} {
		for i := range c.want {
			if !slices.Contains(c.arg, c.want[i]) { // which stays as it is given
				c.want[i] = filepath.FromSlash(c.want[i])
			}
		}
		if got, err := expanded("windows", c.arg); err != nil || !slices.Equal(got, c.want) {
			t.Errorf("%q: %q, %v, want %q", c.arg, got, err, c.want)
		}
		if got, err := expanded("linux", c.arg); err != nil || !slices.Equal(got, c.arg) {
			t.Errorf("%q elsewhere: %q, %v", c.arg, got, err)
		}
	}
	for _, none := range []string{"*.foo", "intet/*.xml", "uden/*", "?.xml"} {
		var said exit
		if got, err := expanded("windows", []string{"uden", none}); !errors.As(err, &said) || said.code != exitUsage {
			t.Errorf("%s: %q, %v", none, got, err)
		}
	}
}
