package trial_test

import (
	"context"
	"reflect"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/trial"
)

// TestRunID: every name of a run begins with the run's ID, and is the same when
// the run goes on or is played again; two runs share none.
func TestRunID(t *testing.T) {
	ctx := context.Background()
	names := func(id string) (*world, []action.Request) {
		var asked []action.Request
		w := prepared(t)
		w.setting.RunID = id
		var err error
		if w.Trial, err = trial.New(w.setting); err != nil {
			t.Fatal(err)
		}
		w.Cast(trial.Cast{System: does(func(_ context.Context, a action.Request) (action.Answer, error) {
			asked = append(asked, a)
			send(w.Handler(), imports([]string{sagA, sagB}[len(asked)-1]))
			return done(a)
		})})
		twice(t, ctx, w.Trial)
		return w, asked
	}
	first, one := names("k1")
	_, two := names("k2")
	want := []action.Request{{ID: "k1/sag-1/1", Kind: action.OpretSag, Sag: "k1/sag-1/sag-1"}, {ID: "k1/sag-1/2", Kind: action.OpretSag, Sag: "k1/sag-1/sag-2"}}
	if !reflect.DeepEqual(one, want) || len(two) != 2 || two[0].ID != "k2/sag-1/1" || two[1].Sag != "k2/sag-1/sag-2" {
		t.Errorf("asked for %+v and %+v", one, two)
	}
	r := result(t, first.Trial, "sag-1")
	again := replayed(t, first.log.all())
	twice(t, ctx, again)
	if got := result(t, again, "sag-1"); !reflect.DeepEqual(got, r) {
		t.Errorf("played again:\n%+v\nwas:\n%+v", got, r)
	}
	more := goesOn(t, first.log.all()[:5], func(*world) does { // after the first case
		return func(_ context.Context, a action.Request) (action.Answer, error) {
			if a.ID != "k1/sag-1/2" {
				t.Errorf("goes on with %s", a.ID)
			}
			return done(a)
		}
	})
	twice(t, ctx, more.Trial)
	if got := kinds(more.log.all()[5:]); got != "genoptaget handling ventet scenarieslut" {
		t.Errorf("on record when it goes on: %s", got)
	}
}

// twice plays a scenario of two cases.
func twice(t *testing.T, ctx context.Context, of *trial.Trial) {
	t.Helper()
	scene(t, ctx, of, "sag-1", func(s *trial.Scene) error {
		if err := s.AskCase(ctx, action.OpretSag, action.Data{}); err != nil {
			return err
		}
		return s.AskCase(ctx, action.OpretSag, action.Data{})
	})
}
