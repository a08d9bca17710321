package anvisning

import (
	"fmt"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// occurrence tries how often a role occurs: at no instant more than Max times
// and, for a mandatory role, at every instant from its first beginning on. It
// looks at the object as the index has it; an opdater answers only for the
// roles that it carries.
func (c *trial) occurrence(o Occurrence) {
	parts, touched := c.parts(o.Relation, o.Rolle)
	if c.objekt.Opdatering && !touched {
		return
	}
	if o.Min > 0 || touched {
		c.Checks++
	}
	if len(parts) == 0 {
		if o.Min > 0 && len(c.objekt.Registreringer) > 0 {
			c.absentRole(o)
		}
		return
	}
	usable := inOrder(parts)
	if o.Max == 0 {
		c.uniqueIndeks(o, usable)
		return
	}
	c.one(o, usable)
}

// absentRole reports a mandatory role that an import lacks. When the relation
// type holds roles we do not know, and the role's own UUID is only our
// placeholder, it may be among them: then the rule has not been tried.
func (c *trial) absentRole(o Occurrence) {
	d := Deviation{Rule: o.ID, Source: o.Source(), Outcome: verdict.Fail, El: c.listOf(o.Relation), Del: oio.Del{Kind: o.Relation, Relation: true},
		Message:  "Rollen »" + o.Rolle + "« mangler: der skal være præcis én relation " + o.Relation + " med den rolle.",
		Expected: "én " + o.Relation + " »" + o.Rolle + "«", Actual: "ingen"}
	fix := "Tilføj en relation " + o.Relation + " med rollen »" + o.Rolle + "«"
	k, _ := c.Roles.ByName(string(o.Objekt), o.Relation, municipality.ArtRolle, o.Rolle)
	if !k.Placeholder() {
		fix += " (UUID " + k.UUID + ")"
	}
	d.Fix = fix + "."
	d.Repair, d.Field = c.relation(o), !c.objekt.Opdatering
	if k.Placeholder() && c.unknownRoles(o.Relation) {
		d.Outcome = verdict.NotTried
		d.Message = fmt.Sprintf("Om rollen »%s« er der, kan ikke afgøres: %s har roller, klarmeld ikke kender, og rollens rigtige UUID er ikke offentlig.",
			o.Rolle, o.Relation)
		d.Repair, d.Field = nil, false
		d.Fix = "Giv klarmeld listen over relationsklasser fra FK Klassifikation (--relationsklasser)."
	}
	c.deviate(d)
}

func (c *trial) unknownRoles(kind string) bool {
	for _, d := range c.dele {
		if d.Kind == kind && d.Relation && d.Rolle.UUID != "" && c.roleOf[d.El] == "" {
			return true
		}
	}
	return false
}

// one tries a role that may hold only once at a time. An opdater by itself tells
// what it ends, and not what takes over: that may have come before it.
func (c *trial) one(o Occurrence, parts []oio.Del) {
	whole := !c.objekt.Opdatering || c.State != nil
	at, del := c.listOf(o.Relation), oio.Del{Kind: o.Relation, Relation: true}
	message, expected := "Rollen »%s« findes ikke præcis én gang til enhver tid: %s.", "én ad gangen, uden huller"
	if o.Min == 0 { // there may be none
		message, expected = "Rollen »%s« findes mere end én gang på samme tid: %s.", "højst én ad gangen"
	}
	report := func(problem, fix string) {
		c.deviate(Deviation{Rule: o.ID, Source: o.Source(), Outcome: verdict.Fail, El: at, Del: del,
			Message:  fmt.Sprintf(message, o.Rolle, problem),
			Expected: expected, Actual: problem, Fix: fix, Standing: c.objekt.Opdatering && c.State != nil})
	}
	for i := 1; i < len(parts); i++ {
		a, b := parts[i-1].Virkning, parts[i].Virkning
		switch {
		case b.Fra.Before(a.Til):
			report(fmt.Sprintf("to relationer gælder samtidig fra %s", b.Fra), "Lad den gamle relation ophøre i det øjeblik, den nye begynder.")
			c.endedAt(parts[i-1], b.Fra)
			return
		case o.Min > 0 && whole && a.Til.Before(b.Fra):
			report(fmt.Sprintf("ingen gælder fra %s til %s", a.Til, b.Fra), "Lad den nye relation begynde i det øjeblik, den gamle ophører.")
			return
		}
	}
	if o.Min > 0 && whole && len(parts) > 0 && !parts[len(parts)-1].Virkning.Til.Uendelig {
		report(fmt.Sprintf("den udløber %s, uden at en ny tager over", parts[len(parts)-1].Virkning.Til),
			"Lad TilTidspunkt være uendelig, eller send den relation, der tager over.")
	}
}

// elementOf is the element of the message that a part of what the index has came with; nil when
// it came with another message.
func (c *trial) elementOf(d oio.Del) *etree.Element {
	for _, own := range c.dele {
		if own.El == d.El || own.Key() == d.Key() && own.Reference == d.Reference && own.Virkning.Fra.Equal(d.Virkning.Fra) &&
			own.Virkning.Til.Equal(d.Virkning.Til) {
			return own.El
		}
	}
	return nil
}

// endedAt gives the last deviation the change that ends a relation that has no end, at the
// moment when another begins.
func (c *trial) endedAt(d oio.Del, when oio.Tidspunkt) {
	if n := len(c.Deviations); n > 0 && c.elementOf(d) != nil && d.Virkning.Til.Uendelig && d.Virkning.Fra.Before(when) {
		c.Deviations[n-1].Repair = &Repair{At: c.elementOf(d), Path: "Virkning/TilTidspunkt", Content: stamp(when.Text), Example: true}
	}
}

// uniqueIndeks tries that two relations of a role that hold at the same time
// have an Indeks each.
func (c *trial) uniqueIndeks(o Occurrence, parts []oio.Del) {
	// They begin one after the other: one that overlaps any that comes later
	// overlaps the next of its Indeks.
	next, overlapping := map[string]oio.Virkning{}, -1
	for i := len(parts) - 1; i >= 0; i-- {
		a := parts[i]
		if v, ok := next[a.Indeks]; ok && a.Virkning.Overlaps(v) {
			overlapping = i
		}
		next[a.Indeks] = a.Virkning
	}
	if overlapping >= 0 {
		a := parts[overlapping]
		c.fail(RuleIndeks, c.listOf(o.Relation), a, fmt.Sprintf("To relationer %s med rollen »%s« har samme Indeks.", o.Relation, o.Rolle),
			"hver sit Indeks", "Indeks "+quoted(a.Indeks)+" to gange", "Giv hver relation sit eget Indeks inden for relationstype og rolle.")
		if at := c.elementOf(a); at != nil {
			c.repaired(Repair{At: at, Path: "Indeks", Content: c.freeIndeks(o.Relation, o.Rolle), Example: true})
		}
	}
}
