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

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/foreign"
	"klarmeld/internal/recording"
	"klarmeld/internal/stage"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// replayOptions are the flags of klarmeld replay.
type replayOptions struct {
	policy, features, out string
	citizens              string
	json                  bool
	forms                 []string
	language              reports.Language
	since                 string
	pdf                   bool
	lists                 listFlags
	promise               promiseOptions
}

func replayCommand() *cobra.Command {
	var o replayOptions
	cmd := &cobra.Command{
		Use:   "replay MAPPE",
		Short: "Døm en optagelse igen",
		Long: `Dømmer en optagelse igen, uden systemet. MAPPE er optagelsens egen mappe eller den
rapport, den ligger i. Hvad klarmeld serve har optaget, bedømmes som én samtale, som
check --samtale gør det. Ligger der en rapport.json, siges det, hvad der er blevet
anderledes siden. Exitkoden er dommens, som ved run. Med --klarmelding og --indtil holdes
optagelsen op mod andet, end den blev begyndt med; rapporten siger, at det er givet siden.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			people := cmd.OutOrStdout()
			if o.json {
				people = cmd.ErrOrStderr() // standard output is the result's alone
			}
			return replay(cmd.Context(), o, args[0], cmd.OutOrStdout(), people)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.policy, "policy", "", "døm efter en anden politik end optagelsens")
	citizensFlag(cmd, &o.citizens)
	f.StringVar(&o.features, "features", "", "de egne scenarier, der blev kørt")
	f.StringVar(&o.out, "out", "", "mappe til en ny rapport; ellers vises kun tabellen")
	f.StringSliceVar(&o.forms, "form", nil, "med --out: skriv også rapporten på disse former: "+strings.Join(reports.FormNames(), ", "))
	o.lists.flags(cmd, insteadOfRecorded)
	languageFlag(cmd, &o.language)
	pdfFlag(cmd, &o.pdf)
	f.StringVar(&o.since, "siden", "", "med --out: en tidligere rapports mappe, som rapporten sammenlignes med")
	promiseFlags(cmd, &o.promise)
	f.BoolVar(&o.json, "json", false, "skriv rapporten som JSON på standard output")
	return cmd
}

func replay(ctx context.Context, o replayOptions, dir string, out, people io.Writer) error {
	forms, err := chosen(o.forms)
	if err != nil {
		return err
	}
	if (len(o.forms) > 0 || o.pdf) && o.out == "" {
		return usage("--form og --pdf skriver filer; vælg med --out, hvor de skal ligge")
	}
	if o.pdf {
		if _, err := browser(); err != nil {
			return err
		}
	}
	folder, report := recordingIn(dir)
	if chain, err := recording.ChainOf(folder); err == nil { // else who reads it says what is wrong
		tellChain(chain, people)
	}
	if stage.OnlyRecorded(recording.Dir(folder)) {
		return o.conversation(dir, out)
	}
	beside, _, _ := reports.ReadReport(report) // one that cannot be read says nothing here, and is told of below
	by, err := o.by(beside.First())
	if err != nil {
		return err
	}
	r, err := replayed(ctx, folder, by)
	if err != nil {
		return err
	}
	if o.promise.count && r.Promises == nil {
		return nothingPromised
	}
	if o.out != "" {
		if err := o.write(ctx, r, folder, forms); err != nil {
			return err
		}
	}
	if o.json {
		err = reports.JSON(out, reports.Report{System: r})
	} else {
		err = showReplay(out, r, report, o.language)
	}
	if err != nil {
		return harness(err)
	}
	if err := o.promise.broken(r); err != nil {
		return err
	}
	if code := r.Verdict.ExitCode(); code != 0 {
		return exit{code: code}
	}
	return nil
}

// by reads what the recording is judged again by.
func (o *replayOptions) by(ruleset string) (rejudged, error) {
	by := rejudged{features: o.features, policy: o.policy, ruleset: ruleset, lists: o.lists}
	var err error
	if by.citizens, err = citizensIn(o.citizens); err != nil {
		return by, err
	}
	script, err := newScript(o.features, nil, nil, true)
	if err == nil {
		err = o.promise.read(script)
	}
	by.given = o.promise
	return by, err
}

// conversation judges what klarmeld serve has recorded. It has no scenarios, and
// so neither a policy nor a report.
func (o replayOptions) conversation(dir string, out io.Writer) error {
	if o.policy != "" || o.features != "" || o.out != "" || o.since != "" || o.citizens != "" || o.promise.criteria != "" ||
		o.promise.meanwhile != "" || o.promise.count {
		return usage("%s er optaget af klarmeld serve: den har ingen scenarier, og derfor ingen rapport; "+
			"udelad --policy, --features, --borgerblik, --out, --siden, --klarmelding, --indtil og --loefte", dir)
	}
	given, err := o.lists.read()
	if err != nil {
		return err
	}
	c, err := conversation(checkOptions{given: given}, dir)
	if err != nil {
		return err
	}
	return showConversation(c, o.json, out)
}

// write writes a new report, with a copy of the recording.
func (o replayOptions) write(ctx context.Context, r verdict.SystemResult, folder string, forms []reports.Form) error {
	since, err := sinceOf(o.since, r.Name)
	if err != nil {
		return err
	}
	to := filepath.Join(o.out, r.Name)
	if err := errors.Join(stage.Named(r.Name), stage.Ours(to)); err != nil {
		return usage("%w", err)
	}
	held, err := recording.Hold(o.out)
	if errors.As(err, &recording.InUse{}) {
		return usage("%w med --out", err)
	}
	if err != nil {
		return usage("%w", err)
	}
	defer held.Release()
	if err := copyRecording(folder, filepath.Join(to, recording.Subfolder)); err != nil {
		return usage("%w", err)
	}
	return staged(reportFolder(ctx, o.out, forms, o.language, since, o.pdf).Write(verdict.RunResult{Systems: []verdict.SystemResult{r}}))
}

// showReplay writes the table, and what is other than in the report.
func showReplay(out io.Writer, r verdict.SystemResult, report string, l reports.Language) error {
	if err := reports.Console(out, verdict.RunResult{Systems: []verdict.SystemResult{r}}, width(out), l); err != nil {
		return err
	}
	old, _, err := reports.ReadReport(report)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return reports.Changes(out, verdict.Compare(old, r), l)
}

// recordingIn finds the recording, and the report that may be beside it.
func recordingIn(dir string) (folder, report string) {
	if _, err := os.Stat(filepath.Join(dir, recording.IndexFile)); err == nil {
		return dir, filepath.Join(dir, "..", "rapport.json")
	}
	return filepath.Join(dir, recording.Subfolder), filepath.Join(dir, "rapport.json")
}

// rejudged is what a recording is judged again by. policy, citizens, lists and what is promised, when given, take
// the place of the recording's own; ruleset is the one that a report says that the run
// was judged by first, for recordings that do not say it.
type rejudged struct {
	features, policy, ruleset string
	citizens                  *verdict.CitizenSettings
	lists                     listFlags
	given                     promiseOptions // what is promised; the recording's own, where none is
}

// replayed is the result of a recording.
func replayed(ctx context.Context, folder string, by rejudged) (verdict.SystemResult, error) {
	var none verdict.SystemResult
	own, err := builtIn()
	if err != nil {
		return none, err
	}
	lists, err := by.lists.read()
	if err != nil {
		return none, err
	}
	again := stage.Again{From: recording.Dir(folder), Program: version(), BuiltIn: own, Ruleset: by.ruleset, Citizens: by.citizens, Lists: lists,
		Criteria: by.given.promised, Meanwhile: by.given.until,
		Script: func(only []string, parts map[string]string, secured bool) (stage.Script, error) {
			return newScript(by.features, only, parts, secured)
		}}
	if by.policy != "" {
		p, err := config.Policy(by.policy)
		if err != nil {
			return none, usage("%w", err)
		}
		again.Policy = &p
	}
	r, err := stage.Replay(ctx, again)
	return r, staged(err)
}

func copyRecording(from, to string) error {
	if _, err := os.Stat(to); err == nil {
		return fmt.Errorf("mappen %s findes allerede; vælg en anden med --out", to)
	}
	files, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := recording.MakeShown(filepath.Dir(to)); err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	for _, f := range files {
		if recording.SystemsOwn(f.Name()) {
			continue
		}
		if err := copyFile(from, to, f.Name()); err != nil {
			return err
		}
	}
	return nil
}

// copyFile copies a file of a recording, which may be too long to hold.
func copyFile(from, to, name string) error {
	in, err := foreign.OpenIn(from, name, foreign.Huge)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(filepath.Join(to, name), os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
