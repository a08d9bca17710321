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
	sagRelation = "3.9 Sagsrelation"
	sagGenstand = "3.10 Sagsgenstand"
	sagJournal  = "3.11 Journalpost"
	sagIT       = "3.12 IT-system"
	sagAdgang   = "3.13 Sikkerhedsprofil"
)

// foelsomhed is the scale that Sag and Dokument share.
var foelsomhed = Enum("IKKE_FORTROLIGE_DATA", "FORTROLIGE_PERSONOPLYSNINGER", "FOELSOMME_PERSONOPLYSNINGER", "VIP_SAGER")

// user is who made a registration or set a virkning.
var user = RefEither("UUID på en bruger i FK Organisation, ellers urn:oio:<org>:<idtype>:… eller urn:oio:it-system-uuid:<uuid>", false, urnItSystem, urnOrg)

// refPart is a party, of a Sag or of a Dokument.
var refPart = RefURN("en URN: urn:oio:cpr-nr:<10 cifre>, urn:oio:us:personid:<7 cifre>, urn:oio:udk:borgerid:<12 cifre>, urn:oio:cvr-nr:<8 cifre>, "+
	"urn:oio:pnr:<10 cifre> eller urn:oio:fuldtnavn:<navn>",
	refPartPatterns...)

var refPartPatterns = []string{`urn:oio:cpr-nr:[0-9]{10}`, `urn:oio:us:personid:[0-9]{7}`, `urn:oio:udk:borgerid:[0-9]{12}`, `urn:oio:cvr-nr:[0-9]{8}`,
	`urn:oio:pnr:[0-9]{10}`, `urn:oio:fuldtnavn:.+`}

// sagRows are the rows of the anvisninger for Sag, grouped as they are.
func sagRows() []Rule {
	return join(
		[]Rule{{ID: "sag.id.uuid", Section: sagID, Path: "UUIDIdentifikator", What: "sagens UUID", Obligation: OB2, Format: UUID,
			Example: "3d1c8f0a-5b1e-4c55-9a43-0d9be0c7a6f1"}},
		registrering("sag", sagReg),
		sagEgenskaber(),
		[]Rule{{ID: "sag.tilstand.fremdrift", Section: sagTilstand, Del: oio.DelFremdrift, Path: "FremdriftStatusKode", What: "sagens tilstand", Obligation: OB1Each,
			Format: Enum("Opstaaet", "Oplyst", "Afgjort", "Afsluttet"), Example: "Opstaaet"}},
		virkning("sag.tilstand", sagTilstand, oio.DelFremdrift, ""),
		sagIndeksegenskaber(),
		sagsaktoerer(),
		sagsparter(),
		sagsklasser(),
		sagsrelationer(),
		sagsgenstande(),
		journalposter(),
		itSystems("sag", sagIT, "SagsitsystemRelation"),
		adgangRole("sag", sagAdgang),
		otherVirkninger(oio.Sag),
	)
}

// registrering is the same for Sag and Dokument.
func registrering(objekt, section string) []Rule {
	id := objekt + ".registrering."
	return []Rule{
		{ID: id + "tidspunkt", Section: section, Del: "Registrering", Path: "Tidspunkt", What: "registreringens tidspunkt", Obligation: OB2, Format: DateTime,
			Example: "2026-03-23T14:54:23.234+01:00"},
		{ID: id + "ststidspunkt", Section: section, Del: "Registrering", Path: "StsTidspunkt", What: "indeksets eget tidspunkt", Obligation: Absent, Format: AnyText},
		{ID: id + "livscykluskode", Section: section, Del: "Registrering", Path: "LivscyklusKode", What: "objektets livscyklus", Obligation: OB1,
			Format: Enum("Importeret"), Example: "Importeret"},
		{ID: id + "brugerref", Section: section, Del: "Registrering", Path: "BrugerRef", What: "brugeren, der foretog registreringen", Obligation: OB1, Format: user,
			Example: "<UUIDIdentifikator>UUID på brugeren i FK Organisation</UUIDIdentifikator>", Described: true},
		{ID: id + "notetekst", Section: section, Del: "Registrering", Path: "NoteTekst", What: "noten til registreringen", Obligation: Optional, Format: Lines(1024)},
	}
}

func sagEgenskaber() []Rule {
	e := func(path, id, what string, k Obligation, f Format, example string) Rule {
		return Rule{ID: "sag.egenskaber." + id, Section: sagEgen, Del: oio.DelEgenskaber, Path: path, What: what, Obligation: k, Format: f, Example: example}
	}
	alt := e("OffentlighedUndtaget/TitelAlternativTekst", "titelalternativtekst", "titlen, offentligheden ikke må se", OB4, Line(255),
		"Aftale om forebyggende hjemmebesøg hos borgeren")
	alt.If = &Premise{Path: "OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", ElseAbsent: true,
		When: "når sagen er undtaget fra offentlighed (OffentlighedUndtagetHjemmelTekst er udfyldt)"}
	return join([]Rule{
		e("BrugervendtNoegle", "brugervendtnoegle", "sagens nummer, som brugerne kender det", OB1Repeated, Key(50), "2026-001234"),
		e("Sagsnummer", "sagsnummer", "sagens nummer i afsendersystemet", OB1Repeated, Key(50), "2026-001234"),
		e("Titel", "titel", "sagens titel, som offentligheden må se", OB1Repeated, Line(255), "Aftale om forebyggende hjemmebesøg"),
		e("Beskrivelse", "beskrivelse", "sagens beskrivelse", Optional, Lines(4096), ""),
		e("HjemmelSpecifikation", "hjemmelspecifikation", "sagens hjemmel", Optional, Line(1024), ""),
		e("Kassationskode", "kassationskode", "sagens kassationskode", Optional, Kassation, "B"),
		e("AfleveretIndikator", "afleveretindikator", "oplysningen om aflevering til arkiv", Optional, BooleanText, "false"),
		e("PrincipielIndikator", "principielindikator", "oplysningen om principiel betydning", Optional, BooleanText, "false"),
		e("OffentlighedUndtaget/OffentlighedUndtagetHjemmelTekst", "offentlighedundtaget", "hjemlen for undtagelse fra offentlighed", Optional, Line(1024), ""),
		alt,
	}, virkning("sag.egenskaber", sagEgen, oio.DelEgenskaber, ""))
}

func sagIndeksegenskaber() []Rule {
	e := func(path, id, what string, k Obligation, f Format, example string) Rule {
		return Rule{ID: "sag.indeksegenskaber." + id, Section: sagIndeks, Del: oio.DelIndeksEgenskaber, Path: path, What: what, Obligation: k,
			Format: f, Example: example}
	}
	return join([]Rule{
		e("Sagsstatus", "sagsstatus", "sagens status i afsendersystemet", Optional, Line(255), ""),
		e("Sagskategori", "sagskategori", "sagens kategori i afsendersystemet", Optional, Line(255), ""),
		e("Foelsomhed", "foelsomhed", "sagens følsomhed", OB1, foelsomhed, "FOELSOMME_PERSONOPLYSNINGER"),
		e("Lokation", "lokation", "placeringen af sagens fysiske akter", Optional, Line(255), ""),
	}, virkning("sag.indeksegenskaber", sagIndeks, oio.DelIndeksEgenskaber, ""))
}
