package index

import (
	"iter"
	"slices"
	"sync"

	"klarmeld/internal/packed"
)

// memory is a State in memory. Objects are packed when others have been put or looked up
// since: of hundreds of thousands of cases few are asked for, and a message mostly asks
// for the same again.
type memory struct {
	mu     sync.Mutex // of all that follows: whoever gets may pack what others have left
	box    *packed.Box
	at     map[packed.UUID]int // where in the order each is
	order  []place             // as they were first put; a deleted one leaves an empty place
	recent recent
	over   []packed.UUID // no longer recent, and not yet packed
}

// mostOver is how many objects wait to be packed, when nobody tidies.
const mostOver = 64

// place is what is kept of an object: packed, whole, or both.
type place struct {
	there  bool
	id     packed.UUID
	packed []byte  // nil: not yet
	whole  *Stored // what it points to is never changed
}

// NewMemory returns an empty state in memory.
func NewMemory() State { return &memory{box: packed.NewBox(), at: map[packed.UUID]int{}} }

func (m *memory) Get(id string) (Stored, bool) {
	key := uuidOf(id)
	m.mu.Lock()
	at, ok := m.at[key]
	if !ok {
		m.mu.Unlock()
		return Stored{}, false
	}
	if whole := m.order[at].whole; whole != nil {
		m.mu.Unlock()
		return *whole, true
	}
	data := m.order[at].packed
	m.mu.Unlock()
	o := unpack(m.box, data)
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, still := m.at[key]; still && m.order[at].whole == nil {
		m.order[at].whole = &o
		m.over = append(m.over, m.recent.add(key, weight(&o))...)
	}
	return o, true
}

func (m *memory) All() iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		for i := range m.order {
			o, ok := m.nth(i)
			if ok && !yield(o) {
				return
			}
		}
	}
}

// nth is the object at a place; whoever ranges over all leaves what is recent alone.
func (m *memory) nth(i int) (Stored, bool) {
	m.mu.Lock()
	p := m.order[i]
	m.mu.Unlock()
	switch {
	case !p.there:
		return Stored{}, false
	case p.whole != nil:
		return *p.whole, true
	}
	return unpack(m.box, p.packed), true
}

func (m *memory) Put(o Stored) {
	if m.put(o) >= mostOver {
		m.Tidy()
	}
}

// put keeps an object, and tells how many wait to be packed.
func (m *memory) put(o Stored) (over int) {
	key := uuidOf(o.UUID)
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.at[key]
	if !ok {
		at = len(m.order)
		m.at[key] = at
		m.order = append(m.order, place{there: true, id: key})
	}
	m.order[at].whole, m.order[at].packed = &o, nil
	m.over = append(m.over, m.recent.add(key, weight(&o))...)
	return len(m.over)
}

// Tidy packs those that are not recent any more.
func (m *memory) Tidy() {
	m.mu.Lock()
	ids := m.over
	m.over = nil
	m.mu.Unlock()
	for _, id := range ids {
		m.tidy(id)
	}
}

// tidy packs an object, if it is still there and is not recent again. It takes its time,
// in which others may put, get and delete.
func (m *memory) tidy(id packed.UUID) {
	was, ok := m.unpacked(id)
	if !ok {
		return
	}
	data := was.packed
	if data == nil {
		data = was.whole.pack(m.box)
	}
	m.keep(id, was, data)
}

// keep lets an object be packed, if it is still as it was.
func (m *memory) keep(id packed.UUID, was place, data []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if at, there := m.at[id]; there && m.order[at].whole == was.whole && !m.recent.has(id) {
		m.order[at].packed, m.order[at].whole = data, nil
	}
}

// unpacked is what is kept of an object that is to be packed; false when none is.
func (m *memory) unpacked(id packed.UUID) (place, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	at, there := m.at[id]
	if !there || m.recent.has(id) {
		return place{}, false
	}
	p := m.order[at]
	return p, p.whole != nil && p.whole.packable()
}

func (m *memory) Delete(id string) {
	key := uuidOf(id)
	m.mu.Lock()
	defer m.mu.Unlock()
	at, ok := m.at[key]
	if !ok {
		return
	}
	m.order[at] = place{}
	delete(m.at, key)
	m.recent.drop(key)
	if len(m.order) > 2*len(m.at)+16 { // seldom, so that a deletion costs the same in a large index
		m.order = slices.DeleteFunc(m.order, func(p place) bool { return !p.there })
		for i, p := range m.order {
			m.at[p.id] = i
		}
	}
}

// What is held whole, of those that were put or looked up last: the newest, and as many
// more as there is room for.
const (
	mostRecent   = 512
	heaviestKept = 16 << 20 // bytes, by weight
)

// recent are objects that are held whole, the oldest first.
type recent struct {
	ids     []packed.UUID
	weights map[packed.UUID]int
	weight  int
}

// add lets an object be the newest, and returns those for which there is no more room.
func (r *recent) add(id packed.UUID, weight int) (out []packed.UUID) {
	r.drop(id)
	if r.weights == nil {
		r.weights = map[packed.UUID]int{}
	}
	r.ids, r.weights[id] = append(r.ids, id), weight
	r.weight += weight
	for len(r.ids) > 1 && (len(r.ids) > mostRecent || r.weight > heaviestKept) {
		oldest := r.ids[0]
		out = append(out, oldest)
		r.drop(oldest)
	}
	return out
}

func (r *recent) has(id packed.UUID) bool {
	_, there := r.weights[id]
	return there
}

func (r *recent) drop(id packed.UUID) {
	weight, there := r.weights[id]
	if !there {
		return
	}
	r.weight -= weight
	delete(r.weights, id)
	r.ids = slices.DeleteFunc(r.ids, func(other packed.UUID) bool { return other == id })
}

// weight is about how many bytes an object takes whole, and holds on to.
func weight(o *Stored) int {
	const ofPart, ofRegistration = 400, 200
	w := len(o.history) * ofRegistration
	for i := range o.Dele {
		w += ofPart
		if o.Dele[i].El != nil {
			w += packed.Weight(o.Dele[i].El)
		}
	}
	return w
}
