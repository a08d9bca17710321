package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/steps"
)

// promiseOptions are what a vendor promised, and what the municipality does meanwhile.
type promiseOptions struct {
	criteria  string // file
	meanwhile string // file
	count     bool   // a broken promise counts in the exit code

	promised *verdict.Criteria   // what is in the file; nil: none is given
	until    []verdict.Meanwhile // the same; nil: none is given
}

// promiseFlags lets a command hold a run against what was promised.
func promiseFlags(cmd *cobra.Command, o *promiseOptions) {
	f := cmd.Flags()
	f.StringVar(&o.criteria, "klarmelding", "", "en fil med leverandørens klarmelding, kriterium for kriterium; ellers profilens, område for område")
	f.StringVar(&o.meanwhile, "indtil", "", "en fil med, hvordan kommunen klarer sig, til en mangel er rettet")
	f.BoolVar(&o.count, "loefte", false, "lad et løfte, der er forfaldent og ikke holdt, give exitkoden 20")
}

// read reads the files, and refuses criteria that point at what is not there.
func (o *promiseOptions) read(script *steps.Script) error {
	if o.criteria != "" {
		c, err := config.Criteria(o.criteria)
		if err != nil {
			return usage("%w", err)
		}
		var rules []string
		for _, e := range catalogue() {
			rules = append(rules, e.ID)
		}
		if err := c.Unknown(script.Columns(), script.Requirements(), rules); err != nil {
			return usage("klarmeldingen i %s:\n%w\nklarmeld run --help siger, hvor scenarierne står, og klarmeld rules viser reglerne", o.criteria, err)
		}
		o.promised = &c
	}
	if o.meanwhile != "" {
		m, err := config.Meanwhile(o.meanwhile)
		if err != nil {
			return usage("%w", err)
		}
		o.until = append([]verdict.Meanwhile{}, m...)
	}
	return nil
}

// promises reads what was promised, and refuses it where it cannot be held against the
// run: one vendor's declaration is of one system.
func (o *runOptions) promises(subjects []stage.Subject) error {
	if err := o.promise.read(o.script); err != nil {
		return err
	}
	several := o.system == "" && o.driver == "" && len(o.variant) == 0
	switch {
	case several && o.promise.criteria != "":
		return usage("--klarmelding er om ét system; vælg det med --system")
	case several && o.promise.count:
		return usage("--loefte er om ét system; vælg det med --system")
	}
	for i, sub := range subjects {
		by, err := verdict.ReadDeclared(sub.Declared)
		if err != nil {
			return harness(err)
		}
		for _, id := range slices.Sorted(maps.Keys(by)) {
			if _, scenario := o.script.Columns()[id]; !scenario && strings.Contains(id, "-") {
				return usage("klarmelding i profilen: scenariet %q findes ikke; klarmeld steps viser dem", id)
			}
		}
		if o.promise.count && o.promise.promised == nil && len(by) == 0 && !o.resume { // one that goes on has its own
			return nothingPromised
		}
		subjects[i].Criteria = o.promise.promised
	}
	return nil
}

// nothingPromised is said when a promise is to count and there is none.
var nothingPromised = exit{exitUsage,
	errors.New("--loefte: der er ingen klarmelding at holde prøven op mod; skriv klarmelding i profilen, eller giv en fil med --klarmelding")}

// broken is the exit of a run that counts promises: what was found stands, but nothing is
// held against a vendor where klarmeld or the adapter failed. nil: nothing is broken.
func (o promiseOptions) broken(s verdict.SystemResult) error {
	if !o.count || s.Verdict == verdict.HarnessFailed || s.Verdict == verdict.AdapterFailed {
		return nil
	}
	if s.Promises == nil {
		return nothingPromised
	}
	all := s.Promises.Broken()
	if len(all) == 0 {
		return nil
	}
	var ids []string
	for _, p := range all {
		ids = append(ids, string(p.Criterion.ID))
	}
	return exit{verdict.NotApproved.ExitCode(), fmt.Errorf("%d løfter er forfaldne og ikke holdt: %s", len(all), strings.Join(ids, ", "))}
}

// givenLater is what a report says was given when its recording was judged again: no
// verdict rests on it, and the report is the only place that has it.
func givenLater(s verdict.SystemResult) promiseOptions {
	var o promiseOptions
	if slices.Contains(s.GivenLater, verdict.LaterCriteria) && s.Promises != nil {
		c := s.Promises.Given()
		o.promised = &c
	}
	if slices.Contains(s.GivenLater, verdict.LaterMeanwhile) {
		o.until = append([]verdict.Meanwhile{}, s.Meanwhile...)
	}
	return o
}

// promiseChecks are those of what the profile says was promised.
func promiseChecks(p config.Profile, features string) []preflightCheck {
	check := func(name, file string, o promiseOptions) preflightCheck {
		return preflightCheck{name: name, run: func(context.Context) (string, error) {
			script, err := newScript(features, nil, p.Cast, true)
			if err != nil {
				return "", err
			}
			return file, o.read(script)
		}}
	}
	var out []preflightCheck
	if p.Criteria != "" {
		out = append(out, check("Kriterierne", p.Criteria, promiseOptions{criteria: p.Criteria}))
	}
	if p.Meanwhile != "" {
		out = append(out, check("Indtil da", p.Meanwhile, promiseOptions{meanwhile: p.Meanwhile}))
	}
	return out
}
