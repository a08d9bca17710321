package trial_test

import (
	"context"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// other is one of the systems that klarmeld plays.
type other struct {
	world    *world
	messages []string
	answer   action.Answer
	err      error
	asked    []action.Request

	meanwhile func() // what happens beside it; nil: nothing
}

func (o *other) Perform(_ context.Context, a action.Request) (action.Answer, error) {
	o.asked = append(o.asked, a)
	if o.meanwhile != nil {
		o.meanwhile()
	}
	for _, m := range o.messages {
		send(o.world.NeighbourHandler(), m)
	}
	o.answer.ID = a.ID
	return o.answer, o.err
}

// amongOthers is a world in which the system has the others around it.
func amongOthers(t *testing.T, system func(*world) does) (w *world, neighbour, elsewhere *other) {
	w = begun(t, system)
	neighbour, elsewhere = &other{world: w}, &other{world: w}
	for _, o := range []*other{neighbour, elsewhere} {
		o.answer.Status = action.Done
	}
	w.Cast(trial.Cast{System: system(w), Neighbour: neighbour, Elsewhere: elsewhere})
	return w, neighbour, elsewhere
}

// TestOthersAreNeverJudged: what the systems send that klarmeld plays is in the
// index and on record as theirs; it is no exchange of the scenario's, and what
// is wrong with it is no finding. The same message of the system under test is.
func TestOthersAreNeverJudged(t *testing.T) {
	ctx := context.Background()
	w, neighbour, elsewhere := amongOthers(t, sends(imports(nabo)))
	neighbour.messages, elsewhere.messages = []string{imports(sagA), "<a>", updates(sagA, "Ny")}, []string{imports(sagB)}
	s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		if err := s.Neighbour(ctx, action.Data{Titel: "Naboens"}); err != nil {
			return err
		}
		if err := s.Elsewhere(ctx, action.Data{Titel: "Udenbys"}); err != nil {
			return err
		}
		_, err := s.Stored(sagB, "Sagen")
		return err
	})
	if got := s.NeighbourCases(); !reflect.DeepEqual(got, []string{sagA, sagB}) {
		t.Errorf("the others' cases: %v", got)
	}
	if len(neighbour.asked) != 1 || len(elsewhere.asked) != 1 ||
		neighbour.asked[0] != (action.Request{ID: "sag-1/1", Kind: action.OpretSag, Sag: "sag-1/sag-0", Data: action.Data{Titel: "Naboens"}}) ||
		elsewhere.asked[0].ID != "sag-1/2" {
		t.Errorf("asked for %+v and %+v", neighbour.asked, elsewhere.asked)
	}
	if s.SagUUID() != "" {
		t.Error("another's case is taken for the system's")
	}
	r := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
	if r.Outcome != verdict.Pass || len(r.Exchanges) != 0 || len(r.Findings) != 0 || r.Checks != 1 {
		t.Errorf("%v, exchanges %v, %d checks: %+v", r.Outcome, r.Exchanges, r.Checks, r.Findings)
	}
	for _, e := range w.log.all() {
		if e.Exchange != nil && e.Exchange.Sender != recording.SenderNeighbour {
			t.Errorf("line %d is %s's", e.Seq, e.Exchange.Sender)
		}
	}
	scene(t, ctx, w.Trial, "sag-2", func(s *trial.Scene) error { return opens(ctx, s) })
	if r := judged(t, result(t, w.Trial, "sag-2"), "sag-2"); r.Outcome != verdict.Fail || len(r.Exchanges) != 1 {
		t.Errorf("the system's own: %v, exchanges %v", r.Outcome, r.Exchanges)
	}
}

// TestOthersTrafficIsNotTheSystems: what another sends while the system acts is
// not taken for what the system should have sent.
func TestOthersTrafficIsNotTheSystems(t *testing.T) {
	var w *world
	w, _, _ = amongOthers(t, func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			send(w.NeighbourHandler(), imports(sagA))
			return done(a)
		}
	})
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
	if s := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); s.Outcome != verdict.NotObserved || len(w.waits.asked) != 1 {
		t.Errorf("%v: %s; waited %v", s.Outcome, s.Reason, w.waits.asked)
	}
}

// TestSystemsTrafficIsNotTheOthers: what the system sends while another acts is
// not taken for the other's.
func TestSystemsTrafficIsNotTheOthers(t *testing.T) {
	w, neighbour, _ := amongOthers(t, idle)
	neighbour.messages = []string{imports(sagA)}
	neighbour.meanwhile = func() { send(w.Handler(), imports(sagB)) }
	s := scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return s.Neighbour(context.Background(), action.Data{}) })
	if got := s.NeighbourCases(); !reflect.DeepEqual(got, []string{sagA}) {
		t.Errorf("the others' cases: %v", got)
	}
}

// TestOtherThatCannot: a system of ours that does not get its case into the
// index is our fault, and says why; that it says so counts not when the case is
// there.
func TestOtherThatCannot(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name     string
		messages []string
		answer   action.Answer
		err      error
		says     string // "" when the scene goes on
	}{
		{"it sends nothing", nil, action.Answer{Status: action.Failed, Reason: "Nej."}, nil, "kunne ikke sende sin sag: Nej."},
		{"it is refused", []string{imports(sagB)}, action.Answer{Status: action.Failed, Reason: "Optaget."}, nil, "kunne ikke sende sin sag: Optaget."},
		{"it updates only", []string{updates(sagB, "Ny")}, action.Answer{Status: action.Done}, nil, "kunne ikke sende sin sag"},
		{"it does not answer", []string{imports(sagA)}, action.Answer{}, errors.New("naboen er væk"), "naboen er væk"},
		{"it says no, and the case is there", []string{imports(sagA)}, action.Answer{Status: action.Failed, Reason: "Findes."}, nil, ""},
	} {
		w, neighbour, elsewhere := amongOthers(t, idle)
		elsewhere.messages = []string{imports(sagB)}
		neighbour.messages, neighbour.answer, neighbour.err = c.messages, c.answer, c.err
		var err error
		s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
			if err := s.Elsewhere(ctx, action.Data{}); err != nil {
				t.Fatal(err)
			}
			err = s.Neighbour(ctx, action.Data{})
			return err
		})
		r := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
		if (err == nil) != (c.says == "") || (r.Outcome == verdict.HarnessFailure) != (c.says != "") || c.says != "" && !strings.Contains(r.Reason, c.says) {
			t.Errorf("%s: %v, %v: %s", c.name, err, r.Outcome, r.Reason)
		}
		if got := s.NeighbourCases(); slices.Contains(got, sagA) != (c.says == "") || !slices.Contains(got, sagB) {
			t.Errorf("%s: the others' cases: %v", c.name, got)
		}
	}
}

// TestSuccessor: the other system takes the scene's newest case over; whether it
// has is what the index says, and for the whole run.
func TestSuccessor(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name    string
		removed bool
		sends   bool
		answer  action.Answer
		said    action.Status
		over    bool
	}{
		{"it takes it over", true, true, action.Answer{Status: action.Done}, action.Done, true},
		{"it says no, and has it", true, true, action.Answer{Status: action.Failed, Reason: "Findes."}, action.Done, true},
		{"it is refused", false, true, action.Answer{Status: action.Failed, Reason: "Findes."}, action.Failed, false},
		{"it sends nothing", true, false, action.Answer{Status: action.Failed, Reason: "Nej."}, action.Failed, false},
	} {
		w, neighbour, _ := amongOthers(t, answers(map[action.Kind][]string{action.OpretSag: {imports(sagB)}, action.SletSag: {removes(sagB)}}, nil))
		neighbour.answer = c.answer
		if c.sends {
			neighbour.messages = []string{imports(sagB)}
		}
		s := scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
			if err := opens(ctx, s); err != nil {
				return err
			}
			if c.removed {
				if err := s.AskRemoval(ctx, action.SletSag, action.Data{}); err != nil {
					return err
				}
			}
			if s.TakenOver(sagB) {
				t.Errorf("%s: before", c.name)
			}
			return s.Successor(ctx, action.Data{Titel: "Aftale"})
		})
		asked := neighbour.asked[0]
		if asked.Kind != action.OvertagSag || asked.Data != (action.Data{Titel: "Aftale", UUID: sagB, Sagsnummer: "EFTER-sag-1"}) {
			t.Errorf("%s: asked for %+v", c.name, asked)
		}
		later := scene(t, ctx, w.Trial, "sag-2", func(*trial.Scene) error { return nil })
		if s.SuccessorSaid().Status != c.said || s.SuccessorSaid().Reason != c.answer.Reason || s.TakenOver(sagB) != c.over || later.TakenOver(sagB) != c.over ||
			s.TakenOver(sagA) {
			t.Errorf("%s: said %+v, taken over: %t, later %t", c.name, s.SuccessorSaid(), s.TakenOver(sagB), later.TakenOver(sagB))
		}
		if s.SuccessorSystem() != nabo {
			t.Errorf("%s: the successor is %s", c.name, s.SuccessorSystem())
		}
	}
}

// TestSuccessorThatIsAway: who cannot be asked is our fault.
func TestSuccessorThatIsAway(t *testing.T) {
	w, neighbour, _ := amongOthers(t, idle)
	neighbour.err = errors.New("naboen er væk")
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
		err := s.Successor(context.Background(), action.Data{})
		if !errors.Is(err, trial.ErrStopped) {
			t.Errorf("%v", err)
		}
		return err
	})
	if r := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); r.Outcome != verdict.HarnessFailure || r.Reason != "naboen er væk" {
		t.Errorf("%v: %s", r.Outcome, r.Reason)
	}
}
