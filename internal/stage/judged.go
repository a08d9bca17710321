package stage

import (
	"context"
	"errors"
	"fmt"

	"klarmeld/internal/proof"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// judged plays a script on a trial that is set, and returns the result. first is the
// ruleset that the run was judged by first; "" when nobody knows it.
func judged(ctx context.Context, t *trial.Trial, script Script, b BuiltIn, first string) (verdict.SystemResult, error) {
	played, playErr := script.Play(ctx, t)
	if ctx.Err() != nil {
		t.Interrupt()
		if t.Holding() {
			return verdict.SystemResult{},
				fmt.Errorf("%w, mens systemet holder sine leverancer tilbage: det gør det, til kørslen fortsætter, eller nogen lader det sende dem", ErrInterrupted)
		}
		return verdict.SystemResult{}, ErrInterrupted
	}
	r, err := t.Result(played, script.Expected(), b.Policies...)
	r.Proof, r.Requirements = proof.Published(), script.Requirements()
	r, promiseErr := t.Promised(r)
	var ownErr error
	r.Own, ownErr = b.own(t, script)
	return renewed(r, first), errors.Join(playErr, err, promiseErr, ownErr)
}
