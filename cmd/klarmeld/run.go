package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/driver"
	"klarmeld/internal/proof"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/vendor"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// runOptions are the flags of klarmeld run.
type runOptions struct {
	system, policy, out string
	municipality, roles string
	fixtures            string
	json, wire          bool
	driver, itSystem    string // of a real system
	title, addr         string
	deadline            time.Duration
	features            string
	only                []string
	resume              bool
	known               string
}

func runCommand() *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:   "run",
		Short: "Kør compliancetesten og skriv rapporten",
		Long: `Kører compliancetesten og skriver rapporten.

Uden --system køres de tre simulerede systemer, og exitkoden er 0. For ét system
er exitkoden 0 godkendt, 10 godkendt med bemærkninger, 20 ikke godkendt,
30 ufuldstændig, 64 forkert brug, 70 fejl i klarmeld selv.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runAll(cmd.Context(), o, cmd.OutOrStdout()) },
	}
	f := cmd.Flags()
	f.StringVar(&o.system, "system", "", "kør kun dette system: "+strings.Join(fixtures.Names("vendors"), ", "))
	f.StringVar(&o.policy, "policy", "pilot-2020", "godkendelsespolitik: "+strings.Join(fixtures.Names("policies"), ", ")+" eller en fil")
	f.StringVar(&o.out, "out", "klarmeld-rapport", "mappe til rapporten")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	f.BoolVar(&o.json, "json", false, "skriv hele resultatet som JSON på standard output")
	f.StringVar(&o.driver, "driver", "", "prøv et rigtigt system: adressen på dets adapter (http://…)")
	f.StringVar(&o.addr, "addr", "127.0.0.1:8470", "hvor klarmelds services svarer det rigtige system")
	f.StringVar(&o.title, "titel", "", "det rigtige systems navn, som det står i rapporten")
	f.StringVar(&o.itSystem, "itsystem", "it-reference", "nøglen på det rigtige systems IT-system i kommunens registre")
	f.DurationVar(&o.deadline, "frist", 5*time.Minute, "hvor længe en ændring må være undervejs til indekset")
	f.StringVar(&o.features, "features", "", "egne scenarier: en mappe med .feature-filer")
	f.StringSliceVar(&o.only, "only", nil, "kun disse funktionsområder (sag), scenarier (sag-07) eller krav (krav:AM-02)")
	f.StringVar(&o.known, "kendte", "", "en fil med kendte fund; kørslen siger, hvad der er nyt")
	f.BoolVar(&o.resume, "continue", false, "fortsæt en kørsel, der blev afbrudt")
	f.BoolVar(&o.wire, "wire", false, "brug rigtig HTTP på 127.0.0.1 i stedet for transporten i processen")
	return cmd
}

func runAll(ctx context.Context, o runOptions, out io.Writer) error {
	if ctx == nil {
		ctx = context.Background()
	}
	policy, err := fixtures.Policy(o.policy)
	if err != nil {
		return usage("%w", err)
	}
	if o.municipality, err = registersAt(o.municipality, o.fixtures); err != nil {
		return err
	}
	subjects, err := o.subjects()
	if err != nil {
		return err
	}
	var known []verdict.Known
	if o.known != "" {
		if known, err = fixtures.Known(o.known); err != nil {
			return usage("%w", err)
		}
	}
	if o.driver != "" && !o.json {
		fmt.Fprintf(out, "klarmelds services svarer på http://%s\n", o.addr)
	}
	var all verdict.Run
	for _, sub := range subjects {
		r, err := runSystem(ctx, o, sub, policy)
		if err != nil {
			return err
		}
		all.Systems = append(all.Systems, r)
	}
	if err := writeReports(o.out, all); err != nil {
		return harness(err)
	}
	if err := show(o, all, known, out); err != nil {
		return harness(err)
	}
	return outcome(o, all)
}

// outcome is the exit code: a failure of ours always counts, a verdict only
// when one system was asked for.
func outcome(o runOptions, all verdict.Run) error {
	for _, s := range all.Systems {
		if s.Verdict == verdict.HarnessFailed {
			return harness(fmt.Errorf("klarmeld fejlede selv i prøven af %s; se rapporten. Dommen regnes ikke systemet til last", s.Name))
		}
	}
	if o.system == "" {
		return nil
	}
	if code := all.Systems[0].Verdict.ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
}

// subjects are the systems that are tested: a real one when a driver is given,
// else simulated ones.
func (o runOptions) subjects() ([]subject, error) {
	if o.driver != "" {
		return o.real()
	}
	names := fixtures.Names("vendors")
	if o.system != "" {
		if !slices.Contains(names, o.system) {
			return nil, usage("systemet %q kendes ikke; vælg et af: %s", o.system, strings.Join(names, ", "))
		}
		names = []string{o.system}
	}
	var out []subject
	for _, name := range names {
		raw, err := fixtures.Vendor(name)
		if err != nil {
			return nil, harness(err)
		}
		profile, err := vendor.ParseProfile(raw)
		if err != nil {
			return nil, harness(err)
		}
		out = append(out, simulated(profile))
	}
	return out, nil
}

// real is the system behind a driver.
func (o runOptions) real() ([]subject, error) {
	s := subject{name: o.system, title: o.title, itSystem: o.itSystem, deadline: o.deadline, addr: o.addr}
	if s.name == "" {
		s.name = "leverandoer"
	}
	if s.title == "" {
		s.title = s.name
	}
	if !strings.HasPrefix(o.driver, "http://") && !strings.HasPrefix(o.driver, "https://") {
		return nil, usage("--driver %q: skriv adressen på jeres adapter, fx http://127.0.0.1:9000/handling", o.driver)
	}
	s.driver = driver.NewHTTP(o.driver, http.DefaultTransport, fixtures.Validate)
	return []subject{s}, nil
}

// runSystem plays the scenarios on one system and judges it.
func runSystem(ctx context.Context, o runOptions, sub subject, policy verdict.Policy) (verdict.SystemResult, error) {
	now := danishNow()
	if !o.resume {
		if err := setAside(o.out, sub.name, now()); err != nil {
			return verdict.SystemResult{}, usage("%w", err)
		}
	}
	return play(ctx, o, sub, policy, now)
}

// script is what is played: the feature files, and what was left out of them.
type script struct {
	files []steps.Feature
	all   []steps.Scenario
	left  []steps.Scenario
}

func newScript(folder string, only []string) (script, error) {
	from := fs.FS(features.Files)
	if folder != "" {
		from = os.DirFS(folder)
	}
	files, err := steps.Features(from)
	if err != nil {
		return script{}, usage("%s: %w", folder, err)
	}
	var s script
	if s.all, err = steps.Scenarios(files); err != nil {
		return s, usage("%w", err)
	}
	if s.files, s.left, err = steps.Select(files, only); err != nil {
		return s, usage("--only: %w", err)
	}
	return s, nil
}

// play plays the scenarios on a system and judges what was recorded.
func play(ctx context.Context, o runOptions, sub subject, policy verdict.Policy, now func() time.Time) (verdict.SystemResult, error) {
	var none verdict.SystemResult
	sc, err := newScript(o.features, o.only)
	if err != nil {
		return none, err
	}
	s, err := newStage(o, sub, policy, filepath.Join(o.out, sub.name, "optagelse"), steps.Columns(sc.all), now)
	if err != nil {
		return none, err
	}
	r, err := judged(ctx, s.trial, sc)
	return r, harnessed(errors.Join(err, s.close()))
}

// judged plays a script on a trial and returns the result.
func judged(ctx context.Context, t *trial.Trial, sc script) (verdict.SystemResult, error) {
	played, playErr := steps.Play(ctx, t, sc.files)
	for _, l := range sc.left {
		played = append(played, trial.Played{ID: l.ID, Name: l.Name, Proves: l.Proves, Capability: l.Capability, Requirements: l.Requirements, Untried: "udeladt af --only"})
	}
	r, err := t.Result(played, steps.Expected(sc.all))
	r.Proof, r.Requirements = proof.Published(), steps.Covered(sc.all, features.Requirements())
	return r, errors.Join(playErr, err)
}

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

func writeReports(dir string, all verdict.Run) error {
	for _, s := range all.Systems {
		for file, write := range map[string]func(io.Writer, verdict.SystemResult) error{"rapport.json": reports.JSON, "rapport.html": reports.HTML} {
			if err := writeFile(filepath.Join(dir, s.Name, file), func(w io.Writer) error { return write(w, s) }); err != nil {
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
