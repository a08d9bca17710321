package steps

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/lazyregexp"
	"klarmeld/internal/verdict"
)

// sentence is one sentence of the vocabulary. Patterns are compiled once:
// godog compiles strings anew for every scenario.
type sentence struct {
	pattern *lazyregexp.Regexp
	help    string // what it asks for or demands, in Danish, for those who write scenarios
	do      any
	claim   bool              // it demands that something is so, and asks nobody to do anything
	rules   []anvisning.Entry // what it demands, when it is a claim
}

func says(pattern, help string, do any) sentence {
	return sentence{pattern: lazyregexp.New("^(?:at )?(?:" + pattern + ")$"), help: help, do: do}
}

// claims is a sentence that demands that something is so, by some rules.
func claims(pattern, help string, do any, rules ...anvisning.Entry) sentence {
	s := says(pattern, help, do)
	s.claim, s.rules = true, rules
	return s
}

// group are the sentences that belong to one capability. The others use them
// too.
type group struct {
	capability verdict.CapabilityID
	sentences  []sentence
}

var vocabulary = []group{
	{verdict.Sag, slices.Concat(sagActions, sagClaims, passiveClaims)},
	{verdict.Journalnotat, journalnotatSentences},
	{verdict.Dokument, append(dokumentActions, dokumentClaims...)},
	{verdict.Organisation, organisationSentences},
	{verdict.Klassifikation, klassifikationSentences},
	{verdict.Fjern, fjernSentences},
	{verdict.Sikkerhed, sikkerhedSentences},
}
