package anvisning

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// noValue is where the demand stands that a value be one: each row says what its
// element tells, and a program's word for "none" tells nothing. That it is such
// a word is our own inference from the programs.
const noValue = "Anvisninger for sags- og dokumentobjektet 1.7, hvert elements formål; slutning fra det, programmer skriver, når de ingen værdi har"

// What values say, and what times say of each other.
var (
	RuleNoTime = Named{ID: "vaerdi.ingen-tid", Source: noValue + " (.NET DateTime.MinValue og MaxValue)", Outcome: verdict.Fail,
		Text:      "Et tidspunkt er et tidspunkt, og ikke et programs ord for »intet«: år 1, eller årets sidste døgn i år 9999 andre steder end i TilTidspunkt.",
		Fix:       "Send det rigtige tidspunkt. Er der intet, så udelad elementet; en virkning uden slutning har GraenseIndikator true.",
		MayFollow: []string{"*.forekomst", "sag.tilstand.historik", RuleSuccessor.ID, "am-02.*", "ob1.fjernet", "registrering.*", "indeks.afvist"}}
	RuleZeroTime = Named{ID: "vaerdi.nulpunkt", Source: noValue + " (SQL Server, OLE, Excel, Windows, Unix)", Outcome: verdict.Remark,
		Text: "Et tidspunkt er ikke det, programmer begynder at tælle fra: " +
			"1601-01-01, 1753-01-01, 1899-12-30, 1899-12-31, 1900-01-01 eller 1970-01-01T00:00:00Z.",
		Fix:       "Se efter, om systemet har et tidspunkt. Har det, så send det; har det ikke, så udelad elementet.",
		MayFollow: []string{"*.forekomst", "sag.tilstand.historik", RuleSuccessor.ID, "registrering.*"}}
	RuleForever = Named{ID: "vaerdi.uendelig", Source: "SagDokObjekt.xsd, TidspunktType: GraenseIndikator true er uendelig; " + noValue, Outcome: verdict.Remark,
		Text: "En virkning uden slutning har GraenseIndikator true, og ikke det største tidspunkt, et program kan skrive.",
		Fix:  "Send <GraenseIndikator>true</GraenseIndikator> i TilTidspunkt i stedet for tidspunktet."}
	RuleNoUUID = Named{ID: "vaerdi.ingen-uuid", Source: "RFC 9562, afsnit 5.9 og 5.10 (Nil og Max UUID); " + noValue, Outcome: verdict.Fail,
		Text:      "En UUID er nogens: lutter nuller og lutter f'er betyder »ingen«.",
		Fix:       "Send den UUID, der menes. Er der ingen, så udelad elementet, der skulle have den.",
		MayFollow: []string{"*.forekomst", "relation.rolle-ukendt", "indeks.afvist", "*.ukendt-rolle.*"}}
	RuleUniformUUID = Named{ID: "vaerdi.uuid-ens-cifre", Source: "RFC 9562, afsnit 4 (version og variant); " + noValue, Outcome: verdict.Remark,
		Text:      "En UUID er dannet, så den er én og kun én; lutter ens cifre har nogen skrevet for at prøve.",
		Fix:       "Send den UUID, der menes.",
		MayFollow: []string{"*.forekomst", "relation.rolle-ukendt", "reference.*", "*.type", "*-findes"}}
	RuleHiddenText = Named{ID: "vaerdi.usynlige-tegn", Source: "Unicode TR 36, afsnit 2.5 og 3; slutning: den, der læser teksten, skal se det, der blev skrevet",
		Outcome: verdict.Remark,
		Text:    "En tekst har ingen styretegn, retningstegn, tegn til privat brug eller erstatningstegn, og ikke kun tegn, der ingenting viser.",
		Fix:     "Fjern tegnene, og se efter, hvor de kommer fra: en forkert tegnsætning, eller tekst, der er sat ind fra et andet program."}
	RuleOlder = Named{ID: "registrering.raekkefoelge", Source: "SF1470: en registrering siger, hvornår den blev foretaget",
		Outcome: verdict.Information, NeedsState: true,
		Text: "Registreringer af et objekt kommer i den rækkefølge, de er foretaget i.",
		Fix:  "Er det historik, der kommer sent, er det i orden. Ellers se efter systemets ur og rækkefølgen af det, det sender."}
	RuleBeforeCase = Named{ID: "registrering.foer-sagen", Objekt: oio.Sag, Source: source(oio.Sag, sagReg) + "; SagIndeksEgenskaber/OprettetTidspunkt",
		Outcome: verdict.Information,
		Text:    "En registrering af en sag er ikke foretaget, før sagen blev oprettet.",
		Fix:     "Se efter, hvilket af de to tidspunkter der er det rigtige."}
	RuleAhead = Named{ID: "registrering.fremtid", Source: "SF1470: en registrering siger, hvornår den blev foretaget",
		Outcome: verdict.Information, NeedsState: true,
		Text: "En registrering er ikke foretaget, og en virkning begynder ikke, mere end et år efter, at meddelelsen kom.",
		Fix:  "Se efter, om årstallet er rigtigt."}
)

// valueRules are the rules of values, in a fixed order.
func valueRules() []Named {
	return []Named{RuleNoTime, RuleZeroTime, RuleForever, RuleNoUUID, RuleUniformUUID, RuleHiddenText, RuleOlder, RuleBeforeCase, RuleAhead}
}
