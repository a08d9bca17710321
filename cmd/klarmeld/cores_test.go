package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
)

// onCores lets Go use so many cores while it plays.
func onCores(cores int, play func()) {
	was := runtime.GOMAXPROCS(cores)
	defer runtime.GOMAXPROCS(was)
	play()
}

// TestCoresRun: a run and its report are the same, to the byte, on one core and on
// several, and so is the report that its recording comes to.
func TestCoresRun(t *testing.T) {
	want, wantAgain := map[string]string{}, ""
	for _, cores := range []int{1, 4} {
		out := t.TempDir()
		onCores(cores, func() {
			reportedOn(t, out, "2026-12-01", simulated.LeavesReference)
			code, again := program("replay", "--json", filepath.Join(out, "reference"))
			again = fmt.Sprint(code, again)
			got := contents(t, out)
			if cores == 1 {
				want, wantAgain = got, again
			}
			if again != wantAgain {
				t.Errorf("on %d cores replay says something else", cores)
			}
			if len(got) != len(want) || len(got) < 20 {
				t.Errorf("on %d cores there are %d files, on one %d", cores, len(got), len(want))
			}
			for name, text := range got {
				if text != want[name] {
					t.Errorf("on %d cores %s is another", cores, name)
				}
			}
		})
	}
}

// contents are the files below a folder.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		out[name] = string(raw)
		return err
	})
	must(t, err)
	return out
}

// TestCoresServed: what klarmeld serve has recorded, in files and in archives, is judged
// to the same findings on one core and on several.
func TestCoresServed(t *testing.T) {
	record := filepath.Join(t.TempDir(), "optaget")
	base, stop := served(t, record)
	for n := range 160 {
		resp, err := http.Post(base+"/sagdokumentindeks/6", "application/soap+xml", bytes.NewReader(deliveredAs(t, n)))
		must(t, err)
		must(t, resp.Body.Close())
	}
	must(t, stop())
	if _, err := os.Stat(filepath.Join(record, "beskeder-001.tar")); err != nil {
		t.Fatal(err)
	}
	for _, command := range [][]string{{"replay", record}, {"replay", "--json", record}, {"check", "--samtale", "--json", record}} {
		want := ""
		for _, cores := range []int{1, 2, 8} {
			onCores(cores, func() {
				code, said := program(command...)
				if said = fmt.Sprint(code, said); cores == 1 {
					want = said
				}
				if said != want || !strings.Contains(said, "optagelse/01") && command[0] != "replay" {
					t.Errorf("%v on %d cores says %d bytes, on one %d", command, cores, len(said), len(want))
				}
			})
		}
	}
	replies, err := recording.ReadFolder(record)
	if err != nil || len(replies) != 162 {
		t.Errorf("%d entries, %v", len(replies), err)
	}
}

// deliveredAs is the n'th message of a delivery: many that are none, and cases at the
// end, some of them wrong, and some sent twice.
func deliveredAs(t *testing.T, n int) []byte {
	t.Helper()
	if n < 100 {
		return fmt.Appendf(nil, "<x n='%d'/>", n)
	}
	n /= 2
	name := "god.xml"
	if n%3 == 0 {
		name = "ukendt-ejer.xml"
	}
	raw, err := os.ReadFile(filepath.Join("testdata", "messages", name))
	must(t, err)
	raw = bytes.ReplaceAll(raw, []byte("41ac9245-d933-5858-a0cc-565ce7d0bac5"), fmt.Appendf(nil, "41ac9245-d933-5858-a0cc-%012x", n))
	if n%5 == 0 {
		raw = bytes.ReplaceAll(raw, []byte("sag:Titel>"), []byte("sag:Overskrift>"))
	}
	return bytes.ReplaceAll(raw, []byte("2026-000001"), fmt.Appendf(nil, "2026-%06d", n))
}
