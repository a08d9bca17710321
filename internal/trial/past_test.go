package trial_test

import (
	"bytes"
	"errors"
	"iter"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// long is a recording of one scenario with many exchanges, whose bytes there
// are only when they are asked for.
type long struct {
	mu        sync.Mutex
	t         *testing.T
	exchanges int
	size      int   // of a request
	spoilt    int   // the bytes of this entry cannot be had
	when      int   // when they are asked for for this time
	asked     []int // how often the bytes of each entry have been asked for
	heap      uint64
}

func (l *long) All() iter.Seq2[recording.Entry, error] {
	l.t.Helper()
	policy, err := os.ReadFile("../../fixtures/policies/pilot-2020.json")
	if err != nil {
		l.t.Fatal(err)
	}
	run := &recording.Run{System: "langt", Policy: policy, Initial: []byte(`{"navn":"Korsbæk","cvr":"12345678"}`), Roles: []byte(`[]`)}
	return func(yield func(recording.Entry, error) bool) {
		for seq := 1; seq <= l.exchanges+1; seq++ {
			e := recording.Entry{Seq: seq, Time: time.Unix(int64(seq), 0), Kind: recording.KindExchange, Scenario: "s",
				Exchange: &recording.Exchange{Sender: recording.SenderSystem, Status: 500}}
			if seq == 1 {
				e.Kind, e.Run, e.Exchange = recording.KindRun, run, nil
			}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// Load may be asked by several at once, as a reader's is.
func (l *long) Load(e recording.Entry) (recording.Entry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.asked) <= e.Seq {
		l.asked = append(l.asked, 0)
	}
	l.asked[e.Seq]++
	if e.Seq == l.spoilt && l.asked[e.Seq] == l.when {
		return e, errors.New("filen er ændret")
	}
	if e.Seq == l.exchanges && l.asked[e.Seq] == 2 {
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		l.heap = m.HeapAlloc
	}
	if x := e.Exchange; x != nil {
		loaded := *x
		loaded.Request = bytes.Repeat([]byte("x"), l.size)
		e.Exchange = &loaded
	}
	return e, nil
}

// judged is the result of a recording of one scenario.
func judgedAgain(r recording.Reader) (verdict.SystemResult, error) {
	t, err := trial.Replay(r, "prøve", map[string]verdict.CapabilityID{"s": verdict.Sag})
	if err != nil {
		return verdict.SystemResult{}, err
	}
	return t.Result([]trial.Played{{ID: "s", Capability: verdict.Sag}}, map[verdict.CapabilityID]int{verdict.Sag: 1})
}

// TestFlat: a recording that is much larger than the memory it is judged in;
// what is found in it is there to the last exchange.
func TestFlat(t *testing.T) {
	l := &long{t: t, exchanges: 400, size: 256 << 10}
	r, err := judgedAgain(l)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			found += len(s.Findings)
		}
	}
	if found < l.exchanges {
		t.Errorf("%d findings in %d unreadable messages", found, l.exchanges)
	}
	if all := uint64(l.exchanges * l.size); l.heap == 0 || l.heap > all/4 {
		t.Errorf("%d MB are in use near the end of a recording of %d MB", l.heap>>20, all>>20)
	}
}

// TestDamaged: a recording is refused before anything is judged when some of it
// cannot be read, and gives no verdict when that comes to light later.
func TestDamaged(t *testing.T) {
	for _, c := range []struct {
		name string
		when int
	}{{"before", 1}, {"while it is judged", 2}} {
		t.Run(c.name, func(t *testing.T) {
			l := &long{t: t, exchanges: 5, size: 8, spoilt: 3, when: c.when}
			replayed, err := trial.Replay(l, "prøve", nil)
			if c.when == 1 {
				if err == nil || err.Error() != "filen er ændret" {
					t.Errorf("the error is %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for range 2 { // asking again makes it no better
				if _, err := replayed.Result(nil, nil); err == nil || err.Error() != "filen er ændret" {
					t.Errorf("the error is %v", err)
				}
			}
		})
	}
}

// TestEmpty: what says not what was tried is no recording of a run.
func TestEmpty(t *testing.T) {
	for name, r := range map[string]recording.Slice{"nothing": nil, "no run": {{Seq: 1, Kind: recording.KindScenario, Scenario: "s"}}} {
		if _, err := judgedAgain(r); err == nil {
			t.Errorf("%s: judged", name)
		}
	}
}
