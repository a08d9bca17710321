package anvisning

import (
	"slices"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Where demands stand that no single section holds.
const (
	allRelations  = "Anvisninger for sags- og dokumentobjektet 1.7, relationerne"
	allActors     = "Anvisninger for sags- og dokumentobjektet 1.7, Virkning/AktoerRef og Virkning/AktoerTypeKode"
	allUUIDs      = "Anvisninger for sags- og dokumentobjektet 1.7, BrugerRef, Virkning/AktoerRef og ReferenceID"
	classSections = "Anvisninger for sagsobjektet 1.7, afsnit " + sagKlasse + "; for dokumentobjektet 1.7, afsnit " + dokKlasse
	partySections = "Anvisninger for sagsobjektet 1.7, afsnit " + sagPart + "; for dokumentobjektet 1.7, afsnit " + dokPart
)

// The named rules, by what they look at: the object itself, its states and
// sets, its relations, what its relations point at, and what a removal leaves.
var (
	RuleSameNumber = Named{ID: "sag.egenskaber.noegle-lig-sagsnummer", Objekt: oio.Sag, Source: source(oio.Sag, sagEgen), Outcome: verdict.Fail,
		Text: "BrugervendtNoegle og Sagsnummer er ens.",
		Fix:  "Send sagens nummer i begge elementer."}
	RuleUUID = Named{ID: "identitet.uuid", Source: source(oio.Sag, sagID) + "; for dokumentobjektet 1.7, afsnit " + dokID, Outcome: verdict.Fail,
		Text:      "En UUID hører til ét objekt: den bruges ikke til både en sag og et dokument, og ikke til to forskellige objekter i samme meddelelse.",
		Fix:       "Giv hvert objekt sin egen UUID, og behold den, så længe objektet findes.",
		MayFollow: []string{"indeks.afvist"}}
	RuleKey = Named{ID: "identitet.brugervendtnoegle", Source: source(oio.Sag, sagEgen) + "; for dokumentobjektet 1.7, afsnit " + dokEgen, Outcome: verdict.Fail,
		Text: "BrugervendtNoegle er entydig blandt kommunens sager, og blandt kommunens dokumenter, på tværs af systemer.",
		Fix:  "Giv objektet en nøgle, som ingen anden sag (eller andet dokument) i kommunen har."}
	RulePhysical = Named{ID: "vilkaar.fysisk-fjernelse", Source: "SF1470, vilkår for afsendere: det, der ikke længere findes i kilden, fjernes fysisk",
		Outcome:   verdict.Fail,
		Text:      "Et objekt, der ikke længere er i kilden, fjernes fysisk; det sendes ikke som Slettet eller Passiveret.",
		Fix:       "Kald fjern med objektets UUID i stedet. Send altid LivscyklusKode Importeret.",
		MayFollow: []string{"sag.registrering.livscykluskode", "dokument.registrering.livscykluskode"}}
	RuleHistory = Named{ID: "sag.tilstand.historik", Objekt: oio.Sag, Source: source(oio.Sag, sagTilstand) + "; AM-01", Outcome: verdict.Fail,
		Text: "Sagens tilstande begynder med Opstaaet og følger hinanden uden huller eller overlap til uendelig.",
		Fix:  "Send en Fremdrift for hver tilstand, sagen har haft, fra den opstod; hver med sin virkningsperiode."}
	RuleRemoved = Named{ID: "ob1.fjernet", Source: "Anvisninger for sags- og dokumentobjektet 1.7, kravet OB1", Outcome: verdict.Fail, NeedsState: true,
		Text: "En opdatering fjerner ikke det, der er obligatorisk ved import (OB1): det må erstattes, men aldrig mangle.",
		Fix:  "Gentag den obligatoriske oplysning i opdateringen, og lad dens virkning vare, til en ny tager over."}
	RuleActorType = Named{ID: "virkning.aktoer-og-type", Source: allActors, Outcome: verdict.Fail,
		Text: "AktoerTypeKode passer til AktoerRef: ItSystem til urn:oio:it-system-uuid:<uuid>, Bruger til en bruger.",
		Fix:  "Send ItSystem sammen med urn:oio:it-system-uuid:<uuid>, og Bruger sammen med brugerens UUID."}
	RuleRole = Named{ID: "relation.rolle", Source: allRelations, Outcome: verdict.Fail,
		Text:      "Enhver relation har en rolle.",
		Fix:       "Tilføj <Rolle> med rollens UUID fra FK Klassifikation.",
		MayFollow: []string{"*.forekomst"}}
	RuleUnknownRole = Named{ID: "relation.rolle-ukendt", Source: "FK Klassifikation; relationsklasser", Outcome: verdict.Remark,
		Text:      "Rollens UUID er en kendt relationsklasse.",
		Fix:       "Brug rollens UUID fra FK Klassifikation. Er den rigtig, så giv klarmeld listen over jeres relationsklasser (--relationsklasser).",
		MayFollow: []string{"*.forekomst"}}
	RuleIndeks = Named{ID: "relation.indeks-entydigt", Source: allRelations, Outcome: verdict.Fail,
		Text: "Indeks er entydigt inden for relationstype og rolle.",
		Fix:  "Giv hver relation sit eget Indeks inden for relationstype og rolle."}
	RuleMaster = Named{ID: "relation.master-uaendret", Source: source(oio.Sag, sagIT) + "; for dokumentobjektet 1.7, afsnit " + dokIT,
		Outcome: verdict.Fail, NeedsState: true,
		Text:      "Master er den samme i hele objektets levetid.",
		Fix:       "Lad Master stå; brug Afsender til det system, der nu sender. Skal objektet have en ny Master, så fjern det, og importér det igen.",
		MayFollow: []string{"indeks.afvist", "*.forekomst"}}
	RuleSuccessor = Named{ID: "virkning.afloeser", Objekt: oio.Sag, Source: source(oio.Sag, sagAktoer), Outcome: verdict.Information,
		Text: "En primær behandler afløses i det øjeblik, vedkommende ophører; ellers kan ingen se, hvem der har sagen. (En sag kan være uden, for rollen er 0..1.)",
		Fix:  "Send den primære behandler, der tager over fra samme øjeblik, hvis sagen har fået en ny."}
	RuleParty = Named{ID: "part.type-og-urn", Source: partySections, Outcome: verdict.Fail,
		Text: "Partens URN passer til dens type: Person til cpr-nr, us:personid, udk:borgerid eller fuldtnavn, Virksomhed til cvr-nr, pnr eller fuldtnavn.",
		Fix:  "Ret enten Type eller ReferenceID, så de taler om samme slags part."}
	RuleEnding = Named{ID: "am-02.afsluttet-relation", Source: "Anvendelsesmønster AM-02 (version 0.1): afslut en relation med virkning",
		Outcome: verdict.Remark, NeedsState: true,
		Text:      "Når en opdatering afslutter en relation, svarer den til en, indekset har, og den er afsluttet bagefter.",
		Fix:       "Send relationen igen med samme Rolle, Indeks, ReferenceID og FraTidspunkt, som da den blev oprettet, og med det nye TilTidspunkt.",
		MayFollow: []string{"*.forekomst", "virkning.afloeser"}}
	RuleDoubled = Named{ID: "am-04.dobbelt-relation", Source: "Anvendelsesmønster AM-04 (version 0.1): ændr en relation",
		Outcome: verdict.Information, NeedsState: true,
		Text: "Når en opdatering har ændret en relation, gælder samme reference ikke to gange samtidig i samme rolle.",
		Fix:  "Afslut den ene af relationerne (AM-02). En relation ændres ved at sende den igen med sit eget Indeks."}
	RuleSag = Named{ID: "sag.sagsrelation.sag-findes", Objekt: oio.Sag, Source: source(oio.Sag, sagRelation), Outcome: verdict.Fail, NeedsState: true,
		Text: "En sagsrelation henviser kun til en sag, der findes i indekset.",
		Fix:  "Importér den anden sag først, eller i samme meddelelse; afslut relationen, hvis den anden sag er fjernet."}
	RuleDokument = Named{ID: "sag.journalpost.dokument-findes", Objekt: oio.Sag, Source: source(oio.Sag, sagJournal), Outcome: verdict.Fail, NeedsState: true,
		Text: "En journalpost henviser kun til et dokument, der findes i indekset.",
		Fix:  "Importér dokumentet (DokumentIndeks) først, eller i samme meddelelse."}
	RuleDokumentrelation = Named{ID: "dokument.dokumentrelation.dokument-findes", Objekt: oio.Dokument, Source: source(oio.Dokument, dokRelation),
		Outcome: verdict.Fail, NeedsState: true,
		Text: "En dokumentrelation henviser kun til et dokument, der findes i indekset.",
		Fix:  "Importér det andet dokument først, eller i samme meddelelse; afslut relationen, hvis det andet dokument er fjernet."}
	RuleReference = Named{ID: "reference.findes", Source: allRelations + "; BrugerRef og Virkning/AktoerRef", Outcome: verdict.Fail, NeedsState: true,
		NeedsRegisters: true,
		Text:           "En UUID peger på noget, der findes i FK Organisation eller FK Klassifikation.",
		Fix:            "Læs UUID'en i registret, og send den."}
	RuleReferenceType = Named{ID: "reference.type", Source: allRelations + "; BrugerRef og Virkning/AktoerRef", Outcome: verdict.Fail, NeedsState: true,
		NeedsRegisters: true,
		Text:           "En UUID peger på den slags, som rollen og typen siger.",
		Fix:            "Send UUID'en på den rette slags objekt, eller ret typen, så den siger, hvad UUID'en er."}
	RuleReferenceEnded = Named{ID: "reference.ophoert", Source: allRelations, Outcome: verdict.Remark, NeedsState: true, NeedsRegisters: true,
		Text: "En relation peger på noget, der ikke var ophørt i registret, før relationen begyndte.",
		Fix:  "Læs registret igen, og peg på den enhed, bruger eller klasse, der gælder nu."}
	RulePreferUUID = Named{ID: "reference.uuid-foretraekkes", Source: allUUIDs, Outcome: verdict.Remark, NeedsState: true, NeedsRegisters: true,
		Text: "Et system, der læser FK Organisation eller FK Klassifikation, henviser med UUID til det, der står dér.",
		Fix:  "Send UUID'en fra registret. Findes brugeren, enheden eller klassen ikke dér, er URN'en rigtig."}
	RuleClass = Named{ID: "klasse.uuid-og-nummer", Source: classSections, Outcome: verdict.Fail, NeedsState: true, NeedsRegisters: true,
		Text: "Klassens UUID og nummer hører til samme klasse i FK Klassifikation.",
		Fix:  "Send UUID og nummer fra den samme klasse."}
	RuleLeftover = Named{ID: "fjern.relation-efterladt",
		Source: source(oio.Sag, sagRelation) + " og " + sagJournal + "; for dokumentobjektet 1.7, afsnit " + dokRelation, Outcome: verdict.Fail, NeedsState: true,
		Text: "Når en sag eller et dokument fjernes fra indekset, fjerner afsenderen også sine relationer til det.",
		Fix:  "Afslut relationen (AM-02), før eller efter I fjerner det, den peger på."}
)

// NamedRules lists every named rule in a fixed order.
func NamedRules() []Named {
	return slices.Concat([]Named{
		RuleSameNumber, RuleUUID, RuleKey, RulePhysical, RuleHistory, RuleRemoved, RuleActorType,
		RuleRole, RuleUnknownRole, RuleIndeks, RuleMaster, RuleSuccessor, RuleParty, RuleEnding, RuleDoubled,
		RuleSag, RuleDokument, RuleDokumentrelation, RuleReference, RuleReferenceType, RuleReferenceEnded, RulePreferUUID, RuleClass, RuleLeftover,
		RuleForeignUnit, RuleCaseClass, RuleReused,
	}, valueRules(), missedRules(), proseRules(), clauseRules(), titleRules())
}
