package conformant

import "time"

// Foelsomhed is the scale of four of both kinds of object.
var foelsomhed = []string{"IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER"}

// numbered is a key that no other object of the kind has in the municipality.
func (c *subject) numbered() string {
	n := c.number()
	return pick(c.source, []string{"2020-", "Sag ", "ÆØÅ/", "00"}) + c.series + "-" + string(rune('A'+n%26)) + c.digits(2) + "." +
		pick(c.source, []string{"1", "b", "æ"}) + itoa(n)
}

func itoa(n int) string {
	if n < 10 {
		return string(rune('0' + n))
	}
	return itoa(n/10) + string(rune('0'+n%10))
}

// disposal is a Kassationskode: the rows name two letters, and show a UUID.
func (c *subject) disposal() string { return pick(c.source, []string{"B", "K", "B", "K", c.uuid()}) }

func (c *subject) indicator(name string) *Element {
	if !c.sometimes() {
		return nil
	}
	return flag(SAG, name, c.often())
}

// sagEgenskaber is one whole set of a Sag's properties.
func (c *subject) sagEgenskaber(noegle, titel string, s span) Part {
	var exempt *Element
	switch {
	case c.seldom():
		exempt = c.exempt(SAG)
	case c.rarely(): // there, and not filled
		exempt = nest(SAG, "OffentlighedUndtaget", empty(SD, "TitelAlternativTekst"), empty(SD, "OffentlighedUndtagetHjemmelTekst"))
	}
	kids := nest(SAG, "",
		prose(SAG, "BrugervendtNoegle", noegle), c.indicator("AfleveretIndikator"),
		c.optional(SAG, "Beskrivelse", func() string { return c.lines(4096) }),
		c.optional(SAG, "HjemmelSpecifikation", c.hjemmel),
		c.optional(SAG, "Kassationskode", c.disposal), exempt, c.indicator("PrincipielIndikator"),
		prose(SAG, "Sagsnummer", noegle), prose(SAG, "Titel", titel)).Kids
	return Part{Name: sagEgenskaber, Virkning: c.virkning(s.fra, s.til), Rest: kids}
}

func (c *subject) sagIndeks(niveau string, s span) Part {
	var made *Element
	if c.seldom() {
		made = stamp(SI, "OprettetTidspunkt", c.born)
	}
	one := func(name string) *Element { return c.optional(SI, name, func() string { return c.line(255) }) }
	kids := nest(SI, "", one("Sagsstatus"), one("Sagskategori"), code(SI, "Foelsomhed", niveau), one("Lokation"), made).Kids
	return Part{Name: sagIndeks, Virkning: c.virkning(s.fra, s.til), Rest: kids}
}

func (c *subject) fremdrift(kode string, s span) Part {
	name, space := sagFremdrift, SAG
	if c.object == Dokument {
		name, space = dokFremdrift, DI
	}
	return Part{Name: name, Virkning: c.virkning(s.fra, s.til), Rest: []*Element{code(space, "FremdriftStatusKode", kode)}}
}

// states are the whole history of a Sag: it begins with Opstaaet, and goes on.
func (c *subject) states() []Part {
	codes := []string{"Opstaaet"}
	for _, next := range []string{"Oplyst", "Afgjort", "Afsluttet"} {
		if c.often() {
			codes = append(codes, next)
		}
	}
	if c.rarely() {
		codes = append(codes, "Oplyst") // it was taken up again
	}
	spans := c.successive(len(codes) - 1)
	var out []Part
	for i, s := range spans {
		if codes[i] == "Afgjort" || codes[i] == "Afsluttet" {
			if c.decided.IsZero() {
				c.decided = s.fra
			}
		} else {
			c.decided = time.Time{}
		}
		out = append(out, c.fremdrift(codes[i], s))
	}
	return out
}

// sag makes a Sag. earlier are the objects that it may refer to.
func (w *World) sag(earlier *known) Object {
	c := w.subject(Sag)
	noegle := c.numbered()
	var parts []Part
	for _, s := range c.whole() {
		if c.rarely() {
			noegle = c.numbered()
		}
		parts = append(parts, c.sagEgenskaber(noegle, c.line(255), s))
	}
	for _, s := range c.whole() {
		parts = append(parts, c.sagIndeks(pick(c.source, foelsomhed), s))
	}
	parts = append(parts, c.states()...)
	owners, givenAway := c.owners()
	parts = append(parts, owners...)
	if !givenAway {
		parts = append(parts, c.handlers([]string{"Primær behandler", "Udlånt til"}, []string{"Andre behandlere"})...)
	}
	parts = append(parts, c.classified()...)
	parts = append(parts, c.parts(givenAway)...)
	parts = append(parts, c.things()...)
	parts = append(parts, c.related(earlier)...)
	parts = append(parts, c.journal(earlier)...)
	parts = append(parts, c.profile()...)
	parts = append(parts, c.systems()...)
	return c.done(parts)
}

// done is the object, in one registration or in several, each of which has all of it.
func (c *subject) done(parts []Part) Object {
	o := Object{Type: c.object, UUID: c.id, Registrations: []Registration{{At: c.now, Af: c.registrar, Note: c.note(), Parts: parts}}}
	if c.rarely() {
		first := o.Registrations[0]
		first.At = first.At.Add(-c.grain)
		first.Parts = nil
		for _, p := range parts {
			first.Parts = append(first.Parts, p.clone())
		}
		o.Registrations = []Registration{first, o.Registrations[0]}
	}
	if c.object == Sag && c.seldom() {
		silent := c.often()
		o.Silent = &silent
	}
	return o
}

// genstande are the roles of a Sag's things, and URNs for them. A property may go by
// its number in ESR or as a BFE.
var genstande = []struct {
	rolle string
	urns  map[string][]string // by type; "" for all others
}{
	{"Afgiftsobjekt", map[string][]string{"": {"urn:oio:dmr:koeretoej:AR23234"}}},
	{"Ejendomsskat", map[string][]string{"": {"urn:oio:esr:ejendom:123-123456", "urn:oio:esr:ejendom:999-12345"}}},
	{"Byggeri", map[string][]string{"Ejendom": {"urn:oio:esr:ejendom:123-123456", "urn:oio:ejendom:bfe-nr:1234567890"},
		"": {"urn:oio:bbr:bygning:0a3f5", "urn:oio:leverandoer:anlaeg:17"}}},
	{"Fredning", map[string][]string{"": {"urn:oio:dar:adresse:0a3f5", "urn:oio:leverandoer:sted:Ravnsø"}}},
}

// things are the Sagsgenstande.
func (c *subject) things() []Part {
	var out []Part
	for _, g := range genstande {
		r := roleOf(Sag, "Sagsgenstande", g.rolle)
		n := c.fewest()
		if !r.many {
			n = min(n, 1)
		}
		for range n {
			typ := pick(c.source, r.types)
			urns := g.urns[typ]
			if urns == nil {
				urns = g.urns[""]
			}
			var ext *Element
			if c.often() {
				ext = nest(SI, "SagsgenstandeLokalUdvidelse", c.optional(SI, "Tekstfelt", func() string { return c.line(1024) }))
			}
			out = append(out, c.relation("Sagsgenstande", g.rolle, typ, Ref{URN: pick(c.source, urns)}, c.some(), ext))
		}
	}
	return out
}
