package trial

import (
	"context"
	"time"

	"klarmeld/internal/recording"
)

// aSecond is how long two changes of one thing are kept apart for a system that writes
// whole seconds.
const aSecond = time.Second

// hands are what is known of the system's clock from what it has sent.
type hands struct {
	clockRead int           // how many exchanges have been looked at
	timesSeen bool          // it has sent times
	parts     bool          // of seconds, too
	acted     time.Duration // when the system was last done with an action, in time spent
}

// pace lets a second pass between two changes, where the system's clock shows whole
// seconds: within one of them the second would take the place of the first, and that
// would be nobody's fault. Nothing of it is on record; a run that goes on paces anew.
func (s *Scene) pace(ctx context.Context) error {
	t := s.trial
	if t.past != nil || s.lastAction == "" || !t.wholeSeconds() {
		return nil
	}
	if passed := t.tape.Elapsed() - t.lastHeard(); passed < aSecond {
		t.setting.Patience.Await(ctx, nil, aSecond-passed)
	}
	if err := ctx.Err(); err != nil {
		return s.Broken(err)
	}
	return nil
}

// wholeSeconds reports whether every change that the system has sent has a time of
// whole seconds. What it wrote before it was connected, of which only the day may be
// known, tells nothing of its clock.
func (t *Trial) wholeSeconds() bool {
	seen := t.judge.Seen()
	for ; t.clockRead < len(seen); t.clockRead++ {
		if seen[t.clockRead].Entry.Exchange.Sender != recording.SenderSystem {
			continue
		}
		for _, o := range seen[t.clockRead].Objekter {
			for _, r := range o.Registreringer {
				if r.Tidspunkt.Ok {
					t.timesSeen, t.parts = true, t.parts || r.Tidspunkt.Time.Nanosecond() != 0
				}
			}
		}
	}
	return t.timesSeen && !t.parts
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

// now is when klarmeld lets the registers change. In a system that writes whole seconds
// it is a whole second, so that what comes after it there does not seem to come before.
func (s *Scene) now() time.Time {
	_ = s.pace(context.Background()) // a second at most, and nothing to interrupt
	now := s.trial.setting.Now()
	if s.trial.parts {
		return now
	}
	return now.Truncate(aSecond)
}
