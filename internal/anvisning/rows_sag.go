package anvisning

import "klarmeld/internal/oio"

const (
	sagID       = "3.1 Sagens ID"
	sagReg      = "3.2 Registreringsdata"
	sagEgen     = "3.3 Sagsegenskaber"
	sagTilstand = "3.4 Tilstand"
	sagIndeks   = "3.5 Sagindeksegenskaber"
	sagAktoer   = "3.6 Sagsaktør"
	sagPart     = "3.7 Sagspart"
	sagKlasse   = "3.8 Sagsklasse"
	sagJournal  = "3.11 Journalpost"
	sagIT       = "3.12 IT-system"
)

// foelsomhed is the scale that Sag and Dokument share.
var foelsomhed = Enum("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER")

// user is who made a registration or set a virkning.
var user = RefEither("UUID på en bruger i FK Organisation, ellers urn:oio:<org>:<idtype>:… eller urn:oio:it-system-uuid:<uuid>", false, urnItSystem, urnOrg)

var part = RefURN("en URN: urn:oio:cpr-nr:<10 cifre>, urn:oio:us:personid:<7 cifre>, urn:oio:udk:borgerid:<12 cifre>, urn:oio:cvr-nr:<8 cifre>, urn:oio:pnr:<10 cifre> eller urn:oio:fuldtnavn:<navn>",
	`urn:oio:cpr-nr:[0-9]{10}`, `urn:oio:us:personid:[0-9]{7}`, `urn:oio:udk:borgerid:[0-9]{12}`, `urn:oio:cvr-nr:[0-9]{8}`, `urn:oio:pnr:[0-9]{10}`, `urn:oio:fuldtnavn:.+`)

// sagRows are the rows of the anvisninger for Sag, grouped as they are.
func sagRows() []Rule {
	return join(
		[]Rule{{ID: "sag.id.uuid", Afsnit: sagID, Sti: "UUIDIdentifikator", Hvad: "sagens UUID", Krav: OB2, Format: UUID, Eksempel: "3d1c8f0a-5b1e-4c55-9a43-0d9be0c7a6f1"}},
		registrering("sag", sagReg),
		sagEgenskaber(),
		[]Rule{{ID: "sag.tilstand.fremdrift", Afsnit: sagTilstand, Del: oio.DelFremdrift, Sti: "FremdriftStatusKode", Hvad: "sagens tilstand", Krav: OB1Repeated, Format: Enum("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"), Eksempel: "Opstaaet"}},
		virkning("sag.tilstand", sagTilstand, oio.DelFremdrift, ""),
		sagIndeksegenskaber(),
		sagsaktoerer(),
		primaerPart(),
		sagsklasser(),
		journalposter(),
		itSystems("sag", sagIT, "SagsitsystemRelation"),
		otherVirkninger(oio.Sag),
	)
}

// registrering is the same for Sag and Dokument.
func registrering(objekt, afsnit string) []Rule {
	id := objekt + ".registrering."
	return []Rule{
		{ID: id + "tidspunkt", Afsnit: afsnit, Del: "Registrering", Sti: "Tidspunkt", Hvad: "registreringens tidspunkt", Krav: OB2, Format: DateTime, Eksempel: "2026-03-23T14:54:23.234+01:00"},
		{ID: id + "ststidspunkt", Afsnit: afsnit, Del: "Registrering", Sti: "StsTidspunkt", Hvad: "indeksets eget tidspunkt", Krav: Absent, Format: AnyText},
		{ID: id + "livscykluskode", Afsnit: afsnit, Del: "Registrering", Sti: "LivscyklusKode", Hvad: "objektets livscyklus", Krav: OB1, Format: Enum("Importeret"), Eksempel: "Importeret"},
		{ID: id + "brugerref", Afsnit: afsnit, Del: "Registrering", Sti: "BrugerRef", Hvad: "brugeren, der foretog registreringen", Krav: OB1, Format: user, Eksempel: "<UUIDIdentifikator>UUID på brugeren i FK Organisation</UUIDIdentifikator>"},
		{ID: id + "notetekst", Afsnit: afsnit, Del: "Registrering", Sti: "NoteTekst", Hvad: "note til registreringen", Krav: Optional, Format: Lines(1024)},
	}
}

func sagEgenskaber() []Rule {
	e := func(sti, id, hvad string, k Obligation, f Format, eks string) Rule {
		return Rule{ID: "sag.egenskaber." + id, Afsnit: sagEgen, Del: oio.DelEgenskaber, Sti: sti, Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
	}
	alt := e("OffentlighedUndtaget/TitelAlternativTekst", "titelalternativtekst", "titlen, offentligheden ikke må se", OB4, Line(255), "Aftale om forebyggende hjemmebesøg hos borgeren")
	alt.Hvis = &Condition{Sti: "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true, Hvornaar: "når sagen er undtaget offentligheden (OffentlighedUndtagetHjemmelTekst er udfyldt)"}
	return join([]Rule{
		e("BrugervendtNoegle", "brugervendtnoegle", "sagens nummer, som brugerne kender det", OB1Repeated, Line(50), "2026-001234"),
		e("Sagsnummer", "sagsnummer", "sagens nummer i afsendersystemet", OB1Repeated, Line(50), "2026-001234"),
		e("Titel", "titel", "sagens titel, som offentligheden må se", OB1Repeated, Line(255), "Aftale om forebyggende hjemmebesøg"),
		e("Beskrivelse", "beskrivelse", "sagens beskrivelse", Optional, Lines(4096), ""),
		e("HjemmelSpecifikation", "hjemmelspecifikation", "sagens hjemmel", Optional, Line(1024), ""),
		e("Kassationskode", "kassationskode", "sagens kassationskode", Optional, Enum("B", "K"), "B"),
		e("AfleveretIndikator", "afleveretindikator", "om sagen er afleveret til arkiv", Optional, BooleanText, "false"),
		e("PrincipielIndikator", "principielindikator", "om sagen er principiel", Optional, BooleanText, "false"),
		e("OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "offentlighedundtaget", "hjemlen for undtagelse fra offentlighed", Optional, Line(1024), ""),
		alt,
	}, virkning("sag.egenskaber", sagEgen, oio.DelEgenskaber, ""))
}

func sagIndeksegenskaber() []Rule {
	e := func(sti, id, hvad string, k Obligation, f Format, eks string) Rule {
		return Rule{ID: "sag.indeksegenskaber." + id, Afsnit: sagIndeks, Del: oio.DelIndeksEgenskaber, Sti: sti, Hvad: hvad, Krav: k, Format: f, Eksempel: eks}
	}
	return join([]Rule{
		e("Sagsstatus", "sagsstatus", "sagens status i afsendersystemet", Optional, Line(255), ""),
		e("Sagskategori", "sagskategori", "sagens kategori i afsendersystemet", Optional, Line(255), ""),
		e("Foelsomhed", "foelsomhed", "sagens følsomhed", OB1, foelsomhed, "FOELSOMME_PERSONOPLYSNINGER"),
		e("Lokation", "lokation", "hvor sagens fysiske akter ligger", Optional, Line(255), ""),
	}, virkning("sag.indeksegenskaber", sagIndeks, oio.DelIndeksEgenskaber, ""))
}

func sagsaktoerer() []Rule {
	const ext = "LokalUdvidelseListe/SagsaktoerLokalUdvidelse/"
	return join(
		relation("sag.sagsaktoer.ejer", sagAktoer, "Sagsaktoer", "Ejer", OB1, TypeIs("Organisation"),
			RefEither("UUID på kommunen i FK Organisation (foretrækkes), ellers urn:oio:cvr-nr:<8 cifre>", true, urnCVR), false,
			cvr(ext+"CVR-Nummer", "ejerens CVR-nummer", OB1), name(ext+"FuldtNavn", "ejerens fulde navn", OB1, "Korsbæk Kommune"), keyIfURN(ext+"BrugervendtNoegle", "ejerens brugervendte nøgle")),
		relation("sag.sagsaktoer.ansvarlig", sagAktoer, "Sagsaktoer", "Ansvarlig", OB1, TypeIs("OrgEnhed"),
			RefEither("UUID på enheden i FK Organisation (foretrækkes), ellers urn:oio:<org>:<idtype>:…", true, urnOrg), false,
			cvr(ext+"CVR-Nummer", "kommunens CVR-nummer", OB1), name(ext+"FuldtNavn", "den ansvarlige enheds navn", OB1, "Forebyggelsesteamet"), keyIfURN(ext+"BrugervendtNoegle", "enhedens brugervendte nøgle")),
	)
}

func primaerPart() []Rule {
	const ext = "LokalUdvidelseListe/SagspartLokalUdvidelse/"
	return relation("sag.sagspart.primaer-part", sagPart, "Sagspart", "Primær part", OB3, TypeIs("Person", "Virksomhed"), part, false,
		name(ext+"FuldtNavn", "partens fulde navn", OB3, "Godtfred Lund"),
		Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "brugervendt nøgle på en part", Krav: Absent, Format: AnyText})
}

func sagsklasser() []Rule {
	const ext = "LokalUdvidelseListe/SagsklasseLokalUdvidelse/"
	titles := func() []Rule {
		return []Rule{
			{ID: "facettitel", Sti: ext + "Facettitel", Hvad: "facettens titel", Krav: Optional, Format: Line(255)},
			{ID: "klassetitel", Sti: ext + "Klassetitel", Hvad: "klassens titel", Krav: Optional, Format: Line(255)},
		}
	}
	return join(
		relation("sag.sagsklasse.primaer-klasse", sagKlasse, "Sagsklasse", "Primær klasse", OB1, TypeIs("Klasse"), RefUUID, false,
			append(titles(), Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "sagens KLE-nummer", Krav: OB1, Format: KLE, Eksempel: "27.35.04"})...),
		relation("sag.sagsklasse.handlingsklasse", sagKlasse, "Sagsklasse", "Handlingsklasse", OB1, TypeIs("Klasse"), RefUUID, false,
			append(titles(), Rule{ID: "brugervendtnoegle", Sti: ext + "BrugervendtNoegle", Hvad: "sagens handlingsfacet", Krav: OB1, Format: Line(50), Eksempel: "G01"})...),
	)
}

func journalposter() []Rule {
	const e = "JournalpostEgenskaber/"
	const n = e + "JournalnotatEgenskaber/"
	format := RefTextUUID
	notat := []Rule{
		{ID: "dokumenttitel", Sti: e + "Dokumenttitel", Hvad: "dokumenttitel på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "offentlighedundtaget", Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", Hvad: "undtagelse fra offentlighed på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "titelalternativtekst", Sti: e + "OffentlighedUndtaget/TitelAlternativTekst", Hvad: "alternativ titel på et journalnotat", Krav: Absent, Format: AnyText},
		{ID: "titel", Sti: n + "Titel", Hvad: "notatets titel", Krav: OB3, Format: Line(255), Eksempel: "Telefonsamtale med borgeren"},
		{ID: "notat", Sti: n + "Notat", Hvad: "notatets tekst", Krav: OB3, Format: Note, Eksempel: "QWZ0YWxlIGluZGfDpWV0"},
		{ID: "format", Sti: n + "Format", Hvad: "notatets format", Krav: OB3, Format: format, Eksempel: "UUID på formatet Text i FK Klassifikation"},
	}
	whenTitle := &Condition{Sti: n + "Titel", ElseAbsent: true, Hvornaar: "når journalposten har et notat med titel"}
	whenExempt := &Condition{Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true, Hvornaar: "når dokumentet er undtaget offentligheden på denne sag"}
	filed := func() []Rule {
		return []Rule{
			{ID: "dokumenttitel", Sti: e + "Dokumenttitel", Hvad: "dokumentets titel på denne sag", Krav: Optional, Format: Line(255)},
			{ID: "offentlighedundtaget", Sti: e + "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", Hvad: "hjemlen for undtagelse på denne sag", Krav: Optional, Format: Line(1024)},
			{ID: "titelalternativtekst", Sti: e + "OffentlighedUndtaget/TitelAlternativTekst", Hvad: "titlen, offentligheden ikke må se", Krav: OB4, Hvis: whenExempt, Format: Line(255)},
			{ID: "titel", Sti: n + "Titel", Hvad: "notatets titel", Krav: OB4, Hvis: &Condition{Sti: n + "Notat", Hvornaar: "når journalposten har et notat"}, Format: Line(255), Eksempel: "Hvorfor dokumentet er lagt på sagen"},
			{ID: "notat", Sti: n + "Notat", Hvad: "notatets tekst", Krav: OB4, Hvis: whenTitle, Format: Note},
			{ID: "format", Sti: n + "Format", Hvad: "notatets format", Krav: OB4, Hvis: whenTitle, Format: format},
		}
	}
	return join(
		relation("sag.journalpost.journalnotat", sagJournal, "Journalpost", "Journalnotat", OB3, TypeIs("Dokument"), RefURN("altid URN:Empty", `URN:Empty`), true, notat...),
		relation("sag.journalpost.tilakteret", sagJournal, "Journalpost", "Tilakteret", OB3, TypeIs("Dokument"), RefUUID, true, filed()...),
		relation("sag.journalpost.vedlagt", sagJournal, "Journalpost", "Vedlagt", OB3, TypeIs("Dokument"), RefUUID, true, filed()...),
	)
}
