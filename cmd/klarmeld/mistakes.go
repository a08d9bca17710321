package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// unknownCommand refuses a command that there is not, before its flags are held
// against those of another.
func unknownCommand(root *cobra.Command, args []string) error {
	found, rest, err := root.Find(args)
	if err != nil || found != root || len(rest) == 0 {
		return err
	}
	name := rest[0]
	if strings.HasPrefix(name, "-") || name == cobra.ShellCompRequestCmd || name == cobra.ShellCompNoDescRequestCmd {
		return nil
	}
	return usage("der er ingen kommando %q.%s", name, suggested(root.SuggestionsFor(name), "", " klarmeld help viser dem alle"))
}

// suggested asks whether something else was meant.
func suggested(names []string, before, otherwise string) string {
	if len(names) == 0 {
		return otherwise
	}
	return " Mener du " + before + strings.Join(names, " eller "+before) + "?"
}

// flagMistake is what is wrong with a flag, in Danish. pflag tells the mistakes
// apart by type.
func flagMistake(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var alone *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		if letters := unknown.GetSpecifiedShortnames(); letters != "" {
			return usage("%s har intet flag -%s; %s --help viser dem", cmd.CommandPath(), unknown.GetSpecifiedName(), cmd.CommandPath())
		}
		name := unknown.GetSpecifiedName()
		return usage("%s har intet flag --%s.%s", cmd.CommandPath(), name, suggested(flagsLike(cmd, name), "--", " "+cmd.CommandPath()+" --help viser dem"))
	case errors.As(err, &alone):
		return usage("--%s skal følges af en værdi: %s", alone.GetSpecifiedName(), alone.GetFlag().Usage)
	case errors.As(err, &invalid):
		flag := invalid.GetFlag()
		var said exit
		if errors.As(err, &said) {
			return usage("--%s: %w", flag.Name, said)
		}
		return usage("--%s kan ikke være %q: %s", flag.Name, invalid.GetValue(), wantedOf(flag))
	case errors.As(err, &syntax):
		return usage("%q er intet flag; skriv --navn eller --navn=værdi", syntax.GetSpecifiedFlag())
	}
	return usage("%s: %w", cmd.CommandPath(), err)
}

// flagsLike are the command's flags that somebody may have meant. The measure is
// cobra's own for commands.
func flagsLike(cmd *cobra.Command, name string) []string {
	names := &cobra.Command{SuggestionsMinimumDistance: 2}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		names.AddCommand(&cobra.Command{Use: f.Name, Run: func(*cobra.Command, []string) {}})
	})
	return names.SuggestionsFor(name)
}

// wantedOf says what a flag's value should be.
func wantedOf(f *pflag.Flag) string {
	switch f.Value.Type() {
	case "duration":
		return "skriv en tid, fx 30s, 5m eller 1h"
	case "bool":
		return "skriv --" + f.Name + " alene, eller --" + f.Name + "=false"
	case "int":
		return "skriv et tal"
	}
	return f.Usage
}

// argMistakes lets a command refuse what does not belong on its line in Danish.
func argMistakes(cmd *cobra.Command) {
	right := cmd.Args
	if right == nil {
		return
	}
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		if right(cmd, args) == nil {
			return nil
		}
		line := "; skriv: " + useLine(cmd)
		if len(args) == 0 || right(cmd, append(args[:len(args):len(args)], "x")) == nil {
			return usage("der mangler noget på linjen%s", line)
		}
		return usage("%q hører ikke til på linjen%s", args[len(args)-1], line)
	}
}
