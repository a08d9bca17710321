package anvisning

import (
	"fmt"
	"slices"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// Namesake is another object that has a BrugervendtNoegle, and when.
type Namesake struct {
	UUID     string
	Virkning oio.Virkning
}

// identity tries what the object calls itself.
func (c *trial) identity() {
	c.oneObject()
	c.physical()
	for _, d := range c.dele {
		if d.Kind == oio.DelEgenskaber {
			c.sameNumber(d)
			c.ownKey(d)
		}
	}
}

// sameNumber holds for cases only: a document's number may be its key, and
// need not.
func (c *trial) sameNumber(d oio.Del) {
	key, number := oio.Child(d.El, "BrugervendtNoegle"), oio.Child(d.El, "Sagsnummer")
	if c.objekt.Type != oio.Sag || key == nil || number == nil || c.told[number] {
		return
	}
	c.Checks++
	a, b := oio.Trim(oio.Text(key)), oio.Trim(oio.Text(number))
	form := Key(50)
	whole := form.Takes(Value{El: key}) && form.Takes(Value{El: number})
	if !whole && near(form, key) == near(form, number) && near(form, key) != "" {
		return // the one is the other, not written in its form: its row says so
	}
	if a != b {
		c.fail(RuleSameNumber, number, d, "BrugervendtNoegle og Sagsnummer er ikke ens.", "samme værdi i begge",
			fmt.Sprintf("BrugervendtNoegle %s, Sagsnummer %s", quoted(a), quoted(b)), "")
		if whole { // which of the two is right only the sender knows
			c.repaired(Repair{At: d.El, Path: "BrugervendtNoegle", Content: b, Example: true})
		}
	}
}

// oneObject tries that the UUID is no other object's. Whether two objects of a
// type are different is told by their keys; sent again as it was, an object is
// only refused.
func (c *trial) oneObject() {
	id := c.objekt.UUID
	if !oio.IsUUID(id) {
		return
	}
	c.Checks++
	for _, o := range c.Peers.before(c.objekt) {
		if o.Type != c.objekt.Type {
			c.twice(o.Type, "tidligere i samme meddelelse")
			return
		}
		if a, b := keyOf(o), keyOf(c.objekt); !o.Opdatering && !c.objekt.Opdatering && a != b {
			c.twice(o.Type, fmt.Sprintf("tidligere i samme meddelelse, med nøglen %s i stedet for %s", quoted(a), quoted(b)))
			return
		}
	}
	if c.Held == nil {
		return
	}
	if t := c.Held(id); t != "" && t != c.objekt.Type {
		c.twice(t, inIndex)
	}
}

func (c *trial) twice(t oio.ObjektType, where string) {
	c.clash(usedUUID(c.objekt.UUID, t, where), c.objekt.El, oio.Del{})
}

// keyOf is the first BrugervendtNoegle that the object brings.
func keyOf(o oio.Objekt) string {
	for _, d := range o.Dele() {
		if k := oio.Child(d.El, "BrugervendtNoegle"); d.Kind == oio.DelEgenskaber && k != nil {
			return text(k)
		}
	}
	return ""
}

// ownKey tries a key that the object did not have before: whoever takes a
// key that is taken answers for it, not the one who had it.
func (c *trial) ownKey(d oio.Del) {
	el := oio.Child(d.El, "BrugervendtNoegle")
	key, dele := text(el), c.State
	if c.State == nil {
		dele = c.dele
	}
	kommune := MunicipalityOf(c.objekt.Type, dele, c.Roles, c.Registers)
	if c.Namesakes == nil || key == "" || kommune == "" {
		return
	}
	for _, old := range c.known() {
		if old.Kind == oio.DelEgenskaber && text(oio.Child(old.El, "BrugervendtNoegle")) == key {
			return
		}
	}
	c.Checks++
	for _, other := range c.Namesakes(c.objekt.Type, kommune, key) {
		if other.UUID == c.objekt.UUID || c.comesLater(other.UUID) || !other.Virkning.Overlaps(d.Virkning) {
			continue
		}
		c.clash(TakenKey(c.objekt.Type, other.UUID, key), el, d)
		return
	}
	c.reused(d, kommune, key)
}

// comesLater reports whether the message first brings the object after this
// one: then the other is the one that takes the key.
func (c *trial) comesLater(uuid string) bool {
	all, places := c.Peers.of(uuid)
	if len(all) == 0 || places[0] <= c.Peers.placeOf(c.objekt) {
		return false
	}
	return slices.ContainsFunc(all, func(o oio.Objekt) bool { return !o.Opdatering })
}

// MunicipalityOf tells in which municipality an object's key must be unique: the CVR
// number of its last Ejer, or failing that the UUID. "" when it cannot be told.
func MunicipalityOf(t oio.ObjektType, dele []oio.Del, roles *municipality.Relationsklasser, registers *municipality.Register) string {
	var owner oio.Del
	for _, d := range dele {
		k, ok := roles.ByUUID(string(t), d.Kind, municipality.ArtRolle, d.Rolle.UUID)
		if ok && k.Navn == "Ejer" && (owner.El == nil || owner.Virkning.Fra.Before(d.Virkning.Fra)) {
			owner = d
		}
	}
	if owner.El == nil {
		return ""
	}
	return municipalityOf(owner, registers)
}

// RegisteredCVR is the CVR number of an organisation in FK Organisation; "" when it has
// none there.
func RegisteredCVR(uuid string, registers *municipality.Register) string {
	if registers == nil {
		return ""
	}
	return registers.OrganisationCVR(uuid)
}

// physical finds an object that is said to be gone instead of being removed.
func (c *trial) physical() {
	for _, r := range c.objekt.Registreringer {
		if r.LivscyklusKode == "" {
			continue
		}
		c.Checks++
		if r.LivscyklusKode == "Slettet" || r.LivscyklusKode == "Passiveret" {
			c.fail(RulePhysical, oio.Child(r.El, "LivscyklusKode"), oio.Del{},
				fmt.Sprintf("Objektet sendes som %s: indekset fjerner det ikke af den grund, og borgeren kan stadig se det.", r.LivscyklusKode),
				"et kald af fjern", "LivscyklusKode "+quoted(r.LivscyklusKode), "")
		}
	}
}
