package trial

import (
	"fmt"
	"slices"
	"time"

	"klarmeld/internal/oio"
)

// InTime claims that what the newest action brought of the scene's case or document
// came in time.
func (s *Scene) InTime() error { return s.Past(func() error { return s.timely(s.Delay()) }) }

// Delay is the time from when the system was asked to act until its first message
// about the scene's case or document, and the most that it may take.
func (s *Scene) Delay() (took, limit time.Duration) {
	return s.delay(s.owns), s.trial.setting.Deadline
}

// lookTimely notes when what an action brought of some objects came too late. That is no
// reason to stop: it may be right.
func (s *Scene) lookTimely(about func(oio.Objekt) bool) {
	_ = s.timely(s.delay(about), s.trial.setting.Deadline) // noted
}

func (s *Scene) timely(took, limit time.Duration) error {
	return s.expect(took <= limit, RuleLate.Finding("Ændringen nåede for sent til indekset.", "højst "+danish(limit), danish(took)))
}

// delay is the time from when the system was asked to act until its first message
// about an object. Nobody knows when a person did it, but that it was before the
// answer.
func (s *Scene) delay(about func(oio.Objekt) bool) time.Duration {
	p, _ := s.trial.judge.Action(s.lastAction)
	for _, x := range s.trial.judge.During(s.lastAction) {
		if !slices.ContainsFunc(x.Brought(), about) {
			continue
		}
		if !p.ByHand {
			return s.trial.took(p, x)
		}
		p.Elapsed = p.Answered
		return max(0, s.trial.took(p, x))
	}
	return 0
}

// danish is a length of time as people say it.
func danish(d time.Duration) string {
	switch {
	case d == time.Hour:
		return "1 time"
	case d >= time.Hour && d%time.Hour == 0:
		return fmt.Sprintf("%d timer", d/time.Hour)
	case d >= time.Minute:
		return fmt.Sprintf("%d minutter", (d+time.Minute/2)/time.Minute)
	}
	return fmt.Sprintf("%d sekunder", (d+time.Second/2)/time.Second)
}
