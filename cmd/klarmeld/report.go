package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// earlierReports is where reports are set aside.
const earlierReports = "tidligere"

// setAside moves an earlier report of the system out of the way: what was
// recorded is never written over.
func setAside(out, name string, now time.Time) error {
	old := filepath.Join(out, name)
	if _, err := os.Stat(old); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	to := filepath.Join(out, earlierReports, now.Format("2006-01-02T150405.000"))
	if err := os.MkdirAll(to, 0o755); err != nil {
		return fmt.Errorf("mappen %s kan ikke oprettes: %w", to, err)
	}
	if err := os.Rename(old, filepath.Join(to, name)); err != nil {
		return fmt.Errorf("den tidligere rapport kan ikke flyttes: %w", err)
	}
	return nil
}

// always are the forms of every report; verify and replay read the one, people
// the other.
var always = []string{"json", "html"}

// chosen are the forms that are always written, and those that were asked for.
func chosen(names []string) ([]reports.Form, error) {
	forms, err := reports.Pick(slices.Concat(always, names))
	if err != nil {
		return nil, usage("--form: %w", err)
	}
	return forms, nil
}

// writing is how the reports of a run are written.
type writing struct {
	dir      string // of the run
	forms    []reports.Form
	language reports.Language
	pdf      bool
	since    string // the earlier report's folder; "": the newest of the run's own
}

func (w writing) all(all verdict.Run) error {
	dir := w.dir
	for _, s := range all.Systems {
		r, err := w.report(s)
		if err != nil {
			return err
		}
		for _, f := range w.forms {
			if err := writeFile(filepath.Join(dir, s.Name, f.File), func(to io.Writer) error { return f.Write(to, r) }); err != nil {
				return err
			}
		}
		if w.pdf {
			if err := printPDF(filepath.Join(dir, s.Name, "rapport.html"), filepath.Join(dir, s.Name, "rapport.pdf")); err != nil {
				return err
			}
		}
	}
	for _, s := range all.Systems {
		if err := recording.WriteManifest(filepath.Join(dir, s.Name)); err != nil {
			return err
		}
	}
	return writeFile(filepath.Join(dir, "matrix.html"), func(to io.Writer) error { return reports.MatrixHTML(to, all, w.language) })
}

// report gathers what the forms of a system's report are written from.
func (w writing) report(s verdict.SystemResult) (reports.Report, error) {
	r := reports.Report{System: s, Language: w.language}
	var err error
	if r.Since, err = w.difference(s); err != nil {
		return r, err
	}
	folder := filepath.Join(w.dir, s.Name)
	if r.Recording.Files, r.Recording.Digest, err = recording.Digest(folder); err != nil {
		return r, err
	}
	for _, n := range reports.Needed(s) {
		m, err := message(filepath.Join(folder, recording.Subfolder), n)
		if err != nil {
			return r, err
		}
		r.Messages = append(r.Messages, m)
	}
	return r, nil
}

// message reads an exchange of a recording. One that was cut off has no reply.
func message(folder string, n int) (reports.Message, error) {
	var both [2][]byte
	for i, part := range []string{"request", "reply"} {
		raw, err := os.ReadFile(filepath.Join(folder, fmt.Sprintf("%04d-%s.xml", n, part)))
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return reports.Message{}, fmt.Errorf("optagelsen kan ikke læses: %w", err)
		}
		both[i] = raw
	}
	return reports.NewMessage(n, both[0], both[1]), nil
}

// difference is what has changed since the earlier report, when there is one.
func (w writing) difference(s verdict.SystemResult) (reports.Since, error) {
	if w.since == "" {
		was, err := reportAt(newest(w.dir, s.Name))
		if err != nil { // none, or one that cannot be read: nobody has asked for it
			return reports.Since{}, nil
		}
		return reports.SinceThen(was, s), nil
	}
	was, err := sinceOf(w.since, s.Name)
	if err != nil {
		return reports.Since{}, err
	}
	return reports.SinceThen(was, s), nil
}

// sinceOf reads the earlier report that was asked for; none was is no mistake.
func sinceOf(path, name string) (verdict.SystemResult, error) {
	if path == "" {
		return verdict.SystemResult{}, nil
	}
	was, err := reportAt(path)
	if err == nil && was.Name != name {
		err = usage("--siden: rapporten i %s er om %s, ikke om %s; vælg systemet med --system", path, was.Name, name)
	}
	return was, err
}

// newest is the folder of the latest of the reports that were set aside; "" when
// there is none.
func newest(dir, name string) string {
	all, err := filepath.Glob(filepath.Join(dir, earlierReports, "*", name, "rapport.json"))
	if err != nil || len(all) == 0 {
		return ""
	}
	return filepath.Dir(slices.Max(all))
}

// writeFile writes a report whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		return fmt.Errorf("%s kan ikke skrives: %w", path, err)
	}
	return nil
}

func show(o runOptions, all verdict.Run, known []verdict.Known, out io.Writer) error {
	if o.json {
		return reports.RunJSON(out, all)
	}
	if err := reports.Console(out, all, width(out), o.language); err != nil {
		return err
	}
	if o.known != "" {
		for _, s := range all.Systems {
			if err := reports.KnownConsole(out, verdict.Sort(s, known), width(out), o.language); err != nil {
				return err
			}
		}
	}
	head := o.language.Text("Rapport") + ": "
	fmt.Fprintf(out, "\n%s%s\n", head, filepath.Join(o.out, "matrix.html"))
	for _, s := range all.Systems {
		fmt.Fprintf(out, "%s%s\n", strings.Repeat(" ", len(head)), filepath.Join(o.out, s.Name, "rapport.html"))
	}
	return nil
}
