package stage

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// KindCapture is a rule of captured traffic, rather than of the anvisninger.
const KindCapture anvisning.RuleKind = "capture"

// captureSource is where the rules of captured traffic stand.
const captureSource = "klarmelds egen regel: kun det, der er her, kan bedømmes"

// What is told of captured traffic.
var (
	// RuleLost tells of a message of which too little was kept.
	RuleLost = captureRule("optaget.krop-mangler", verdict.NotTried, "Optagelsen rummer hele meddelelsen.",
		"Optag igen med et værktøj, der gemmer kroppene, og uden grænse for deres længde.")
	// RuleNoRegisters tells that references were held against nothing.
	RuleNoRegisters = captureRule("optaget.registre", verdict.Information, "Referencer holdes kun op mod registre, der er nævnt.",
		"Nævn kommunens registre med --fixtures eller --kommune, eller prøv mod Korsbæk med --registre.")
	// RuleOtherService tells that a message is for another service.
	RuleOtherService = captureRule("optaget.anden-tjeneste", verdict.Information,
		"En meddelelse til et af registrene, eller til SagIndeks og DokumentIndeks, bedømmes sammen med resten af samtalen.",
		"Bedøm hele samtalen: klarmeld check --samtale MAPPE.")
)

func captureRule(id string, severity verdict.Outcome, text, fix string) anvisning.Listed {
	return anvisning.Listed{ID: id, Kind: KindCapture, Severity: severity, Source: captureSource, State: anvisning.CheckedWithState, Text: text, Fix: fix}
}

// Rules are all rules that a run, a replay or captured traffic is judged by, but for
// those of the sentences that a script is written with.
func Rules() []anvisning.Listed {
	return slices.Concat(judge.Rules(), trial.Rules(), []anvisning.Listed{RuleLost, RuleNoRegisters, RuleOtherService})
}

// ofFile is a finding about a file as a whole.
func ofFile(name string, f verdict.Finding) verdict.Finding {
	f.Capability, f.File = verdict.Sag, name
	return f
}
