package index

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// MaxPage is how many objects of a kind one answer of fremsoeg may hold.
const MaxPage = 500

// maxDepth is how deep a SoegUdtryk may nest; the sender chooses the depth,
// and no search that a person thought of comes near it.
const maxDepth = 50

// maxCriteria is how many elements a SoegUdtryk may have: each may be held
// against every object of the index. One that asks for all that a case can have
// has some hundred.
const maxCriteria = 1000

// search is what a fremsoeg or a fjern looks for.
type search struct {
	named map[oio.ObjektType][]string // UUIDs as they were written
	expr  *node                       // nil without a SoegUdtryk
	kinds map[oio.ObjektType]bool     // what the expression speaks of
	pages map[oio.ObjektType]page
	all   []*criteria // of the expression, by their numbers
}

// page is the part of what was found that is asked for.
type page struct {
	first, most int // most is -1 when it was not given
}

// node is a SoegUdtryk, or a NOT around one, or a leaf of it.
type node struct {
	not, or bool
	kids    []node
	leaf    *criteria
}

// criteria is one SoegSag, SoegDokument or SoegSagsloeseDokumenter: every test
// must hold of the object.
type criteria struct {
	n     int // of the expression's
	kind  oio.ObjektType
	loose bool // only documents that no case refers to
	tests []test
}

// test is one criterion, at the instant of the search. One that does not bind
// holds of every object: a time without limits.
type test struct {
	binds bool
	holds func(o *Stored, at time.Time) bool
	asks  []asked // what an object must have for it to hold, and is looked up by
}

// asked is a text in a field of a kind of part.
type asked struct{ kind, field, text string }

func (c *criteria) meets(o *Stored, at time.Time) bool {
	return !slices.ContainsFunc(c.tests, func(t test) bool { return !t.holds(o, at) })
}

// leaves maps the elements that hold criteria to the kind they speak of.
var leaves = map[string]criteria{
	"SoegSag":                 {kind: oio.Sag},
	"SoegDokument":            {kind: oio.Dokument},
	"SoegSagsloeseDokumenter": {kind: oio.Dokument, loose: true},
}

// readSearch reads SagUuid, DokumentUuid and SoegUdtryk of a body that agrees
// with the contract. The error is Danish, and names what cannot be evaluated:
// a search that passed over a criterion would find too much. causeOf says whose
// it is.
func readSearch(body *etree.Element) (*search, error) {
	s := &search{named: map[oio.ObjektType][]string{}, kinds: map[oio.ObjektType]bool{}, pages: map[oio.ObjektType]page{}}
	for name, kind := range map[string]oio.ObjektType{"SagUuid": oio.Sag, "DokumentUuid": oio.Dokument} {
		for _, el := range oio.Children(body, name) {
			id := strings.TrimSpace(oio.Text(el))
			if len(el.ChildElements()) > 0 { // fjern has a UnikIdType here
				id = oio.ReadRef(el).String()
			}
			s.named[kind] = append(s.named[kind], id)
		}
	}
	u := oio.Child(body, "SoegUdtryk")
	if u == nil {
		return s, nil
	}
	if more(u, maxCriteria) < 0 {
		return s, unsupported("klarmeld kan ikke søge med et SoegUdtryk på mere end %d elementer", maxCriteria)
	}
	n, err := s.expression(u, 1)
	s.expr = &n
	return s, err
}

// more is how many elements of the number are left when those in el have been
// counted; it counts no further than it must.
func more(el *etree.Element, left int) int {
	for _, t := range el.Child {
		if c, ok := t.(*etree.Element); ok && left >= 0 {
			left = more(c, left-1)
		}
	}
	return left
}

// expression reads a SoegUdtryk or a NOT. Without an operation AND binds (the
// XSD says so).
func (s *search) expression(el *etree.Element, depth int) (node, error) {
	n := node{not: el.Tag == "NOT", or: strings.TrimSpace(oio.Text(oio.Child(el, "operation"))) == "OR"}
	if depth > maxDepth {
		return n, unsupported("klarmeld kan ikke søge med SoegUdtryk i mere end %d niveauer", maxDepth)
	}
	for _, c := range el.ChildElements() {
		var kid node
		var err error
		switch {
		case c.Tag == "operation":
			continue
		case c.Tag == "NOT" || c.Tag == "SoegUdtryk":
			kid, err = s.expression(c, depth+1)
		default:
			kid.leaf, err = s.criteria(c)
		}
		if err != nil {
			return n, err
		}
		n.kids = append(n.kids, kid)
	}
	if len(n.kids) == 0 {
		return n, fmt.Errorf("%s er tomt: angiv mindst én af SoegSag, SoegDokument, SoegSagsloeseDokumenter, NOT og SoegUdtryk", el.Tag)
	}
	return n, nil
}

// criteria reads one leaf.
func (s *search) criteria(el *etree.Element) (*criteria, error) {
	c, ok := leaves[el.Tag]
	if !ok {
		return nil, unsupported("klarmeld kan ikke søge på %s", el.Tag)
	}
	s.kinds[c.kind] = true
	if err := s.paging(el, c.kind); err != nil {
		return nil, err
	}
	tests, err := readTests(el, c.kind)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", el.Tag, err)
	}
	c.tests, c.n = tests, len(s.all)
	s.all = append(s.all, &c)
	return &c, nil
}

// paging reads which part of what was found is asked for. It holds for the
// answer as a whole, so two criteria for one kind of object may not disagree.
func (s *search) paging(el *etree.Element, kind oio.ObjektType) error {
	first, most := oio.Child(el, "FoersteResultatReference"), oio.Child(el, "MaksimalAntalKvantitet")
	if first == nil && most == nil {
		return nil
	}
	p := page{most: -1}
	for _, f := range []struct {
		el *etree.Element
		to *int
	}{{first, &p.first}, {most, &p.most}} {
		if f.el == nil {
			continue
		}
		n, err := strconv.Atoi(strings.TrimSpace(oio.Text(f.el)))
		if err != nil || n < 0 {
			return fmt.Errorf("%s skal være et helt tal fra 0, ikke »%s«", f.el.Tag, strings.TrimSpace(oio.Text(f.el)))
		}
		*f.to = n
	}
	if old, ok := s.pages[kind]; ok && old != p {
		return unsupported("klarmeld kan ikke følge to forskellige FoersteResultatReference eller MaksimalAntalKvantitet for %s; "+
			"siden gælder hele svaret, så angiv den ens eller kun ét sted", strings.ToLower(string(kind)))
	}
	s.pages[kind] = p
	return nil
}

// result is what a search found: all of it, in the order of the index, or for
// objects named one by one in the order they were named.
type result struct {
	objects map[oio.ObjektType][]*seen
	missing []string // named and not in the index
}

// run finds what the search asks for. An object that is named must also meet
// the expression where that speaks of its kind.
func (s *search) run(store *Store, at time.Time) result {
	r := result{objects: map[oio.ObjektType][]*seen{}}
	if s.expr != nil {
		r.objects = s.findIn(store, at)
	}
	for _, kind := range []oio.ObjektType{oio.Sag, oio.Dokument} {
		named := s.named[kind]
		switch {
		case len(named) == 0:
		case s.kinds[kind]:
			wanted := map[string]bool{}
			for _, id := range lower(named) {
				wanted[id] = true
			}
			r.objects[kind] = slices.DeleteFunc(r.objects[kind], func(o *seen) bool { return !wanted[o.id] })
		default:
			var missing []string
			r.objects[kind], missing = lookUp(store, named, kind)
			r.missing = append(r.missing, missing...)
		}
	}
	return r
}

// findIn is find in what of the store can have to do with it.
func (s *search) findIn(store *Store, at time.Time) map[oio.ObjektType][]*seen {
	store.mu.RLock()
	defer store.mu.RUnlock()
	return s.find(s.within(store), at)
}

// lookUp finds objects by UUID, each once however often it is named.
func lookUp(store *Store, ids []string, kind oio.ObjektType) (found []*seen, missing []string) {
	known := map[string]bool{}
	for _, id := range ids {
		if known[strings.ToLower(id)] {
			continue
		}
		o, ok := store.Get(id)
		if !ok || o.Type != kind {
			missing = append(missing, id)
			continue
		}
		known[o.UUID] = true
		found = append(found, see(&o))
	}
	return found, missing
}

// cut is the page of the objects, of at most limit; -1 is no limit.
func (p page) cut(objects []*seen, limit int) []*seen {
	objects = objects[min(p.first, len(objects)):]
	if p.most >= 0 {
		objects = objects[:min(p.most, len(objects))]
	}
	if limit >= 0 {
		objects = objects[:min(limit, len(objects))]
	}
	return objects
}

// page is the page asked for of a kind; all of it when none was.
func (s *search) page(kind oio.ObjektType) page {
	if p, ok := s.pages[kind]; ok {
		return p
	}
	return page{most: -1}
}
