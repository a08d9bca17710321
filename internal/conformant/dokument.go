package conformant

var (
	dokumentTypes  = []string{"Brev, indgaaende", "Brev, udgaaende", "Dagsorden", "Eksternt Notat", "Faktura", "Internt Notat", "Rapport", "Plan", "Andet"}
	dokumentStates = []string{"Modtaget", "Fordelt", "Underudarbejdelse", "Underreview", "Publiceret", "Endeligt", "Afleveret"}
)

// A letter that has come says when it was sent; one that goes may not know it yet.
var (
	dated   = map[string]bool{"Brev, indgaaende": true}
	letters = map[string]bool{"Brev, udgaaende": true}
)

// dokEgenskaber is one whole set of a Dokument's properties. niveau may be "" in an
// opdater: the row of Foelsomhed does not ask for it again.
func (c *subject) dokEgenskaber(noegle, titel, niveau, typ string, s span) Part {
	var sent, exempt, major, minor, sensitive *Element
	if dated[typ] || letters[typ] && c.often() || c.rarely() { // its row forbids it of no type
		sent = leaf(DI, "BrevDato", Date, c.born.Format("2006-01-02"))
	}
	if c.exempted {
		exempt = c.exempt(DI)
	}
	if c.sometimes() {
		major, minor = leaf(DI, "VersionIdentifikator", Integer, itoa(c.under(12))), leaf(DI, "UnderversionIdentifikator", Integer, itoa(c.under(12)))
	}
	if niveau != "" {
		sensitive = code(DI, "Foelsomhed", niveau)
	}
	nummer := noegle
	if c.often() { // they may be the same
		nummer = "D" + c.series + itoa(c.number())
	}
	kids := nest(DI, "",
		prose(DI, "BrugervendtNoegle", noegle), prose(DI, "Titel", titel), c.optional(DI, "Beskrivelse", func() string { return c.lines(4096) }),
		sent, exempt, major, minor, c.optional(DI, "Kassationskode", c.disposal), prose(DI, "Dokumentnummer", nummer), sensitive, code(DI, "Type", typ)).Kids
	return Part{Name: dokEgenskaber, Virkning: c.virkning(s.fra, s.til), Rest: kids}
}

// sensitivity is the Foelsomhed of an update; "": it does not say it again.
func (s source) sensitivity() string {
	if s.seldom() {
		return ""
	}
	return pick(s, foelsomhed)
}

// dokument makes a Dokument. earlier are the objects that it may refer to.
func (w *World) dokument(earlier *known) Object {
	c := w.subject(Dokument)
	c.exempted = c.seldom()
	noegle := c.numbered()
	var parts []Part
	for _, s := range c.whole() {
		parts = append(parts, c.dokEgenskaber(noegle, c.line(255), pick(c.source, foelsomhed), pick(c.source, dokumentTypes), s))
	}
	first := c.under(len(dokumentStates)) // nothing says in which order they come
	for i, s := range c.whole() {
		parts = append(parts, c.fremdrift(dokumentStates[(first+i*(1+c.under(3)))%len(dokumentStates)], s))
	}
	owners, givenAway := c.owners()
	parts = append(parts, owners...)
	if !givenAway {
		parts = append(parts, c.handlers([]string{"Primær behandler", "Fordelt til"}, []string{"Andre behandlere"})...)
	}
	for _, rolle := range []string{"Parter", "Kopiparter"} {
		for range c.fewest() {
			if who, ok := c.someone(); ok {
				parts = append(parts, c.part(rolle, who, c.some()))
			}
		}
	}
	parts = append(parts, c.labelled()...)
	parts = append(parts, c.answers(earlier)...)
	parts = append(parts, c.profile()...)
	parts = append(parts, c.systems()...)
	if c.exempted {
		earlier.exempt[c.id] = true
	}
	return c.done(parts)
}

// answers are the relations to other documents.
func (c *subject) answers(to *known) []Part {
	var out []Part
	for _, rolle := range []string{"Besvarelser", "Udgangspunkter", "NyRevision", "Kommentarer", "Bilag", "Andre dokumenter"} {
		if !c.seldom() || len(to.dokumenter) == 0 {
			continue
		}
		if id := pick(c.source, to.dokumenter); c.fresh(id) {
			out = append(out, c.relation("Dokumentrelation", rolle, "Dokument", Ref{UUID: id}, c.some(), nil))
		}
	}
	return out
}
