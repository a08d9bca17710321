package index

import (
	"fmt"
	"slices"

	"klarmeld/internal/oio"
)

// removable says what keeps a search from removing. One that binds nothing
// would empty the real index; nobody means that by leaving something out.
//
// What a leaf without criteria means beside one that has some is not public,
// where it is not simply everything: klarmeld does not carry such a search out,
// and holds it against nobody.
func (s *search) removable() error {
	for _, id := range s.named[oio.Sag] {
		if !oio.IsUUID(id) {
			return fmt.Errorf("SagUuid »%s« er ikke en UUID", id)
		}
	}
	if s.expr == nil {
		return nil
	}
	named := len(s.named[oio.Sag]) > 0
	sager, dokumenter := s.expr.always()
	sager = sager && !named // those that are named, and no others
	switch {
	case sager && dokumenter:
		return unbound(wouldEmpty, "sager eller dokumenter")
	case sager:
		return unbound(wouldEmpty, "sager")
	case dokumenter:
		return unbound(wouldEmpty, "dokumenter")
	case !named && !s.expr.binds():
		return unbound("SoegUdtryk har intet kriterium, NOT står om et led uden: " +
			"det udvælger ingenting, og i det rigtige indeks ville fjern ikke have fjernet det, der skulle fjernes")
	}
	if c := s.expr.bare(); c != nil {
		return unsupported("klarmeld kan ikke fjerne ved et SoegUdtryk, hvor Soeg%s er uden kriterium", string(c.kind))
	}
	return nil
}

const wouldEmpty = "SoegUdtryk har intet kriterium, der udvælger %s: " +
	"det passer på dem, hvad de end rummer, og i det rigtige indeks ville fjern have fjernet dem"

// binds reports whether the criteria say more than the kind of object. A time
// without limits says nothing; neither does which page of the answer to show.
func (c *criteria) binds() bool {
	return c.loose || slices.ContainsFunc(c.tests, func(t test) bool { return t.binds })
}

// bare is a leaf that asks for nothing but its kind, nil when there is none.
func (n *node) bare() *criteria {
	if n.leaf != nil && len(n.leaf.tests) == 0 && !n.leaf.loose {
		return n.leaf
	}
	for i := range n.kids {
		if c := n.kids[i].bare(); c != nil {
			return c
		}
	}
	return nil
}

// binds reports whether any leaf does.
func (n *node) binds() bool {
	return n.leaf != nil && n.leaf.binds() || slices.ContainsFunc(n.kids, func(k node) bool { return k.binds() })
}

// always reports whether the expression finds cases, and documents, whatever
// they hold. It is evaluated as a search is, over one of each sort of row, with
// every criterion saying no: what is found then is found always.
func (n *node) always() (sager, dokumenter bool) {
	var sag, dok seen
	for _, r := range []row{{sag: &sag}, {sag: &sag, dok: &dok}, {dok: &dok}} {
		p := n.eval(r, false, func(c *criteria, r row, opposite bool) pointers {
			_, to, there := c.in(r)
			if !there || opposite || c.binds() {
				return 0
			}
			return way(to)
		})
		sager, dokumenter = sager || p.reaches(toSag), dokumenter || p.reaches(toDok)
	}
	return sager, dokumenter
}
