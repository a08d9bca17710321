package main

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"math/rand"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
	"klarmeld/reports"
)

// go test ./cmd/klarmeld -run TestTampered -tampers 2000 -v
var tampers = flag.Int("tampers", 60, "how many single changes are made to a report's folder")

// tampering is one single change of a folder: of any file, in any of these ways.
type tampering struct {
	file, how string
	manifest  bool // and then the manifests are made anew, as the tamperer would
	change    func(raw []byte) []byte
}

func (x tampering) String() string {
	return fmt.Sprintf("%s of %s (manifest made anew: %t)", x.how, x.file, x.manifest)
}

// tamper draws a change.
func tamper(r *rand.Rand, files []string) tampering {
	x := tampering{file: files[r.Intn(len(files))], manifest: r.Intn(2) == 0}
	ways := []struct {
		how    string
		change func([]byte) []byte
	}{
		{"another bit", func(b []byte) []byte { b[r.Intn(len(b))] ^= 1 << r.Intn(8); return b }},
		{"another byte", func(b []byte) []byte { b[r.Intn(len(b))] = byte(r.Intn(256)); return b }},
		{"a byte less", func(b []byte) []byte { i := r.Intn(len(b)); return slices.Delete(b, i, i+1) }},
		{"a blank more", func(b []byte) []byte { return slices.Insert(b, r.Intn(len(b)+1), ' ') }},
		{"a line less", ofLines(func(l [][]byte) [][]byte { i := r.Intn(len(l)); return slices.Delete(l, i, i+1) })},
		{"a line twice", ofLines(func(l [][]byte) [][]byte { i := r.Intn(len(l)); return slices.Insert(l, i, l[i]) })},
		{"two lines swapped", ofLines(func(l [][]byte) [][]byte {
			i, j := r.Intn(len(l)), r.Intn(len(l))
			l[i], l[j] = l[j], l[i]
			return l
		})},
		{"half of it", func(b []byte) []byte { return b[:len(b)/2] }},
		{"nothing left", func([]byte) []byte { return nil }},
	}
	way := ways[r.Intn(len(ways))]
	x.how, x.change = way.how, way.change
	return x
}

// ofLines is a change of a text's lines.
func ofLines(change func([][]byte) [][]byte) func([]byte) []byte {
	return func(b []byte) []byte { return bytes.Join(change(bytes.SplitAfter(b, []byte("\n"))), nil) }
}

// snapshot is a folder's files with their bytes.
func snapshot(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, _ := filepath.Rel(dir, path)
		out[filepath.ToSlash(name)], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// restore lets a folder be as it was.
func restore(t *testing.T, dir string, was map[string][]byte) {
	t.Helper()
	for name := range snapshot(t, dir) {
		if _, ok := was[name]; !ok {
			if err := os.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, raw := range was {
		put(t, dir, name, string(raw))
	}
}

// manifests makes the manifests of a run's folder anew.
func manifests(t *testing.T, dir, system string) {
	t.Helper()
	if err := recording.WriteManifest(filepath.Join(dir, system)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(dir, reports.MatrixFile)); err != nil {
		return
	}
	if err := recording.WriteListed(dir, []string{reports.MatrixFile, system + "/" + recording.ManifestFile}); err != nil {
		t.Fatal(err)
	}
}

// TestTampered makes single changes to the folder of a run, signed and unsigned:
// verify finds each, and whoever would sign it is refused.
func TestTampered(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "rapport")
	if code, said := program("run", "--system", "fasit-2020", "--only", "sag-01,sag-02,organisation-08", "--kommune", smallTown(t), "--out", dir, "--form",
		strings.Join(reports.FormNames(), ",")); code != 30 {
		t.Fatalf("%d %s", code, said)
	}
	report, keys := filepath.Join(dir, "fasit-2020"), t.TempDir()
	key := filepath.Join(keys, "k.pem")
	if code, said := program("sign", "--ny-noegle", key); code != 0 {
		t.Fatalf("%d %s", code, said)
	}
	unsigned := snapshot(t, dir)
	if code, said := program("sign", report, "--navn", "Tove Tester", "--noegle", key, "--kommentar", "Set."); code != 0 {
		t.Fatalf("%d %s", code, said)
	}
	signed := snapshot(t, dir)
	chain, err := recording.ChainOf(filepath.Join(report, recording.Subfolder))
	if all, sealErr := seal.Signatures(report); err != nil || sealErr != nil || len(all) != 1 || !chain.Closed || all[0].Head != chain.Head {
		t.Fatalf("the head of the chain is not signed: %+v, %+v, %v, %v", all, chain, err, sealErr)
	}
	r := rand.New(rand.NewSource(17))
	kinds := map[string]int{}
	for n := range *tampers {
		was := []map[string][]byte{unsigned, signed}[n%2]
		restore(t, dir, was)
		x := tamper(r, slices.Sorted(maps.Keys(was)))
		if len(was[x.file]) == 0 {
			continue
		}
		changed := x.change(slices.Clone(was[x.file]))
		if r.Intn(12) == 0 { // a file more, of the same bytes
			x.how, changed = "a copy", was[x.file]
			x.file += []string{".bak", ".xml", "~"}[r.Intn(3)]
		}
		put(t, dir, x.file, string(changed))
		if x.manifest {
			manifests(t, dir, "fasit-2020")
		}
		if maps.EqualFunc(snapshot(t, dir), was, bytes.Equal) {
			continue // nothing is other than it was
		}
		kinds[x.how]++
		// What merely lies beside the reports is named.
		if code, said := program("verify", dir); code == 0 && !strings.Contains(said, x.file+" hører ikke til kørslen") {
			t.Errorf("%d: %s is not found:\n%s", n, x, said)
		}
		if n%5 != 0 || strings.HasPrefix(x.file, "matrix") || !strings.HasPrefix(x.file, "fasit-2020/") {
			continue
		}
		before := snapshot(t, dir)
		if code, said := program("sign", report, "--navn", "Tove Tester", "--noegle", key); code == 0 {
			t.Errorf("%d: %s is signed:\n%s", n, x, said)
		} else if !maps.EqualFunc(snapshot(t, dir), before, bytes.Equal) {
			t.Errorf("%d: %s: what is refused was changed by sign", n, x)
		}
	}
	t.Logf("changes made and looked for: %v", kinds)
}
