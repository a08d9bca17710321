package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/internal/recording"
	"klarmeld/internal/seal"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

func verifyCommand() *cobra.Command {
	var v verification
	cmd := &cobra.Command{
		Use:   "verify MAPPE",
		Short: "Efterprøv en rapport: stemmer den med sin optagelse?",
		Long: `Efterprøver en rapport, uden systemet og uden leverandøren: hver fil holdes op mod
manifestet, optagelsen dømmes igen, rapporten skrives igen på hver af sine former og
sammenlignes byte for byte, og er den underskrevet, prøves underskrifterne.
MAPPE er den, rapport.json ligger i, eller den, matrix.html ligger i.

Det viser, at rapporten følger af optagelsen efter dette regelsæt. Det viser ikke, at
optagelsen er af leverandørens rigtige system: det kan kun den tester sige, som var
med, og som har underskrevet (--noegle).

Exitkoden er 0, når alt stemmer, hvad dommen så er; 20, når noget ikke gør; 30, når
rapport eller optagelse er af en anden klarmeld, eller optagelsen er uden kæde, så ikke
alt kan efterprøves. Har den, hvis nøgle I giver, underskrevet sidst, er det 0.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			v.out = cmd.OutOrStdout()
			if isRun(args[0]) {
				return v.run(cmd.Context(), args[0])
			}
			if _, err := v.report(cmd.Context(), args[0]); err != nil {
				return err
			}
			return v.beside(args[0])
		},
	}
	cmd.Flags().StringVar(&v.key, "noegle", "", "den offentlige nøgle (PEM), som rapporten skal være underskrevet med")
	cmd.Flags().StringVar(&v.features, "features", "", "de egne scenarier, der blev kørt")
	v.lists.flags(cmd, insteadOfRecorded)
	return cmd
}

// verification is how a report is verified.
type verification struct {
	features, key string
	lists         listFlags
	out           io.Writer
	unsaid        bool // signatures that hold are not told of
}

// disagrees ends with what does not agree having been told.
var disagrees = exit{code: verdict.NotApproved.ExitCode()}

// report verifies the report in a folder, and returns what its pages are made of.
// What does not agree is told, and is the error.
func (v verification) report(ctx context.Context, dir string) (reports.Report, error) {
	var r reports.Report
	if err := v.files(dir); err != nil {
		return r, err
	}
	doc, _, err := reports.ReadDocument(dir)
	if err != nil {
		return r, usage("%w", err)
	}
	folder, _ := recordingIn(dir)
	whole, err := verifyRecording(folder, v.out)
	if err != nil {
		return r, err
	}
	now, err := v.again(ctx, folder, doc)
	if err != nil {
		return r, err
	}
	signed, err := seal.Signatures(dir)
	if err != nil {
		return r, usage("%w", err)
	}
	if slices.ContainsFunc(signed, func(x seal.Signature) bool { return x.Problem != "" }) {
		_, err := v.signatures(signed, doc.System)
		return r, err
	}
	if doc.System.Program != now.Program || doc.System.Ruleset != now.Ruleset {
		whole = false
		by := fmt.Sprintf("klarmeld %s med regelsæt %s", doc.System.Program, doc.System.Ruleset)
		r = doc.Report()
		r.System, r.Signatures = now, reports.Signatories(signed)
		err = v.byAnother(doc.System, now, by)
	} else {
		r, err = v.pages(dir, doc, now, signed)
	}
	if err != nil {
		return r, err
	}
	trusted, err := v.signatures(signed, now)
	if err == nil && !whole && !trusted {
		return r, exit{code: verdict.Incomplete.ExitCode()}
	}
	return r, err
}

// files holds a report's files against its manifest.
func (v verification) files(dir string) error {
	problems, err := recording.CheckManifest(dir)
	if errors.Is(err, recording.ErrNoManifest) {
		return usage("%s er ingen rapports mappe: %w", dir, err)
	}
	if err != nil {
		return usage("%w", err)
	}
	if len(problems) > 0 {
		v.tell("Rapportens filer svarer ikke til manifestet", problems)
		return disagrees
	}
	own, err := recording.SystemFiles(dir)
	if err != nil {
		return usage("%w", err)
	}
	for _, name := range own {
		say(v.out, "  %s er styresystemets egen og regnes ikke med\n", name)
	}
	return nil
}

// pages holds every form of a report against what the recording gives.
func (v verification) pages(dir string, doc reports.Document, now verdict.SystemResult, signed []seal.Signature) (reports.Report, error) {
	r, made, err := reports.Remake(dir, doc, now, reports.Signatories(signed))
	if err != nil {
		return r, harness(err)
	}
	unlike, strange, err := reports.Unlike(dir, made)
	if err != nil {
		return r, usage("%w", err)
	}
	var problems []string
	for _, name := range unlike {
		problems = append(problems, name+" er ikke, hvad optagelsen giver")
	}
	for _, name := range strange {
		problems = append(problems, name+" hører ikke til en rapport")
	}
	if len(problems) > 0 {
		v.tell("Rapporten stemmer ikke med optagelsen", problems)
		if err := reports.Changes(v.out, verdict.Compare(doc.System, now), reports.Danish); err != nil {
			return r, harness(err)
		}
		return r, disagrees
	}
	say(v.out, "✓ Rapporten stemmer med optagelsen, på alle sine former: %s er %s.\n", now.Title, now.Verdict.Name())
	for _, given := range now.GivenLater {
		say(v.out, "  Filen til --%s står ikke i optagelsen; den blev givet, da den blev dømt igen, og dommen hviler ikke på den.\n", given)
	}
	if _, err := os.Stat(filepath.Join(dir, reports.PDFFile)); err == nil {
		say(v.out, "  %s kan ikke skrives ens igen og er kun holdt op mod manifestet.\n", reports.PDFFile)
	}
	return r, nil
}

// byAnother holds a result that another klarmeld has come to against ours, and says
// what cannot be compared.
func (v verification) byAnother(old, now verdict.SystemResult, by string) error {
	if given := verdict.CompareGiven(old, now); len(given) > 0 || old.Verdict != now.Verdict {
		say(v.out, "✗ Rapporten (af %s) stemmer ikke med optagelsen.\n", by)
		err := errors.Join(reports.Changes(v.out, slices.Concat(given, verdict.Compare(old, now)), reports.Danish), reports.Renewed(v.out, now, reports.Danish))
		if err != nil {
			return harness(err)
		}
		return disagrees
	}
	say(v.out, "○ Rapporten er af %s; denne er %s med %s. Dommen er den samme: %s er %s.\n", by, now.Program, now.Ruleset, now.Title, now.Verdict.Name())
	say(v.out, "  Siderne kan kun sammenlignes byte for byte med den klarmeld, der skrev dem.\n")
	if differ := slices.Concat(verdict.Compare(old, now), verdict.CompareTexts(old, now)); len(differ) > 0 {
		if err := reports.Changes(v.out, differ, reports.Danish); err != nil {
			return harness(err)
		}
	}
	if err := reports.Renewed(v.out, now, reports.Danish); err != nil {
		return harness(err)
	}
	return nil
}

// signatures checks the signatures of a report, and with a public key given, that
// one of them is by it. trusted says that the last is: that key's owner has signed the
// pages as they are.
func (v verification) signatures(all []seal.Signature, s verdict.SystemResult) (trusted bool, err error) {
	want := ""
	if v.key != "" {
		raw, err := textOf(v.key)
		if err != nil {
			return false, usage("nøglen kan ikke læses: %w", err)
		}
		if want, err = seal.PublicFingerprint(raw); err != nil {
			return false, usage("%s: %w", v.key, err)
		}
	}
	if err := v.signed(all, s, want); err != nil {
		return false, err
	}
	by := want == ""
	for _, x := range all {
		if !reports.Holds(x, s) {
			return false, disagrees
		}
		trusted = x.Fingerprint() == want // the last stands for the pages
		by = by || trusted
	}
	if !by {
		return false, disagrees
	}
	return trusted, nil
}

// signed tells who has signed.
func (v verification) signed(all []seal.Signature, s verdict.SystemResult, want string) error {
	if v.unsaid {
		all = slices.DeleteFunc(slices.Clone(all), func(x seal.Signature) bool { return reports.Holds(x, s) })
	}
	if err := reports.SignaturesConsole(v.out, all, s, want, width(v.out)); err != nil {
		return harness(err)
	}
	return nil
}

// isRun reports whether a folder is that of a whole run, with its table.
func isRun(dir string) bool {
	_, noReport := os.Stat(filepath.Join(dir, reports.ReportFile))
	_, noTable := os.Stat(filepath.Join(dir, reports.MatrixFile))
	return noReport != nil && noTable == nil
}

// run verifies the table of a run, and each report that it shows.
func (v verification) run(ctx context.Context, dir string) error {
	names, err := v.matrix(dir)
	for _, name := range names {
		if _, other := v.report(ctx, filepath.Join(dir, name)); err == nil {
			err = other
		}
	}
	return err
}

// beside verifies the table that a report stands in, when it lies beside it.
func (v verification) beside(dir string) error {
	whole, err := filepath.Abs(dir)
	if err != nil {
		return usage("%w", err)
	}
	names, _, err := recording.Listed(filepath.Dir(whole))
	if err != nil || !slices.Contains(names, filepath.Base(whole)+"/"+recording.ManifestFile) {
		return nil //nolint:nilerr // it was sent alone, or has been taken out of the table
	}
	_, err = v.matrix(filepath.Dir(whole))
	return err
}

// matrix verifies the table in a folder against the reports beside it, whose names
// it returns.
func (v verification) matrix(dir string) ([]string, error) {
	listed, problems, err := recording.Listed(dir)
	if errors.Is(err, recording.ErrNoManifest) {
		return nil, usage("%s er ingen kørsels mappe: %w", dir, err)
	}
	if err != nil {
		return nil, usage("%w", err)
	}
	unlisted, err := recording.Unlisted(dir, listed)
	if err != nil {
		return nil, usage("%w", err)
	}
	for _, file := range unlisted { // it may be the user's own: a profile, a note
		say(v.out, "  %s hører ikke til kørslen og er ikke efterprøvet\n", file)
	}
	var names []string
	for _, file := range listed {
		if name, ok := strings.CutSuffix(file, "/"+recording.ManifestFile); ok {
			names = append(names, name)
		} else if file != reports.MatrixFile {
			problems = append(problems, file+" hører ikke til en kørsel")
		}
	}
	if !slices.Contains(listed, reports.MatrixFile) {
		problems = append(problems, recording.ManifestFile+" har ingen linje om "+reports.MatrixFile)
	}
	if len(problems) == 0 {
		same, err := reports.SameMatrix(dir, names)
		if err != nil {
			return nil, usage("%w", err)
		}
		if !same {
			problems = []string{reports.MatrixFile + " er ikke, hvad rapporterne giver"}
		}
	}
	if len(problems) > 0 {
		v.tell("Oversigten stemmer ikke med rapporterne", problems)
		return names, disagrees
	}
	say(v.out, "✓ Oversigten %s stemmer med rapporterne.\n", reports.MatrixFile)
	return names, nil
}

// tell says what does not agree, a line each.
func (v verification) tell(what string, problems []string) {
	say(v.out, "✗ %s:\n", what)
	for _, p := range problems {
		say(v.out, "  %s\n", p)
	}
}
