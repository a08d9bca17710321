package steps

import (
	"regexp"

	"klarmeld/internal/verdict"
)

// sentence is one sentence of the vocabulary. Patterns are compiled once:
// godog compiles strings anew for every scenario.
type sentence struct {
	pattern *regexp.Regexp
	help    string // what it asks for or demands, in Danish, for those who write scenarios
	do      any
}

func says(pattern, help string, do any) sentence {
	return sentence{regexp.MustCompile("^(?:at )?(?:" + pattern + ")$"), help, do}
}

// group are the sentences that belong to one capability. The others use them
// too.
type group struct {
	capability verdict.CapabilityID
	sentences  []sentence
}

var vocabulary = []group{
	{verdict.Sag, append(sagActions, sagClaims...)},
	{verdict.Journalnotat, journalnotatSentences},
	{verdict.Dokument, append(dokumentActions, dokumentClaims...)},
	{verdict.Organisation, organisationSentences},
	{verdict.Klassifikation, klassifikationSentences},
	{verdict.Fjern, fjernSentences},
}
