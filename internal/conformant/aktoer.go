package conformant

// aktoer makes a Sagsaktoer or Dokumentaktoer. What the extension must have, may
// have and must not have differs from role to role, and from Sag to Dokument.
func (c *subject) aktoer(rolle string, p party, s span) Part {
	var noegle *Element
	space, part, cvrName := SI, "Sagsaktoer", "CVR-Nummer"
	if c.object == Dokument {
		space, part, cvrName = DI, "Dokumentaktoer", "CVR-Nr"
	}
	if p.ref.URN != "" || c.seldom() { // OB4: demanded beside a URN; nothing forbids it beside a UUID
		noegle = code(space, "BrugervendtNoegle", p.noegle)
	} else if c.seldom() {
		noegle = empty(space, "BrugervendtNoegle")
	}
	var cvr *Element
	if c.hasCVR(rolle, p) {
		cvr = code(space, cvrName, p.cvr)
	}
	ext := nest(space, part+"LokalUdvidelse", noegle, prose(space, "FuldtNavn", p.navn), cvr)
	return c.relation(part, rolle, p.kind, p.ref, s, ext)
}

// withoutCVR are the roles of a Sag whose CVR stands in the ReferenceID alone.
var withoutCVR = map[string]bool{"Bopælskommune": true}

// hasCVR: on a Sag all but the Bopælskommune say under which authority they are, on
// a Dokument the Ejer, and a unit or user that is named by a URN.
func (c *subject) hasCVR(rolle string, p party) bool {
	if c.object == Sag {
		return !withoutCVR[rolle]
	}
	return rolle == "Ejer" || p.ref.URN != "" && p.kind != "Organisation"
}

// owners are the Ejer and the Ansvarlig: the municipality and one of its units, now
// and then given away to the neighbour. It says whether that happened.
func (c *subject) owners() (out []Part, givenAway bool) {
	spans := []span{{fra: c.born}}
	if c.rarely() {
		spans = c.successive(1)
	}
	for i, s := range spans {
		p := c.owner
		if i > 0 {
			p = c.neighbour
		}
		out = append(out, c.aktoer("Ejer", p, s))
	}
	if len(spans) > 1 {
		return append(out, c.aktoer("Ansvarlig", pick(c.source, c.units), spans[0]), c.aktoer("Ansvarlig", c.strange[0], spans[1])), true
	}
	for _, s := range c.whole() {
		out = append(out, c.aktoer("Ansvarlig", c.responsible(), s))
	}
	return out, false
}

// responsible is a unit; of a Dokument it may be an organisation, too, that is no
// authority.
func (c *subject) responsible() party {
	if c.object == Dokument && c.seldom() {
		p := party{kind: "Organisation", ref: Ref{URN: "urn:oio:cvr-nr:00000017"}, navn: "Botilbuddet Solgården", noegle: "inst-17", cvr: "00000017"}
		if !c.Registered && c.Integrated {
			p.ref = Ref{UUID: c.uuid()}
		}
		return p
	}
	return pick(c.source, c.units)
}

// handler is a unit or a user.
func (c *subject) handler() party {
	if c.sometimes() {
		return pick(c.source, c.units)
	}
	return pick(c.source, c.users)
}

// handlers are those who work on it: at most one at a time, or any number with an
// Indeks each.
func (c *subject) handlers(alone, beside []string) []Part {
	var out []Part
	for _, rolle := range alone {
		if !c.often() {
			continue
		}
		if c.often() {
			out = append(out, c.aktoer(rolle, c.handler(), c.some()))
			continue
		}
		for _, s := range c.whole() {
			out = append(out, c.aktoer(rolle, c.handler(), s))
		}
	}
	for _, rolle := range beside {
		for range c.fewest() {
			out = append(out, c.aktoer(rolle, c.handler(), c.some()))
		}
	}
	return out
}

// fewest is how many there are of what may be none.
func (s source) fewest() int {
	if !s.sometimes() {
		return 0
	}
	return 1 + s.under(2)
}

// part makes a Sagspart or Dokumentpart.
func (c *subject) part(rolle string, who citizen, s span) Part {
	space, part := SI, "Sagspart"
	if c.object == Dokument {
		space, part = DI, "Dokumentpart"
	}
	var noegle *Element
	if c.rarely() { // it must not be filled, and is not
		noegle = empty(space, "BrugervendtNoegle")
	}
	return c.relation(part, rolle, who.kind, Ref{URN: who.urn}, s, nest(space, part+"LokalUdvidelse", noegle, prose(space, "FuldtNavn", who.navn)))
}

// citizens draws someone who is no part of the object yet.
func (c *subject) someone() (citizen, bool) {
	for _, who := range c.citizens {
		if c.fresh(who.urn) {
			return who, true
		}
	}
	return citizen{}, false
}

// parts are the parts of a Sag.
func (c *subject) parts(givenAway bool) []Part {
	var out []Part
	if who, ok := c.someone(); ok && !c.seldom() {
		s := span{fra: c.born}
		if c.sometimes() {
			s = c.some()
		}
		out = append(out, c.part("Primær part", who, s))
		if heir, ok := c.someone(); ok && !s.til.IsZero() && c.often() { // another takes over
			out = append(out, c.part("Primær part", heir, span{fra: s.til}))
		}
		if who.kind == "Person" && !givenAway && c.seldom() {
			p := c.neighbour
			out = append(out, c.aktoer("Bopælskommune", p, s))
		}
		if other, ok := c.someone(); ok && c.seldom() {
			out = append(out, c.part("Ydelsesmodtager", other, c.some()))
		}
	}
	for range c.fewest() {
		if who, ok := c.someone(); ok {
			out = append(out, c.part("Sekundær part", who, c.some()))
		}
	}
	return out
}

// system makes the relation to the Master or the Afsender.
func (c *subject) system(rolle string, of class, s span) Part {
	part, space := "SagsitsystemRelation", SI
	if c.object == Dokument {
		part, space = "DokumentitsystemRelation", DI
	}
	p := c.relation(part, rolle, "IT-system", Ref{UUID: of.uuid}, s, nil)
	p.Rest = []*Element{prose(space, "SystemNavn", of.titel)}
	if c.rarely() {
		p.Rest = append(p.Rest, empty(space, "SystemURI"))
	}
	return p
}

// systems are the Master, which stays, and the Afsender, which may be another later.
func (c *subject) systems() []Part {
	out := []Part{c.system("Master", c.master, span{fra: c.born})}
	spans := []span{{fra: c.born}}
	if c.rarely() {
		spans = c.successive(1)
	}
	for i, s := range spans {
		of := c.afsender
		if i == 0 && len(spans) > 1 {
			of = c.master
		}
		out = append(out, c.system("Afsender", of, s))
	}
	return out
}

// profile is who may see it; only FK Organisation's UUIDs can say that.
func (c *subject) profile() []Part {
	if !c.Integrated || !c.seldom() {
		return nil
	}
	name := "Sikkerhedsprofil"
	if c.object == Dokument {
		name = dokProfil
	}
	var out []Part
	for range 1 + c.under(2) {
		if p := c.handler(); p.ref.UUID != "" {
			out = append(out, c.relation(name, "Adgang", p.kind, p.ref, c.some(), nil))
		}
	}
	if !c.Registered && c.often() {
		out = append(out, c.relation(name, "Adgang", "Organisation", Ref{UUID: c.uuid()}, c.some(), nil)) // a school
	}
	return out
}
