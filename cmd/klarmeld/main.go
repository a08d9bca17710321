// Klarmeld is a compliance harness for the systems that send a municipality's
// cases to KOMBIT's Sags- og Dokumentindeks. See README.md.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"time"
	_ "time/tzdata" // reports are in Danish time on machines without a zone list too

	"github.com/spf13/cobra"

	"klarmeld/internal/privacy"
	"klarmeld/internal/stage"
)

// Exit codes besides those of a verdict (verdict.Verdict.ExitCode).
const (
	exitUsage   = 64 // the command or its configuration is wrong
	exitHarness = 70 // the fault is klarmeld's
	exitAdapter = 75 // the adapter's
)

// exit is an error that knows the program's exit code. Its text is for the
// user; an empty one says nothing more than the command already has.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

// Unwrap is what is wrong.
func (e exit) Unwrap() error { return e.err }

// usage is a mistake of the user's, in words that say what to do.
func usage(format string, args ...any) error { return exit{exitUsage, fmt.Errorf(format, args...)} }

// harness is a fault of ours.
func harness(err error) error { return exit{exitHarness, err} }

// staged is an error of package stage with its exit code: a mistake is the
// user's, and anything else a fault of ours, unless it says already whose it is.
func staged(err error) error {
	var known exit
	var mistake stage.Mistake
	switch {
	case err == nil, errors.As(err, &known), errors.Is(err, stage.ErrInterrupted):
		return err
	case errors.As(err, &mistake):
		return exit{exitUsage, err}
	}
	return harness(err)
}

func main() {
	// What Windows' users see who start the program from the file manager.
	cobra.MousetrapHelpText = "klarmeld er et program til kommandolinjen: åbn en terminal (fx PowerShell), og kør det derfra.\n"
	ctx, stop := interruptible(context.Background())
	collectSeldom()
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is the program, and returns its exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	root := &cobra.Command{
		Use:           "klarmeld",
		Short:         "Afprøver fagsystemer mod KOMBITs Sags- og Dokumentindeks (SF1470)",
		Version:       version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		// How far from a command's name people may be for it to be suggested.
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs, // unknownCommand has seen them
		RunE:                       func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	shown := &output{to: out, names: spelling(args)}
	shown.coloured()
	errOut = &output{to: errOut, names: shown.names}
	root.SetArgs(args)
	root.SetIn(untilInterrupted{ctx, in})
	root.SetOut(shown)
	root.SetErr(errOut)
	root.AddCommand(runCommand(), checkCommand(), serveCommand(), rulesCommand(), selfcheckCommand(), stepsCommand(), replayCommand(), verifyCommand(),
		compareCommand(), explainCommand(), signCommand(), initCommand(), preflightCommand(), certsCommand(), matrixCommand(), brevCommand())
	root.AddCommand(versionCommand())
	inDanish(root)
	completions(root)
	err := unknownCommand(root, args)
	if err == nil {
		err = root.ExecuteContext(ctx)
	}
	if failed := shown.failed(); failed != nil {
		err = harness(fmt.Errorf("det, der skulle vises, kan ikke skrives: %w", failed))
	}
	if err == nil {
		return 0
	}
	if i, ok := interruptedBy(ctx); ok {
		return afterInterrupt(i, err, errOut)
	}
	code := exitUsage // what cobra itself refuses is usage
	var e exit
	if errors.As(err, &e) {
		code = e.code
	}
	if text := err.Error(); text != "" {
		fmt.Fprintln(errOut, "klarmeld: "+privacy.Mask(text))
	}
	return code
}

// versionCommand is --version for those who look for a command, as other programs have.
func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "version",
		Short:  "Vis klarmelds version",
		Hidden: true, // the help has the flag
		Args:   cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "klarmeld %s\n", version())
			return err
		},
	}
}

// version is what the program was built from, as Go stamps it: the tag; of a commit
// without one the time and the commit; with +dirty behind it where that was changed.
// `go install` of a version stamps it too, `go run` and the tests do not.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "ukendt"
	}
	return versionOf(info)
}

func versionOf(info *debug.BuildInfo) string {
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	return "udvikling"
}

// danishNow is the time in Denmark, where every reader of a report is.
func danishNow() func() time.Time {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil { // the zone list is in the program
		zone = time.UTC
	}
	return func() time.Time { return wallClock().In(zone) }
}

// wallClock is the clock of this machine. Tests set another.
var wallClock = time.Now
