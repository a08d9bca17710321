package trial

import (
	"bytes"
	"encoding/json"
	"errors"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/recording"
)

// OurOwn is a system that klarmeld plays itself. It is gone when klarmeld is: what
// it knew is what it did, and what it was answered.
type OurOwn interface {
	driver.Driver
	// At tells it what time it is when it is asked to act.
	At(time.Time)
	// Again lets it perform an action that it performed before klarmeld was cut off,
	// at the time it was then, and answered as it was then: each message has the reply
	// of the recorded exchange with the same bytes. Nothing is sent and nothing is
	// recorded.
	Again(a action.Request, at time.Time, was []*recording.Exchange) action.Answer
}

// errForgotten says that a system that klarmeld plays does not come back to where
// it was.
var errForgotten = errors.New("et system, som klarmeld selv spiller, gør noget andet end før afbrydelsen (klarmeld er en anden udgave nu); " +
	"begynd forfra uden --continue")

// remember lets a system that klarmeld plays do again what it did before klarmeld
// was cut off. e is the entry of the action, and was what was exchanged in it.
func (t *Trial) remember(d driver.Driver, a action.Request, e recording.Entry, was []*recording.Exchange) error {
	p, ok := d.(OurOwn)
	if !ok || t.tape == nil || e.Act.Error != "" {
		return nil
	}
	said, err := json.Marshal(p.Again(a, e.Time, was))
	if err != nil {
		return err
	}
	// Beside a real system time runs on, and an action that was cut off half-way
	// cannot be done again to the byte. The neighbours are judged by nobody.
	if t.world() != nil && !bytes.Equal(said, e.Act.Answer) {
		return errForgotten
	}
	return nil
}

// world is the clock of a run in which nobody waits; nil in one with a real system.
func (t *Trial) world() *Clock {
	c, _ := t.setting.Patience.(*Clock)
	return c
}

// reach lets time in a world in which nobody waits come to where it was at an entry.
func (t *Trial) reach(e recording.Entry) {
	if c := t.world(); c != nil && t.tape != nil && (e.Kind.Structural() || e.Kind == recording.KindSettled) {
		c.Reach(e.Time)
	}
}
