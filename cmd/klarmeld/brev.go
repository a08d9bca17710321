package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/overview"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// letterOptions are the flags of klarmeld brev.
type letterOptions struct {
	deadline, priorities, template, features, out string
	show, anyway                                  bool
	language                                      reports.Language
}

func brevCommand() *cobra.Command {
	var o letterOptions
	cmd := &cobra.Command{
		Use:   "brev MAPPE",
		Short: "Skriv brevet til leverandøren: hvad prøven viste, og hvad der bedes om",
		Long: `Skriver et brev til leverandøren om en rapport, i Markdown på standard output: hvad
prøven viste, hvad leverandøren har sagt på forhånd, hvad der bedes om, og hvornår. MAPPE
er den, rapport.json ligger i. Rapporten efterprøves først, som klarmeld verify gør det.

Datoerne kommer fra --frist eller fra jeres prioriteter; ellers siger brevet, hvor en dato
skal skrives. Teksten er en skabelon, som I kan gøre til jeres egen: --vis-skabelon viser
klarmelds, og --skabelon bruger jeres. Hvad en skabelon får at skrive med, står i
docs/report.md.

Exitkoden er 0, når brevet er skrevet, og 20, når rapporten ikke holder: så bliver der
intet skrevet, medmindre I beder om det med --alligevel.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.show {
				_, err := io.WriteString(cmd.OutOrStdout(), reports.LetterTemplate(o.language))
				return err
			}
			if len(args) == 0 {
				return usage("sig, hvilken rapport brevet er om: klarmeld brev MAPPE")
			}
			return o.run(cmd.Context(), args[0], cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.deadline, "frist", "", "den dag, det skal være på plads (ÅÅÅÅ-MM-DD); en prioritets egen frist går forud")
	f.StringVar(&o.priorities, "prioritet", "", "kommunens prioriteter (JSON efter prioriteter.schema.json): rækkefølge, frister, og hvordan I klarer jer imens")
	f.StringVar(&o.template, "skabelon", "", "jeres egen skabelon (text/template)")
	f.BoolVar(&o.show, "vis-skabelon", false, "vis klarmelds skabelon")
	f.StringVar(&o.out, "out", "", "mappe, som brevet også skrives i: brev.md, og brev.html til udskrift")
	f.StringVar(&o.features, "features", "", "de egne scenarier, der blev kørt")
	f.BoolVar(&o.anyway, "alligevel", false, "skriv brevet, selv om rapporten ikke holder; brevet siger det")
	languageFlag(cmd, &o.language)
	return cmd
}

// dateOf reads a date of the user's that has not passed.
func dateOf(flag, date string, today time.Time) error {
	at, err := time.Parse(time.DateOnly, date)
	switch {
	case err != nil:
		return usage("--%s %q er ingen dato; skriv den som 2027-03-01", flag, date)
	case at.Format(time.DateOnly) < today.Format(time.DateOnly):
		return usage("--%s %s er passeret", flag, date)
	}
	return nil
}

func (o letterOptions) run(ctx context.Context, dir string, out io.Writer) error {
	today := danishNow()()
	if o.deadline != "" {
		if err := dateOf("frist", o.deadline, today); err != nil {
			return err
		}
	}
	of := reports.LetterOf{Rules: ruleTexts(), Written: today.Format(time.DateOnly), Deadline: o.deadline}
	var err error
	if o.priorities != "" {
		if of.Priorities, err = config.Priorities(o.priorities); err != nil {
			return usage("%w", err)
		}
	}
	named, text := "brev."+string(o.language)+".md", reports.LetterTemplate(o.language)
	if o.template != "" {
		raw, err := textOf(o.template)
		if err != nil {
			return usage("skabelonen kan ikke læses: %w", err)
		}
		named, text = filepath.Base(o.template), string(raw)
	}
	if err := o.verified(ctx, dir, &of); err != nil {
		return err
	}
	var letter bytes.Buffer
	if err := reports.LetterMarkdown(&letter, of, named, text); err != nil {
		return usage("%w", err)
	}
	if o.out != "" {
		if err := o.write(of, letter.String()); err != nil {
			return err
		}
	}
	_, err = out.Write(letter.Bytes())
	return err
}

// verified verifies the report, and gives the letter what it is made of.
func (o letterOptions) verified(ctx context.Context, dir string, of *reports.LetterOf) error {
	found, err := reportFolders(dir)
	if err != nil {
		return err
	}
	if len(found) > 1 {
		return usage("der er %d rapporter i %s; et brev er om én: nævn dens mappe, fx %s", len(found), dir, found[0])
	}
	e, err := entryOf(ctx, found[0], o.features, nil)
	if err != nil {
		return err
	}
	if err := knownPriorities(of.Priorities, []overview.Reported{e}); err != nil {
		return err
	}
	if !e.Standing.Holds() && !o.anyway {
		return exit{verdict.NotApproved.ExitCode(), fmt.Errorf("rapporten i %s holder ikke, og der er intet brev skrevet (--alligevel skriver det):\n  %s",
			dir, strings.Join(e.Problems, "\n  "))}
	}
	of.Report = reports.Report{System: e.System, Language: o.language, Granted: e.Granted}
	of.ID, of.Problems, of.Holds = e.ID, e.Problems, e.Standing.Holds()
	for _, x := range e.Signed {
		of.Signatures = append(of.Signatures, reports.Signatory{Name: x.Name, Comment: x.Comment, Signed: x.Signed, Key: x.Key, Decision: x.Decision})
	}
	return nil
}

// write writes the letter as files. One that has been there is written over only when it
// is a letter.
func (o letterOptions) write(of reports.LetterOf, letter string) error {
	if _, err := os.Stat(filepath.Join(o.out, reports.ReportFile)); err == nil {
		return usage("%s er en rapports mappe, og et brev i den ville ændre den; vælg en anden med --out", o.out)
	}
	held, err := recording.Hold(o.out)
	if err != nil {
		return usage("%w", err)
	}
	defer held.Release()
	var page bytes.Buffer
	if err := reports.LetterHTML(&page, of, letter); err != nil {
		return harness(err)
	}
	if err := recording.Replace(o.out, map[string][]byte{"brev.md": []byte(letter), "brev.html": page.Bytes()}); err != nil {
		return harness(err)
	}
	return nil
}
