package index

// links says which objects refer to what, so that a removal looks at those alone
// and not through the whole index.
type links struct {
	referring map[string]map[string]bool // UUID → the objects of which a relation refers to it, or has
	filed     map[string]map[string]bool // UUID of a document → the objects in which it is filed now
}

func newLinks() links { return links{map[string]map[string]bool{}, map[string]map[string]bool{}} }

// put notes what an object refers to, in the place of what it was before: the
// zero Stored when it was not there.
func (l links) put(old, o Stored) {
	for id := range o.refers {
		noted(l.referring, id, o.UUID)
	}
	for _, id := range documentsOf(&old) {
		struck(l.filed, id, o.UUID)
	}
	for _, id := range documentsOf(&o) {
		noted(l.filed, id, o.UUID)
	}
}

// unput lets it be as it was before put.
func (l links) unput(old, o Stored) {
	for id := range o.refers {
		if !old.refers[id] {
			struck(l.referring, id, o.UUID)
		}
	}
	for _, id := range documentsOf(&o) {
		struck(l.filed, id, o.UUID)
	}
	for _, id := range documentsOf(&old) {
		noted(l.filed, id, old.UUID)
	}
}

// delete forgets an object.
func (l links) delete(o Stored) {
	for id := range o.refers {
		struck(l.referring, id, o.UUID)
	}
	for _, id := range documentsOf(&o) {
		struck(l.filed, id, o.UUID)
	}
}

func noted(to map[string]map[string]bool, id, by string) {
	if to[id] == nil {
		to[id] = map[string]bool{}
	}
	to[id][by] = true
}

func struck(from map[string]map[string]bool, id, by string) {
	if delete(from[id], by); len(from[id]) == 0 {
		delete(from, id)
	}
}

// put keeps an object in the state, and delete lets go of one: the only ways in
// which a store changes.
func (s *Store) put(o Stored) {
	old, _ := s.state.Get(o.UUID)
	s.state.Put(o)
	s.links.put(old, o)
	s.linked(func() { s.links.unput(old, o) })
}

func (s *Store) delete(o Stored) {
	s.state.Delete(o.UUID)
	s.links.delete(o)
	s.linked(func() { s.links.put(Stored{}, o) })
}

// linked lets a draft know how a change of the links, which it shares with the store
// under it, is taken back.
func (s *Store) linked(undo func()) {
	if s.undo != nil {
		*s.undo = append(*s.undo, undo)
	}
}
