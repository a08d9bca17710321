package trial

import (
	"cmp"
	"context"
	"time"

	"klarmeld/internal/recording"
)

// hands are what is known of the system's clock from what it has sent.
type hands struct {
	clockRead int           // how many exchanges have been looked at
	tick      time.Duration // of the clock, as far as its times tell; 0: they tell nothing yet, or it is fine
	fine      bool          // it is as fine as can be
	acted     time.Duration // when the system was last done with an action, in time spent
}

// ticks are how coarse a clock may be that is waited for. One that shows whole minutes is
// not: what then falls together is said where it is looked at.
var ticks = []time.Duration{time.Second, 100 * time.Millisecond, 10 * time.Millisecond}

// pace lets the system's clock tick between two changes, where it shows whole seconds or
// little less: within one of them the second would take the place of the first, and that
// would be nobody's fault. Nothing of it is on record; a run that goes on paces anew.
func (s *Scene) pace(ctx context.Context) error {
	t := s.trial
	if t.past != nil || s.lastAction == "" {
		return nil
	}
	t.readClock()
	if passed := t.tape.Elapsed() - t.lastHeard(); passed < t.tick {
		t.setting.Patience.Await(ctx, nil, t.tick-passed)
	}
	if err := ctx.Err(); err != nil {
		return s.Broken(err)
	}
	return nil
}

// changing is how long the old system has been silent when another takes over. What it
// sends again, for it had no reply, would else take away what the other has sent.
const changing = 3 * time.Second

// quiet lets a moment pass, as a municipality does that changes vendor.
func (s *Scene) quiet(ctx context.Context) error {
	t := s.trial
	for range 3 { // one that is never quiet is not waited for any longer
		if t.past != nil || ctx.Err() != nil {
			break
		}
		passed := t.tape.Elapsed() - t.lastHeard()
		if passed >= changing {
			break
		}
		t.setting.Patience.Await(ctx, nil, changing-passed)
		if err := t.listen(); err != nil {
			return s.Broken(err)
		}
	}
	if err := ctx.Err(); err != nil {
		return s.Broken(err)
	}
	return nil
}

// readClock finds the coarsest tick that all changes that the system has sent keep to.
func (t *Trial) readClock() {
	seen := t.judge.Seen()
	for ; t.clockRead < len(seen); t.clockRead++ {
		if seen[t.clockRead].Entry.Exchange.Sender != recording.SenderSystem {
			continue
		}
		for _, o := range seen[t.clockRead].Brought() {
			for _, r := range o.Registreringer {
				if r.Tidspunkt.Ok {
					t.hands.keeps(r.Tidspunkt.Time)
				}
			}
		}
	}
}

// keeps holds a time of the system's against the tick that is known.
func (h *hands) keeps(at time.Time) {
	for _, tick := range ticks {
		if (h.tick == 0 && !h.fine || tick <= h.tick) && at.Nanosecond()%int(tick) == 0 {
			h.tick = tick
			return
		}
	}
	h.tick, h.fine = 0, true
}

// lastHeard is when the system last sent anything or was done with an action, in time
// spent.
func (t *Trial) lastHeard() time.Duration {
	last := t.acted
	if seen := t.judge.Seen(); len(seen) > 0 {
		last = max(last, time.Duration(seen[len(seen)-1].Entry.Elapsed))
	}
	return min(last, t.tape.Elapsed())
}

// now is when klarmeld lets the registers change. It is a whole tick of the system's
// clock, so that what comes after it there does not seem to come before.
func (s *Scene) now() time.Time {
	_ = s.pace(context.Background()) // a second at most, and nothing to interrupt
	now := s.trial.setting.Now()
	if s.trial.fine {
		return now
	}
	return now.Truncate(cmp.Or(s.trial.tick, time.Second))
}
