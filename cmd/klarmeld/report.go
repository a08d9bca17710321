package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// always are the forms of every report; verify and replay read the one, people
// the other.
var always = []string{"json", "html", "borger"}

// chosen are the forms that are always written, and those that were asked for.
func chosen(names []string) ([]reports.Form, error) {
	forms, err := reports.Pick(slices.Concat(always, names))
	if err != nil {
		return nil, usage("--form: %w", err)
	}
	return forms, nil
}

// reportFolder is where a run's reports are written.
func reportFolder(ctx context.Context, dir string, forms []reports.Form, l reports.Language, since *reports.Document, pdf bool) reports.Folder {
	f := reports.Folder{Dir: dir, Forms: forms, Language: l, Since: since}
	if pdf {
		f.Print = func(page, to string) error { return printPDF(ctx, page, to) }
	}
	return f
}

// sinceOf reads the earlier report that was asked for; none was is no mistake.
func sinceOf(path, name string) (*reports.Document, error) {
	if path == "" {
		return nil, nil
	}
	was, err := documentAt(path)
	if err != nil {
		return nil, err
	}
	if was.System.Name != name {
		return nil, usage("--siden: rapporten i %s er om %s, ikke om %s; vælg systemet med --system", path, was.System.Name, name)
	}
	return &was, nil
}

func show(o runOptions, all verdict.RunResult, out io.Writer) error {
	if o.json {
		return reports.RunJSON(out, all)
	}
	if err := reports.Console(out, all, width(out), o.language); err != nil {
		return err
	}
	for _, s := range all.Systems {
		if err := reports.KnownConsole(out, s, width(out), o.language); err != nil {
			return err
		}
	}
	if o.features != "" && len(all.Systems) > 0 {
		if err := reports.CoverageConsole(out, all.Systems[0], o.script.Uncovered(), width(out), o.language); err != nil {
			return err
		}
	}
	head := o.language.Text("Rapport") + ": "
	say(out, "\n%s%s\n", head, filepath.Join(o.out, "matrix.html"))
	for _, s := range all.Systems {
		say(out, "%s%s\n", strings.Repeat(" ", len(head)), filepath.Join(o.out, s.Name, "rapport.html"))
	}
	tellGuard(out, "optagelserne, som rummer CPR-numrene umaskeret,")
	return nil
}
