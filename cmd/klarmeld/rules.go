package main

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"klarmeld/features"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
	"klarmeld/internal/config"
	"klarmeld/internal/impact"
	"klarmeld/internal/proof"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
	"klarmeld/steps"
)

// rulesOptions are the flags of klarmeld rules.
type rulesOptions struct {
	json                   bool
	objekt, role, severity string
	state                  string
}

func rulesCommand() *cobra.Command {
	var o rulesOptions
	cmd := &cobra.Command{
		Use:   "rules [REGEL]",
		Short: "Vis reglerne, eller én regel med kilde og eksempler",
		Long: `Uden REGEL vises alle regler, som et fund kan nævne: hver række i anvisningerne, hvor
ofte hver rolle må forekomme, de regler, der ser på flere elementer eller meddelelser
sammen, formen (XML, SOAP og XSD), hvad tjenesterne svarer, hvad et scenarie kræver,
og hvad der siges om kørslen. Med REGEL vises den ene, med kilde, hvem den rammer, et
eksempel der overholder den, og et der bryder den, og de trin, der kan finde den.
Regler fra anvisningerne har ID'er som sag.egenskaber.titel.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			entries, err := o.pick(args)
			if err != nil {
				return err
			}
			if err := o.show(cmd.OutOrStdout(), entries, len(args) > 0); err != nil {
				return harness(err)
			}
			return nil
		},
	}
	f := cmd.Flags()
	f.BoolVar(&o.json, "json", false, "skriv reglerne som JSON")
	f.StringVar(&o.objekt, "objekt", "", "kun regler for Sag eller Dokument")
	f.StringVar(&o.role, "rolle", "", "kun regler for en rolle, fx Ejer")
	f.StringVar(&o.severity, "alvor", "", "kun regler af en alvor, fx fejl, bemaerkning eller information")
	f.StringVar(&o.state, "tilstand", "", "kun checked, checked_with_state (kræver en kørsel) eller not_checkable")
	return cmd
}

// pick finds the rules that were asked for.
func (o rulesOptions) pick(args []string) ([]anvisning.Listed, error) {
	all := catalogue()
	if len(args) > 0 {
		i := slices.IndexFunc(all, func(e anvisning.Listed) bool { return e.ID == args[0] })
		if i < 0 {
			return nil, usage("der er ingen regel %q.%s", args[0], near(all, args[0]))
		}
		return all[i : i+1], nil
	}
	if err := o.check(all); err != nil {
		return nil, err
	}
	out := []anvisning.Listed{}
	for _, e := range all {
		if (o.objekt == "" || e.Objekt == "" || strings.EqualFold(string(e.Objekt), o.objekt)) && (o.role == "" || strings.EqualFold(e.Role, o.role)) &&
			(o.severity == "" || strings.EqualFold(e.Severity.String(), o.severity)) && (o.state == "" || strings.EqualFold(string(e.State), o.state)) {
			out = append(out, e)
		}
	}
	return out, nil
}

// check refuses a filter that no rule can pass.
func (o rulesOptions) check(all []anvisning.Listed) error {
	for _, f := range []struct {
		flag, asked string
		of          func(anvisning.Listed) string
	}{
		{"--objekt", o.objekt, func(e anvisning.Listed) string { return string(e.Objekt) }},
		{"--rolle", o.role, func(e anvisning.Listed) string { return e.Role }},
		{"--alvor", o.severity, func(e anvisning.Listed) string { return e.Severity.String() }},
		{"--tilstand", o.state, func(e anvisning.Listed) string { return string(e.State) }},
	} {
		var known []string
		for _, e := range all {
			if v := f.of(e); v != "" && !slices.Contains(known, v) {
				known = append(known, v)
			}
		}
		if f.asked != "" && !slices.ContainsFunc(known, func(v string) bool { return strings.EqualFold(v, f.asked) }) {
			return usage("%s %s: ingen regel har den; vælg en af: %s", f.flag, f.asked, strings.Join(known, ", "))
		}
	}
	return nil
}

// near suggests rules whose ID holds what was asked for, or begins like it.
func near(all []anvisning.Listed, id string) string {
	var like []string
	for asked := strings.ToLower(id); asked != "" && like == nil; asked = asked[:max(0, strings.LastIndex(asked, "."))] {
		for _, e := range all {
			if strings.Contains(e.ID, asked) && len(like) < 8 {
				like = append(like, e.ID)
			}
		}
	}
	if len(like) == 0 {
		return " klarmeld rules viser dem alle"
	}
	return " Mener du:\n  " + strings.Join(like, "\n  ")
}

func (o rulesOptions) show(out io.Writer, entries []anvisning.Listed, one bool) error {
	if !one {
		if o.json {
			return writeJSON(out,
				map[string]any{"ruleset": anvisning.Version, "rules": entries, "texts": clause.Texts(), "clauses": clause.Clauses(), "prose": clause.OfProse()})
		}
		return reports.RulesConsole(out, ruleList(entries))
	}
	keeps, breaks, err := example(entries[0])
	if err != nil {
		return err
	}
	uses, err := usesOf(entries[0])
	if err != nil {
		return err
	}
	if o.json {
		return writeJSON(out, struct {
			anvisning.Listed
			verdict.Impact
			Keeps  string      `json:"keeps,omitempty"`
			Breaks string      `json:"breaks,omitempty"`
			Steps  []steps.Use `json:"steps,omitempty"`
			// Clauses are what the anvisning's row says, Rows the rows that have
			// a clause which the rule tries.
			Clauses []clause.Reading `json:"clauses,omitempty"`
			Rows    []string         `json:"rows,omitempty"`
		}{entries[0], impact.Of(entries[0].ID), keeps, breaks, uses, clause.Of(entries[0].ID), clause.Rows(entries[0].ID)})
	}
	return reports.RuleConsole(out, rulePage(entries[0], keeps, breaks, uses))
}

// usesOf are the sentences of our own scenarios that can find fault by a rule.
func usesOf(e anvisning.Listed) ([]steps.Use, error) {
	files, err := steps.Features(features.Secured)
	if err != nil {
		return nil, err
	}
	return steps.Uses(e.ID, files)
}

// example is a part of a message that keeps the rule, and one that breaks it.
func example(e anvisning.Listed) (keeps, breaks string, err error) {
	cases, _, err := proofCases()
	if err != nil {
		return "", "", err
	}
	for _, c := range cases {
		if c.Rule == e.ID || c.Row == e.ID {
			keeps, breaks = c.Example()
			return keeps, breaks, nil
		}
	}
	return "", "", nil
}

// proofCases are the cases of every rule, on Korsbæk and our own relation
// classes.
func proofCases() ([]proof.Case, *proof.Stage, error) {
	registers, err := config.Municipality("")
	if err != nil {
		return nil, nil, err
	}
	roles, raw, err := config.Roles("")
	if err != nil {
		return nil, nil, err
	}
	return proof.Cases(registers, roles, raw)
}

func writeJSON(out io.Writer, v any) error {
	enc := json.NewEncoder(out)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	return enc.Encode(v)
}
