package steps

import (
	"slices"
	"sync"

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
	claim   bool               // it demands that something is so, and asks nobody to do anything
	rules   []anvisning.Listed // what it demands, when it is a claim
}

func says(pattern, help string, do any) sentence {
	return sentence{pattern: lazyregexp.New("^(?:at )?(?:" + pattern + ")$"), help: help, do: do}
}

// claims is a sentence that demands that something is so, by some rules.
func claims(pattern, help string, do any, rules ...anvisning.Listed) sentence {
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

// meanings are the known sentences that a step's text is: one, unless it is none that we
// know or the vocabulary is wrong. The same steps stand in many scenarios and are asked of
// whenever they are read, played and told of, so what a text is is found once.
func meanings(text string) []sentence {
	if known, ok := understood.Load(text); ok {
		return known.([]sentence)
	}
	var out []sentence
	for _, g := range vocabulary {
		for _, s := range g.sentences {
			if s.pattern.MatchString(text) {
				out = append(out, s)
			}
		}
	}
	understood.Store(text, out)
	return out
}

var understood sync.Map // text → []sentence
