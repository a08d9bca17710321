package trial_test

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// later is a system that makes a case when it is asked to, says of all else that it is
// done, and sends these messages while it is waited for. seen notes after which of them
// nobody waited any more; 0: after none.
func later(seen *int, messages ...string) func(*world) does {
	return func(w *world) does {
		w.waits.do = func(_ context.Context, done <-chan struct{}) {
			for i, m := range messages {
				send(w.Handler(), m)
				if *seen == 0 && closes(done) {
					*seen = i + 1
				}
			}
		}
		return answers(map[action.Kind][]string{action.OpretSag: {imports(sagA)}}, nil)(w)
	}
}

// closes reports whether a channel is closed when everybody has had his turn.
func closes(done <-chan struct{}) bool {
	synctest.Wait()
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// TestWaitsForTheOutcome: what could have been the answer to an action does not end the
// waiting, but that what was asked for has come about.
func TestWaitsForTheOutcome(t *testing.T) {
	for _, c := range []struct {
		name     string
		messages []string
		at       int
	}{
		{"at once", []string{updates(sagA, "Ny")}, 1},
		{"another change first", []string{updates(sagA, "Noget"), updates(sagA, "Ny")}, 2},
		{"another case's", []string{imports(sagB), updates(sagB, "Ny"), updates(sagA, "Ny")}, 3},
		{"never", []string{updates(sagA, "Noget"), imports(sagB)}, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			at := 0
			w := begun(t, later(&at, c.messages...))
			scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
				if err := opens(context.Background(), s); err != nil {
					return err
				}
				return s.AskChange(context.Background(), action.RetSagstitel, action.Data{Titel: "Ny"})
			})
			if at != c.at || len(w.waits.asked) != 1 {
				t.Errorf("%s: waited until message %d, want %d (%v)", c.name, at, c.at, w.waits.asked)
			}
		})
	}
}

// TestFindsItsOwnCase: the scenario's case is the one that it spoke of, whatever else is
// imported in its time, and what is passed over is told; live and in the replay.
func TestFindsItsOwnCase(t *testing.T) {
	called := func(id, titel string) string { return strings.ReplaceAll(imports(id), ">Aftale<", ">"+titel+"<") }
	for _, c := range []struct {
		name     string
		answer   action.Answer
		messages []string
		want     string // "": none
		passed   string // what is told
	}{
		{"alone", action.Answer{}, []string{called(sagA, "Aftale")}, sagA, ""},
		{"a folder first", action.Answer{}, []string{called(sagB, "Borgermappe"), called(sagA, "Aftale")}, sagA, "desuden 1 sager"},
		{"a folder last", action.Answer{}, []string{called(sagA, "Aftale"), called(sagB, "Borgermappe")}, sagA, "desuden 1 sager"},
		{"the system adds to the title", action.Answer{}, []string{called(sagB, "Borgermappe"), called(sagA, "2026-1: Aftale (ny)")}, sagA, "desuden 1 sager"},
		{"it is renamed at once", action.Answer{}, []string{called(sagB, "Borgermappe"), called(sagA, "Udkast"), updates(sagA, "Aftale")}, sagA, "desuden 1 sager"},
		{"nothing like it", action.Answer{}, []string{called(sagB, "Borgermappe")}, "", ""},
		{"the answer names it", action.Answer{UUID: strings.ToUpper(sagB)}, []string{called(sagA, "Aftale"), called(sagB, "Noget")}, sagB, "desuden 1 sager"},
		{"the answer names one that never comes", action.Answer{UUID: nabo}, []string{called(sagA, "Aftale")}, sagA, ""},
	} {
		c.answer.Status = action.Done
		w := begun(t, answers(map[action.Kind][]string{action.OpretSag: c.messages}, map[action.Kind]action.Answer{action.OpretSag: c.answer}))
		for i, of := range []func() *trial.Trial{func() *trial.Trial { return w.Trial }, func() *trial.Trial { return replayed(t, w.log.all()) }} {
			on := of()
			s := scene(t, context.Background(), on, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
			r := judged(t, result(t, on, "sag-1"), "sag-1")
			told, unseen := found(r, trial.RulePassed.ID), found(r, "handling.trafik")
			actual := ""
			if len(told) == 1 {
				actual = told[0].Actual
			}
			if s.SagUUID() != c.want || actual != c.passed || (len(unseen) == 1) != (c.want == "") {
				t.Errorf("%s (%d): %q, told %q, %d unseen", c.name, i, s.SagUUID(), actual, len(unseen))
			}
		}
	}
}

// TestLateIsNobodyElses: a case that comes when its scenario is over is not taken for the
// next one's.
func TestLateIsNobodyElses(t *testing.T) {
	other := strings.ReplaceAll(imports(sagB), ">Aftale<", ">En anden<")
	w := begun(t, func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			if a.ID == "sag-2/1" {
				send(w.Handler(), imports(sagA)) // which the first was about
				send(w.Handler(), other)
			}
			return done(a)
		}
	})
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
	second := scene(t, context.Background(), w.Trial, "sag-2", func(s *trial.Scene) error {
		return s.AskCase(context.Background(), action.OpretSag, action.Data{Titel: "En anden"})
	})
	r := result(t, w.Trial, "sag-1", "sag-2")
	if judged(t, r, "sag-1").Outcome != verdict.NotObserved || second.SagUUID() != sagB {
		t.Errorf("the first is %s, the second is about %q", judged(t, r, "sag-1").Outcome, second.SagUUID())
	}
}

// TestPace: between two changes a tick of the system's clock passes, as coarse as its
// times show it; the first action of a scene, and a replay, wait for nothing.
func TestPace(t *testing.T) {
	for _, c := range []struct {
		fractions []string // of the seconds of what it sends, one message each
		want      time.Duration
	}{
		{[]string{".000"}, time.Second}, {[]string{""}, time.Second}, {[]string{".500", ".000"}, 100 * time.Millisecond},
		{[]string{".000", ".370"}, 10 * time.Millisecond}, {[]string{".123"}, 0}, {[]string{".000", ".001"}, 0}, {[]string{".120", ".121", ".000"}, 0},
	} {
		var messages []string
		for i, f := range c.fractions {
			messages = append(messages, strings.ReplaceAll(imports([]string{sagA, sagB, nabo}[i]), "00:00:00.123+01:00", "00:00:00"+f+"+01:00"))
		}
		w := begun(t, answers(map[action.Kind][]string{action.OpretSag: messages, action.RetSagstitel: {updates(sagA, "Ny")}}, nil))
		var asked []time.Duration
		script := func(s *trial.Scene) error { return renames(context.Background(), s) }
		scene(t, context.Background(), w.Trial, "sag-1", script)
		if asked = w.waits.asked; c.want == 0 && len(asked) > 0 || c.want > 0 && !slices.Equal(asked, []time.Duration{c.want}) {
			t.Errorf("%q: waited %v, want %s", c.fractions, asked, c.want)
		}
		live := result(t, w.Trial, "sag-1")
		again := replayed(t, w.log.all())
		scene(t, context.Background(), again, "sag-1", script)
		if !reflect.DeepEqual(result(t, again, "sag-1"), live) {
			t.Errorf("%q: the replay comes to something else", c.fractions)
		}
	}
}

// TestPeopleTakeTheirTime: that a person was slow to answer is no lateness of the
// system's; what comes long after the answer is.
func TestPeopleTakeTheirTime(t *testing.T) {
	for _, c := range []struct {
		before, after time.Duration // between the question and the answer, and from there to the message
		late          int
	}{{time.Hour, 0, 0}, {time.Hour, 4 * time.Minute, 0}, {time.Second, 6 * time.Minute, 1}} {
		w := begun(t, idle)
		w.Cast(trial.Cast{System: byHand{func(_ context.Context, a action.Request) (action.Answer, error) {
			w.clock.Wait(c.before)
			return done(a)
		}}})
		w.waits.do = func(context.Context, <-chan struct{}) {
			w.clock.Wait(c.after)
			send(w.Handler(), imports(sagA))
		}
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
		r := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
		if got := len(found(r, trial.RuleLate.ID)); got != c.late || !slices.Equal(w.waits.asked, []time.Duration{deadline}) {
			t.Errorf("%s, then %s: %d findings, waited %v", c.before, c.after, got, w.waits.asked)
		}
		if a := w.log.all()[2]; a.Kind != recording.KindAction || !a.Act.ByHand {
			t.Errorf("on record: %+v", a)
		}
	}
}

// byHand is a system that a person moves.
type byHand struct{ does }

func (byHand) ByHand() {}
