package judge

import (
	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
)

// told is that a rule found something at an element.
type told struct {
	rule string
	at   *etree.Element
}

// tellAll is what the rules find in the message alone, and where.
func tellAll(env *soap.Envelope, roles *municipality.Relationsklasser, registers *municipality.Register) []told {
	return tellThese(env, (Beside{Roles: roles, Registers: registers}).alone(env))
}

// tellBefore is tellAll of the message as it came.
func (m *mender) tellBefore() []told {
	if m.alone != nil {
		return tellThese(m.env, m.alone)
	}
	return tellAll(m.env, m.roles, m.registers)
}

func tellThese(env *soap.Envelope, alone []lone) []told {
	var out []told
	for _, v := range structure(env) {
		out = append(out, told{"kontrakt." + v.Code, v.Element})
	}
	for _, d := range alone {
		out = append(out, told{d.Rule, d.El})
	}
	return out
}

// mends reports whether the message as it would be written no longer has the finding at
// its place, and none at any place that was not there.
func (m *mender) mends(of told, doc *etree.Document, before ground) bool {
	raw, err := doc.WriteToBytes()
	if err != nil {
		return false
	}
	env, p := read(raw)
	if p != nil {
		return false
	}
	left := map[spot]int{}
	for _, t := range m.before {
		left[before.spot(t.rule, before.copies[t.at])]++
	}
	written := pairs(top(env.Body), doc.Root())
	for _, t := range tellAll(env, m.roles, m.registers) {
		at := before.spot(t.rule, written[t.at])
		if left[at]--; left[at] < 0 {
			return false
		}
	}
	return left[before.spot(of.rule, before.copies[of.at])] > 0
}

// ground is a copy of the message as it was before a change, by which what is found before
// and after is told to be at the same place or not.
type ground struct {
	root    *etree.Element
	copies  map[*etree.Element]*etree.Element // of the message's elements
	parents map[*etree.Element]*etree.Element // of the copies, before the change
}

func newGround(message, root *etree.Element) ground {
	g := ground{root, pairs(message, root), map[*etree.Element]*etree.Element{}}
	for _, c := range g.copies {
		g.parents[c] = c.Parent()
	}
	return g
}

// spot is a rule and the place that it speaks of.
type spot struct {
	rule  string
	in    *etree.Element // what was in the copy from the first, and still is
	below string         // the way down from there to what has gone, or come
}

// spot is the place of an element of the copy, as it was or as it is.
func (g ground) spot(rule string, el *etree.Element) spot {
	below := ""
	for at := el; at != nil; {
		up, was := g.parents[at]
		if was && g.stands(at) {
			return spot{rule, at, below}
		}
		below = "/" + at.Tag + below
		if !was {
			up = at.Parent()
		}
		at = up
	}
	return spot{rule, nil, below}
}

// stands reports whether an element is in the copy now.
func (g ground) stands(el *etree.Element) bool {
	for ; el != nil; el = el.Parent() {
		if el == g.root {
			return true
		}
	}
	return false
}

// pairs are the elements of b by those of a, which is the same tree.
func pairs(a, b *etree.Element) map[*etree.Element]*etree.Element {
	out := map[*etree.Element]*etree.Element{}
	var walk func(x, y *etree.Element)
	walk = func(x, y *etree.Element) {
		out[x] = y
		ys := y.ChildElements()
		for i, c := range x.ChildElements() {
			if i < len(ys) {
				walk(c, ys[i])
			}
		}
	}
	walk(a, b)
	return out
}
