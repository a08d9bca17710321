package proof_test

import (
	"regexp"
	"strings"
	"testing"

	"klarmeld/fixtures"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/verdict"
)

// unmendable are the kinds of findings of rows that carry no suggestion, by their messages,
// and why: what would mend them is what only the sender knows. Those that 2026.4 suggested
// something for, which misled, are marked: an invented value took the place of what had
// been sent.
var unmendable = []struct {
	message string // of the finding, as a regular expression
	misled  bool   // there was a suggestion in 2026.4
	why     string
}{
	{`begyndelse kan ikke være uendelig`, true, "only the sender knows when it began; an invented day was suggested"},
	{`slutningen ligger ikke efter begyndelsen`, true, "one of the two is wrong, and nobody sees which; the end was removed"},
	{`tidszonen mangler`, false, "with its zone it is the end of what goes on for ever, which is another finding"},
	{`klokkeslæt og tidszone mangler`, true, "a day is no instant; midnight, or an invented day, was suggested"},
	{`datoen findes ikke i kalenderen`, true, "which day was meant nobody sees; an invented one was suggested"},
	{`cifre, ikke [0-9]+`, true, "a number with other digits is somebody else's: a company was mended to a citizen, a unit to a municipality"},
	{`der er andre tegn end hexadecimale cifre`, false, "the UUID is the sender's own"},
	{`det er en UUID og ingen URN`, true, "the number of the party is not in the message; a citizen's was invented"},
	{`det er en URN og ingen UUID`, false, "the UUID stands in a register"},
	{`der står intet efter urn:`, true, "the number or name is not in the message"},
	{`et led er tomt|der mangler et led|begynder ikke som nogen|foran urn:|det er ingen URN`, true,
		"what it should refer to is not in the message; a URN of another kind was suggested"},
	{`referencen er tom`, true, "what it should refer to is not in the message; a URN of another kind was suggested, whatever the type was"},
	{`skal være en URN: urn:oio:<org>:<idtype>`, true, "the number of the property has other digits, and is another's"},
	{`skal være en af: |skal være B eller K`, true, "which of them is meant only the sender knows; the first was suggested, for a case's sensitivity too"},
	{`hverken true eller false|der er andet end cifre`, true, "what is meant cannot be read; false, or 1, was suggested"},
	{`^(ReferenceID|AktoerRef|BrugerRef|Rolle|Format|Type) mangler`, true,
		"a UUID of the sender's own, a class that is not public, or a URN of the kind that the type says and nobody has given the form of"},
	{`skal være typen|skal være UUID på`, false, "of several types one is right, or the UUID is not public"},
	{`^Format .*der står intet`, false, "the UUID of a format is not public"},
	{`^Titel mangler`, false, "the note cannot be told from the text"},
	{`^CVR-N(ummer|r) på .* i nummeret`, false, "read without the sign it is another's number than the UUID's, which the register tells since 2026.5"},
	{`må (ikke|kun) udfyldes`, false, "what it stands beside is wrong too"},
}

// The rules of the secured wire carry none either, and are tried by TestAttacks: what is
// signed is mended by its sender alone.

// TestUnmended: a finding of a row that carries no suggestion is of a kind that has none
// for a reason.
func TestUnmended(t *testing.T) {
	all, _ := cases()
	roles := relationsklasser(t)
	registers, err := municipality.LoadFS(fixtures.Files, "korsbaek")
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]bool{}
	for _, e := range anvisning.List() {
		rows[e.ID] = e.Kind == anvisning.KindRow
	}
	used, unmended := map[string]int{}, 0
	for i := 0; i < len(all); i += *mendedEvery {
		_, broken := all[i].Messages()
		if broken == nil || !rows[all[i].Rule] {
			continue
		}
		for _, f := range judge.CheckMessage("m", text(t, broken), roles, registers) {
			if f.Rule != all[i].Rule || f.Suggestion != "" || f.Outcome == verdict.NotTried {
				continue
			}
			unmended++
			why := ""
			for _, u := range unmendable {
				if why == "" && regexp.MustCompile(u.message).MatchString(f.Message) {
					why = u.message
				}
			}
			if used[why]++; why == "" {
				t.Errorf("%s, %s: no suggestion, and no reason: %s", f.Rule, all[i].Mutation, f.Message)
			}
			if strings.Contains(f.Fix, ", fx <") {
				t.Errorf("%s: a value is shown that has not been tried: %s", f.Rule, f.Fix)
			}
		}
	}
	if unmended == 0 {
		t.Error("every finding carries a suggestion: nothing was tried")
	}
	for _, u := range unmendable {
		if used[u.message] == 0 && *mendedEvery == 1 {
			t.Errorf("nothing is of the kind %q any more", u.message)
		}
	}
	t.Logf("%d without a suggestion: %v", unmended, used)
}
