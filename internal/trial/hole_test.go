package trial_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

var errFull = errors.New("disken er fuld")

// faultless is a run that is approved: a scenario in each column, and in each
// something that is read.
func faultless() play {
	p := play{system: answers(honest, nil)}
	for _, id := range []string{"sag-1", "not-1", "dok-1", "org-1", "kla-1", "fje-1"} {
		p.script = append(p.script, step{id, looks})
	}
	p.script[3].does = rereads
	return p
}

// approves plays a run to its verdict, and reports whether it has one that
// lets the system pass. An error is no verdict.
func (p play) approves(t *testing.T, of *trial.Trial) bool {
	t.Helper()
	ctx := context.Background()
	var played []trial.Played
	expected := map[verdict.CapabilityID]int{}
	for _, s := range p.script {
		scene(t, ctx, of, s.id, func(sc *trial.Scene) error { return s.does(ctx, sc) })
		played = append(played, trial.Played{ID: s.id, Capability: columns[s.id]})
		expected[columns[s.id]]++
	}
	r, err := of.Result(played, expected)
	return err == nil && slices.Contains([]verdict.Verdict{verdict.Approved, verdict.ApprovedWithRemarks}, r.Verdict)
}

// refuses lets a recording refuse one entry, and take those after it.
func refuses(is func(recording.Entry) bool) func(recording.Entry) error {
	return func(e recording.Entry) error {
		if is(e) {
			return errFull
		}
		return nil
	}
}

// TestHoleInTheEvidence: whichever entry it is that is not on record, the run
// reaches no verdict that lets the system pass; also when all that follows it is
// on record.
func TestHoleInTheEvidence(t *testing.T) {
	p := faultless()
	whole := begun(t, p.system)
	if !p.approves(t, whole.Trial) {
		t.Fatal("the run is not approved, and proves nothing")
	}
	for n, e := range whole.log.all() {
		w := prepared(t)
		w.log.at = refuses(func(e recording.Entry) bool { return e.Seq == n+1 })
		var err error
		if w.Trial, err = trial.New(w.setting); err != nil {
			if n > 0 || !errors.Is(err, errFull) {
				t.Errorf("entry %d: %v", n+1, err)
			}
			continue
		}
		if n == 0 {
			t.Error("a run begins that is not on record")
		}
		w.Cast(trial.Cast{System: p.system(w)})
		if p.approves(t, w.Trial) {
			t.Errorf("entry %d, %s, is not on record, and the system is approved", n+1, e.Kind)
		}
	}
}

// TestHoleWhenItGoesOn: a run that goes on, and cannot put that on record, has
// a hole as another has, wherever it was cut off.
func TestHoleWhenItGoesOn(t *testing.T) {
	p := faultless()
	whole := begun(t, p.system)
	if !p.approves(t, whole.Trial) {
		t.Fatal("the run is not approved, and proves nothing")
	}
	all := whole.log.all()
	for cut := 1; cut <= len(all); cut++ {
		w := goesOn(t, all[:cut], p.system)
		w.log.at = refuses(func(e recording.Entry) bool { return e.Kind == recording.KindResumed })
		if got := p.approves(t, w.Trial); got != (cut == len(all)) {
			t.Errorf("cut off after %d of %d, before %s: approved: %t", cut, len(all), kinds(all[cut:]), got)
		}
	}
}

// TestHoleIsTold: whoever asks is told of the hole: the scenario by its reason,
// and the run by an error where a message is missing.
func TestHoleIsTold(t *testing.T) {
	for _, c := range []struct {
		kind   recording.EntryKind
		system func(*world) does
		says   []string
	}{
		{recording.KindScenario, idle, []string{"disken er fuld"}},
		{recording.KindAction, idle, []string{"disken er fuld"}},
		{recording.KindAction, func(*world) does {
			return func(context.Context, action.Request) (action.Answer, error) {
				return action.Answer{}, errors.New("systemet er nede")
			}
		}, []string{"systemet er nede", "disken er fuld"}},
		{recording.KindWaited, idle, []string{"disken er fuld"}},
		{recording.KindEnd, answers(honest, nil), []string{"disken er fuld"}},
	} {
		w := begun(t, c.system)
		w.log.at = refuses(func(e recording.Entry) bool { return e.Kind == c.kind })
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
		s := judged(t, result(t, w.Trial, "sag-1"), "sag-1")
		for _, text := range c.says {
			if s.Outcome != verdict.HarnessFailure || !strings.Contains(s.Reason, text) {
				t.Errorf("%s: %v: %s", c.kind, s.Outcome, s.Reason)
			}
		}
	}

	w := begun(t, func(w *world) does {
		return func(context.Context, action.Request) (action.Answer, error) {
			send(w.Handler(), reads(unit))
			return action.Answer{}, errors.New("systemet er nede")
		}
	})
	w.log.at = refuses(func(e recording.Entry) bool { return e.Kind == recording.KindExchange })
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
		err := looks(context.Background(), s)
		if !errors.Is(err, trial.ErrStopped) {
			t.Errorf("the scene goes on: %v", err)
		}
		return err
	})
	if _, err := w.Result(nil, nil); !errors.Is(err, errFull) {
		t.Errorf("a message is missing: %v", err)
	}
}

// TestNoRecordingOfOurs: a recording that does not hold together reaches no
// verdict, in a replay and in a run that goes on.
func TestNoRecordingOfOurs(t *testing.T) {
	p := faultless()
	whole := begun(t, p.system)
	p.on(t, whole.Trial)
	all := whole.log.all()
	for n := 1; n < len(all)-1; n++ {
		holed := slices.Delete(slices.Clone(all), n, n+1)
		if p.approves(t, replayed(t, holed)) {
			t.Errorf("entry %d, %s, is missing in a replay, and the system is approved", n+1, all[n].Kind)
		}
		if w := goesOn(t, holed, p.system); p.approves(t, w.Trial) {
			t.Errorf("entry %d, %s, is missing, the run goes on, and the system is approved", n+1, all[n].Kind)
		}
	}
}

// TestHoleAtTheEnd: what is read last, when all has been played, must hold
// together too.
func TestHoleAtTheEnd(t *testing.T) {
	w := begun(t, answers(honest, nil))
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	all := w.log.all()
	holed := slices.Delete(slices.Clone(all), len(all)-2, len(all)-1)
	for way, of := range map[string]*trial.Trial{"replayed": replayed(t, holed), "gone on with": goesOn(t, holed, idle).Trial} {
		if _, err := of.Result(nil, nil); err == nil || !strings.Contains(err.Error(), "springer fra linje 4 til 6") {
			t.Errorf("%s: %v", way, err)
		}
	}
}
