package stage

import (
	"fmt"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/capture"
	"klarmeld/internal/judge"
	"klarmeld/internal/verdict"
)

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
	f := ofFile(m.Name, RuleLost.Finding(fmt.Sprintf("Meddelelsen kan ikke bedømmes: optagelsen rummer %s.", losses[m.Loss]), "hele meddelelsen", losses[m.Loss]))
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
	byState := map[string]bool{judge.RuleRefused.ID: true}
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

// NoRegisters says that references were held against nothing.
func NoRegisters(file string) verdict.Finding {
	return ofFile(file, RuleNoRegisters.Finding("Referencer er ikke slået op: ingen registre er nævnt. "+
		"De regler, der kræver registre, er ikke prøvet (klarmeld rules viser, hvilke det er).",
		"kommunens registre", "ingen"))
}
