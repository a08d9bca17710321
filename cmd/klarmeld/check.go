package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"runtime"

	"github.com/spf13/cobra"

	"klarmeld/internal/capture"
	"klarmeld/internal/config"
	"klarmeld/internal/contract"
	"klarmeld/internal/foreign"
	"klarmeld/internal/judge"
	"klarmeld/internal/kle"
	"klarmeld/internal/municipality"
	"klarmeld/internal/soap"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// checkOptions are the flags of klarmeld check.
type checkOptions struct {
	json, lookUp        bool
	whole               bool // the files are one conversation
	municipality, roles string
	fixtures            string
	lists               listFlags
	given               trial.Lists // what is in them
	delivery            deliveryFlags
}

func checkCommand() *cobra.Command {
	var o checkOptions
	cmd := &cobra.Command{
		Use:   "check FIL…",
		Short: "Bedøm meddelelser uden en kørsel (- læser standard input)",
		Long:  checkHelp,
		Args:  cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.delivery.errOut = cmd.ErrOrStderr()
			args, err := expanded(runtime.GOOS, args)
			if err != nil {
				return err
			}
			return check(cmd.Context(), o, args, cmd.InOrStdin(), cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.json, "json", false, "skriv fundene som JSON")
	f.BoolVar(&o.lookUp, "registre", false, "slå referencer op i kommunens registre (FK Organisation og FK Klassifikation)")
	f.BoolVar(&o.whole, "samtale", false, "FIL er optaget trafik (mappe, HAR, .saz, .svclog, logfil, SoapUI-projekt, ZIP), der bedømmes som ét forløb")
	f.BoolVar(&o.delivery.fold, "fold", false, "vis fundene samlet efter regel, og prøv også reglerne på tværs af meddelelserne, som for en leverance")
	f.BoolVar(&o.delivery.all, "alle", false, "vis hvert fund i en leverance, meddelelse for meddelelse, og ikke samlet efter regel")
	f.StringVar(&o.delivery.csv, "csv", "", "skriv alle fund i en CSV-fil, efterhånden som de findes")
	f.StringVar(&o.delivery.sarif, "sarif", "", "skriv alle fund i en SARIF-fil (2.1.0)")
	f.IntVar(&o.delivery.every, "hver", 1, "bedøm kun hver N. fil: en stikprøve")
	registerFlags(cmd, &o.municipality, &o.fixtures)
	f.StringVar(&o.roles, "relationsklasser", "", "egen liste over relationsklasser")
	o.lists.flags(cmd, insteadOfOurs)
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
	if o.given, err = o.lists.begins(); err != nil {
		return err
	}
	if o.delivery.every < 0 || o.delivery.every == 0 && o.delivery.errOut != nil {
		return usage("--hver %d: skriv, hver hvilken fil der skal bedømmes, fx --hver 10", o.delivery.every)
	}
	o.delivery.every = max(1, o.delivery.every)
	if o.whole {
		if o.delivery.asked() {
			return usage("--fold, --alle, --csv, --sarif og --hver hører til uden --samtale")
		}
		return checkWhole(ctx, o, files, in, out)
	}
	by, err := o.beside(roles)
	if err != nil {
		return err
	}
	several, in := isDelivery(files, in)
	if several || o.delivery.asked() {
		return checkDelivery(ctx, o, by, files, in, out, several || o.delivery.fold)
	}
	findings, unread := []verdict.Finding{}, []error{}
	for _, file := range files {
		if err := ctx.Err(); err != nil {
			return err
		}
		raw, err := readMessage(file, in)
		if err != nil {
			unread = append(unread, err)
			continue
		}
		found, err := checkAlone(o, file, raw, by)
		if err != nil {
			return err
		}
		findings = append(findings, found...)
	}
	return told(o, findings, len(files)-len(unread), unread, out)
}

// beside is what each message is judged by.
func (o checkOptions) beside(roles *municipality.Relationsklasser) (judge.Beside, error) {
	by := judge.Beside{Roles: roles}
	var err error
	if o.lookUp {
		if by.Registers, err = config.Municipality(o.municipality); err != nil {
			return by, usage("%w", err)
		}
	}
	if by.Words, _, err = config.Words(o.lists.words); err != nil {
		return by, usage("%w", err)
	}
	if len(o.given.KLE) > 0 {
		by.KLE, err = kle.Parse(o.given.KLE)
	}
	return by, err
}

// told shows what was found in what could be read; what could not is the user's
// to mend, and no reason to say nothing of the rest.
func told(o checkOptions, findings []verdict.Finding, read int, unread []error, out io.Writer) error {
	if read > 0 {
		if err := showFindings(o, findings, read, out); err != nil {
			return harness(err)
		}
	}
	if len(unread) > 0 {
		return usage("%w", errors.Join(unread...))
	}
	return checkOutcome(findings)
}

// checkAlone judges a message by itself. One to another of the services than
// SagDokumentIndeks is called as that service would be. Captured traffic is no
// message.
func checkAlone(o checkOptions, file string, raw []byte, by judge.Beside) ([]verdict.Finding, error) {
	if look, local := capture.Look(raw); look == capture.One && stage.IsOurs(local) {
		return o.named(by.Check(file, raw), by), nil
	}
	if capture.Several(raw) {
		return nil, usage("%s er optaget trafik og ikke én meddelelse; brug klarmeld check --samtale %s", file, file)
	}
	if el := (capture.Message{Body: raw}).Element(); el.Local != "" && !contract.Known(el.Space, el.Local) {
		ground, err := groundOf(o.municipality, o.roles)
		if err != nil {
			return nil, usage("%w", err)
		}
		found, ok, err := stage.OtherService(ground, file, raw)
		if err != nil {
			return nil, staged(fmt.Errorf("%s: %w", file, err))
		}
		if ok {
			return found, nil
		}
	}
	return o.named(by.Check(file, raw), by), nil
}

// named lets findings say which registers they were held against.
func (o checkOptions) named(found []verdict.Finding, by judge.Beside) []verdict.Finding {
	if by.Registers == nil {
		return found
	}
	return stage.NameRegisters(found, o.held())
}

// readMessage reads no more of a file than a message may be long, and one byte
// by which the judge sees that it is longer.
func readMessage(file string, in io.Reader) ([]byte, error) {
	r := in
	if file != "-" {
		f, err := foreign.OpenNamed(file, math.MaxInt64-1)
		if err != nil {
			if refused := (foreign.Refusal{}); errors.As(err, &refused) && refused.Why == foreign.Folder {
				return nil, fmt.Errorf("%s er en mappe; er det optaget trafik, så brug klarmeld check --samtale %s", file, file)
			}
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
		return reports.FindingsJSON(out, findings, counts{Messages: files})
	}
	if len(findings) == 0 {
		_, err := fmt.Fprintf(out, "Ingen fund i %d meddelelse(r).\n", files)
		return err
	}
	return reports.FindingsConsole(out, findings)
}

func checkOutcome(findings []verdict.Finding) error {
	var outcomes []verdict.Outcome
	for _, f := range findings {
		outcomes = append(outcomes, f.Outcome)
	}
	return exitOf(outcomes...)
}

// exitOf is the exit code of what was found.
func exitOf(outcomes ...verdict.Outcome) error {
	outcomes = append(outcomes, verdict.Pass) // reading the message is a check that was kept
	if code := verdict.Of(outcomes...).ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
}
