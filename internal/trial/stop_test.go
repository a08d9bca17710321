package trial_test

import (
	"context"
	"strings"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// script is two scenarios under a context that a test ends somewhere.
func script(t *testing.T, ctx context.Context, of *trial.Trial, at func(place string)) {
	t.Helper()
	scene(t, ctx, of, "sag-1", func(s *trial.Scene) error {
		at("before the action")
		if err := looks(ctx, s); err != nil {
			return err
		}
		at("between the actions")
		if err := s.Ask(ctx, action.LukSag, action.Data{}); err != nil {
			return err
		}
		at("before the end")
		return nil
	})
	at("between the scenarios")
	scene(t, ctx, of, "org-1", func(s *trial.Scene) error { return rereads(ctx, s) })
}

// TestEnded: when a run is ended, wherever it is, klarmeld puts nothing more on
// record. When it goes on, what was under way is asked for again, and the run
// says what an undisturbed one says.
func TestEnded(t *testing.T) {
	whole := begun(t, answers(honest, nil))
	script(t, context.Background(), whole.Trial, func(string) {})
	want := said(result(t, whole.Trial, "sag-1", "org-1"))
	const all = "koersel scenarie udveksling handling ventet handling scenarieslut scenarie aendring udveksling handling ventet scenarieslut"
	if got := kinds(whole.log.all()); got != all {
		t.Fatal(got)
	}
	for place, recorded := range map[string]string{
		"before all":            "koersel",
		"before the action":     "koersel scenarie",
		"while it acts":         "koersel scenarie udveksling",
		"while it is awaited":   "koersel scenarie handling",
		"between the actions":   "koersel scenarie udveksling handling ventet",
		"before the end":        "koersel scenarie udveksling handling ventet handling",
		"between the scenarios": "koersel scenarie udveksling handling ventet handling scenarieslut",
	} {
		t.Run(place, func(t *testing.T) {
			ctx, end := context.WithCancel(context.Background())
			defer end()
			w := begun(t, func(w *world) does {
				return func(_ context.Context, a action.Request) (action.Answer, error) {
					if a.Kind == action.LaesOrganisation && place != "while it is awaited" {
						send(w.Handler(), reads(unit))
					}
					if place == "while it acts" {
						end()
					}
					return done(a)
				}
			})
			w.waits.do = func(context.Context, <-chan struct{}) { end() }
			if place == "before all" {
				end()
			}
			script(t, ctx, w.Trial, func(at string) {
				if at == place {
					end()
				}
			})
			before := w.log.all()
			if got := kinds(before); got != recorded {
				t.Errorf("on record: %s", got)
			}
			again := goesOn(t, before, answers(honest, nil))
			if place == "while it is awaited" { // what did not come then comes now
				again.waits.do = func(context.Context, <-chan struct{}) { send(again.Handler(), reads(unit)) }
			}
			script(t, context.Background(), again.Trial, func(string) {})
			if got := said(result(t, again.Trial, "sag-1", "org-1")); got != want {
				t.Errorf("gone on with:\n%s\nundisturbed:\n%s", got, want)
			}
		})
	}
}

// TestAskedAgain: an action that was under way when the run was ended is asked
// for again as it was, by the same ID; one that is on record is not.
func TestAskedAgain(t *testing.T) {
	var asked []action.Request
	notes := func(then func(action.Request) (action.Answer, error)) func(*world) does {
		return func(*world) does {
			return func(_ context.Context, a action.Request) (action.Answer, error) {
				asked = append(asked, a)
				return then(a)
			}
		}
	}
	two := func(ctx context.Context, s *trial.Scene) error {
		if err := s.Ask(ctx, action.OpretSag, action.Data{Titel: "Første"}); err != nil {
			return err
		}
		return s.Ask(ctx, action.LukSag, action.Data{Titel: "Anden"})
	}
	ctx, end := context.WithCancel(context.Background())
	w := begun(t, notes(func(a action.Request) (action.Answer, error) {
		if a.Kind == action.LukSag {
			end()
			return action.Answer{}, ctx.Err()
		}
		return done(a)
	}))
	scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error { return two(ctx, s) })
	if s := judged(t, result(t, w.Trial, "sag-1"), "sag-1"); s.Outcome != verdict.HarnessFailure || !strings.Contains(s.Reason, context.Canceled.Error()) {
		t.Errorf("ended: %v: %s", s.Outcome, s.Reason)
	}
	again := goesOn(t, w.log.all(), notes(done))
	scene(t, context.Background(), again.Trial, "sag-1", func(s *trial.Scene) error { return two(context.Background(), s) })
	if len(asked) != 3 || asked[0].Kind != action.OpretSag || asked[1] != asked[2] || asked[1].ID != "sag-1/2" {
		t.Errorf("asked for: %+v", asked)
	}
}

// TestScope: every entry says which scenario and action it belongs to, and what
// comes between the scenarios belongs to none.
func TestScope(t *testing.T) {
	w := begun(t, answers(honest, nil))
	script(t, context.Background(), w.Trial, func(at string) {
		if at == "between the scenarios" {
			send(w.Handler(), reads(unit))
		}
	})
	var got []string
	for _, e := range w.log.all() {
		got = append(got, string(e.Kind)+"("+e.Scenario+" "+e.Action+")")
	}
	want := "koersel( ) scenarie(sag-1 ) udveksling(sag-1 sag-1/1) handling(sag-1 sag-1/1) ventet(sag-1 sag-1/1) handling(sag-1 sag-1/2) scenarieslut(sag-1 " +
		"sag-1/2) udveksling( ) " +
		"scenarie(org-1 ) aendring(org-1 ) udveksling(org-1 org-1/1) handling(org-1 org-1/1) ventet(org-1 org-1/1) scenarieslut(org-1 org-1/1)"
	if strings.Join(got, " ") != want {
		t.Errorf("on record: %s", strings.Join(got, " "))
	}
	for _, e := range w.log.all() {
		if e.Kind == recording.KindAction &&
			(request(t, e).ID != e.Action || string(e.Act.Answer) != `{"id":"`+e.Action+`","status":"udfoert"}` || !e.Time.Equal(start())) {
			t.Errorf("%s: %s at %s", e.Act.Request, e.Act.Answer, e.Time)
		}
	}
}

// TestLateMessages: what came late, between the scenarios or before the end of
// one, is in the index and with the judge when the run goes on after it; so is
// what came of an action of which nothing need follow, when that is over.
func TestLateMessages(t *testing.T) {
	ctx := context.Background()
	first := func(late bool) []recording.Entry {
		w := begun(t, answers(honest, nil))
		scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error {
			err := looks(ctx, s)
			if late {
				send(w.Handler(), imports(sagB))
			}
			return err
		})
		if !late {
			send(w.Handler(), imports(sagB))
		}
		return w.log.all()
	}
	between, within := first(false), first(true)
	for ends, entries := range map[string][]recording.Entry{
		"scenarieslut udveksling genoptaget scenarie udveksling handling scenarieslut":        between,
		"ventet udveksling genoptaget scenarieslut scenarie udveksling handling scenarieslut": within[:len(within)-1],
		"ventet udveksling scenarieslut genoptaget scenarie udveksling handling scenarieslut": within,
	} {
		var reply string
		w := goesOn(t, entries, func(w *world) does {
			return func(_ context.Context, a action.Request) (action.Answer, error) {
				reply = send(w.Handler(), updates(sagB, "Ny"))
				return done(a)
			}
		})
		scene(t, ctx, w.Trial, "sag-1", func(s *trial.Scene) error { return looks(ctx, s) })
		scene(t, ctx, w.Trial, "sag-2", func(s *trial.Scene) error {
			if err := s.Ask(ctx, action.RetSagstitel, action.Data{}); err != nil {
				return err
			}
			o, err := s.Stored(sagB, "Sagen")
			if o.Registrations != 2 {
				t.Errorf("%s: the judge knows %d registrations", ends, o.Registrations)
			}
			return err
		})
		if got := kinds(w.log.all()); !strings.HasSuffix(got, ends) || !strings.Contains(reply, "<sd:StatusKode>20<") {
			t.Errorf("on record: %s; answered %s", got, reply)
		}
	}
}
