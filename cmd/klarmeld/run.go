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
	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
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
30 ufuldstændig, 64 forkert brug, 70 fejl i klarmeld selv. Den, der afbryder, får
129, 130 eller 143.`,
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
	setting, err := o.setting()
	if err != nil {
		return err
	}
	subjects, err := o.subjects()
	if err != nil {
		return err
	}
	folder, err := o.folder(ctx, subjects)
	if err != nil {
		return err
	}
	var known []verdict.Known
	if o.known != "" {
		if known, err = config.Known(o.known); err != nil {
			return usage("%w", err)
		}
	}
	script, err := newScript(o.features, o.only, o.parts)
	if err != nil {
		return err
	}
	if o.driver != "" && !o.json {
		say(out, "klarmelds services svarer på http://%s\n", o.addr)
	}
	all, err := stage.Run(ctx, setting, subjects, script, folder)
	if err != nil {
		return o.interrupted(staged(err), subjects)
	}
	if err := show(o, all, known, out); err != nil {
		return harness(err)
	}
	return outcome(o, all)
}

// setting is what the run is made on.
func (o runOptions) setting() (stage.Setting, error) {
	var none stage.Setting
	policy, err := config.Policy(o.policy)
	if err != nil {
		return none, usage("%w", err)
	}
	if o.municipality, err = registersAt(o.municipality, o.fixtures); err != nil {
		return none, err
	}
	raw, err := config.Neighbour()
	if err != nil {
		return none, harness(err)
	}
	neighbour, err := simulated.ParseProfile(raw)
	if err != nil {
		return none, harness(err)
	}
	return stage.Setting{Program: version(), Policy: policy, Ground: func() (services.Ground, error) { return groundOf(o.municipality, o.roles) }, Fictive: o.municipality == "",
		Neighbour: neighbour, Validate: schema.Validate, Only: o.only, Parts: o.parts, Declared: o.declared, Dir: o.out, TCP: o.wire, Resume: o.resume, Now: danishNow()}, nil
}

// folder is where the reports are written, when all that was asked of them can
// be had.
func (o runOptions) folder(ctx context.Context, subjects []stage.Subject) (reports.Folder, error) {
	var none reports.Folder
	forms, err := chosen(o.forms)
	if err != nil {
		return none, err
	}
	if o.pdf {
		if _, err := browser(); err != nil {
			return none, err
		}
	}
	var since *verdict.SystemResult
	for _, sub := range subjects {
		if since, err = sinceOf(o.since, sub.Name); err != nil {
			return none, err
		}
	}
	return reportFolder(ctx, o.out, forms, o.language, since, o.pdf), nil
}

// interrupted says how a run of a real system goes on that was ended before its
// end. One that klarmeld plays has forgotten what it did.
func (o runOptions) interrupted(err error, subjects []stage.Subject) error {
	if errors.Is(err, stage.ErrInterrupted) && o.driver != "" {
		return fmt.Errorf("%w. Det, der er optaget, ligger i %s; samme kommando med --continue fortsætter derfra", err, filepath.Join(o.out, subjects[0].Name, recording.Subfolder))
	}
	return err
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

// newScript reads the scenarios that are played: klarmeld's own, or a folder's.
func newScript(folder string, only []string, parts map[string]string) (*steps.Script, error) {
	from := fs.FS(features.Files)
	if folder != "" {
		from = os.DirFS(folder)
	}
	s, err := steps.NewScript(from, only, parts)
	if err != nil && folder != "" {
		return nil, usage("%s: %w", folder, err)
	}
	if err != nil {
		return nil, usage("%w", err)
	}
	return s, nil
}
