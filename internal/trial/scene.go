package trial

import (
	"context"
	"errors"
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/privacy"
	"klarmeld/internal/security"
	"klarmeld/internal/verdict"
)

// ErrStopped ends a scene: what was found, or what was not offered, has been
// noted, and the sentences that follow make no sense.
var ErrStopped = errors.New("scenariet stoppede her")

// Stop is what a scene stopped by.
type Stop int

// What a scene can stop by. Each has been noted, where the result finds it.
const (
	NotStopped  Stop = iota
	StopFound        // what was found
	StopRefused      // what was not offered
	StopUntried      // it could not be played to its end, through nobody's fault
	StopBroken       // a fault of ours
)

// Stopped says what the scene has stopped by.
func (s *Scene) Stopped() Stop {
	switch {
	case s.harness != "":
		return StopBroken
	case s.untried != "":
		return StopUntried
	case s.notOffered != "":
		return StopRefused
	case s.found:
		return StopFound
	}
	return NotStopped
}

// Scene is one scenario being played.
type Scene struct {
	trial      *Trial
	id         string
	capability verdict.CapabilityID
	actions    int
	from       int // number of the entry that ended the scenario before it
	lastAction string
	notOffered string
	refused    action.Kind // what is not offered
	harness    string
	found      bool   // a check was not kept
	partly     bool   // a part of the sentence that is played cannot be tried
	untried    string // why it could not be played
	gap        verdict.Gap
	skipped    string // what was said when it was passed over
	hold       hold
	removal    string // ID of the newest action by which all was to be removed
	onDemand   bool   // it looks things up when it needs them
	successor  action.Answer
	stock      []string // the numbers of the cases that it says it has handed over

	sager      []string // UUIDs of the system's cases, in the order they came
	dokumenter []string
	neighbour  []string
	altered    map[string]int // UUID in the registers → entry of its newest change
	told       map[told]bool
	dry        *dry // a claim is only tried, and nothing is noted
	asides     aside

	state     security.Circumstances // of the STS and the services, as the scene has it
	disturbed bool                   // it has been otherwise
	promised  []func() bool          // what the system has said that it had done, and could not send
}

// Scene begins a scenario.
func (t *Trial) Scene(ctx context.Context, id string, capability verdict.CapabilityID) (*Scene, error) {
	s := &Scene{trial: t, id: id, capability: capability, altered: map[string]int{}, told: map[told]bool{}, asides: aside{}}
	t.scenes[id] = s
	if slices.Contains(t.setting.OtherRoads, capability) {
		return s, s.Broken(errOtherRoad)
	}
	s.from = t.ended
	if err := t.enter(ctx, id); err != nil {
		return s, s.Broken(err)
	}
	s.tellOutside()
	return s, nil
}

// End closes the scene. The judge reads the rest of it, and says what could not
// be said before.
func (s *Scene) End(ctx context.Context) {
	if s.untried == "" || s.actions > 0 {
		s.letGo(ctx)
		s.calm(ctx)
		if err := s.trial.leave(ctx, s.id); err != nil {
			_ = s.Broken(err) // noted: nothing is left to stop
			return
		}
	}
	s.tellAsides()
	s.tellUnasked()
	s.tellForeign()
	s.trial.judge.Settle(s.id)
}

// Broken notes a fault of ours and ends the scene.
func (s *Scene) Broken(err error) error {
	if s.dry != nil {
		s.dry.broken = true
		return ErrStopped
	}
	if why, ok := untried(err); ok {
		s.untried, s.gap = why, gapOf(err)
		return ErrStopped
	}
	if s.harness == "" {
		s.harness = privacy.Mask(err.Error())
	}
	return ErrStopped
}

// expect counts a check and notes the finding when it was not kept. What was
// found wrong is held to the newest message that changed the index: it, or what
// it lacks, left things as they were found.
func (s *Scene) expect(kept bool, f verdict.Finding) error {
	if s.dry != nil {
		if kept {
			return nil
		}
		return ErrStopped
	}
	s.trial.judge.Tried(s.id)
	if kept {
		return nil
	}
	if why, held := s.stillHeld(); held {
		s.untried, s.gap = why, verdict.GapHeld
		return ErrStopped
	}
	if f.Outcome != verdict.NotObserved {
		f.Exchange = s.trial.judge.Notes(s.id).Message
	}
	return s.noted(f)
}

// noted notes a finding that ends the scene.
func (s *Scene) noted(f verdict.Finding) error {
	again := told{f.Rule, f.Expected, f.Actual}
	if !s.told[again] {
		s.told[again] = true
		s.trial.judge.Found(s.id, f)
	}
	s.found = true
	return ErrStopped
}

// told is what a finding says. A scene says it once, whichever of its checks has come
// to it first.
type told struct{ rule, expected, actual string }

// Tell notes what is worth knowing and ends nothing.
func (s *Scene) Tell(f verdict.Finding) {
	if s.dry == nil {
		s.trial.judge.Found(s.id, f)
	}
}

// Claim is a sentence's own check: what it says should hold, by a rule.
func (s *Scene) Claim(kept bool, rule anvisning.Listed, message, expected, actual string) error {
	return s.expect(kept, rule.Finding(message, expected, actual))
}

// Untried notes that a part of a sentence cannot be tried, and for what the system may
// well do. The scene goes on. The rule is a remark: nothing is wrong, and what was not
// tried is not green.
func (s *Scene) Untried(rule anvisning.Listed, message, expected, actual string) {
	s.partly = true
	f := rule.Finding(message, expected, actual)
	f.Exchange = s.trial.judge.Notes(s.id).Message
	s.trial.judge.Found(s.id, f)
}

// Partly reports whether a part of the sentence that was played last could not be
// tried; asked again, it says no.
func (s *Scene) Partly() bool {
	was := s.partly
	s.partly = false
	return was
}

// Registers are the municipality's registers at this point of the run.
func (s *Scene) Registers() *municipality.Register { return s.trial.judge.Registers() }

// Judge is what has been read of the recording so far.
func (s *Scene) Judge() *judge.Judge { return s.trial.judge }

func newest(ids []string) string {
	return before(ids, 0)
}

// before is the n'th from the end, "" when there is none.
func before(ids []string, n int) string {
	if len(ids) <= n {
		return ""
	}
	return ids[len(ids)-1-n]
}

// SagUUID is the scene's newest case, "" when it has none.
func (s *Scene) SagUUID() string { return newest(s.sager) }

// PreviousSag is the case before the newest, "" when there are not two.
func (s *Scene) PreviousSag() string { return before(s.sager, 1) }

// DokumentUUID is the scene's newest document, "" when it has none.
func (s *Scene) DokumentUUID() string { return newest(s.dokumenter) }

// PreviousDokument is the document before the newest, "" when there are not two.
func (s *Scene) PreviousDokument() string { return before(s.dokumenter, 1) }

// Stock are the numbers of the cases that the system says it has handed over.
func (s *Scene) Stock() []string { return s.stock }

// Sag is the scene's newest case as the index has it.
func (s *Scene) Sag() (index.Stored, error) { return s.Stored(s.SagUUID(), "Sagen") }

// Dokument is the scene's newest document as the index has it.
func (s *Scene) Dokument() (index.Stored, error) { return s.Stored(s.DokumentUUID(), "Dokumentet") }

// NeighbourCases are the other system's cases that this scene brought.
func (s *Scene) NeighbourCases() []string { return s.neighbour }

// Stored claims that the index has an object, and returns it.
func (s *Scene) Stored(uuid, what string) (index.Stored, error) {
	o, ok := s.trial.judge.Store().Get(uuid)
	return o, s.Claim(ok, RuleFound, what+" findes ikke i indekset.", "at objektet findes i indekset", "intet objekt med UUID "+uuid)
}
