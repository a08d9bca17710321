package recording

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestResumedAtItsBeginning: a recording that was cut off while its folder was being made, at
// whatever byte, says what it holds when it has gone on.
func TestResumedAtItsBeginning(t *testing.T) {
	for n := -1; n <= len(warning); n += 101 {
		dir := filepath.Join(t.TempDir(), "optagelse")
		f, err := NewFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(dir, warningFile)
		if err = os.Remove(file); err == nil && n >= 0 {
			err = os.WriteFile(file, []byte(warning[:n]), ownFile)
		}
		if err != nil {
			t.Fatal(err)
		}
		f, entries, err := ResumeFolder(dir, time.Now)
		if err != nil || len(entries) != 0 {
			t.Fatalf("%d bytes: %d entries, %v", n, len(entries), err)
		}
		if _, err := f.Append(Entry{Seq: 1, Kind: KindRun, Run: &Run{System: "x", Nonce: NonceOf("x")}}); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := ChainOf(dir); err != nil {
			t.Errorf("%d bytes of %s: %v", n, warningFile, err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != ownFile {
			t.Errorf("%d bytes: %v, %v", n, info, err)
		}
	}
}

// TestResumedBesideAnother: what somebody else has written there stays, and is told of.
func TestResumedBesideAnother(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "optagelse")
	f, err := NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, warningFile)
	if err := os.WriteFile(file, []byte("mit"), ownFile); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ResumeFolder(dir, time.Now); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(file); err != nil || string(raw) != "mit" {
		t.Errorf("%q, %v", raw, err)
	}
}
