package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/oio"
)

func (c *trial) role(d oio.Del) {
	c.Checks++
	switch {
	case d.Rolle.UUID == "":
		c.fail(RuleRole, d.El, d, d.Kind+" har ingen Rolle: uden den kan ingen se, hvad relationen betyder.", "<Rolle> med UUID på relationens rolle", describe(d.Rolle), "")
	case c.roleOf[d.El] == "":
		c.fail(RuleUnknownRole, oio.Child(d.El, "Rolle"), d, fmt.Sprintf("%s har en ukendt rolle: UUID'en står ikke på listen over relationsklasser.", d.Kind),
			"UUID på en rolle for "+d.Kind, "UUID "+quoted(d.Rolle.UUID), "")
	}
}

// partyURNs are the URNs that a party of each type can have, and fuldtnavn,
// which is everybody's. URNs of no kind at all are the row's business.
var partyURNs = map[string][]string{
	"Person":     {"urn:oio:cpr-nr:", "urn:oio:us:personid:", "urn:oio:udk:borgerid:"},
	"Virksomhed": {"urn:oio:cvr-nr:", "urn:oio:pnr:"},
}

func (c *trial) party(d oio.Del) {
	typ := c.typeName(d)
	if (d.Kind != "Sagspart" && d.Kind != "Dokumentpart") || partyURNs[typ] == nil || d.Reference.URN == "" || c.ending(d) {
		return
	}
	c.Checks++
	other := map[string]string{"Person": "Virksomhed", "Virksomhed": "Person"}[typ]
	for _, prefix := range partyURNs[other] {
		if strings.HasPrefix(strings.ToLower(d.Reference.URN), prefix) {
			c.fail(RuleParty, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Partens URN passer ikke til dens type%s: typen er %s, men URN'en er en %ss.", c.where(d), typ, strings.ToLower(other)),
				fmt.Sprintf("en af: %s eller urn:oio:fuldtnavn:", strings.Join(partyURNs[typ], ", ")), "URN "+quoted(d.Reference.URN), "")
		}
	}
}

// master tries that Master is still the one that the index had.
func (c *trial) master() {
	for _, kind := range []string{"SagsitsystemRelation", "DokumentitsystemRelation"} {
		had, sent := c.pick(c.known(), kind, "Master"), c.pick(c.dele, kind, "Master")
		if len(had) == 0 || had[0].Reference.IsZero() {
			continue
		}
		for _, d := range sent {
			c.Checks++
			if first := had[0].Reference; !d.Reference.IsZero() && d.Reference != first {
				c.fail(RuleMaster, oio.Child(d.El, "ReferenceID"), d, "Objektets Master er skiftet: adgangen til det afgrænses på Master, som derfor ikke kan ændres.",
					describe(first)+", som objektet blev importeret med", describe(d.Reference), "")
				break
			}
		}
	}
}

// successor tries that a case's Primær behandler ends only where another
// begins. The same demand on Ejer, Ansvarlig and Primær klasse is kept by their
// occurrence, which must be one at every instant; here none at all is as good.
func (c *trial) successor() {
	const kind, rolle = "Sagsaktoer", "Primær behandler"
	parts, touched := c.parts(kind, rolle)
	if c.objekt.Type != oio.Sag || !touched || (c.objekt.Opdatering && c.State == nil) {
		return
	}
	c.Checks++
	usable := inOrder(parts)
	for i, d := range usable {
		til := d.Virkning.Til
		if til.Uendelig || (i+1 < len(usable) && !til.Before(usable[i+1].Virkning.Fra)) {
			continue
		}
		c.fail(RuleSuccessor, c.listOf(kind), oio.Del{Kind: kind, Relation: true}, fmt.Sprintf("Sagens primære behandler ophører %s, uden at en ny tager over i samme øjeblik.", til),
			"TilTidspunkt uendelig, eller en ny primær behandler fra "+til.String(), "ingen primær behandler fra "+til.String(), "")
		return
	}
}

// ended tries a relation that an opdater sends with an end (AM-02). It must
// hit one that the index has: same role, index and reference, and the same
// beginning, for else the old one goes on. A new relation may have an end that
// lies ahead; that is not this rule's business.
func (c *trial) ended(d oio.Del) {
	if !c.ending(d) || c.Before == nil || c.Refused || !d.Virkning.Usable() {
		return
	}
	c.Checks++
	hit := false
	for _, old := range c.known() {
		hit = hit || (old.Key() == d.Key() && old.Reference == d.Reference)
	}
	at := oio.Child(d.El, "ReferenceID")
	switch {
	case hit && c.goesOn(d):
		c.fail(RuleEnding, d.Virkning.El, d, fmt.Sprintf("%s er ikke afsluttet: relationen gælder stadig efter %s, fordi FraTidspunkt ikke er det, den blev oprettet med.", c.called(d), d.Virkning.Til),
			"at relationen ikke gælder efter "+d.Virkning.Til.String(), "den gælder stadig", "")
	case !hit && !follows(d, c.dele) && c.overAlready(d):
		c.fail(RuleEnding, at, d, fmt.Sprintf("%s er sendt for at blive afsluttet, men indekset har ingen sådan relation; i stedet er der nu en ny, som er ophørt fra begyndelsen.", c.called(d)),
			"en relation i indekset med samme Rolle, Indeks og ReferenceID", fmt.Sprintf("ingen med Indeks %s og %s", quoted(d.Indeks), describe(d.Reference)), "")
	}
}

// called is what a relation is called in a sentence.
func (c *trial) called(d oio.Del) string {
	if role := c.roleOf[d.El]; role != "" {
		return d.Kind + " »" + role + "«"
	}
	return d.Kind
}

// goesOn reports whether the relation still holds after the end that the
// message gives it, though no one had said so: what the old one had left was
// cut off there, and stays.
func (c *trial) goesOn(d oio.Del) bool {
	return !follows(d, c.dele) && !follows(d, c.Before) && follows(d, c.pick(c.State, d.Kind, ""), d.Reference)
}

// follows reports whether a part of d's key begins where d ends, with one of
// the references if any are given.
func follows(d oio.Del, parts []oio.Del, refs ...oio.Ref) bool {
	for _, p := range parts {
		if p.Key() == d.Key() && p.Virkning.Usable() && p.Virkning.Fra.Equal(d.Virkning.Til) && (len(refs) == 0 || slices.Contains(refs, p.Reference)) {
			return true
		}
	}
	return false
}

// overAlready reports whether the end lies before the registration itself, or
// the same reference is held under another Indeks: signs that something was to
// be ended, and not that something new was to come.
func (c *trial) overAlready(d oio.Del) bool {
	for _, r := range c.objekt.Registreringer {
		if r.Tidspunkt.Ok && !r.Tidspunkt.Before(d.Virkning.Til) {
			return true
		}
	}
	for _, old := range c.known() {
		if old.Kind == d.Kind && old.Rolle == d.Rolle && old.Reference == d.Reference && old.Virkning.Til.Uendelig {
			return true
		}
	}
	return false
}

// doubled notices a reference that has come to hold twice in a role of many
// (AM-04: changed by sending a new relation beside the old one).
func (c *trial) doubled(o Occurrence) {
	parts, touched := c.parts(o.Relation, o.Rolle)
	if o.Max != 0 || !touched || !c.objekt.Opdatering || c.State == nil {
		return
	}
	c.Checks++
	before := twins(c.pick(c.Before, o.Relation, o.Rolle))
	for _, pair := range twins(parts) {
		known := false
		for _, old := range before {
			known = known || (old[0].Reference == pair[0].Reference)
		}
		if known {
			continue
		}
		a, b := pair[0], pair[1]
		c.fail(RuleDoubled, c.listOf(o.Relation), a, fmt.Sprintf("Samme reference gælder to gange i rollen »%s« på %s.", o.Rolle, o.Relation), "hver reference kun én gang på samme tid",
			fmt.Sprintf("%s med både Indeks %s og %s", describe(a.Reference), quoted(a.Indeks), quoted(b.Indeks)), "")
		return
	}
}

// twins are the pairs of relations that hold without end, with one reference
// and an Indeks each. URN:Empty refers to nothing.
func twins(parts []oio.Del) [][2]oio.Del {
	var out [][2]oio.Del
	for i, a := range parts {
		if !a.Virkning.Til.Uendelig || a.Reference.IsZero() || strings.EqualFold(a.Reference.URN, "URN:Empty") {
			continue
		}
		for _, b := range parts[i+1:] {
			if b.Virkning.Til.Uendelig && a.Reference == b.Reference && a.Indeks != b.Indeks {
				out = append(out, [2]oio.Del{a, b})
			}
		}
	}
	return out
}
