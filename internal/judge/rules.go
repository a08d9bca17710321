package judge

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
)

// KindService is a rule of what the services answer, and of what is done with the
// index, rather than of what a message says.
const KindService anvisning.RuleKind = "service"

// Where rules of the services stand.
const (
	fromStatus = "SagDokumentIndeks 6, StatusKode"
	fromTerms  = "SF1470, vilkår for afsendere: "
	ownRule    = "klarmelds egen regel: "
)

// ruleOnlyOwnSource is where it stands that a system removes its own only.
const ruleOnlyOwnSource = fromTerms + "et system fjerner kun sit eget"

// What is told of a whole conversation with the services.
var (
	// RuleSentAgain and RuleGone tell that something was sent again that had been
	// carried out, and that something was to be removed that was gone. Neither is a
	// fault: whoever gets no reply has to ask once more.
	RuleSentAgain = serviceRule("indeks.sendt-igen", verdict.Information, fromStatus, "Det, indekset har udført, sendes ikke igen, når svaret er kommet.",
		"Intet, når svaret gik tabt. Kom det, så læs det, og send ikke det samme igen.")
	RuleGone = serviceRule("indeks.allerede-fjernet", verdict.Information, fromStatus, "Det, der er fjernet, bliver der ikke bedt om noget for igen.",
		"Intet: det er fjernet, og det var det, der blev bedt om.")
	// RuleRefused tells of what the index said no to.
	RuleRefused = serviceRule("indeks.afvist", verdict.Fail, fromStatus, "Indekset tager imod hvert objekt (statuskode 20).",
		"Læs statuskoden i hver UnikRetur, og ret det, den siger.")
	// RuleOnlyOwn tells that a system has removed what is not its own, or not the
	// municipality's.
	RuleOnlyOwn = serviceRule("fjern.kun-egne", verdict.Fail, ruleOnlyOwnSource,
		"Når kommunen skifter system, fjerner systemet kun det, det selv er Master for, og kun det, kommunen ejer.",
		"Fjern kun de sager, systemet selv er Master for, og kun den kommunes, der skifter.")
	// RuleClock tells that the clock on the wall was set.
	RuleClock = serviceRule("ur.stillet", verdict.Information, ownRule+"tid måles med et ur, ingen kan stille",
		"Uret på den maskine, klarmeld kører på, går jævnt under kørslen.",
		"Lad maskinens ur styre af NTP, og lad den ikke sove under en kørsel.")
)

// refusals are the rules under which a service turns a call away, by the code that
// its fault carries, beside those of form.
var refusals = []anvisning.Listed{
	serviceRule("http.sti", verdict.Fail, fromService, "Kaldet går til en af tjenesternes adresser.", "Ret adressen; klarmeld serve viser alle adresserne."),
	serviceRule("http.afbrudt", verdict.Fail, "HTTP/1.1", "Hele meddelelsen når frem.", "Se efter, hvorfor forbindelsen blev afbrudt."),
	serviceRule("indeks.fjern-tom", verdict.Fail, fromService, "En fjern siger, hvad der skal fjernes: en SagUuid eller et SoegUdtryk.", callRightly),
	serviceRule("register.skrivning", verdict.Fail, fromService,
		"FK Organisation og FK Klassifikation læses; klarmeld lader dem ikke ændre, for de er kommunens.", callRightly),
	serviceRule("http.browser", verdict.Information, ownRule+"services svarer kun systemer",
		"En meddelelse kommer fra et system, og ikke fra en side i en browser (hovedet Origin).",
		"Send meddelelsen fra systemet selv, uden hovedet Origin."),
	serviceRule("afsender.fremmed", verdict.Information, ownRule+"kun systemets egne adresser bliver hørt, når profilen nævner dem",
		"En meddelelse kommer fra en af systemets egne adresser.",
		"Er det systemet selv, så skriv dets adresse i profilens afsenderadresser."),
	serviceRule("klarmeld.sts", verdict.HarnessFailure, ownRule+"et token kan altid dannes", "STS'en kan danne et token til den, der må få et.",
		"Fejlen er klarmelds. Send den til dem, der står bag."),
	serviceRule("klarmeld.ikke-optaget", verdict.HarnessFailure, ownRule+"det, der ikke kan optages, bliver ikke modtaget",
		"En meddelelse kan optages, før den bliver besvaret.",
		"Se efter, om disken er fuld. Meddelelsen er ikke modtaget: send den igen, når kørslen fortsætter."),
}

// turnedAway is how a call is mended that a service turned away under a code.
func turnedAway(code string) string {
	for _, r := range slices.Concat(refusals, FormRules()) {
		if r.ID == code {
			return r.Fix
		}
	}
	return callRightly
}

// callRightly mends a call that a service cannot carry out.
const callRightly = "Ret kaldet, så det følger tjenestens WSDL."

func serviceRule(id string, severity verdict.Outcome, source, text, fix string) anvisning.Listed {
	return anvisning.Listed{ID: id, Kind: KindService, Severity: severity, Source: source, Text: text, Fix: fix, State: anvisning.CheckedWithState}
}

// ServiceRules are the rules of what the services answer and of what is done with
// the index, by the IDs that findings and faults carry.
func ServiceRules() []anvisning.Listed {
	return slices.Concat([]anvisning.Listed{RuleRefused, RuleSentAgain, RuleGone, RuleOnlyOwn, RuleClock}, refusals)
}

// Rules are all rules by which the judge judges: those of the anvisninger, of form,
// and of the services.
func Rules() []anvisning.Listed {
	return slices.Concat(anvisning.List(), FormRules(), ServiceRules(), security.Rules())
}
