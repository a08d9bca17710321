package recording_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"

	"klarmeld/internal/recording"
)

// smallDisk is a folder on a file system of its own.
func smallDisk(t *testing.T, kB int) string {
	t.Helper()
	if runtime.GOOS != "linux" || os.Getuid() != 0 {
		t.Skip("skipped: only root on Linux makes a file system of its own")
	}
	dir := t.TempDir()
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", fmt.Sprintf("size=%dk", kB), "tmpfs", dir).CombinedOutput(); err != nil {
		t.Skipf("skipped: no file system can be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
			t.Errorf("%v %s", err, out)
		}
	})
	return dir
}

// fill takes all the room that is left on a disk but for some kB.
func fill(t *testing.T, file string, left int) {
	t.Helper()
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4<<10))
	}
	info, statErr := f.Stat()
	if !errors.Is(err, syscall.ENOSPC) || statErr != nil {
		t.Fatal(err, statErr)
	}
	if err := f.Truncate(max(0, info.Size()&^4095-int64(left)<<10)); err != nil {
		t.Fatal(err)
	}
}

// TestFullDisk: on a disk that is full at any point of an entry, what was said to
// be on record is, and nothing else; when there is room again it goes on.
func TestFullDisk(t *testing.T) {
	for n := range 40 {
		fullDisk(t, n, false)
	}
}

// TestGatheredFullDisk: so it is where the bytes go to archives.
func TestGatheredFullDisk(t *testing.T) {
	for n := range 12 {
		fullDisk(t, n, true)
	}
}

func fullDisk(t *testing.T, n int, gathered bool) {
	t.Helper()
	random := rand.New(rand.NewSource(int64(n)))
	disk := smallDisk(t, 512)
	folder := begun(t, filepath.Join(disk, "o"))
	if gathered {
		folder.GatherAfter(3, 60<<10)
	}
	tape := recording.NewTape(now, folder)
	var want []string
	refused := 0
	add := func() {
		e := exchange()
		e.Scenario = strings.Repeat("s", random.Intn(9<<10)) // a line that is longer than a page
		e.Exchange.Request = bytes.Repeat([]byte{'r'}, random.Intn(9<<10))
		if !gathered && random.Intn(2) == 0 {
			var err error
			if e.Exchange.Arrived, err = tape.Arrive(e.Exchange.Request); err != nil {
				refused++
				return
			}
		}
		e, err := tape.Append(e)
		if why := (recording.Unwritten{}); err != nil && (!errors.As(err, &why) || why.Trouble != recording.TroubleFull) {
			t.Errorf("disk %d: %v", n, err)
		}
		if err != nil {
			refused++
			return
		}
		want = append(want, e.Exchange.RequestSHA256)
	}
	filler := filepath.Join(disk, "fyld")
	for range 3 {
		fill(t, filler, random.Intn(100))
		for range 12 {
			add()
		}
		if err := os.Remove(filler); err != nil {
			t.Fatal(err)
		}
		add()
	}
	if refused == 0 {
		t.Errorf("disk %d was never full", n)
	}
	onRecord(t, filepath.Join(disk, "o"), want, gathered)
}

// onRecord checks that a recording has the requests, and its folder no other files.
func onRecord(t *testing.T, dir string, want []string, gathered bool) {
	t.Helper()
	entries, err := recording.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		got = append(got, e.Exchange.RequestSHA256)
	}
	if !slices.Equal(got, want) {
		t.Errorf("%d on record, %d were said to be", len(got), len(want))
	}
	if files, err := os.ReadDir(dir); err != nil || !gathered && len(files) != 2+2*len(want) {
		t.Errorf("%d files for %d exchanges, %v", len(files), len(want), err)
	}
}

// TestTroubles: each kind has a name, and says what to do.
func TestTroubles(t *testing.T) {
	said := map[string]bool{}
	for _, k := range []recording.Trouble{recording.TroubleFull, recording.TroubleDescriptors, recording.TroubleReadOnly, recording.TroubleInTheWay,
		recording.TroubleGone, recording.TroubleOther} {
		said[k.Name()], said[k.Fix()] = true, true
	}
	if len(said) != 12 || said[""] {
		t.Errorf("%v", said)
	}
}

// TestWatched: whatever cannot be recorded, somebody is told of it, and of what
// can.
func TestWatched(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	var failed []error
	kept := 0
	w := &recording.Watched{Folder: begun(t, dir), Failed: func(err error) { failed = append(failed, err) }, Kept: func() { kept++ }}
	tape := recording.NewTape(now, w)
	add := func() {
		e := exchange()
		e.Exchange.Arrived, _ = tape.Arrive(e.Exchange.Request) // who watches is told
		_, _ = tape.Append(e)
	}
	add()
	write(t, filepath.Join(dir, "ankommet-000002.xml"), "x")
	add()
	write(t, filepath.Join(dir, "0003-reply.xml"), "x")
	add()
	if kept != 2 || len(failed) != 2 {
		t.Errorf("%d kept, failed: %v", kept, failed)
	}
	(&recording.Watched{Folder: w.Folder}).Arrive(nil)
}
