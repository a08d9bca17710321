package trial

import (
	"context"
	"sync"
	"time"
)

// Clock is the time of a world in which nobody waits. It stands still, until one
// of the played systems lets time pass, or somebody waits for what will not come:
// so what happens in that world, and when, is the same each time that it begins
// at the same moment, and a run that was cut off can come back to where it was.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that shows what now does, and stands.
func NewClock(now func() time.Time) *Clock { return &Clock{now: now()} }

// Now is the time in that world.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Wait lets time pass.
func (c *Clock) Wait(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Reach lets the clock go forward to a moment. It never goes back.
func (c *Clock) Reach(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if t.After(c.now) {
		c.now = t.In(c.now.Location())
	}
}

// Restart sets the clock to a moment, whatever it shows: that world began then.
func (c *Clock) Restart(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = t.In(c.now.Location())
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
