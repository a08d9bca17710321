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
	verdict.NotObserved: "–", verdict.Fail: "✗", verdict.HarnessFailure: "?",
}

func outcomeMark(o verdict.Outcome) mark { return mark{signs[o], o.Name(), tone(o.String())} }

// verdictMark gives a verdict the sign and colour of the outcome that leads to
// it.
func verdictMark(v verdict.Verdict) mark {
	o := map[verdict.Verdict]verdict.Outcome{
		verdict.Approved: verdict.Pass, verdict.ApprovedWithRemarks: verdict.Remark, verdict.NotApproved: verdict.Fail,
		verdict.Incomplete: verdict.NotTried, verdict.HarnessFailed: verdict.HarnessFailure,
	}[v]
	return mark{signs[o], v.Name(), tone(o.String())}
}

// verdictMeaning is the one sentence below the verdict.
func verdictMeaning(v verdict.Verdict) string {
	return map[verdict.Verdict]string{
		verdict.Approved:            "Systemet gjorde alt, hvad prøven bad om, og alt, hvad det sendte og læste, var rigtigt.",
		verdict.ApprovedWithRemarks: "Der er ingen fejl, men der er noget, systemet ikke tilbyder eller bør gøre bedre. Kommunen bør kende det, før systemet tages i brug.",
		verdict.NotApproved:         "Systemet sendte noget forkert, eller noget nødvendigt mangler. Det skal rettes og prøves igen, før systemet kan godkendes.",
		verdict.Incomplete:          "Noget blev ikke prøvet, og det, der ikke er prøvet, kan ikke godkendes. Resten af prøven fandt ingen fejl.",
		verdict.HarnessFailed:       "Noget gik galt i klarmeld selv. Systemet er hverken godkendt eller afvist, og prøven skal køres igen.",
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
		{outcomeMark(verdict.HarnessFailure), "Fejlen ligger i prøven og ikke i systemet."},
	}
}

// verdictTerms explain the verdicts, best first.
func verdictTerms() []term {
	var out []term
	for _, v := range []verdict.Verdict{verdict.Approved, verdict.ApprovedWithRemarks, verdict.NotApproved, verdict.Incomplete, verdict.HarnessFailed} {
		out = append(out, term{verdictMark(v), verdictMeaning(v)})
	}
	return out
}

// areaMeaning says what a column is about in the words of a municipality; ""
// for a column that we have no words for yet.
func areaMeaning(c verdict.CapabilityID) string {
	return map[verdict.CapabilityID]string{
		verdict.Sag:            "Sager oprettes, rettes og afsluttes i det fælles indeks, også sager, der allerede er afsluttet. Det er dét, borgeren ser på borger.dk.",
		verdict.Journalnotat:   "Notater på sagen følger med, og sagen er stadig rigtig bagefter.",
		verdict.Dokument:       "Breve og andre dokumenter står i indekset og er knyttet til deres sag.",
		verdict.Organisation:   "Systemet henter kommunens enheder og medarbejdere i det fælles register i stedet for at få dem tastet ind.",
		verdict.Klassifikation: "Systemet henter emnenumrene (KLE) i det fælles register og følger med, når de ændres.",
		verdict.Fjern:          "Når kommunen skifter system, kan det gamle system fjerne alt, hvad det har sendt, og intet andet.",
	}[c]
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
	var parts []string
	for o := verdict.HarnessFailure; o >= verdict.Information; o-- {
		if n[o] == 0 {
			continue
		}
		word := strings.ToLower(o.Name()) // "2 fejl", "3 ikke afprøvet"
		if o == verdict.Remark && n[o] != 1 {
			word = "bemærkninger"
		}
		parts = append(parts, fmt.Sprintf("%d %s", n[o], word))
	}
	return parts
}

// displayName is the system's title, or its name when it has none.
func displayName(s verdict.SystemResult) string {
	if s.Title != "" {
		return s.Title
	}
	return s.Name
}

// cells are a system's capabilities in the order of the table. One that the
// run knows nothing of is a gap, never an empty cell.
func cells(s verdict.SystemResult) []verdict.CapabilityResult {
	var out []verdict.CapabilityResult
	for _, c := range verdict.Capabilities() {
		cell := verdict.CapabilityResult{ID: c.ID, Name: c.Name, Outcome: verdict.NotTried, Reason: "Området indgik ikke i prøven."}
		for _, r := range s.Capabilities {
			if r.ID == c.ID {
				cell = r
			}
		}
		out = append(out, cell)
	}
	return out
}
