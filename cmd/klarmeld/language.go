package main

import (
	"slices"

	"github.com/spf13/cobra"

	"klarmeld/reports"
)

// languageFlag is --lang, the language of what is written.
func languageFlag(cmd *cobra.Command, l *reports.Language) {
	*l = reports.Danish
	cmd.Flags().Var((*languageValue)(l), "lang", "sproget i det, der skrives: da eller en (rapport.json er altid på dansk)")
}

type languageValue reports.Language

func (l *languageValue) String() string { return string(*l) }
func (l *languageValue) Type() string   { return "sprog" }

func (l *languageValue) Set(s string) error {
	if !slices.Contains(reports.Languages(), reports.Language(s)) {
		return usage("der skrives på dansk (da) eller engelsk (en), ikke på %q", s)
	}
	*l = languageValue(s)
	return nil
}
