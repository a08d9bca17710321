package main

import (
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// explainOptions are the flags of klarmeld explain.
type explainOptions struct {
	dir      string
	message  bool
	language reports.Language
}

func explainCommand() *cobra.Command {
	var o explainOptions
	cmd := &cobra.Command{
		Use:   "explain FUND",
		Short: "Forklar ét fund til bunds",
		Long: `Forklarer ét fund til bunds: hvad der blev ventet og fundet, hvem det rammer, hvordan
det rettes, reglen, stedet og scenariet. FUND er fundets navn i rapporten (fx
2ac972fb), begyndelsen af det, eller en regel; så forklares reglens første fund.`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := o.explanation(args[0])
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			if err := reports.ExplainConsole(out, e, width(out), o.language); err != nil {
				return harness(err)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.dir, "rapport", "klarmeld-rapport", "kørslens mappe, eller ét systems")
	f.BoolVar(&o.message, "besked", false, "vis hele anmodningen og svaret")
	languageFlag(cmd, &o.language)
	return cmd
}

// place is a finding and the report it is in.
type place struct {
	folder  string
	system  verdict.SystemResult
	finding verdict.Finding
}

func (o explainOptions) explanation(name string) (reports.Explanation, error) {
	var none reports.Explanation
	all, err := findingsBelow(o.dir)
	if err != nil {
		return none, err
	}
	p, err := pickFinding(all, name)
	if err != nil {
		return none, err
	}
	e := reports.Explain(p.system, p.finding)
	if r, ok := ruleOf(p.finding.Rule); ok {
		e.Rule = r.Text
	}
	if o.message && p.finding.Exchange > 0 {
		if e.Message, err = reports.ReadMessage(filepath.Join(p.folder, recording.Subfolder), p.finding.Exchange); err != nil {
			return none, usage("%w", err)
		}
	}
	return e, nil
}

// findingsBelow are all findings of the report in a folder, or of the reports in
// the folders of it.
func findingsBelow(dir string) ([]place, error) {
	folders := []string{dir}
	if _, err := os.Stat(filepath.Join(dir, "rapport.json")); err != nil {
		if folders = reportsBelow(dir); len(folders) == 0 {
			return nil, usage("i mappen %s ligger der ingen rapport; kør prøven først, eller vælg en anden med --rapport", dir)
		}
	}
	var out []place
	for _, folder := range folders {
		s, err := reportAt(folder)
		if err != nil {
			return nil, err
		}
		for _, f := range s.Findings() {
			out = append(out, place{folder, s, f})
		}
	}
	return out, nil
}

// reportsBelow are the folders of a folder that hold a report.
func reportsBelow(dir string) []string {
	all, err := os.ReadDir(filepath.Clean(dir)) // as every path below it is
	if err != nil {
		return nil
	}
	var out []string
	for _, f := range all {
		// A link leads to what nobody has handed over.
		if _, err := os.Stat(filepath.Join(dir, f.Name(), reports.ReportFile)); err == nil && f.IsDir() {
			out = append(out, filepath.Join(dir, f.Name()))
		}
	}
	return out
}

// pickFinding is the one finding that is meant.
func pickFinding(all []place, name string) (place, error) {
	var like []place
	for _, p := range all {
		switch {
		case p.finding.Rule == name:
			return p, nil
		case p.finding.ID != "" && strings.HasPrefix(p.finding.ID, strings.ToLower(name)):
			like = append(like, p)
		}
	}
	if len(like) == 1 {
		return like[0], nil
	}
	if len(all) == 0 {
		return place{}, usage("rapporten har ingen fund")
	}
	if like == nil {
		like = all
	}
	var names []string
	for _, p := range like[:min(len(like), 12)] {
		names = append(names, p.finding.ID+"  "+p.finding.Rule+"  ("+p.system.Name+")")
	}
	if len(like) == len(all) {
		return place{}, usage("der er intet fund %q. Rapporten har:\n  %s", name, strings.Join(names, "\n  "))
	}
	return place{}, usage("%q er begyndelsen af flere fund:\n  %s", name, strings.Join(names, "\n  "))
}
