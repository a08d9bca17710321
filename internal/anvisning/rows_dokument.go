package anvisning

import "klarmeld/internal/oio"

const (
	dokID       = "3.1 DokumentID"
	dokReg      = "3.2 Registreringsdata"
	dokEgen     = "3.3 Dokumentegenskaber"
	dokTilstand = "3.4 Tilstand"
	dokAktoer   = "3.6 Dokumentaktør"
	dokPart     = "3.7 Dokumentpart"
	dokKlasse   = "3.8 Dokumentklasse"
	dokIT       = "3.9 IT-system"
)

// dokumentRows are the rows of the anvisninger for Dokument, grouped as they
// are.
func dokumentRows() []Rule {
	return join(
		[]Rule{{ID: "dokument.id.uuid", Afsnit: dokID, Sti: "UUIDIdentifikator", Hvad: "dokumentets UUID", Krav: OB2, Format: UUID, Eksempel: "7b5ac1d2-6c1f-4a0e-8f38-52f0a4c4b9ee"}},
		registrering("dokument", dokReg),
		dokumentegenskaber(),
		[]Rule{{ID: "dokument.tilstand.fremdrift", Afsnit: dokTilstand, Del: oio.DelFremdrift, Sti: "FremdriftStatusKode", Hvad: "dokumentets tilstand", Krav: OB1Repeated,
			Format: Enum("Modtaget", "Fordelt", "Underudarbejdelse", "Underreview", "Publiceret", "Endeligt", "Afleveret"), Eksempel: "Endeligt"}},
		virkning("dokument.tilstand", dokTilstand, oio.DelFremdrift, ""),
		dokumentaktoerer(),
		dokumentparter(),
		dokumentklasse(),
		itSystems("dokument", dokIT, "DokumentitsystemRelation"),
		otherVirkninger(oio.Dokument),
	)
}

func dokumentegenskaber() []Rule {
	e := func(sti, id, hvad string, k Obligation, f Format, eks string) Rule {
		return Rule{ID: "dokument.egenskaber." + id, Afsnit: dokEgen, Del: oio.DelEgenskaber, Sti: sti, Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
	}
	alt := e("OffentlighedUndtaget/TitelAlternativTekst", "titelalternativtekst", "titlen, offentligheden ikke må se", OB4, Line(255), "")
	alt.Hvis = &Condition{Sti: "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true, Hvornaar: "når dokumentet er undtaget offentligheden"}
	brev := e("BrevDato", "brevdato", "brevets dato", OB4, Date, "2026-03-23")
	brev.Hvis = &Condition{Sti: "Type", Text: "Brev, indgaaende", Hvornaar: "når typen er »Brev, indgaaende«"}
	minor := e("UnderversionIdentifikator", "underversion", "dokumentets underversion", OB4, Integer, "0")
	minor.Hvis = &Condition{Sti: "VersionIdentifikator", ElseAbsent: true, Hvornaar: "når VersionIdentifikator er udfyldt"}
	return join([]Rule{
		e("BrugervendtNoegle", "brugervendtnoegle", "dokumentets nummer, som brugerne kender det", OB1Repeated, Line(50), "2026-001234-1"),
		e("Dokumentnummer", "dokumentnummer", "dokumentets nummer i afsendersystemet", OB1Repeated, Line(50), "2026-001234-1"),
		e("Titel", "titel", "dokumentets titel, som offentligheden må se", OB1Repeated, Line(255), "Afgørelse om hjemmebesøg"),
		e("Beskrivelse", "beskrivelse", "dokumentets beskrivelse", Optional, Lines(4096), ""),
		brev,
		e("OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "offentlighedundtaget", "hjemlen for undtagelse fra offentlighed", Optional, Line(1024), ""),
		alt,
		e("VersionIdentifikator", "version", "dokumentets version", Optional, Integer, "1"),
		minor,
		e("Kassationskode", "kassationskode", "dokumentets kassationskode", Optional, Enum("B", "K"), "B"),
		e("Foelsomhed", "foelsomhed", "dokumentets følsomhed", OB1, foelsomhed, "FOELSOMME_PERSONOPLYSNINGER"),
		e("Type", "type", "dokumentets type", OB1Repeated, Enum("Brev, indgaaende", "Brev, udgaaende", "Dagsorden", "Eksternt Notat", "Faktura", "Internt Notat", "Rapport", "Plan", "Andet"), "Brev, udgaaende"),
	}, virkning("dokument.egenskaber", dokEgen, oio.DelEgenskaber, ""))
}

func dokumentaktoerer() []Rule {
	const ext = "LokalUdvidelseListe/DokumentaktoerLokalUdvidelse/"
	under := cvr(ext+"CVR-Nr", "kommunens CVR-nummer", OB4)
	under.Hvis = &Condition{Sti: "ReferenceID", URN: true, Type: "OrgEnhed", ElseAbsent: true, Hvornaar: "når typen er OrgEnhed og ReferenceID er en URN"}
	return join(
		relation("dokument.dokumentaktoer.ejer", dokAktoer, "Dokumentaktoer", "Ejer", OB1, TypeIs("Organisation"),
			RefEither("UUID på kommunen i FK Organisation (foretrækkes), ellers urn:oio:cvr-nr:<8 cifre>", true, urnCVR), false,
			cvr(ext+"CVR-Nr", "ejerens CVR-nummer", OB1), name(ext+"FuldtNavn", "ejerens fulde navn", OB1, "Korsbæk Kommune"), keyIfURN(ext+"BrugervendtNoegle", "ejerens brugervendte nøgle")),
		relation("dokument.dokumentaktoer.ansvarlig", dokAktoer, "Dokumentaktoer", "Ansvarlig", OB1, TypeIs("OrgEnhed", "Organisation"),
			RefEither("UUID på enheden i FK Organisation (foretrækkes), ellers urn:oio:<org>:<idtype>:… eller urn:oio:cvr-nr:<8 cifre>", true, urnCVR, urnOrg), false,
			under, name(ext+"FuldtNavn", "den ansvarlige enheds navn", OB1, "Forebyggelsesteamet"), keyIfURN(ext+"BrugervendtNoegle", "enhedens brugervendte nøgle")),
	)
}

func dokumentparter() []Rule {
	const ext = "LokalUdvidelseListe/DokumentpartLokalUdvidelse/"
	return relation("dokument.dokumentpart.parter", dokPart, "Dokumentpart", "Parter", OB3, TypeIs("Person", "Virksomhed"), part, true,
		name(ext+"FuldtNavn", "partens fulde navn", OB3, "Godtfred Lund"),
		Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "brugervendt nøgle på en part", Krav: Absent, Format: AnyText})
}

func dokumentklasse() []Rule {
	const ext = "LokalUdvidelseListe/DokumentklasseLokalUdvidelse/"
	return relation("dokument.dokumentklasse.primaer-klasse", dokKlasse, "Dokumentklasse", "Primær klasse", OB1, TypeIs("Klasse"), RefUUID, false,
		Rule{ID: "klassetitel", Sti: ext + "Klassetitel", Hvad: "klassens titel", Krav: Optional, Format: Line(255)},
		Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "dokumentets KLE-nummer", Krav: OB1, Format: KLE, Eksempel: "27.35.04"})
}
