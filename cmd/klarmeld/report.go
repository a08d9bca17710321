package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// setAside moves an earlier report of the system out of the way: what was
// recorded is never written over.
func setAside(out, name string, now time.Time) error {
	old := filepath.Join(out, name)
	if _, err := os.Stat(old); errors.Is(err, os.ErrNotExist) {
		return nil
	}
	to := filepath.Join(out, "tidligere", now.Format("2006-01-02T150405.000"))
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

func writeReports(dir string, all verdict.Run, forms []reports.Form) error {
	for _, s := range all.Systems {
		for _, f := range forms {
			if err := writeFile(filepath.Join(dir, s.Name, f.File), func(w io.Writer) error { return f.Write(w, s) }); err != nil {
				return err
			}
		}
	}
	for _, s := range all.Systems {
		if err := recording.WriteManifest(filepath.Join(dir, s.Name)); err != nil {
			return err
		}
	}
	return writeFile(filepath.Join(dir, "matrix.html"), func(w io.Writer) error { return reports.MatrixHTML(w, all) })
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
	if err := reports.Console(out, all, width(out)); err != nil {
		return err
	}
	if o.known != "" {
		for _, s := range all.Systems {
			if err := reports.KnownConsole(out, verdict.Sort(s, known), width(out)); err != nil {
				return err
			}
		}
	}
	fmt.Fprintf(out, "\nRapport: %s\n", filepath.Join(o.out, "matrix.html"))
	for _, s := range all.Systems {
		fmt.Fprintf(out, "         %s\n", filepath.Join(o.out, s.Name, "rapport.html"))
	}
	return nil
}
