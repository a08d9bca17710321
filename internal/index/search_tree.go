package index

import (
	"time"

	"klarmeld/internal/oio"
)

// An expression is evaluated over rows: each case alone, each document alone,
// and each case with each of its documents. A leaf points at the case or the
// document of a row. So OR gathers cases and documents side by side, and AND
// between a SoegSag and a SoegDokument finds the cases that have such a
// document, and those documents.
type row struct {
	sag, dok *Stored
	loose    bool // the document has no case
}

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

// evaluation is one search over the index. What a leaf says of an object is
// kept, for a case stands in as many rows as it has documents.
type evaluation struct {
	at   time.Time
	seen map[*criteria]map[string]bool
}

// find returns the objects that the expression finds, in the order given.
func (n *node) find(all []Stored, at time.Time) map[oio.ObjektType][]Stored {
	e := &evaluation{at: at, seen: map[*criteria]map[string]bool{}}
	hit := map[string]bool{}
	for _, r := range rows(all, at) {
		p := n.eval(r, false, e.leaf)
		if p.reaches(toSag) {
			hit[r.sag.UUID] = true
		}
		if p.reaches(toDok) {
			hit[r.dok.UUID] = true
		}
	}
	out := map[oio.ObjektType][]Stored{}
	for _, o := range all {
		if hit[o.UUID] {
			out[o.Type] = append(out[o.Type], o)
		}
	}
	return out
}

// rows lists what an expression is evaluated over. A Journalpost that has
// ended no longer makes a document the case's.
func rows(all []Stored, at time.Time) []row {
	documents := map[string]*Stored{}
	for i, o := range all {
		if o.Type == oio.Dokument {
			documents[o.UUID] = &all[i]
		}
	}
	var out []row
	filed := map[string]bool{}
	for i, o := range all {
		if o.Type != oio.Sag {
			continue
		}
		out = append(out, row{sag: &all[i]})
		for _, d := range o.Af("Journalpost") {
			doc := documents[d.Reference.UUID]
			if doc != nil && !(d.Virkning.Usable() && !oio.At(at).Before(d.Virkning.Til)) {
				filed[doc.UUID] = true
				out = append(out, row{sag: &all[i], dok: doc})
			}
		}
	}
	for i, o := range all {
		if o.Type == oio.Dokument {
			out = append(out, row{dok: &all[i], loose: !filed[o.UUID]})
		}
	}
	return out
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
func (c *criteria) in(r row) (o *Stored, to int, there bool) {
	o, to = r.sag, toSag
	if c.kind == oio.Dokument {
		o, to = r.dok, toDok
	}
	return o, to, o != nil
}

func (e *evaluation) leaf(c *criteria, r row, opposite bool) pointers {
	o, to, there := c.in(r)
	if !there {
		return 0
	}
	holds := e.holds(c, o)
	if c.loose {
		holds = holds && r.sag == nil && r.loose
	}
	if holds == opposite {
		return 0
	}
	return way(to)
}

func (e *evaluation) holds(c *criteria, o *Stored) bool {
	known := e.seen[c]
	if known == nil {
		known = map[string]bool{}
		e.seen[c] = known
	}
	holds, ok := known[o.UUID]
	if !ok {
		holds = c.meets(o, e.at)
		known[o.UUID] = holds
	}
	return holds
}
