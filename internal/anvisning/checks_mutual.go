package anvisning

import (
	"fmt"
	"slices"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// What an object says that cannot be so beside what else it says, or another does.
var (
	RuleAuthority = Named{ID: "aktoer.ansvarlig-myndighed", Source: source(oio.Sag, sagAktoer) + "; for dokumentobjektet 1.7, afsnit " + dokAktoer,
		Outcome: verdict.Fail,
		Text:    "Den ansvarlige er en enhed, og på et dokument også en institution, men aldrig kommunen selv.",
		Fix:     "Send UUID'en på den enhed, der har ansvaret, og typen OrgEnhed."}
	RuleExempt = Named{ID: "sag.journalpost.undtaget-to-gange", Objekt: oio.Sag, Source: source(oio.Sag, sagJournal) + ", OffentlighedUndtagetHjemmelTekst",
		Outcome: verdict.Fail, NeedsState: true,
		Text: "En journalpost er kun undtaget fra offentlighed, hvis dokumentet ikke selv er det.",
		Fix:  "Er dokumentet undtaget på alle sager, så udelad OffentlighedUndtaget på journalposten; ellers udelad det på dokumentet."}
	RuleSelf = Named{ID: "relation.sig-selv", Source: source(oio.Sag, sagRelation) + "; for dokumentobjektet 1.7, afsnit " + dokRelation, Outcome: verdict.Fail,
		Text: "En sag henviser til en anden sag, og et dokument til et andet dokument, ikke til sig selv.",
		Fix:  "Send UUID'en på det andet objekt, eller udelad relationen."}
	RuleRing = Named{ID: "sag.sagsrelation.ring", Objekt: oio.Sag, Source: source(oio.Sag, sagRelation) + ": relationen peger opad",
		Outcome: verdict.Fail, NeedsState: true,
		Text: "Oversag og Præcedens peger opad: følger man dem fra sag til sag, kommer man ikke tilbage til den samme.",
		Fix:  "Afslut den af relationerne, der ikke er rigtig (AM-02)."}
	RuleDokumentRing = Named{ID: "dokument.dokumentrelation.ring", Objekt: oio.Dokument, Source: source(oio.Dokument, dokRelation),
		Outcome: verdict.Information, NeedsState: true,
		Text: "To dokumenter er ikke hinandens besvarelse, udgangspunkt, revision, kommentar eller bilag.",
		Fix:  "Se efter, hvilken af relationerne der er den rigtige."}
)

// acrossRules are the rules of this file, in a fixed order.
func acrossRules() []Named {
	return []Named{RuleAuthority, RuleExempt, RuleSelf, RuleRing, RuleDokumentRing}
}

// authority tries that a case's or document's Ansvarlig is not the municipality: who
// owns the object, or what FK Organisation has as one.
func (c *trial) authority(d oio.Del) {
	if c.roleOf[d.El] != "Ansvarlig" || d.Kind != "Sagsaktoer" && d.Kind != "Dokumentaktoer" || c.ending(d) || d.Reference.IsZero() {
		return
	}
	o := municipality.Objekt{}
	if c.Registers != nil {
		o, _ = c.Registers.Get(d.Reference.UUID)
	}
	if c.objekt.Type == oio.Sag && (o.Kind != "" || c.typeName(d) != "OrgEnhed") {
		return // a unit is what its type must say, and what the register must have
	}
	c.Checks++
	owners, _ := c.parts(d.Kind, "Ejer")
	same := func(e oio.Del) bool { return e.Reference == d.Reference && e.Virkning.Overlaps(d.Virkning) }
	if slices.ContainsFunc(owners, same) || o.Kind == municipality.Organisation && c.isAuthority(RegisteredCVR(o.UUID, c.Registers)) {
		c.fail(RuleAuthority, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Den ansvarlige%s er kommunen selv: der skal peges på et lavere niveau.", c.where(d)),
			"en enhed i kommunen", describe(d.Reference), "")
	}
}

// isAuthority reports whether a CVR number is that of a municipality in FK
// Organisation.
func (c *trial) isAuthority(cvr string) bool {
	if cvr == "" || c.Registers == nil {
		return false
	}
	found := cvr == c.Registers.CVR()
	c.Registers.Each(municipality.Myndighed, func(m municipality.Objekt) bool {
		found = found || m.Latest().CVR == cvr
		return !found
	})
	return found
}

// exempt are the periods in which parts of a kind are exempt from publicity; below is
// where in them that stands.
func exempt(parts []oio.Del, kind string, below ...string) []oio.Del {
	var out []oio.Del
	for _, d := range parts {
		if el := oio.Path(d.El, append(below, "OffentlighedUndtaget", "OffentlighedUndtagetHjemmelTekst")...); d.Kind == kind && text(el) != "" {
			out = append(out, d)
		}
	}
	return out
}

// exemptions tries that what is exempt on a case is not exempt by itself. Whichever
// of the two comes last answers for it.
func (c *trial) exemptions() {
	if c.Index == nil {
		return
	}
	if c.objekt.Type == oio.Sag {
		c.exemptHere()
		return
	}
	own, had := exempt(c.own.of(oio.DelEgenskaber, ""), oio.DelEgenskaber), exempt(c.Before, oio.DelEgenskaber)
	for _, d := range own {
		if meets(d, had) {
			continue
		}
		for _, by := range c.Index.Referrers(c.objekt.UUID) {
			if together, _ := c.Peers.of(by); len(together) > 0 {
				continue // the case answers for it
			}
			filed := slices.DeleteFunc(exempt(c.Index.Parts(by), "Journalpost", "JournalpostEgenskaber"),
				func(p oio.Del) bool { return p.Reference.UUID != c.objekt.UUID })
			if meets(d, filed) {
				c.twiceExempt(oio.Child(d.El, "OffentlighedUndtaget"), d, "dokumentet, og på journalposten på sag "+by)
				return
			}
		}
	}
}

func (c *trial) exemptHere() {
	touched := map[string]oio.Del{}
	for _, d := range exempt(c.own.of("Journalpost", ""), "Journalpost", "JournalpostEgenskaber") {
		if role := c.roleOf[d.El]; !c.ending(d) && (role == "Tilakteret" || role == "Vedlagt") {
			touched[d.Key()] = d
		}
	}
	parts := c.dele
	if c.State != nil {
		parts = c.State
	}
	documents := map[string][]oio.Del{}
	for _, now := range exempt(parts, "Journalpost", "JournalpostEgenskaber") {
		d, ok := touched[now.Key()]
		if !ok {
			continue
		}
		c.Checks++
		if _, asked := documents[now.Reference.UUID]; !asked {
			documents[now.Reference.UUID] = exempt(c.Index.Parts(now.Reference.UUID), oio.DelEgenskaber)
		}
		if meets(now, documents[now.Reference.UUID]) {
			c.twiceExempt(oio.Path(d.El, "JournalpostEgenskaber", "OffentlighedUndtaget"), d, "journalposten, og på dokumentet "+now.Reference.UUID)
		}
	}
}

func (c *trial) twiceExempt(at *etree.Element, d oio.Del, where string) {
	c.fail(RuleExempt, at, d, fmt.Sprintf("Undtagelsen fra offentlighed står både på %s.", where), "undtagelsen ét af stederne", "undtaget begge steder", "")
	c.standing()
}

// meets reports whether a part holds at the same time as one of the others.
func meets(d oio.Del, others []oio.Del) bool {
	return slices.ContainsFunc(others, func(o oio.Del) bool { return d.Virkning.Overlaps(o.Virkning) })
}

// itself tries that a relation into the index is to another object.
func (c *trial) itself(d oio.Del) {
	ref, ok := indexRefs[d.Kind]
	if !ok || ref.to != c.objekt.Type || c.ending(d) || !oio.IsUUID(d.Reference.UUID) {
		return
	}
	c.Checks++
	if d.Reference.UUID == c.objekt.UUID {
		what := map[oio.ObjektType]string{oio.Sag: "en anden sag", oio.Dokument: "et andet dokument"}[ref.to]
		c.fail(RuleSelf, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Relationen%s peger på objektet selv.", c.where(d)), what,
			"objektets egen UUID "+c.objekt.UUID, "")
	}
}

// ringRoles are the roles that lead one way.
var ringRoles = []struct {
	rule  Named
	kind  string
	roles []string
}{
	{RuleRing, "Sagsrelation", []string{"Oversag", "Præcedens"}},
	{RuleDokumentRing, "Dokumentrelation", []string{"Besvarelser", "Udgangspunkter", "NyRevision", "Kommentarer", "Bilag"}},
}

// maxRing is how many objects are looked through for a way back. A ring of more is
// not found.
const maxRing = 100

func (c *trial) rings() {
	if c.Index == nil {
		return
	}
	for _, g := range ringRoles {
		for _, role := range g.roles {
			c.ring(g.rule, c.own.of(g.kind, role), role)
		}
	}
}

// ring follows the relations of a role until it comes back to the object.
func (c *trial) ring(rule Named, own []oio.Del, role string) {
	way := map[string]string{} // object → the one that it was come to from; "" this one
	first := map[string]oio.Del{}
	var next []string
	for _, d := range own {
		if id := d.Reference.UUID; d.Virkning.Til.Uendelig && oio.IsUUID(id) && id != c.objekt.UUID && len(next) < maxRing {
			if _, seen := way[id]; !seen {
				way[id], first[id], next = "", d, append(next, id)
			}
		}
	}
	if len(next) > 0 {
		c.Checks++
	}
	for i := 0; i < len(next); i++ {
		for _, p := range c.Index.Parts(next[i]) {
			if p.Kind != own[0].Kind || !oio.SameUUID(p.Rolle.UUID, own[0].Rolle.UUID) || !p.Virkning.Til.Uendelig {
				continue
			}
			if p.Reference.UUID == c.objekt.UUID {
				c.closed(rule, role, next[i], way, first)
				return
			}
			if _, seen := way[p.Reference.UUID]; !seen && oio.IsUUID(p.Reference.UUID) && len(next) < maxRing {
				way[p.Reference.UUID], next = next[i], append(next, p.Reference.UUID)
			}
		}
	}
}

// closed tells of a ring, unless another of its objects comes later in the message:
// the last one closes it.
func (c *trial) closed(rule Named, role, last string, way map[string]string, first map[string]oio.Del) {
	var ring []string
	for id := last; id != ""; id = way[id] {
		if all, places := c.Peers.of(id); len(all) > 0 && places[len(places)-1] > c.Peers.placeOf(c.objekt) {
			return
		}
		ring = append(ring, id)
	}
	slices.Reverse(ring)
	d := first[ring[0]]
	c.fail(rule, oio.Child(d.El, "ReferenceID"), d, fmt.Sprintf("Rollen »%s« fører i ring: fra objektet tilbage til det selv over %d andre.", role, len(ring)),
		"ingen vej tilbage til objektet selv", strings.Join(append(ring, c.objekt.UUID), " → "), "")
	c.standing()
}
