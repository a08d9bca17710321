package conformant

// klasse makes a Sagsklasse or Dokumentklasse. A Dokument's has no Facettitel.
func (c *subject) klasse(rolle string, ref Ref, k class, facet string, s span) Part {
	space, part := SI, "Sagsklasse"
	if c.object == Dokument {
		space, part = DI, "Dokumentklasse"
	}
	titles := []*Element{c.optional(space, "Facettitel", func() string { return facet }), c.optional(space, "Klassetitel", func() string { return k.titel })}
	if ref.URN != "" { // OB4: beside a URN both are demanded
		titles = []*Element{prose(space, "Facettitel", facet), prose(space, "Klassetitel", k.titel)}
	}
	if c.object == Dokument {
		titles = titles[1:]
	}
	return c.relation(part, rolle, "Klasse", ref, s, nest(space, part+"LokalUdvidelse", append(titles, code(space, "BrugervendtNoegle", k.noegle))...))
}

// others are classifications outside FK Klassifikation, by the roles of a Sag that
// may have them; the URN of FORM is KOMBIT's example, of Ydelsesklasse its proposal.
var others = []struct {
	rolle, urn, facet string
	class
}{
	{"Opgaveklasse", "urn:oio:form:54.17.20", "FORM - Opgavenøglen", class{noegle: "54.17.20.08", titel: "Byggetilladelse"}},
	{"Kontoklasse", "urn:oio:im:konto:5.25.11.1.004", "IM - kontoplan", class{noegle: "5.25.11.1.004", titel: "Friplads i 30 timers sprogstimuleringstilbud"}},
	{"Sikkerhedsklasse", "urn:oio:leverandoer:sikkerhed:hemmelig", "Sikkerhed - Niveau", class{noegle: "HEMMELIG", titel: "Hemmelig"}},
	{"Følsomhedsklasse", "urn:oio:leverandoer:foelsom:personale", "Følsomhed - Art", class{noegle: "PERS", titel: "Personalefølsom"}},
	{"Indsatsklasse", "urn:oio:leverandoer:indsats:traening", "Indsatser - Omsorg", class{noegle: "TR1", titel: "Genoptræning"}},
	{"Ydelsesklasse", "urn:oio:kontanteydelser:ydelse:brugervendtnoegle:KTH", "Ydelser - Kontante", class{noegle: "KTH", titel: "Kontanthjælp"}},
}

// classified are the classes of a Sag.
func (c *subject) classified() []Part {
	var out []Part
	for _, s := range c.whole() {
		k := pick(c.source, c.emner)
		out = append(out, c.klasse("Primær klasse", Ref{UUID: k.uuid}, k, "KL emneplan", s))
	}
	for _, s := range c.whole() {
		k := pick(c.source, c.handlinger)
		out = append(out, c.klasse("Handlingsklasse", Ref{UUID: k.uuid}, k, "KLE - Handlingsfacet", s))
	}
	for _, o := range others {
		if !c.seldom() {
			continue
		}
		ref := Ref{URN: o.urn}
		if !c.Registered && c.often() { // a UUID of FK Klassifikation is preferred
			ref = Ref{UUID: c.uuid()}
		}
		out = append(out, c.klasse(o.rolle, ref, o.class, o.facet, c.some()))
	}
	out = append(out, c.shown()...)
	if c.Registered { // its registers have no such classes
		return out
	}
	if c.seldom() {
		out = append(out, c.klasse("Kontroltemaklasse", Ref{UUID: c.uuid()}, class{noegle: "ENLIG", titel: "Enligstatus"}, "Kontroltema", c.some()))
	}
	if !c.decided.IsZero() && c.often() {
		out = append(out,
			c.klasse("Afgørelsesklasse", Ref{UUID: c.uuid()}, class{noegle: "1.2", titel: "Fuldt medhold"}, "Indekser/Sagsafgørelse", span{fra: c.decided}))
	}
	return out
}

// shown are the Visningsklasser, each at most once.
func (c *subject) shown() []Part {
	var out []Part
	for _, k := range c.visninger {
		if c.seldom() {
			out = append(out, c.klasse("Visningsklasse", Ref{UUID: k.uuid}, k, "Visningsklasser", c.some()))
		}
	}
	return out
}

// labelled are the classes of a Dokument.
func (c *subject) labelled() []Part {
	var out []Part
	for _, s := range c.whole() {
		k := pick(c.source, c.emner)
		out = append(out, c.klasse("Primær klasse", Ref{UUID: k.uuid}, k, "", s))
	}
	for _, o := range others {
		if c.rarely() {
			out = append(out, c.klasse("Andre klasser", Ref{URN: o.urn}, o.class, "", c.some()))
		}
	}
	return append(out, c.shown()...)
}
