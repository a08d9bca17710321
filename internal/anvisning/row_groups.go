package anvisning

import (
	"sync"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// rowGroup are rows that stand one after the other and speak of the same parts.
type rowGroup struct {
	del, rolle string
	rows       []*Rule
}

// rowGroups are the rows of each type that are tried by themselves, in their order: what
// they speak of is looked up once for all of a group.
var rowGroups = sync.OnceValue(func() map[oio.ObjektType][]rowGroup {
	out := map[oio.ObjektType][]rowGroup{}
	for i := range Rules() {
		r := &Rules()[i]
		if r.TriedBy != "" || r.Untried != "" {
			continue
		}
		all := out[r.Objekt]
		if n := len(all); n == 0 || all[n-1].del != r.Del || all[n-1].rolle != r.Rolle {
			all = append(all, rowGroup{del: r.Del, rolle: r.Rolle})
		}
		last := &all[len(all)-1]
		last.rows = append(last.rows, r)
		out[r.Objekt] = all
	}
	return out
})

// group tries rows wherever they look.
func (c *trial) group(g rowGroup) {
	switch g.del {
	case "":
		for _, r := range g.rows {
			c.element(r, c.objekt.El, &oio.Del{})
		}
		return
	case "Registrering":
		for _, r := range g.rows {
			for _, reg := range c.objekt.Registreringer {
				c.element(r, reg.El, &oio.Del{})
			}
		}
		return
	}
	var parts []*oio.Del
	for _, i := range c.own.kinds[g.del] {
		if d := &c.dele[i]; !d.Relation || c.bears(d, c.roleOf[d.El], g) {
			parts = append(parts, d)
		}
	}
	if len(parts) == 0 && g.rolle != "" {
		return // a relation that is not there is its occurrence's business
	}
	for _, r := range g.rows {
		filled := false
		for _, d := range parts {
			filled = filled || oio.Path(d.El, r.path()...) != nil
			c.element(r, d.El, d)
		}
		c.missingPart(r, len(parts) > 0, filled)
	}
}

// bears reports whether rows speak of a relation's role.
func (c *trial) bears(d *oio.Del, role string, g rowGroup) bool {
	if g.rolle == UnknownRole {
		return !rowed()[string(c.objekt.Type)+"/"+d.Kind+"/"+role]
	}
	return role == g.rolle
}

// missingPart tries what an import must hold though the part is not there, or
// though no set of it holds the element. A relation that is not there is its
// occurrence's business.
func (c *trial) missingPart(r *Rule, seen, filled bool) {
	if c.objekt.Opdatering || r.Rolle != "" || len(c.objekt.Registreringer) == 0 {
		return
	}
	if ((r.Obligation == OB1Repeated || r.Obligation == OB1Each) && !seen) || (r.Obligation == OB1 && !filled) {
		c.Checks++
		list := c.listOf(r.Del)
		absent := r.Del
		if list == c.objekt.Registreringer[0].El {
			absent = listFor(r.Del)
		}
		if seen {
			absent = "" // the parts are there, and each is asked by itself
		}
		c.missing(r, list, oio.Del{Kind: r.Del}, c.fillIn(r), absent)
	}
}

// listOf is the list of the first registration that holds parts of the kind.
func (c *trial) listOf(kind string) *etree.Element {
	reg := c.objekt.Registreringer[0].El
	if el := oio.Child(reg, listFor(kind)); el != nil {
		return el
	}
	return reg
}
