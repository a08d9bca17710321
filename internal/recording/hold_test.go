package recording_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"klarmeld/internal/recording"
)

// TestHold: one at a time has a folder, by whatever name it is called; afterwards
// nothing is left of the lock, nor of folders that were made for nothing.
func TestHold(t *testing.T) {
	top := t.TempDir()
	dir := filepath.Join(top, "a [b]", `c\d`, "æøå")
	held, err := recording.Hold(dir)
	if err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(top, "genvej")
	if err := os.Symlink(dir, link); err != nil {
		t.Fatal(err)
	}
	for _, other := range []string{dir, link, filepath.Join(dir, "..", "æøå")} {
		if h, err := recording.Hold(other); err == nil || h != nil || !strings.Contains(err.Error(), "er i brug") {
			t.Errorf("%s: %v", other, err)
		}
	}
	held.Release()
	if files, err := os.ReadDir(top); err != nil || len(files) != 1 {
		t.Errorf("it left %v, %v", files, err)
	}
	// Who has written there keeps the folder.
	if held, err = recording.Hold(dir); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "rapport"), "x")
	held.Release()
	if files, err := os.ReadDir(dir); err != nil || len(files) != 1 {
		t.Errorf("it left %v, %v", files, err)
	}
	// A lock that a kill left is nobody's.
	write(t, filepath.Join(dir, "i-brug.lock"), "")
	if held, err = recording.Hold(dir); err != nil {
		t.Fatal(err)
	}
	held.Release()
	var none *recording.Held
	none.Release()
}

// TestHoldMany: of many who want a folder at once there is never more than one
// who has it, however often it is let go of.
func TestHoldMany(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "rapport")
	var inside, had, refused atomic.Int64
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 50 {
				h, err := recording.Hold(dir)
				if err != nil {
					refused.Add(1)
					continue
				}
				if inside.Add(1) != 1 {
					t.Error("two have it")
				}
				had.Add(1)
				inside.Add(-1)
				h.Release()
			}
		})
	}
	all.Wait()
	if had.Load() == 0 {
		t.Errorf("nobody had it, %d were refused", refused.Load())
	}
	// Who made it may have been refused it, and then nobody knows that it was made for
	// nothing: an empty folder can be left, and nothing else.
	if files, err := os.ReadDir(dir); len(files) != 0 || err != nil && !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it left %v, %v", files, err)
	}
}

// TestHoldFails: a folder that cannot be is refused, and nothing is left.
func TestHoldFails(t *testing.T) {
	top := t.TempDir()
	write(t, filepath.Join(top, "fil"), "x")
	for _, dir := range []string{filepath.Join(top, "fil"), filepath.Join(top, "fil", "under"), filepath.Join(top, "a", strings.Repeat("b", 300))} {
		if _, err := recording.Hold(dir); err == nil || !strings.Contains(err.Error(), "kan ikke oprettes") {
			t.Errorf("%.80s: %v", dir, err)
		}
	}
	if files, err := os.ReadDir(top); err != nil || len(files) != 1 {
		t.Errorf("it left %v, %v", files, err)
	}
}

// TestAbandon: a recording that never began leaves nothing, and takes nothing
// that was there.
func TestAbandon(t *testing.T) {
	top := t.TempDir()
	f, err := recording.NewFolder(filepath.Join(top, "a", "b"))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Abandon(); err != nil {
		t.Error(err)
	}
	if files, err := os.ReadDir(top); err != nil || len(files) != 0 {
		t.Errorf("it left %v, %v", files, err)
	}
	write(t, filepath.Join(top, "LAES-MIG.txt"), "mit")
	if _, err := recording.NewFolder(top); err == nil || !strings.Contains(err.Error(), "LAES-MIG.txt findes allerede") {
		t.Error(err)
	}
	if raw, err := os.ReadFile(filepath.Join(top, "LAES-MIG.txt")); err != nil || string(raw) != "mit" {
		t.Errorf("%q, %v", raw, err)
	}
	if files, err := os.ReadDir(top); err != nil || len(files) != 1 {
		t.Errorf("it left %v, %v", files, err)
	}
}

// TestSystemFiles: what an operating system leaves is told apart by its name;
// whatever only looks like it is a file that has come.
func TestSystemFiles(t *testing.T) {
	dir := reported(t)
	own := []string{".DS_Store", "Thumbs.db", "desktop.ini", "Desktop.ini", "thumbs.DB", "._rapport.json", "optagelse/.DS_Store", "optagelse/._0001-request.xml",
		"optagelse/Thumbs.db"}
	for _, name := range own {
		write(t, filepath.Join(dir, name), "x")
	}
	if got, err := recording.CheckManifest(dir); err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := recording.SystemFiles(dir); err != nil || len(got) != len(own) {
		t.Errorf("%q, %v", got, err)
	}
	n, _, err := recording.Digest(dir)
	if err != nil || n != 2 {
		t.Errorf("the recording has %d files, %v", n, err)
	}
	// Yesterday's manifest may list them; today they are nobody's concern.
	manifest := filepath.Join(dir, recording.ManifestFile)
	raw, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	write(t, manifest, string(raw)+line(".DS_Store", "before")+line("optagelse/._væk", "before"))
	if got, err := recording.CheckManifest(dir); err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
	for _, name := range []string{".DS_Store.txt", "DS_Store", ".ds_store2", "Thumbs.db.exe", "desktop.ini~", "_.x", "..x", ".x", "notater.txt",
		"optagelse/.gitkeep", ".DS_Stores/x", "._mappe/x", "rapport.json~", "Icon"} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(dir, name)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			write(t, file, "x")
			if got, err := recording.CheckManifest(dir); err != nil || len(got) != 1 || !strings.HasPrefix(got[0], name+" er kommet til") {
				t.Errorf("%q, %v", got, err)
			}
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		})
	}
}
