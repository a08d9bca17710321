//go:build unix

package foreign_test

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"klarmeld/internal/foreign"
)

// TestNothingIsWaitedFor: a FIFO that nobody writes, a device without an end and a
// socket are refused at once, in every way; a test that waited would never end.
func TestNothingIsWaitedFor(t *testing.T) {
	dir, err := os.MkdirTemp("", "k") // a socket's path is short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	if err := syscall.Mkfifo(filepath.Join(dir, "fifo"), 0o600); err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("unix", filepath.Join(dir, "sokkel"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	for _, at := range [][2]string{{dir, "fifo"}, {dir, "sokkel"}, {"/dev", "zero"}, {"/dev", "null"}, {"/dev", "tty"}} {
		if _, err := os.Lstat(filepath.Join(at[0], at[1])); err != nil {
			continue // a container may have fewer devices
		}
		for way, read := range ways {
			if got, err := read(at[0], at[1], 1<<40); why(err) != foreign.NotRegular {
				t.Errorf("%s of %s: %d bytes, %v", way, at[1], len(got), err)
			}
		}
	}
}

// TestNamedPipes: what another program writes is read, and ends at the bound; a FIFO
// that nobody writes is empty.
func TestNamedPipes(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := foreign.ReadNamed(fifo, 5); len(got) != 0 || err != nil {
		t.Errorf("a FIFO that nobody writes: %q, %v", got, err)
	}
	if _, err := foreign.ReadNamed("/dev/zero", 1000); why(err) != foreign.TooLarge {
		t.Errorf("a device without an end: %v", err)
	}
	f, err := foreign.OpenNamed("/dev/zero", 1000)
	if got, err := whole(f, err); len(got) != 1001 || err != nil {
		t.Errorf("one byte past the bound is for the reader to see: %d, %v", len(got), err)
	}
}
