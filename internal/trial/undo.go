package trial

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/oio"
	"klarmeld/internal/privacy"
	"klarmeld/internal/recording"
)

// undoing ends the ID of the action by which the system is left as it was found.
const undoing = "slut"

// hold is what the system keeps in a scene.
type hold struct {
	on   bool          // it keeps its changes
	some bool          // it has made one since
	led  []func() bool // what they should lead to, where that is known
}

// keep notes a change that has been made.
func (h *hold) keep(led func() bool) {
	if h.some = true; led != nil {
		h.led = append(h.led, led)
	}
}

// stuck is a system that was asked to send what it held back, and did not: what comes
// after may be due to that, and to nothing that the system does wrong there.
type stuck struct {
	scenario string // in which it was asked to hold back
	from     int    // number of the last entry of that scenario's own
}

// HoldBack asks the system to keep its changes until SendHeld.
func (s *Scene) HoldBack(ctx context.Context) error {
	err := s.Ask(ctx, action.HoldTilbage, action.Data{})
	p, _ := s.trial.judge.Action(s.lastAction)
	// Who gave no answer may have done it. Who said that he did not, did not, but may
	// have before.
	s.hold.on = s.hold.on || p.Answer.Status == action.Done || p.Answer.Status == ""
	return err
}

// SendHeld asks the system to send what it has held back.
func (s *Scene) SendHeld(ctx context.Context) error {
	s.hold.on = false
	err := s.AskChange(ctx, action.SendSamlet, action.Data{})
	p, _ := s.trial.judge.Action(s.lastAction)
	// Who says that he has sent, and has not, is asked once more in the end.
	s.hold.on = p.Answer.Status != action.Done || err != nil && s.hold.some && !s.updated(s.lastAction)
	if !s.hold.on {
		s.hold = hold{}
	}
	return err
}

// updated reports whether anything of the scene's was updated during an action.
func (s *Scene) updated(action string) bool {
	return slices.ContainsFunc(s.trial.judge.During(action), s.update(nil).is)
}

// letGo leaves the system as the scene found it, wherever the scene stopped: what is
// held back is sent. It is an action like all others, on record and judged; that it
// fails is told, and changes nothing of what the scene has come to.
func (s *Scene) letGo(ctx context.Context) {
	if !s.hold.on || ctx.Err() != nil {
		return
	}
	a := s.newest(action.Request{ID: s.ours() + "/" + undoing, Kind: action.SendSamlet})
	if !s.trial.undoes(a.ID, s.id) {
		return
	}
	var want expectation
	if s.hold.some {
		want = s.update(all(s.hold.led))
	}
	answer, err := s.trial.act(ctx, s.trial.cast.System, s.id, a, want)
	var fault driver.Fault
	switch {
	case errors.Is(err, errOver) || ctx.Err() != nil: // it is to come, when the run goes on
	case err != nil && !errors.As(err, &fault):
		_ = s.Broken(err) // noted: nothing is left to stop
	case err != nil:
		s.keepsHolding(a, err.Error())
	case answer.Status != action.Done:
		s.keepsHolding(a, string(answer.Status)+": "+answer.Reason)
	case want.is != nil && !s.updated(a.ID):
		s.keepsHolding(a, "udført, men intet kom")
	default:
		s.hold = hold{}
	}
}

// Holding reports whether the system has been asked to hold back, and not to send yet,
// or has not sent: whoever ends the run leaves it so.
func (t *Trial) Holding() bool {
	for _, s := range t.scenes {
		if s.hold.on {
			return true
		}
	}
	return false
}

// undoes reports whether the undoing of a scenario is to be played: it is new, or on
// record. A recording of before there were any has none, and comes to what it came to.
func (t *Trial) undoes(id, scenario string) bool {
	if t.past == nil {
		return true
	}
	for _, m := range t.past.marks {
		switch {
		case m.Kind == recording.KindAction && m.Action == id:
			return true
		case m.Kind == recording.KindEnd && m.Scenario == scenario:
			return false
		}
	}
	return t.tape != nil
}

// keepsHolding tells that the system was not left as it was found.
func (s *Scene) keepsHolding(a action.Request, actual string) {
	s.trial.stuck = &stuck{s.id, s.trial.taken}
	s.trial.judge.Found(s.id, ofAction(a.Kind, RuleStillHeld.Finding(
		"Systemet holder måske stadig sine leverancer tilbage, for det sendte dem ikke, da scenariet sluttede. Det, der følger, kan skyldes det.",
		"det tilbageholdte sendes, når scenariet er slut", privacy.Mask(actual))))
}

// stillHeld reports whether the system may hold back what a scene misses, since it
// would not send what an earlier one let it hold back; and why.
func (s *Scene) stillHeld() (why string, held bool) {
	t := s.trial
	if t.stuck == nil || t.stuck.scenario == s.id {
		return "", false
	}
	for _, x := range slices.Backward(t.judge.Seen()) {
		if x.Entry.Seq <= t.stuck.from {
			break
		}
		if x.Entry.Exchange.Sender == recording.SenderSystem && slices.ContainsFunc(x.Brought(), func(o oio.Objekt) bool { return o.Opdatering }) {
			return "", false // it sends what it changes
		}
	}
	return fmt.Sprintf("systemet holder måske stadig sine leverancer tilbage (siden scenariet %s), "+
		"så det, der mangler, siger intet om det her", t.stuck.scenario), true
}
