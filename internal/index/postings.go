package index

import (
	"iter"
	"slices"
)

// postings say which objects, by number, have what, by the number of a term. Most terms
// are of one object, and some of nearly all: either way there is nothing in them that a
// collector must follow, and to add and to remove cost the same however many there are.
type postings struct {
	of    map[uint64]uint32 // the one object that has the term, doubled; or the place of its list, doubled, and one
	lists []posting
	free  []uint32 // places of lists that nobody has
}

// posting is a list of objects in the order of their numbers. One that is removed stays
// until half are so.
type posting struct {
	numbers []uint32
	gone    int // how many of the first are removed, at least
	live    int
}

// removed marks a number in a list.
const removed = 1 << 31

func newPostings() postings { return postings{of: map[uint64]uint32{}} }

func (p *postings) add(term uint64, number uint32) {
	at, known := p.of[term]
	switch {
	case !known:
		p.of[term] = number << 1
	case at&1 == 1:
		p.lists[at>>1].add(number)
	case at>>1 != number:
		list := posting{}
		list.add(at >> 1)
		list.add(number)
		p.of[term] = p.keep(list)<<1 | 1
	}
}

// keep is the place of a new list.
func (p *postings) keep(list posting) uint32 {
	if n := len(p.free); n > 0 {
		at := p.free[n-1]
		p.free, p.lists[at] = p.free[:n-1], list
		return at
	}
	p.lists = append(p.lists, list)
	return uint32(len(p.lists) - 1)
}

func (p *postings) remove(term uint64, number uint32) {
	at, known := p.of[term]
	switch {
	case !known:
	case at&1 == 0:
		if at>>1 == number {
			delete(p.of, term)
		}
	default:
		list := &p.lists[at>>1]
		if list.remove(number); list.live == 0 {
			*list = posting{}
			p.free = append(p.free, at>>1)
			delete(p.of, term)
		}
	}
}

// size is how many objects have the term.
func (p *postings) size(term uint64) int {
	switch at, known := p.of[term]; {
	case !known:
		return 0
	case at&1 == 0:
		return 1
	default:
		return p.lists[at>>1].live
	}
}

// all ranges over the objects that have the term, in the order of their numbers. Nothing
// is added or removed while it does.
func (p *postings) all(term uint64) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		at, known := p.of[term]
		switch {
		case !known:
		case at&1 == 0:
			yield(at >> 1)
		default:
			list := p.lists[at>>1]
			for _, n := range list.numbers[list.gone:] {
				if n&removed == 0 && !yield(n) {
					return
				}
			}
		}
	}
}

// find is where in the list a number is, or should be.
func (l *posting) find(number uint32) (int, bool) {
	if n := len(l.numbers); n == 0 || l.numbers[n-1]&^removed < number {
		return n, false // what is new comes last
	}
	return slices.BinarySearchFunc(l.numbers, number, func(in, n uint32) int { return int(in&^removed) - int(n) })
}

func (l *posting) add(number uint32) {
	at, there := l.find(number)
	switch {
	case !there:
		l.numbers = slices.Insert(l.numbers, at, number)
	case l.numbers[at]&removed == 0:
		return
	default:
		l.numbers[at] = number
	}
	l.gone = min(l.gone, at)
	l.live++
}

func (l *posting) remove(number uint32) {
	at, there := l.find(number)
	if !there || l.numbers[at]&removed != 0 {
		return
	}
	l.numbers[at] |= removed
	for l.gone < len(l.numbers) && l.numbers[l.gone]&removed != 0 {
		l.gone++
	}
	if l.live--; len(l.numbers) > 2*l.live+16 {
		l.numbers = slices.DeleteFunc(l.numbers, func(n uint32) bool { return n&removed != 0 })
		l.numbers, l.gone = slices.Clip(l.numbers), 0
	}
}
