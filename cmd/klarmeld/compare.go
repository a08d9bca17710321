package main

import (
	"github.com/spf13/cobra"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

func compareCommand() *cobra.Command {
	var l reports.Language
	cmd := &cobra.Command{
		Use:   "compare FØR NU",
		Short: "Sammenlign to rapporter om ét system",
		Long: `Siger, hvad der er brudt, nyt, rettet og ikke længere observeret fra den ene rapport
til den anden. FØR og NU er rapporters mapper eller deres rapport.json; tidligere
kørsler ligger i mappen tidligere. Exitkoden er 0, når intet er blevet værre, ellers 20.`,
		Args: cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			was, err := reportAt(args[0])
			if err != nil {
				return err
			}
			now, err := reportAt(args[1])
			if err != nil {
				return err
			}
			if was.Name != now.Name {
				return usage("rapporterne er om hver sit system: %s og %s; sammenlign to kørsler af ét", was.Name, now.Name)
			}
			out := cmd.OutOrStdout()
			if err := reports.DifferenceConsole(out, was, now, width(out), l); err != nil {
				return harness(err)
			}
			if verdict.Differ(was, now).Worse() {
				return exit{code: verdict.NotApproved.ExitCode()}
			}
			return nil
		},
	}
	languageFlag(cmd, &l)
	return cmd
}

// reportAt reads the report that a folder holds, or the file itself.
func reportAt(path string) (verdict.SystemResult, error) {
	d, err := documentAt(path)
	return d.System, err
}

// documentAt is reportAt, with what people have put to the report.
func documentAt(path string) (reports.Document, error) {
	d, _, err := reports.ReadDocument(path)
	if err != nil {
		return d, usage("%w", err)
	}
	if d.System.Name == "" {
		return d, usage("%s er ingen rapport.json", path)
	}
	return d, nil
}
