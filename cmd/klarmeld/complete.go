package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/fixtures"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// values are what may follow a flag, whichever command it is of: a flag of one
// name means one thing.
var values = map[string]func() []string{
	"system":   func() []string { return fixtures.Names("vendors") },
	"policy":   func() []string { return fixtures.Names("policies") },
	"driver":   func() []string { return []string{"person", "exec:", "http://127.0.0.1:9000/handling"} },
	"addr":     func() []string { return []string{"127.0.0.1:8470", "127.0.0.1:0"} },
	"frist":    func() []string { return []string{"30s", "1m", "5m", "1h"} },
	"lang":     languages,
	"objekt":   func() []string { return ruleValues(func(e anvisning.Listed) string { return string(e.Objekt) }) },
	"rolle":    func() []string { return ruleValues(func(e anvisning.Listed) string { return e.Role }) },
	"alvor":    func() []string { return ruleValues(func(e anvisning.Listed) string { return e.Severity.String() }) },
	"tilstand": func() []string { return ruleValues(func(e anvisning.Listed) string { return string(e.State) }) },
}

// lists are what may follow a flag, and again after each comma.
var lists = map[string]func() []string{"form": reports.FormNames, "only": scenarioNames, "variant": variantNames}

// folders and files are the flags that name one, and what a file ends on.
var (
	folders = []string{"out", "fixtures", "features", "siden", "rapport", "record"}
	files   = map[string][]string{
		"kommune": {"json"}, "relationsklasser": {"json"}, "kendte": {"json"}, "borgerblik": {"json"}, "klarmelding": {"json"}, "indtil": {"json"},
		"profile": {"yaml", "yml"}, "noegle": nil, "prioritet": {"json"}, "skabelon": nil, "ny-noegle": nil, "kommentarfil": nil,
	}
	none = []string{"titel", "itsystem", "navn", "kommentar"}
)

// arguments are what may stand on a command's line, and ofFolders the commands
// on whose line a report's folder stands.
var (
	arguments = map[string]func() []string{"rules": ruleNames, "selfcheck": provenNames, "run": nothing, "serve": nothing, "preflight": nothing}
	ofFolders = []string{"verify", "replay", "sign", "compare", "matrix", "brev"}
)

func nothing() []string { return nil }

// completions lets the shells finish the values of flags too.
func completions(root *cobra.Command) {
	every(root, func(cmd *cobra.Command) {
		for flag, all := range values {
			complete(cmd, flag, func(string) ([]cobra.Completion, cobra.ShellCompDirective) {
				if flag == "frist" && cmd.Flags().Lookup(flag).Value.Type() != "duration" { // a date
					return nil, cobra.ShellCompDirectiveNoFileComp
				}
				if flag == "policy" { // or a file
					return all(), cobra.ShellCompDirectiveDefault
				}
				return all(), cobra.ShellCompDirectiveNoFileComp
			})
		}
		for flag, all := range lists {
			complete(cmd, flag, func(typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return afterComma(typed, all()), cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveNoSpace
			})
		}
		for _, flag := range folders {
			complete(cmd, flag, func(string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return nil, cobra.ShellCompDirectiveFilterDirs
			})
		}
		for flag, endings := range files {
			complete(cmd, flag, func(string) ([]cobra.Completion, cobra.ShellCompDirective) {
				if endings == nil {
					return nil, cobra.ShellCompDirectiveDefault
				}
				return endings, cobra.ShellCompDirectiveFilterFileExt
			})
		}
		for _, flag := range none {
			complete(cmd, flag, func(string) ([]cobra.Completion, cobra.ShellCompDirective) {
				return nil, cobra.ShellCompDirectiveNoFileComp
			})
		}
	})
	argumentsOf(root)
}

// argumentsOf lets the shells finish what stands on a command's line.
func argumentsOf(root *cobra.Command) {
	for name, all := range arguments {
		commandOf(root, name).ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return all(), cobra.ShellCompDirectiveNoFileComp
		}
	}
	for _, name := range ofFolders {
		commandOf(root, name).ValidArgsFunction = func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		}
	}
}

// commandOf is the command that people call so.
func commandOf(root *cobra.Command, names ...string) *cobra.Command {
	cmd, rest, err := root.Find(names)
	if err != nil || len(rest) > 0 { // a test calls every command
		panic("klarmeld has no command " + strings.Join(names, " "))
	}
	return cmd
}

func complete(cmd *cobra.Command, flag string, all func(typed string) ([]cobra.Completion, cobra.ShellCompDirective)) {
	if cmd.Flags().Lookup(flag) == nil {
		return
	}
	err := cmd.RegisterFlagCompletionFunc(flag, func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		found, how := all(typed)
		if how&(cobra.ShellCompDirectiveFilterFileExt|cobra.ShellCompDirectiveFilterDirs) == 0 {
			found = slices.DeleteFunc(slices.Clone(found), func(s string) bool { return !strings.HasPrefix(s, typed) })
		}
		return found, how
	})
	if err != nil { // a flag has one list
		panic(err)
	}
}

// afterComma are values that go on a list that has been begun.
func afterComma(typed string, all []string) []string {
	begun := typed[:strings.LastIndex(typed, ",")+1]
	var out []string
	for _, v := range all {
		if !slices.Contains(strings.Split(begun, ","), v) {
			out = append(out, begun+v)
		}
	}
	return out
}

func languages() []string {
	var out []string
	for _, l := range reports.Languages() {
		out = append(out, string(l))
	}
	return out
}

// provenNames are the rules that a proof can be asked for: the anvisninger's.
func provenNames() []string {
	var out []string
	for _, e := range anvisning.List() {
		out = append(out, e.ID)
	}
	return out
}

func ruleNames() []string { return ruleValues(func(e anvisning.Listed) string { return e.ID }) }

// ruleValues are the values that the rules have of something, each once.
func ruleValues(of func(anvisning.Listed) string) []string {
	var out []string
	for _, e := range catalogue() {
		if v := of(e); v != "" && !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}

// scenarioNames are what --only takes of klarmeld's own scenarios: the areas, the
// scenarios, and the requirements.
func scenarioNames() []string {
	var out []string
	for _, c := range verdict.Secured() {
		out = append(out, string(c.ID))
	}
	s, err := steps.NewScript(features.Secured, nil, nil)
	if err != nil { // a test reads them
		return out
	}
	for id := range s.Columns() {
		out = append(out, id)
	}
	for _, r := range s.Requirements() {
		if len(r.Scenarios) > 0 {
			out = append(out, "krav:"+r.ID)
		}
	}
	slices.Sort(out)
	return out
}
