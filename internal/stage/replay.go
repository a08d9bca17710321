package stage

import (
	"cmp"
	"context"
	"fmt"

	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// Again is a recording that is judged again.
type Again struct {
	From    recording.Reader
	Program string // version of the klarmeld that judges now
	// Policy takes the place of the recording's own, when it is not nil.
	Policy *verdict.Policy
	// Citizens takes the place of how the recording's own municipality shows cases to
	// citizens, when it is not nil.
	Citizens *verdict.CitizenSettings
	// Ruleset is the one that the run was judged by first, as a report of it says; it
	// counts when the recording itself does not say. "": nobody knows.
	Ruleset string
	BuiltIn BuiltIn
	// Lists take the place of the recording's own, each that is not empty.
	Lists trial.Lists
	// Criteria and Meanwhile take the place of the recording's own, where they are not nil.
	Criteria  *verdict.Criteria
	Meanwhile []verdict.Meanwhile
	// Script is what is played, given the scenarios that the run was cut down to,
	// who played their parts, and whether its messages were secured.
	Script func(only []string, parts map[string]string, secured bool) (Script, error)
}

// Replay judges a recording again. Nothing is asked and nothing waited for.
func Replay(ctx context.Context, a Again) (verdict.SystemResult, error) {
	var none verdict.SystemResult
	every, err := a.Script(nil, nil, true)
	if err != nil {
		return none, err
	}
	t, err := trial.Replay(a.From, a.Program, every.Columns())
	if err != nil {
		return none, Mistake{err}
	}
	if a.Policy != nil {
		t.Judged(*a.Policy)
	}
	if err := t.Held(a.Lists); err != nil {
		return none, Mistake{err}
	}
	switch {
	case a.Citizens != nil:
		t.Viewed(*a.Citizens)
	case !t.Views():
		t.Viewed(a.BuiltIn.Citizens)
	}
	t.Given(a.Criteria, a.Meanwhile)
	script, err := a.Script(t.Only(), t.Parts(), t.Secured())
	if err != nil { // all scenarios could be read: what the run was cut down to cannot
		return none, fmt.Errorf("%s, linje 1: %w", recording.IndexFile, err)
	}
	// A recording says itself who played. Before there were nonces nobody was held
	// against anything.
	if t.Nonce() != "" {
		if err := script.Cast(t.Registers()); err != nil {
			return none, Mistake{fmt.Errorf("optagelsens medvirkende: %w", err)}
		}
	}
	return judged(ctx, t, script, a.BuiltIn, cmp.Or(t.Ruleset(), a.Ruleset))
}
