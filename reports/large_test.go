package reports_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// large is a report with many findings, such as a system's stock of cases with
// the same mistakes makes: forty rules, each broken in some hundred messages.
func large(t testing.TB, findings int, l reports.Language) reports.Report {
	t.Helper()
	var all []verdict.Finding
	var messages []reports.ShownExchange
	sag := "<sag:Sag>" + strings.Repeat(
		"<sag:Sagsaktoer><gd:Rolle><sd:UUIDIdentifikator>41ac9245-d933-5858-a0cc-565ce7d0bac5</sd:UUIDIdentifikator></gd:Rolle></sag:Sagsaktoer>", 60) + "</sag:Sag>"
	for i := range findings {
		n := i%1200 + 1
		f := at(finding(verdict.Fail, verdict.Sag, fmt.Sprintf("sag.egenskaber.regel-%d", i%40), fmt.Sprintf("KLE-nummer og UUID hører ikke til samme klasse på "+
			"Sagsklasse »Primær klasse«: nummeret er 15.20.%02d, men UUID'en er 27.35.04 »Forebyggende hjemmebesøg«.", i%100)),
			n, 20+i%40, fmt.Sprintf("%04d-request.xml", n), "sag-20")
		f.Actual = fmt.Sprintf("nummer »15.20.%02d« og UUID »41ac9245-d933-5858-a0cc-%012d«", i%100, i)
		all = append(all, f)
		if i < 40 {
			messages = append(messages, reports.NewMessage(n, []byte(sag), []byte(sag)))
		}
	}
	observed := append(good(verdict.Sag), scenario("sag-20", verdict.Sag, "Hele bestanden overføres, når systemet tilsluttes", all...))
	return reports.Report{System: system(t, "stort", "Stort", observed, nil), Messages: messages, Language: l}
}

// The page of a run with 5,000 findings is under 2 MB, in either language, and
// has lost none of them.
func TestManyFindingsMakeASmallPage(t *testing.T) {
	const findings, limit = 5000, 2_000_000
	for _, l := range reports.Languages() {
		r := large(t, findings, l)
		page := written(t, func(w io.Writer) error { return reports.HTML(w, r) })
		if len(page) > limit {
			t.Errorf("in %s the page has %d bytes", l, len(page))
		}
		for _, f := range r.System.Findings() {
			if !strings.Contains(page, f.ID) {
				t.Fatalf("in %s the finding %s is not there", l, f.ID)
			}
		}
		if n := strings.Count(page, `<details class="whole">`); n == 0 || n == 40 {
			t.Errorf("%d whole messages are shown: there should be some, and no more than there is room for", n)
		}
	}
}

func BenchmarkLargePage(b *testing.B) {
	for _, l := range reports.Languages() {
		b.Run(string(l), func(b *testing.B) {
			r := large(b, 5000, l)
			for b.Loop() {
				if err := reports.HTML(io.Discard, r); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
