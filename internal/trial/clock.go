package trial

import (
	"context"
	"sync"
	"time"
)

// Clock is the time of a world in which nobody waits: it runs as another does,
// and when one of the played systems lets an hour pass, it is an hour later.
type Clock struct {
	now    func() time.Time
	mu     sync.Mutex
	passed time.Duration
}

// NewClock returns a clock that shows what now does.
func NewClock(now func() time.Time) *Clock { return &Clock{now: now} }

// Now is the time in that world.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now().Add(c.passed)
}

// Wait lets time pass.
func (c *Clock) Wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.passed += d
}

// Await is Patience in that world: what has not been seen when the system says
// that it is done will not come, and nobody waits to learn it.
func (c *Clock) Await(_ context.Context, seen <-chan struct{}, atMost time.Duration) {
	select {
	case <-seen:
	default:
		c.Wait(atMost)
	}
}
