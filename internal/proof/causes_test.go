package proof_test

import (
	"testing"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/verdict"
)

// twoFaults are breaks that are two faults however few they are meant to be: a text in
// OffentlighedUndtaget, where it must not be, without the other that the schema asks for
// beside it; two elements that a title makes mandatory; and a UUID of ones, which is less
// than that nobody has it.
var twoFaults = map[string]bool{
	"sag.egenskaber.titelalternativtekst": true, "dokument.egenskaber.titelalternativtekst": true,
	"sag.journalpost.tilakteret.titelalternativtekst": true, "sag.journalpost.vedlagt.titelalternativtekst": true,
	"sag.journalpost.journalnotat.titelalternativtekst": true,
	"sag.journalpost.journalnotat.offentlighedundtaget": true, "sag.journalpost.vedlagt.notat": true, "vaerdi.uuid-ens-cifre": true,
}

// TestABreakIsOneFinding: each break is one fault, and is told as one, whatever follows
// from it; the worst of what is told first is the worst of all, and nothing is lost.
func TestABreakIsOneFinding(t *testing.T) {
	r, err := proven()
	if err != nil {
		t.Fatal(err)
	}
	findings, causes := 0, 0
	for _, l := range r.Lines {
		all := verdict.Causes(l.Said)
		told, first, worst := 0, verdict.Information, verdict.Information
		for _, c := range all {
			told, first = told+1+len(c.Consequences), max(first, c.Outcome)
		}
		for _, f := range l.Said {
			worst = max(worst, f.Outcome)
		}
		findings, causes = findings+len(l.Said), causes+len(all)
		if told != len(l.Said) || first != worst {
			t.Errorf("%s %s: %d of %d are told, the worst first is %s, and of all %s", l.Rule, l.Mutation, told, len(l.Said), first, worst)
		}
		// That a role is not known stands beside what is wrong with its relation.
		if len(all) > 1 && !twoFaults[l.Rule] && !anvisning.Among(anvisning.RuleUnknownRole.ID, rules(all)) {
			t.Errorf("%s %s is told %d times: %v", l.Rule, l.Mutation, len(all), rules(all))
		}
	}
	t.Logf("%d breaks bring %d findings of %d causes", len(r.Lines), findings, causes)
	if findings-causes < 1000 {
		t.Errorf("only %d follow from another", findings-causes)
	}
}

func rules(all []verdict.Caused) []string {
	var out []string
	for _, c := range all {
		out = append(out, c.Rule)
	}
	return out
}
