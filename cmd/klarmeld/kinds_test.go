package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"klarmeld/internal/action"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/steps"
)

// between stands before a simulated system's adapter, and may answer for it.
func between(answer func(action.Request) (action.Answer, int, bool)) func(http.Handler) http.Handler {
	return func(system http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			raw, err := io.ReadAll(r.Body)
			var a action.Request
			if err != nil || json.Unmarshal(raw, &a) != nil {
				http.Error(w, "kan ikke læses", http.StatusBadRequest)
				return
			}
			said, status, its := answer(a)
			switch {
			case !its:
				r.Body = io.NopCloser(bytes.NewReader(raw))
				system.ServeHTTP(w, r)
			case status != http.StatusOK:
				http.Error(w, "adapteren er nede", status)
			default:
				w.Header().Set("Content-Type", "application/json")
				_ = json.NewEncoder(w).Encode(said)
			}
		})
	}
}

// kindsAsked are the kinds of actions that each scenario asks for, by scenario.
func kindsAsked(t *testing.T, town string) map[string][]action.Kind {
	t.Helper()
	out := map[string][]action.Kind{}
	var mu sync.Mutex
	sub := simulatedSubject(profile(t, "reference"))
	sub.Between = between(func(a action.Request) (action.Answer, int, bool) {
		mu.Lock()
		defer mu.Unlock()
		id, _, _ := strings.Cut(a.ID, "/")
		out[id] = append(out[id], a.Kind)
		return action.Answer{}, 0, false
	})
	if r := tried(t, runOptions{municipality: town}, sub, clock); r.Verdict != verdict.Approved {
		t.Fatalf("the reference system is %s", r.Verdict)
	}
	return out
}

// lackingAll lets every kind be lacking in every way; else that is so of those only after
// which the system is to be left as it was, and of the others each sixth is not offered.
var lackingAll = flag.Bool("lacking.all", false, "every kind of action that is lacking, in every way")

// TestEveryKindLacking: a system that does not do one kind of thing, whether it says
// so, fails at it, says that it is done, or its adapter fails, is told so in the scenarios that ask for it,
// and in no other: whatever a scenario has stopped at, it leaves the system as it
// found it.
func TestEveryKindLacking(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	uses, all := kindsAsked(t, town), scenarios(t)
	var kinds []action.Kind
	for _, of := range uses {
		for _, k := range of {
			if !slices.Contains(kinds, k) {
				kinds = append(kinds, k)
			}
		}
	}
	slices.Sort(kinds)
	if len(kinds) != 33 {
		t.Errorf("the scenarios ask for %d kinds of actions: %s", len(kinds), kinds)
	}
	for _, how := range []struct {
		name    string
		status  int
		answer  action.Status
		outcome func(steps.Scenario, action.Kind) verdict.Outcome
	}{
		{"not offered", http.StatusOK, action.NotOffered, unoffered},
		{"fails", http.StatusOK, action.Failed, func(steps.Scenario, action.Kind) verdict.Outcome { return verdict.Fail }},
		{"says that it is done", http.StatusOK, action.Done, nil},
		{"its adapter fails", http.StatusInternalServerError, "", func(steps.Scenario, action.Kind) verdict.Outcome { return verdict.AdapterFailure }},
	} {
		for i, kind := range kinds {
			inHold := slices.Contains(uses["sag-06"], kind)
			if (how.answer != action.NotOffered || i%6 != 0) && !inHold && !*lackingAll {
				continue
			}
			t.Run(how.name+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				sub := simulatedSubject(profile(t, "reference"))
				sub.Between = between(func(a action.Request) (action.Answer, int, bool) {
					return action.Answer{ID: a.ID, Status: how.answer, Reason: "ikke her"}, how.status, a.Kind == kind
				})
				r := tried(t, runOptions{municipality: town}, sub, clock)
				for _, of := range all {
					if how.outcome == nil && slices.Contains(uses[of.ID], kind) {
						continue // what it comes to depends on what is then missing
					}
					want := verdict.Pass
					if how.outcome != nil {
						want = how.outcome(of, kind)
					}
					if problem := lacking(scenario(r, of.ID), kind, uses[of.ID], want); problem != "" {
						t.Errorf("%s: %s", of.ID, problem)
					}
				}
			})
		}
	}
}

// unoffered is what a scenario comes to, under the policy of 2020, when a kind of
// action is not offered: the core fails, unless the rows leave it open.
func unoffered(s steps.Scenario, kind action.Kind) verdict.Outcome {
	if s.Capability == verdict.Sag && s.Kind != verdict.Optional && !slices.Contains(s.OptionalActions, string(kind)) {
		return verdict.Fail
	}
	return verdict.Remark
}

// lacking is what is wrong with the result of a scenario in the run of a system that
// lacks a kind; "" for nothing.
func lacking(s verdict.ScenarioResult, kind action.Kind, uses []action.Kind, want verdict.Outcome) string {
	switch {
	case kind == action.OpretSag && s.Gap == verdict.GapAdapter:
		// Nearly all begin with it: the run was stopped.
	case slices.Contains(uses, kind):
		if s.Outcome != want {
			return fmt.Sprintf("it asks for %s and is %s, want %s (%s)", kind, s.Outcome, want, s.Reason)
		}
	case kind == action.SendSamlet && s.Outcome == verdict.NotTried && s.Gap == verdict.GapHeld:
		// It holds back for ever, and that is nobody else's fault.
	case s.Outcome != verdict.Pass:
		return fmt.Sprintf("it does not ask for %s, and is %s (%s)", kind, s.Outcome, s.Reason)
	}
	return ""
}

// TestInterruptedWhileHolding: who ends a run in the middle of a scenario in which the
// system holds back is told that it does; elsewhere nobody is.
func TestInterruptedWhileHolding(t *testing.T) {
	t.Parallel()
	town := smallTown(t)
	for only, held := range map[string]bool{"sag-06": true, "sag-02": false} {
		ctx, end := context.WithCancel(t.Context())
		sub := simulatedSubject(profile(t, "reference"))
		sub.Between = between(func(a action.Request) (action.Answer, int, bool) {
			if a.Kind == action.RetSagstitel {
				end()
			}
			return action.Answer{}, 0, false
		})
		o := runOptions{municipality: town, only: []string{only}, policy: "pilot-2020"}
		setting, err := o.setting()
		if err != nil {
			t.Fatal(err)
		}
		script, err := newScript("", o.only, nil, false)
		if err != nil {
			t.Fatal(err)
		}
		_, err = stage.Play(ctx, setting, sub, script)
		if !errors.Is(err, stage.ErrInterrupted) || strings.Contains(err.Error(), "holder sine leverancer tilbage") != held {
			t.Errorf("%s: %v", only, err)
		}
	}
}
