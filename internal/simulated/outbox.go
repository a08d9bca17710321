package simulated

import (
	"errors"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"time"

	"klarmeld/internal/action"
)

// Agenda is a clock by which something can be done later. A system that answers first
// and sends afterwards needs one.
type Agenda interface {
	// Later does something when so much time has passed, after all that was to be done
	// before that.
	Later(after time.Duration, do func())
}

// outbox holds what a system has still to send, in order, while it has answered already.
type outbox struct {
	later   func() time.Duration // nil: nothing is sent later
	waiting []func() error
	due     int  // how many of what waits have got their time
	reads   int  // how many of what waits are readings of a register
	past    bool // what is performed was performed before, and sent then
}

// AnswersFirst reports whether a system of this profile answers before it sends.
func (p Profile) AnswersFirst() bool {
	habits, err := p.habits()
	o := newOutbox(habits)
	return err == nil && o.delays()
}

func newOutbox(habits []habit) outbox {
	for _, h := range habits {
		if h.later != nil {
			return outbox{later: h.later}
		}
	}
	return outbox{}
}

// delays reports whether what is sent waits until the answer has been given.
func (o *outbox) delays() bool { return o.later != nil }

func (o *outbox) put(send func() error) { o.waiting = append(o.waiting, send) }

// sendLater lets what waits be sent one by one, each when its time has come.
func (s *System) sendLater() {
	agenda, ok := s.clock.(Agenda)
	if s.outbox.past || !ok {
		s.empty()
		return
	}
	var at []time.Duration
	for range s.outbox.waiting[min(s.outbox.due, len(s.outbox.waiting)):] {
		at = append(at, s.outbox.later())
	}
	slices.Sort(at) // whichever is due, what has waited longest goes first
	s.outbox.due += len(at)
	for _, d := range at {
		agenda.Later(d, func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.sendNext()
		})
	}
}

// sendNext sends what has waited longest. That nobody is told when it fails is what
// answering first means; what is cut off is not lost, but tried again the next time. It
// reports whether what waited does not wait any more.
func (s *System) sendNext() bool {
	if len(s.outbox.waiting) == 0 {
		return true // somebody could not wait
	}
	s.outbox.due = max(0, s.outbox.due-1)
	send := s.outbox.waiting[0]
	s.outbox.waiting = s.outbox.waiting[1:]
	// What the STS gave no token for has not been sent: it goes first the next time.
	var why unsent
	if errors.As(send(), &why) && !s.outbox.past {
		s.outbox.waiting = slices.Insert(s.outbox.waiting, 0, send)
		return false
	}
	return true
}

// unsent is an error that says that nothing was sent.
type unsent interface {
	error
	Unsent()
}

// empty sends all that waits.
func (s *System) empty() {
	for len(s.outbox.waiting) > 0 && s.sendNext() {
	}
}

// pendingTraits are about what is still to come when an action has been answered.
var pendingTraits = map[string]func(string) habit{
	// The value is the seed of the delays, the longest of which is two seconds.
	"svar-foerst": func(value string) habit { return answersFirst(delays(value, 2*time.Second)) },
	"svar-straks": func(value string) habit { return answersFirst(delays(value, 20*time.Millisecond)) },
}

// delays are pseudorandom times up to a longest one, the same for the same seed.
func delays(seed string, longest time.Duration) func() time.Duration {
	h := fnv.New64a()
	_, _ = h.Write([]byte(seed))
	random := rand.New(rand.NewPCG(h.Sum64(), 0))
	return func() time.Duration { return time.Duration(random.Int64N(int64(longest))) }
}

// answersFirst answers when the change has been made, and sends it then.
func answersFirst(later func() time.Duration) habit {
	return habit{later: later, acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
		if !a.Kind.Reads() {
			// What it is still to read it needs now.
			if s.outbox.reads > 0 {
				s.empty()
			}
			return do(s, a, ans)
		}
		if s.profile.OnDemand {
			return do(s, a, ans)
		}
		s.outbox.reads++
		s.outbox.put(func() error {
			s.outbox.reads--
			return do(s, a, &action.Answer{})
		})
		return nil
	}}
}
