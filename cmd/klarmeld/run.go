package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/proof"
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
	names := fixtures.Names("vendors")
	if o.system != "" {
		if !slices.Contains(names, o.system) {
			return usage("systemet %q kendes ikke; vælg et af: %s", o.system, strings.Join(names, ", "))
		}
		names = []string{o.system}
	}
	var all verdict.Run
	for _, name := range names {
		r, err := runSystem(ctx, o, name, policy)
		if err != nil {
			return err
		}
		all.Systems = append(all.Systems, r)
	}
	if err := writeReports(o.out, all); err != nil {
		return harness(err)
	}
	if err := show(o, all, out); err != nil {
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

// runSystem plays all scenarios on one simulated system and judges it.
func runSystem(ctx context.Context, o runOptions, name string, policy verdict.Policy) (verdict.SystemResult, error) {
	raw, err := fixtures.Vendor(name)
	if err != nil {
		return verdict.SystemResult{}, harness(err)
	}
	profile, err := vendor.ParseProfile(raw)
	if err != nil {
		return verdict.SystemResult{}, harness(err)
	}
	now := danishNow()
	if err := setAside(o.out, name, now()); err != nil {
		return verdict.SystemResult{}, usage("%w", err)
	}
	return play(ctx, o, profile, policy, now)
}

// play plays all scenarios on a simulated system and judges what was recorded.
func play(ctx context.Context, o runOptions, profile vendor.Profile, policy verdict.Policy, now func() time.Time) (verdict.SystemResult, error) {
	var none verdict.SystemResult
	scenarios, err := steps.Scenarios(features.Files)
	if err != nil {
		return none, harness(err)
	}
	s, err := newStage(o, profile, filepath.Join(o.out, profile.Name, "optagelse"), steps.Columns(scenarios), now)
	if err != nil {
		return none, err
	}
	played, playErr := steps.Play(ctx, s.trial, features.Files)
	r, err := s.trial.Result(played, steps.Expected(scenarios), policy)
	if err := errors.Join(playErr, err, s.close()); err != nil {
		return none, harness(err)
	}
	r.Proof, r.Requirements = proof.Published(), steps.Covered(scenarios, features.Requirements())
	return r, nil
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

func show(o runOptions, all verdict.Run, out io.Writer) error {
	if o.json {
		return reports.RunJSON(out, all)
	}
	if err := reports.Console(out, all, width(out)); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nRapport: %s\n", filepath.Join(o.out, "matrix.html"))
	for _, s := range all.Systems {
		fmt.Fprintf(out, "         %s\n", filepath.Join(o.out, s.Name, "rapport.html"))
	}
	return nil
}
