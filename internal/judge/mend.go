package judge

import (
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/contract"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// What a change is tried on, so that a hostile message cannot keep the judge
// busy: so many findings of a message, of so many bytes.
const (
	maxMended     = 24
	maxMendedSize = 64 << 10
)

// mender finds the smallest change of a message that mends a finding, and
// tries it: the changed message is judged anew, the finding must be gone, and
// no other may have come.
type mender struct {
	body      *etree.Element
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
func newMender(body *etree.Element, size int, roles *municipality.Relationsklasser, registers *municipality.Register) *mender {
	m := &mender{body: body, roles: roles, registers: registers, left: maxMended}
	if size > maxMendedSize {
		m.left = 0
	}
	return m
}

// violation is the tried change that mends a disagreement with the contract.
func (m *mender) violation(v contract.Violation) suggestion {
	if v.Element == nil {
		return suggestion{}
	}
	return m.try("kontrakt."+v.Code, v.Element, false, func(el *etree.Element) *etree.Element {
		parent := el.Parent()
		switch v.Code {
		case "namespace", "order":
			parent.RemoveChild(el)
			return again(parent, el, el.NamespaceURI())
		case "too-many":
			parent.RemoveChild(el)
			return parent
		case "pattern", "value", "length", "enumeration":
			if s := strings.TrimSpace(oio.Text(el)); s != oio.Text(el) {
				el.SetText(s)
				return el
			}
		}
		return nil
	})
}

// again makes el anew below parent, where the contract has it, with everything
// in it that stood in the same wrong namespace.
func again(parent, el *etree.Element, wrong string) *etree.Element {
	made := contract.Place(parent, el.Tag)
	if made == nil {
		return nil
	}
	for _, t := range slices.Clone(el.Child) {
		child, ok := t.(*etree.Element)
		if !ok || (child.NamespaceURI() != wrong && child.NamespaceURI() != "") {
			made.AddChild(t)
			continue
		}
		if again(made, child, wrong) == nil {
			made.AddChild(child)
		}
	}
	return made
}

// deviation is the tried change that mends a broken rule.
func (m *mender) deviation(d anvisning.Deviation) suggestion {
	r := d.Repair
	if r == nil {
		return suggestion{}
	}
	return m.try(d.Rule, r.At, r.Example, r.Apply)
}

// try makes a change at el in a copy of the message, and judges the copy.
// change returns the element that it changed, nil when it could not.
func (m *mender) try(rule string, el *etree.Element, example bool, change func(*etree.Element) *etree.Element) suggestion {
	if m.left == 0 {
		return suggestion{}
	}
	m.left--
	way, ok := wayTo(m.body, el)
	if !ok {
		return suggestion{}
	}
	if m.before == nil {
		m.before = m.count(m.body)
	}
	root := top(m.body).Copy()
	body := root
	for _, i := range wayDown(m.body) {
		body = body.ChildElements()[i]
	}
	at := body
	for _, i := range way {
		at = at.ChildElements()[i]
	}
	around := context(at, body)
	was, _ := whole(around)
	changed := change(at)
	if changed == nil || m.before[rule] == 0 {
		return suggestion{}
	}
	after := m.count(body)
	if after[rule] >= m.before[rule] {
		return suggestion{}
	}
	for r, n := range after {
		if n > m.before[r] {
			return suggestion{}
		}
	}
	bare, full := whole(around)
	return suggestion{difference(was, bare, full), example}
}

// count is how many findings the message alone brings, by rule.
func (m *mender) count(body *etree.Element) map[string]int {
	out := map[string]int{}
	for _, v := range contract.Check(body) {
		out["kontrakt."+v.Code]++
	}
	for _, d := range alone(body, m.roles, m.registers) {
		out[d.Rule]++
	}
	return out
}

// whole is the element with all that is in it, line by line; bare leaves the
// namespace declarations out.
func whole(el *etree.Element) (bare, full []string) {
	c := el.Copy()
	full = strings.Split(written(c), "\n")
	left := maxMendedSize
	shorten(c, &left)
	return strings.Split(written(c), "\n"), full
}

// context is the element around a change: the part that it is made in, or the
// parent of an element that is changed itself.
func context(at, body *etree.Element) *etree.Element {
	if at != body && at.Parent() != nil && len(at.ChildElements()) == 0 {
		return at.Parent()
	}
	return at
}

// wayTo is the way from body down to el, as numbers of child elements.
func wayTo(body, el *etree.Element) ([]int, bool) {
	var way []int
	for ; el != nil && el != body; el = el.Parent() {
		if el.Parent() == nil {
			return nil, false
		}
		way = append(way, slices.Index(el.Parent().ChildElements(), el))
	}
	slices.Reverse(way)
	return way, el == body
}

func wayDown(body *etree.Element) []int {
	way, _ := wayTo(top(body), body)
	return way
}

// top is the document's outermost element.
func top(el *etree.Element) *etree.Element {
	for el.Parent() != nil && el.Parent().Tag != "" {
		el = el.Parent()
	}
	return el
}
