package stage

import (
	"fmt"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/capture"
	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

// Rules of captured traffic, by the IDs that findings carry.
const (
	RuleLost        = "optaget.krop-mangler"
	RuleNoRegisters = "optaget.registre"
)

// captureSource is where the rules of captured traffic stand.
const captureSource = "klarmelds egen regel: kun det, der er her, kan bedømmes"

// CaptureRules are the rules of captured traffic, as a list of rules shows them.
func CaptureRules() []anvisning.Entry {
	return []anvisning.Entry{
		{ID: RuleLost, Kind: KindCapture, Severity: verdict.NotTried, Source: captureSource, State: anvisning.CheckedWithState,
			Text: "Optagelsen rummer hele meddelelsen.", Fix: "Optag igen med et værktøj, der gemmer kroppene, og uden grænse for deres længde."},
		{ID: RuleNoRegisters, Kind: KindCapture, Severity: verdict.Information, Source: captureSource, State: anvisning.CheckedWithState,
			Text: "Referencer holdes kun op mod registre, der er nævnt.", Fix: "Nævn kommunens registre med --fixtures eller --kommune, eller prøv mod Korsbæk med --registre."},
		{ID: RuleOtherService, Kind: KindCapture, Severity: verdict.Information, Source: captureSource, State: anvisning.CheckedWithState,
			Text: "En meddelelse til et af registrene, eller til SagIndeks og DokumentIndeks, bedømmes sammen med resten af samtalen.", Fix: "Bedøm hele samtalen: klarmeld check --samtale MAPPE."},
	}
}

// KindCapture is a rule of captured traffic, rather than of the anvisninger.
const KindCapture anvisning.Kind = "capture"

// losses say of each what is missing.
var losses = map[capture.Loss]string{
	capture.LeftOut:   "ingen krop",
	capture.CutShort:  "begyndelsen af kroppen",
	capture.Encrypted: "en krypteret krop",
	capture.Undecoded: "en krop i ugyldig base64",
}

// lost is the finding that a message cannot be judged, since too little of it
// was kept.
func lost(m capture.Message) verdict.Finding {
	rule := CaptureRules()[0]
	f := verdict.Finding{Rule: rule.ID, Outcome: rule.Severity, Capability: verdict.Sag, Source: rule.Source, Fix: rule.Fix, File: m.Name,
		Message:  fmt.Sprintf("Meddelelsen kan ikke bedømmes: optagelsen rummer %s.", losses[m.Loss]),
		Expected: "hele meddelelsen", Actual: losses[m.Loss]}
	if m.Loss == capture.Encrypted {
		f.Fix = "Optag meddelelserne, før de krypteres, fx med klarmeld serve --record."
	}
	if m.Size > 0 && m.Loss != capture.Encrypted {
		f.Expected = fmt.Sprintf("hele meddelelsen på %d byte", m.Size)
		f.Actual = fmt.Sprintf("%s (%d byte)", f.Actual, len(m.Body))
	}
	return f
}

// inDoubt lets what was found by what came before be untried, where something
// that came before was lost: it may be what is missed. later are the exchanges
// after the first that was lost.
func inDoubt(findings []verdict.Finding, later []judge.Seen) []verdict.Finding {
	after := map[int]bool{}
	for _, s := range later {
		after[s.Entry.Seq] = true
	}
	byState := map[string]bool{ruleRefused: true}
	for _, e := range anvisning.List() {
		if e.State == anvisning.CheckedWithState && !e.NeedsRegisters {
			byState[e.ID] = true
		}
	}
	for i, f := range findings {
		if after[f.Exchange] && byState[f.Rule] && f.Outcome != verdict.Information {
			findings[i].Outcome = verdict.NotTried
			findings[i].Message += " Det kan skyldes den meddelelse, som optagelsen mangler."
		}
	}
	return findings
}

// ruleRefused is the rule that the index takes every object.
const ruleRefused = "indeks.afvist"

// NoRegisters says that references were held against nothing.
func NoRegisters(file string) verdict.Finding {
	rule := CaptureRules()[1]
	return verdict.Finding{Rule: rule.ID, Outcome: rule.Severity, Capability: verdict.Sag, Source: rule.Source, Fix: rule.Fix, File: file,
		Message:  "Referencer er ikke slået op: ingen registre er nævnt. De regler, der kræver registre, er ikke prøvet (klarmeld rules viser, hvilke det er).",
		Expected: "kommunens registre", Actual: "ingen"}
}
