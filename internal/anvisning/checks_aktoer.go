package anvisning

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// actor is a reference to who made a registration or set a virkning, at the
// first place where it stands.
type actor struct {
	el    *etree.Element
	del   oio.Del
	ref   oio.Ref
	kode  string // AktoerTypeKode
	times int    // in how many places it stands
}

// actors tries each reference to an actor once: a sender that errs in one
// virkning errs in all, and one finding says it.
func (c *trial) actors() {
	for _, a := range c.allActors() {
		if !c.actorType(a) {
			continue
		}
		c.user(a)
		c.userURN(a)
	}
}

func (c *trial) allActors() []*actor {
	var out []*actor
	seen := map[[2]string]*actor{}
	add := func(el *etree.Element, d *oio.Del, kode string) {
		if kode == "" {
			return
		}
		ref := oio.ReadRef(el)
		key := [2]string{kode, ref.String()}
		if first, ok := seen[key]; ok {
			first.times++
		} else if !ref.IsZero() {
			a := &actor{el: el, del: *d, ref: ref, kode: kode, times: 1}
			seen[key], out = a, append(out, a)
		}
	}
	for _, r := range c.objekt.Registreringer {
		// A BrugerRef has no type beside it: it is a user, or the system's URN.
		kode := "Bruger"
		if isItSystem(r.BrugerRef) {
			kode = "ItSystem"
		}
		add(oio.Child(r.El, "BrugerRef"), &oio.Del{}, kode)
	}
	for i := range c.dele {
		d := &c.dele[i]
		add(oio.Child(d.Virkning.El, "AktoerRef"), d, d.Virkning.AktoerTypeKode)
	}
	return out
}

func isItSystem(r oio.Ref) bool {
	return strings.HasPrefix(strings.ToLower(r.URN), "urn:oio:it-system-uuid:")
}

// actorType reports whether the reference is of the type that it is said to be.
func (c *trial) actorType(a *actor) bool {
	if a.kode != "Bruger" && a.kode != "ItSystem" {
		return false // its row says so, or it is from before 2020
	}
	c.Checks++
	if isItSystem(a.ref) == (a.kode == "ItSystem") {
		return true
	}
	expected, is := "en reference til en bruger", "et IT-system"
	if a.kode == "ItSystem" {
		expected, is = "urn:oio:it-system-uuid:<uuid>", "ikke urn:oio:it-system-uuid"
	}
	c.fail(RuleActorType, a.el, a.del, fmt.Sprintf("AktoerRef og AktoerTypeKode%s passer ikke sammen: typen er %s, men referencen er %s%s.", c.where(a.del),
		a.kode, is, a.places()), expected, describe(a.ref), "")
	if code, sure := c.actorCode(a.ref, a.kode); a.times == 1 && code != a.kode && a.del.El != nil {
		c.repaired(Repair{At: a.del.El, Path: "Virkning/AktoerTypeKode", Content: code, Example: !sure})
	}
	return false
}

// user looks a user up in FK Organisation.
func (c *trial) user(a *actor) {
	if c.Registers == nil || !oio.IsUUID(a.ref.UUID) {
		return
	}
	c.Checks++
	o, ok := c.Registers.Get(a.ref.UUID)
	switch {
	case !ok:
		c.fail(RuleReference, a.el, a.del, fmt.Sprintf("%s%s peger ikke på en Bruger i FK Organisation%s.", a.el.Tag, c.where(a.del), a.places()),
			"UUID på en Bruger i FK Organisation", "UUID "+quoted(a.ref.UUID)+", som ikke findes",
			"Læs brugerens UUID i FK Organisation, og send den; er brugeren ikke dér, så send en URN.")
	case o.Kind != municipality.Bruger:
		c.fail(RuleReferenceType, a.el, a.del,
			fmt.Sprintf("%s%s skal være en Bruger, men UUID'en er %s »%s«%s.", a.el.Tag, c.where(a.del), o.Kind, o.Latest().Navn, a.places()),
			"UUID på en Bruger i FK Organisation", fmt.Sprintf("UUID på %s »%s«", o.Kind, o.Latest().Navn), "Send UUID'en på den bruger, der foretog ændringen.")
	}
}

// places says that the reference stands elsewhere too.
func (a *actor) places() string {
	if a.times == 1 {
		return ""
	}
	return fmt.Sprintf(" (%d steder i objektet, her det første)", a.times)
}
