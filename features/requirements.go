package features

import "strings"

// Requirement is something that the anvisninger or the terms for senders ask
// of a system. Scenarios stand for requirements by their tags (@krav:ID).
type Requirement struct {
	ID     string // "sag-3.6/ejer": anvisning, section, role
	Title  string // what is asked for, in Danish
	Source string
	// Untested is why no scenario stands for it, in Danish; "" when one does.
	Untested string
}

// Requirements are all that the test knows of: each section of the two
// anvisninger, each role of their relations, the usage patterns, and the terms
// for senders.
func Requirements() []Requirement {
	var out []Requirement
	for _, group := range [][]Requirement{sagRequirements, dokumentRequirements, patternRequirements, termRequirements} {
		for _, r := range group {
			out = append(out, guided(r))
		}
	}
	return out
}

// Why no scenario asks for something.
const (
	optional  = "Rollen er valgfri, og ingen af de seks områder kræver den. Sendes den, prøves reglerne for den på hver besked."
	elsewhere = "Prøves ikke for sig, for det er en anden visning af det, der allerede prøves under et andet krav. " +
		"Sendes det, prøves reglerne for det på hver besked."
	specialist  = "Rollen bruges kun af enkelte fagområder, som den fælles test ikke kan regne med. Sendes den, prøves reglerne for den på hver besked."
	notYet      = "klarmeld kan endnu ikke prøve det; når det kan, bliver det et scenarie."
	notTheIndex = "Ligger uden for de seks områder, compliancetesten dømmer."
)

func sag(heading, title, untested string) Requirement {
	return section("sag", "sagsobjektet", heading, title, untested)
}

func dokument(heading, title, untested string) Requirement {
	return section("dokument", "dokumentobjektet", heading, title, untested)
}

// section is a requirement of a section of an anvisning; after a slash stands
// the role or matter in it.
func section(object, anvisning, heading, title, untested string) Requirement {
	number, rest, _ := strings.Cut(heading, " ")
	name, role, has := strings.Cut(rest, "/")
	r := Requirement{ID: object + "-" + number, Title: title, Source: "Anvisninger for " + anvisning + " 1.7, afsnit " + number + " " + name, Untested: untested}
	if has {
		r.ID += "/" + strings.ToLower(strings.ReplaceAll(role, " ", "-"))
		r.Source += ", " + role
	}
	return r
}

var sagRequirements = []Requirement{
	sag("3.1 Sagens ID", "Sagen har sin egen UUID, som systemet gemmer og bruger igen", ""),
	sag("3.2 Registreringsdata", "Hver ændring er en registrering med tidspunkt og den, der gjorde det", ""),
	sag("3.3 Sagsegenskaber", "Sagsnummer og titel følger sagen, også når de rettes", ""),
	sag("3.3 Sagsegenskaber/Offentlighed", "En sag, der er undtaget, har hjemmel, en åben og en lukket titel", ""),
	sag("3.4 Tilstand", "Tilstandenes historik er hel, fra sagen opstår", ""),
	sag("3.5 Sagindeksegenskaber", "Sagens følsomhed er den, systemet kender", ""),
	sag("3.6 Sagsaktør/Ejer", "Netop én kommune ejer sagen, til enhver tid", ""),
	sag("3.6 Sagsaktør/Ansvarlig", "Netop én enhed er ansvarlig, til enhver tid", ""),
	sag("3.6 Sagsaktør/Primær behandler", "Sagsbehandleren er den, der har sagen", ""),
	sag("3.6 Sagsaktør/Andre behandlere", "Flere sagsbehandlere kan stå på sagen", optional),
	sag("3.6 Sagsaktør/Udlånt til", "En sag, der er udlånt, siger til hvem", optional),
	sag("3.6 Sagsaktør/Bopælskommune", "Borgerens bopælskommune kan stå på sagen", optional),
	sag("3.7 Sagspart/Primær part", "Sagen handler om en borger eller en virksomhed, kendt på sit nummer", ""),
	sag("3.7 Sagspart/Sekundær part", "Andre parter kommer til, ophører og kan slettes", ""),
	sag("3.7 Sagspart/Ydelsesmodtager", "Den, der får en ydelse, kan være en anden end parten", specialist),
	sag("3.8 Sagsklasse/Primær klasse", "KLE-emnet har både nummer og UUID, og de passer sammen", ""),
	sag("3.8 Sagsklasse/Handlingsklasse", "KLE-handlingen har både nummer og UUID", ""),
	sag("3.8 Sagsklasse/Opgaveklasse", "Sagen kan høre til en opgave", optional),
	sag("3.8 Sagsklasse/Kontoklasse", "Sagen kan have en konto", specialist),
	sag("3.8 Sagsklasse/Sikkerhedsklasse", "Sagen kan have en sikkerhedsklasse", elsewhere),
	sag("3.8 Sagsklasse/Følsomhedsklasse", "Sagen kan have en følsomhedsklasse ved siden af sin følsomhed", elsewhere),
	sag("3.8 Sagsklasse/Indsatsklasse", "Sagen kan høre til en indsats", specialist),
	sag("3.8 Sagsklasse/Ydelsesklasse", "Sagen kan handle om en ydelse", specialist),
	sag("3.8 Sagsklasse/Kontroltemaklasse", "Sagen kan have et kontroltema", specialist),
	sag("3.8 Sagsklasse/Visningsklasse", "En sag, borgeren ikke må se, er mærket", ""),
	sag("3.8 Sagsklasse/Afgørelsesklasse", "Sagens afgørelse kan være klassificeret", specialist),
	sag("3.9 Sagsrelation/Oversag", "En sag kan høre under en anden", ""),
	sag("3.9 Sagsrelation/Præcedens", "En sag kan henvise til den, der dannede præcedens", optional),
	sag("3.9 Sagsrelation/Andre sager", "Sager kan henvise til hinanden", optional),
	sag("3.10 Sagsgenstand/Afgiftsobjekt", "Sagen kan handle om et køretøj", specialist),
	sag("3.10 Sagsgenstand/Ejendomsskat", "Sagen kan handle om en ejendom", specialist),
	sag("3.10 Sagsgenstand/Byggeri", "Sagen kan handle om en bygning", specialist),
	sag("3.10 Sagsgenstand/Fredning", "Sagen kan handle om et sted", specialist),
	sag("3.11 Journalpost/Tilakteret", "Sagen henviser til sine dokumenter", ""),
	sag("3.11 Journalpost/Vedlagt", "Sagen kan henvise til det, der ikke har betydning for den", optional),
	sag("3.11 Journalpost/Journalnotat", "Sagens notater kan læses, som de blev skrevet", ""),
	sag("3.11 Journalpost/Stort notat", "Et notat over 100 KB afløses af en henvisning til systemet", ""),
	sag("3.12 IT-system/Master", "Netop ét system er master for sagen", ""),
	sag("3.12 IT-system/Afsender", "Netop ét system har sendt sagen", ""),
	sag("3.13 Sikkerhedsprofil/Adgang", "En beskyttet sag siger, hvem der må se den", ""),
}

var dokumentRequirements = []Requirement{
	dokument("3.1 DokumentID", "Dokumentet har sin egen UUID", ""),
	dokument("3.2 Registreringsdata", "Hver ændring er en registrering med tidspunkt og den, der gjorde det", ""),
	dokument("3.3 Dokumentegenskaber", "Titel, type og brevdato er dem, systemet kender", ""),
	dokument("3.3 Dokumentegenskaber/Offentlighed", "Et dokument, der er undtaget, har hjemmel, en åben og en lukket titel", ""),
	dokument("3.4 Tilstand", "Man kan skelne udkast fra færdigt", ""),
	dokument("3.5 Dokumentrelation/Besvarelser", "Et svar kan findes fra det, det svarer på", optional),
	dokument("3.5 Dokumentrelation/Udgangspunkter", "Et dokument kan bygge på et andet", optional),
	dokument("3.5 Dokumentrelation/NyRevision", "En ny udgave kan findes fra den gamle", ""),
	dokument("3.5 Dokumentrelation/Kommentarer", "Et dokument kan kommentere et andet", optional),
	dokument("3.5 Dokumentrelation/Bilag", "Et bilag kan findes fra brevet", ""),
	dokument("3.5 Dokumentrelation/Andre dokumenter", "Dokumenter kan henvise til hinanden", optional),
	dokument("3.6 Dokumentaktør/Ejer", "Netop én kommune ejer dokumentet", ""),
	dokument("3.6 Dokumentaktør/Ansvarlig", "Netop én enhed er ansvarlig for dokumentet", ""),
	dokument("3.6 Dokumentaktør/Primær behandler", "Dokumentet kan have en sagsbehandler", optional),
	dokument("3.6 Dokumentaktør/Andre behandlere", "Dokumentet kan have flere sagsbehandlere", optional),
	dokument("3.6 Dokumentaktør/Fordelt til", "Et indgående dokument kan være fordelt til nogen", optional),
	dokument("3.7 Dokumentpart/Parter", "Dokumentet kan have parter ud over sagens", optional),
	dokument("3.7 Dokumentpart/Kopiparter", "Dokumentet kan nævne dem, der fik en kopi", optional),
	dokument("3.8 Dokumentklasse/Primær klasse", "Dokumentets KLE-emne er sagens", ""),
	dokument("3.8 Dokumentklasse/Andre klasser", "Dokumentet kan have flere klasser", optional),
	dokument("3.8 Dokumentklasse/Visningsklasse", "Et dokument, borgeren ikke må se, er mærket", elsewhere),
	dokument("3.9 IT-system/Master", "Netop ét system er master for dokumentet", ""),
	dokument("3.9 IT-system/Afsender", "Netop ét system har sendt dokumentet", ""),
	dokument("3.10 Sikkerhedsprofil/Adgang", "Et beskyttet dokument siger, hvem der må se det", elsewhere),
}

var patternRequirements = []Requirement{
	{ID: "AM-01", Title: "En import har alle tilstande med, også dem, der er forbi", Source: "Anvendelsesmønster AM-01"},
	{ID: "AM-02", Title: "En relation, der ikke gælder længere, får en slutdato", Source: "Anvendelsesmønster AM-02"},
	{ID: "AM-03", Title: "En relation, der var en fejl, fjernes fysisk", Source: "Anvendelsesmønster AM-03"},
	{ID: "AM-04", Title: "En relation, der afløses, slutter, hvor den nye begynder", Source: "Anvendelsesmønster AM-04"},
}

const terms = "SF1470, vilkår for afsendere"

var termRequirements = []Requirement{
	{ID: "vilkår-fuldstændighed", Title: "Alle relevante sager er i indekset, når systemet er tilsluttet", Source: terms},
	{ID: "vilkår-passive-sager", Title: "Også sager, der er afsluttet, overføres", Source: terms},
	{ID: "vilkår-rettidighed", Title: "En ændring er i indekset inden for få minutter", Source: terms},
	{ID: "vilkår-samlet-leverance", Title: "Flere ændringer kan sendes samlet, uden at nogen går tabt", Source: terms},
	{ID: "vilkår-organisation", Title: "Kommune, enheder og brugere læses i FK Organisation", Source: terms},
	{ID: "vilkår-klassifikation", Title: "KLE læses i FK Klassifikation", Source: terms},
	{ID: "vilkår-fysisk-sletning", Title: "Det, der ikke længere er i systemet, fjernes fysisk fra indekset", Source: terms},
	{ID: "vilkår-kun-egne", Title: "Et system rører kun det, det selv har sendt for den kommune", Source: terms},
	{ID: "vilkår-efterfølger", Title: "Efterfølgeren kan sende de samme sager som sine egne", Source: terms},
	{ID: "vilkår-sikkerhed", Title: "Hvert kald har et token og en underskrift", Source: terms,
		Untested: "klarmeld tager imod kald uden token, som KOMBITs eget valideringsværktøj; " + notYet},
	{ID: "vilkår-fejlhåndtering", Title: "Et kald, der fejler, gentages, uden at noget kommer to gange", Source: terms, Untested: notYet},
	{ID: "vilkår-ydelser", Title: "Ydelser ajourføres i Ydelsesindekset", Source: "Ydelsesindekset", Untested: notTheIndex},
}
