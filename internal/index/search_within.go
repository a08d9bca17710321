package index

import (
	"iter"

	"klarmeld/internal/oio"
)

// A search looks at those objects alone that can have to do with what it finds: an
// expression points into a row only where one of the row's objects has something that the
// expression asks for and objects are looked up by. Where it asks for nothing such, that
// is any of them. What is looked at beside them changes nothing.

// reach is where an expression can point: to rows in which an object has one of the terms;
// to any when all is set.
type reach struct {
	all   bool
	terms []uint64
	size  int // how many objects have them, at most
}

// reach of an expression, or of its opposite. Of an AND the kid that reaches the fewest
// speaks for all of them.
func (n *node) reach(l *links, opposite bool) reach {
	if n.leaf != nil {
		if opposite {
			return reach{all: true}
		}
		return n.leaf.reach(l)
	}
	if n.not {
		opposite = !opposite
	}
	or := n.or != opposite
	var out reach
	for i := range n.kids {
		r := n.kids[i].reach(l, opposite)
		switch {
		case i == 0, !or && r.less(out):
			out = r
		case or:
			out = reach{out.all || r.all, append(out.terms, r.terms...), out.size + r.size}
		}
	}
	return out
}

func (r reach) less(than reach) bool { return !r.all && (than.all || r.size < than.size) }

// reach of criteria is that of what the fewest objects have of all that they ask for.
func (c *criteria) reach(l *links) reach {
	out := reach{all: true}
	for _, t := range c.tests {
		for _, a := range t.asks {
			term := l.field(a.kind, a.field, a.text)
			if r := (reach{terms: []uint64{term}, size: l.with.size(term)}); r.less(out) {
				out = r
			}
		}
	}
	return out
}

// within ranges over the objects that the search must look at, in the order of the index.
func (s *search) within(store *Store) iter.Seq[Stored] {
	r := s.expr.reach(store.links, false)
	named := s.onlyNamed()
	switch few := len(store.links.numbers) / 2; {
	case named != nil && (r.all || len(named) < r.size):
		return store.these(s.around(store, named))
	case r.all || r.size > few:
		return store.state.All()
	}
	ids := map[string]bool{}
	for _, t := range r.terms {
		for id := range store.links.having(t) {
			ids[id] = true
		}
	}
	return store.these(s.around(store, ids))
}

// onlyNamed are the objects that are named, where of every kind that the expression speaks
// of some are: no other is found. nil where others may be.
func (s *search) onlyNamed() map[string]bool {
	ids := map[string]bool{}
	for kind := range s.kinds {
		if len(s.named[kind]) == 0 {
			return nil
		}
		for _, id := range lower(s.named[kind]) {
			ids[id] = true
		}
	}
	return ids
}

// around are the objects and those that stand in a row with them: of a document its cases,
// which also decide whether it is a loose one, and of a case its documents.
func (s *search) around(store *Store, ids map[string]bool) map[string]bool {
	if !s.kinds[oio.Dokument] || !s.kinds[oio.Sag] && !s.loose() {
		return ids
	}
	all := map[string]bool{}
	for id := range ids {
		all[id] = true
		o, _ := store.state.Get(id)
		for _, d := range documentsOf(&o) {
			all[d] = true
		}
		for by := range store.links.having(store.links.filing(id)) {
			all[by] = true
		}
	}
	return all
}

// these ranges over some objects, in the order of the index. It is called with the lock.
func (s *Store) these(ids map[string]bool) iter.Seq[Stored] {
	return func(yield func(Stored) bool) {
		for _, id := range s.links.ordered(ids) {
			if o, there := s.state.Get(id); there && !yield(o) {
				return
			}
		}
	}
}
