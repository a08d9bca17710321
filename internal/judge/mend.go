package judge

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
)

// What a change is tried on, so that a hostile message cannot keep the judge
// busy: so many findings of a message, of so many bytes in all, that has no more
// findings than somebody may mend one by one. A message with a note that is too large is
// larger than maxMendedSize, and fewer changes are tried on it.
const (
	maxMended         = 24
	maxMendedSize     = 64 << 10
	maxMendedLarge    = 512 << 10
	maxMendedFindings = 400
)

// mender finds the smallest change of a message that mends a finding, and
// tries it: the changed message is written, read and judged anew as a whole, the
// finding must be gone from its place, and no other may have come at any.
type mender struct {
	env       *soap.Envelope
	roles     *municipality.Relationsklasser
	registers *municipality.Register
	alone     []lone // what the rules find in the message alone, when that is known already
	before    []told // findings of the message alone; nil until a change is tried
	left      int
	rows      map[*etree.Element]anvisning.Deviation // of the message, by the element that they speak of
}

// suggestion is a tried change; empty when there is none.
type suggestion struct {
	xml     string
	example bool
}

// on puts the suggestion in a finding.
func (s suggestion) on(f verdict.Finding) verdict.Finding {
	f.Suggestion, f.IsExample = s.xml, s.example
	return f
}

// newMender prepares for a message of the given size. registers may be nil.
func newMender(env *soap.Envelope, size int, roles *municipality.Relationsklasser, registers *municipality.Register) *mender {
	m := &mender{env: env, roles: roles, registers: registers, left: maxMended, rows: map[*etree.Element]anvisning.Deviation{}}
	switch {
	case size > maxMendedLarge:
		m.left = 0
	case size > maxMendedSize:
		m.left = maxMended * maxMendedSize / size
	}
	return m
}

// change is made at an element of a copy of the message. make returns nil when
// it could not make it.
type change struct {
	at      *etree.Element
	among   bool // what changes is how the element stands among its siblings
	example bool
	make    func(*etree.Element) *etree.Element
}

// violation is the tried change that mends a disagreement with the contract.
func (m *mender) violation(v contract.Violation) suggestion {
	if v.Element == nil || v.Element.Parent() == nil {
		return suggestion{}
	}
	c := change{at: v.Element}
	switch v.Code {
	case "order":
		c.among, c.make = true, moved
	case "namespace":
		c.among, c.make = true, func(el *etree.Element) *etree.Element { return again(el.Parent(), el) }
	case "too-many":
		c.among, c.make = true, func(el *etree.Element) *etree.Element {
			parent := el.Parent()
			parent.RemoveChild(el)
			return parent
		}
	case "pattern", "value", "length", "enumeration":
		if d, ok := m.row(v.Element); ok && d.Repair != nil {
			return m.repair("kontrakt."+v.Code, v.Element, d.Repair)
		}
		c.make = trimmed
	case "unexpected":
		if r := anvisning.Withdrawn(v.Element); r != nil {
			return m.repair("kontrakt."+v.Code, v.Element, r)
		}
		return suggestion{}
	default:
		return suggestion{}
	}
	return m.try(told{"kontrakt." + v.Code, v.Element}, c)
}

// know notes the deviations of the rows, for the contract's findings of the same elements.
func (m *mender) know(rows []lone) {
	for _, d := range rows {
		if _, ok := m.rows[d.El]; !ok && d.El != nil && d.Missing == "" {
			m.rows[d.El] = d.Deviation
		}
	}
}

// row is what a row says of an element, or of what it is the whole content of: a reference,
// or a point in time.
func (m *mender) row(el *etree.Element) (d anvisning.Deviation, ok bool) {
	if d, ok = m.rows[el]; !ok && oio.Alone(el) {
		d, ok = m.rows[el.Parent()]
	}
	return d, ok
}

// values are the codes of what the contract finds wrong with a value.
var values = []string{"pattern", "value", "length", "enumeration"}

// agreed is a finding of the contract that says how to mend the value as the row of the
// element does, which asks for more: two findings of one element agree.
func (m *mender) agreed(f verdict.Finding, v contract.Violation) verdict.Finding {
	if !slices.Contains(values, v.Code) {
		return f
	}
	if d, ok := m.row(v.Element); ok {
		f.Expected, f.Fix = d.Expected, d.Fix
	}
	return f
}

func (m *mender) repair(rule string, at *etree.Element, r *anvisning.Repair) suggestion {
	return m.try(told{rule, at}, change{at: r.At, example: r.Example, make: r.Apply})
}

// trimmed takes away the white space around an element's text, and in it what
// nobody sees.
func trimmed(el *etree.Element) *etree.Element {
	s := oio.Trim(oio.Without(oio.Text(el), oio.Unseen(oio.Text(el))))
	if s == oio.Text(el) {
		return nil
	}
	el.SetText(s)
	return el
}

// moved puts el, as it is, where the contract has it among its siblings.
func moved(el *etree.Element) *etree.Element {
	parent := el.Parent()
	parent.RemoveChild(el)
	place := contract.Place(parent, el.Tag)
	if place == nil {
		return nil
	}
	at := place.Index()
	parent.RemoveChildAt(at)
	parent.InsertChildAt(at, el)
	return el
}

// again makes el anew below parent, where the contract has it, with everything
// in it that stands in the same wrong namespace. What stands in another keeps
// the declarations that it was under.
func again(parent, el *etree.Element) *etree.Element {
	wrong, children, spaces := el.NamespaceURI(), slices.Clone(el.Child), map[*etree.Element]string{}
	for _, c := range el.ChildElements() {
		spaces[c] = c.NamespaceURI()
	}
	if el.Parent() == parent {
		parent.RemoveChild(el)
	}
	made := contract.Place(parent, el.Tag)
	if made == nil {
		return nil
	}
	for _, a := range el.Attr {
		if made.SelectAttr(a.FullKey()) == nil && a.FullKey() != "xmlns" {
			made.CreateAttr(a.FullKey(), a.Value)
		}
	}
	for _, t := range children {
		child, ok := t.(*etree.Element)
		if !ok || spaces[child] != wrong {
			made.AddChild(t)
		} else if again(made, child) == nil {
			made.AddChild(child)
		}
	}
	return made
}

// deviation is the tried change that mends a broken rule.
func (m *mender) deviation(d anvisning.Deviation) suggestion {
	if d.Repair == nil {
		return suggestion{}
	}
	return m.repair(d.Rule, d.El, d.Repair)
}

// try makes a change in a copy of the message, and judges what is then written.
func (m *mender) try(of told, c change) suggestion {
	if m.left == 0 {
		return suggestion{}
	}
	m.left--
	root := top(m.env.Body)
	way, ok := wayTo(root, c.at)
	if !ok {
		return suggestion{}
	}
	if m.before == nil {
		if m.before = m.tellBefore(); len(m.before) > maxMendedFindings {
			m.left = 0
		}
	}
	if len(m.before) > maxMendedFindings {
		return suggestion{}
	}
	doc := etree.NewDocument()
	doc.WriteSettings.CanonicalText, doc.WriteSettings.CanonicalAttrVal = true, true
	doc.SetRoot(root.Copy())
	before := newGround(root, doc.Root())
	at := doc.Root()
	for _, i := range way {
		at = at.ChildElements()[i]
	}
	around := at
	if at.Parent() != nil && at.Parent().Tag != "" && (c.among || len(at.ChildElements()) == 0) {
		around = at.Parent()
	}
	was, _ := whole(around)
	if c.make(at) == nil || !m.mends(of, doc, before) {
		return suggestion{}
	}
	bare, full := whole(around)
	shown := difference(was, bare, full)
	if shown == "" || slices.Equal(was, bare) || !visible(shown) {
		return suggestion{}
	}
	return suggestion{shown, c.example}
}

// visible reports whether the change can be seen in what is shown: a CPR number is
// masked before anybody sees it, and then what comes may look as what goes.
func visible(shown string) bool {
	var gone []string
	for _, l := range strings.Split(shown, "\n") {
		if rest, ok := strings.CutPrefix(l, "- "); ok {
			gone = append(gone, privacy.Mask(rest))
		}
	}
	for _, l := range strings.Split(shown, "\n") {
		if rest, ok := strings.CutPrefix(l, "+ "); ok && privacy.Mask(rest) != rest && slices.Contains(gone, privacy.Mask(rest)) {
			return false
		}
	}
	return true
}

// whole is the element with all that is in it, line by line; bare leaves the
// namespace declarations out. CPR numbers are masked here: once its lines have the signs of
// a difference before them, a number that goes over two of them is none to be seen.
func whole(el *etree.Element) (bare, full []string) {
	c := el.Copy()
	full = strings.Split(privacy.Mask(written(c)), "\n")
	left := maxMendedSize
	shorten(c, &left)
	if bare = strings.Split(privacy.Mask(written(c)), "\n"); len(bare) != len(full) {
		full = bare
	}
	return bare, full
}

// wayTo is the way from root down to el, as numbers of child elements.
func wayTo(root, el *etree.Element) ([]int, bool) {
	var way []int
	for ; el != nil && el != root; el = el.Parent() {
		if el.Parent() == nil {
			return nil, false
		}
		way = append(way, slices.Index(el.Parent().ChildElements(), el))
	}
	slices.Reverse(way)
	return way, el == root
}

// top is the document's outermost element.
func top(el *etree.Element) *etree.Element {
	for el.Parent() != nil && el.Parent().Tag != "" {
		el = el.Parent()
	}
	return el
}
