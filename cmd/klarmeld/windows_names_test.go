package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"klarmeld/reports"
)

// no is what no name of a file may be on Windows: one with its signs, or with a dot or a
// blank at its end, or that of a device, whatever stands behind a dot.
var no = regexp.MustCompile(`(?i)[<>:"/\\|?*\x00-\x1f]|[. ]$|^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)`)

// longest is how many characters of a path are left to klarmeld: Windows' programs take
// 260, and the folder that people choose has its share.
const longest = 120

// TestNamesForWindows: whatever klarmeld writes, on whichever system, can be copied to
// Windows, and its report is found there.
func TestNamesForWindows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	out := filepath.Join(dir, "rapport")
	forms := strings.Join(reports.FormNames(), ",")
	for range 2 { // the first is set aside, under its time
		if code, said := program("run", "--system", "momentum-2020", "--only", "journalnotat-01", "--form", forms, "--out", out); code != 20 {
			t.Fatalf("exit code %d: %s", code, said)
		}
	}
	for _, args := range [][]string{{"certs", filepath.Join(dir, "keys")}, {"init", filepath.Join(dir, "klarmeld.yaml")}} {
		if code, said := program(args...); code != 0 {
			t.Fatalf("%s: exit code %d: %s", args[0], code, said)
		}
	}
	seen := 0
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		seen++
		if path != "." && (no.MatchString(d.Name()) || len([]rune(path)) > longest) {
			t.Errorf("%s cannot be on Windows", path)
		}
		return err
	})
	if err != nil || seen < 40 {
		t.Errorf("%d names, %v", seen, err)
	}
	for _, bad := range []string{"12:00", "a?", "nul", "CON.txt", "com1", "slut.", "slut ", "a\tb"} {
		if !no.MatchString(bad) {
			t.Errorf("%q would do", bad)
		}
	}
}
