package anvisning

import (
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/municipality"
	"klarmeld/internal/notat"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
)

// gathered is what several checks ask for and one look finds; nil until asked for.
type gathered struct {
	refers  map[string]map[string]bool // relation/role → what its relations refer to
	numbers map[string]bool            // of the classes that the case points at
	partAt  map[*etree.Element]oio.Del // the part that an element is
	hides   *bool                      // no citizen is shown the object
	// Of what look has gone through, in the object's order: the texts that have lines, the
	// references to statutes, and the values with a sign of mark-up.
	plainTexts, statutes, maybeMarked []*etree.Element
}

// clauses tries what the rows say in passing, on one object.
func (c *trial) clauses() {
	c.letters()
	c.systems()
	c.markup()
	c.lent()
	for _, d := range c.dele {
		c.openTitle(d)
		c.chapter(d)
		switch d.Kind {
		case oio.DelIndeksEgenskaber:
			c.plainStatus(d)
			c.classCategory(d)
		case "Journalpost":
			c.sameTitle(d)
			c.noteFormat(d)
		case "Sagsklasse", "Dokumentklasse":
			c.classTold(d)
		case "Sikkerhedsprofil":
			c.authorityAccess(d)
		case "Dokumentaktoer":
			c.unitURN(d)
		}
	}
}

// same reports whether two texts say the same to who reads them.
func same(a, b string) bool {
	plain := func(s string) string { return strings.ToLower(strings.Join(strings.Fields(oio.Composed(s)), " ")) }
	return plain(a) != "" && plain(a) == plain(b)
}

// openTitle: the title that everybody may see tells nothing of what is closed. Ten
// digits may be another number, and a title may be harmless to begin with: it is
// noticed, and no more.
func (c *trial) openTitle(d oio.Del) {
	in, tag := d.El, "Titel"
	switch d.Kind {
	case oio.DelEgenskaber:
	case "Journalpost":
		in, tag = oio.Child(d.El, "JournalpostEgenskaber"), "Dokumenttitel"
	default:
		return
	}
	exempt := oio.Child(in, "OffentlighedUndtaget")
	open := oio.Child(in, tag)
	if exempt == nil || open == nil || oio.Trim(oio.Text(firstIn(exempt))) == "" {
		return
	}
	c.Checks++
	title := text(open)
	switch {
	case same(title, text(oio.Child(exempt, "TitelAlternativTekst"))):
		c.fail(RuleOpenTitle, open, d, tag+" er den samme som den lukkede titel, TitelAlternativTekst.", "en titel, som offentligheden må se", quoted(title), "")
	case privacy.Mask(title) != title && !c.toldOfCPR(open, d):
		c.fail(RuleOpenTitle, open, d, tag+" har noget, der ligner et CPR-nummer, og er den titel, som offentligheden må se.",
			"en titel uden CPR-nummer", quoted(title), "")
	}
}

// toldOfCPR reports whether the rules of titles tell of the number in a title.
func (c *trial) toldOfCPR(open *etree.Element, d oio.Del) bool {
	_, shown := c.shownTitle(d)
	_, _, found := cprLike(text(open))
	return shown && found
}

// unitURN holds the URN of a document's Ansvarlig against its type: a unit's CVR number
// is its municipality's, which tells no unit.
func (c *trial) unitURN(d oio.Del) {
	if c.roleOf[d.El] != "Ansvarlig" || d.Reference.URN == "" {
		return
	}
	typ := c.typeName(d)
	if typ != "Organisation" && typ != "OrgEnhed" || !unitOrCVR.MatchString(d.Reference.URN) {
		return
	}
	c.Checks++
	switch company := onlyCVR.MatchString(d.Reference.URN); {
	case typ == "Organisation" && !company:
		c.fail(RuleUnitURN, oio.Child(d.El, "ReferenceID"), d, "Typen er Organisation, men referencen er ikke et CVR-nummer.", "urn:oio:cvr-nr:<8 cifre>",
			describe(d.Reference), "")
	case typ == "OrgEnhed" && company:
		c.fail(RuleUnitURN, oio.Child(d.El, "ReferenceID"), d, "Typen er OrgEnhed, men referencen er et CVR-nummer, som ingen enhed udpeger.",
			"urn:oio:<org>:<idtype>:…", describe(d.Reference), "")
	}
}

var (
	onlyCVR   = whole(urnCVR)
	unitOrCVR = whole(urnCVR, urnOrg) // anything else is its row's business
)

// authorityAccess: whoever owns the object sees it without a profile.
func (c *trial) authorityAccess(d oio.Del) {
	if !oio.IsUUID(d.Reference.UUID) || !d.Virkning.Usable() {
		return
	}
	c.Checks++
	kind := string(c.objekt.Type) + "aktoer"
	if c.objekt.Type == oio.Sag {
		kind = "Sagsaktoer"
	}
	owners := c.referred(kind, "Ejer")
	cvr := RegisteredCVR(d.Reference.UUID, c.Registers)
	if owners[strings.ToLower(d.Reference.UUID)] || cvr != "" && c.Registers.CVR() == cvr && owners["urn:oio:cvr-nr:"+cvr] {
		c.fail(RuleAuthorityAccess, oio.Child(d.El, "ReferenceID"), d, "Sikkerhedsprofilen giver hele myndigheden, der ejer objektet, adgang.",
			"en enhed, en mindre organisation eller en bruger", "ejeren selv, "+describe(d.Reference), "")
	}
}

// referred are the UUIDs and URNs, in lower case, that the relations of a role refer to.
// They are gathered once for all who ask.
func (c *trial) referred(kind, role string) map[string]bool {
	if c.refers == nil {
		c.refers = map[string]map[string]bool{}
	}
	key := kind + "/" + role
	if c.refers[key] == nil {
		c.refers[key] = map[string]bool{}
		parts, _ := c.parts(kind, role)
		for _, p := range parts {
			c.refers[key][strings.ToLower(p.Reference.UUID)] = true
			c.refers[key][strings.ToLower(p.Reference.URN)] = true
		}
		delete(c.refers[key], "")
	}
	return c.refers[key]
}

// standardStates are the names of the four states, as a person spells them too.
var standardStates = []string{"opstaaet", "opstået", "oplyst", "afgjort", "afsluttet"}

// plainStatus notices a status that only says a state over again.
func (c *trial) plainStatus(d oio.Del) {
	el := oio.Child(d.El, "Sagsstatus")
	if el == nil {
		return
	}
	c.Checks++
	if slices.Contains(standardStates, strings.ToLower(text(el))) {
		c.fail(RulePlainStatus, el, d, "Sagsstatus er en af de fire tilstande, som Fremdrift siger.", "systemets egen status, eller intet element",
			quoted(text(el)), "")
	}
}

// classCategory remarks on a category that is the number of a class which the case
// points at: the relation says it already. A title alone may be anybody's word.
func (c *trial) classCategory(d oio.Del) {
	el := oio.Child(d.El, "Sagskategori")
	if el == nil || text(el) == "" {
		return
	}
	c.Checks++
	if classes := c.classNumbers(); classes[text(el)] {
		c.fail(RuleClassCategory, el, d, "Sagskategori er nummeret på en klasse i FK Klassifikation, som sagen selv peger på.",
			"systemets egen kategori, eller intet element", quoted(text(el)), "")
	}
}

// classNumbers are the numbers of the classes that the case points at by UUID.
func (c *trial) classNumbers() map[string]bool {
	if c.numbers == nil {
		c.numbers = map[string]bool{}
		parts, _ := c.parts("Sagsklasse", "")
		for _, k := range parts {
			if oio.IsUUID(k.Reference.UUID) {
				c.numbers[oio.Trim(k.Local("BrugervendtNoegle"))] = true
			}
		}
	}
	return c.numbers
}

// lent notices a case on paper that says nowhere where the paper belongs. Of several
// who have it the first tells.
func (c *trial) lent() {
	lent := c.own.of("Sagsaktoer", "Udlånt til")
	lent = slices.DeleteFunc(lent, c.ending)
	if c.objekt.Type != oio.Sag || len(lent) == 0 || c.objekt.Opdatering { // an opdater need not bring the place again
		return
	}
	c.Checks++
	sets, _ := c.parts(oio.DelIndeksEgenskaber, "")
	if len(sets) > 0 && !slices.ContainsFunc(sets, func(s oio.Del) bool { return text(oio.Child(s.El, "Lokation")) != "" }) {
		c.fail(RuleLentWhere, lent[0].El, lent[0], "Sagen er udlånt, og Lokation siger ikke, hvor dens papirer hører til.", "Lokation i SagIndeksEgenskaber",
			"ingen Lokation", "")
	}
}

// untitled are the roles whose row asks for no more than a text.
var untitled = map[string]bool{"Primær klasse": true}

// incoming are the types of documents that have come from outside.
var incoming = map[string]bool{"Brev, indgaaende": true}

// facetTitle is the form of the title of a classification and its facet.
var facetTitle = func() Format {
	f := Line(255)
	f.Good = []string{"Klassifikation - facet"}
	return f
}()

var (
	parted  = lazyregexp.New(`[\s\-–—/\\:,;.>|]`)
	isFORM  = lazyregexp.New(`^(?i:urn:oio:form):`)
	fullURN = lazyregexp.New(`^(?i:urn:oio:form):[0-9]{2}\.[0-9]{2}\.[0-9]{2}$`)
)

// classTold looks at what is told of a class: a facet title of one word cannot name
// both the classification and its facet.
func (c *trial) classTold(d oio.Del) {
	ext := extended(d.El, "Facettitel")
	role := c.roleOf[d.El]
	// A Dokument has no such title in version 6, and the row of the primary class asks for none.
	if ext != nil && c.objekt.Type == oio.Sag && role != "" && !untitled[role] && text(ext) != "" {
		c.Checks++
		if !parted.MatchString(text(ext)) {
			c.fail(RuleFacetTitle, ext, d, "Facettitel er ét ord, så den kan ikke sige både klassifikationens og facettens titel.", "begge titler",
				quoted(text(ext)), "")
		}
	}
	if urn := d.Reference.URN; isFORM.MatchString(urn) && c.roleOf[d.El] == "Opgaveklasse" {
		c.Checks++
		if !fullURN.MatchString(urn) {
			c.fail(RuleFORM, oio.Child(d.El, "ReferenceID"), d, "Referencen til FORM har ikke den form, som rækken viser.", "urn:oio:form:NN.NN.NN",
				describe(d.Reference), "")
		}
	}
}

// firstIn is the first element in another; nil: there is none.
func firstIn(el *etree.Element) *etree.Element {
	for c := range el.ChildElementsSeq() {
		return c
	}
	return nil
}

// extended is the first element of a name in the local extensions of a relation.
func extended(el *etree.Element, tag string) *etree.Element {
	for _, list := range oio.Children(el, "LokalUdvidelseListe") {
		for ext := range list.ChildElementsSeq() {
			if found := oio.Child(ext, tag); found != nil {
				return found
			}
		}
	}
	return nil
}

// sameTitle notices a title on the journal post that is the document's own.
func (c *trial) sameTitle(d oio.Del) {
	el := oio.Path(d.El, "JournalpostEgenskaber", "Dokumenttitel")
	if el == nil || !oio.IsUUID(d.Reference.UUID) {
		return
	}
	c.Checks++
	var parts []oio.Del
	if c.Index != nil {
		parts = c.Index.Parts(d.Reference.UUID)
	} else if all, _ := c.Peers.of(strings.ToLower(d.Reference.UUID)); len(all) > 0 {
		parts = all[0].Dele()
	}
	for _, p := range parts {
		if p.Kind == oio.DelEgenskaber && p.Virkning.Til.Uendelig && same(text(el), text(oio.Child(p.El, "Titel"))) {
			c.fail(RuleSameTitle, el, d, "Dokumenttitel er den samme titel, som dokumentet selv har.", "en titel, der siger mere på denne sag, eller intet element",
				quoted(text(el)), "")
			return
		}
	}
}

// formats are the formats of notes, as the relation classes name them.
var formats = map[string]notat.Format{"Text": notat.Plain, "RTF": notat.RTF, "OOXML": notat.OOXML}

// noteFormat holds a note's bytes against what Format says they are. Bytes that show
// nothing of what they are, and a format that is in no list, are not judged.
func (c *trial) noteFormat(d oio.Del) {
	note := oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber")
	el := oio.Child(note, "Format")
	if el == nil {
		return
	}
	k, known := c.Roles.ByUUID(string(c.objekt.Type), d.Kind, municipality.ArtFormat, text(el))
	says, ours := formats[k.Navn]
	raw, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(oio.Text(oio.Child(note, "Notat"))), ""))
	if !known || !ours || err != nil || len(raw) == 0 {
		return
	}
	c.Checks++
	if looks := notat.Looks(raw); looks != notat.Unknown && looks != says {
		c.fail(RuleNoteFormat, el, d, "Notatet er ikke skrevet i det format, som Format siger, så modtageren kan ikke læse det.", "et notat i "+k.Navn,
			formatName(looks), "")
	}
}

// formatName is a format as the relation classes call it.
func formatName(f notat.Format) string {
	for name, of := range formats {
		if of == f {
			return name
		}
	}
	return ""
}

// letters notices an incoming letter that was sent after it was registered. A day is
// left for clocks and zones.
func (c *trial) letters() {
	if c.objekt.Type != oio.Dokument {
		return
	}
	for _, r := range c.objekt.Registreringer {
		for _, d := range r.Dele {
			el := oio.Child(d.El, "BrevDato")
			if el == nil || d.Kind != oio.DelEgenskaber || !incoming[text(oio.Child(d.El, "Type"))] || !r.Tidspunkt.Ok {
				continue
			}
			c.Checks++
			day, err := time.Parse(time.DateOnly, text(el)[:min(10, len(text(el)))])
			if err == nil && day.After(r.Tidspunkt.Time.AddDate(0, 0, 1)) {
				c.fail(RuleLetterAhead, el, d, "Det indgående brev er dateret senere, end det blev registreret.", "en dato, der ikke er efter "+r.Tidspunkt.Text,
					quoted(text(el)), "")
			}
		}
	}
}

// systems holds an IT system that changed something against the object's own: a
// registration is the sender's, a virkning the master's. That the two name a system by
// the same UUID is our inference, so it is noticed only.
func (c *trial) systems() {
	relation := string(c.objekt.Type) + "itsystemRelation"
	if c.objekt.Type == oio.Sag {
		relation = "SagsitsystemRelation"
	}
	seen := map[string]bool{}
	try := func(role string, el *etree.Element, d oio.Del) {
		ref := oio.ReadRef(el)
		id := strings.ToLower(ref.URN[strings.LastIndex(ref.URN, ":")+1:])
		if !isItSystem(ref) || !oio.IsUUID(id) || seen[role+id] {
			return // its row says so, or it has been said
		}
		seen[role+id] = true
		own := c.referred(relation, role)
		if len(own) == 0 {
			return
		}
		c.Checks++
		if !own[id] {
			c.fail(RuleWhichSystem, el, d, el.Tag+" er et andet IT-system end objektets "+role+".", "urn:oio:it-system-uuid: med UUID'en på "+role, describe(ref), "")
		}
	}
	for _, r := range c.objekt.Registreringer {
		try("Afsender", oio.Child(r.El, "BrugerRef"), oio.Del{})
	}
	for _, d := range c.dele {
		try("Master", oio.Child(d.Virkning.El, "AktoerRef"), d)
	}
}
