package trial

import (
	"context"

	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
)

// dry is a claim that is tried, so that nothing is noted of it.
type dry struct{ broken bool }

// Demand makes a claim as soon as it holds, or when the deadline of the newest action
// has passed. A system may answer first and send a moment later, in as many messages
// as it likes: what counts is what is there in the end.
func (s *Scene) Demand(ctx context.Context, claim func() error) error {
	if s.lastAction != "" && !s.holds(claim) {
		if err := s.settle(ctx, claim); err != nil {
			return s.Broken(err)
		}
	}
	return claim()
}

// holds reports whether a claim is kept, or cannot be made at all, which is told when
// it is made.
func (s *Scene) holds(claim func() error) bool {
	d := &dry{}
	s.dry = d
	defer func() { s.dry = nil }()
	return claim() == nil || d.broken
}

// Past makes a claim of what has been, which no waiting can change.
func (s *Scene) Past(claim func() error) error {
	if s.dry != nil {
		return nil
	}
	return claim()
}

// settle waits for a claim to hold. In the past it moves on to where nobody waited for
// it any more, when somebody did.
func (s *Scene) settle(ctx context.Context, claim func() error) error {
	t := s.trial
	if err := ctx.Err(); err != nil {
		return err
	}
	if t.past != nil {
		switch waited, err := t.past.settled(s.lastAction, t.again); {
		case err != nil || waited:
			return err
		case !t.past.atEnd():
			return nil // nobody waited: it held then, or it was before claims were waited for
		}
		if err := t.past.rest(t.again); err != nil {
			return err
		}
		if err := t.comeBack(""); err != nil {
			return err
		}
	}
	w := t.watch(s.lastAction, func([]judge.Seen) bool { return s.holds(claim) })
	defer w.end()
	t.board.show(Progress{State: WaitingForSystem, Scenario: s.id, Action: s.lastAction, Expected: "det, scenariet siger, der skal stå i indekset",
		Until: t.setting.Now().Add(t.left(t.since(s.lastAction)))})
	defer t.board.show(Progress{State: Running, Scenario: s.id})
	return t.await(ctx, w, t.since(s.lastAction), recording.KindSettled)
}
