package proof

import (
	"encoding/json"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
)

// titleCases are those of the titles that a citizen can see: on a case whose primary party
// is a person, on a letter, and on the case that has the letter.
func (w *world) titleCases() []namedCase {
	titled := func(title string) func(*draft) { return on(oio.DelEgenskaber, "", put("Titel", title)) }
	citizen := with("Sagspart", "Primær part", put("ReferenceID", byURN("urn:oio:cpr-nr:0123456789")))
	sag := func(title string) func() []turn { return func() []turn { return send(w.sag(citizen, titled(title))) } }
	letter := func(title string) func() []turn {
		return func() []turn {
			return send(w.dokument(titled(title), on(oio.DelEgenskaber, "", put("Type", "Brev, udgaaende"))))
		}
	}
	filed := func(title string) func() []turn {
		return func() []turn {
			return send(w.dokument(), w.sag(citizen, with("Journalpost", "Tilakteret", put("JournalpostEgenskaber/Dokumenttitel", title))))
		}
	}
	// An edition of our own, in which another number than the case's has gone out.
	edition := turn{KLE: json.RawMessage(`{"udgivet": "2026-01-01", "sha256": "", "numre": [{"nr": "` + w.klasse.Latest().Noegle +
		`", "titel": "Emne"}, {"nr": "` + w.andenKlasse.Latest().Noegle + `", "titel": "Andet emne", "udgaaet": "2020-12-31"}]}`)}
	classed := func(k municipality.Objekt) func() []turn {
		return func() []turn {
			return append([]turn{edition}, send(w.sag(on("Sagsklasse", "Primær klasse", put("ReferenceID", byUUID(k.UUID)),
				put("LokalUdvidelseListe/SagsklasseLokalUdvidelse/BrugervendtNoegle", k.Latest().Noegle))))...)
		}
	}
	return []namedCase{
		{anvisning.RuleKLEEnded, "udgået før klassen", classed(w.klasse), classed(w.andenKlasse)},
		{anvisning.RuleTitleCPR, "i sagens titel", sag("Hjemmebesøg 2026-000114"), sag("Hjemmebesøg hos 0142034567")},
		{anvisning.RuleTitleCPR, "i brevets titel", letter("Brev til borgeren"), letter("Brev til 014203-4567")},
		{anvisning.RuleTitleCPR, "i titlen på sagen", filed("Brevet til naboen"), filed("Brevet til 014203 4567")},
		{anvisning.RuleTitleWord, "en diagnose", sag("Depositum til bolig"), sag("Støtte ved skizofreni")},
		{anvisning.RuleTitleWord, "en begyndelse", letter("Demonstration af hjælpemidler"), letter("Demensudredning aftalt")},
		{anvisning.RuleTitleEmpty, "et tegn", sag("B"), sag("-")},
		{anvisning.RuleTitleEmpty, "et ord for ingen", letter("Titel på bogen"), letter("(uden titel)")},
		{anvisning.RuleTitleGeneric, "en ny sag", sag("Sag om hjemmebesøg"), sag("Ny sag 2")},
		{anvisning.RuleTitleGeneric, "en fils navn", letter("Svar om scanningen"), letter("scan_001.pdf")},
		{anvisning.RuleTitleShouting, "store bogstaver", sag("LBK om HJEMMEBESØg"), sag("AFTALE OM HJEMMEBESØG")},
		{anvisning.RuleTitleColleague, "en brugers navn", sag("Samtale med en sagsbehandler"), sag("Samtale med " + w.bruger.Latest().Navn)},
	}
}
