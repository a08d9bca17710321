package trial_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// holding is a system that keeps its updates in sag-1, where it is asked to hold back,
// until it is asked to send them, and gives an answer of its own to some kinds. One that
// never sends keeps those of sag-2 too.
func holding(status map[action.Kind]action.Answer) func(*world) does {
	_, keeps := status[action.SendSamlet]
	_, fixed := status[action.RetSagstitel]
	return func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			if answer, ok := status[a.Kind]; ok {
				answer.ID = a.ID
				return answer, nil
			}
			first := strings.HasPrefix(a.Sag, "sag-1")
			switch {
			case a.Kind == action.OpretSag && first:
				send(w.Handler(), imports(sagA))
			case a.Kind == action.OpretSag:
				send(w.Handler(), imports(sagB))
			case a.Kind == action.RetSagstitel && !first && !keeps:
				send(w.Handler(), updates(sagB, "Ny"))
			case a.Kind == action.SendSamlet && !fixed:
				send(w.Handler(), updates(sagA, "Ny"))
			}
			return done(a)
		}
	}
}

// holds opens a case, lets the system hold back a change of it, and then asks for what
// it may not do; then it lets it send.
func holds(ctx context.Context, s *trial.Scene) error {
	if err := opens(ctx, s); err != nil {
		return err
	}
	if err := s.HoldBack(ctx); err != nil {
		return err
	}
	if err := s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Ny"}); err != nil {
		return err
	}
	if err := s.AskChange(ctx, action.SkiftTilstand, action.Data{Tilstand: "Oplyst"}); err != nil {
		return err
	}
	return s.SendHeld(ctx)
}

// undoings are little runs in which the system is to be left as it was found.
func undoings() []play {
	two := []step{{"sag-1", holds}, {"sag-2", renames}}
	refuses := func(k ...action.Kind) func(*world) does {
		status := map[action.Kind]action.Answer{}
		for _, kind := range k {
			status[kind] = action.Answer{Status: action.NotOffered, Reason: "Ikke her."}
		}
		return holding(status)
	}
	return []play{
		{"held back and sent", refuses(), two, map[string]string{"sag-1": "", "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling handling handling udveksling handling ventet scenarieslut scenarie udveksling handling ventet " +
				"udveksling handling ventet scenarieslut"},
		{"stopped in between", refuses(action.SkiftTilstand), two, map[string]string{"sag-1": "", "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling handling handling udveksling handling ventet scenarieslut scenarie udveksling handling ventet " +
				"udveksling handling ventet scenarieslut"},
		{"stopped before anything was held back", refuses(action.RetSagstitel), two[:1], map[string]string{"sag-1": ""},
			"koersel scenarie udveksling handling ventet handling handling handling scenarieslut"},
		{"passed over in between", holding(map[action.Kind]action.Answer{action.SkiftTilstand: {Status: action.Skipped, Reason: "Ikke i dag."}}), two,
			map[string]string{"sag-1": "", "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling handling handling udveksling handling ventet scenarieslut scenarie udveksling handling ventet " +
				"udveksling handling ventet scenarieslut"},
		{"the adapter fails at holding back", func(w *world) does {
			honest := holding(nil)(w)
			return func(ctx context.Context, a action.Request) (action.Answer, error) {
				if a.Kind == action.HoldTilbage {
					return action.Answer{}, driver.Fault{Class: driver.FaultAnswer, Err: errors.New("intet svar")}
				}
				return honest(ctx, a)
			}
		}, two, map[string]string{"sag-1": "", "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling udveksling handling scenarieslut scenarie udveksling handling ventet udveksling handling " +
				"ventet scenarieslut"},
		{"holding back is not offered", refuses(action.HoldTilbage), two, map[string]string{"sag-1": "", "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling scenarieslut scenarie udveksling handling ventet udveksling handling ventet scenarieslut"},
		{"sending is not offered", refuses(action.SendSamlet), two, map[string]string{"sag-1": trial.RuleStillHeld.ID, "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling handling handling handling handling scenarieslut scenarie udveksling handling ventet handling " +
				"ventet scenarieslut"},
		{"stopped in between, and sending is not offered", refuses(action.SkiftTilstand, action.SendSamlet), two,
			map[string]string{"sag-1": trial.RuleStillHeld.ID, "sag-2": ""},
			"koersel scenarie udveksling handling ventet handling handling handling handling scenarieslut scenarie udveksling handling ventet handling " +
				"ventet scenarieslut"},
	}
}

// TestLeftAsFound: who is asked to hold back is asked to send, whatever happens in
// between. When it is not sent, what later scenarios miss is held against nobody.
func TestLeftAsFound(t *testing.T) {
	for _, p := range undoings() {
		r := p.on(t, begun(t, p.system).Trial)
		keeps := strings.Contains(p.name, "sending is not offered")
		for _, id := range p.ids() {
			s := judged(t, r, id)
			if held := s.Gap == verdict.GapHeld; held != (keeps && id == "sag-2") {
				t.Errorf("%s: %s is passed over: %q", p.name, id, s.Gap)
			}
			if told := found(s, trial.RuleStillHeld.ID); len(told) > 0 &&
				(told[0].Outcome != verdict.Information || !strings.HasPrefix(told[0].Actual, "ikke_tilbudt")) {
				t.Errorf("%s: %+v", p.name, told)
			}
		}
	}
}

// TestUndoneInOrder: the undoing is an action as all others, with an ID of its own; it
// waits only where something is to come.
func TestUndoneInOrder(t *testing.T) {
	var ids []string
	p := undoings()[1]
	w := begun(t, p.system)
	p.on(t, w.Trial)
	for _, e := range w.log.all() {
		if e.Kind == recording.KindAction && request(t, e).Kind == action.SendSamlet {
			ids = append(ids, e.Action)
		}
	}
	if !slices.Equal(ids, []string{"sag-1/slut"}) {
		t.Errorf("%v", ids)
	}
	if w.waits.asked != nil {
		t.Errorf("waited for what had come: %v", w.waits.asked)
	}
}

// TestNothingCameOfTheUndoing: a system that says that it has sent, and has not, is
// waited for once; the scenarios after it are not held against it.
func TestNothingCameOfTheUndoing(t *testing.T) {
	w := begun(t, holding(map[action.Kind]action.Answer{action.SkiftTilstand: {Status: action.Failed, Reason: "Låst."}, action.SendSamlet: {Status: action.Done}}))
	r := undoings()[1].on(t, w.Trial)
	first, second := judged(t, r, "sag-1"), judged(t, r, "sag-2")
	if len(found(first, trial.RuleStillHeld.ID)) != 1 || len(found(first, "handling.trafik")) != 0 || second.Gap != verdict.GapHeld || len(w.waits.asked) != 2 {
		t.Errorf("%+v\n%+v\nwaited %v", first.Findings, second, w.waits.asked)
	}
}

// TestHeldTwice: what was held back before the system was asked again is waited for too.
func TestHeldTwice(t *testing.T) {
	ctx := context.Background()
	w := begun(t, holding(map[action.Kind]action.Answer{action.SkiftTilstand: {Status: action.NotOffered, Reason: "Ikke her."}}))
	scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
		for _, does := range []func() error{
			func() error { return opens(ctx, s) },
			func() error { return s.HoldBack(ctx) },
			func() error { return s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Aldrig sendt"}) },
			func() error { return s.HoldBack(ctx) },
			func() error { return s.AskChange(ctx, action.SkiftTilstand, action.Data{Tilstand: "Oplyst"}) },
		} {
			if err := does(); err != nil {
				return err
			}
		}
		return nil
	})
	if len(w.waits.asked) != 1 || w.Holding() {
		t.Errorf("waited %v, holding: %t", w.waits.asked, w.Holding())
	}
}

// TestFromBeforeUndoing: a recording of a klarmeld that did not undo is judged as it
// was: what it came to in the scenarios after is theirs.
func TestFromBeforeUndoing(t *testing.T) {
	p := undoings()[1]
	w := begun(t, p.system)
	p.on(t, w.Trial)
	old := slices.DeleteFunc(w.log.all(), func(e recording.Entry) bool {
		return strings.HasSuffix(e.Action, "/slut") && e.Kind != recording.KindEnd
	})
	old = slices.DeleteFunc(old, func(e recording.Entry) bool { // what was held back from then on never came
		return e.Scenario == "sag-2" && e.Kind == recording.KindExchange && e.Exchange.Operation == "opdater"
	})
	for i := range old {
		old[i].Seq = i + 1
	}
	r := p.on(t, replayed(t, old))
	first, second := judged(t, r, "sag-1"), judged(t, r, "sag-2")
	if len(found(first, trial.RuleStillHeld.ID)) != 0 || len(found(second, "handling.trafik")) != 1 || second.Gap != verdict.GapNone {
		t.Errorf("%+v\n%+v", first.Findings, second.Findings)
	}
	cut := slices.IndexFunc(old, func(e recording.Entry) bool { return e.Kind == recording.KindEnd })
	again := goesOn(t, old[:cut], p.system)
	p.on(t, again.Trial)
	if !slices.ContainsFunc(again.log.all(), func(e recording.Entry) bool { return e.Action == "sag-1/slut" && e.Kind == recording.KindAction }) {
		t.Error("gone on with before its end, the scenario was not undone")
	}
}
