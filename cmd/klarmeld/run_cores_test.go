package main

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"klarmeld/reports"
)

// TestSameOnEveryCore: the systems of a run are played side by side, and what is written of
// them and said of them is the same, byte for byte, whether they share one core or have one
// each.
func TestSameOnEveryCore(t *testing.T) {
	t.Parallel()
	one, several := ranOn(t, 1), ranOn(t, 4)
	if len(one) < 500 || len(several) != len(one) {
		t.Fatalf("%d files on one core, %d on several", len(one), len(several))
	}
	for name, raw := range one {
		if got, there := several[name]; !there || !bytes.Equal(raw, got) {
			t.Errorf("%s is there %t, and another on several cores", name, there)
		}
	}
}

// ranOn is what a run of the three systems writes on so many cores, by the files' names,
// and what it says; it begins at a moment that is given.
func ranOn(t *testing.T, cores int) map[string][]byte {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0], "run", "--out", "ud", "--form", strings.Join(reports.FormNames(), ","))
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld", "KLARMELD_TEST_NOW="+clock().Format(time.RFC3339), "GOMAXPROCS="+strconv.Itoa(cores))
	said, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
	out := map[string][]byte{"": said}
	err = filepath.WalkDir(dir, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, file)
		if err == nil {
			out[name], err = os.ReadFile(file)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
