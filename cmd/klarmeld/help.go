package main

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// inDanish lets all that cobra itself says be Danish: the help, the usage, the
// commands help and completion, and what is wrong with a line.
func inDanish(root *cobra.Command) {
	root.SetHelpCommand(helpCommand())
	root.InitDefaultHelpCmd()
	completionInDanish(root)
	root.SetUsageFunc(func(cmd *cobra.Command) error {
		_, err := fmt.Fprint(cmd.OutOrStdout(), usageOf(cmd))
		return err
	})
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) {
		text := cmd.Long
		if text == "" {
			text = cmd.Short
		}
		// What cannot be written is known by the output.
		_, _ = fmt.Fprintf(cmd.OutOrStdout(), "%s\n\n%s", strings.TrimSpace(text), usageOf(cmd))
	})
	root.SetFlagErrorFunc(flagMistake)
	root.Flags().Bool("version", false, "vis klarmelds version")
	root.SetVersionTemplate("klarmeld {{.Version}}\n")
	every(root, func(cmd *cobra.Command) {
		cmd.Flags().BoolP("help", "h", false, "vis denne hjælp")
		argMistakes(cmd)
	})
}

func every(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, sub := range cmd.Commands() {
		every(sub, do)
	}
}

func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "help [KOMMANDO]",
		Short: "Vis hjælp til en kommando",
		Long:  "Viser hjælp til klarmeld, eller til den KOMMANDO, der nævnes.",
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			if err := unknownCommand(root, args); err != nil {
				return err
			}
			found, _, err := root.Find(args)
			if err != nil {
				return usage("%w", err)
			}
			return found.Help()
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var out []cobra.Completion
			if len(args) == 0 {
				for _, sub := range cmd.Root().Commands() {
					if sub.IsAvailableCommand() {
						out = append(out, cobra.CompletionWithDesc(sub.Name(), sub.Short))
					}
				}
			}
			return out, cobra.ShellCompDirectiveNoFileComp
		},
	}
}

// completionInDanish has cobra's command completion speak Danish; its scripts
// are the shells' own.
func completionInDanish(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	cmd := commandOf(root, "completion")
	cmd.Use, cmd.Short = "completion SKAL", "Lav et script, så skallen kan gøre kommandoer færdige"
	cmd.Long = "Laver et script, så skallen kan gøre kommandoer, flag og deres værdier færdige med\n" +
		"tabulatortasten. Hjælpen til hver skal siger, hvordan det tages i brug."
	for name, now := range completionNow {
		shell := commandOf(root, "completion", name)
		shell.Short = "Lav scriptet til " + name
		shell.Long = shell.Short + ".\n\nI den skal, der kører:\n\n  " + now
		shell.Flags().VisitAll(func(f *pflag.Flag) { f.Usage = "uden forklaringer" })
	}
}

// completionNow is how each shell takes its script in use.
var completionNow = map[string]string{
	"bash": "source <(klarmeld completion bash)\n\nFor altid (kræver pakken bash-completion):\n\n" +
		"  klarmeld completion bash > /etc/bash_completion.d/klarmeld",
	"zsh":        "source <(klarmeld completion zsh)\n\nFor altid:\n\n  klarmeld completion zsh > \"${fpath[1]}/_klarmeld\"",
	"fish":       "klarmeld completion fish | source\n\nFor altid:\n\n  klarmeld completion fish > ~/.config/fish/completions/klarmeld.fish",
	"powershell": "klarmeld completion powershell | Out-String | Invoke-Expression\n\nFor altid: sæt det, kommandoen skriver, ind i jeres PowerShell-profil.",
}

// useLine is how a command is written.
func useLine(cmd *cobra.Command) string {
	line := cmd.CommandPath()
	if _, rest, ok := strings.Cut(cmd.Use, " "); ok {
		line += " " + rest
	}
	if cmd.HasAvailableSubCommands() {
		return line
	}
	return line + " [FLAG…]"
}

func usageOf(cmd *cobra.Command) string {
	var b strings.Builder
	line := useLine(cmd)
	if !cmd.HasParent() {
		line += " KOMMANDO [FLAG…]"
	}
	fmt.Fprintf(&b, "Brug:\n  %s\n", line)
	if cmd.HasAvailableSubCommands() {
		b.WriteString("\nKommandoer:\n")
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() || sub == commandOf(cmd.Root(), "help") {
				fmt.Fprintf(&b, "  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
			}
		}
	}
	if flags := flagLines(cmd.Flags()); flags != "" {
		b.WriteString("\nFlag:\n" + flags)
	}
	if cmd.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s KOMMANDO --help viser mere om en kommando.\n", cmd.CommandPath())
	}
	return b.String()
}

// kinds are the words for what follows a flag.
var kinds = map[string]string{"string": "TEKST", "strings": "LISTE", "duration": "TID", "int": "TAL", "sprog": "SPROG"}

// flagLines lists flags, each with what it is when it is not given.
func flagLines(all *pflag.FlagSet) string {
	var left, right []string
	wide := 0
	all.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		kind, text := pflag.UnquoteUsage(f)
		if word, ok := kinds[kind]; ok {
			kind = word
		}
		if kind != "" {
			name += " " + kind
		}
		switch f.DefValue {
		case "", "false", "[]", "0", "0s":
		default:
			text += " (ellers " + f.DefValue + ")"
		}
		left, right = append(left, name), append(right, text)
		wide = max(wide, utf8.RuneCountInString(name))
	})
	var b strings.Builder
	for i, name := range left {
		fmt.Fprintf(&b, "%s%s   %s\n", name, strings.Repeat(" ", wide-utf8.RuneCountInString(name)), right[i])
	}
	return b.String()
}
