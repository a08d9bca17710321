package proof

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
)

// mutualCases are of what cannot be so beside what else is said.
func (w *world) mutualCases() []namedCase {
	sag, dokument := func() []turn { return send(w.sag()) }, func() []turn { return send(w.dokument()) }
	class := func(rolle, uuid, number string) func() []turn {
		return func() []turn {
			return send(w.sag(on("Sagsklasse", rolle, put("ReferenceID", byUUID(uuid)), put("LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle", number))))
		}
	}
	exempt := func(path string) func(*draft, *etree.Element) {
		return func(_ *draft, part *etree.Element) {
			set(part, path+"OffentlighedUndtaget/TitelAlternativTekst", "Aftale hos borgeren")
			set(part, path+"OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "Forvaltningsloven § 15")
		}
	}
	filed := func(document, post bool) func() []turn {
		return func() []turn {
			d, p := w.dokument(), with("Journalpost", "Tilakteret")
			if document {
				d = w.dokument(on(oio.DelEgenskaber, "", exempt("")))
			}
			if post {
				p = with("Journalpost", "Tilakteret", exempt("JournalpostEgenskaber/"))
			}
			return send(d, w.sag(p))
		}
	}
	return append([]namedCase{
		{anvisning.RuleFacetNumber, "et KLE-emne", class("Handlingsklasse", w.facet.UUID, "G01"), class("Handlingsklasse", w.klasse.UUID, "27.35.04")},
		{anvisning.RuleClassList, "et KLE-emne som visning", class("Visningsklasse", w.visning.UUID, "Visning undtaget for borger"),
			class("Visningsklasse", w.klasse.UUID, "27.35.04")},
		{anvisning.RuleClassList, "en handlingsfacet som kontroltema", sag, class("Kontroltemaklasse", w.facet.UUID, "G01")},
		{anvisning.RuleClassList, "et KLE-emne som afgørelse", sag, class("Afgørelsesklasse", w.klasse.UUID, "27.35.04")},
		{anvisning.RuleAuthority, "dokumentets ejer", dokument, func() []turn {
			return send(w.dokument(on("Dokumentaktoer", "Ansvarlig", put("ReferenceID", byUUID(w.organisation.UUID)), func(d *draft, part *etree.Element) {
				set(part, "Type", byUUID(d.class(oio.Dokument, "Dokumentaktoer", "Type", "Organisation")))
			})))
		}},
		{anvisning.RuleExempt, "begge steder", filed(true, false), filed(true, true)},
		{anvisning.RuleExempt, "dokumentet bagefter", filed(true, false), func() []turn {
			return append(filed(false, true)(),
				send(changed(w.opdater(oio.Dokument, dokumentUUID), []func(*draft){with(oio.DelEgenskaber, "", from(later), exempt(""), numberOf(dokumentUUID))}))...)
		}},
	}, w.ringCases()...)
}

// ringCases are of what points at itself, or at what points back.
func (w *world) ringCases() []namedCase {
	second := func() *draft { return w.importer(oio.Sag, otherSag) }
	over := func(d *draft, uuid string) *draft {
		return changed(d, []func(*draft){with("Sagsrelation", "Oversag", put("ReferenceID", byUUID(uuid)))})
	}
	bilag := func(own, uuid string) *draft {
		return changed(w.importer(oio.Dokument, own), []func(*draft){with("Dokumentrelation", "Bilag", put("ReferenceID", byUUID(uuid)))})
	}
	return []namedCase{
		{anvisning.RuleSelf, "oversag", func() []turn { return send(second(), over(w.sag(), otherSag)) },
			func() []turn { return send(second(), over(w.sag(), sagUUID)) }},
		{anvisning.RuleSelf, "bilag", func() []turn { return send(w.importer(oio.Dokument, otherDok), bilag(dokumentUUID, otherDok)) },
			func() []turn { return send(bilag(dokumentUUID, dokumentUUID)) }},
		{anvisning.RuleRing, "hinandens oversag", func() []turn { return send(second(), over(w.sag(), otherSag)) },
			func() []turn { return send(w.sag(), over(second(), sagUUID), over(w.update(), otherSag)) }},
		{anvisning.RuleDokumentRing, "hinandens bilag", func() []turn { return send(w.dokument(), bilag(otherDok, dokumentUUID)) },
			func() []turn {
				return send(w.dokument(), bilag(otherDok, dokumentUUID),
					changed(w.opdater(oio.Dokument, dokumentUUID), []func(*draft){with("Dokumentrelation", "Bilag", put("ReferenceID", byUUID(otherDok)))}))
			}},
	}
}

// numberOf lets a set of properties keep its object's number.
func numberOf(uuid string) func(*draft, *etree.Element) {
	return func(_ *draft, part *etree.Element) { number(part, uuid) }
}
