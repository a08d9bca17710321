package anvisning

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// What the rows say in passing: demands that stand in a definition, or in the middle of
// a rule, and that nothing tried until every row was read clause by clause.
var (
	RuleOpenTitle = Named{ID: "offentlighed.aaben-titel", Source: source(oio.Sag, sagEgen) + " og " + sagJournal + "; for dokumentobjektet 1.7, afsnit " + dokEgen,
		Outcome: verdict.Information,
		Text:    "Er noget undtaget fra offentlighed, er den åbne titel en anden end den lukkede, og den har intet CPR-nummer.",
		Fix:     "Lad Titel (på en journalpost Dokumenttitel) være en, som enhver må se. Den lukkede titel hører til i TitelAlternativTekst."}
	RuleUnitURN = Named{ID: "dokument.dokumentaktoer.ansvarlig.type-og-urn", Objekt: oio.Dokument, Source: source(oio.Dokument, dokAktoer), Outcome: verdict.Fail,
		Text: "URN'en for den, der er ansvarlig for et dokument, passer til typen: en Organisation til urn:oio:cvr-nr, en OrgEnhed til urn:oio:<org>:<idtype>:….",
		Fix:  "Ret enten Type eller ReferenceID, så de taler om samme slags."}
	RuleAuthorityAccess = Named{ID: "sikkerhedsprofil.myndighed", Source: source(oio.Sag, sagAdgang) + "; for dokumentobjektet 1.7, afsnit " + dokAdgang,
		Outcome: verdict.Remark,
		Text:    "En sikkerhedsprofil giver ikke hele myndigheden adgang: der er afgrænset på ejeren i forvejen.",
		Fix:     "Peg på den enhed, den institution eller den bruger, der må se objektet, eller udelad profilen."}
	RulePlainStatus = Named{ID: "sag.indeksegenskaber.sagsstatus-standard", Objekt: oio.Sag, Source: source(oio.Sag, sagIndeks), Outcome: verdict.Information,
		Text: "Sagsstatus er systemets egen status og ikke en af de fire tilstande, som Fremdrift siger.",
		Fix:  "Udelad Sagsstatus, når systemet ikke siger andet end tilstanden."}
	RuleClassCategory = Named{ID: "sag.indeksegenskaber.sagskategori-klasse", Objekt: oio.Sag, Source: source(oio.Sag, sagIndeks), Outcome: verdict.Remark,
		Text: "Sagskategori er ikke nummeret på en klasse, som sagen selv peger på i FK Klassifikation.",
		Fix:  "Udelad Sagskategori: klassen står som Sagsklasse."}
	RuleLentWhere = Named{ID: "sag.indeksegenskaber.lokation-udlaant", Objekt: oio.Sag, Source: source(oio.Sag, sagIndeks) + " og " + sagAktoer,
		Outcome: verdict.Information,
		Text:    "En sag, der er udlånt, findes på papir, og Lokation siger hvor.",
		Fix:     "Send i Lokation, hvor sagens papirer hører til."}
	RuleFacetTitle = Named{ID: "klasse.facettitel-delt", Source: classSections, Outcome: verdict.Information,
		Text: "Facettitel siger både klassifikationens titel og facettens.",
		Fix:  "Send begge titler, fx »KLE - Handlingsfacet«."}
	RuleSameTitle = Named{ID: "sag.journalpost.dokumenttitel-gentaget", Objekt: oio.Sag, Source: source(oio.Sag, sagJournal),
		Outcome: verdict.Information, NeedsState: true,
		Text: "Dokumenttitel på en journalpost er en anden end dokumentets egen titel.",
		Fix:  "Udelad Dokumenttitel, når dokumentets egen titel siger det samme."}
	RuleLetterAhead = Named{ID: "dokument.egenskaber.brevdato-fremtid", Objekt: oio.Dokument, Source: source(oio.Dokument, dokEgen), Outcome: verdict.Information,
		Text: "Et indgående brev er afsendt, før det blev registreret.",
		Fix:  "Send den dato, brevet blev afsendt."}
	RuleWhichSystem = Named{ID: "virkning.it-system", Source: allActors + "; BrugerRef", Outcome: verdict.Information,
		Text: "Et IT-system, der har foretaget en ændring, er i BrugerRef objektets Afsender, og i AktoerRef dets Master.",
		Fix:  "Send UUID'en på det system, der foretog ændringen, som den står i relationen Afsender eller Master."}
	RuleMarkup = Named{ID: "vaerdi.opmaerkning", Source: "Anvisninger for sags- og dokumentobjektet 1.7, hvert tekstelement: ingen formatering ud over linjeskift",
		Outcome: verdict.Remark,
		Text:    "En tekst er ren tekst: den har ingen HTML, RTF eller tegnkoder.",
		Fix:     "Send teksten uden opmærkning, som et menneske skal læse den."}
	RuleFORM = Named{ID: "sag.sagsklasse.opgaveklasse.form-urn", Objekt: oio.Sag, Source: source(oio.Sag, sagKlasse), Outcome: verdict.Information,
		Text: "En opgaveklasse fra FORM er urn:oio:form: og tre gange to cifre med punktum imellem.",
		Fix:  "Send fx urn:oio:form:54.17.20."}
	RuleChapter = Named{ID: "tekst.kapitel", Source: "Anvisninger for sags- og dokumentobjektet 1.7, HjemmelSpecifikation og OffentlighedUndtagetHjemmelTekst",
		Outcome: verdict.Information,
		Text:    "En hjemmel nævner kapitlet, når hele kapitlet menes, og ellers paragraffen alene.",
		Fix:     "Send paragraffen uden kapitlet, fx »Forvaltningsloven § 15, Stk. 2«."}
	RuleNoteFormat = Named{ID: "sag.journalpost.notat-format", Objekt: oio.Sag, Source: source(oio.Sag, sagJournal), Outcome: verdict.Fail,
		Text: "Et notat er skrevet i det format, som Format siger.",
		Fix:  "Send UUID'en på det format, notatet er skrevet i."}
)

// clauseRules are those of the rows' clauses, in a fixed order.
func clauseRules() []Named {
	return []Named{RuleOpenTitle, RuleUnitURN, RuleAuthorityAccess, RulePlainStatus, RuleClassCategory, RuleLentWhere, RuleFacetTitle, RuleSameTitle,
		RuleLetterAhead, RuleWhichSystem, RuleMarkup, RuleFORM, RuleNoteFormat, RuleChapter}
}
