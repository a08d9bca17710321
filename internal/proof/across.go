package proof

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// acrossCases are those of what objects say of each other.
func (w *world) acrossCases() []namedCase {
	unit := func(uuid string) func(*draft) {
		return on("Dokumentaktoer", "Ansvarlig", put("ReferenceID", byUUID(uuid)))
	}
	other := on("Dokumentklasse", "Primær klasse", put("ReferenceID", byUUID(w.andenKlasse.UUID)),
		put("LokalUdvidelseListe/DokumentklasseLokalUdvidelse/BrugervendtNoegle", w.andenKlasse.Latest().Noegle))
	const note = "JournalpostEgenskaber/JournalnotatEgenskaber/"
	filed := func(why bool) func(*draft) {
		return with("Journalpost", "Tilakteret", from(later), func(d *draft, part *etree.Element) {
			if why {
				set(part, note+"Titel", "Hvorfor dokumentet er på sagen")
				set(part, note+"Notat", "SGVqLg==")
				set(part, note+"Format", w.class(oio.Sag, "Journalpost", municipality.ArtFormat, "Text"))
			}
		})
	}
	numbered := func(d *draft, n string) *draft {
		for _, tag := range []string{"BrugervendtNoegle", "Sagsnummer"} {
			set(oio.Path(d.obj, "Registrering", "AttributListe", "Egenskaber"), tag, n)
		}
		return d
	}
	gone := func(next string) func() []turn {
		return func() []turn {
			return append(append(send(numbered(w.sag(), "2026-7")), w.fjern(sagUUID)), send(numbered(w.importer(oio.Sag, otherSag), next))...)
		}
	}
	return []namedCase{
		{anvisning.RuleForeignUnit, "en nabokommunes enhed", func() []turn { return send(w.dokument(unit(w.enhed.UUID))) },
			func() []turn { return send(w.dokument(unit(w.andenEnhed.UUID))) }},
		{anvisning.RuleCaseClass, "et andet emne end sagens", func() []turn { return send(w.sag(), w.dokument(other), w.update(filed(true))) },
			func() []turn { return send(w.sag(), w.dokument(other), w.update(filed(false))) }},
		{anvisning.RuleReused, "en fjernet sags nummer", gone("2026-8"), gone("2026-7")},
	}
}
