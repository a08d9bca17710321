package reports

import (
	"fmt"
	"strings"
	"time"

	"klarmeld/internal/verdict"
)

// mark is an outcome or a verdict as all forms show it: a sign and a word
// beside it, and a name for its colour. The colour alone says nothing.
type mark struct {
	Sign, Word string
	Tone       tone
}

// tone names the colour of an outcome in a style sheet and in a terminal.
type tone string

// signs are text characters, never emoji.
var signs = map[verdict.Outcome]string{
	verdict.Information: "i", verdict.Pass: "✓", verdict.Remark: "!", verdict.NotTried: "○",
	verdict.NotObserved: "–", verdict.Fail: "✗", verdict.AdapterFailure: "~", verdict.HarnessFailure: "?",
}

func outcomeMark(o verdict.Outcome) mark { return mark{signs[o], o.Name(), tone(o.String())} }

// verdictMark gives a verdict the sign and colour of the outcome that leads to
// it.
func verdictMark(v verdict.Verdict) mark {
	o := map[verdict.Verdict]verdict.Outcome{
		verdict.Approved: verdict.Pass, verdict.ApprovedWithRemarks: verdict.Remark, verdict.NotApproved: verdict.Fail,
		verdict.Incomplete: verdict.NotTried, verdict.AdapterFailed: verdict.AdapterFailure, verdict.HarnessFailed: verdict.HarnessFailure,
	}[v]
	return mark{signs[o], v.Name(), tone(o.String())}
}

// verdictMeaning is the one sentence below the verdict.
func verdictMeaning(v verdict.Verdict) string {
	return map[verdict.Verdict]string{
		verdict.Approved: "Systemet gjorde alt, hvad prøven bad om, og alt, hvad det sendte og læste, var rigtigt.",
		verdict.ApprovedWithRemarks: "Der er ingen fejl, men der er noget, systemet ikke tilbyder eller bør gøre bedre. " +
			"Kommunen bør kende det, før systemet tages i brug.",
		verdict.NotApproved: "Systemet sendte noget forkert, eller noget nødvendigt mangler. Det skal rettes og prøves igen, før systemet kan godkendes.",
		verdict.Incomplete:  "Noget blev ikke prøvet, og det, der ikke er prøvet, kan ikke godkendes. Resten af prøven fandt ingen fejl.",
		verdict.AdapterFailed: "Adapteren, som klarmeld beder systemet handle igennem, fejlede. " +
			"Systemet er hverken godkendt eller afvist; ret adapteren, og kør prøven igen.",
		verdict.HarnessFailed: "Noget gik galt i klarmeld selv. Systemet er hverken godkendt eller afvist, og prøven skal køres igen.",
	}[v]
}

// term is a word with its explanation.
type term struct {
	Mark mark
	Text string
}

// outcomeTerms explain the outcomes to a reader who meets them for the first
// time, best first.
func outcomeTerms() []term {
	return []term{
		{outcomeMark(verdict.Pass), "Klarmeld så det, og det var rigtigt."},
		{outcomeMark(verdict.Remark), "Noget bør gøres bedre, eller en funktion tilbydes ikke, hvor politikken tillader det. Det hindrer ikke en godkendelse."},
		{outcomeMark(verdict.NotTried), "Det kunne ikke prøves. Det tæller aldrig som bestået."},
		{outcomeMark(verdict.NotObserved), "Systemet sagde, at det var gjort, men der kom ingen trafik, som viste det."},
		{outcomeMark(verdict.Fail), "Systemet sendte noget forkert, eller noget nødvendigt mangler."},
		{outcomeMark(verdict.AdapterFailure), "Adapteren mellem klarmeld og systemet fejlede. Det er hverken systemets fejl eller klarmelds."},
		{outcomeMark(verdict.HarnessFailure), "Fejlen ligger i prøven og ikke i systemet."},
	}
}

// verdictTerms explain the verdicts, best first.
func verdictTerms() []term {
	var out []term
	for _, v := range []verdict.Verdict{verdict.Approved, verdict.ApprovedWithRemarks, verdict.NotApproved, verdict.Incomplete, verdict.AdapterFailed,
		verdict.HarnessFailed} {
		out = append(out, term{verdictMark(v), verdictMeaning(v)})
	}
	return out
}

var months = [...]string{"januar", "februar", "marts", "april", "maj", "juni", "juli", "august", "september", "oktober", "november", "december"}

// danishTime writes a time of the recording for people. It stays in the zone
// that it was written in, for another machine must come to the same words; a
// zone is only named when it is not that of a Danish clock.
func danishTime(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	return fmt.Sprintf("%d. %s %d kl. %s", t.Day(), months[t.Month()-1], t.Year(), t.Format("15.04")) + zone(t)
}

// zone names the zone of a time, unless it is that of a Danish clock.
func zone(t time.Time) string {
	switch _, offset := t.Zone(); offset {
	case 3600, 7200:
		return ""
	case 0:
		return " (UTC)"
	}
	return t.Format(" (UTC-07:00)")
}

// count writes a number and the form of the noun that belongs to it.
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// tally counts findings by outcome, worst first: "2 fejl, 1 bemærkning".
func tally(outcomes []verdict.Outcome) []string {
	n := map[verdict.Outcome]int{}
	for _, o := range outcomes {
		n[o]++
	}
	return tallyBy(func(o verdict.Outcome) int { return n[o] })
}

// tallyBy is tally of what has been counted.
func tallyBy(n func(verdict.Outcome) int) []string {
	var parts []string
	for o := verdict.HarnessFailure; o >= verdict.Information; o-- {
		if n(o) == 0 {
			continue
		}
		word := strings.ToLower(o.Name()) // "2 fejl", "3 ikke afprøvet"
		if o == verdict.Remark && n(o) != 1 {
			word = "bemærkninger"
		}
		parts = append(parts, fmt.Sprintf("%d %s", n(o), word))
	}
	return parts
}

// displayName is the system's title, or its name when it has none.
func displayName(s verdict.SystemResult) string {
	if title := strings.Join(strings.Fields(s.Title), " "); title != "" { // in one line
		return title
	}
	return s.Name
}
