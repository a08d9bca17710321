package trial_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// said is what a result says of each scenario, but for the numbers of lines.
func said(r verdict.SystemResult) string {
	var out strings.Builder
	fmt.Fprintln(&out, r.Verdict, r.Begun, r.Checks)
	for _, c := range r.Capabilities {
		for _, s := range c.Scenarios {
			fmt.Fprintf(&out, "%s: %v %s, %d checks, %d exchanges\n", s.ID, s.Outcome, s.Reason, s.Checks, len(s.Exchanges))
			for _, f := range s.Findings {
				fmt.Fprintf(&out, "  %s %v %s %s\n", f.Rule, f.Outcome, f.Message, f.Actual)
			}
		}
	}
	return out.String()
}

// TestCutOffAnywhere: a run that was cut off after any entry and goes on says
// what an undisturbed run says, with nothing on record twice; and its recording
// replays to the equal result.
func TestCutOffAnywhere(t *testing.T) {
	for _, p := range plays() {
		t.Run(p.name, func(t *testing.T) {
			whole := begun(t, p.system)
			want, all := said(p.on(t, whole.Trial)), whole.log.all()
			for cut := 1; cut <= len(all); cut++ {
				w := goesOn(t, all[:cut], p.system)
				r := p.on(t, w.Trial)
				anew := slices.ContainsFunc(w.log.all(), func(e recording.Entry) bool { return strings.HasSuffix(e.Action, "/igen") })
				if anew { // it failed, was asked anew, and failed again: once more is on record what it then sends
					if again := p.on(t, replayed(t, w.log.all())); !reflect.DeepEqual(again, r) || !strings.HasPrefix(said(r), "ikke_godkendt") ||
						!strings.HasPrefix(want, "ikke_godkendt") {
						t.Errorf("cut off after %d, and asked anew:\n%s\nundisturbed:\n%s", cut, said(r), want)
					}
					continue
				}
				if got := said(r); got != want {
					t.Errorf("cut off after %d:\n%s\nundisturbed:\n%s", cut, got, want)
				}
				mended := strings.Replace(kinds(w.log.all()), " genoptaget", "", 1)
				if cut == len(all) && mended != kinds(w.log.all()) || cut < len(all) && mended == kinds(w.log.all()) || mended != p.kinds {
					t.Errorf("cut off after %d, on record: %s", cut, kinds(w.log.all()))
				}
				if again := p.on(t, replayed(t, w.log.all())); !reflect.DeepEqual(again, r) {
					t.Errorf("cut off after %d and played again:\n%+v\nwas:\n%+v", cut, again, r)
				}
			}
		})
	}
}

// TestCutOffTwice: a run can be cut off, go on, and be cut off again.
func TestCutOffTwice(t *testing.T) {
	p := plays()[0]
	whole := begun(t, p.system)
	want, all := said(p.on(t, whole.Trial)), whole.log.all()
	once := goesOn(t, all[:3], p.system)
	p.on(t, once.Trial)
	for cut := 4; cut < len(once.log.all()); cut++ {
		w := goesOn(t, once.log.all()[:cut], p.system)
		if got := said(p.on(t, w.Trial)); got != want {
			t.Errorf("cut off after 3, and after %d:\n%s\nundisturbed:\n%s", cut, got, want)
		}
	}
}

// TestSentAgain: what was on record when klarmeld was cut off, and is sent
// again, is answered as it was and is not on record twice. What another sends,
// and what was sent before klarmeld last did something, is new.
func TestSentAgain(t *testing.T) {
	first := begun(t, sends(imports(sagA), reads(unit), imports(sagB)))
	scene(t, context.Background(), first.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
	all := first.log.all()
	if got := kinds(all); got != "koersel scenarie udveksling udveksling udveksling handling ventet scenarieslut" {
		t.Fatal(got)
	}
	for _, c := range []struct {
		name, message string
		cut           int
		repeats       bool
	}{
		{"the last one", imports(sagB), 5, true},
		{"one before it", imports(sagA), 5, true},
		{"one that came later", imports(sagB), 4, false},
		{"one that is answered", imports(sagB), 6, false},
		{"one that was never sent", updates(sagA, "Ny"), 5, false},
	} {
		var reply string
		w := goesOn(t, all[:c.cut], func(w *world) does {
			return func(_ context.Context, a action.Request) (action.Answer, error) {
				reply = send(w.Handler(), c.message)
				return done(a)
			}
		})
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error {
			if err := opens(context.Background(), s); err != nil {
				return err
			}
			return s.Ask(context.Background(), action.LukSag, action.Data{})
		})
		times, was := 0, ""
		for _, e := range w.log.all() {
			if e.Exchange != nil && string(e.Exchange.Request) == c.message {
				times++
				was = string(e.Exchange.Reply)
			}
		}
		before := 0
		for _, e := range all[:c.cut] {
			if e.Exchange != nil && string(e.Exchange.Request) == c.message {
				before++
			}
		}
		if repeated := times == before && reply == was; repeated != c.repeats || !strings.Contains(reply, "StatusKode") {
			t.Errorf("%s: %d times on record, %d before; answered %.300s", c.name, times, before, reply)
		}
	}
}

// TestNobodyIsAnsweredBefore: who calls while a run finds its way back is held
// until the index has what it had and the recording says that the run goes on;
// and is then on record after that. Who does not wait so long is let go.
func TestNobodyIsAnsweredBefore(t *testing.T) {
	first := begun(t, sends(imports(sagA)))
	scene(t, context.Background(), first.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
	synctest.Test(t, func(t *testing.T) {
		w := goesOn(t, first.log.all(), idle)
		impatient, leaves := context.WithCancel(context.Background())
		var reply, other string
		let := make(chan struct{})
		answered := make(chan struct{})
		body := &gate{strings.NewReader(updates(sagA, "Ny")), make(chan struct{}), let}
		go func() {
			defer close(answered)
			reply = sendBody(w.Handler(), body)
		}()
		gone := make(chan struct{})
		go func() {
			defer close(gone)
			other = sendAs(impatient, w.Handler(), updates(sagA, "Utålmodig"))
		}()
		w.log.at = func(e recording.Entry) error {
			if e.Kind == recording.KindResumed {
				synctest.Wait() // whoever could have been let in is in
				select {
				case <-body.read:
					t.Error("a caller is let in before the recording says that the run goes on")
				default:
				}
				close(let)
			}
			return nil
		}
		synctest.Wait()
		leaves()
		<-gone
		scene(t, context.Background(), w.Trial, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
		select {
		case <-body.read:
			t.Error("a caller is let in while the run is in its past")
		default:
		}
		scene(t, context.Background(), w.Trial, "sag-2", func(*trial.Scene) error { <-answered; return nil })
		// Whether who is let in or the next scenario comes first is chance; both come
		// after the run has gone on.
		got := kinds(w.log.all())
		after := strings.HasSuffix(got, "scenarieslut genoptaget scenarie udveksling scenarieslut") ||
			strings.HasSuffix(got, "scenarieslut genoptaget udveksling scenarie scenarieslut")
		if other != "" || !strings.Contains(reply, "<sd:StatusKode>20<") || !after {
			t.Errorf("the impatient got %q, the patient %s; on record: %s", other, reply, got)
		}
		r := result(t, w.Trial, "sag-1", "sag-2")
		if s := judged(t, r, "sag-2"); len(s.Exchanges) != 1 {
			t.Errorf("exchanges of the scenario: %v", s.Exchanges)
		}
	})
}

// TestRegistersComeBack: what the registers had become is what they are when
// the run goes on; what is answered then is that.
func TestRegistersComeBack(t *testing.T) {
	p := play{script: []step{{"org-1", rereads}}}
	first := begun(t, answers(honest, nil))
	p.on(t, first.Trial)
	var read string
	w := goesOn(t, first.log.all(), func(w *world) does {
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			read = send(w.Handler(), reads(unit))
			return done(a)
		}
	})
	scene(t, context.Background(), w.Trial, "org-1", func(s *trial.Scene) error { return rereads(context.Background(), s) })
	scene(t, context.Background(), w.Trial, "sag-2", func(s *trial.Scene) error { return looks(context.Background(), s) })
	if o, ok := w.Registers().ByName(municipality.OrganisationEnhed, "Jobhuset"); !ok || o.UUID != unit || !strings.Contains(read, "Jobhuset") {
		t.Errorf("the registers have %v; read was %s", o, read)
	}
}

// TestReadAnew: what was read when klarmeld was cut off is answered as it was
// while that action is asked for again, and anew from then on; also where the
// system does not read again, for it has its answer.
func TestReadAnew(t *testing.T) {
	ctx := context.Background()
	p := play{script: []step{{"sag-1", looks}, {"sag-2", looks}, {"org-1", rereads}}}
	whole := begun(t, answers(honest, nil))
	want, all := said(p.on(t, whole.Trial)), whole.log.all()
	for name, silent := range map[string]bool{"it reads again": false, "it has its answer": true} {
		w := goesOn(t, all[:3], func(w *world) does {
			return func(_ context.Context, a action.Request) (action.Answer, error) {
				if a.ID != "sag-1/1" || !silent {
					send(w.Handler(), reads(unit))
				}
				return done(a)
			}
		})
		if got := said(p.on(t, w.Trial)); got != want {
			t.Errorf("%s:\n%s\nundisturbed:\n%s", name, got, want)
		}
	}
	for name, where := range map[string]struct {
		cut    int
		action string
	}{"between the actions": {5, "sag-1/1"}, "between the scenarios": {6, ""}} {
		e := all[2]
		e.Seq, e.Action = where.cut+1, where.action
		w := goesOn(t, append(slices.Clone(all[:where.cut]), e), answers(honest, nil))
		scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error { return looks(ctx, s) })
		scene(t, ctx, w.Trial, "sag-2", func(s *trial.Scene) error { return looks(ctx, s) })
		if s := judged(t, result(t, w.Trial, "sag-2"), "sag-2"); s.Outcome != verdict.Pass {
			t.Errorf("it has read %s, and reads in the next: %v: %s", name, s.Outcome, s.Reason)
		}
	}
}

// TestFailedByInterruption: what a system could not do while klarmeld was away, it is
// asked for anew, under another name, for it may remember the answer that it gave. A
// system that fails all the same has failed.
func TestFailedByInterruption(t *testing.T) {
	whole := begun(t, sends(imports(sagA)))
	plays := func(of *trial.Trial) verdict.SystemResult {
		scene(t, context.Background(), of, "sag-1", func(s *trial.Scene) error { return opens(context.Background(), s) })
		return result(t, of, "sag-1")
	}
	want := said(plays(whole.Trial))
	for _, c := range []struct {
		name  string
		heals bool
	}{{"klarmeld was away", true}, {"it fails all the same", false}} {
		t.Run(c.name, func(t *testing.T) {
			var asked []string
			w := goesOn(t, whole.log.all()[:2], func(w *world) does {
				return func(ctx context.Context, a action.Request) (action.Answer, error) {
					if asked = append(asked, a.ID); len(asked) == 1 || !c.heals {
						return action.Answer{ID: a.ID, Status: action.Failed, Reason: "forbindelsen blev afbrudt"}, nil
					}
					return sends(imports(sagA))(w)(ctx, a)
				}
			})
			r := plays(w.Trial)
			if s := judged(t, r, "sag-1"); c.heals && said(r) != want || !c.heals && (s.Outcome != verdict.Fail || s.Findings[0].Rule != "handling.udfoert") {
				t.Errorf("%s\nundisturbed:\n%s", said(r), want)
			}
			if len(asked) != 2 || asked[1] != asked[0]+"/igen" {
				t.Errorf("asked for %q", asked)
			}
			if again := plays(replayed(t, w.log.all())); !reflect.DeepEqual(again, r) {
				t.Errorf("played again:\n%+v\nwas:\n%+v", again, r)
			}
		})
	}
}
