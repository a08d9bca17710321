package index

import (
	"iter"
	"slices"
	"time"

	"klarmeld/internal/oio"
)

// An expression is evaluated over rows: each case alone, each document alone,
// and each case with each of its documents. A leaf points at the case or the
// document of a row. So OR gathers cases and documents side by side, and AND
// between a SoegSag and a SoegDokument finds the cases that have such a
// document, and those documents.
type row struct{ sag, dok *seen }

// pointers is the set of ways in which an expression points into a row, one
// bit per way; a way is itself a set of bits: 1 the case, 2 the document.
type pointers uint8

const (
	toSag = 1
	toDok = 2
)

func way(w int) pointers { return 1 << w }

// and joins every way of a with every way of b.
func (a pointers) and(b pointers) pointers {
	var out pointers
	for i := range 4 {
		for j := range 4 {
			if a&way(i) != 0 && b&way(j) != 0 {
				out |= way(i | j)
			}
		}
	}
	return out
}

// reaches reports whether some way includes the object.
func (a pointers) reaches(object int) bool {
	for w := range 4 {
		if w&object != 0 && a&way(w) != 0 {
			return true
		}
	}
	return false
}

// seen is what a search has seen of an object: all that is needed to say whether it is
// found, so that an index of any size can be looked through.
type seen struct {
	id        string
	kind      oio.ObjektType
	notes     int      // journal notes that it has
	meets     []uint64 // the criteria that it meets, by their numbers, 64 in each
	documents []string // of a case: those that a Journalpost which has not ended refers to
	loose     bool     // of a document: no case refers to it so
}

// see looks at an object as it is counted and shown.
func see(o *Stored) *seen {
	s := &seen{id: o.UUID, kind: o.Type}
	for i := range o.Dele {
		if noteOf(o.Dele[i]) != nil {
			s.notes++
		}
	}
	return s
}

// look looks at an object as the search asks of it. A Journalpost that has ended no longer
// makes a document the case's.
func (s *search) look(o *Stored, at time.Time) *seen {
	out := see(o)
	out.loose = o.Type == oio.Dokument
	out.meets = make([]uint64, (len(s.all)+63)/64)
	for _, c := range s.all {
		if c.kind == o.Type && c.meets(o, at) {
			out.meets[c.n/64] |= 1 << (c.n % 64)
		}
	}
	if o.Type != oio.Sag || !s.kinds[oio.Dokument] {
		return out
	}
	for i := range o.Dele {
		d := &o.Dele[i]
		if d.Kind == "Journalpost" && d.Reference.UUID != "" && !(d.Virkning.Usable() && !oio.At(at).Before(d.Virkning.Til)) {
			out.documents = append(out.documents, d.Reference.UUID)
		}
	}
	return out
}

// find returns those of the objects that the expression finds, in the order given.
func (s *search) find(objects iter.Seq[Stored], at time.Time) map[oio.ObjektType][]*seen {
	var all []*seen
	for o := range objects {
		if s.kinds[o.Type] || o.Type == oio.Sag && s.loose() {
			all = append(all, s.look(&o, at))
		}
	}
	hit := map[*seen]bool{}
	for r := range rows(all) {
		p := s.expr.eval(r, false, meeting)
		if p.reaches(toSag) {
			hit[r.sag] = true
		}
		if p.reaches(toDok) {
			hit[r.dok] = true
		}
	}
	out := map[oio.ObjektType][]*seen{}
	for _, o := range all {
		if hit[o] {
			out[o.kind] = append(out[o.kind], o)
		}
	}
	return out
}

// loose reports whether a document's cases decide whether it is found.
func (s *search) loose() bool {
	return slices.ContainsFunc(s.all, func(c *criteria) bool { return c.loose })
}

// rows ranges over what an expression is evaluated over.
func rows(all []*seen) iter.Seq[row] {
	documents := map[string]*seen{}
	for _, o := range all {
		if o.kind == oio.Dokument {
			documents[o.id] = o
		}
	}
	return func(yield func(row) bool) {
		for _, o := range all {
			if o.kind == oio.Sag && !casesRows(o, documents, yield) {
				return
			}
		}
		for _, o := range all {
			if o.kind == oio.Dokument && !yield(row{dok: o}) {
				return
			}
		}
	}
}

// casesRows are the rows of a case, which make its documents no loose ones.
func casesRows(sag *seen, documents map[string]*seen, yield func(row) bool) bool {
	if !yield(row{sag: sag}) {
		return false
	}
	for _, id := range sag.documents {
		if d := documents[id]; d != nil {
			d.loose = false
			if !yield(row{sag: sag, dok: d}) {
				return false
			}
		}
	}
	return true
}

// eval says how the expression, or its opposite, points into the row, where
// leaf says it of a leaf. NOT is carried down to the leaves, and turns AND into
// OR on its way.
func (n *node) eval(r row, opposite bool, leaf func(*criteria, row, bool) pointers) pointers {
	if n.leaf != nil {
		return leaf(n.leaf, r, opposite)
	}
	if n.not {
		opposite = !opposite
	}
	or := n.or != opposite
	var out pointers
	for i := range n.kids {
		p := n.kids[i].eval(r, opposite, leaf)
		switch {
		case i == 0:
			out = p
		case or:
			out |= p
		default:
			out = out.and(p)
		}
	}
	return out
}

// in is the object of the row that the criteria speak of, and how to point at
// it; there is false when the row has none.
func (c *criteria) in(r row) (o *seen, to int, there bool) {
	o, to = r.sag, toSag
	if c.kind == oio.Dokument {
		o, to = r.dok, toDok
	}
	return o, to, o != nil
}

// meeting says how criteria point into a row by what has been seen of its objects.
func meeting(c *criteria, r row, opposite bool) pointers {
	o, to, there := c.in(r)
	if !there {
		return 0
	}
	holds := o.meets[c.n/64]&(1<<(c.n%64)) != 0
	if c.loose {
		holds = holds && r.sag == nil && o.loose
	}
	if holds == opposite {
		return 0
	}
	return way(to)
}
