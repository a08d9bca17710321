package trial_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// jumping is a clock on the wall that can be set, beside time that passes.
type jumping struct {
	spent time.Duration
	set   time.Duration // how far the wall's has been put forward
}

func (j *jumping) Now() time.Time         { return start().Add(j.spent + j.set) }
func (j *jumping) Elapsed() time.Duration { return j.spent }

// onTime claims that the last change came in time, as the scenarios' sentence does.
func onTime(ctx context.Context, s *trial.Scene) error {
	if err := s.AskChange(ctx, action.RetSagstitel, action.Data{}); err != nil {
		return err
	}
	took, limit := s.Delay()
	return s.Claim(took <= limit, trial.RuleLate, "Ændringen nåede for sent til indekset.", "højst "+limit.String(), took.String())
}

// TestClockIsSet: whatever happens to the clock on the wall, and when, what counts is
// time that was spent; that the clock was set is told once. The replay, which knows
// the recording only, comes to the same.
func TestClockIsSet(t *testing.T) {
	for _, c := range []struct {
		name  string
		takes time.Duration // between the action and its message
		set   time.Duration
		late  bool
		told  int
	}{
		{"never", 2 * time.Minute, 0, false, 0},
		{"never, and it is late", 6 * time.Minute, 0, true, 0},
		{"an hour forward", 2 * time.Minute, time.Hour, false, 1},
		{"an hour back", 2 * time.Minute, -time.Hour, false, 1},
		{"back, which would hide that it is late", 6 * time.Minute, -5 * time.Minute, true, 1},
		{"three years back", 2 * time.Minute, -3 * 365 * 24 * time.Hour, false, 1},
		{"three years forward", 2 * time.Minute, 3 * 365 * 24 * time.Hour, false, 1},
		{"a second, as NTP does", 2 * time.Minute, time.Second, false, 0},
		{"to summer time by hand", 2 * time.Minute, time.Hour, false, 1},
		{"a minute back, in a moment", 0, -time.Minute, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := onJumping(t, c.takes, c.set)
			plays := func(of *trial.Trial) verdict.SystemResult {
				scene(t, context.Background(), of, "sag-1", func(s *trial.Scene) error {
					if err := opens(context.Background(), s); err != nil {
						return err
					}
					return onTime(context.Background(), s)
				})
				return result(t, of, "sag-1")
			}
			for i, of := range []func() *trial.Trial{func() *trial.Trial { return w.Trial }, func() *trial.Trial { return replayed(t, stripped(w.log.all())) }} {
				r := plays(of())
				late, told := 0, 0
				for _, f := range r.Findings() {
					if f.Rule == judge.RuleClock.ID && f.Outcome == verdict.Information {
						told++
					}
					if f.Rule == "scenarie.frist" {
						late++
					}
				}
				if (late > 0) != c.late || told != c.told {
					t.Errorf("replayed %d: late %d, told %d times: %s", i, late, told, describe(r))
				}
			}
			for _, e := range w.log.all() {
				if x := e.Exchange; x != nil && x.Ended.Before(x.Begun) {
					t.Errorf("exchange %d ended before it began", e.Seq)
				}
			}
		})
	}
}

// onJumping is a trial whose system changes its case so long after it was asked; in
// the meantime the clock on the wall is set.
func onJumping(t *testing.T, takes, set time.Duration) *world {
	t.Helper()
	clock := &jumping{}
	w := prepared(t)
	w.setting.Now, w.setting.Elapsed = clock.Now, clock.Elapsed
	var err error
	if w.Trial, err = trial.New(w.setting); err != nil {
		t.Fatal(err)
	}
	w.Cast(trial.Cast{System: does(func(_ context.Context, a action.Request) (action.Answer, error) {
		clock.spent += time.Second
		if a.Kind == action.OpretSag {
			send(w.Handler(), imports(sagA))
			return done(a)
		}
		clock.set += set
		clock.spent += takes
		send(w.Handler(), updates(sagA, "En anden"))
		return done(a)
	})})
	return w
}

func describe(r verdict.SystemResult) string {
	text := ""
	for _, f := range r.Findings() {
		text += fmt.Sprintf("\n%s %s: %s", f.Outcome, f.Rule, f.Message)
	}
	return text
}

// stripped are entries as they are read from a disk: no time has more than the wall's.
func stripped(entries []recording.Entry) []recording.Entry {
	for i := range entries {
		entries[i].Time = entries[i].Time.Round(0)
	}
	return entries
}

// TestWaitingIsMeasured: how long is waited for what should follow is what is left of
// the deadline, by time spent, however the clock is set.
func TestWaitingIsMeasured(t *testing.T) {
	for _, set := range []time.Duration{0, time.Hour, -time.Hour, 10 * 365 * 24 * time.Hour} {
		clock := &jumping{}
		w := prepared(t)
		w.setting.Now, w.setting.Elapsed = clock.Now, clock.Elapsed
		var err error
		if w.Trial, err = trial.New(w.setting); err != nil {
			t.Fatal(err)
		}
		w.Cast(trial.Cast{System: does(func(_ context.Context, a action.Request) (action.Answer, error) {
			clock.spent, clock.set = clock.spent+time.Minute, set
			return done(a)
		})})
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		if len(w.waits.asked) != 1 || w.waits.asked[0] != deadline-time.Minute {
			t.Errorf("set %s: waited %v", set, w.waits.asked)
		}
	}
}
