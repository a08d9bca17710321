package recording_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// reported is a report's folder with a manifest: a report, a recording of two
// files, and a signature.
func reported(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, recording.Subfolder), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"rapport.json": "{}", "optagelse/0001-request.xml": "<a/>", "optagelse/optagelse.jsonl": "{}\n",
		"underskrift-1.json": "{}"} {
		write(t, filepath.Join(dir, name), text)
	}
	if err := recording.WriteManifest(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

func line(name, text string) string {
	return fmt.Sprintf("%x  %s\n", sha256.Sum256([]byte(text)), name)
}

// TestManifest: a line for every file as sha256sum writes it, in the order of
// their names; none for itself, nor for a signature.
func TestManifest(t *testing.T) {
	dir := reported(t)
	inRecording := line("optagelse/0001-request.xml", "<a/>") + line("optagelse/optagelse.jsonl", "{}\n")
	want := inRecording + line("rapport.json", "{}")
	for range 2 { // written over it is the same
		if raw, err := os.ReadFile(filepath.Join(dir, recording.ManifestFile)); err != nil || string(raw) != want {
			t.Errorf("the manifest is\n%s, %v, want\n%s", raw, err, want)
		}
		if err := recording.WriteManifest(dir); err != nil {
			t.Fatal(err)
		}
	}
	n, sum, err := recording.Digest(dir)
	if want := fmt.Sprintf("%x", sha256.Sum256([]byte(inRecording))); err != nil || n != 2 || sum != want {
		t.Errorf("the recording's digest is %d, %s, %v; want 2, %s", n, sum, err, want)
	}
}

// TestCheckManifest: what is not as the manifest says is told, each file by
// itself and in order.
func TestCheckManifest(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(t *testing.T, dir string)
		want   string
	}{
		{"nothing", func(*testing.T, string) {}, ""},
		{"signed by one more", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "underskrift-2.json"), "{}") }, ""},
		{"a byte", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "rapport.json"), "[]") }, "rapport.json er ændret (SHA-256 passer ikke)"},
		{"one more", func(t *testing.T, dir string) { write(t, filepath.Join(dir, "noter.txt"), "") }, "noter.txt er kommet til"},
		{"one less", func(t *testing.T, dir string) { remove(t, dir, "optagelse/0001-request.xml") }, "optagelse/0001-request.xml mangler"},
		{"much", func(t *testing.T, dir string) {
			remove(t, dir, "rapport.json")
			remove(t, dir, "optagelse/0001-request.xml")
			write(t, filepath.Join(dir, "a.txt"), "")
			write(t, filepath.Join(dir, "optagelse/optagelse.jsonl"), "")
		}, "a.txt er kommet til|optagelse/0001-request.xml mangler|optagelse/optagelse.jsonl er ændret (SHA-256 passer ikke)|rapport.json mangler"},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := reported(t)
			c.change(t, dir)
			if got, err := recording.CheckManifest(dir); err != nil || strings.Join(got, "|") != c.want {
				t.Errorf("it says %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

// TestManifestFails: what cannot be read or written is an error that says what.
func TestManifestFails(t *testing.T) {
	write, check := recording.WriteManifest, func(dir string) error { _, err := recording.CheckManifest(dir); return err }
	digest := func(dir string) error { _, _, err := recording.Digest(dir); return err }
	for _, c := range []struct {
		name string
		dir  func(*testing.T) string
		do   func(dir string) error
		says string
	}{
		{"write: no folder", func(t *testing.T) string { return filepath.Join(t.TempDir(), "væk") }, write, "rapportens mappe kan ikke læses"},
		{"write: a file that cannot be read", dangling, write, "rapportens mappe kan ikke læses"},
		{"write: a folder in its place", folderInPlace, write, "manifestet kan ikke skrives"},
		{"check: no manifest", func(t *testing.T) string { return t.TempDir() }, check, "har intet manifest.sha256"},
		{"check: in what is no folder", func(t *testing.T) string { return filepath.Join(reported(t), "rapport.json") }, check, "manifestet kan ikke læses"},
		{"check: a folder in its place", folderInPlace, check, "manifestet kan ikke læses"},
		{"check: a line without a name", listing("0123456789abcdef\n"), check, `linje "0123456789abcdef" kan ikke læses`},
		{"check: a line without an end", listing(strings.Repeat("x", 1<<20)), check, "manifestet kan ikke læses"},
		{"check: a file that cannot be read", dangling, check, "rapportens mappe kan ikke læses"},
		{"digest: a file that cannot be read", dangling, digest, "rapportens mappe kan ikke læses"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := c.do(c.dir(t))
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error is %v, want one that says %q", err, c.says)
			}
			if no := c.name == "check: no manifest"; errors.Is(err, recording.ErrNoManifest) != no {
				t.Errorf("%v says that there is no manifest: %t", err, !no)
			}
		})
	}
}

// listing is a report's folder whose manifest is the text.
func listing(text string) func(*testing.T) string {
	return func(t *testing.T) string {
		dir := reported(t)
		write(t, filepath.Join(dir, recording.ManifestFile), text)
		return dir
	}
}

// dangling is a report's folder with a link to nothing.
func dangling(t *testing.T) string {
	dir := reported(t)
	if err := os.Symlink(filepath.Join(dir, "væk"), filepath.Join(dir, "peger")); err != nil {
		t.Fatal(err)
	}
	return dir
}

// folderInPlace has a folder where the manifest should be.
func folderInPlace(t *testing.T) string {
	dir := t.TempDir()
	mkdir(t, filepath.Join(dir, recording.ManifestFile))
	return dir
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}
