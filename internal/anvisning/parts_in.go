package anvisning

import (
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// partsIn are parts by their kind and role: a hundred rules ask for theirs, and most
// objects have none of them.
type partsIn struct {
	all   []oio.Del
	roles []string         // the name of each part's role, "" when it is in no list
	kinds map[string][]int // kind → places in all
}

func newPartsIn(t oio.ObjektType, all []oio.Del, roles *municipality.Relationsklasser) *partsIn {
	p := &partsIn{all, make([]string, len(all)), make(map[string][]int, len(all))}
	for i := range all {
		d := &all[i]
		p.kinds[d.Kind] = append(p.kinds[d.Kind], i)
		if d.Rolle.UUID != "" {
			k, _ := roles.ByUUID(string(t), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
			p.roles[i] = k.Navn
		}
	}
	return p
}

// of are the parts of a kind and, unless it is "", of a role, in their order.
func (p *partsIn) of(kind, role string) []oio.Del {
	var out []oio.Del
	for _, i := range p.kinds[kind] {
		if role == "" || p.roles[i] == role {
			out = append(out, p.all[i])
		}
	}
	return out
}

// has reports whether there are such parts.
func (p *partsIn) has(kind, role string) bool {
	for _, i := range p.kinds[kind] {
		if role == "" || p.roles[i] == role {
			return true
		}
	}
	return false
}

// inState are the parts of State.
func (c *trial) inState() *partsIn {
	if c.kept == nil {
		c.kept = newPartsIn(c.objekt.Type, c.State, c.Roles)
	}
	return c.kept
}
