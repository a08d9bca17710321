package index

import (
	"iter"
	"slices"
)

// memory is a State in memory.
type memory struct {
	objects map[string]*Stored // what they point to is never changed
	order   []string           // UUIDs as they were first put
}

// NewMemory returns an empty state in memory.
func NewMemory() State { return &memory{objects: map[string]*Stored{}} }

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
			if !yield(*m.objects[id]) {
				return
			}
		}
	}
}

func (m *memory) Put(o Stored) {
	if _, ok := m.objects[o.UUID]; !ok {
		m.order = append(m.order, o.UUID)
	}
	m.objects[o.UUID] = &o
}

func (m *memory) Delete(uuid string) {
	if _, ok := m.objects[uuid]; !ok {
		return
	}
	delete(m.objects, uuid)
	i := slices.Index(m.order, uuid)
	m.order = slices.Delete(m.order, i, i+1)
}
