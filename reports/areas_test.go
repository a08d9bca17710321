package reports_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"klarmeld/internal/english"
	"klarmeld/internal/schema"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// coverage has an area of each status, and an edition of KLE that tells of each kind of
// number.
func coverage() *verdict.Coverage {
	return &verdict.Coverage{ID: "borgerblikket", Title: "De områder, der skal vises på Mit Overblik (Borgerblikket)", Mapping: "System 1", Cases: 9,
		Groups: []verdict.CoverageGroup{
			{ID: "trin-1", Title: "Trin 1: ti ydelser", Deadline: "2020-12-31", Source: "Økonomiaftalen: obligatorisk inden udgangen af 2020",
				Areas: []verdict.CoveredArea{
					{ID: "kontanthjaelp", Title: "Kontanthjælp", Numbers: []string{"32.24.04"}, Status: verdict.AreaSeen, Cases: 7,
						Examples: []string{"2026-1", "2026-2", "=2+5"}, Ended: "2025-12-31"},
					{ID: "sygedagpenge-ydelse", Title: "Sygedagpenge", Numbers: []string{"32.30.04"}, Status: verdict.AreaUnseen},
					{ID: "ledighedsydelse", Title: "Ledighedsydelse", Numbers: []string{"32.24.12"}, Status: verdict.AreaNotTheir}}},
			{ID: "kle-15", Title: "Trin 2: tolv slags beskæftigelsessager (KLE 15)", Deadline: "2021-12-31", Areas: []verdict.CoveredArea{
				{ID: "revalidering", Title: "Revalidering", Status: verdict.AreaUnmapped}}},
			{ID: "udbetaling-danmark", Title: "Udbetaling Danmarks emner",
				Areas: []verdict.CoveredArea{{ID: "32.06", Numbers: []string{"32.06"}, Status: verdict.AreaNotTheir}}}},
		Outside: []verdict.KLENumber{{Number: "02.34.02", Cases: 1}},
		KLE: &verdict.KLEEdition{Published: "2026-11-01", SHA256: strings.Repeat("ab", 32), Numbers: 6,
			Ended:   []verdict.KLENumber{{Number: "32.24.04", Title: "Prøve", Ended: "2025-12-31", Cases: 2}},
			Unknown: []verdict.KLENumber{{Number: "99.99.99", Cases: 1}}, New: []verdict.KLENumber{{Number: "27.36.08", Title: "Nyt", Created: "2026-08-01"}}}}
}

// TestCoverage: every form tells of each area with its deadline, of the cases and of the
// edition of KLE; JSON keeps its schema; and a report without it says nothing of it.
func TestCoverage(t *testing.T) {
	r := reports.Report{System: momentum(t)}
	r.System.Coverage = coverage()
	for _, f := range []struct {
		form  func(*bytes.Buffer, reports.Report) error
		wants []string
	}{
		{func(b *bytes.Buffer, r reports.Report) error { return reports.HTML(b, r) }, []string{`id="daekning"`, "Trin 1: ti ydelser, senest 31. " +
			"december 2020: 1 af 2 set", "32.24.04 Kontanthjælp", "Nummeret udgik af KLE 31. december 2025.", "7 sager: 2026-1, 2026-2, =2&#43;5 …",
			"Ikke set", "Kan ikke ses uden leverandørens afbildning", "Udbetaling Danmarks emner, ingen frist er kendt: ikke dette systems", "02.34.02, 1 sag",
			"99.99.99", "27.36.08 Nyt, oprettet 1. august 2026", "efter KLE, udgivet 1. november 2026 (6 numre, SHA-256 abababababababab)"}},
		{func(b *bytes.Buffer, r reports.Report) error { return reports.Markdown(b, r) }, []string{"## Områder, som borgeren skal kunne se",
			"| Trin 1: ti ydelser | senest 31. december 2020 | 1 af 2 set | 32.30.04 Sygedagpenge |", "udgivet 1. november 2026"}},
		{func(b *bytes.Buffer, r reports.Report) error { return reports.CSV(b, r) }, []string{"Trin 1: ti ydelser (senest 31. december 2020): " +
			"32.24.04 Kontanthjælp: Set; 7 sager: 2026-1", "32.24.12 Ledighedsydelse: Ikke dette systems", "Sager i numre, der er udgået af KLE: 32.24.04 Prøve"}},
		{func(b *bytes.Buffer, r reports.Report) error { return reports.JSON(b, r) },
			[]string{`"status": "uden_afbildning"`, `"deadline": "2020-12-31"`, `"published": "2026-11-01"`}},
	} {
		var with, without bytes.Buffer
		if err := f.form(&with, r); err != nil {
			t.Fatal(err)
		}
		bare := r
		bare.System.Coverage = nil
		if err := f.form(&without, bare); err != nil {
			t.Fatal(err)
		}
		for _, want := range f.wants {
			if !strings.Contains(with.String(), want) {
				t.Errorf("it does not say %q", want)
			}
			if strings.Contains(without.String(), want) {
				t.Errorf("it says %q without there being any", want)
			}
		}
	}
	var b bytes.Buffer
	if err := reports.JSON(&b, r); err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(schema.Report, b.Bytes()); err != nil {
		t.Error(err)
	}
	var doc struct{ System verdict.SystemResult }
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil || doc.System.Coverage == nil || doc.System.Coverage.KLE.Numbers != 6 {
		t.Errorf("%v: %+v", err, doc.System.Coverage)
	}
}

// TestCoverageBrief: a line for each group, in both languages; nothing of no cases.
func TestCoverageBrief(t *testing.T) {
	got := reports.CoverageBrief(coverage(), reports.Danish)
	if want := "Trin 1: ti ydelser: 1 af 2 set (32.24.04 Kontanthjælp)."; len(got) != 7 || got[0] != want {
		t.Errorf("%q", got)
	}
	if none := reports.CoverageBrief(&verdict.Coverage{}, reports.Danish); none != nil {
		t.Errorf("%q", none)
	}
	for _, line := range reports.CoverageBrief(coverage(), reports.English) {
		if err := english.Missing(line); err != nil && !strings.Contains(line, "Prøve") && !strings.Contains(line, "Nyt") {
			t.Error(err)
		}
	}
}
