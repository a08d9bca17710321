package anvisning

import (
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// guidance is where the demands stand that the two anvisninger share.
const guidance = "Generel vejledning til anvisninger for Indeksene 1.2, afsnit "

// What the sections' and the roles' own text says besides the rows, and what the general
// guidance does. "Bør" and "kun, hvis" are remarks, as is a registration of two users:
// the guidance tells it by an example. What is said to be relevant, or what only the
// guidance forbids, is information.
var (
	RuleOneUser = Named{ID: "registrering.en-bruger", Source: guidance + "7", Outcome: verdict.Remark, NeedsState: true,
		Text: "En registrering er det, én bruger har ændret i én arbejdsgang: " +
			"det nye i en opdatering har én aktør, og det, en anden bruger eller systemet selv har gjort, er en registrering for sig.",
		Fix: "Send en opdatering for hver bruger, og en for det, systemet selv har gjort."}
	RuleSearchWord = Named{ID: "klasse.soegeord", Source: source(oio.Sag, sagKlasse) + ", indledningen", Outcome: verdict.Remark,
		Text: "Søgeord er ved at udgå af indekserne og angives ikke.",
		Fix:  "Udelad Soegeord."}
	RuleScaleAsClass = Named{ID: "sag.sagsklasse.foelsomhedsklasse.skalaen", Objekt: oio.Sag, Source: source(oio.Sag, sagKlasse) + ", Følsomhedsklasse",
		Outcome: verdict.Remark,
		Text:    "Den følsomhed, som adgangen afgrænses efter, står i Foelsomhed, og ikke i en Følsomhedsklasse.",
		Fix:     "Send trinnet i Foelsomhed i SagIndeksEgenskaber, og udelad Følsomhedsklassen; den er til andre klassifikationer af følsomhed."}
	RuleResidence = Named{ID: "sag.sagsaktoer.bopaelskommune.ejeren", Objekt: oio.Sag, Source: source(oio.Sag, sagAktoer) + ", Bopælskommune",
		Outcome: verdict.Remark,
		Text:    "Bopælskommunen angives kun, når den er en anden kommune end den, der ejer sagen.",
		Fix:     "Udelad Bopælskommune, når borgeren bor i den kommune, der ejer sagen."}
	RuleRecipient = Named{ID: "sag.sagspart.ydelsesmodtager.primaer-part", Objekt: oio.Sag, Source: source(oio.Sag, sagPart) + ", Ydelsesmodtager",
		Outcome: verdict.Remark,
		Text:    "Ydelsesmodtageren angives kun, når ydelsen går til en anden end den primære part.",
		Fix:     "Udelad Ydelsesmodtager, når det er den primære part, der får ydelsen."}
	RuleUndecided = Named{ID: "sag.sagsklasse.afgoerelsesklasse.ikke-afgjort", Objekt: oio.Sag, Source: source(oio.Sag, sagKlasse) + ", Afgørelsesklasse",
		Outcome: verdict.Information,
		Text:    "En Afgørelsesklasse hører til en sag, der er Afgjort eller Afsluttet, mens klassen gælder.",
		Fix:     "Send Afgørelsesklassen, når sagen er afgjort, eller send også tilstanden Afgjort."}
	// RuleOtherwise has an ID whose beginning says that a policy may give it another
	// outcome (verdict.GuidanceOnly).
	RuleOtherwise = Named{ID: verdict.GuidanceOnly + "ob4-uden-grund", Source: guidance + "8.1 (OB4)", Outcome: verdict.Information,
		Text: "Det, der kun er obligatorisk, når et andet element er udfyldt på en bestemt måde, udelades ellers. " +
			"Vejledningen siger det om dem alle, rækkerne kun om nogle: de siger det selv, og dér er det en fejl.",
		Fix: "Udelad elementet, eller lad det stå: rækken forbyder det ikke."}
)

// proseRules are the rules of what the rows' own text, the roles' text and the general
// guidance say, in a fixed order.
func proseRules() []Named {
	return []Named{RuleEmpty, RuleUserByURN, RuleForeignRole, RuleOneUser, RuleSearchWord, RuleScaleAsClass, RuleResidence, RuleRecipient,
		RuleUndecided, RuleOtherwise}
}
