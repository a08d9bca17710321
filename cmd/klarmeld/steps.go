package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

func stepsCommand() *cobra.Command {
	var names []string
	for _, c := range verdict.Secured() {
		names = append(names, string(c.ID))
	}
	return &cobra.Command{
		Use:   "steps [OMRÅDE]",
		Short: "Vis de sætninger, scenarier kan skrives med",
		Long: `Viser hver sætning, som scenarierne er skrevet med, efter funktionsområde, med et
eksempel fra testen selv og hvad sætningen beder om eller kræver. Enhver sætning
kan bruges i ethvert område.

OMRÅDE er et af: ` + strings.Join(names, ", ") + `.`,
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: names,
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := steps.Features(features.Secured)
			if err != nil {
				return harness(err)
			}
			all, err := steps.Sentences(files)
			if err != nil {
				return harness(err)
			}
			if len(args) > 0 {
				if !slices.Contains(names, args[0]) {
					return usage("området %q kendes ikke; vælg et af: %s", args[0], strings.Join(names, ", "))
				}
				all = slices.DeleteFunc(all, func(v steps.Vocabulary) bool { return string(v.Capability.ID) != args[0] })
			}
			var groups []reports.Phrases
			for _, v := range all {
				g := reports.Phrases{Title: v.Capability.Name}
				for _, s := range v.Sentences {
					g.All = append(g.All, reports.Phrase{Example: s.Example, Meaning: s.Meaning})
				}
				groups = append(groups, g)
			}
			out := cmd.OutOrStdout()
			if err := reports.PhrasesConsole(out, groups, width(out)); err != nil {
				return harness(err)
			}
			return nil
		},
	}
}
