package anvisning

import (
	"strconv"

	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// hints are what an object says that a part of it which lacks something is likely to lack:
// looked up once, and not for each part.
type hints struct {
	registrations map[*etree.Element]string // registration → who made it, as the content of a reference
	began         string                    // when the object begins, as the content of a point in time
	highest       map[string]int            // the highest Indeks of each kind and role
}

// hinted are the object's hints.
func (c *trial) hinted() *hints {
	if c.hints != nil {
		return c.hints
	}
	c.hints = &hints{registrations: map[*etree.Element]string{}, highest: map[string]int{}}
	for _, reg := range c.objekt.Registreringer {
		c.hints.registrations[reg.El] = c.actorIn(reg)
	}
	for _, d := range append(c.own.of(oio.DelEgenskaber, ""), c.dele...) {
		if fra := d.Virkning.Fra; fra.Ok && !fra.Uendelig {
			c.hints.began = stamp(fra.Text)
			break
		}
	}
	for _, d := range append(append([]oio.Del(nil), c.Before...), c.dele...) {
		if n, err := strconv.Atoi(oio.Trim(d.Indeks)); err == nil && d.Relation && n < maxIndeks {
			key := d.Kind + "/" + c.roleName(d)
			c.hints.highest[key] = max(c.hints.highest[key], n)
		}
	}
	return c.hints
}

// maxIndeks bounds the numbers that are counted on from.
const maxIndeks = 1_000_000_000

// actorIn is who made a registration, or else acted in one of its parts.
func (c *trial) actorIn(reg oio.Registrering) string {
	refs := []oio.Ref{reg.BrugerRef}
	for _, d := range reg.Dele {
		refs = append(refs, d.Virkning.AktoerRef)
	}
	for _, ref := range refs {
		switch {
		case oio.IsUUID(ref.UUID):
			return byUUID(ref.UUID)
		case ref.URN != "" && brokenIn(userShapes, ref.URN) == (oio.Broken{}):
			return byURN(ref.URN)
		}
	}
	return ""
}

var userShapes = shapesOf(urnItSystem, urnOrg)

// actorOf is who made the registration that an element stands in, or acted in another of
// its parts: one registration is one user's doing.
func (c *trial) actorOf(at *etree.Element) string {
	for ; at != nil; at = at.Parent() {
		if actor, ok := c.hinted().registrations[at]; ok {
			return actor
		}
	}
	return ""
}

// beginning is when the object's own properties begin, or else the first part that tells.
func (c *trial) beginning() string { return c.hinted().began }

// freeIndeks is an Indeks that no relation of the kind and role has.
func (c *trial) freeIndeks(kind, role string) string {
	return strconv.Itoa(c.hinted().highest[kind+"/"+role] + 1)
}
