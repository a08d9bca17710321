package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"testing"

	"klarmeld/internal/recording"
)

// disk is a folder in which a recording is to be, and the trouble that it gets
// into.
type disk struct {
	t      *testing.T
	random *rand.Rand
	dir    string
	kind   string
	idle   []net.Conn
}

// troubles are what can keep klarmeld from writing.
var troubles = []string{"full", "descriptors", "read-only", "in the way", "gone"}

// newDisk is one where the trouble can be made. What the machine cannot do is
// skipped, with the reason.
func newDisk(t *testing.T, random *rand.Rand, kind string) *disk {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("skipped: Windows has neither limits nor modes like these")
	}
	// Not t.TempDir, which nobody but root can enter when root tests.
	dir, err := os.MkdirTemp("", "klarmeld-disk-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	d := &disk{t: t, random: random, dir: dir, kind: kind}
	t.Cleanup(d.hangUp)
	if kind == "full" {
		if os.Getuid() != 0 || runtime.GOOS != "linux" {
			t.Skip("skipped: only root on Linux makes a file system of its own")
		}
		if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", dir).CombinedOutput(); err != nil {
			t.Skipf("skipped: no file system can be mounted here: %v %s", err, out)
		}
		t.Cleanup(func() { _ = exec.Command("umount", "-l", dir).Run() })
	}
	if os.Getuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// nobody is who klarmeld runs as when root tests it: root may write anywhere.
const nobody = 65534

var openBinary = sync.OnceValues(func() (string, error) {
	dir, err := sharedDir()
	if err == nil {
		err = os.Chmod(dir, 0o755)
	}
	if err != nil {
		return "", err
	}
	raw, err := os.ReadFile(os.Args[0])
	if err != nil {
		return "", err
	}
	file := filepath.Join(dir, "klarmeld.test")
	return file, os.WriteFile(file, raw, 0o755)
})

// klarmeld is the program, to be started as somebody who can get into trouble.
func (d *disk) klarmeld(args ...string) *exec.Cmd {
	file, err := openBinary()
	if err != nil {
		d.t.Fatal(err)
	}
	limit := "ulimit -n 64; "
	if d.kind != "descriptors" {
		limit = ""
	}
	cmd := exec.Command("sh", append([]string{"-c", limit + `exec "$0" "$@"`, file}, args...)...)
	cmd.Env = append(os.Environ(), "KLARMELD_TEST_BE=klarmeld", "NO_COLOR=1")
	cmd.Dir = d.dir
	if os.Getuid() == 0 {
		as(cmd, nobody)
	}
	return cmd
}

func (d *disk) filler() string { return filepath.Join(d.dir, "fyld") }

// begin lets the trouble begin for a recording in a folder, at an address.
func (d *disk) begin(folder, addr string) {
	d.t.Helper()
	var err error
	switch d.kind {
	case "full":
		err = d.fill(d.random.Intn(24))
	case "descriptors":
		for range 70 {
			c, dialed := net.Dial("tcp", addr)
			if dialed != nil { // its queue is full too
				break
			}
			d.idle = append(d.idle, c)
		}
	case "read-only":
		err = os.Chmod(folder, 0o500)
	case "in the way":
		// One that klarmeld has just written is no file in the way.
		var f *os.File
		if f, err = os.OpenFile(d.inTheWay(folder), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644); err == nil {
			_, err = f.WriteString("andres")
			err = errors.Join(err, f.Close())
		} else if errors.Is(err, os.ErrExist) {
			err = nil
		}
	case "gone":
		err = os.Rename(folder, folder+"-væk")
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// inTheWay is a file of an exchange that will come soon.
func (d *disk) inTheWay(folder string) string {
	n := 0
	if raw, err := os.ReadFile(filepath.Join(folder, recording.IndexFile)); err == nil {
		n = bytes.Count(raw, []byte("\n"))
	}
	return filepath.Join(folder, fmt.Sprintf("%04d-%s.xml", n+1+d.random.Intn(20), []string{"request", "reply"}[d.random.Intn(2)]))
}

// end is the end of the trouble.
func (d *disk) end(folder string) {
	d.t.Helper()
	var err error
	switch d.kind {
	case "full":
		err = os.Remove(d.filler())
		if err == nil {
			err = exec.Command("mount", "-o", "remount,size=64m", d.dir).Run()
		}
	case "descriptors":
		d.hangUp()
	case "read-only":
		err = os.Chmod(folder, 0o700)
	case "in the way":
		all, globbed := filepath.Glob(filepath.Join(folder, "*.xml"))
		err = globbed
		for _, name := range all {
			if raw, _ := os.ReadFile(name); string(raw) == "andres" {
				err = errors.Join(err, os.Remove(name))
			}
		}
	case "gone":
		err = os.Rename(folder+"-væk", folder)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *disk) hangUp() {
	for _, c := range d.idle {
		_ = c.Close()
	}
	d.idle = nil
}

// fill leaves some kB of the disk.
func (d *disk) fill(left int) error {
	f, err := os.Create(d.filler())
	if err != nil {
		return err
	}
	defer f.Close()
	written := int64(0)
	for err == nil {
		var n int
		n, err = f.Write(make([]byte, 4<<10))
		written += int64(n)
	}
	if !errors.Is(err, syscall.ENOSPC) {
		return err
	}
	return f.Truncate(max(0, written-int64(left)<<10))
}
