package reports

import (
	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// KindGap is the name that the machine-readable forms give to what no rule found: a
// scenario that is not offered, was not tried, or could not be played.
const KindGap anvisning.RuleKind = "gap"

// gapID is the name of what no rule found, by what came of it.
func gapID(o verdict.Outcome) string { return "koersel." + o.String() }

// GapRules are what reports name that no rule found, as a list of rules shows them.
func GapRules() []anvisning.Listed {
	var out []anvisning.Listed
	for _, g := range []struct {
		outcome   verdict.Outcome
		text, fix string
	}{
		{verdict.Remark, "Systemet tilbyder det, scenariet beder om.", fixNotOffered},
		{verdict.NotTried, "Scenariet bliver prøvet til ende.", fixNotTried},
		{verdict.NotObserved, "Det, systemet gør, kan ses i indekset.", fixMustOffer},
		{verdict.Fail, "Systemet tilbyder det, politikken kræver.", fixMustOffer},
		{verdict.AdapterFailure, "Adapteren flytter systemet, så længe prøven varer.", fixAdapter},
		{verdict.HarnessFailure, "Klarmeld kan spille og dømme scenariet.", fixHarness},
	} {
		out = append(out, anvisning.Listed{ID: gapID(g.outcome), Kind: KindGap, Severity: g.outcome, Text: g.text, Fix: g.fix,
			Source: "klarmelds egen regel: et udfald har altid sin grund", State: anvisning.CheckedWithState})
	}
	return out
}
