package recording_test

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// delivered is a closed recording of eight exchanges of all sizes, of which the first
// have files of their own, and how many the archives hold is bounded.
func delivered(t *testing.T, after int, most int64) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "optagelse")
	folder := begun(t, dir)
	if after >= 0 {
		folder.GatherAfter(after, most)
	}
	stream := recording.NewStream(now, folder)
	if _, err := stream.Append(opened()); err != nil {
		t.Fatal(err)
	}
	for i := range 8 {
		e := exchange()
		e.Exchange.Request = bytes.Repeat([]byte{'r', byte(i)}, 256*i+1)
		e.Exchange.Reply = bytes.Repeat([]byte{byte(i)}, 511+i%3)
		if _, err := stream.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(stream.Finish(), folder.Close()); err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestGathered: bytes that stand in archives are the same recording as in files, with
// the same chain; any tar unpacks them, and then the archives may go.
func TestGathered(t *testing.T) {
	plain := delivered(t, -1, 0)
	want, err := recording.ReadFolder(plain)
	if err != nil {
		t.Fatal(err)
	}
	chain, err := recording.ChainOf(plain)
	if err != nil || !chain.Closed {
		t.Fatalf("%+v, %v", chain, err)
	}
	for _, c := range []struct {
		after    int
		most     int64
		archives int
	}{{0, 1 << 30, 1}, {4, 1 << 30, 1}, {4, 1, 5}, {0, 6 << 10, 4}, {9, 1, 0}} {
		dir := delivered(t, c.after, c.most)
		holds(t, dir, want, chain)
		archives := 0
		for _, name := range filesIn(t, dir) {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("%s: %v, %v", name, info.Mode(), err)
			}
			if strings.HasSuffix(name, ".tar") {
				archives++
				unpack(t, dir, name)
			}
		}
		if archives != c.archives {
			t.Errorf("after %d, of %d bytes: %d archives", c.after, c.most, archives)
		}
		if n := len(filesIn(t, dir)); n != len(filesIn(t, plain)) {
			t.Errorf("unpacked there are %d files", n)
		}
		holds(t, dir, want, chain)
	}
}

// holds checks that a folder has the entries and the chain.
func holds(t *testing.T, dir string, want []recording.Entry, chain recording.Chain) {
	t.Helper()
	got, err := recording.ReadFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	if c, err := recording.ChainOf(dir); err != nil || c != chain {
		t.Errorf("the chain is %+v, %v", c, err)
	}
	for i, e := range got {
		if x := e.Exchange; x != nil && (!bytes.Equal(x.Request, want[i].Exchange.Request) || !bytes.Equal(x.Reply, want[i].Exchange.Reply)) {
			t.Errorf("entry %d has other bytes", e.Seq)
		}
		if w := want[i]; e.Seq != w.Seq || e.Before != w.Before || !reflect.DeepEqual(e.Closing, w.Closing) {
			t.Errorf("entry %d is %+v", e.Seq, e)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d entries", len(got))
	}
}

// unpack makes files of an archive, which goes.
func unpack(t *testing.T, dir, name string) {
	t.Helper()
	r := tar.NewReader(bytes.NewReader(read(t, dir, name)))
	for {
		h, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := io.ReadAll(r)
		if err != nil || !h.ModTime.Equal(now()) || h.Mode != 0o600 {
			t.Errorf("%+v, %v", h, err)
		}
		write(t, filepath.Join(dir, h.Name), string(raw))
	}
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

// TestGatheredTamperer: what is done to archives is found as what is done to files.
func TestGatheredTamperer(t *testing.T) {
	tampered(t, delivered(t, 2, 6<<10), rand.New(rand.NewPCG(22, 1)))
}

// TestGatheredEveryByte: whatever byte of an archive is another, it is found.
func TestGatheredEveryByte(t *testing.T) {
	dir := delivered(t, 7, 1<<30)
	const name = "beskeder-001.tar"
	raw := read(t, dir, name)
	r := rand.New(rand.NewPCG(22, 2))
	for i := 0; i < len(raw); i += 1 + r.IntN(25) {
		other := slices.Clone(raw)
		other[i] ^= byte(1 + r.IntN(255))
		write(t, filepath.Join(dir, name), string(other))
		if _, err := recording.ReadFolder(dir); err == nil {
			t.Fatalf("byte %d is another, and nothing is found", i)
		}
	}
}

// TestGatheredCut: wherever a kill cuts a recording short, between the bytes and the
// line that names them, what its lines name is whole, and nothing else is there.
func TestGatheredCut(t *testing.T) {
	whole := delivered(t, 1, 6<<10)
	lines := strings.SplitAfter(string(read(t, whole, recording.IndexFile)), "\n")
	entries, err := recording.ReadFolder(whole)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(22, 3))
	for keep := 1; keep < 9; keep++ {
		for range 12 {
			dir := filepath.Join(t.TempDir(), "o")
			if err := os.CopyFS(dir, os.DirFS(whole)); err != nil {
				t.Fatal(err)
			}
			write(t, filepath.Join(dir, recording.IndexFile), strings.Join(lines[:keep], "")+lines[keep][:r.IntN(len(lines[keep]))])
			cutAfter(t, dir, keep, r)
			got, err := recording.ReadFolder(dir)
			if err != nil || len(got) != keep {
				t.Fatalf("%d lines kept: %d, %v", keep, len(got), err)
			}
			if x := got[keep-1].Exchange; x != nil && !bytes.Equal(x.Request, entries[keep-1].Exchange.Request) {
				t.Errorf("entry %d has other bytes", keep)
			}
		}
	}
}

// cutAfter leaves of the archives what a line names, and some of what comes next.
func cutAfter(t *testing.T, dir string, line int, r *rand.Rand) {
	t.Helper()
	for _, name := range filesIn(t, dir) {
		if !strings.HasSuffix(name, ".tar") {
			continue
		}
		raw := read(t, dir, name)
		end := bytes.Index(raw, fmt.Appendf(nil, "%04d-request.xml", line+1))
		if first := fmt.Sprintf("%04d-request.xml", line+1); string(raw[:len(first)]) > first {
			if err := os.Remove(filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		} else if end >= 0 {
			write(t, filepath.Join(dir, name), string(raw[:end+r.IntN(len(raw)-end)]))
		}
	}
}

// TestGatheredGoesNotOn: what serve recorded is no run that goes on.
func TestGatheredGoesNotOn(t *testing.T) {
	if _, _, err := recording.ResumeFolder(delivered(t, 2, 1<<30), now); err == nil || !strings.Contains(err.Error(), "går ikke videre") {
		t.Errorf("it goes on: %v", err)
	}
}

// TestGatheredInTheWay: an archive that is there already is somebody else's.
func TestGatheredInTheWay(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder := begun(t, dir).GatherAfter(0, 1<<30)
	stream := recording.NewStream(now, folder)
	write(t, filepath.Join(dir, "beskeder-001.tar"), "x")
	why := recording.Unwritten{}
	if _, err := stream.Append(exchange()); !errors.As(err, &why) || why.Trouble != recording.TroubleInTheWay {
		t.Errorf("%v", err)
	}
	if string(read(t, dir, "beskeder-001.tar")) != "x" {
		t.Error("it was written over")
	}
	if err := os.Remove(filepath.Join(dir, "beskeder-001.tar")); err != nil {
		t.Fatal(err)
	}
	if _, err := stream.Append(exchange()); err != nil {
		t.Error(err)
	}
}

// TestNewGathered: the first few hundred exchanges have files, whatever there are of
// them besides; what the folder says of itself is as it was written.
func TestNewGathered(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewGathered(dir)
	if err != nil {
		t.Fatal(err)
	}
	stream := recording.NewStream(now, folder)
	if _, err := stream.Append(opened()); err != nil {
		t.Fatal(err)
	}
	for range 600 {
		if _, err := stream.Append(exchange()); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(stream.Finish(), folder.Close()); err != nil {
		t.Fatal(err)
	}
	if got, err := recording.ReadFolder(dir); err != nil || len(got) != 602 {
		t.Errorf("%d entries, %v", len(got), err)
	}
	if files := filesIn(t, dir); len(files) != 3+2*499 || !slices.Contains(files, "0500-reply.xml") {
		t.Errorf("%d files", len(files))
	}
	if note := string(read(t, dir, "LAES-MIG.txt")); !strings.Contains(note, "beskeder-NNN.tar") {
		t.Errorf("it says %s", note)
	}
}
