package trial_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// takes is a system that takes its time to do what it is asked for, and sends
// nothing.
func takes(d time.Duration) func(*world) does {
	return func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			w.clock.Wait(d)
			return done(a)
		}
	}
}

// TestDeadline: the time that the system took to answer is of the deadline,
// which is given once; also in a run that goes on and asks again.
func TestDeadline(t *testing.T) {
	cut := begun(t, idle).log.all()
	for _, c := range []struct{ took, left time.Duration }{
		{0, deadline}, {time.Second, deadline - time.Second}, {2 * time.Minute, 3 * time.Minute}, {deadline, 0}, {time.Hour, 0},
	} {
		for name, w := range map[string]*world{"a run": begun(t, takes(c.took)), "a run that goes on": goesOn(t, cut, takes(c.took))} {
			scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
			if !slices.Equal(w.waits.asked, []time.Duration{c.left}) {
				t.Errorf("%s, answered after %s: waited for %v, want %s", name, c.took, w.waits.asked, c.left)
			}
		}
	}
}

// TestDeadlineWhenItGoesOn: where a run was cut off while it waited, the time
// begins anew, for nobody could send while it was away; and what passes of it
// then is gone.
func TestDeadlineWhenItGoesOn(t *testing.T) {
	first := begun(t, takes(2*time.Minute))
	scene(t, context.Background(), first.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	all := first.log.all()
	if got := kinds(all); got != "koersel scenarie handling ventet scenarieslut" {
		t.Fatal(got)
	}
	w := prepared(t)
	w.setting.Now = func() time.Time { // each look at the clock takes a minute
		w.clock.Wait(time.Minute)
		return w.clock.Now()
	}
	var err error
	if w.Trial, err = trial.Continue(w.setting, all[:3]); err != nil {
		t.Fatal(err)
	}
	w.Cast(trial.Cast{System: does(func(context.Context, action.Request) (action.Answer, error) {
		t.Error("what is on record is asked for again")
		return action.Answer{}, nil
	})})
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	if !slices.Equal(w.waits.asked, []time.Duration{deadline - time.Minute}) {
		t.Errorf("waited for %v", w.waits.asked)
	}
}

// TestWaiting: nobody waits for what has come, for what is not done, and for
// what need not come; and what is waited for and comes is seen.
func TestWaiting(t *testing.T) {
	late := func(w *world) { w.waits.do = func(context.Context, <-chan struct{}) { send(w.Handler(), reads(unit)) } }
	for _, c := range []struct {
		name    string
		system  func(*world) does
		comes   func(*world)
		waits   int
		rule    string // of the scene's finding
		outcome verdict.Outcome
	}{
		{"it has come", answers(honest, nil), nil, 0, "", verdict.Pass},
		{"it comes while it is waited for", idle, late, 1, "", verdict.Pass},
		{"it never comes", idle, nil, 1, "handling.trafik", verdict.NotObserved},
		{"it fails", answers(nil, map[action.Kind]action.Answer{action.LaesOrganisation: {Status: action.Failed, Reason: "Nej."}}), late, 0,
			"handling.udfoert", verdict.Fail},
	} {
		w := begun(t, c.system)
		if c.comes != nil {
			c.comes(w)
		}
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		s := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
		if len(w.waits.asked) != c.waits || s.Outcome != c.outcome || (c.rule != "") != (len(found(s, c.rule)) == 1) {
			t.Errorf("%s: waited %d times, %v: %+v", c.name, len(w.waits.asked), s.Outcome, s.Findings)
		}
	}
	w := begun(t, idle)
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return s.Ask(context.Background(), action.LukSag, action.Data{}) })
	if got := kinds(w.log.all()); len(w.waits.asked) != 0 || got != "koersel scenarie handling scenarieslut" {
		t.Errorf("nothing need follow: waited %v, on record %s", w.waits.asked, got)
	}
}

// TestPatience: people wait until it is seen, the time is over, or the run is
// ended, whichever comes first.
func TestPatience(t *testing.T) {
	for _, c := range []struct {
		name                string
		seen, ended, atMost time.Duration
		want                time.Duration
	}{
		{"seen", time.Minute, time.Hour, 2 * time.Minute, time.Minute},
		{"never seen", time.Hour, time.Hour, 2 * time.Minute, 2 * time.Minute},
		{"ended", time.Hour, time.Second, 2 * time.Minute, time.Second},
		{"no time left", time.Hour, time.Hour, 0, 0},
	} {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), c.ended)
			defer cancel()
			seen, begun := make(chan struct{}), time.Now()
			timer := time.AfterFunc(c.seen, func() { close(seen) })
			defer timer.Stop()
			trial.RealPatience{}.Await(ctx, seen, c.atMost)
			if took := time.Since(begun); took != c.want {
				t.Errorf("%s: waited %s, want %s", c.name, took, c.want)
			}
		})
	}
}

// TestPatienceIsPeoples: who gives a trial no patience gets people's.
func TestPatienceIsPeoples(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := prepared(t)
		w.setting.Patience, w.setting.Now = nil, time.Now
		var err error
		if w.Trial, err = trial.New(w.setting); err != nil {
			t.Fatal(err)
		}
		w.Cast(trial.Cast{System: idle(w)})
		begun := time.Now()
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		if took := time.Since(begun); took != deadline {
			t.Errorf("waited %s", took)
		}
	})
}

// TestClock: in a world in which nobody waits, time passes when somebody says
// so, and for what is waited for and has not come.
func TestClock(t *testing.T) {
	c := trial.NewClock(start)
	seen := make(chan struct{})
	passed := func(want time.Duration) {
		t.Helper()
		if got := c.Now().Sub(start()); got != want {
			t.Errorf("%s have passed, want %s", got, want)
		}
	}
	passed(0)
	c.Wait(time.Hour)
	c.Wait(time.Minute)
	passed(61 * time.Minute)
	c.Await(context.Background(), seen, time.Minute)
	passed(62 * time.Minute)
	close(seen)
	c.Await(context.Background(), seen, time.Minute)
	passed(62 * time.Minute)
}

// TestClockStands: the clock shows what it did until somebody lets time pass, can be
// brought forward to a moment and never back, and keeps its zone.
func TestClockStands(t *testing.T) {
	tick := start()
	zone := time.FixedZone("CET", 3600)
	c := trial.NewClock(func() time.Time { tick = tick.Add(time.Second); return tick.In(zone) })
	begun := c.Now()
	if !c.Now().Equal(begun) {
		t.Error("it runs by itself")
	}
	c.Reach(begun.Add(-time.Hour))
	if !c.Now().Equal(begun) {
		t.Error("it went back")
	}
	c.Reach(begun.Add(time.Hour).UTC())
	if now := c.Now(); !now.Equal(begun.Add(time.Hour)) || now.Location() != zone {
		t.Errorf("it shows %s", now)
	}
	c.Restart(begun.UTC())
	if now := c.Now(); !now.Equal(begun) || now.Location() != zone {
		t.Errorf("begun again it shows %s", now)
	}
}

// TestSeenWhileItActs: a driver is told what is expected and how long it may
// take, and that it has been seen, before it has answered.
func TestSeenWhileItActs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begun(t, func(w *world) does {
			return func(ctx context.Context, a action.Request) (action.Answer, error) {
				e, ok := driver.Expected(ctx)
				if !ok || e.What != "et opslag" || e.Limit != deadline {
					t.Errorf("the driver is told of %+v", e)
				}
				send(w.Handler(), imports(sagA))
				synctest.Wait()
				select {
				case <-e.Seen:
					t.Error("something else is taken for it")
				default:
				}
				send(w.Handler(), reads(unit))
				<-e.Seen // or this test never ends
				return done(a)
			}
		})
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		if got := kinds(w.log.all()); len(w.waits.asked) != 0 || !strings.HasSuffix(got, "udveksling udveksling handling ventet scenarieslut") {
			t.Errorf("waited %v; on record: %s", w.waits.asked, got)
		}
	})
}

// TestSeenWhileItIsWaitedFor: what comes after the answer ends the waiting.
func TestSeenWhileItIsWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begun(t, idle)
		w.waits.do = func(_ context.Context, seen <-chan struct{}) {
			synctest.Wait()
			send(w.Handler(), reads(unit))
			<-seen // or this test never ends
		}
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		if s := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); s.Outcome != verdict.Pass || len(w.waits.asked) != 1 {
			t.Errorf("%v: %s", s.Outcome, s.Reason)
		}
	})
}

// TestComesWhileOneLooks: a message that comes while those before it are being
// looked at is not overlooked, though no other comes after it.
func TestComesWhileOneLooks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		once := false
		w := begun(t, func(w *world) does {
			return func(ctx context.Context, a action.Request) (action.Answer, error) {
				e, _ := driver.Expected(ctx)
				synctest.Wait() // whoever watches has looked, and waits
				send(w.Handler(), imports(sagA))
				<-e.Seen // or this test never ends
				return done(a)
			}
		})
		is := func(x recording.Exchange) bool {
			if !once {
				once = true
				send(w.Handler(), reads(unit))
			}
			return isReading(x)
		}
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
			return s.AskTraffic(context.Background(), action.LaesOrganisation, action.Data{}, "et opslag", is)
		})
		if s := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); len(found(s, "handling.trafik")) != 0 {
			t.Errorf("%+v", s.Findings)
		}
	})
}

// TestNobodyLooksAfterwards: when an action is over nobody reads the recording
// for it any more, not even one who had begun to.
func TestNobodyLooksAfterwards(t *testing.T) {
	for name, answer := range map[string]func(action.Request) (action.Answer, error){
		"it failed": func(a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.Failed}, nil
		},
		"no answer came": func(action.Request) (action.Answer, error) { return action.Answer{}, errors.New("nede") },
		"it is not offered": func(a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.NotOffered}, nil
		},
	} {
		synctest.Test(t, func(t *testing.T) {
			looking, looked, over := make(chan struct{}), make(chan struct{}), false
			w := begun(t, func(w *world) does {
				return func(_ context.Context, a action.Request) (action.Answer, error) {
					send(w.Handler(), reads(unit))
					<-looking
					return answer(a)
				}
			})
			is := func(recording.Exchange) bool {
				select {
				case <-looking:
				default:
					close(looking)
					synctest.Wait() // whoever can go on has gone on
					if over {
						t.Errorf("%s: the action is over, and somebody looks", name)
					}
					close(looked)
				}
				return false
			}
			scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
				err := s.AskTraffic(context.Background(), action.LaesOrganisation, action.Data{}, "et opslag", is)
				over = true
				<-looked
				return err
			})
		})
	}
}

// TestAllIsReadWhenItIsOver: what came of an action is read when it is over, also
// what nobody watched for any more: a finding is held to the newest message.
func TestAllIsReadWhenItIsOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := begun(t, func(w *world) does {
			return func(ctx context.Context, a action.Request) (action.Answer, error) {
				e, _ := driver.Expected(ctx)
				send(w.Handler(), imports(sagA))
				send(w.Handler(), reads(unit))
				<-e.Seen
				synctest.Wait() // whoever watched has gone
				send(w.Handler(), imports(sagB))
				return action.Answer{ID: a.ID, Status: action.Failed, Reason: "Nej."}, nil
			}
		})
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		f := found(judged(t, result(t, w.Trial, "sag-1"), "sag-1"), "handling.udfoert")
		if newest := w.log.all()[4]; newest.Kind != recording.KindExchange || len(f) != 1 || f[0].Exchange != newest.Seq {
			t.Errorf("held to another message than %d: %+v", newest.Seq, f)
		}
	})
}
