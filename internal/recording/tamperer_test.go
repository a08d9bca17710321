package recording_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

var tamperings = flag.Int("tamperings", 150, "how many changes TestTamperer makes")

// changes are what a tamperer may do to a recording's folder, once. What one returns
// says what was done; "" when it was nothing.
var changes = []func(*testing.T, *rand.Rand, string) string{
	func(t *testing.T, r *rand.Rand, dir string) string { // any byte of any file
		name := oneOf(r, filesIn(t, dir))
		raw := read(t, dir, name)
		i := r.IntN(len(raw))
		raw[i] ^= byte(1 + r.IntN(255))
		write(t, filepath.Join(dir, name), string(raw))
		return fmt.Sprintf("byte %d of %s", i, name)
	},
	func(t *testing.T, r *rand.Rand, dir string) string { // a file longer or shorter
		name := oneOf(r, filesIn(t, dir))
		raw := read(t, dir, name)
		if r.IntN(2) == 0 {
			raw = append(raw, byte(r.IntN(256)))
		} else {
			raw = raw[:r.IntN(len(raw))]
		}
		write(t, filepath.Join(dir, name), string(raw))
		return fmt.Sprintf("%s has %d bytes", name, len(raw))
	},
	func(t *testing.T, r *rand.Rand, dir string) string { // a file gone
		name := oneOf(r, filesIn(t, dir))
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
		return name + " is gone"
	},
	func(t *testing.T, r *rand.Rand, dir string) string { // a file added
		name := oneOf(r,
			[]string{"x", "0001-request.xml", "0099-reply.xml", "ankommet-000009.xml", "optagelse.jsonl~", "LAES-MIG.TXT", "i-brug.lock.x", "manifest.sha256"})
		write(t, filepath.Join(dir, name), "x")
		return name + " is there"
	},
	func(t *testing.T, r *rand.Rand, dir string) string { // two files change names
		a, b := oneOf(r, filesIn(t, dir)), oneOf(r, filesIn(t, dir))
		one, other := read(t, dir, a), read(t, dir, b)
		if string(one) == string(other) {
			return ""
		}
		write(t, filepath.Join(dir, a), string(other))
		write(t, filepath.Join(dir, b), string(one))
		return a + " and " + b + " are swapped"
	},
	func(t *testing.T, r *rand.Rand, dir string) string { // lines
		said := ""
		tamper(t, dir, func(l []string) []string {
			i, k := r.IntN(len(l)), r.IntN(len(l))
			switch r.IntN(4) {
			case 0:
				said = fmt.Sprintf("line %d is gone", i+1)
				return slices.Delete(l, i, i+1)
			case 1:
				said = fmt.Sprintf("line %d is there again as line %d", i+1, k+1)
				return slices.Insert(l, k, l[i])
			case 2:
				if i != k {
					said = fmt.Sprintf("lines %d and %d are swapped", i+1, k+1)
				}
				l[i], l[k] = l[k], l[i]
				return l
			}
			said = fmt.Sprintf("cut after line %d", i)
			return l[:i]
		})
		return said
	},
}

func oneOf(r *rand.Rand, of []string) string { return of[r.IntN(len(of))] }

func filesIn(t *testing.T, dir string) []string {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, f := range files {
		out = append(out, f.Name())
	}
	return out
}

func read(t *testing.T, dir, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// TestTamperer: whatever single thing somebody does to a recording that is closed, it
// is refused, or is no longer closed.
func TestTamperer(t *testing.T) {
	tampered(t, chained(t), rand.New(rand.NewPCG(17, 17)))
}

func tampered(t *testing.T, whole string, r *rand.Rand) {
	t.Helper()
	for n := range *tamperings {
		dir := filepath.Join(t.TempDir(), "o")
		if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
			t.Fatal(err)
		}
		done := changes[r.IntN(len(changes))](t, r, dir)
		if done == "" {
			continue
		}
		_, err := recording.ReadFolder(dir)
		c, chainErr := recording.ChainOf(dir)
		if err == nil && chainErr == nil && c.Closed {
			t.Errorf("%d: %s is not found", n, done)
		}
		if err != nil && strings.TrimSpace(err.Error()) == "" {
			t.Errorf("%d: of %s nothing is said", n, done)
		}
	}
}
