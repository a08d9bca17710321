package trial

import (
	"context"
	"fmt"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/index"
	"klarmeld/internal/recording"
)

// Cast are those who play: the system under test, and those that klarmeld
// plays itself.
type Cast struct {
	System    driver.Driver // the system under test
	Neighbour driver.Driver // another system of the same municipality
	Elsewhere driver.Driver // the same system in another municipality
}

// Neighbour lets the other system of the municipality send a case.
func (s *Scene) Neighbour(ctx context.Context, data action.Data) error {
	return s.others(ctx, s.trial.cast.Neighbour, data)
}

// Elsewhere lets another municipality send a case from the same system.
func (s *Scene) Elsewhere(ctx context.Context, data action.Data) error {
	return s.others(ctx, s.trial.cast.Elsewhere, data)
}

// others lets one of the systems that klarmeld plays send a case.
func (s *Scene) others(ctx context.Context, who driver.Driver, data action.Data) error {
	answer, err := s.play(ctx, who, action.Request{Kind: action.OpretSag, Sag: s.caseName(0), Data: data})
	if err != nil {
		return err
	}
	sent := s.playedCases()
	if len(sent) == 0 {
		return s.Broken(fmt.Errorf("et system, som klarmeld selv spiller, kunne ikke sende sin sag: %s", answer.Reason))
	}
	s.neighbour = append(s.neighbour, sent...)
	return nil
}

// playedCases are the cases that the last action let a played system import.
// That is what counts, not its answer: klarmeld may have been cut off between
// the two, and then it is asked again and told that the case is there.
func (s *Scene) playedCases() []string {
	var out []string
	for _, x := range s.trial.judge.Seen() {
		if x.Entry.Action != s.lastAction || x.Entry.Exchange.Sender != recording.SenderNeighbour {
			continue
		}
		for i, o := range x.Brought() {
			if !o.Opdatering && x.Statuses[i].Kode == index.StatusOK {
				out = append(out, o.UUID)
			}
		}
	}
	return out
}

// play asks a system that klarmeld plays to act.
func (s *Scene) play(ctx context.Context, who driver.Driver, a action.Request) (action.Answer, error) {
	s.actions++
	a.ID = s.actionName()
	s.lastAction = a.ID
	answer, err := s.trial.act(ctx, who, s.id, a, expectation{})
	if err != nil {
		return answer, s.Broken(err)
	}
	return answer, nil
}

// Successor lets the other system take over the scene's newest case: it sends
// the same case as its own. The index may refuse one that it has already.
func (s *Scene) Successor(ctx context.Context, data action.Data) error {
	if err := s.quiet(ctx); err != nil {
		return err
	}
	data.UUID, data.Sagsnummer = s.SagUUID(), "EFTER-"+s.id
	answer, err := s.play(ctx, s.trial.cast.Neighbour, action.Request{Kind: action.OvertagSag, Sag: s.caseName(0), Data: data})
	if s.successor = answer; len(s.playedCases()) > 0 {
		s.successor.Status = action.Done
		s.trial.takenOver[data.UUID] = true
	}
	return err
}

// SuccessorSaid is what the successor said of how that went.
func (s *Scene) SuccessorSaid() action.Answer { return s.successor }

// SuccessorSystem is the UUID of the successor.
func (s *Scene) SuccessorSystem() string { return s.trial.setting.Neighbour }

// TakenOver reports whether an object has become another system's.
func (s *Scene) TakenOver(uuid string) bool { return s.trial.takenOver[uuid] }
