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
// busy: so many findings of a message, of so many bytes, that has no more
// findings than somebody may mend one by one.
const (
	maxMended         = 24
	maxMendedSize     = 64 << 10
	maxMendedFindings = 400
)

// mender finds the smallest change of a message that mends a finding, and
// tries it: the changed message is written, read and judged anew as a whole, the
// finding must be gone, and no other may have come.
type mender struct {
	env       *soap.Envelope
	roles     *municipality.Relationsklasser
	registers *municipality.Register
	before    map[string]int // findings of the message alone, by rule
	left      int
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
	m := &mender{env: env, roles: roles, registers: registers, left: maxMended}
	if size > maxMendedSize {
		m.left = 0
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
		c.make = trimmed
	default:
		return suggestion{}
	}
	return m.try("kontrakt."+v.Code, c)
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
	if r := d.Repair; r != nil {
		return m.try(d.Rule, change{at: r.At, example: r.Example, make: r.Apply})
	}
	return suggestion{}
}

// try makes a change in a copy of the message, and judges what is then written.
func (m *mender) try(rule string, c change) suggestion {
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
		m.before = count(m.env, m.roles, m.registers)
		all := 0
		for _, n := range m.before {
			all += n
		}
		if all > maxMendedFindings {
			m.left = 0
			return suggestion{}
		}
	}
	doc := etree.NewDocument()
	doc.WriteSettings.CanonicalText, doc.WriteSettings.CanonicalAttrVal = true, true
	doc.SetRoot(root.Copy())
	at := doc.Root()
	for _, i := range way {
		at = at.ChildElements()[i]
	}
	around := at
	if at.Parent() != nil && at.Parent().Tag != "" && (c.among || len(at.ChildElements()) == 0) {
		around = at.Parent()
	}
	was, _ := whole(around)
	if c.make(at) == nil || !m.mends(rule, doc) {
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

// mends reports whether the message as it would be written has one finding less
// of the rule, and of no rule one more.
func (m *mender) mends(rule string, doc *etree.Document) bool {
	raw, err := doc.WriteToBytes()
	if err != nil {
		return false
	}
	env, p := read(raw)
	if p != nil {
		return false
	}
	after := count(env, m.roles, m.registers)
	for r, n := range after {
		if n > m.before[r] {
			return false
		}
	}
	return after[rule] < m.before[rule]
}

// count is how many findings the message alone brings, by rule.
func count(env *soap.Envelope, roles *municipality.Relationsklasser, registers *municipality.Register) map[string]int {
	out := map[string]int{}
	for _, v := range structure(env) {
		out["kontrakt."+v.Code]++
	}
	for _, d := range alone(env, roles, registers) {
		out[d.Rule]++
	}
	return out
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
