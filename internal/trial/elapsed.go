package trial

import (
	"time"

	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
)

// stopwatch tells how long a run has been going on that had gone on for so long before
// now. The clock on the wall may be set while it runs.
func (s Setting) stopwatch(before time.Duration) func() time.Duration {
	elapsed := s.Elapsed
	if elapsed == nil {
		// The difference of two times of one process is measured by the machine's
		// monotonic clock.
		begun := s.Now()
		elapsed = func() time.Duration { return s.Now().Sub(begun) }
	}
	from := elapsed()
	const measured = 1 // nanosecond: 0 would say that nobody measures
	return func() time.Duration { return before + measured + elapsed() - from }
}

// before is how long a run had been going on when it was cut off. In a world in which
// nobody waits the clock is set to what it was then, and so counts it itself.
func (t *Trial) before(entries []recording.Entry) time.Duration {
	if t.world() != nil {
		return 0
	}
	var most recording.Duration
	for _, e := range entries {
		most = max(most, e.Elapsed)
	}
	return time.Duration(most)
}

// took is the time from when the system was asked for an action until an exchange
// began. While klarmeld was not there nobody could send, and so it is from when it was
// there again. Old recordings have the clock on the wall only.
func (t *Trial) took(p judge.Performed, x judge.Seen) time.Duration {
	if x.Entry.Elapsed == 0 {
		return x.Begun.Sub(p.Begun)
	}
	return time.Duration(x.Entry.Elapsed - max(p.Elapsed, t.judge.ResumedBefore(x.Entry.Seq)))
}
