package trial

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/driver"
	"klarmeld/internal/verdict"
)

// KindRun is a rule of how a run goes: what the system was asked to do, what came of
// it, and what came besides.
const KindRun anvisning.RuleKind = "run"

// Where rules of a run stand. ownSource is that of what klarmeld tells by itself.
const (
	ownSource  = "klarmelds egen regel: alt, hvad der kommer, nævnes"
	terms      = "SF1470, vilkår for afsendere: "
	fromAction = "Scenariets handling"
	// FromScenario is where it stands that the index has what a scenario has made.
	FromScenario = "Scenariet selv; SF1470, vilkår for afsendere: alle relevante data er i indekset, som de er i kilden"
)

// What is told of the actions that the system is asked for.
var (
	// RuleDone tells of a system that could not do what it was asked for.
	RuleDone = runRule("handling.udfoert", verdict.Fail, fromAction,
		"Systemet kan udføre det, scenariet beder det om, når det ikke svarer, at det ikke tilbyder det.",
		"Se i systemets egen log, hvorfor handlingen fejlede.")
	// RuleTraffic tells of traffic that did not come.
	RuleTraffic = runRule("handling.trafik", verdict.NotObserved, fromAction, "Når systemet har gjort, hvad det blev bedt om, kommer der meddelelser af det.",
		"Send ændringen til indekset senest få minutter efter, at den er foretaget i systemet.")
	// RuleOnDemand tells of a system that looks things up when it needs them.
	RuleOnDemand = runRule("handling.ved-behov", verdict.Information, fromAction, "Et system må slå op i registrene, først når det skal bruge noget derfra.",
		"Intet: det dømmes på det, det så læser og sender.")
	// RuleStillHeld tells of a system that was not left as it was found.
	RuleStillHeld = runRule("handling.holder-stadig-tilbage", verdict.Information, fromAction,
		"Et system, der har holdt sine leverancer tilbage, sender dem, når scenariet er slut.",
		"Lad systemet sende det tilbageholdte (send-samlet), eller svar ikke_tilbudt på hold-tilbage. Se, at det ikke holder noget tilbage, før prøven køres igen.")
)

// What is told of traffic that no scenario asked for.
var (
	RuleUnasked = runRule("trafik.uopfordret", verdict.Information, ownSource, "Mens et scenarie spilles, sender systemet det, scenariet bad om.", onlyTheTest)
	RuleOutside = runRule("trafik.udenfor", verdict.Information, ownSource, "Meddelelser kommer, mens et scenarie spilles, og ikke imellem dem.", onlyTheTest)
	RuleForeign = runRule("trafik.fremmed", verdict.Information, ownSource, "Meddelelser kommer fra systemets egne adresser.",
		"Er det systemet selv, så skriv dets adresse i profilens afsenderadresser.")
	RulePassed = runRule("trafik.forbigaaet", verdict.Information, ownSource, "Det, systemet importerer, mens klarmeld venter, er det, scenariet bad om.",
		"Det er i orden. Tog klarmeld den forkerte, så lad adapteren svare med uuid eller sagsnummer.")
)

const onlyTheTest = "Lad kun prøvens egne handlinger ske i systemet, mens prøven kører."

// What every scenario looks at of the cases that it makes.
var (
	RuleMadePart = runRule("scenarie.sag.primaer-part", verdict.Fail, FromScenario, "Sagens primære part i indekset er den, sagen handler om i systemet.",
		"Send den part, sagen handler om i systemet.")
	RuleMadeUnit = runRule("scenarie.sag.enhed", verdict.Fail, FromScenario, "Sagens ansvarlige enhed i indekset er den, sagen ligger i i systemet.",
		"Send den enhed, sagen ligger i i systemet, med dens UUID fra FK Organisation.")
	RuleMadeOwner = runRule("scenarie.sag.ejer", verdict.Fail, FromScenario, "Sagens ejer i indekset er den kommune, sagen hører til.",
		"Send den kommune, sagen hører til, som Ejer.")
	// RuleLate is that a change reaches the index in time.
	RuleLate = runRule("scenarie.frist", verdict.Fail, terms+"indekset ajourføres inden for få minutter",
		"En ændring når indekset inden for den frist, profilen giver.",
		"Send ændringen, når den sker, ikke i en natlig kørsel.")
	// RuleFound is that the index has what a sentence speaks of.
	RuleFound = runRule("indeks.findes", verdict.Fail, terms+"alle relevante data er i indekset", "Det, scenariet taler om, findes i indekset.",
		"Importér objektet, og se efter, at indekset svarede med statuskode 20.")
)

func runRule(id string, severity verdict.Outcome, source, text, fix string) anvisning.Listed {
	return anvisning.Listed{ID: id, Kind: KindRun, Severity: severity, Source: source, Text: text, Fix: fix, State: anvisning.CheckedWithState}
}

// adapterRule is the rule that an adapter breaks by failing in a way.
func adapterRule(c driver.FaultClass) anvisning.Listed {
	return runRule("adapter."+string(c), verdict.AdapterFailure, "docs/adapter.md",
		"Adapteren, der flytter systemet, svarer på hver handling efter sin aftale.", c.Fix())
}

// Rules are the rules of a run, by the IDs that findings carry.
func Rules() []anvisning.Listed {
	out := []anvisning.Listed{RuleDone, RuleTraffic, RuleOnDemand, RuleStillHeld, RuleFound, RuleLate, RuleMadePart, RuleMadeUnit, RuleMadeOwner,
		RuleUnasked, RuleOutside, RuleForeign, RulePassed}
	for _, c := range driver.FaultClasses() {
		out = append(out, adapterRule(c))
	}
	return slices.Clip(out)
}
