package anvisning

import (
	"fmt"
	"slices"

	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// What objects say of each other: a document beside its case, and a number beside the
// one who had it before.
var (
	RuleForeignUnit = Named{ID: "dokument.dokumentaktoer.ansvarlig.anden-kommune", Objekt: oio.Dokument, Source: source(oio.Dokument, dokAktoer),
		Outcome: verdict.Fail, NeedsState: true, NeedsRegisters: true,
		Text: "Den enhed, der er ansvarlig for et dokument, hører til den kommune, der ejer dokumentet.",
		Fix:  "Send UUID'en på den af kommunens egne enheder, der er ansvarlig for dokumentet."}
	RuleCaseClass = Named{ID: "sag.journalpost.dokumentets-klasse", Objekt: oio.Sag, Source: source(oio.Dokument, dokKlasse) + ": den klasse, sagen knyttes til",
		Outcome: verdict.Remark, NeedsState: true,
		Text: "Et dokument, der er tilakteret, har samme KLE-emne som sin sag, eller et notat om, hvorfor det ligger dér.",
		Fix: "Send sagens KLE-emne som dokumentets primære klasse; " +
			"hører dokumentet til et andet emne, så skriv i journalpostens notat, hvorfor det ligger på sagen."}
	RuleReused = Named{ID: "identitet.nummer-genbrugt", Source: source(oio.Sag, sagEgen) + "; for dokumentobjektet 1.7, afsnit " + dokEgen,
		Outcome: verdict.Information, NeedsState: true,
		Text: "En BrugervendtNoegle, der har hørt til et andet objekt, bliver ikke brugt igen, når det er fjernet.",
		Fix:  "Giv det nye objekt sit eget nummer: den, der har noteret det gamle, finder ellers noget andet."}
)

// foreignUnit tries that a document's Ansvarlig belongs to who owns it while the
// relation holds. An institution (Organisation) belongs to nobody but itself.
func (c *trial) foreignUnit(d oio.Del) {
	if c.objekt.Type != oio.Dokument || c.roleOf[d.El] != "Ansvarlig" || c.Registers == nil || c.ending(d) || !d.Virkning.Usable() {
		return
	}
	unit, ok := c.Registers.Get(d.Reference.UUID)
	if !ok || unit.Kind != municipality.OrganisationEnhed {
		return // other rules say what is wrong with that
	}
	var of []string // whose it is, or has been
	for _, v := range unit.Versions {
		of = append(of, v.Relationer[municipality.RelTilhoerer]...)
	}
	owners := c.owners(d.Virkning)
	if len(of) == 0 || len(owners) == 0 {
		return
	}
	c.Checks++
	if slices.ContainsFunc(owners, func(o municipality.Objekt) bool { return slices.Contains(of, o.UUID) }) {
		return
	}
	whose, _ := c.Registers.Get(of[len(of)-1])
	c.fail(RuleForeignUnit, oio.Child(d.El, "ReferenceID"), d, "Den enhed, der er ansvarlig for dokumentet, er en anden kommunes end dokumentets.",
		"en enhed i "+owners[0].Latest().Navn, fmt.Sprintf("»%s«, som er en enhed i %s", unit.Latest().Navn, whose.Latest().Navn), "")
}

// owners are the organisations of FK Organisation that own the object in a period.
func (c *trial) owners(in oio.Virkning) []municipality.Objekt {
	kind := string(c.objekt.Type) + "aktoer"
	if c.objekt.Type == oio.Sag {
		kind = "Sagsaktoer"
	}
	parts, _ := c.parts(kind, "Ejer")
	var out []municipality.Objekt
	for _, d := range parts {
		if !d.Virkning.Usable() || !d.Virkning.Overlaps(in) {
			continue
		}
		cvr := MunicipalityOf(c.objekt.Type, []oio.Del{d}, c.Roles, c.Registers)
		c.Registers.Each(municipality.Organisation, func(o municipality.Objekt) bool {
			if oio.SameUUID(o.UUID, d.Reference.UUID) || cvr != "" && RegisteredCVR(o.UUID, c.Registers) == cvr {
				out = append(out, o)
			}
			return true
		})
	}
	return out
}

// caseClass remarks on a document that has come on a case of another KLE emne, where
// nobody says why. A document of several cases has the emne of one of them.
func (c *trial) caseClass(d oio.Del) {
	if c.objekt.Type != oio.Sag || c.roleOf[d.El] != "Tilakteret" || c.State == nil || c.Index == nil || !d.Virkning.Til.Uendelig {
		return
	}
	if oio.Path(d.El, "JournalpostEgenskaber", "JournalnotatEgenskaber", "Notat") != nil {
		return
	}
	document := classes(c.pickOf(oio.Dokument, c.Index.Parts(d.Reference.UUID), "Dokumentklasse"))
	own := classes(c.inState().of("Sagsklasse", "Primær klasse"))
	if len(document) == 0 || len(own) == 0 {
		return
	}
	c.Checks++
	if meet(document, own) {
		return
	}
	for _, other := range c.Index.Referrers(d.Reference.UUID) {
		if other != c.objekt.UUID && meet(document, classes(c.pickOf(oio.Sag, c.Index.Parts(other), "Sagsklasse"))) {
			return
		}
	}
	c.fail(RuleCaseClass, oio.Child(d.El, "ReferenceID"), d, "Dokumentet har et andet KLE-emne end den sag, det er lagt på, og intet notat siger hvorfor.",
		"sagens KLE-emne, "+quoted(own[0].number), "dokumentets KLE-emne er "+quoted(document[0].number), "")
	if !c.Prescribed {
		// A document may be of several cases and be classified for itself (guidance 12.2):
		// only who asked for it knows of which case it is.
		c.noticed()
	}
}

// pickOf is pick among the parts of an object of another type, for the primary class.
func (c *trial) pickOf(t oio.ObjektType, parts []oio.Del, kind string) []oio.Del {
	role, _ := c.Roles.ByName(string(t), kind, municipality.ArtRolle, "Primær klasse")
	var out []oio.Del
	for _, d := range parts {
		if d.Kind == kind && oio.SameUUID(d.Rolle.UUID, role.UUID) {
			out = append(out, d)
		}
	}
	return out
}

// class is a class as a relation names it.
type class struct{ uuid, number string }

// classes are the classes that relations name and that hold still.
func classes(parts []oio.Del) []class {
	var out []class
	for _, d := range parts {
		if d.Virkning.Til.Uendelig {
			out = append(out, class{d.Reference.UUID, oio.Trim(d.Local("BrugervendtNoegle"))})
		}
	}
	return out
}

// meet reports whether the two have a class in common, by its UUID or its number.
func meet(a, b []class) bool {
	return slices.ContainsFunc(a, func(x class) bool {
		return slices.ContainsFunc(b, func(y class) bool {
			return x.uuid != "" && oio.SameUUID(x.uuid, y.uuid) || x.number != "" && x.number == y.number
		})
	})
}

// reused tells of a key that an object had which is gone from the index.
func (c *trial) reused(d oio.Del, kommune, key string) {
	if c.Index == nil {
		return
	}
	was := c.Index.Removed(c.objekt.Type, kommune, key)
	if was == "" || was == c.objekt.UUID {
		return
	}
	c.fail(RuleReused, oio.Child(d.El, "BrugervendtNoegle"), d, "BrugervendtNoegle har hørt til et andet objekt, der er fjernet fra indekset.",
		"et nummer, som intet andet objekt har haft", fmt.Sprintf("nøglen %s, som %s havde", quoted(key), was), "")
}
