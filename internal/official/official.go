// Package official gives tests what this repository does not hold: KOMBIT's
// official schemas and anvisninger, and programs of others. A test without them
// is skipped with a reason. Only tests import it.
package official

import (
	"encoding/csv"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	// folderKey names the folder with the official files.
	folderKey = "KLARMELD_OFFICIAL"
	// requireKey names, with spaces between, what must not be skipped.
	requireKey = "KLARMELD_REQUIRE"
)

// Given is the official folder, and whether there is one. It has xsd,
// anvisninger and eksempler.
func Given() (folder string, ok bool) {
	folder = os.Getenv(folderKey)
	return folder, folder != ""
}

// Folder is the official folder; without one the test is skipped.
func Folder(t testing.TB) string {
	t.Helper()
	folder, ok := Given()
	if !ok {
		t.Skip("skipped: official schemas not given")
	}
	return folder
}

// Index is the folder with the schemas of the index, version 6, in a folder that
// Folder or Given has given.
func Index(folder string) string { return filepath.Join(folder, "xsd/sagdokumentindeks-6/xsd") }

// Messages is the schema of all messages of SagDokumentIndeks and its replies.
func Messages(folder string) string {
	return filepath.Join(Index(folder), "6.0.STS-0/SagDokumentIndeksOperationer.xsd")
}

// Rows are the data elements of an anvisning, such as sag.tsv, each by the names
// of its columns; without the official folder the test is skipped.
func Rows(t testing.TB, file string) []map[string]string {
	t.Helper()
	f, err := os.Open(filepath.Join(Folder(t), "anvisninger", file))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma, r.LazyQuotes = '\t', true
	all, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(all) == 0 {
		t.Fatalf("%s has no header", file)
	}
	var out []map[string]string
	for _, line := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = line[i]
		}
		out = append(out, row)
	}
	return out
}

// Program demands that programs are installed for what a test needs, by its name
// in KLARMELD_REQUIRE; when one is not, the test ends as Required has it.
func Program(t testing.TB, what string, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			Required(t, what, p+" is not installed")
		}
	}
}

// Required fails a test that KLARMELD_REQUIRE demands, as .ci/run does, and
// skips it elsewhere. It is called when something is missing, and says what.
func Required(t testing.TB, what, reason string) {
	t.Helper()
	if slices.Contains(strings.Fields(os.Getenv(requireKey)), what) {
		t.Fatalf("%s is required here: %s", what, reason)
	}
	t.Skip("skipped: " + reason)
}
