package spool_test

import (
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"klarmeld/internal/spool"
)

// TestFile: what is written is read again, by nobody else, and leaves nothing behind.
func TestFile(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	t.Setenv("TMP", dir)
	f, err := spool.New()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Repeat("0123456789", 20_000)
	for _, part := range []string{want[:7], want[7:]} {
		if _, err := f.WriteString(part); err != nil {
			t.Fatal(err)
		}
	}
	info, err := f.Stat()
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	r, err := f.Reader()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(r); string(got) != want || err != nil {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); len(left) != 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
