package recording_test

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"

	"klarmeld/internal/recording"
)

// onCores runs a test on one core and on several.
func onCores(t *testing.T, run func(t *testing.T)) {
	for _, cores := range []int{1, 4} {
		t.Run(fmt.Sprintf("%d", cores), func(t *testing.T) {
			was := runtime.GOMAXPROCS(cores)
			defer runtime.GOMAXPROCS(was)
			run(t)
		})
	}
}

// TestAhead: entries come in their order and with their bytes, each prepared once, large
// ones too; on one core and on many.
func TestAhead(t *testing.T) {
	onCores(t, func(t *testing.T) {
		dir := delivered(t, 3, 6<<10)
		want, err := recording.ReadFolder(dir)
		if err != nil {
			t.Fatal(err)
		}
		large := exchange()
		large.Exchange.Request = bytes.Repeat([]byte("x"), 1<<20)
		for name, from := range map[string]recording.Reader{"folder": recording.Dir(dir), "memory": recording.Slice(append(want, large))} {
			var prepared atomic.Int64
			n := 0
			for e, err := range recording.Ahead(from, func(x *recording.Exchange) {
				prepared.Add(1)
				x.Reading = len(x.Request)
			}) {
				if err != nil {
					t.Fatal(err)
				}
				if n < len(want) {
					if w := want[n]; e.Seq != w.Seq ||
						w.Exchange != nil && (!bytes.Equal(e.Exchange.Request, w.Exchange.Request) || !bytes.Equal(e.Exchange.Reply, w.Exchange.Reply)) {
						t.Errorf("%s: entry %d is %+v", name, n+1, e)
					}
				}
				if x := e.Exchange; x != nil && x.Reading != len(x.Request) {
					t.Errorf("%s: entry %d is not prepared: %v", name, e.Seq, x.Reading)
				}
				n++
			}
			if exchanges := int(prepared.Load()); name == "folder" && (n != 10 || exchanges != 8) || name == "memory" && (n != 11 || exchanges != 9) {
				t.Errorf("%s: %d entries, %d prepared", name, n, exchanges)
			}
		}
		if want[3].Exchange.Reading != nil {
			t.Error("what was given was changed")
		}
	})
}

// broken is a recording of which an entry cannot be loaded, or not be reached.
type broken struct {
	recording.Slice
	unloaded, unread int
}

var errBroken = errors.New("går ikke")

func (b broken) All() iter.Seq2[recording.Entry, error] {
	return func(yield func(recording.Entry, error) bool) {
		for e := range b.Slice.All() {
			var err error
			if e.Seq == b.unread {
				err = errBroken
			}
			if !yield(e, err) || err != nil {
				return
			}
		}
	}
}

func (b broken) Load(e recording.Entry) (recording.Entry, error) {
	if e.Seq == b.unloaded {
		return e, errBroken
	}
	return e, nil
}

// TestAheadBroken: an error comes in its turn, and is the last that comes; who has seen
// enough may stop.
func TestAheadBroken(t *testing.T) {
	onCores(t, func(t *testing.T) {
		var all recording.Slice
		for i := range 100 {
			e := exchange()
			e.Seq = i + 1
			all = append(all, e)
		}
		for _, b := range []broken{{all, 7, 0}, {all, 0, 7}, {all, 7, 9}, {all, 9, 7}} {
			var got []int
			for e, err := range recording.Ahead(b, func(*recording.Exchange) {}) {
				if err != nil {
					got = append(got, -1)
					continue
				}
				got = append(got, e.Seq)
			}
			if !slices.Equal(got, []int{1, 2, 3, 4, 5, 6, -1}) {
				t.Errorf("%d and %d: %v", b.unloaded, b.unread, got)
			}
		}
		before := runtime.NumGoroutine()
		for e := range recording.Ahead(all, func(*recording.Exchange) {}) {
			if e.Seq == 5 {
				break
			}
		}
		if after := runtime.NumGoroutine(); after > before {
			t.Errorf("%d goroutines are left", after-before)
		}
	})
}

// TestTapeHolds: a tape with a folder holds what is newest, and has all the rest where it
// stands; it costs less than 1 kB a message.
func TestTapeHolds(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder := begun(t, dir)
	defer folder.Close()
	tape := recording.NewTape(now, folder)
	if _, err := tape.Append(opened()); err != nil {
		t.Fatal(err)
	}
	const many = 4000
	before := memory()
	var digests []string
	for i := range many {
		e := exchange()
		e.Exchange.Request = fmt.Appendf(nil, "%05d%s", i, bytes.Repeat([]byte("r"), 3500))
		e.Exchange.Header = map[string][]string{"Content-Type": {"text/xml"}, "User-Agent": {fmt.Sprintf("nummer %d", i)}, "Soapaction": {"urn:x"}}
		e.Exchange.Reading = make([]byte, 50_000)
		got, err := tape.Append(e)
		if err != nil {
			t.Fatal(err)
		}
		if got.Exchange.Reading == nil {
			t.Fatal("what its caller has was changed")
		}
		digests = append(digests, got.Exchange.RequestSHA256)
	}
	if grown := memory() - before - 6<<20; grown > many<<10 { // the newest are held: some MB
		t.Errorf("%d messages take %d bytes", many, grown)
	}
	holdsAll(t, tape, digests)
	if newest := tape.Since(many - 1); len(newest) != 2 || newest[1].Exchange.Reading == nil {
		t.Errorf("the newest are %+v", newest)
	}
	if held := tape.Since(0); len(held) < 10 || len(held) > many/2 || held[len(held)-1].Seq != many+1 {
		t.Errorf("%d are held", len(held))
	}
}

// holdsAll checks that a tape gives all its entries, from wherever it is asked.
func holdsAll(t *testing.T, tape *recording.Tape, digests []string) {
	t.Helper()
	for _, seq := range []int{0, 1, 1500, len(digests) - 100, len(digests), len(digests) + 1, len(digests) + 2} {
		entries, err := tape.After(seq)
		if err != nil || len(entries) != max(0, len(digests)+1-seq) {
			t.Fatalf("after %d: %d entries, %v", seq, len(entries), err)
		}
		for i, e := range entries {
			if x := e.Exchange; e.Seq != seq+i+1 || x != nil && (x.RequestSHA256 != digests[e.Seq-2] || len(x.Request) != 3505 || len(x.Reply) == 0) {
				t.Fatalf("after %d: %+v", seq, e)
			}
		}
	}
	n := 0
	for e, err := range tape.All() {
		if n++; err != nil || e.Seq != n {
			t.Fatalf("%d: %+v, %v", n, e, err)
		}
	}
	if n != len(digests)+1 {
		t.Errorf("%d entries", n)
	}
}

// memory is how much is in use.
func memory() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// TestTapeInMemory: a tape without a folder holds all bytes, and what was read of the
// newest.
func TestTapeInMemory(t *testing.T) {
	tape := recording.NewTape(now)
	var digests []string
	for i := range 200 {
		e := exchange()
		e.Exchange.Request, e.Exchange.Reading = bytes.Repeat([]byte{byte(i)}, 3505), i
		got, err := tape.Append(e)
		if err != nil {
			t.Fatal(err)
		}
		digests = append(digests, got.Exchange.RequestSHA256)
	}
	all, err := tape.After(0)
	if err != nil || len(all) != 200 || len(tape.Since(0)) != 200 || all[0].Exchange.Reading != nil || all[199].Exchange.Reading != 199 {
		t.Fatalf("%d entries, %v", len(all), err)
	}
	for i, e := range all {
		if e.Exchange.RequestSHA256 != digests[i] || len(e.Exchange.Request) != 3505 {
			t.Errorf("%+v", e)
		}
	}
}
