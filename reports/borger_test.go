package reports_test

import (
	"io"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// demoCitizens has one of each thing that a page can show, and what a system could send to
// break it.
func demoCitizens() *verdict.Citizens {
	view := func(titel, kle, subject string, area verdict.Said, docs ...verdict.Said) *verdict.CaseView {
		return &verdict.CaseView{Title: verdict.Said(titel), KLE: verdict.Said(kle), KLETitle: verdict.Said(subject), Area: area, State: verdict.CaseOpen,
			Opened: "2026-01-12", Documents: docs}
	}
	wrong := func(k verdict.Sight, citizen verdict.Said, message string) []verdict.Sighting {
		return []verdict.Sighting{{Kind: k, By: verdict.ViewerCitizen, Citizen: citizen, Scenario: "sag-18", Case: "Kontrol", Message: message}}
	}
	hidden := wrong(verdict.SightHidden, "Poul Ankersen", "Poul Ankersen kan se sagen »Kontrol af udbetaling«, som er skjult for borgeren.")
	missing := wrong(verdict.SightMissing, "Poul Ankersen", "Poul Ankersen ser ikke sin sag »Revalidering«: den er ikke i indekset.")
	missing[0].Excuse = verdict.ExcuseNotOffered
	closed := view("Revalidering", "32.24.08", "Revalideringsydelse", "Ydelser")
	closed.State, closed.Opened, closed.Closed = verdict.CaseClosed, "2018-03-01", "2019-02-28"
	return &verdict.Citizens{
		Settings: verdict.CitizenSettings{Title: "Prøvens valg", KLE: []verdict.Said{"32", "15"}, Without: []verdict.Said{"32.15"}, From: "2018-01-01",
			ActiveToo: true, Documents: verdict.DocumentsApproved,
			Building: []verdict.Said{"02.34"}, Contact: &verdict.Link{Text: "Ring til Borgerservice"},
			Areas: []verdict.CitizenArea{{Name: "Ydelser", KLE: []verdict.Said{"32"}, SelfService: &verdict.Link{Text: "Min ydelse", Address: "javascript:alert(1)"}},
				{Name: "Job", KLE: []verdict.Said{"15"}}}},
		Never: hidden,
		Pages: []verdict.Citizen{
			{Name: "Poul Ankersen", Cases: []verdict.CitizenCase{
				{Scenario: "sag-18", Name: "En sag skjules for borgeren",
					Seen: view("Kontrol af udbetaling", "32.30.06", "Sygedagpenge – kontrol", "Ydelser"), Wrong: hidden},
				{Scenario: "sag-04", Name: "En sag, der allerede er afsluttet", Wanted: closed, Wrong: missing},
				{Scenario: "journalnotat-06", Name: "Sagens KLE-nummer er uændret", Seen: view("Kontanthjælp", "15.20.00", "Forløb mod beskæftigelse", "Job"),
					Wanted: view("Kontanthjælp", "32.24.04", "Kontanthjælp", "Ydelser"),
					Wrong: wrong(verdict.SightArea, "Poul Ankersen",
						"Poul Ankersen ser sagen »Kontanthjælp« under »Forløb mod beskæftigelse«; den hører under »Kontanthjælp«.")},
			}, LeftOut: []verdict.LeftOutCase{{Scenario: "dokument-09", Title: "Carport", Why: verdict.LeftBuilding}},
				Caseworker: []verdict.CaseworkerCase{{Scenario: "sag-18", Title: "Kontrol af udbetaling", State: "Opstaaet", Unit: "Jobcenter Korsbæk",
					Wanted: "Ydelseskontoret", Notes: []verdict.Said{"[Dokument] Samtale"}, Protected: true}}},
			{Name: hostile, Cases: []verdict.CitizenCase{{Scenario: "sag-01", Name: "En ny sag", Seen: view(hostile, "00.01.00", hostile, "", hostile),
				Wanted: view(hostile, "00.01.00", hostile, "", hostile)}}},
		},
	}
}

func citizensPage(t *testing.T, l reports.Language, c *verdict.Citizens) string {
	t.Helper()
	s := momentum(t)
	s.Citizens = c
	return written(t, func(w io.Writer) error { return reports.CitizensHTML(w, reports.Report{System: s, Language: l}) })
}

// before holds that texts stand on the page in their order.
func before(t *testing.T, page string, texts ...string) {
	t.Helper()
	at := 0
	for _, text := range texts {
		i := strings.Index(page[at:], text)
		if i < 0 {
			t.Errorf("the page does not have %q after what stands before it", text)
			return
		}
		at += i + len(text)
	}
}

// TestTheWorstStandsFirst: what nobody should have seen stands before anything else; then
// each citizen's page, with each case where the citizen meets it.
func TestTheWorstStandsFirst(t *testing.T) {
	page := citizensPage(t, reports.Danish, demoCitizens())
	before(t, page, "Det skulle ingen have set", "Poul Ankersen kan se sagen »Kontrol af udbetaling«, som er skjult for borgeren.", "<h2 id=\"borgere\">",
		`<h2 id="borger-1">Poul Ankersen</h2>`, "<h3>Ydelser</h3>", "Kontrol af udbetaling", "Her skulle intet have stået.", "Her mangler en sag", "Revalidering",
		"1. marts 2018", "Systemet tilbyder det ikke.", "Her skulle sagen have stået: »Kontanthjælp«. Borgeren finder den under »Job«.", "Ring til Borgerservice",
		"<h3>Job</h3>", "15.20.00", "Det skulle borgeren have set", "32.24.04", "Vises ikke, og det er rigtigt", "ejendommens ejer", "i SAPA",
		"skulle være Ydelseskontoret", "[Dokument] Samtale", "Som det skal være", "Prøvens valg",
		"32, 15; ikke 32.15", "oprettet 1. januar 2018 eller senere; sager, der ikke er afsluttet, uanset dato")
}

// TestNothingWorse: where nobody sees what they should not, the page says so first.
func TestNothingWorse(t *testing.T) {
	c := demoCitizens()
	c.Never, c.Pages = []verdict.Sighting{}, c.Pages[1:]
	page := citizensPage(t, reports.Danish, c)
	before(t, page, "Ingen ser noget, de aldrig skulle have set", "Det, borgeren ser, er det, borgeren skulle se.")
	if strings.Contains(page, "Det skulle ingen have set") {
		t.Error("the page says that somebody should not have seen something")
	}
}

// TestThePageInEnglish: what is klarmeld's own is English, and what others have said stays.
func TestThePageInEnglish(t *testing.T) {
	page := citizensPage(t, reports.English, demoCitizens())
	before(t, page, "Nobody should have seen this", "Poul Ankersen can see the case »Kontrol af udbetaling«, which is hidden from the citizen.", "Your cases",
		"A case is missing here", "1 March 2018", "The system does not offer it.",
		"The municipality&#39;s choices", "Prøvens valg", "opened 1 January 2018 or later")
}

// TestReportsOfBefore: a report of before the question was asked has a page that says so.
func TestReportsOfBefore(t *testing.T) {
	before(t, citizensPage(t, reports.Danish, nil), "Rapporten er fra, før klarmeld viste, hvad borgerne ville se.")
}
