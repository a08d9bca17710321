package main

import (
	"go/ast"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"klarmeld/internal/house"
)

// An ID is lower case, in parts between periods.
var ruleID = regexp.MustCompile(`^[a-z0-9æøå-]+(\.[a-z0-9æøå_-]+)+$`)

// A file's name looks like one.
var fileName = regexp.MustCompile(`\.(yaml|json|md|xml|html)$`)

// named are the fields and kinds of values in which the ID of a rule stands.
var named = map[string][]string{
	"Finding": {"Rule"}, "Deviation": {"Rule"}, "Named": {"ID"}, "Entry": {"ID"}, "Problem": {"Code"}, "Fault": {"Code"}, "Note": {"Code"},
}

// makers are the functions whose first text is the ID of a rule.
var makers = []string{"claimed", "claimedAs", "removed", "runRule", "serviceRule", "captureRule"}

// TestEveryRuleIsInTheCatalogue: whatever ID the code gives to a finding, or to what a
// service answers, klarmeld rules can tell of: a report must not name a rule that
// nobody can look up.
func TestEveryRuleIsInTheCatalogue(t *testing.T) {
	rules, rooms := map[string]bool{}, map[string]bool{}
	for _, e := range catalogue() {
		rules[e.ID] = true
	}
	if len(rules) < 900 {
		t.Fatalf("only %d rules", len(rules))
	}
	for id := range rules { // the first parts of the IDs
		first, _, _ := strings.Cut(id, ".")
		rooms[first] = true
	}
	looked := 0
	for _, s := range house.Sources(t, "../..") {
		if s.Test() || strings.HasPrefix(s.Path, "examples/") || strings.HasPrefix(s.Path, "release/") || slices.Contains(notIDs, s.Path) {
			continue
		}
		for _, f := range idsIn(s, rooms) {
			looked++
			if !rules[f.id] && !prefixOf(f.id, rules) {
				t.Errorf("%s names the rule %s, and klarmeld rules does not know it: list it where its kind stands (anvisning.NamedRules, "+
					"judge.ServiceRules or its forms, trial.Rules, stage.Rules, steps.ClaimRules, reports.GapRules)", s.Set.Position(f.at.Pos()), f.id)
			}
		}
	}
	if looked < 150 {
		t.Errorf("only %d IDs were looked at", looked)
	}
}

// notIDs are files whose texts look like IDs and are none, by reason: the schema's
// fields have names with a period, and the codes of preflight are of no rule (they stand
// in docs/services.md).
var notIDs = []string{"internal/schema/schema.go", "cmd/klarmeld/preflight_keys.go"}

// prefixOf reports whether an ID is the beginning of others, as whoever speaks of many
// rules at once names them.
func prefixOf(id string, rules map[string]bool) bool {
	for r := range rules {
		if strings.HasPrefix(r, id+".") {
			return true
		}
	}
	return false
}

type foundID struct {
	at ast.Node
	id string
}

// idsIn are the IDs in a file: texts in the place of one, and every text that looks
// like one of those that there are.
func idsIn(s house.Source, rooms map[string]bool) []foundID {
	var out []foundID
	add := func(e ast.Expr, sure bool) {
		lit, ok := e.(*ast.BasicLit)
		if !ok {
			return
		}
		id, err := strconv.Unquote(lit.Value)
		first, _, _ := strings.Cut(id, ".")
		if err == nil && ruleID.MatchString(id) && !fileName.MatchString(id) && (sure || rooms[first]) {
			out = append(out, foundID{e, id})
		}
	}
	ast.Inspect(s.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CompositeLit:
			for _, field := range named[typeName(n.Type)] {
				for _, e := range n.Elts {
					if kv, ok := e.(*ast.KeyValueExpr); ok && nameOf(kv.Key) == field {
						add(kv.Value, true)
					}
				}
			}
		case *ast.CallExpr:
			if slices.Contains(makers, nameOf(n.Fun)) {
				for _, a := range n.Args {
					if lit, ok := a.(*ast.BasicLit); ok {
						add(lit, true)
						break
					}
				}
			}
		case *ast.BasicLit:
			add(n, false)
		}
		return true
	})
	return out
}

func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	case *ast.StarExpr:
		return typeName(e.X)
	}
	return ""
}

func nameOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}
