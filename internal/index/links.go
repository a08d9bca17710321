package index

import (
	"hash/maphash"
	"iter"
	"slices"
	"strings"
	"unicode"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
)

// links says which objects refer to what, and which have a key, a state or a party that
// searches ask for, so that a removal and a search look at those alone and not through the
// whole index. Two terms may have one number, if ever so seldom: whoever asks looks for
// himself.
type links struct {
	seed    maphash.Seed
	numbers map[packed.UUID]uint32 // objects in the order in which they were first put
	ids     map[uint32]packed.UUID
	next    uint32
	with    postings
}

// linksOf are the links of what a state has.
func linksOf(state State, seed maphash.Seed) *links {
	l := &links{seed: seed, numbers: map[packed.UUID]uint32{}, ids: map[uint32]packed.UUID{}, with: newPostings()}
	for o := range state.All() {
		n, _ := l.number(uuidOf(o.UUID))
		l.change(n, nil, l.termsOf(&o))
	}
	return l
}

// number is the one that an object has, or is given now.
func (l *links) number(id packed.UUID) (n uint32, known bool) {
	n, known = l.numbers[id]
	if !known {
		n = l.next
		l.next++
		l.restore(id, n)
	}
	return n, known
}

func (l *links) restore(id packed.UUID, n uint32) { l.numbers[id], l.ids[n] = n, id }

func (l *links) forget(id packed.UUID, n uint32) {
	delete(l.numbers, id)
	delete(l.ids, n)
}

// change gives an object the terms that it has now in place of those that it had. Both
// are in order.
func (l *links) change(n uint32, had, has []uint64) {
	for _, t := range had {
		if _, still := slices.BinarySearch(has, t); !still {
			l.with.remove(t, n)
		}
	}
	for _, t := range has {
		if _, before := slices.BinarySearch(had, t); !before {
			l.with.add(t, n)
		}
	}
}

// having ranges over the UUIDs of the objects that have a term, in the order of the index.
// Nothing changes while it does.
func (l *links) having(term uint64) iter.Seq[string] {
	return func(yield func(string) bool) {
		for n := range l.with.all(term) {
			if !yield(l.ids[n].String()) {
				return
			}
		}
	}
}

// ordered are objects in the order of the index; what is not in it is left out.
func (l *links) ordered(ids map[string]bool) []string {
	var numbers []uint32
	for id := range ids {
		if n, there := l.numbers[uuidOf(id)]; there {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	out := make([]string, 0, len(numbers))
	for _, n := range numbers {
		out = append(out, l.ids[n].String())
	}
	return out
}

// termsOf are the terms of an object, in order.
func (l *links) termsOf(o *Stored) []uint64 {
	var out []uint64
	for _, id := range o.references() {
		out = append(out, l.referring(id))
	}
	for i := range o.Dele {
		if d := &o.Dele[i]; d.El != nil {
			for f := range fields(d.El) {
				out = append(out, l.field(d.Kind, f.Tag, oio.Text(f)))
			}
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// referring is the term of the objects of which a relation refers to another, or did.
func (l *links) referring(id string) uint64 { return l.term("", "", id) }

// filing is the term of the cases in which a document is filed now.
func (l *links) filing(document string) uint64 {
	return l.field("Journalpost", "UUIDIdentifikator", document)
}

// field is the term of the objects that have a part of a kind with a text in a field.
func (l *links) field(kind, field, text string) uint64 {
	return l.term(kind, field, folded(strings.TrimSpace(text)))
}

func (l *links) term(texts ...string) uint64 {
	var h maphash.Hash
	h.SetSeed(l.seed)
	for _, t := range texts {
		_, _ = h.WriteString(t) // a hash takes whatever it is given
		_ = h.WriteByte(0)
	}
	return h.Sum64()
}

// linked are the fields of a part that objects are looked up by, wherever in it they
// stand; references are those below ReferenceID.
var (
	linked     = map[string]bool{"BrugervendtNoegle": true, "Sagsnummer": true, "FremdriftStatusKode": true}
	references = map[string]bool{"UUIDIdentifikator": true, "URNIdentifikator": true}
)

// fields ranges over the fields in a part that objects are looked up by. Periods are held
// against each other elsewhere.
func fields(el *etree.Element) iter.Seq[*etree.Element] {
	return func(yield func(*etree.Element) bool) { fieldsIn(el, yield) }
}

func fieldsIn(el *etree.Element, yield func(*etree.Element) bool) bool {
	for _, t := range el.Child {
		c, ok := t.(*etree.Element)
		if !ok || c.Tag == "Virkning" {
			continue
		}
		if (linked[c.Tag] || el.Tag == "ReferenceID" && references[c.Tag]) && !yield(c) || !fieldsIn(c, yield) {
			return false
		}
	}
	return true
}

// folded is the same for texts that either of the ways in which a search compares them
// finds alike: by their small letters, and by Unicode's folding.
func folded(s string) string {
	return strings.Map(func(r rune) rune {
		r = unicode.ToLower(r)
		least := r
		for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
			least = min(least, f)
		}
		return least
	}, s)
}

// put keeps an object in the state, and delete lets go of one: the only ways in
// which a store changes.
func (s *Store) put(o Stored) {
	var had []uint64
	if old, there := s.state.Get(o.UUID); there {
		had = s.links.termsOf(&old)
	}
	has := s.links.termsOf(&o)
	s.state.Put(o)
	id := uuidOf(o.UUID)
	n, known := s.links.number(id)
	s.links.change(n, had, has)
	s.changed(func() {
		s.links.change(n, has, had)
		if !known {
			s.links.forget(id, n)
		}
	})
}

func (s *Store) delete(o Stored) {
	s.state.Delete(o.UUID)
	had, id := s.links.termsOf(&o), uuidOf(o.UUID)
	n := s.links.numbers[id]
	s.links.change(n, had, nil)
	s.links.forget(id, n)
	s.changed(func() {
		s.links.restore(id, n)
		s.links.change(n, nil, had)
	})
}

// changed lets a draft know how a change of the links, which it shares with the store
// under it, is taken back.
func (s *Store) changed(undo func()) {
	if s.undo != nil {
		*s.undo = append(*s.undo, undo)
	}
}
