package main

import (
	"errors"
	"fmt"
	"io"
	"os"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// findingsOut is where the findings of a delivery go while it is judged: to the screen or
// to a tool, and to the files that were asked for.
type findingsOut struct {
	out   io.Writer
	json  *reports.FindingsInJSON
	turn  *reports.FindingsInTurn // nil: they are folded
	csv   *reports.FindingsInCSV
	sarif *reports.FindingsInSARIF
	files []*os.File
}

// findingsOut begins the files. folded: the screen is shown what each rule found, and not
// each finding.
func (o checkOptions) findingsOut(out io.Writer, folded bool) (*findingsOut, error) {
	to := &findingsOut{out: out}
	var err error
	switch {
	case o.json:
		to.json = reports.NewFindingsInJSON(out)
	case !folded:
		to.turn = &reports.FindingsInTurn{W: out}
	}
	if o.delivery.csv != "" {
		f, err := to.create(o.delivery.csv)
		if err != nil {
			return nil, err
		}
		if to.csv, err = reports.NewFindingsInCSV(f); err != nil {
			return nil, errors.Join(harness(err), to.abandon())
		}
	}
	if o.delivery.sarif != "" {
		f, err := to.create(o.delivery.sarif)
		if err != nil {
			return nil, err
		}
		if to.sarif, err = reports.NewFindingsInSARIF(f, version()); err != nil {
			return nil, errors.Join(harness(err), to.abandon())
		}
	}
	return to, err
}

func (to *findingsOut) create(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, errors.Join(usage("%s kan ikke skrives: %w", name, err), to.abandon())
	}
	to.files = append(to.files, f)
	return f, nil
}

// add writes what was found in a message.
func (to *findingsOut) add(findings []verdict.Finding) error {
	if to.turn != nil {
		if err := to.turn.Add(findings); err != nil {
			return err
		}
	}
	for _, f := range findings {
		for _, each := range []func(verdict.Finding) error{to.json.Add, to.csv.Add, to.sarif.Add} {
			if err := each(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// finish writes what stands at the end.
func (to *findingsOut) finish(s *sweep) error {
	if to.csv != nil {
		if err := to.csv.Close(); err != nil {
			return err
		}
	}
	if to.sarif != nil {
		if err := to.sarif.Close(); err != nil {
			return err
		}
		to.sarif = nil
	}
	if err := to.abandon(); err != nil {
		return err
	}
	if s.counts.Messages+s.counts.Lost == 0 && !s.stopped {
		return nil // there is nothing to show
	}
	return to.show(s)
}

func (to *findingsOut) show(s *sweep) error {
	switch {
	case to.json != nil:
		return to.json.Close(&s.found, s.summary())
	case to.turn != nil:
		if err := to.turn.Close(&s.found); err != nil {
			return err
		}
	default:
		if err := reports.FindingsFolded(to.out, &s.found); err != nil {
			return err
		}
	}
	if len(s.found.Outcomes()) == 0 {
		fmt.Fprintf(to.out, "Ingen fund i %d meddelelse(r).\n", s.counts.Messages)
	}
	for _, line := range s.told() {
		if _, err := fmt.Fprintln(to.out, line); err != nil {
			return err
		}
	}
	return nil
}

// abandon closes the files.
func (to *findingsOut) abandon() error {
	var all error
	if to.sarif != nil {
		all = to.sarif.Abandon()
		to.sarif = nil
	}
	for _, f := range to.files {
		all = errors.Join(all, f.Close())
	}
	to.files = nil
	return all
}
