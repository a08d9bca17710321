package trial_test

import (
	"context"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/trial"
)

// person is a system that is moved by hand.
type person struct{ does }

func (person) ByHand() {}

// watcher looks at the status, and at whether the channel that it was given the
// last time says that it has changed.
type watcher struct {
	t       *testing.T
	of      *trial.Trial
	last    trial.Progress
	changed <-chan struct{}
}

func (w *watcher) sees(when string, want trial.Progress) {
	w.t.Helper()
	got, changed := w.of.Progress()
	if got != want {
		w.t.Errorf("%s: %+v, want %+v", when, got, want)
	}
	if w.changed != nil {
		told := false
		select {
		case <-w.changed:
			told = true
		default:
		}
		if told != (got != w.last) {
			w.t.Errorf("%s: told of a change: %t; %+v after %+v", when, told, got, w.last)
		}
	}
	select {
	case <-changed:
		w.t.Errorf("%s: what is has changed already", when)
	default:
	}
	w.last, w.changed = got, changed
}

// TestStatus: how far a run is can be seen at every moment of it, and whoever
// looks is told when to look again.
func TestStatus(t *testing.T) {
	var saw *watcher
	w := begun(t, func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			w.clock.Wait(time.Minute)
			switch a.ID {
			case "sag-1/1":
				saw.sees("the system acts", trial.Progress{State: trial.WaitingForSystem, Scenario: "sag-1", Action: a.ID, Kind: action.HoldTilbage})
			case "sag-1/2":
				saw.sees("the system acts, and traffic is waited for",
					trial.Progress{State: trial.WaitingForSystem, Scenario: "sag-1", Action: a.ID, Kind: action.LaesOrganisation,
						Expected: "et opslag", Until: start().Add(time.Minute).Add(deadline)})
			}
			return done(a)
		}
	})
	saw = &watcher{t: t, of: w.Trial}
	saw.sees("nothing has happened", trial.Progress{State: trial.NotStarted})
	ctx := context.Background()
	w.waits.do = func(context.Context, <-chan struct{}) {
		saw.sees("traffic is waited for", trial.Progress{State: trial.WaitingForSystem, Scenario: "sag-1", Action: "sag-1/2", Kind: action.LaesOrganisation,
			Expected: "et opslag", Until: start().Add(time.Minute).Add(deadline)})
	}
	scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		saw.sees("a scenario is played", trial.Progress{State: trial.Running, Scenario: "sag-1"})
		if err := s.Ask(ctx, action.HoldTilbage, action.Data{}); err != nil {
			return err
		}
		saw.sees("between the actions", trial.Progress{State: trial.Running, Scenario: "sag-1"})
		err := looks(ctx, s)
		saw.sees("after the last action", trial.Progress{State: trial.Running, Scenario: "sag-1"})
		return err
	})
	saw.sees("between the scenarios", trial.Progress{State: trial.Running})
	w.Interrupt()
	saw.sees("interrupted", trial.Progress{State: trial.Interrupted})
	w.Interrupt()
	saw.sees("interrupted twice", trial.Progress{State: trial.Interrupted})
	result(t, w.Trial, "sag-1")
	saw.sees("judged", trial.Progress{State: trial.Finished})
}

// TestYourTurn: while a person is to act it is the user's turn, and when the
// person has answered it is the system that is waited for.
func TestYourTurn(t *testing.T) {
	w := begun(t, idle)
	saw := &watcher{t: t, of: w.Trial}
	status := trial.Progress{State: trial.YourTurn, Scenario: "sag-1", Action: "sag-1/1", Kind: action.LaesOrganisation, Expected: "et opslag",
		Until: start().Add(deadline)}
	w.Cast(trial.Cast{System: person{func(_ context.Context, a action.Request) (action.Answer, error) {
		saw.sees("a person acts", status)
		return done(a)
	}}})
	w.waits.do = func(context.Context, <-chan struct{}) {
		status.State = trial.WaitingForSystem
		saw.sees("the person has answered", status)
	}
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	if len(w.waits.asked) != 1 {
		t.Error("nothing was waited for")
	}
}

// TestStatusWhenItGoesOn: a run that goes on is running along its past, and
// waits again where it waited.
func TestStatusWhenItGoesOn(t *testing.T) {
	first := begun(t, idle)
	scene(t, context.Background(), first.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	w := goesOn(t, first.log.all()[:3], idle)
	saw := &watcher{t: t, of: w.Trial}
	saw.sees("not begun", trial.Progress{State: trial.NotStarted})
	w.waits.do = func(context.Context, <-chan struct{}) {
		saw.sees("waiting again", trial.Progress{State: trial.WaitingForSystem, Scenario: "sag-1", Action: "sag-1/1", Kind: action.LaesOrganisation,
			Expected: "et opslag", Until: start().Add(deadline)})
	}
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
		saw.sees("in the past", trial.Progress{State: trial.Running, Scenario: "sag-1"})
		return looks(context.Background(), s)
	})
	saw.sees("after it", trial.Progress{State: trial.Running})
	if len(w.waits.asked) != 1 {
		t.Errorf("waited %d times", len(w.waits.asked))
	}
}
