package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// RuleUserByURN is of what two rows demand in so many words. That a URN is of a user
// is told by the UUID or the key that it ends in.
var RuleUserByURN = Named{ID: "reference.bruger-skal-have-uuid", Source: "Anvisninger for sags- og dokumentobjektet 1.7, BrugerRef og Virkning/AktoerRef",
	Outcome: verdict.Fail, NeedsState: true, NeedsRegisters: true,
	Text: "En bruger, som systemet har læst i FK Organisation, angives i BrugerRef og AktoerRef med sin UUID, og ikke med en URN.",
	Fix:  "Send brugerens UUID fra FK Organisation. URN'en er til den, der ikke står dér."}

// userURN speaks of a user's URN from a system that has read FK Organisation, where
// the user stands. The rows allow the URN for who does not.
func (c *trial) userURN(a *actor) {
	if !c.OrganisationRead || c.Registers == nil || a.kode != "Bruger" || a.ref.URN == "" {
		return
	}
	c.Checks++
	user, ok := c.byEnd(municipality.Bruger, a.ref.URN)
	if !ok {
		return
	}
	rule, does := RulePreferUUID, "systemet læser FK Organisation"
	if c.Told != nil && c.Told(user.UUID) {
		rule, does = RuleUserByURN, "systemet har læst brugeren i FK Organisation"
	}
	c.fail(rule, a.el, a.del, fmt.Sprintf("%s%s er en URN, selv om %s, hvor »%s« står%s.", a.el.Tag, c.where(a.del), does, user.Latest().Navn, a.places()),
		"UUID på brugeren i FK Organisation", describe(a.ref), fmt.Sprintf("Send brugerens UUID fra FK Organisation, %s.", user.UUID))
}

// preferred does the same for a relation whose row would rather have a UUID.
func (c *trial) preferred(d oio.Del) {
	read, register := c.OrganisationRead, "FK Organisation"
	if strings.HasSuffix(d.Kind, "klasse") {
		read, register = c.KlassifikationRead, "FK Klassifikation"
	}
	if !read || c.Registers == nil || d.Reference.URN == "" || c.ending(d) || !c.prefersUUID(d) {
		return
	}
	c.Checks++
	if o, ok := c.meant(d); ok {
		c.fail(RulePreferUUID, oio.Child(d.El, "ReferenceID"), d,
			fmt.Sprintf("ReferenceID%s er en URN, selv om systemet læser %s, hvor »%s« står.", c.where(d), register, o.Latest().Navn),
			"UUID fra "+register, describe(d.Reference), fmt.Sprintf("Send UUID'en fra %s, %s.", register, o.UUID))
	}
}

// prefersUUID reports whether the relation's row takes the URN that it has, and would
// rather have a UUID.
func (c *trial) prefersUUID(d oio.Del) bool {
	for _, r := range Rows(c.objekt.Type, d.Kind, c.roleOf[d.El]) {
		if r.Path == "ReferenceID" && r.Format.PreferUUID {
			return r.Format.Takes(Value{El: oio.Child(d.El, "ReferenceID"), Del: d, Rule: &r, Roles: c.Roles})
		}
	}
	return false
}

// meant is what a relation by URN refers to in the registers, as far as it can be told:
// by the UUID, the CVR number or the key that the URN ends in, or by the key or the name
// beside it. Classes of other classifications have the numbers of KLE too: of a class
// the number alone tells nothing.
func (c *trial) meant(d oio.Del) (municipality.Objekt, bool) {
	t, ok := c.target(d)
	if !ok {
		return municipality.Objekt{}, false
	}
	for _, kind := range c.wanted(d, t) {
		if kind == municipality.Klasse {
			return c.meantClass(d)
		}
		if o, ok := c.byCVR(kind, d.Reference.URN); ok {
			return o, true
		}
		if o, ok := c.byUUIDAtEnd(kind, d.Reference.URN); ok {
			return o, true
		}
		if c.elsewhere(d) {
			continue // their keys and names are not ours
		}
		if o, ok := c.byEnd(kind, d.Reference.URN); ok {
			return o, true
		}
		for _, name := range []string{d.Local("BrugervendtNoegle"), d.Local("FuldtNavn")} {
			if o, ok := c.Registers.Called(kind, oio.Trim(name)); ok {
				return o, true
			}
		}
	}
	return municipality.Objekt{}, false
}

// elsewhere reports whether a relation says that it is of another municipality.
func (c *trial) elsewhere(d oio.Del) bool {
	for _, name := range []string{"CVR-Nummer", "CVR-Nr"} {
		if cvr := oio.Trim(d.Local(name)); cvr != "" && cvr != c.Registers.CVR() {
			return true
		}
	}
	return false
}

func (c *trial) meantClass(d oio.Del) (municipality.Objekt, bool) {
	if o, ok := c.byUUIDAtEnd(municipality.Klasse, d.Reference.URN); ok {
		return o, true
	}
	o, ok := c.Registers.Called(municipality.Klasse, oio.Trim(d.Local("BrugervendtNoegle")))
	if !ok {
		return o, false
	}
	kle := slices.Contains(strings.Split(strings.ToLower(d.Reference.URN), ":"), "kle")
	return o, kle || oio.Trim(d.Local("Klassetitel")) == o.Latest().Navn
}

var endsInUUID = lazyregexp.New(`(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)

func (c *trial) byUUIDAtEnd(kind municipality.ObjektKind, urn string) (municipality.Objekt, bool) {
	o, ok := c.Registers.Get(endsInUUID.FindString(urn))
	return o, ok && o.Kind == kind
}

// byEnd is what a URN names by the UUID or the key that it ends in.
func (c *trial) byEnd(kind municipality.ObjektKind, urn string) (municipality.Objekt, bool) {
	if o, ok := c.byUUIDAtEnd(kind, urn); ok {
		return o, true
	}
	key := last(strings.ReplaceAll(urn, ":", "/"))
	o, ok := c.Registers.Called(kind, key)
	if !ok || !slices.ContainsFunc(o.Versions, func(v municipality.Version) bool { return strings.EqualFold(v.Noegle, key) }) {
		return municipality.Objekt{}, false
	}
	return o, true
}

// byCVR is the organisation that a URN names by its CVR number.
func (c *trial) byCVR(kind municipality.ObjektKind, urn string) (found municipality.Objekt, ok bool) {
	cvr, is := strings.CutPrefix(strings.ToLower(urn), "urn:oio:cvr-nr:")
	if !is || kind != municipality.Organisation {
		return found, false
	}
	for _, o := range c.Registers.All(municipality.Organisation) {
		if RegisteredCVR(o.UUID, c.Registers) == cvr {
			return o, true
		}
	}
	return found, false
}
