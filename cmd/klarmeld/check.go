package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"klarmeld/internal/capture"
	"klarmeld/internal/config"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// checkOptions are the flags of klarmeld check.
type checkOptions struct {
	json, lookUp        bool
	whole               bool // the files are one conversation
	municipality, roles string
	fixtures            string
}

func checkCommand() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FIL…",
		Short: "Bedøm meddelelser uden en kørsel (- læser standard input)",
		Long: `Bedømmer hver meddelelse for sig: XML, struktur, og de regler som den alene kan
afgøre. Exitkoden er 0, når intet er værre end til orientering, 10 ved
bemærkninger, 20 ved fejl, 30 når noget ikke kunne afprøves, 64 ved forkert brug.

Med --samtale er FIL en mappe med XML-filer eller en HAR-fil, og meddelelserne
bedømmes sammen, i deres orden: også det, som kun ses af flere under ét.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return check(cmd.Context(), o, args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.json, "json", false, "skriv fundene som JSON")
	f.BoolVar(&o.lookUp, "registre", false, "slå referencer op i kommunens registre (FK Organisation og FK Klassifikation)")
	f.BoolVar(&o.whole, "samtale", false, "FIL er optaget trafik (en mappe med XML eller en HAR-fil), der bedømmes som ét forløb")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	return cmd
}

func check(ctx context.Context, o checkOptions, files []string, in io.Reader, out io.Writer) error {
	roles, _, err := config.Roles(o.roles)
	if err != nil {
		return usage("%w", err)
	}
	if o.municipality, err = registersAt(o.municipality, o.fixtures); err != nil {
		return err
	}
	if o.whole {
		return checkWhole(ctx, o, files, out)
	}
	var registers *municipality.Register
	if o.lookUp {
		if registers, err = config.Municipality(o.municipality); err != nil {
			return usage("%w", err)
		}
	}
	findings := []verdict.Finding{}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := readMessage(file, in)
		if err != nil {
			return usage("%w", err)
		}
		findings = append(findings, judge.CheckMessage(file, raw, roles, registers)...)
	}
	if err := showFindings(o, findings, len(files), out); err != nil {
		return harness(err)
	}
	return checkOutcome(findings)
}

// checkWhole judges captured traffic, each folder or file as one conversation.
func checkWhole(ctx context.Context, o checkOptions, paths []string, out io.Writer) error {
	findings, n := []verdict.Finding{}, 0
	for _, p := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		messages, err := capture.Read(p)
		if err != nil {
			return usage("%w", err)
		}
		ground, err := groundOf(o.municipality, o.roles)
		if err != nil {
			return usage("%w", err)
		}
		found, err := stage.Captured(ground, messages, version())
		if err != nil {
			return staged(fmt.Errorf("%s: %w", p, err))
		}
		findings, n = append(findings, found...), n+len(messages)
	}
	if err := showFindings(o, findings, n, out); err != nil {
		return harness(err)
	}
	return checkOutcome(findings)
}

// readMessage reads no more of a file than a message may be long, and one byte
// by which the judge sees that it is longer.
func readMessage(file string, in io.Reader) ([]byte, error) {
	r := in
	if file != "-" {
		f, err := os.Open(file)
		if err != nil {
			return nil, fmt.Errorf("filen kan ikke åbnes: %w", err)
		}
		defer f.Close()
		r = f
	}
	raw, err := io.ReadAll(io.LimitReader(r, soap.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("filen kan ikke læses: %w", err)
	}
	return raw, nil
}

func showFindings(o checkOptions, findings []verdict.Finding, files int, out io.Writer) error {
	if o.json {
		return reports.FindingsJSON(out, findings)
	}
	if len(findings) == 0 {
		_, err := fmt.Fprintf(out, "Ingen fund i %d meddelelse(r).\n", files)
		return err
	}
	return reports.FindingsConsole(out, findings)
}

func checkOutcome(findings []verdict.Finding) error {
	outcomes := []verdict.Outcome{verdict.Pass} // reading the message is a check that was kept
	for _, f := range findings {
		outcomes = append(outcomes, f.Outcome)
	}
	if code := verdict.Of(outcomes...).ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
}
