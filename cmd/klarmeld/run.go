package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/config"
	"klarmeld/internal/proof"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
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
	only, forms         []string
	language            reports.Language
	since               string
	pdf                 bool
	resume              bool
	known               string
	profile             string
	parts               map[string]string
	declared            []byte
	in                  io.Reader // the person's, when a person moves the system
	screen              io.Writer
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
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.fromProfile(cmd.Flags().Changed); err != nil {
				return err
			}
			if err := o.ready(cmd.Context(), cmd.OutOrStdout()); err != nil {
				return err
			}
			if o.in, o.screen = cmd.InOrStdin(), cmd.OutOrStdout(); o.json {
				o.screen = cmd.ErrOrStderr() // standard output is the result's alone
			}
			return runAll(cmd.Context(), o, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.system, "system", "", "kør kun dette system: "+strings.Join(fixtures.Names("vendors"), ", "))
	f.StringVar(&o.policy, "policy", "pilot-2020", "godkendelsespolitik: "+strings.Join(fixtures.Names("policies"), ", ")+" eller en fil")
	f.StringVar(&o.out, "out", "klarmeld-rapport", "mappe til rapporten")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	f.BoolVar(&o.json, "json", false, "skriv hele resultatet som JSON på standard output")
	f.StringVar(&o.profile, "profile", "", "jeres klarmeld.yaml; flag på linjen går forud for den")
	f.StringVar(&o.driver, "driver", "", "prøv et rigtigt system: adressen på dets adapter (http://…), exec:PROGRAM, eller person (en, der sidder ved systemet)")
	f.StringVar(&o.addr, "addr", "127.0.0.1:8470", "hvor klarmelds services svarer det rigtige system")
	f.StringVar(&o.title, "titel", "", "det rigtige systems navn, som det står i rapporten")
	f.StringVar(&o.itSystem, "itsystem", "it-reference", "nøglen på det rigtige systems IT-system i kommunens registre")
	f.DurationVar(&o.deadline, "frist", 5*time.Minute, "hvor længe en ændring må være undervejs til indekset")
	f.StringVar(&o.features, "features", "", "egne scenarier: en mappe med .feature-filer")
	f.StringSliceVar(&o.only, "only", nil, "kun disse funktionsområder (sag), scenarier (sag-07) eller krav (krav:AM-02)")
	f.StringSliceVar(&o.forms, "form", nil, "skriv også rapporten på disse former: "+strings.Join(reports.FormNames(), ", "))
	languageFlag(cmd, &o.language)
	pdfFlag(cmd, &o.pdf)
	f.StringVar(&o.since, "siden", "", "en tidligere rapports mappe, som rapporten sammenlignes med; ellers den seneste i --out")
	f.StringVar(&o.known, "kendte", "", "en fil med kendte fund; kørslen siger, hvad der er nyt")
	f.BoolVar(&o.resume, "continue", false, "fortsæt en kørsel, der blev afbrudt")
	f.BoolVar(&o.wire, "wire", false, "brug rigtig HTTP på 127.0.0.1 i stedet for transporten i processen")
	return cmd
}

func runAll(ctx context.Context, o runOptions, out io.Writer) error {
	if ctx == nil {
		ctx = context.Background()
	}
	policy, err := config.Policy(o.policy)
	if err != nil {
		return usage("%w", err)
	}
	if o.municipality, err = registersAt(o.municipality, o.fixtures); err != nil {
		return err
	}
	forms, err := chosen(o.forms)
	if err != nil {
		return err
	}
	if o.pdf {
		if _, err := browser(); err != nil {
			return err
		}
	}
	subjects, err := o.subjects()
	if err != nil {
		return err
	}
	for _, sub := range subjects {
		if _, err := sinceOf(o.since, sub.name); err != nil {
			return err
		}
	}
	var known []verdict.Known
	if o.known != "" {
		if known, err = config.Known(o.known); err != nil {
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
	if err := o.writing(forms).all(all); err != nil {
		return harnessed(err)
	}
	if err := show(o, all, known, out); err != nil {
		return harness(err)
	}
	return outcome(o, all)
}

func (o runOptions) writing(forms []reports.Form) writing {
	return writing{dir: o.out, forms: forms, language: o.language, since: o.since, pdf: o.pdf}
}

// outcome is the exit code: a failure of ours always counts, a verdict only
// when one system was asked for.
func outcome(o runOptions, all verdict.Run) error {
	for _, s := range all.Systems {
		if s.Verdict == verdict.HarnessFailed {
			return harness(fmt.Errorf("klarmeld fejlede selv i prøven af %s; se rapporten. Dommen regnes ikke systemet til last", s.Name))
		}
	}
	if o.system == "" && o.driver == "" {
		return nil
	}
	if code := all.Systems[0].Verdict.ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
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

func newScript(folder string, only []string, parts map[string]string) (script, error) {
	from := fs.FS(features.Files)
	if folder != "" {
		from = os.DirFS(folder)
	}
	files, err := steps.Features(from)
	if err != nil {
		return script{}, usage("%s: %w", folder, err)
	}
	files = steps.Recast(files, parts)
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
	sc, err := newScript(o.features, o.only, o.parts)
	if err != nil {
		return none, err
	}
	s, err := newStage(o, sub, policy, filepath.Join(o.out, sub.name, recording.Subfolder), steps.Columns(sc.all), now)
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
