package anvisning

import "klarmeld/internal/oio"

const (
	dokID       = "3.1 DokumentID"
	dokReg      = "3.2 Registreringsdata"
	dokEgen     = "3.3 Dokumentegenskaber"
	dokTilstand = "3.4 Tilstand"
	dokRelation = "3.5 Dokumentrelation"
	dokAktoer   = "3.6 Dokumentaktør"
	dokPart     = "3.7 Dokumentpart"
	dokKlasse   = "3.8 Dokumentklasse"
	dokIT       = "3.9 IT-system"
	dokAdgang   = "3.10 Sikkerhedsprofil"
)

// dokumentRows are the rows of the anvisninger for Dokument, grouped as they
// are.
func dokumentRows() []Rule {
	return join(
		[]Rule{{ID: "dokument.id.uuid", Section: dokID, Path: "UUIDIdentifikator", What: "dokumentets UUID", Obligation: OB2, Format: UUID,
			Example: "7b5ac1d2-6c1f-4a0e-8f38-52f0a4c4b9ee"}},
		registrering("dokument", dokReg),
		dokumentegenskaber(),
		[]Rule{{ID: "dokument.tilstand.fremdrift", Section: dokTilstand, Del: oio.DelFremdrift, Path: "FremdriftStatusKode", What: "dokumentets tilstand",
			Obligation: OB1Each,
			Format:     Enum("Modtaget", "Fordelt", "Underudarbejdelse", "Underreview", "Publiceret", "Endeligt", "Afleveret"), Example: "Endeligt"}},
		virkning("dokument.tilstand", dokTilstand, oio.DelFremdrift, ""),
		dokumentrelationer(),
		dokumentaktoerer(),
		dokumentparter(),
		dokumentklasser(),
		itSystems("dokument", dokIT, "DokumentitsystemRelation"),
		adgangRole("dokument", dokAdgang),
		otherVirkninger(oio.Dokument),
	)
}

func dokumentegenskaber() []Rule {
	e := func(path, id, what string, k Obligation, f Format, example string) Rule {
		return Rule{ID: "dokument.egenskaber." + id, Section: dokEgen, Del: oio.DelEgenskaber, Path: path, What: what, Obligation: k, Format: f, Example: example}
	}
	alt := e("OffentlighedUndtaget/TitelAlternativTekst", "titelalternativtekst", "titlen, offentligheden ikke må se", OB4, Line(255), "")
	alt.If = &Premise{Path: "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true, When: "når dokumentet er undtaget fra offentlighed"}
	brev := e("BrevDato", "brevdato", "brevets dato", OB4, Date, "2026-03-23")
	brev.If = &Premise{Path: "Type", Text: "Brev, indgaaende", When: "når typen er »Brev, indgaaende«"}
	minor := e("UnderversionIdentifikator", "underversion", "dokumentets underversion", OB4, Integer, "0")
	minor.If = &Premise{Path: "VersionIdentifikator", ElseAbsent: true, When: "når VersionIdentifikator er udfyldt"}
	return join([]Rule{
		e("BrugervendtNoegle", "brugervendtnoegle", "dokumentets nummer, som brugerne kender det", OB1Repeated, Key(50), "2026-001234-1"),
		e("Dokumentnummer", "dokumentnummer", "dokumentets nummer i afsendersystemet", OB1Repeated, Key(50), "2026-001234-1"),
		e("Titel", "titel", "dokumentets titel, som offentligheden må se", OB1Repeated, Line(255), "Afgørelse om hjemmebesøg"),
		e("Beskrivelse", "beskrivelse", "dokumentets beskrivelse", Optional, Lines(4096), ""),
		brev,
		e("OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "offentlighedundtaget", "hjemlen for undtagelse fra offentlighed", Optional, Line(1024), ""),
		alt,
		e("VersionIdentifikator", "version", "dokumentets version", Optional, Integer, "1"),
		minor,
		e("Kassationskode", "kassationskode", "dokumentets kassationskode", Optional, Kassation, "B"),
		e("Foelsomhed", "foelsomhed", "dokumentets følsomhed", OB1, foelsomhed, "FOELSOMME_PERSONOPLYSNINGER"),
		e("Type", "type", "dokumentets type", OB1Repeated,
			Enum("Brev, indgaaende", "Brev, udgaaende", "Dagsorden", "Eksternt Notat", "Faktura", "Internt Notat", "Rapport", "Plan", "Andet"), "Brev, udgaaende"),
	}, virkning("dokument.egenskaber", dokEgen, oio.DelEgenskaber, ""))
}
