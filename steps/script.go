package steps

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"klarmeld/features"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// Script is what a run plays: feature files, and what was left out of them.
type Script struct {
	files []Feature
	all   []Scenario
	left  []Scenario
	parts map[string]string // who plays instead of whom
	own   *verdict.Own      // nil: they are klarmeld's
}

// NewScript reads the feature files of a folder. only keeps the scenarios that it
// names (Select); parts says who plays instead of whom (Cast). An error is the
// user's to mend.
func NewScript(from fs.FS, only []string, parts map[string]string) (*Script, error) {
	files, err := Features(from)
	var wrong, more Mistakes
	if err != nil && !errors.As(err, &wrong) {
		return nil, err
	}
	s := Script{parts: parts}
	if s.own, err = ownOf(files); err != nil {
		return nil, err
	}
	if s.all, err = Scenarios(files); err != nil && !errors.As(err, &more) {
		return nil, err
	}
	if err := append(wrong, more...).orNil(); err != nil {
		return nil, err
	}
	if s.files, s.left, err = Select(files, only); err != nil {
		return nil, fmt.Errorf("--only: %w", err)
	}
	return &s, nil
}

// ownOf says whose scenarios stand in some files, when they are not klarmeld's own.
func ownOf(files []Feature) (*verdict.Own, error) {
	theirs := digest(files)
	for _, from := range []fs.FS{features.Files, features.Secured} {
		ours, err := Features(from)
		if err != nil {
			return nil, err
		}
		if theirs == digest(ours) {
			return nil, nil
		}
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name)
	}
	return &verdict.Own{Kind: verdict.OwnScenarios, Title: strings.Join(names, ", "), SHA256: theirs}, nil
}

// digest is the SHA-256 of feature files with their names, in hexadecimal.
func digest(files []Feature) string {
	h := sha256.New()
	for _, f := range files {
		fmt.Fprintf(h, "%s %d\n%s", f.Name, len(f.Text), f.Text)
	}
	return hex.EncodeToString(h.Sum(nil))
}

// Secured reports whether any of the scenarios is of the secured wire, and can be
// played only where messages are secured.
func (s *Script) Secured() bool {
	return slices.ContainsFunc(s.all, func(x Scenario) bool { return x.Capability == verdict.Sikkerhed })
}

// Own says whose scenarios these are, when they are not klarmeld's own.
func (s *Script) Own() *verdict.Own { return s.own }

// Scenarios are all scenarios of the files, those too that are left out.
func (s *Script) Scenarios() []Scenario { return s.all }

// Steps is how many steps the scenarios have, Baggrund's with each.
func (s *Script) Steps() int {
	n := 0
	for _, x := range s.all {
		n += x.steps
	}
	return n
}

// Played are the scenarios that are played, in their order.
func (s *Script) Played() []Scenario {
	return slices.DeleteFunc(slices.Clone(s.all), func(x Scenario) bool {
		return slices.ContainsFunc(s.left, func(l Scenario) bool { return l.ID == x.ID })
	})
}

// Columns says which capability each scenario belongs to.
func (s *Script) Columns() map[string]verdict.CapabilityID { return Columns(s.all) }

// Expected counts the scenarios of each capability.
func (s *Script) Expected() map[verdict.CapabilityID]int { return Expected(s.all) }

// Requirements are the requirements, with the scenarios that stand for each.
func (s *Script) Requirements() []verdict.Requirement {
	return Covered(s.all, features.Requirements())
}

// Uncovered is how many requirements neither these scenarios nor our own stand
// for: klarmeld cannot try them.
func (s *Script) Uncovered() int {
	n := 0
	for i, r := range s.Requirements() {
		if len(r.Scenarios) == 0 && features.Requirements()[i].Untested != "" {
			n++
		}
	}
	return n
}

// Play plays the scenarios that are not left out.
func (s *Script) Play(ctx context.Context, t *trial.Trial) ([]trial.Played, error) {
	played, err := Play(ctx, t, s.files)
	for _, l := range s.left {
		played = append(played, trial.Played{ID: l.ID, Name: l.Name, Proves: l.Proves, Capability: l.Capability, Requirements: l.Requirements, Demand: l.Demand,
			Untried: "udeladt af --only", Gap: verdict.GapLeftOut})
	}
	return played, err
}
