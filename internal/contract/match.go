package contract

import (
	"slices"
	"strings"

	"github.com/beevik/etree"
)

// kid is a child element on its way through the lines of its parent's type.
type kid struct {
	el     *etree.Element
	name   name
	step   string
	part   int          // the line it fits; -1: none
	decl   *declaration // what it is; nil when that is unknown
	kept   bool         // it stands in order with its siblings
	report *report      // what is wrong with its being there
}

// plan holds the children of f.el against the lines of its type. The content
// models of SF1470 are deterministic and no line repeats a name, so a child
// fits one line at most; the children are valid when their lines do not
// descend and each line has as many as it wants. That also tells mistakes
// apart: the fewest children that must move are the misplaced ones.
func (c *checker) plan(f *frame) {
	for _, el := range f.el.ChildElements() {
		f.kids = append(f.kids, &kid{el: el, name: nameIn(f, el), part: -1})
	}
	for _, k := range f.kids {
		c.assign(f, k)
	}
	f.number(f.el.ChildElements())
	f.guess()
	f.replaced()
	keepOrder(f.kids)
	byPart := make([][]*kid, len(f.typ.parts))
	for _, k := range f.kids {
		if k.part >= 0 {
			byPart[k.part] = append(byPart[k.part], k)
		}
	}
	for i, p := range f.typ.parts {
		f.surplus(p, byPart[i])
		if len(byPart[i]) == 0 && p.mandatory() {
			c.add(f.el, f.path(), missing(f, i))
			for _, d := range p.declarations() {
				last := &c.found[len(c.found)-1]
				last.Missing = append(last.Missing, d.name.local)
			}
		}
	}
	for i, k := range f.kids {
		if k.part >= 0 && !k.kept && k.report == nil {
			k.report = f.misplaced(i)
		}
	}
}

// nameIn is the child's name. Asking etree climbs to the declaration, which
// costs too much in a deep message when the parent has just asked the same.
func nameIn(f *frame, el *etree.Element) name {
	declares := func(a etree.Attr) bool { return a.Space == "xmlns" || a.Key == "xmlns" }
	if el.Space == f.el.Space && !slices.ContainsFunc(el.Attr, declares) {
		return name{f.name.space, el.Tag}
	}
	return name{el.NamespaceURI(), el.Tag}
}

// assign finds the line a child fits: by its name, or else by its local name
// in another namespace.
func (c *checker) assign(f *frame, k *kid) {
	for i, p := range f.typ.parts {
		if d := c.fit(p, k); d != nil {
			k.part, k.decl = i, d
			return
		}
	}
	for i, p := range f.typ.parts {
		ds := p.declarations()
		if p.isWildcard() {
			ds = c.extensions[k.name.local]
		}
		var spaces []string
		for _, d := range ds {
			if d.name.local == k.name.local {
				k.part, k.decl = i, d
				spaces = append(spaces, d.name.space)
			}
		}
		if len(spaces) == 0 {
			continue
		}
		if len(spaces) > 1 {
			k.decl = nil // which of them is meant, nobody can say
		}
		if !slices.Contains(f.excused, excuse{k.name.space, spaces[0]}) {
			r := wrongNamespace(k.name, f, spaces)
			k.report = &r
		}
		return
	}
	r := unexpected(k.name, f)
	k.report = &r
}

// fit is what the child is when the line has its name.
func (c *checker) fit(p part, k *kid) *declaration {
	if p.isWildcard() {
		if k.name.space == p.other || k.name.space == "" {
			return nil
		}
		if d := c.elements[k.name]; d != nil {
			return d
		}
		// Strict processing is content with an xsi:type in place of a
		// declaration (cvc-assess-elt 1.1.1).
		for _, a := range k.el.Attr {
			if a.Key == "type" && a.Space != "" && spaceOf(k.el, a.Space) == nsXSI {
				if t := c.xsiType(k.el, a.Value); t != nil {
					return &declaration{name: k.name, typ: t}
				}
			}
		}
		return nil
	}
	for _, d := range p.declarations() {
		if d.name == k.name {
			return d
		}
	}
	return nil
}

// guess takes a child that fits nothing for a misspelt one that is not there
// otherwise, so that the same mistake is not told again as a missing element.
func (f *frame) guess() {
	there := f.there()
	for _, k := range f.kids {
		if k.part >= 0 {
			continue
		}
		for i, p := range f.typ.parts {
			for _, d := range p.declarations() {
				if !there[i] && similar(k.name.local, d.name.local) {
					r := misspelt(k.name, d.name, f)
					k.part, k.decl, k.report = i, d, &r
					there[i] = true
				}
			}
		}
	}
}

// there tells which lines have a child.
func (f *frame) there() map[int]bool {
	out := map[int]bool{}
	for _, k := range f.kids {
		out[k.part] = true
	}
	return out
}

// replaced takes a child that fits nothing for the one mandatory element that
// is missing at just that place: one mistake, not two.
func (f *frame) replaced() {
	there := f.there()
	if !there[-1] {
		return
	}
	for i, k := range f.kids {
		from, to := -1, len(f.typ.parts)
		if i > 0 {
			from = f.kids[i-1].part
		}
		if i+1 < len(f.kids) {
			to = f.kids[i+1].part
		}
		if k.part >= 0 || i > 0 && from < 0 || to < 0 {
			continue
		}
		var gaps []int
		for j := from + 1; j < to; j++ {
			if f.typ.parts[j].mandatory() && !there[j] {
				gaps = append(gaps, j)
			}
		}
		if len(gaps) == 1 {
			r := insteadOf(k.name, f.typ.parts[gaps[0]].names(), f)
			k.part, k.report = gaps[0], &r
			there[k.part] = true
		}
	}
}

// similar reports whether one name is the other with a letter or two wrong.
func similar(a, b string) bool {
	if strings.EqualFold(a, b) {
		return true
	}
	const most = 2
	if len(b) < 5 || len(a) > len(b)+most || len(b) > len(a)+most {
		return false
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			diagonal = row[j+1]
			row[j+1] = min(change, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)] <= most
}

// keepOrder marks the longest row of children whose lines do not descend:
// the others are the fewest that must move.
func keepOrder(kids []*kid) {
	var ends []int // ends[n]: the child with the lowest line that ends a row of n+1
	before := make([]int, len(kids))
	for i, k := range kids {
		if k.part < 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(ends, k.part+1, func(e, part int) int { return kids[e].part - part })
		before[i] = -1
		if at > 0 {
			before[i] = ends[at-1]
		}
		if at == len(ends) {
			ends = append(ends, i)
		} else {
			ends[at] = i
		}
	}
	if len(ends) == 0 {
		return
	}
	for i := ends[len(ends)-1]; i >= 0; i = before[i] {
		kids[i].kept = true
	}
}

// surplus reports the children a line has too many of. The one that stands in
// order stays.
func (f *frame) surplus(p part, kids []*kid) {
	if p.max < 0 || len(kids) < 2 {
		return
	}
	stays := kids[0]
	if i := slices.IndexFunc(kids, func(k *kid) bool { return k.kept }); i >= 0 {
		stays = kids[i]
	}
	for _, k := range kids {
		same := k.name.local == stays.name.local
		if k == stays || same && p.isChoice() && p.repeats(k.decl) {
			continue
		}
		r := tooMany(k.name, f)
		if !same {
			r = eitherOr(k.name, stays.name, f)
		}
		if k.report == nil {
			// What is to go need not be right inside.
			k.report, k.decl = &r, nil
		}
	}
}

// repeats reports whether the choice lets d stand more than once.
func (p part) repeats(d *declaration) bool {
	return slices.ContainsFunc(p.alts, func(a part) bool { return a.el == d && a.max < 0 })
}
