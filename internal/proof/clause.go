package proof

import (
	"encoding/base64"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// clauseCases are of what the rows say in passing.
func (w *world) clauseCases() []namedCase {
	sag := func(changes ...func(*draft)) func() []turn {
		return func() []turn { return send(w.sag(changes...)) }
	}
	dokument := func(changes ...func(*draft)) func() []turn {
		return func() []turn { return send(w.dokument(changes...)) }
	}
	egenskaber := func(path, content string) func(*draft) { return on(oio.DelEgenskaber, "", put(path, content)) }
	indeks := func(path, content string) func(*draft) { return on(oio.DelIndeksEgenskaber, "", put(path, content)) }
	exempt := func(open, closed string) func(*draft) {
		return func(d *draft) {
			egenskaber("OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "LBK nr. 1 af 2020 § 2")(d)
			egenskaber("OffentlighedUndtaget/TitelAlternativTekst", closed)(d)
			egenskaber("Titel", open)(d)
		}
	}
	internal := egenskaber("Type", "Internt Notat") // of a letter the rules of titles speak
	facet := func(title string) func(*draft) {
		return on("Sagsklasse", "Handlingsklasse", put("LokalUdvidelseListe/SagsklasseLokalUdvidelse/Facettitel", title))
	}
	system := func(id string) func(*draft) {
		return on(oio.DelEgenskaber, "", put("Virkning/AktoerRef", byURN("urn:oio:it-system-uuid:"+id)), put("Virkning/AktoerTypeKode", "ItSystem"))
	}
	letter := func(day string) func(*draft) {
		return func(d *draft) {
			egenskaber("Type", "Brev, indgaaende")(d)
			egenskaber("BrevDato", day)(d)
		}
	}
	return append(w.clauseRelationCases(), []namedCase{
		{anvisning.RuleOpenTitle, "de to titler ens", sag(exempt("Tilsyn", "Tilsyn med Godtfred Lund")), sag(exempt("Tilsyn", "Tilsyn"))},
		{anvisning.RuleOpenTitle, "et CPR-nummer i den åbne", dokument(internal, exempt("Brev", "Brev til borgeren")),
			dokument(internal, exempt("Brev til 0142034567", "Brev til borgeren"))},
		{anvisning.RuleChapter, "kapitel og paragraf", sag(egenskaber("HjemmelSpecifikation", "Lov om social service § 79")),
			sag(egenskaber("HjemmelSpecifikation", "Lov om social service kapitel 14 § 79"))},
		{anvisning.RulePlainStatus, "tilstanden igen", sag(indeks("Sagsstatus", "Helbredsoplysninger hentet")), sag(indeks("Sagsstatus", "Opstået"))},
		{anvisning.RuleClassCategory, "sagens KLE-nummer", sag(indeks("Sagskategori", "Hjemmebesøg")), sag(indeks("Sagskategori", w.klasse.Latest().Noegle))},
		{anvisning.RuleFacetTitle, "facetten mangler", sag(facet("KLE - Handlingsfacet")), sag(facet("KLE"))},
		{anvisning.RuleWhichSystem, "et fremmed system", sag(system(w.itsystem.UUID)), sag(system(otherSag))},
		{anvisning.RuleLetterAhead, "dateret om en måned", dokument(letter("2026-03-20")), dokument(letter("2026-05-01"))},
		{anvisning.RuleMarkup, "HTML", sag(egenskaber("Titel", "Vægt under 50 kg")), func() []turn {
			return send(w.sag(func(d *draft) {
				oio.Path(d.obj, "Registrering", "AttributListe", "Egenskaber", "Titel").SetText("Aftale<br/>om besøg")
			}))
		}},
		{anvisning.RuleMarkup, "en kode for et tegn", sag(egenskaber("Titel", "Børn og unge")), func() []turn {
			return send(w.sag(func(d *draft) {
				oio.Path(d.obj, "Registrering", "AttributListe", "Egenskaber", "Titel").SetText("Børn &amp; unge")
			}))
		}},
	}...)
}

// clauseRelationCases are those of relations.
func (w *world) clauseRelationCases() []namedCase {
	sag := func(changes ...func(*draft)) func() []turn { return func() []turn { return send(w.sag(changes...)) } }
	access := func(kind, uuid string) func(*draft) {
		return with("Sikkerhedsprofil", "Adgang", put("Type", byUUID(w.class(oio.Sag, "Sikkerhedsprofil", municipality.ArtType, kind))),
			put("ReferenceID", byUUID(uuid)))
	}
	responsible := func(kind, urn string) func() []turn {
		return func() []turn {
			return send(w.dokument(on("Dokumentaktoer", "Ansvarlig", func(d *draft, part *etree.Element) {
				set(part, "Type", byUUID(w.class(oio.Dokument, "Dokumentaktoer", municipality.ArtType, kind)))
				set(part, "ReferenceID", byURN(urn))
				const ext = "LokalUdvidelseListe/DokumentaktoerLokalUdvidelse/"
				set(part, ext+"BrugervendtNoegle", "3100")
				if kind == "OrgEnhed" {
					set(part, ext+"CVR-Nr", w.registers.CVR())
				}
			})))
		}
	}
	lent := with("Sagsaktoer", "Udlånt til", from(born))
	nowhere := on(oio.DelIndeksEgenskaber, "", func(_ *draft, part *etree.Element) { drop(part, "Lokation") })
	task := func(urn string) func(*draft) {
		const ext = "LokalUdvidelseListe/SagsklasseLokalUdvidelse/"
		return with("Sagsklasse", "Opgaveklasse", put("ReferenceID", byURN(urn)), put(ext+"Facettitel", "FORM, Opgavenøglen"), put(ext+"Klassetitel", "Hjemmebesøg"),
			put(ext+"BrugervendtNoegle", strings.TrimPrefix(urn, "urn:oio:form:")))
	}
	filed := func(title string) func() []turn {
		return func() []turn {
			return send(w.dokument(), w.sag(with("Journalpost", "Tilakteret", put("JournalpostEgenskaber/Dokumenttitel", title))))
		}
	}
	const note = "JournalpostEgenskaber/JournalnotatEgenskaber/"
	written := func(bytes string) func(*draft) {
		return with("Journalpost", "Journalnotat", put(note+"Format", w.class(oio.Sag, "Journalpost", municipality.ArtFormat, "Text")),
			put(note+"Notat", base64.StdEncoding.EncodeToString([]byte(bytes))))
	}
	return []namedCase{
		{anvisning.RuleUnitURN, "en enhed som CVR-nummer", responsible("OrgEnhed", "urn:oio:kmd:enhed:12"),
			responsible("OrgEnhed", "urn:oio:cvr-nr:"+w.registers.CVR())},
		{anvisning.RuleUnitURN, "en institution som enhed", responsible("Organisation", "urn:oio:cvr-nr:12345678"),
			responsible("Organisation", "urn:oio:kmd:enhed:12")},
		{anvisning.RuleAuthorityAccess, "hele kommunen", sag(access("OrgEnhed", w.enhed.UUID)), sag(access("Organisation", w.organisation.UUID))},
		{anvisning.RuleLentWhere, "ingen Lokation", sag(lent), sag(lent, nowhere)},
		{anvisning.RuleFORM, "fire led", sag(task("urn:oio:form:54.17.20")), sag(task("urn:oio:form:54.17.20.08"))},
		{anvisning.RuleSameTitle, "dokumentets egen titel", filed("Afgørelsen, som klagen er over"), filed("Afgørelse om hjemmebesøg")},
		{anvisning.RuleNoteFormat, "RTF kaldt Text", sag(written("Aftale")), sag(written(`{\rtf1\ansi Aftale}`))},
	}
}
