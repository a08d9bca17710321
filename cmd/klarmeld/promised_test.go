package main

import (
	"errors"
	"os"
	"regexp"
	"testing"

	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
)

// TestBrokenPromisesInTheExitCode: by choice a promise that is due and not kept makes the
// exit code 20, whatever else was found; where klarmeld or the adapter failed it does not.
func TestBrokenPromisesInTheExitCode(t *testing.T) {
	t.Parallel()
	held := func(state verdict.PromiseState, notDue bool) *verdict.Promises {
		return &verdict.Promises{Criteria: []verdict.Promise{{Criterion: verdict.Criterion{ID: "K"}, State: state, NotDue: notDue}}}
	}
	for _, v := range []verdict.Verdict{verdict.Approved, verdict.ApprovedWithRemarks, verdict.NotApproved, verdict.Incomplete, verdict.AdapterFailed,
		verdict.HarnessFailed} {
		ours := v == verdict.AdapterFailed || v == verdict.HarnessFailed
		for _, state := range verdict.PromiseStates() {
			missing := state == verdict.PromisedFailed || state == verdict.PromisedUnseen
			for _, c := range []struct {
				name          string
				count, notDue bool
				want          int
			}{
				{"due", true, false, map[bool]int{true: 20}[missing && !ours]},
				{"not due", true, true, 0},
				{"not asked for", false, false, 0},
			} {
				code, e := 0, exit{}
				if err := (promiseOptions{count: c.count}).broken(verdict.SystemResult{Verdict: v, Promises: held(state, c.notDue)}); errors.As(err, &e) {
					code = e.code
				}
				if code != c.want {
					t.Errorf("%s, %s, %s: exit code %d, want %d", v, state, c.name, code, c.want)
				}
			}
		}
	}
	if err := (promiseOptions{count: true}).broken(verdict.SystemResult{Verdict: verdict.Approved}); !errors.Is(err, nothingPromised) {
		t.Errorf("where nothing was promised it is %v", err)
	}
}

// TestThePromisesGuide: the files that the guide shows are such files.
func TestThePromisesGuide(t *testing.T) {
	t.Parallel()
	guide, err := os.ReadFile("../../docs/promises.md")
	must(t, err)
	blocks := regexp.MustCompile("(?s)```json\n(.*?)```").FindAllSubmatch(guide, -1)
	if len(blocks) != 2 {
		t.Fatalf("the guide shows %d files", len(blocks))
	}
	must(t, schema.Validate(schema.Criteria, blocks[0][1]))
	must(t, schema.Validate(schema.Meanwhile, blocks[1][1]))
	dir := t.TempDir()
	o := promiseOptions{criteria: put(t, dir, "kriterier.json", string(blocks[0][1])), meanwhile: put(t, dir, "indtil.json", string(blocks[1][1]))}
	script, err := newScript("", nil, nil, true)
	must(t, err)
	must(t, o.read(script))
	if len(o.promised.All) != 2 || len(o.until) != 4 {
		t.Errorf("%d criteria, %d lines of what is done meanwhile", len(o.promised.All), len(o.until))
	}
}
