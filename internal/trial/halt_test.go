package trial_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// sixScenes are scenarios in the order in which they are played, each of one
// reading.
var sixScenes = []string{"sag-1", "sag-2", "not-1", "dok-1", "kla-1", "fje-1"}

func playAll(t *testing.T, of *trial.Trial) verdict.SystemResult {
	t.Helper()
	for _, id := range sixScenes {
		scene(t, context.Background(), of, id, func(s *trial.Scene) error { return looks(context.Background(), s) })
	}
	return result(t, of, sixScenes...)
}

// halting is a world that stops after so many silent waits.
func halting(t *testing.T, silence int, system func(*world) does) *world {
	t.Helper()
	w := prepared(t)
	w.setting.Silence = silence
	var err error
	if w.Trial, err = trial.New(w.setting); err != nil {
		t.Fatal(err)
	}
	w.Cast(trial.Cast{System: system(w)})
	return w
}

func outcomes(t *testing.T, r verdict.SystemResult) string {
	t.Helper()
	var out []string
	for _, id := range sixScenes {
		s := judged(t, r, id)
		out = append(out, strings.TrimSuffix(s.Outcome.String()+"/"+string(s.Gap), "/"))
	}
	return strings.Join(out, " ")
}

// TestSilence: a run in which nothing at all comes in three waits in a row is
// stopped, and says of what was not tried that this is why; its recording, played
// again, comes to the equal result. Any traffic, of whatever kind, begins the
// count anew.
func TestSilence(t *testing.T) {
	const stopped = "ikke_observeret ikke_observeret ikke_observeret ikke_afproevet/tavshed ikke_afproevet/tavshed ikke_afproevet/tavshed"
	const never = "ikke_observeret ikke_observeret ikke_observeret ikke_observeret ikke_observeret ikke_observeret"
	for name, c := range map[string]struct {
		silence int
		sends   string // a letter for each action: whether something comes of it
		asked   int
		want    string
	}{
		"nothing ever comes":      {3, "------", 3, stopped},
		"nothing, and no limit":   {0, "------", 6, never},
		"something, in the third": {3, "--x---", 6, "ikke_observeret ikke_observeret fejl ikke_observeret ikke_observeret ikke_observeret"},
		"something, in the first": {3, "x-----", 4, "fejl ikke_observeret ikke_observeret ikke_observeret ikke_afproevet/tavshed ikke_afproevet/tavshed"},
		"a limit of one": {1, "------", 1,
			"ikke_observeret ikke_afproevet/tavshed ikke_afproevet/tavshed ikke_afproevet/tavshed ikke_afproevet/tavshed ikke_afproevet/tavshed"},
		"in the last": {6, "------", 6, never},
	} {
		t.Run(name, func(t *testing.T) {
			asked := 0
			w := halting(t, c.silence, func(w *world) does {
				return func(_ context.Context, a action.Request) (action.Answer, error) {
					asked++
					if c.sends[asked-1] == 'x' { // not what is waited for
						send(w.Handler(), imports(sagA))
					}
					return done(a)
				}
			})
			r := playAll(t, w.Trial)
			if got := outcomes(t, r); got != c.want || asked != c.asked || r.Verdict != verdict.NotApproved {
				t.Errorf("%s after %d actions: %s", got, asked, r.Verdict)
			}
			if again := playAll(t, replayed(t, w.log.all())); !reflect.DeepEqual(again, r) {
				t.Error("played again, its recording comes to another result")
			}
		})
	}
}

// TestSilenceGoesOn: a run that was stopped goes on when it is told to, with a
// count that begins anew; and its recording comes to its result.
func TestSilenceGoesOn(t *testing.T) {
	first := halting(t, 3, idle)
	playAll(t, first.Trial)
	all := first.log.all()
	if e := all[len(all)-1]; e.Kind != recording.KindStopped || e.Stop != recording.StopSilence {
		t.Fatalf("on record: %+v", e)
	}
	more := goesOn(t, all, sends(reads(unit)))
	r := playAll(t, more.Trial)
	if got := outcomes(t, r); got != "ikke_observeret ikke_observeret ikke_observeret bestaaet bestaaet bestaaet" {
		t.Error(got)
	}
	if again := playAll(t, replayed(t, more.log.all())); !reflect.DeepEqual(again, r) {
		t.Error("played again, its recording comes to another result")
	}
}

// TestAdapterFails: a failure of the adapter is nobody else's, told by its class;
// when it fails for good the run is stopped, so that it is said once. What was
// found before stands.
func TestAdapterFails(t *testing.T) {
	const f, gap = "adapterfejl", "ikke_afproevet/adapter"
	for name, c := range map[string]struct {
		class   driver.FaultClass
		acts    string // ! fails, . does what it should, - does nothing
		want    []string
		verdict verdict.Verdict
	}{
		"down from the start":  {driver.FaultDown, "!!!!!!", []string{f, f, f, gap, gap, gap}, verdict.AdapterFailed},
		"a wrong page":         {driver.FaultStatus, "!!!!!!", []string{f, f, f, gap, gap, gap}, verdict.AdapterFailed},
		"down in the end":      {driver.FaultProgram, "..!!!!", []string{"bestaaet", "bestaaet", f, f, f, gap}, verdict.AdapterFailed},
		"bad at three actions": {driver.FaultAnswer, ".!!!..", []string{"bestaaet", f, f, f, "bestaaet", "bestaaet"}, verdict.AdapterFailed},
		"slow now and then":    {driver.FaultSlow, "!!.!!.", []string{f, f, "bestaaet", f, f, "bestaaet"}, verdict.AdapterFailed},
		"after something was found": {driver.FaultRedirect, "-!....", []string{"ikke_observeret", f, "bestaaet", "bestaaet", "bestaaet", "bestaaet"},
			verdict.NotApproved},
	} {
		t.Run(name, func(t *testing.T) {
			n := 0
			w := halting(t, 3, func(w *world) does {
				return func(_ context.Context, a action.Request) (action.Answer, error) {
					n++
					switch c.acts[n-1] {
					case '!':
						return action.Answer{}, fmt.Errorf("omkring: %w", driver.Fault{Class: c.class, Err: errors.New("java.lang.NullPointerException 0123456789")})
					case '.':
						send(w.Handler(), reads(unit))
					}
					return done(a)
				}
			})
			r := playAll(t, w.Trial)
			if got := outcomes(t, r); got != strings.Join(c.want, " ") || r.Verdict != c.verdict {
				t.Errorf("%s: %s", got, r.Verdict)
			}
			for i, id := range sixScenes {
				s := judged(t, r, id)
				if c.want[i] != f {
					continue
				}
				got := found(s, "adapter."+string(c.class))
				if len(got) != 1 || s.Reason != c.class.Name() || strings.Contains(got[0].Message, "java") ||
					!strings.Contains(got[0].Actual, "NullPointerException xxxxxxxxxx") || got[0].Fix == "" {
					t.Errorf("%s: %q, %+v", id, s.Reason, got)
				}
			}
			if again := playAll(t, replayed(t, w.log.all())); !reflect.DeepEqual(again, r) {
				t.Error("played again, its recording comes to another result")
			}
		})
	}
}

// TestFaultOfYesterday: a recording from before faults had a class says what it
// said then.
func TestFaultOfYesterday(t *testing.T) {
	w := begun(t, func(*world) does {
		return func(context.Context, action.Request) (action.Answer, error) {
			return action.Answer{}, driver.Fault{Class: driver.FaultDown, Err: errors.New("forbindelsen blev afvist")}
		}
	})
	scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	all := w.log.all()
	for _, e := range all {
		if e.Kind == recording.KindAction {
			e.Act.Fault = ""
		}
	}
	again := replayed(t, all)
	scene(t, context.Background(), again, "sag-1", func(s *trial.Scene) error { return looks(context.Background(), s) })
	if s := judged(t, result(t, again, "sag-1"), "sag-1"); s.Outcome != verdict.HarnessFailure || s.Reason != "forbindelsen blev afvist" {
		t.Errorf("%s: %s", s.Outcome, s.Reason)
	}
}

// TestOnDemandIsOfReading: who looks things up when it needs them says so of
// reading, where nothing is waited for; of anything else it is no answer.
func TestOnDemandIsOfReading(t *testing.T) {
	w := begun(t, func(*world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			return action.Answer{ID: a.ID, Status: action.OnDemand}, nil
		}
	})
	play := func(of *trial.Trial) verdict.SystemResult {
		scene(t, context.Background(), of, "org-1", func(s *trial.Scene) error {
			if err := looks(context.Background(), s); err != nil || !s.OnDemand() {
				t.Errorf("%v, on demand: %t", err, s.OnDemand())
			}
			return nil
		})
		scene(t, context.Background(), of, "sag-1", func(s *trial.Scene) error { return s.Ask(context.Background(), action.LukSag, action.Data{}) })
		return result(t, of, "org-1", "sag-1")
	}
	r := play(w.Trial)
	org, sag := judged(t, r, "org-1"), judged(t, r, "sag-1")
	if len(w.waits.asked) != 0 || len(found(org, "handling.ved-behov")) != 1 || org.Outcome != verdict.NotTried { // nothing else was checked
		t.Errorf("waited %v, %s: %+v", w.waits.asked, org.Outcome, org.Findings)
	}
	if sag.Outcome != verdict.AdapterFailure || len(found(sag, "adapter.svar")) != 1 {
		t.Errorf("%s: %+v", sag.Outcome, sag.Findings)
	}
	if again := play(replayed(t, w.log.all())); !reflect.DeepEqual(again, r) {
		t.Error("played again, its recording comes to another result")
	}
}
