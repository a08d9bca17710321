package wire

import "time"

// elapsed is how long the run has been going on by the log's clock, which nobody can
// set; 0 where the log measures no time.
func (w *Wire) elapsed() time.Duration {
	if m, ok := w.log.(interface{ Elapsed() time.Duration }); ok {
		return m.Elapsed()
	}
	return 0
}

// ended is the time now of an exchange that began at a time, when so much had been
// spent. That the clock on the wall was set meanwhile makes it neither longer nor
// shorter.
func (w *Wire) ended(begun time.Time, spent time.Duration) time.Time {
	if now := w.elapsed(); now > 0 {
		return begun.Add(now - spent)
	}
	return w.now()
}
