package main

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/clause"
	"klarmeld/internal/impact"
	"klarmeld/internal/judge"
	"klarmeld/internal/proof"
	"klarmeld/internal/security"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/reports"
	"klarmeld/steps"
)

// ruleList is the rules as a list shows them.
func ruleList(entries []anvisning.Listed) reports.RuleList {
	l := reports.RuleList{Ruleset: anvisning.Version}
	for _, e := range entries {
		line := reports.RuleLine{Group: groupOf(e), Obligation: e.Obligation, ID: e.ID, Text: e.Text, Needs: needs(e)}
		if e.Obligation == anvisning.Absent.String() {
			line.Obligation = "nej"
		}
		switch e.State {
		case anvisning.Checked:
			l.Checked++
		case anvisning.CheckedWithState:
			l.InRun++
		case anvisning.NotCheckable:
			l.NotCheckable++
			line.Untried = e.Reason
		}
		l.Rules = append(l.Rules, line)
	}
	return l
}

// groupOf is what a rule is about.
func groupOf(e anvisning.Listed) string {
	switch e.Kind {
	case judge.KindForm:
		return "Formen: XML, SOAP og strukturen (XSD)"
	case security.KindSecurity:
		return "Sikkerhed: tokener og signaturer"
	case judge.KindService:
		return "Tjenesterne: hvad der sker med det, systemet sender"
	case trial.KindRun:
		return "Kørslen: det, systemet blev bedt om, og det, der kom"
	case steps.KindClaim:
		return "Scenarierne: det, et Så-trin kræver"
	case stage.KindCapture:
		return "Optaget trafik (check --samtale)"
	case reports.KindGap:
		return "Rapporten: det, ingen regel har fundet"
	case anvisning.KindNamed:
		return "På tværs af elementer og meddelelser"
	case anvisning.KindOccurrence:
		return fmt.Sprintf("%s, forekomster", e.Objekt)
	}
	g := string(e.Objekt)
	if e.Part != "" {
		g += " · " + e.Part
	}
	if e.Role != "" {
		g += " »" + e.Role + "«"
	}
	return g
}

// needs is what must be at hand for a rule to be tried; "" when nothing is.
func needs(e anvisning.Listed) string {
	if !e.NeedsRegisters {
		return ""
	}
	return "registre (check: --registre, --fixtures eller --kommune)"
}

// rulePage is all that is said of one rule.
func rulePage(e anvisning.Listed, keeps, breaks string, uses []steps.Use) reports.RulePage {
	tried := e.State.Name()
	if e.TriedBy != "" {
		tried += " af " + e.TriedBy
	}
	if e.Reason != "" {
		tried += ": " + e.Reason
	}
	hit := impact.Of(e.ID)
	page := reports.RulePage{ID: e.ID, Text: e.Text, Fix: e.Fix, Severity: e.Severity.Name(), Obligation: e.Obligation, Source: e.Source,
		Tried: tried, Needs: needs(e),
		Keeps: keeps, Breaks: breaks, Hits: hit.Hits + ": " + hit.Consequence}
	for _, u := range uses {
		page.Steps = append(page.Steps, fmt.Sprintf("%s (%s)", u.Example, strings.Join(u.Scenarios, ", ")))
	}
	for _, c := range clause.Of(e.ID) {
		line := reports.ClauseLine{Demand: string(c.Demand), Says: c.Says, Tried: "prøves af " + strings.Join(c.TriedBy, ", ")}
		switch {
		case c.NotDecidable != "":
			line.Tried = "kan ikke afgøres: " + c.NotDecidable
		case !c.Demands():
			line.Tried = ""
		}
		if !slices.Contains(page.Clauses, line) {
			page.Clauses = append(page.Clauses, line)
		}
	}
	if rows := clause.Rows(e.ID); len(rows) > 0 {
		page.Rows = rowsOf(rows)
	}
	return page
}

// mostRows is how many rows a page names.
const mostRows = 6

// rowsOf names some of the rows that have a clause which a rule tries.
func rowsOf(rows []string) string {
	if len(rows) > mostRows {
		return fmt.Sprintf("%s og %d til", strings.Join(rows[:mostRows], ", "), len(rows)-mostRows)
	}
	return strings.Join(rows, ", ")
}

// fateWords are what a Danish reader sees of a case's fate.
var fateWords = map[proof.Fate]string{
	proof.Killed: "dræbt", proof.Survived: "overlevede", proof.WrongReason: "fundet af en forkert grund",
	proof.Noise: "falsk anklage", proof.Failed: "kunne ikke afspilles",
}

// proofTable is what a proof showed.
func proofTable(r proof.Matrix) reports.ProofTable {
	out := reports.ProofTable{Ruleset: r.Ruleset, Killed: r.Killed, Cases: r.Cases, Rules: r.Rules, Unproven: r.Unproven}
	for _, l := range r.Lines {
		if l.Structure {
			out.Structural++
		}
		if l.Fate == proof.Killed {
			continue
		}
		line := reports.ProofLine{Fate: fateWords[l.Fate], Rule: l.Rule, Mutation: l.Mutation, Why: l.Why}
		if l.Row != "" {
			line.Rule = l.Row + " (ved " + l.Rule + ")"
		}
		out.Wrong = append(out.Wrong, line)
	}
	return out
}
