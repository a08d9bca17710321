package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

func verifyCommand() *cobra.Command {
	var key, features string
	cmd := &cobra.Command{
		Use:   "verify MAPPE",
		Short: "Efterprøv en rapport: er dens filer urørte, og kommer man til samme dom?",
		Long: `Efterprøver en rapport, uden systemet og uden leverandøren: hver fil holdes op mod
manifestet, optagelsen dømmes igen, og er den underskrevet, prøves underskrifterne.
MAPPE er den, rapport.json ligger i.
Exitkoden er 0, når alt er urørt og dommen den samme, hvad den så er; ellers 20.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return verify(cmd.Context(), args[0], features, key, cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&key, "noegle", "", "den offentlige nøgle (PEM), som rapporten skal være underskrevet med")
	cmd.Flags().StringVar(&features, "features", "", "de egne scenarier, der blev kørt")
	return cmd
}

func verify(ctx context.Context, dir, features, key string, out io.Writer) error {
	problems, err := recording.CheckManifest(dir)
	if errors.Is(err, recording.ErrNoManifest) {
		return usage("%s er ingen rapports mappe: %w", dir, err)
	}
	if err != nil {
		return usage("%w", err)
	}
	if len(problems) > 0 {
		say(out, "✗ Rapporten er ikke urørt:\n")
		for _, p := range problems {
			say(out, "  %s\n", p)
		}
		return exit{code: verdict.NotApproved.ExitCode()}
	}
	if err := tellSystemFiles(out, dir); err != nil {
		return err
	}
	old, raw, err := reports.ReadReport(dir)
	if err != nil {
		return usage("%w", err)
	}
	folder, _ := recordingIn(dir)
	if err := verifyRecording(folder, out); err != nil {
		return err
	}
	r, err := replayed(ctx, folder, features, "")
	if err != nil {
		return err
	}
	if err := sameVerdict(out, old, r, raw); err != nil {
		return err
	}
	return signatures(dir, key, old, out)
}

// tellSystemFiles names the files that the operating system left in a report's
// folder: nobody has touched the report, and somebody may wonder.
func tellSystemFiles(out io.Writer, dir string) error {
	own, err := recording.SystemFiles(dir)
	if err != nil {
		return usage("%w", err)
	}
	for _, name := range own {
		fmt.Fprintf(out, "  %s er styresystemets egen og regnes ikke med\n", name)
	}
	return nil
}

// sameVerdict says whether a report is what its recording comes to.
func sameVerdict(out io.Writer, old, now verdict.SystemResult, raw []byte) error {
	var again bytes.Buffer
	by := ""
	if old.Program != now.Program || old.Ruleset != now.Ruleset {
		by = fmt.Sprintf(" (dømt af klarmeld %s med regelsæt %s, efterprøvet af %s med %s)", old.Program, old.Ruleset, now.Program, now.Ruleset)
		now.Program, now.Ruleset, now.Proof, now.Requirements = old.Program, old.Ruleset, old.Proof, old.Requirements
	}
	if err := reports.JSON(&again, reports.Report{System: now}); err != nil {
		return harness(err)
	}
	// Another klarmeld may write it in another form; then the verdict, the
	// outcomes and the number of findings must be the same.
	same := bytes.Equal(again.Bytes(), raw) || by != "" && len(verdict.Compare(old, now)) == 0
	if same {
		say(out, "✓ Alle filer er urørte, og optagelsen giver samme dom: %s er %s%s.\n", old.Title, old.Verdict.Name(), by)
		return nil
	}
	say(out, "✗ Filerne er urørte, men optagelsen giver ikke den samme rapport%s.\n", by)
	if err := reports.Changes(out, verdict.Compare(old, now), reports.Danish); err != nil {
		return harness(err)
	}
	return exit{code: verdict.NotApproved.ExitCode()}
}
