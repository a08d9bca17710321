package anvisning

import (
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Named is a rule that needs code. What is said of it stands here once: the
// list of rules shows it, and its deviations carry it.
type Named struct {
	ID      string
	Objekt  oio.ObjektType // "" for both
	Source  string
	Text    string // what it demands, in Danish
	Fix     string // how to mend it, in Danish
	Outcome verdict.Outcome
	// NeedsState: it can only be tried with the index's state, the registers, or
	// the rest of the conversation.
	NeedsState bool
	// NeedsRegisters: it can only be tried with the municipality's registers at hand.
	NeedsRegisters bool
	// MayFollow are the rules that may speak as well when this one is broken:
	// IDs, with a "*" for any beginning or end.
	MayFollow []string
}

// named tries the rules that need code, on one object. What is left to other
// messages to put right is tried when they have had their chance (RuleLeftover,
// by the judge).
func (c *trial) named() {
	c.identity()
	c.history()
	c.removed()
	c.always()
	c.order()
	c.ahead()
	c.actors()
	for _, d := range c.dele {
		if d.Relation {
			c.role(d)
			c.party(d)
			c.indexed(d)
			c.registers(d)
			c.preferred(d)
			c.ended(d)
			c.foreignUnit(d)
			c.caseClass(d)
			c.classOf(d)
			c.authority(d)
			c.itself(d)
		}
	}
	c.exemptions()
	c.whose()
	c.texts()
	c.rings()
	c.clauses()
	c.titles()
	c.kleEnded()
	c.prose()
	c.master()
	c.successor()
	for _, o := range occurrencesOf()[c.objekt.Type] {
		c.occurrence(o)
		c.doubled(o)
	}
}

// fail notes that a named rule is not kept. How much that matters is the
// rule's own; so is the way to mend it, unless fix says it better.
func (c *trial) fail(n Named, el *etree.Element, d oio.Del, message, expected, actual, fix string) {
	if fix == "" {
		fix = n.Fix
	}
	c.deviate(Deviation{Rule: n.ID, Source: n.Source, Outcome: n.Outcome, El: el, Del: d, Message: message, Expected: expected, Actual: actual, Fix: fix})
}

// clash notes that the object does not go with another.
func (c *trial) clash(x Clash, el *etree.Element, d oio.Del) {
	c.fail(x.Rule, el, d, x.Message, x.Expected, x.Actual, "")
}

// repaired gives the last deviation the change that would mend it. One that was not told
// has none.
func (c *trial) repaired(r Repair) {
	if n := len(c.Deviations); n > 0 && c.Deviations[n-1].Repair == nil {
		c.Deviations[n-1].Repair = &r
	}
}

// noticed makes the last deviation something that is merely noticed: here nothing
// demands it.
func (c *trial) noticed() { c.Deviations[len(c.Deviations)-1].Outcome = verdict.Information }

// standing says of the last deviation that it is of what the object has come to by an
// opdater. A sender may end one relation in a message and begin the next in another.
func (c *trial) standing() {
	c.Deviations[len(c.Deviations)-1].Standing = c.objekt.Opdatering && c.State != nil
}

// parts returns the object's parts of a kind and role as the index has them
// after the message (or, for an import or when the state is not known, those of
// the message), and whether the message itself has any.
func (c *trial) parts(kind, role string) (parts []oio.Del, touched bool) {
	if c.State != nil {
		return c.inState().of(kind, role), c.own.has(kind, role)
	}
	own := c.own.of(kind, role)
	return own, len(own) > 0
}

// pick chooses the parts of a kind and, unless it is "", of a role.
func (c *trial) pick(from []oio.Del, kind, role string) []oio.Del {
	var out []oio.Del
	for _, d := range from {
		if d.Kind == kind && (role == "" || c.roleName(d) == role) {
			out = append(out, d)
		}
	}
	return out
}

func (c *trial) roleName(d oio.Del) string {
	k, _ := c.Roles.ByUUID(string(c.objekt.Type), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
	return k.Navn
}

// typeName is the name of the relation's type, "" when it is in no list.
func (c *trial) typeName(d oio.Del) string {
	k, _ := c.Roles.ByUUID(string(c.objekt.Type), d.Kind, municipality.ArtType, d.Type.UUID)
	return k.Navn
}

// known are the parts that the index had when this object's turn came: those
// from before the message, and what the message has said of the object so far.
func (c *trial) known() []oio.Del {
	out := append([]oio.Del(nil), c.Before...)
	for _, o := range c.Peers.before(c.objekt) {
		if o.Type == c.objekt.Type {
			out = append(out, o.Dele()...)
		}
	}
	return out
}

// text is an element's text without the space around it.
func text(el *etree.Element) string { return strings.TrimSpace(oio.Text(el)) }
