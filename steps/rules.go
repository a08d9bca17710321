package steps

import (
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// KindClaim is the rule of a sentence: what a Så demands.
const KindClaim anvisning.RuleKind = "claim"

// Where what the sentences demand stands, when that is not the scenario itself.
const (
	removedPhysically = "SF1470, vilkår for afsendere: det, der ikke længere findes i kilden, fjernes fysisk"
	uuidsRead         = "SF1470, vilkår for afsendere: UUID'er hentes i FK Organisation og FK Klassifikation"
	preferUUID        = "Anvisninger for sags- og dokumentobjektet 1.7, aktørernes ReferenceID: UUID foretrækkes"
	ownFormat         = "Anvisninger for sagsobjektet 1.7, afsnit 3.11 Journalpost, Format: det format, notatet skal læses i"
	ownScenario       = "klarmelds egen regel: et scenarie dømmer det, det bad om"
)

// How what a scenario finds is mended, where rules share it. Most of it is sent: the
// index lacks what the system has.
const (
	sendIt   = "Send det til indekset, som det står i systemet."
	inTurn   = "Lad hver tilstand begynde, når den forrige slutter, og den sidste være uendelig."
	readUUID = "Læs registret, og send UUID'en på det, sagsbehandleren valgte."
	finer    = "Skriv tider så fint, at to ændringer ikke får den samme."
)

// claimed is the rule that the index has what the scenario made.
func claimed(id, text, fix string) anvisning.Listed {
	return claimedAs(verdict.Fail, id, trial.FromScenario, text, fix)
}

// claimedAs is a rule of another weight, or one that stands elsewhere.
func claimedAs(severity verdict.Outcome, id, source, text, fix string) anvisning.Listed {
	return anvisning.Listed{ID: id, Kind: KindClaim, Severity: severity, Source: source, Text: text, Fix: fix, State: anvisning.CheckedWithState}
}

// onSag is a claimed rule of cases.
func onSag(id, text, fix string) anvisning.Listed {
	e := claimed("scenarie.sag."+id, text, fix)
	e.Objekt = oio.Sag
	return e
}

// onDokument is a claimed rule of documents.
func onDokument(id, text, fix string) anvisning.Listed {
	e := claimed("scenarie.dokument."+id, text, fix)
	e.Objekt = oio.Dokument
	return e
}

// What is claimed of a case.
var (
	ruleSagTitel      = onSag("titel", "Sagens titel i indekset er den, den har i systemet.", sendIt)
	ruleSagLukket     = onSag("lukket-titel", "Sagens lukkede titel (TitelAlternativTekst) er den, den har i systemet.", sendIt)
	ruleSagHjemmel    = onSag("hjemmel", "Hjemlen for sagens undtagelse fra offentlighed er den, sagsbehandleren gav.", sendIt)
	ruleSagFoelsomhed = onSag("foelsomhed", "Sagens følsomhed er den, den har i systemet.", sendIt)
	ruleSagTilstand   = onSag("tilstand", "Sagens tilstand er den, den har i systemet.", sendIt)
	ruleSagHistorik   = onSag("historik", "Sagens historik rummer tilstandene fra den første til den sidste.",
		"Send en Fremdrift for hver tilstand, sagen har haft, fra den opstod.")
	ruleSagTilstande  = onSag("tilstande", "Sagens tilstande er netop dem, den har haft i systemet, i deres orden.", sendIt)
	ruleSagUdenOphold = onSag("uden-ophold", "Hver af sagens tilstande begynder, når den forrige slutter, og den sidste gælder endnu.", inTurn)
	ruleSagForloeb    = onSag("forloeb", "Sagens forløb begynder og slutter de dage, det gjorde i systemet.",
		"Send tilstandene med de tidspunkter, da de begyndte i sagen, og ikke da den blev overført.")
	ruleRegistreringer = onSag("registreringer", "En leverance har en registrering for hver ændring, hver med sit tidspunkt.",
		"Send en registrering for hver ændring, med det tidspunkt, da den blev foretaget.")
	ruleAfloest = onSag("afloest", "Den, der afløses på sagen, slutter, når afløseren begynder, og afløseren gælder endnu.",
		"Lad den nye relation begynde i det øjeblik, den forrige slutter.")
	ruleSekundaerPart = onSag("sekundaer-part", "Den, der er sekundær part i systemet, er det i indekset, uden slutdato.", sendIt)
	rulePartAfsluttet = onSag("part-afsluttet", "Den, der ikke længere er part, har en slutdato.",
		"Send partens relation igen med det TilTidspunkt, da den ophørte.")
	rulePartSlettet = onSag("part-slettet", "Den, der aldrig skulle have været part, står slet ikke på sagen.",
		"Fjern relationen fysisk (kasser); at afslutte den er ikke nok, når den aldrig skulle have været der.")
	ruleSagKLE  = onSag("kle", "Sagens primære klasse har det KLE-nummer, sagsbehandleren gav.", sendIt)
	ruleOversag = onSag("oversag", "Sagens oversag er den, sagsbehandleren knyttede.", sendIt)
	ruleAdgang  = onSag("adgang", "Når kun sagens egen enhed har adgang, har sagen én sikkerhedsprofil: enhedens.",
		"Send én Sikkerhedsprofil (Adgang) med enhedens UUID, og ingen andre.")
	ruleVisningsklasse = onSag("visningsklasse", "En sag, der er skjult for borgeren, har visningsklassen for det.", sendIt)
	ruleBestand        = onSag("bestand", "Systemet oplyser numrene på alle de sager, det overfører.",
		"Lad adapteren oplyse numrene på alle de sager, systemet overfører.")
	ruleFuldstaendig = onSag("fuldstaendig", "Hver af systemets sager er i indekset netop én gang.",
		"Importér hver af systemets sager én gang, også dem, der er lukket.")
	ruleSagSlettet  = removed("scenarie.sag.slettet", "En sag, der er slettet i systemet, er ikke i indekset.", oio.Sag)
	ruleAabenFoerst = claimedAs(verdict.Information, "scenarie.sag.aaben-foerst",
		"Anvendelsesmønster AM-01 (version 0.1): en sag importeres med hele sin historik",
		"En sag, der var lukket, da systemet blev tilsluttet, kommer lukket.", "Send hele historikken i importen.")
)

// secured is a claimed rule of the secured wire.
func secured(severity verdict.Outcome, id, text, fix string) anvisning.Listed {
	return claimedAs(severity, "scenarie.sikkerhed."+id, "SF1470, vilkår for afsendere: hvert kald har et token og en underskrift; OIO IDWS", text, fix)
}

// What is claimed of the secured wire.
var (
	ruleHarToken = secured(verdict.Fail, "token", "Hvert kald bærer et token, som STS'en har udstedt til systemet.",
		"Hent et token hos STS'en til hver tjeneste, og sæt det i kaldet, som det kom.")
	ruleUnderskrift = secured(verdict.Fail, "underskrift", "Hvert kald er underskrevet med den nøgle, tokenet er udstedt til.",
		"Underskriv hvert kald, også opslagene, med tokenets nøgle.")
	ruleFornyet = secured(verdict.Fail, "fornyet", "Når et token er udløbet, bærer det næste kald et nyt.",
		"Hent et nyt token, før det gamle udløber (Lifetime/Expires), og smid det gamle væk.")
	ruleTokenTjeneste = secured(verdict.Fail, "tjeneste", "Et token bruges kun hos den tjeneste, det er udstedt til.",
		"Gem tokens efter tjenestens entity ID, og hent et til hver.")
	ruleSagtNej = secured(verdict.NotObserved, "afvist", "Systemet beder STS'en om et token, når det intet har, der gælder.",
		"Hent et nyt token, når det gamle er udløbet.")
	ruleUdenAftale = secured(verdict.Fail, "uden-aftale", "Uden token kalder systemet ingen tjeneste.",
		"Stop, når STS'en siger nej, og sig det til den, der driver systemet.")
	ruleMeldtUdfoert = secured(verdict.Fail, "meldt-udfoert", "Det, systemet siger er udført, når frem, også når det ikke kunne sendes med det samme.",
		"Svar fejl, eller gem ændringen, og send den, når STS'en igen udsteder tokens.")
	ruleForvansket = secured(verdict.Fail, "forvansket", "Et svar, hvis underskrift ikke holder, bliver ikke brugt.",
		"Efterprøv svarets underskrift med tjenestens certifikat, før noget i det bruges.")
	ruleIntetForvansket = secured(verdict.NotObserved, "intet-forvansket", "Systemet læser i registret, når det bliver bedt om det.",
		"Læs FK Organisation, når systemet bliver bedt om det, eller når det opretter en sag.")
)

// removed is the rule that what is gone from the system is gone from the index.
func removed(id, text string, o oio.ObjektType) anvisning.Listed {
	e := claimedAs(verdict.Fail, id, removedPhysically, text, "Fjern objektet fra indekset, når det slettes i systemet.")
	e.Objekt = o
	return e
}

// What is claimed of a document.
var (
	ruleDokumentTitel      = onDokument("titel", "Dokumentets titel i indekset er den, det har i systemet.", sendIt)
	ruleDokumentLukket     = onDokument("lukket-titel", "Dokumentets lukkede titel (TitelAlternativTekst) er den, det har i systemet.", sendIt)
	ruleBrevdato           = onDokument("brevdato", "Brevets dato er den, det har i systemet.", sendIt)
	ruleDokumentType       = onDokument("type", "Dokumentets type er den, det har i systemet.", sendIt)
	ruleDokumentTilstand   = onDokument("tilstand", "Dokumentets tilstand er den, det har i systemet.", sendIt)
	ruleDokumentTilstande  = onDokument("tilstande", "Dokumentets tilstande er netop dem, det har haft i systemet, i deres orden.", sendIt)
	ruleDokumentUdenOphold = onDokument("uden-ophold", "Hver af dokumentets tilstande begynder, når den forrige slutter, og den sidste gælder endnu.", inTurn)
	ruleTitelPaaSagen      = onDokument("titel-paa-sagen", "Dokumentets titel på sagen er den, sagsbehandleren gav det dér.", sendIt)
	ruleTilknyttet         = onDokument("tilknyttet", "En sag henviser til sit dokument med en journalpost uden slutdato.", sendIt)
	ruleTagetAf            = onDokument("taget-af", "En sag henviser ikke længere til det dokument, der er taget af den.",
		"Afslut journalposten (AM-02), eller fjern den, når dokumentet tages af sagen.")
	ruleRaekkefoelge = onDokument("raekkefoelge", "Et dokument er i indekset, før en sag henviser til det.",
		"Importér dokumentet, før sagen henviser til det, eller i samme meddelelse.")
	ruleDokumentSlettet = removed("scenarie.dokument.slettet", "Et dokument, der er slettet i systemet, er ikke i indekset.", oio.Dokument)
	ruleHenvisning      = claimed("scenarie.henvisning", "Intet i indekset henviser til det, der er fjernet.",
		"Afslut relationen (AM-02), eller fjern den, når det, den peger på, fjernes.")
)

// dokumentrelationer are the rules that a document refers to another in a role, by
// the roles that there are.
var dokumentrelationer = func() map[string]anvisning.Listed {
	out := map[string]anvisning.Listed{}
	for _, o := range anvisning.Occurrences() {
		if o.Relation == "Dokumentrelation" {
			id := strings.Split(o.ID, ".")[2]
			out[o.Rolle] = onDokument(id, "Et dokument henviser til det andet som »"+o.Rolle+"«, når sagsbehandleren har gjort det.", sendIt)
		}
	}
	return out
}()

// ruleDokumentrelation is the rule for a role that no document has.
var ruleDokumentrelation = onDokument("dokumentrelation", "Et dokument henviser til det andet, når sagsbehandleren har gjort det.", sendIt)

// dokumentrelation is the rule of a role.
func dokumentrelation(rolle string) anvisning.Listed {
	if e, ok := dokumentrelationer[rolle]; ok {
		return e
	}
	return ruleDokumentrelation
}

// everyDokumentrelation are the rules of all roles, in the order of their IDs.
func everyDokumentrelation() []anvisning.Listed {
	out := []anvisning.Listed{ruleDokumentrelation}
	for _, e := range dokumentrelationer {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b anvisning.Listed) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// What is claimed of notes.
var (
	ruleNotatTitel = claimed("scenarie.journalnotat.titel", "Sagen har et journalnotat med den titel, sagsbehandleren gav; systemet må føje til den.", sendIt)
	ruleNotatTekst = claimed("scenarie.journalnotat.tekst", "Notatet siger det, sagsbehandleren skrev.", sendIt)
	ruleForStort   = claimed("scenarie.journalnotat.for-stort", "Et notat, der er for stort til indekset, er afløst af den tekst, anvisningen foreskriver.",
		"Send den tekst, anvisningen foreskriver for et notat, der er for stort, i stedet for notatet.")
	ruleNotatAntal = claimed("scenarie.journalnotat.antal", "Sagen har så mange gældende journalnotater, som scenariet skrev.",
		"Send hvert notat én gang, og fjern dem, der ikke længere er i systemet.")
	ruleNotatIndeks = claimed("scenarie.journalnotat.indeks", "Hvert journalnotat har sit eget Indeks.",
		"Giv hvert notat sit eget Indeks, og behold det, når notatet ændres.")
	ruleBegrundelse = claimed("scenarie.journalnotat.begrundelse", "Sagsbehandlerens begrundelse står ved henvisningen til dokumentet.", sendIt)
	ruleAndreNotat  = claimedAs(verdict.Information, "scenarie.journalnotat.andre", ownScenario, "Sagens journalnotater er dem, scenariet bad om.",
		"Intet, når systemet selv skriver dem. Ellers se efter, hvor de kommer fra.")
	ruleNotatFormat = claimedAs(verdict.NotTried, "scenarie.journalnotat.format", ownFormat, "Notatet er i et format, som klarmeld kan læse.",
		"Send notatet som Text, RTF eller OOXML, når det skal prøves.")
	ruleNotatLaeses = claimedAs(verdict.Fail, "scenarie.journalnotat.laeses", ownFormat, "Notatet kan læses i det format, det siger, at det er.",
		"Send base64 af notatet i det format, som Format siger, helt til ende.")
	ruleUsynlige = claimedAs(verdict.Remark, "scenarie.journalnotat.usynlige-tegn",
		"Unicode TR 36; slutning: den, der søger efter notatets ord, skal finde dem",
		"Notatets tegn er dem, sagsbehandleren skrev, og ikke nogen, der kun ser sådan ud.",
		"Send de tegn, sagsbehandleren skrev: almindelige mellemrum, og ingen bløde bindestreger eller tegn uden bredde.")
	ruleTogether = claimedAs(verdict.Information, RuleTogether, "Scenariet selv", "To ændringer af et objekt har ikke samme tidspunkt.", finer)
)

// What is claimed of what the system has read.
var (
	ruleLaestReference = claimed("scenarie.laest.reference", "En relation peger på det, sagsbehandleren valgte, med den UUID, det har i registret.", readUUID)
	ruleLaestNavn      = claimed("scenarie.laest.navn", "Enhedens navn er det, den har i FK Organisation nu.",
		"Læs FK Organisation igen, og send det navn, enheden har nu.")
	ruleLaestTitel = claimed("scenarie.laest.titel", "Emnets titel er den, det har i FK Klassifikation nu.",
		"Læs FK Klassifikation igen, og send den titel, emnet har nu.")
	ruleLaestNummer = claimed("scenarie.laest.nummer", "Klassens nummer er det, der hører til dens UUID.",
		"Læs FK Klassifikation, og send nummeret på den klasse, som UUID'en er.")
	ruleLaestBruger = claimed("scenarie.laest.bruger", "Systemet har læst brugeren i FK Organisation.",
		"Læs FK Organisation (soeg, laes eller list), så systemet får brugerens UUID at vide.")
	ruleLaestEfter = claimed("scenarie.laest.efter-aendring", "Det, der er ændret i et register, har systemet læst siden.",
		"Læs registret igen, efter at det er ændret: hver nat, eller når systemet bliver bedt om det.")
	ruleLaestFoer = claimed("scenarie.laest.foer-brug", "Systemet har læst en UUID i registret, før det bruger den.",
		"Læs registret først, og brug så den UUID, der står i svaret.")
	ruleIHaanden = claimedAs(verdict.Remark, verdict.TypedByHand, uuidsRead,
		"En UUID, systemet bruger, har det læst i registret, og ingen har skrevet den ind.",
		"Læs registret, og brug det, der står der; så følger systemet med, når det ændres.")
	ruleLaestURN = claimedAs(verdict.Remark, "scenarie.laest.urn", preferUUID, "En relation siger, hvem den peger på, så det kan holdes mod registret.",
		"Læs registret, og send UUID'en; så kan det prøves.")
)

// What is claimed when a system has removed what is its own.
var (
	ruleIntetTilbage = claimedAs(verdict.Fail, "fjern.intet-tilbage", removedPhysically,
		"Når kommunen skifter system, er intet af det, systemet har sendt, tilbage.",
		"Fjern alle sager, systemet har sendt, og lad deres dokumenter følge med (EfterladSagsloeseDokumenter false).")
	ruleEfterfoelger = claimedAs(verdict.Fail, "fjern.efterfoelger", removedPhysically, "Et nyt system kan sende de samme sager, når det gamle har fjernet sine.",
		"Fjern sagen helt; at lukke den eller gøre den passiv er ikke nok.")
	ruleFjernMaster = claimed("scenarie.fjern.master", "Sagens Master er det nye system, når det har overtaget den.",
		"Fjern sagen helt, så efterfølgeren kan importere den som sin egen.")
)

// ClaimRules are the rules of the sentences, by the IDs that findings carry. Those
// that a sentence shares with every scenario are the trial's, or the judge's.
func ClaimRules() []anvisning.Listed {
	return slices.Concat([]anvisning.Listed{
		ruleSagTitel, ruleSagLukket, ruleSagHjemmel, ruleSagFoelsomhed, ruleSagTilstand, ruleSagHistorik, ruleSagTilstande, ruleSagUdenOphold, ruleSagForloeb,
		ruleRegistreringer, ruleAfloest, ruleSekundaerPart, rulePartAfsluttet, rulePartSlettet, ruleSagKLE, ruleOversag, ruleAdgang, ruleVisningsklasse,
		ruleBestand, ruleFuldstaendig, ruleSagSlettet, ruleAabenFoerst,
		ruleNotatTitel, ruleNotatTekst, ruleForStort, ruleNotatAntal, ruleNotatIndeks, ruleBegrundelse, ruleAndreNotat, ruleNotatFormat, ruleNotatLaeses,
		ruleUsynlige, ruleDokumentTitel, ruleDokumentLukket, ruleBrevdato, ruleDokumentType, ruleDokumentTilstand, ruleDokumentTilstande, ruleDokumentUdenOphold,
		ruleTitelPaaSagen, ruleTilknyttet, ruleTagetAf, ruleRaekkefoelge, ruleDokumentSlettet,
	}, everyDokumentrelation(), []anvisning.Listed{
		ruleHenvisning, ruleLaestReference, ruleLaestNavn, ruleLaestTitel, ruleLaestNummer, ruleLaestBruger, ruleLaestEfter, ruleLaestFoer, ruleIHaanden,
		ruleLaestURN, ruleIntetTilbage, ruleEfterfoelger, ruleFjernMaster, ruleTogether, ruleHarToken, ruleUnderskrift, ruleFornyet, ruleTokenTjeneste, ruleSagtNej,
		ruleUdenAftale, ruleMeldtUdfoert, ruleForvansket, ruleIntetForvansket,
	})
}

// RuleTogether is the ID under which it is told that times of the system fall together.
const RuleTogether = "scenarie.tider-falder-sammen"
