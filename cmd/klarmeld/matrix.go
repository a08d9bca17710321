package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/internal/config"
	"klarmeld/internal/overview"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// matrixOptions are the flags of klarmeld matrix.
type matrixOptions struct {
	out, priorities, features string
	keys                      []string
	overTime, simulated, pdf  bool
	language                  reports.Language
}

func matrixCommand() *cobra.Command {
	var o matrixOptions
	cmd := &cobra.Command{
		Use:   "matrix MAPPE… --out DIR",
		Short: "Saml rapporter om flere systemer, kommuner og tider i én oversigt",
		Long: `Samler rapporter, underskrevne eller ej, i én oversigt: oversigt.html, som kan lægges
på en webserver, som den er, og oversigt.md, oversigt.csv, mangler.csv og oversigt.json.
MAPPE er en kørsels mappe, en rapports, eller en, som rapporter er samlet i, i hvor mange
mapper det skal være. Hver rapport efterprøves først, som klarmeld verify gør det; en, der
ikke holder, står i tabellen med det, der er galt, og uden sine udfald.

Simulerede systemer vises ikke blandt rigtige, medmindre I beder om det (--simulerede).
Exitkoden er 0, når oversigten er skrevet; 20, når den er skrevet og en rapport ikke
holder.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			args, err := expanded(runtime.GOOS, args)
			if err != nil {
				return err
			}
			return o.run(cmd.Context(), args, cmd.OutOrStdout())
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.out, "out", "", "mappe til oversigten")
	f.BoolVar(&o.overTime, "over-tid", false, "vis hver prøve, og hvad der er anderledes siden den forrige; ellers kun den seneste af hvert system i hver kommune")
	f.BoolVar(&o.simulated, "simulerede", false, "vis også de systemer, klarmeld selv spiller, blandt de rigtige")
	f.StringVar(&o.priorities, "prioritet", "", "kommunens prioriteter (JSON efter prioriteter.schema.json), som systemer og mangler ordnes efter")
	f.StringSliceVar(&o.keys, "noegle", nil, "offentlige nøgler (PEM), som I kender; oversigten siger, hvilke underskrifter der er sat med dem")
	f.StringVar(&o.features, "features", "", "de egne scenarier, der blev kørt")
	f.BoolVar(&o.pdf, "pdf", false, "skriv også oversigten som oversigt.pdf (kræver Chromium, Chrome eller Edge)")
	languageFlag(cmd, &o.language)
	return cmd
}

// run reads all that can be refused before anything is written.
func (o matrixOptions) run(ctx context.Context, dirs []string, out io.Writer) error {
	if o.out == "" {
		return usage("sig med --out, hvilken mappe oversigten skal skrives i")
	}
	if o.pdf {
		if _, err := browser(); err != nil {
			return err
		}
	}
	choice := overview.Choice{OverTime: o.overTime, Simulated: o.simulated}
	var err error
	if o.priorities != "" {
		if choice.Priorities, err = config.Priorities(o.priorities); err != nil {
			return usage("%w", err)
		}
	}
	keys, err := trusted(o.keys)
	if err != nil {
		return err
	}
	var found []string
	for _, dir := range dirs {
		some, err := reportFolders(dir)
		if err != nil {
			return err
		}
		found = append(found, some...)
	}
	slices.Sort(found)
	if err := reports.OverviewOurs(o.out); err != nil {
		return usage("%w", err)
	}
	entries, err := o.verified(ctx, slices.Compact(found), keys, out)
	if err != nil {
		return err
	}
	if err := knownPriorities(choice.Priorities, entries); err != nil {
		return err
	}
	all := reports.Overview{Overview: overview.New(entries, choice), Language: o.language, Rules: ruleTexts()}
	if err := o.write(ctx, all); err != nil {
		return err
	}
	return o.told(all.Overview, out)
}

// verified verifies each report, and tells where the ones stand that do not hold: the
// overview itself names no folder.
func (o matrixOptions) verified(ctx context.Context, found, keys []string, out io.Writer) ([]overview.Reported, error) {
	var all []overview.Reported
	for _, dir := range found {
		e, err := entryOf(ctx, dir, o.features, keys)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		sign := map[overview.Standing]string{overview.Verified: "✓", overview.Partly: "○"}[e.Standing]
		if sign == "" {
			sign = "✗"
		}
		say(out, "%s %s: %s\n", sign, e.ID, dir)
		for _, p := range e.Problems {
			say(out, "    %s\n", p)
		}
	}
	return all, nil
}

// knownPriorities refuses a priority that nothing can come under: it is misspelt.
func knownPriorities(p verdict.Priorities, entries []overview.Reported) error {
	for i, x := range p.All {
		known := x.Rule == ""
		if _, ok := ruleOf(x.Rule); ok {
			known = true
		}
		if x.Rule == "" {
			known = slices.ContainsFunc(entries, func(e overview.Reported) bool { return hasPlace(e.System, x) })
		}
		if !known {
			return usage("prioritet nr. %d: %s%s%s er hverken et område, et scenarie eller en regel, som rapporterne eller klarmeld kender", i+1,
				x.Capability, x.Scenario, x.Rule)
		}
	}
	return nil
}

// hasPlace reports whether a result has the column or the scenario that a priority is about.
func hasPlace(s verdict.SystemResult, p verdict.Priority) bool {
	return slices.ContainsFunc(s.Capabilities, func(c verdict.CapabilityResult) bool {
		return c.ID == p.Capability || slices.ContainsFunc(c.Scenarios, func(x verdict.ScenarioResult) bool { return x.ID == p.Scenario })
	})
}

// ruleTexts are all rules in words.
func ruleTexts() []reports.RuleText {
	var out []reports.RuleText
	for _, e := range catalogue() {
		out = append(out, reports.RuleText{ID: e.ID, Text: e.Text})
	}
	return out
}

func (o matrixOptions) write(ctx context.Context, all reports.Overview) error {
	held, err := recording.Hold(o.out)
	if err != nil {
		return usage("%w", err)
	}
	defer held.Release()
	var print func(page, to string) error
	if o.pdf {
		print = func(page, to string) error { return printPDF(ctx, page, to) }
	}
	if err := reports.WriteOverview(o.out, all, print); err != nil {
		return harness(err)
	}
	return nil
}

// told says what was written, and is the exit code.
func (o matrixOptions) told(all overview.Overview, out io.Writer) error {
	say(out, "\n%s\n", filepath.Join(o.out, reports.OverviewFile))
	if n := len(all.LeftOut); n > 0 {
		say(out, "Udeladt, da de er simulerede og står blandt rigtige (--simulerede tager dem med): %s\n", titles(all.LeftOut))
	}
	var bad []overview.Reported
	for _, r := range all.Rows {
		if !r.Standing.Holds() {
			bad = append(bad, r.Reported)
		}
	}
	if len(bad) == 0 {
		return nil
	}
	return exit{verdict.NotApproved.ExitCode(), fmt.Errorf("holder ikke, og vises uden udfald: %s", titles(bad))}
}

// titles names reports in one line.
func titles(all []overview.Reported) string {
	var out []string
	for _, e := range all {
		title := e.System.Title
		if title == "" {
			title = e.System.Name
		}
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s, %s, %s", e.ID, title, e.System.Municipality, e.System.Begun)))
	}
	return strings.Join(out, "; ")
}
