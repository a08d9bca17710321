package recording

import (
	"iter"
	"runtime"
	"sync"
)

// Ahead ranges over the entries of a recording in their order, with the bytes of their
// exchanges. To load them, and whatever prepare does with each, is done ahead of their
// turn, for several at once where there are cores for it. What comes is the same however
// many there are: prepare rests on the one exchange that it is given, which is its own.
// nil prepares nothing.
func Ahead(r Reader, prepare func(*Exchange)) iter.Seq2[Entry, error] {
	a := ahead{r, prepare}
	if runtime.GOMAXPROCS(0) == 1 {
		return a.inTurn
	}
	return a.atOnce
}

type ahead struct {
	from    Reader
	prepare func(*Exchange)
}

// Bounds of what is ready before its turn: how many entries for each core, and how long
// the bytes of one may be. A message takes up to a hundred times its size when it has
// been read; a larger one is read when it is its turn.
const (
	aheadOfCore = 4
	mostAhead   = 64 << 10
)

// inTurn gets each entry ready when it is its turn.
func (a ahead) inTurn(yield func(Entry, error) bool) {
	for e, err := range a.from.All() {
		if err == nil {
			e, err = a.ready(e)
		}
		if !yield(e, err) || err != nil {
			return
		}
	}
}

// ready is an entry as it is handed on.
func (a ahead) ready(e Entry) (Entry, error) {
	e, err := a.from.Load(e)
	if err == nil {
		e = a.prepared(e)
	}
	return e, err
}

func (a ahead) prepared(e Entry) Entry {
	if e.Exchange != nil && a.prepare != nil {
		own := *e.Exchange
		a.prepare(&own)
		e.Exchange = &own
	}
	return e
}

// turn is an entry that waits for its turn.
type turn struct {
	entry Entry // as it was read; when it is done, as it is handed on
	err   error
	late  bool          // it is to be got ready when it is its turn
	done  chan struct{} // closed when it is
}

func (a ahead) atOnce(yield func(Entry, error) bool) {
	cores := runtime.GOMAXPROCS(0)
	turns, work, over := make(chan *turn, aheadOfCore*cores), make(chan *turn), make(chan struct{})
	var all sync.WaitGroup
	defer all.Wait()
	defer close(over)
	all.Go(func() { a.line(turns, work, over) })
	for range cores {
		all.Go(func() {
			for t := range work {
				a.work(t)
			}
		})
	}
	for t := range turns {
		<-t.done
		if t.late {
			t.entry, t.err = a.ready(t.entry)
		}
		if !yield(t.entry, t.err) || t.err != nil {
			return
		}
	}
}

// line lines the entries up, until they or whoever reads them are over.
func (a ahead) line(turns, work chan<- *turn, over <-chan struct{}) {
	defer close(turns)
	defer close(work)
	for e, err := range a.from.All() {
		t := &turn{entry: e, err: err, done: make(chan struct{})}
		select {
		case turns <- t:
		case <-over:
			return
		}
		if err != nil || e.Exchange == nil {
			close(t.done)
			continue
		}
		select {
		case work <- t:
		case <-over:
			return
		}
	}
}

func (a ahead) work(t *turn) {
	defer close(t.done)
	e, err := a.from.Load(t.entry)
	if t.err = err; err != nil {
		return
	}
	if x := e.Exchange; len(x.Request) > mostAhead {
		t.late = true
		return
	}
	t.entry = a.prepared(e)
}
