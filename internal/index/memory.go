package index

import (
	"iter"
	"slices"
)

// memory is a State in memory.
type memory struct {
	objects map[string]*Stored // what they point to is never changed
	order   []string           // UUIDs as they were first put; "" where one was deleted
	at      map[string]int     // where in order each is
}

// NewMemory returns an empty state in memory.
func NewMemory() State { return &memory{objects: map[string]*Stored{}, at: map[string]int{}} }

func (m *memory) Get(uuid string) (Stored, bool) {
	o, ok := m.objects[uuid]
	if !ok {
		return Stored{}, false
	}
	return *o, true
}

func (m *memory) All() iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		for _, id := range m.order {
			if id != "" && !yield(*m.objects[id]) {
				return
			}
		}
	}
}

func (m *memory) Put(o Stored) {
	if _, ok := m.objects[o.UUID]; !ok {
		m.at[o.UUID] = len(m.order)
		m.order = append(m.order, o.UUID)
	}
	m.objects[o.UUID] = &o
}

func (m *memory) Delete(uuid string) {
	if _, ok := m.objects[uuid]; !ok {
		return
	}
	m.order[m.at[uuid]] = ""
	delete(m.objects, uuid)
	delete(m.at, uuid)
	if len(m.order) > 2*len(m.objects)+16 { // seldom, so that a deletion costs the same in a large index
		m.order = slices.DeleteFunc(m.order, func(id string) bool { return id == "" })
		for i, id := range m.order {
			m.at[id] = i
		}
	}
}
