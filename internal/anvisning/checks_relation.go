package anvisning

import (
	"fmt"
	"strings"

	"klarmeld/internal/oio"
)

func (c *trial) role(d oio.Del) {
	c.Checks++
	switch {
	case d.Rolle.URN != "":
		c.fail(RuleRole, oio.Child(d.El, "Rolle"), d,
			d.Kind+" har en Rolle, der er en URN: en rolle nævnes ved sin UUID, og uden den kan ingen se, hvad relationen betyder.",
			"<Rolle> med UUID på relationens rolle", describe(d.Rolle), "Send rollens UUID fra FK Klassifikation i stedet for URN'en.")
	case d.Rolle.UUID == "":
		c.deviate(Deviation{Rule: RuleRole.ID, Source: RuleRole.Source, Outcome: RuleRole.Outcome, El: d.El, Del: d,
			Message:  d.Kind + " har ingen Rolle: uden den kan ingen se, hvad relationen betyder.",
			Expected: "<Rolle> med UUID på relationens rolle", Actual: describe(d.Rolle), Fix: RuleRole.Fix, Field: oio.Child(d.El, "Rolle") == nil})
	case c.roleOf[d.El] == "":
		c.otherRole(d)
	}
}

// partyURNs are the URNs that a party of each type can have, and fuldtnavn,
// which is everybody's. URNs of no kind at all are the row's business.
var partyURNs = map[string][]string{
	"Person":     {"urn:oio:cpr-nr:", "urn:oio:us:personid:", "urn:oio:udk:borgerid:"},
	"Virksomhed": {"urn:oio:cvr-nr:", "urn:oio:pnr:"},
}

func (c *trial) party(d oio.Del) {
	if d.Kind != "Sagspart" && d.Kind != "Dokumentpart" || d.Reference.URN == "" || c.ending(d) {
		return
	}
	typ := c.typeName(d)
	if partyURNs[typ] == nil {
		return
	}
	c.Checks++
	other := map[string]string{"Person": "Virksomhed", "Virksomhed": "Person"}[typ]
	for _, prefix := range partyURNs[other] {
		if strings.HasPrefix(strings.ToLower(d.Reference.URN), prefix) {
			c.fail(RuleParty, oio.Child(d.El, "ReferenceID"), d,
				fmt.Sprintf("Partens URN passer ikke til dens type%s: typen er %s, men URN'en er en %ss.", c.where(d), typ, strings.ToLower(other)),
				fmt.Sprintf("en af: %s eller urn:oio:fuldtnavn:", strings.Join(partyURNs[typ], ", ")), "URN "+quoted(d.Reference.URN), "")
		}
	}
}

// master tries that Master is still the one that the index had.
func (c *trial) master() {
	for _, kind := range []string{"SagsitsystemRelation", "DokumentitsystemRelation"} {
		had, sent := c.pick(c.known(), kind, "Master"), c.own.of(kind, "Master")
		if len(had) == 0 || had[0].Reference.IsZero() {
			continue
		}
		for _, d := range sent {
			c.Checks++
			if first := had[0].Reference; !d.Reference.IsZero() && d.Reference != first {
				c.clash(ChangedMaster(first, d.Reference), oio.Child(d.El, "ReferenceID"), d)
				break
			}
		}
	}
}

// successor notices that a case's Primær behandler ends where no other begins. Its
// row allows that (0..1), and so it is no fault, though nobody sees who has the case
// then. The demand on Ejer, Ansvarlig and Primær klasse is kept by their
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
		c.fail(RuleSuccessor, c.listOf(kind), oio.Del{Kind: kind, Relation: true},
			fmt.Sprintf("Sagens primære behandler ophører %s, uden at en ny tager over i samme øjeblik.", til),
			"en ny primær behandler fra "+til.String()+", hvis sagen har fået en", "ingen primær behandler fra "+til.String(), "")
		c.standing()
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
	past := c.pastOf()
	hit := past.named[naming{d.Key(), d.Reference}]
	at := oio.Child(d.El, "ReferenceID")
	switch {
	case hit && c.goesOn(d):
		c.fail(RuleEnding, d.Virkning.El, d,
			fmt.Sprintf("%s er ikke afsluttet: relationen gælder stadig efter %s, fordi FraTidspunkt ikke er det, den blev oprettet med.", c.called(d), d.Virkning.Til),
			"at relationen ikke gælder efter "+d.Virkning.Til.String(), "den gælder stadig", "")
	case !hit && !past.sent.follow(d) && c.overAlready(d):
		c.fail(RuleEnding, at, d, fmt.Sprintf("%s er sendt for at blive afsluttet, men indekset har ingen sådan relation; "+
			"i stedet er der nu en ny, som er ophørt fra begyndelsen.", c.called(d)),
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
	p := c.pastOf()
	return !p.sent.follow(d) && !p.before.follow(d) && p.state[startAt(d.Key(), d.Virkning.Til)][d.Reference]
}

// naming is what a relation is told by.
type naming struct {
	key string
	ref oio.Ref
}

// past is what relations that end are held against, looked up and not looked
// through: an update may end as many as there are.
type past struct {
	named               map[naming]bool // what the index had when the object's turn came
	open                map[naming]bool // those of them that have no end, by kind and role
	sent, before, state starts
}

// starts are parts by their key and when they begin, and their references.
type starts map[string]map[oio.Ref]bool

func startAt(key string, at oio.Tidspunkt) string {
	if at.Uendelig {
		return key // nothing begins there
	}
	return fmt.Sprintf("%s|%d.%d", key, at.Time.Unix(), at.Time.Nanosecond())
}

func startsOf(parts []oio.Del) starts {
	out := starts{}
	for _, p := range parts {
		if p.Virkning.Usable() {
			at := startAt(p.Key(), p.Virkning.Fra)
			if out[at] == nil {
				out[at] = map[oio.Ref]bool{}
			}
			out[at][p.Reference] = true
		}
	}
	return out
}

// follow reports whether a part of d's key begins where d ends.
func (b starts) follow(d oio.Del) bool { return len(b[startAt(d.Key(), d.Virkning.Til)]) > 0 }

func (c *trial) pastOf() *past {
	if c.past == nil {
		c.past = &past{named: map[naming]bool{}, open: map[naming]bool{}, sent: startsOf(c.dele), before: startsOf(c.Before), state: startsOf(c.State)}
		for _, old := range c.known() {
			c.past.named[naming{old.Key(), old.Reference}] = true
			if old.Virkning.Til.Uendelig {
				c.past.open[naming{old.Kind + "|" + old.Rolle.String(), old.Reference}] = true
			}
		}
	}
	return c.past
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
	return c.pastOf().open[naming{d.Kind + "|" + d.Rolle.String(), d.Reference}]
}

// doubled notices a reference that has come to hold twice in a role of many
// (AM-04: changed by sending a new relation beside the old one).
func (c *trial) doubled(o Occurrence) {
	if o.Max != 0 || !c.objekt.Opdatering || c.State == nil {
		return
	}
	parts, touched := c.parts(o.Relation, o.Rolle)
	if !touched {
		return
	}
	c.Checks++
	before := map[oio.Ref]bool{}
	for _, old := range twins(c.pick(c.Before, o.Relation, o.Rolle)) {
		before[old[0].Reference] = true
	}
	for _, pair := range twins(parts) {
		if before[pair[0].Reference] {
			continue
		}
		a, b := pair[0], pair[1]
		c.fail(RuleDoubled, c.listOf(o.Relation), a, fmt.Sprintf("Samme reference gælder to gange i rollen »%s« på %s.", o.Rolle, o.Relation),
			"hver reference kun én gang på samme tid",
			fmt.Sprintf("%s med både Indeks %s og %s", describe(a.Reference), quoted(a.Indeks), quoted(b.Indeks)), "")
		return
	}
}

// twins are pairs of relations that hold without end, with one reference and an
// Indeks each: each relation with the next one that it makes a pair with.
// URN:Empty refers to nothing.
func twins(parts []oio.Del) [][2]oio.Del {
	latest := map[oio.Ref]int{} // of a reference: the next part that has it
	other := map[int]int{}      // of a part: the next one of its reference with another Indeks
	for i := len(parts) - 1; i >= 0; i-- {
		a := parts[i]
		if !a.Virkning.Til.Uendelig || a.Reference.IsZero() || strings.EqualFold(a.Reference.URN, "URN:Empty") {
			continue
		}
		next, ok := latest[a.Reference]
		if ok && parts[next].Indeks == a.Indeks {
			next, ok = other[next]
		}
		if ok {
			other[i] = next
		}
		latest[a.Reference] = i
	}
	var out [][2]oio.Del
	for i := range parts {
		if next, ok := other[i]; ok {
			out = append(out, [2]oio.Del{parts[i], parts[next]})
		}
	}
	return out
}
