// Package verdict turns findings into outcomes and outcomes into a verdict.
// Everything in it is a pure function over values: no clock, no network, no
// map order, no random numbers; the same input gives the same bytes anywhere.
//
// The worst outcome wins at each layer: finding → scenario → capability →
// system. A remark has one effect everywhere: it makes what it stands in a
// remark.
package verdict

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Outcome says what was found. The order is the ranking: a greater value is
// worse.
type Outcome int

// The outcomes, best first. Information stands outside the fold.
const (
	Information    Outcome = iota // noticed, without effect on the verdict
	Pass                          // seen, and right
	Remark                        // against a "should", or not offered where the policy says so
	NotTried                      // with a reason; a gap, never green
	NotObserved                   // offered and asked for, and the traffic never came
	Fail                          // sent and wrong, or a mandatory part missing
	AdapterFailure                // the adapter that moves the system failed: down, slow, or answering what is no answer
	HarnessFailure                // the fault is ours, and never held against the vendor
)

var outcomeIDs = [...]string{"information", "bestaaet", "bemaerkning", "ikke_afproevet", "ikke_observeret", "fejl", "adapterfejl", "harnessfejl"}

var outcomeNames = [...]string{"Til orientering", "Bestået", "Bemærkning", "Ikke afprøvet", "Ikke observeret", "Fejl", "Adapterfejl", "Fejl i klarmeld"}

// String is the stable ID that tools rely on.
func (o Outcome) String() string { return outcomeIDs[o] }

// Name is what a Danish reader sees.
func (o Outcome) Name() string { return outcomeNames[o] }

// ParseOutcome reads an ID.
func ParseOutcome(id string) (Outcome, error) {
	for i, s := range outcomeIDs {
		if s == id {
			return Outcome(i), nil
		}
	}
	return 0, fmt.Errorf("ukendt udfald %q", id)
}

// MarshalJSON writes the ID.
func (o Outcome) MarshalJSON() ([]byte, error) { return json.Marshal(o.String()) }

// UnmarshalJSON reads the ID.
func (o *Outcome) UnmarshalJSON(b []byte) error {
	var id string
	if err := json.Unmarshal(b, &id); err != nil {
		return err
	}
	var err error
	*o, err = ParseOutcome(id)
	return err
}

// Worst folds outcomes: the worst wins, information has no say. Nothing at
// all, or information alone, is NotTried: where nothing was tried nothing is
// green.
func Worst(outcomes ...Outcome) Outcome {
	worst := Information
	for _, o := range outcomes {
		worst = max(worst, o)
	}
	if worst == Information {
		return NotTried
	}
	return worst
}

// Verdict is what is said of a system.
type Verdict string

// The verdicts.
const (
	Approved            Verdict = "godkendt"
	ApprovedWithRemarks Verdict = "godkendt_med_bemaerkninger"
	NotApproved         Verdict = "ikke_godkendt"
	Incomplete          Verdict = "ufuldstaendig"
	AdapterFailed       Verdict = "adapterfejl"
	HarnessFailed       Verdict = "harnessfejl"
)

// Of turns all outcomes that were come to of a system into its verdict. What was
// found wrong or unseen comes first, and stands whatever failed later; then a
// failure of the harness; then one of the adapter; then gaps; then remarks.
func Of(outcomes ...Outcome) Verdict {
	if slices.Contains(outcomes, Fail) || slices.Contains(outcomes, NotObserved) {
		return NotApproved
	}
	switch Worst(outcomes...) {
	case HarnessFailure:
		return HarnessFailed
	case AdapterFailure:
		return AdapterFailed
	case NotTried:
		return Incomplete
	case Remark:
		return ApprovedWithRemarks
	}
	return Approved
}

// Name is what a Danish reader sees.
func (v Verdict) Name() string {
	return map[Verdict]string{
		Approved: "Godkendt", ApprovedWithRemarks: "Godkendt med bemærkninger", NotApproved: "Ikke godkendt",
		Incomplete: "Ufuldstændig", AdapterFailed: "Adapterfejl", HarnessFailed: "Fejl i klarmeld",
	}[v]
}

// ExitCode is the program's exit status for the verdict.
func (v Verdict) ExitCode() int {
	return map[Verdict]int{Approved: 0, ApprovedWithRemarks: 10, NotApproved: 20, Incomplete: 30, AdapterFailed: 75, HarnessFailed: 70}[v]
}
