package stage_test

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"

	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// TestReplay: a recording that is judged again comes to what it came to, by the
// program and, where one is given, the policy of now; the script is told what
// the run was cut down to.
func TestReplay(t *testing.T) {
	s := setting(t)
	s.Dir, s.Parts = t.TempDir(), map[string]string{"Godtfred Lund": "Karen Bech"}
	want := play(t, s, reference(t), script{})
	entries := recorded(t, s.Dir, "fagsystem")

	type asked struct {
		only  []string
		parts map[string]string
	}
	var all []asked
	again := stage.Again{From: recording.Slice(entries), Program: "2", Script: func(only []string, parts map[string]string, _ bool) (stage.Script, error) {
		all = append(all, asked{only, parts})
		return script{}, nil
	}}
	want.Program = "2"
	if got, err := stage.Replay(t.Context(), again); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v: got %+v\nwant %+v", err, got, want)
	}
	if !reflect.DeepEqual(all, []asked{{}, {s.Only, s.Parts}}) {
		t.Errorf("the script was asked for with %+v", all)
	}
	policy := verdict.Policy{ID: "egen", Title: "Vores egen"}
	again.Policy = &policy
	if got, err := stage.Replay(t.Context(), again); err != nil || got.Policy != "egen" || got.PolicyTitle != "Vores egen" {
		t.Errorf("%v: judged by %s", err, got.Policy)
	}
	if n := len(entries); n != len(recorded(t, s.Dir, "fagsystem")) {
		t.Error("the recording was changed")
	}
}

// TestReplayRefused: what is no recording of a run is the user's mistake, and
// what the script says is the script's.
func TestReplayRefused(t *testing.T) {
	s := setting(t)
	s.Dir = t.TempDir()
	play(t, s, reference(t), script{})
	entries := recorded(t, s.Dir, "fagsystem")
	ours := errors.New("scenarierne kan ikke læses")
	without := func(change func(*recording.Run)) []recording.Entry {
		run := *entries[0].Run
		change(&run)
		out := append([]recording.Entry{}, entries...)
		out[0].Run = &run
		return out
	}
	for _, c := range []struct {
		name    string
		entries []recording.Entry
		fails   int // the call of the script that fails
		mistake bool
		said    string
	}{
		{"nothing", nil, 0, true, "optagelsen er tom"},
		{"not its beginning", entries[1:], 0, true, "siger ikke, hvad der blev prøvet"},
		{"no policy", without(func(r *recording.Run) { r.Policy = nil }), 0, true, "efter hvilken politik"},
		{"no registers", without(func(r *recording.Run) { r.Initial = nil }), 0, true, "kan ikke læses"},
		{"no scenarios", entries, 1, false, ours.Error()},
		{"not those that were played", entries, 2, false, ours.Error()},
	} {
		t.Run(c.name, func(t *testing.T) {
			calls := 0
			r, err := stage.Replay(t.Context(), stage.Again{From: recording.Slice(c.entries), Script: func([]string, map[string]string, bool) (stage.Script, error) {
				if calls++; calls == c.fails {
					return nil, ours
				}
				return script{}, nil
			}})
			if err == nil || errors.As(err, &stage.Mistake{}) != c.mistake || !strings.Contains(err.Error(), c.said) || r.Name != "" {
				t.Errorf("%v: %+v", err, r)
			}
		})
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := stage.Replay(ctx, stage.Again{From: recording.Slice(entries), Script: func([]string, map[string]string, bool) (stage.Script, error) {
		return script{before: func(*trial.Trial) error { cancel(); return nil }}, nil
	}})
	if !errors.Is(err, stage.ErrInterrupted) {
		t.Errorf("interrupted it says %v", err)
	}
}
