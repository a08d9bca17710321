package recording

import "sync"

// Order is the order in which messages take effect, which is the order in which
// they are put on record: who reads the recording from its first line to its last
// sees each message meet what the one before it left. Messages that only read
// are answered side by side, and so is all that is done before and after the
// effect.
type Order struct {
	state sync.RWMutex // held while a message reads or changes what the services stand on

	mu     sync.Mutex
	next   *sync.Cond // somebody's turn is over
	given  int
	passed int
	over   map[int]bool // turns that are over before those that came first
}

// NewOrder returns an order in which nobody has had a turn.
func NewOrder() *Order {
	o := &Order{over: map[int]bool{}}
	o.next = sync.NewCond(&o.mu)
	return o
}

// Turn is the place of one message, or of one change of the registers, in the
// order. It gets it when it takes effect; a message without effect has none, and
// is put on record at any time. Of a nil turn there is no order to keep.
type Turn struct {
	of     *Order
	number int // 0: it has had no effect
	gone   bool
}

// Turn is for one who may take effect. Whoever gets it ends it with Pass.
func (o *Order) Turn() *Turn { return &Turn{of: o} }

// Change does what changes the services' state, while nobody else reads or
// changes it.
func (t *Turn) Change(do func()) {
	if t != nil {
		t.of.state.Lock()
		defer t.of.state.Unlock()
		defer t.take()
	}
	do()
}

// Read does what reads the services' state, while nobody changes it.
func (t *Turn) Read(do func()) {
	if t != nil {
		t.of.state.RLock()
		defer t.of.state.RUnlock()
		defer t.take()
	}
	do()
}

// take gives the turn its place, also when what it did has failed in the middle:
// some of it may have been done.
func (t *Turn) take() {
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	if t.number != 0 {
		panic("one message takes effect twice: what came between cannot be told from the record")
	}
	t.of.given++
	t.number = t.of.given
}

// Append puts the entry on record when all that took effect before it has its
// place there, and returns what the log does.
func (t *Turn) Append(to Log, e Entry) (Entry, error) {
	if t == nil {
		return to.Append(e)
	}
	defer t.Pass()
	t.await()
	if p, ok := to.(placing); ok {
		put := p.place()
		t.Pass() // those that come after need not wait until it is written
		return put(e)
	}
	return to.Append(e)
}

// Pass lets those that took effect after it be put on record. A second time it
// does nothing.
func (t *Turn) Pass() {
	if t == nil || t.number == 0 || t.gone {
		return
	}
	t.gone = true
	o := t.of
	o.mu.Lock()
	defer o.mu.Unlock()
	o.over[t.number] = true
	for o.over[o.passed+1] {
		o.passed++
		delete(o.over, o.passed)
	}
	o.next.Broadcast()
}

func (t *Turn) await() {
	if t.number == 0 {
		return
	}
	t.of.mu.Lock()
	defer t.of.mu.Unlock()
	for t.of.passed != t.number-1 {
		t.of.next.Wait()
	}
}

// placing is a Log in which an entry can have its place before it is written.
// What place returns is called once, whatever happens.
type placing interface {
	place() func(Entry) (Entry, error)
}
