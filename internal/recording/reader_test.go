package recording_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/recording"
)

// tapeOf is a tape with the entries of record, and more of them.
func tapeOf(t *testing.T, more int) *recording.Tape {
	t.Helper()
	tape := recording.NewTape(now)
	tape.Scope("sag-01", "a1")
	for range more {
		if _, err := tape.Append(exchange()); err != nil {
			t.Fatal(err)
		}
	}
	return tape
}

// TestReaders: a recording reads the same from a folder, from a tape and from
// memory, as often as it is asked for.
func TestReaders(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	tape := tapeOf(t, 5)
	for _, e := range tape.Since(0) {
		if _, err := folder.Append(e); err != nil {
			t.Fatal(err)
		}
	}
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	want := tape.Since(0)
	for name, r := range map[string]recording.Reader{"folder": recording.Dir(dir), "tape": tape, "memory": recording.Slice(want)} {
		t.Run(name, func(t *testing.T) {
			for range 2 {
				if got, err := recording.ReadAll(r); err != nil || !reflect.DeepEqual(got, want) {
					t.Errorf("it reads as %+v, %v; want %+v", got, err, want)
				}
			}
			n := 0
			for e, err := range r.All() {
				if err != nil {
					t.Fatal(err)
				}
				if n++; e.Seq == 2 {
					break
				}
			}
			if n != 2 {
				t.Errorf("stopped at the second entry it has come to %d", n)
			}
		})
	}
}

// TestBytesOnRequest: the folder's exchanges come without bytes until they are
// asked for, and the entry that they are asked for with stays without.
func TestBytesOnRequest(t *testing.T) {
	r := recording.Dir(record(t))
	for e, err := range r.All() {
		if err != nil {
			t.Fatal(err)
		}
		loaded, err := r.Load(e)
		if err != nil {
			t.Fatal(err)
		}
		if e.Exchange == nil {
			if !reflect.DeepEqual(loaded, e) {
				t.Errorf("entry %d became %+v", e.Seq, loaded)
			}
			continue
		}
		if e.Exchange.Request != nil || e.Exchange.Reply != nil {
			t.Errorf("entry %d has bytes that nobody asked for", e.Seq)
		}
		if want := exchange().Exchange; string(loaded.Exchange.Request) != string(want.Request) || string(loaded.Exchange.Reply) != string(want.Reply) {
			t.Errorf("entry %d has %q and %q", e.Seq, loaded.Exchange.Request, loaded.Exchange.Reply)
		}
	}
}

// TestDamageAtItsPlace: what stands before the damage is read, and nothing
// after it. Bytes are only missed by who asks for them.
func TestDamageAtItsPlace(t *testing.T) {
	dir := record(t)
	if err := os.Remove(filepath.Join(dir, "0003-reply.xml")); err != nil {
		t.Fatal(err)
	}
	r := recording.Dir(dir)
	var last recording.Entry
	for e, err := range r.All() {
		if err != nil {
			t.Fatalf("the lines are whole, but %v", err)
		}
		last = e
	}
	if got, err := r.Load(last); err == nil || !strings.Contains(err.Error(), "mangler en fil") || !reflect.DeepEqual(got, last) {
		t.Errorf("loaded %+v, %v", got, err)
	}
	index := filepath.Join(dir, recording.IndexFile)
	raw, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	l := strings.SplitAfter(string(raw), "\n")
	write(t, index, l[0]+"{}\n"+l[2])
	var seqs []int
	var errs []string
	for e, err := range r.All() {
		seqs = append(seqs, e.Seq)
		if err != nil {
			errs = append(errs, err.Error())
		}
	}
	if !reflect.DeepEqual(seqs, []int{1, 0}) || len(errs) != 1 || !strings.Contains(errs[0], "linje 2 har intet nummer") {
		t.Errorf("numbers %v, errors %q", seqs, errs)
	}
}

// TestGrowing: who ranges over a tape sees what comes meanwhile.
func TestGrowing(t *testing.T) {
	tape := tapeOf(t, 2)
	grown := tape.Grown()
	var seqs []int
	for e, err := range tape.All() {
		if err != nil {
			t.Fatal(err)
		}
		if seqs = append(seqs, e.Seq); e.Seq < 5 {
			if _, err := tape.Append(exchange()); err != nil {
				t.Fatal(err)
			}
		}
	}
	if !reflect.DeepEqual(seqs, []int{1, 2, 3, 4, 5, 6}) {
		t.Errorf("numbers %v", seqs)
	}
	select {
	case <-grown:
	default:
		t.Error("the tape has grown and does not say so")
	}
	select {
	case <-tape.Grown():
		t.Error("the tape says that it has grown since it last grew")
	default:
	}
	for from, want := range map[int]int{0: 6, 5: 1, 6: 0, 7: 0} {
		if got := len(tape.Since(from)); got != want {
			t.Errorf("%d entries since %d, want %d", got, from, want)
		}
	}
}
