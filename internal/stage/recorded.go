package stage

import (
	"net/http"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/capture"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
)

// Recorded judges a recording of klarmeld's own as captured traffic: what the
// system sent, as one conversation, without scenarios. References are held
// against the registers that the recording carries. What was looked at with a
// browser is no message. What lists has is in the place of the recording's own.
func Recorded(from recording.Reader, lists trial.Lists) (JudgedConversation, error) {
	var none JudgedConversation
	var c JudgedConversation
	first := "" // the ruleset that it was begun with
	for e, err := range from.All() {
		if err != nil {
			return none, Mistake{err}
		}
		if e.Run != nil {
			first, lists = e.Run.Ruleset, lists.Over(trial.ListsOf(e.Run))
		}
		x := e.Exchange
		switch {
		case e.Kind != recording.KindExchange || x.Sender != recording.SenderSystem:
		case x.Method != "" && x.Method != http.MethodPost:
			c.Traffic.Aside = append(c.Traffic.Aside, capture.Aside{Name: x.RequestFile, Why: capture.NotPosted})
		default:
			c.Traffic.Messages = append(c.Traffic.Messages, capture.Message{Name: x.RequestFile, Path: x.Path})
		}
	}
	if err := lists.Check(); err != nil {
		return none, Mistake{err}
	}
	j := judge.New(nil)
	if err := lists.On(j); err != nil {
		return none, Mistake{err}
	}
	found, err := heard(j, from, nil)
	if err != nil {
		return none, Mistake{err}
	}
	c.Objects = imported(j)
	if c.Coverage, err = lists.Cover(j); err != nil {
		return none, err
	}
	c.Findings = NameRegisters(found, "optagelsens egne registre")
	renew(c.Findings, anvisning.News(first))
	return c, nil
}

// OnlyRecorded reports whether a recording has no scenarios and no policy, as
// klarmeld serve makes it: then there is traffic to judge, and no run.
func OnlyRecorded(from recording.Reader) bool {
	first := true
	for e, err := range from.All() {
		switch {
		case err != nil:
			return false
		case first && (e.Run == nil || len(e.Run.Policy) > 0), e.Kind == recording.KindScenario:
			return false
		}
		first = false
	}
	return !first
}
