package anvisning

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// titleSource is where it stands that titles are for citizens. The anvisninger forbid
// none of what these rules find, so none of it is more than a remark.
const titleSource = "Borgerblikket, folderen »Giv borgeren overblik«: titler skrives, så borgeren forstår dem, og det, der vises, " +
	"ses efter for valgte ord og CPR-numre; Titel i anvisningernes afsnit " + sagEgen + " og " + dokEgen + " forbyder det ikke"

// The quality of titles that a citizen can see: that of a case whose primary party is a
// person, that of a letter, and the one that a case gives a letter. Not those of cases
// and documents that are hidden, nor TitelAlternativTekst and those of journal notes, which
// nobody is shown.
var (
	RuleTitleCPR = Named{ID: "titel.cpr", Source: titleSource, Outcome: verdict.Remark,
		Text: "En titel, som borgeren kan se, har ingen tal, der ligner et CPR-nummer: ti cifre, hvoraf de første seks er en dato eller en fiktiv borgers.",
		Fix:  "Skriv titlen uden nummeret: hvem sagen er om, siger dens part."}
	RuleTitleWord = Named{ID: "titel.ord", Source: titleSource, Outcome: verdict.Remark,
		Text: "En titel, som borgeren kan se, har ingen af de ord, som kommunens ordliste nævner: diagnoser, forkortelser og interne koder (--ordliste).",
		Fix:  "Skriv titlen med ord, som borgeren forstår og gerne må se. Er ordet i orden hos jer, så stryg det i ordlisten."}
	RuleTitleEmpty = Named{ID: "titel.tom", Source: titleSource, Outcome: verdict.Remark,
		Text: "En titel, som borgeren kan se, er ord, og ikke kun tegn eller et ord for, at der ingen er.",
		Fix:  "Skriv, hvad sagen eller dokumentet handler om."}
	RuleTitleGeneric = Named{ID: "titel.generisk", Source: titleSource, Outcome: verdict.Remark,
		Text: "En titel, som borgeren kan se, siger, hvad det handler om, og er ikke kun »Sag«, »Dokument1«, et nummer eller en fils navn.",
		Fix:  "Skriv, hvad sagen eller dokumentet handler om, fx »Afgørelse om hjemmebesøg«."}
	RuleTitleShouting = Named{ID: "titel.raab", Source: titleSource, Outcome: verdict.Information,
		Text: "En titel, som borgeren kan se, råber ikke: den er ikke skrevet med lutter store bogstaver eller med flere udråbstegn.",
		Fix:  "Skriv titlen med små bogstaver og uden udråbstegn."}
	RuleTitleColleague = Named{ID: "titel.kollega", Source: titleSource, Outcome: verdict.Remark, NeedsState: true, NeedsRegisters: true,
		Text: "En titel, som borgeren kan se, nævner ingen medarbejder fra FK Organisation ved navn eller brugernøgle.",
		Fix:  "Skriv titlen uden medarbejderens navn: borgeren får ikke vist, hvem der behandler sagen."}
)

// titleRules are those of titles, and of the number that a citizen is shown the title of,
// in a fixed order.
func titleRules() []Named {
	return []Named{RuleTitleCPR, RuleTitleWord, RuleTitleEmpty, RuleTitleGeneric, RuleTitleShouting, RuleTitleColleague, RuleKLEEnded}
}

// RuleKLEEnded is of the user's own edition of KLE: FK Klassifikation, as far as the
// registers have it, is RuleReferenceEnded's.
var RuleKLEEnded = Named{ID: "klasse.kle-udgaaet", Objekt: oio.Sag,
	Source: source(oio.Sag, sagKlasse) + ", Primær klasse: KLE-nummeret; KL's emneplan (--kle), UdgaaetDato", Outcome: verdict.Remark,
	Text: "En sag får ikke et KLE-nummer som primær klasse, efter at nummeret er udgået af KLE; det holdes op mod den KLE-fil, der er givet (--kle).",
	Fix:  "Se i KLE, hvilket nummer der er kommet i stedet, og send det. Er det en gammel sag, så send den dato, klassen gjaldt fra."}

// letterTypes are the types of documents whose titles a citizen is shown.
var letterTypes = map[string]bool{"Brev, indgaaende": true, "Brev, udgaaende": true}

// titled are the elements that hold a title which is shown, by the kind of part.
var titled = map[string][]string{oio.DelEgenskaber: {"Titel"}, "Journalpost": {"JournalpostEgenskaber", "Dokumenttitel"}}
