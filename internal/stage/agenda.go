package stage

import (
	"context"
	"sync"
	"time"

	"klarmeld/internal/trial"
)

// agenda is the clock of a world in which a system answers first and sends afterwards:
// what is to happen later happens while klarmeld waits for it, in order, and nobody else
// waits.
type agenda struct {
	*trial.Clock
	mu  sync.Mutex
	due []appointment
}

// appointment is what is to happen at a time.
type appointment struct {
	at time.Time
	do func()
}

// Later lets something happen when so much time has passed, but never before what was to
// happen earlier.
func (a *agenda) Later(after time.Duration, do func()) {
	a.mu.Lock()
	defer a.mu.Unlock()
	at := a.Now().Add(after)
	if n := len(a.due); n > 0 && at.Before(a.due[n-1].at) {
		at = a.due[n-1].at
	}
	a.due = append(a.due, appointment{at, do})
}

// next is what happens next, when it happens no later than at.
func (a *agenda) next(at time.Time) (appointment, bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.due) == 0 || a.due[0].at.After(at) {
		return appointment{}, false
	}
	first := a.due[0]
	a.due = a.due[1:]
	return first, true
}

// Await is trial.Patience: it lets happen what is to happen in that time. When something
// did, it has been seen by whoever asks, and there is nothing more to wait for. Who waits
// for nothing lets all that time pass.
func (a *agenda) Await(ctx context.Context, seen <-chan struct{}, atMost time.Duration) {
	until, happened := a.Now().Add(atMost), false
	for ctx.Err() == nil {
		x, ok := a.next(until)
		if !ok {
			break
		}
		happened = true
		a.Reach(x.at)
		x.do()
	}
	switch {
	case seen == nil:
		a.Reach(until)
	case !happened:
		a.Clock.Await(ctx, seen, atMost)
	}
}
