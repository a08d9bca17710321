package recording_test

import (
	"fmt"
	"path/filepath"
	"reflect"
	"slices"
	"sync"
	"testing"

	"klarmeld/internal/recording"
)

// waits is an entry that says who it is of.
func waits(of string) recording.Entry { return recording.Entry{Kind: recording.KindWaited, Action: of} }

// TestOrder: what takes effect is on record in that order, however long what came
// first takes to be written; what has no effect waits for nobody.
func TestOrder(t *testing.T) {
	for name, log := range map[string]func(*recording.Tape) recording.Log{
		"a tape":   func(tape *recording.Tape) recording.Log { return tape },
		"a stream": func(tape *recording.Tape) recording.Log { return recording.NewStream(now, tape) },
	} {
		t.Run(name, func(t *testing.T) {
			order, tape := recording.NewOrder(), recording.NewTape(now)
			to := log(tape)
			changed, readers, changedAgain := order.Turn(), []*recording.Turn{order.Turn(), order.Turn()}, order.Turn()
			state := 0
			changed.Change(func() { state = 1 })
			for _, r := range readers {
				r.Read(func() {
					if state != 1 {
						t.Errorf("read %d", state)
					}
				})
			}
			changedAgain.Change(func() { state = 2 })
			put := func(turn *recording.Turn, of string) {
				if _, err := turn.Append(to, waits(of)); err != nil {
					t.Error(err)
				}
			}
			put(order.Turn(), "uden virkning")
			var all sync.WaitGroup
			all.Go(func() { put(changedAgain, "ændret igen") })
			all.Go(func() { put(readers[1], "læst b") })
			all.Go(func() { put(readers[0], "læst a") })
			put(nil, "uden orden")
			put(changed, "ændret")
			inTime(t, all.Wait)
			var got []string
			for _, e := range tape.Since(0) {
				got = append(got, e.Action)
			}
			if want := []string{"uden virkning", "uden orden", "ændret", "læst a", "læst b", "ændret igen"}; !reflect.DeepEqual(got, want) {
				t.Errorf("%q, want %q", got, want)
			}
		})
	}
}

// TestOrderGivenUp: one that took effect and is not put on record keeps nobody
// waiting, whoever gives up first; nor does one that collapsed while it did.
func TestOrderGivenUp(t *testing.T) {
	order, tape := recording.NewOrder(), recording.NewTape(now)
	var turns []*recording.Turn
	for range 4 {
		turn := order.Turn()
		turn.Change(func() {})
		turns = append(turns, turn)
	}
	collapsed := order.Turn()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("it did not collapse")
			}
		}()
		collapsed.Read(func() { panic("midt i det") })
	}()
	last := order.Turn()
	last.Change(func() {})
	for _, i := range []int{2, 0, 1, 1, 3} {
		turns[i].Pass()
	}
	collapsed.Pass()
	(*recording.Turn)(nil).Pass()
	order.Turn().Pass()
	inTime(t, func() {
		if _, err := last.Append(tape, waits("x")); err != nil {
			t.Error(err)
		}
	})
}

// TestOnceOnly: a message that takes effect twice is a fault of ours: what came
// between cannot be told from the record. Without an order nobody counts.
func TestOnceOnly(t *testing.T) {
	turn := recording.NewOrder().Turn()
	turn.Read(func() {})
	defer func() {
		if recover() == nil {
			t.Error("it took effect twice")
		}
	}()
	for range 2 {
		(*recording.Turn)(nil).Change(func() {})
	}
	turn.Change(func() {})
}

// TestOrderInFolder: however those who took effect come to be written, their lines
// are in order.
func TestOrderInFolder(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "o")
	folder, err := recording.NewFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	order, stream := recording.NewOrder(), recording.NewStream(now, folder)
	if _, err := stream.Append(opened()); err != nil {
		t.Fatal(err)
	}
	var turns []*recording.Turn
	for range 30 {
		turn := order.Turn()
		turn.Change(func() {})
		turns = append(turns, turn)
	}
	var all sync.WaitGroup
	for i, turn := range slices.Backward(turns) {
		all.Go(func() {
			e := exchange()
			e.Exchange.Path = fmt.Sprint("/", i)
			if _, err := turn.Append(stream, e); err != nil {
				t.Error(err)
			}
		})
	}
	inTime(t, all.Wait)
	if err := folder.Close(); err != nil {
		t.Fatal(err)
	}
	entries, err := recording.ReadFolder(dir)
	if err != nil || len(entries) != 31 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries[1:] {
		if e.Exchange.Path != fmt.Sprint("/", i) {
			t.Errorf("entry %d is %s", e.Seq, e.Exchange.Path)
		}
	}
}

// pair is a log that writes the bytes of a when it has begun on those of b.
type pair struct {
	*recording.Tape
	begun chan struct{}
}

func (p pair) Stage(e recording.Entry) error {
	if e.Action == "b" {
		close(p.begun)
	}
	<-p.begun
	return nil
}

func (p pair) List(e recording.Entry) error {
	_, err := p.Append(e)
	return err
}

// TestStagedApart: the bytes of what took effect later are written while those of
// what came first still are.
func TestStagedApart(t *testing.T) {
	to := pair{recording.NewTape(now), make(chan struct{})}
	order, stream := recording.NewOrder(), recording.NewStream(now, to)
	a, b := order.Turn(), order.Turn()
	a.Change(func() {})
	b.Change(func() {})
	var all sync.WaitGroup
	for of, turn := range map[string]*recording.Turn{"a": a, "b": b} {
		all.Go(func() {
			if _, err := turn.Append(stream, waits(of)); err != nil {
				t.Error(err)
			}
		})
	}
	inTime(t, all.Wait)
	if e := to.Since(0); len(e) != 2 || e[0].Action != "a" || e[1].Action != "b" {
		t.Errorf("%+v", e)
	}
}
