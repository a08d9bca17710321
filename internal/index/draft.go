package index

import (
	"iter"
	"slices"

	"klarmeld/internal/soap"
)

// Draft returns the store as a message is about to leave it. What is done to the
// draft is the store's when it is settled with true, and has never been when it is
// settled with false. From now until then nobody else sees or changes the store:
// what others are answered rests on what is on record, and in its order.
func (s *Store) Draft() (draft *Store, settle func(keep bool)) {
	s.mu.Lock()
	d := &draftState{under: s.state, changed: map[string]*Stored{}}
	var undo []func()
	return &Store{state: d, links: s.links, undo: &undo, isMaster: s.isMaster}, func(keep bool) {
		defer tidy(s.state) // when others can go on
		defer s.mu.Unlock()
		if keep {
			d.carryOut()
			return
		}
		for _, back := range slices.Backward(undo) {
			back()
		}
	}
}

// Reading returns the store as it stands, and keeps it so until it is settled.
func (s *Store) Reading() (now *Store, settle func(bool)) {
	s.mu.RLock()
	return &Store{state: s.state, links: s.links, isMaster: s.isMaster}, func(bool) { s.mu.RUnlock() }
}

// changedBy is the store for a message that changes it, until its exchange is on
// record; readBy for one that only reads.
func (s *Store) changedBy(env *soap.Envelope) *Store {
	draft, settle := s.Draft()
	env.Settle(settle)
	return draft
}

func (s *Store) readBy(env *soap.Envelope) *Store {
	now, settle := s.Reading()
	env.Settle(settle)
	return now
}

// draftState is a State that leaves the one under it alone until it is carried out.
type draftState struct {
	under   State
	changed map[string]*Stored // nil: deleted
	added   []string           // UUIDs that the one under does not have, or has elsewhere in its order
	inOrder []func(State)
}

func (d *draftState) Get(uuid string) (Stored, bool) {
	o, here := d.changed[uuid]
	switch {
	case !here:
		return d.under.Get(uuid)
	case o == nil:
		return Stored{}, false
	}
	return *o, true
}

func (d *draftState) All() iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		for o := range d.under.All() {
			if now, here := d.changed[o.UUID]; here {
				if now == nil || slices.Contains(d.added, o.UUID) {
					continue
				}
				o = *now
			}
			if !yield(o) {
				return
			}
		}
		for _, id := range d.added {
			if !yield(*d.changed[id]) {
				return
			}
		}
	}
}

func (d *draftState) Put(o Stored) {
	if _, there := d.Get(o.UUID); !there {
		d.added = append(d.added, o.UUID)
	}
	d.changed[o.UUID] = &o
	d.inOrder = append(d.inOrder, func(s State) { s.Put(o) })
}

func (d *draftState) Delete(uuid string) {
	if _, there := d.Get(uuid); !there {
		return
	}
	d.changed[uuid] = nil
	d.added = slices.DeleteFunc(d.added, func(id string) bool { return id == uuid })
	d.inOrder = append(d.inOrder, func(s State) { s.Delete(uuid) })
}

// carryOut does to the state under it what was done here, in the same order.
func (d *draftState) carryOut() {
	for _, do := range d.inOrder {
		do(d.under)
	}
}
