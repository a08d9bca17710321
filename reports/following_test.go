package reports_test

import (
	"bytes"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// caused is a system with a finding in two places, what follows from each, and one that
// has a cause of its own.
func caused(t *testing.T) verdict.SystemResult {
	t.Helper()
	s := scenario("sag-01", verdict.Sag, "En ny sag sendes til indekset")
	for line := 10; line < 12; line++ {
		cause := at(finding(verdict.Fail, verdict.Sag, "sag.egenskaber.titel", "Titlen er for lang."), 3, line, "0003-request.xml", "S/Titel")
		follows := at(finding(verdict.Fail, verdict.Sag, "kontrakt.length", "Titel er længere, end typen tillader."), 3, line, "0003-request.xml", "S/Titel")
		follows.ConsequenceOf, follows.Tool = verdict.Origin{Rule: cause.Rule, Path: cause.Path, Line: cause.Line}, verdict.ToolSchema
		s.Findings = append(s.Findings, follows, cause)
	}
	s.Findings = append(s.Findings, at(finding(verdict.Fail, verdict.Sag, "sag.registrering.tidspunkt", "Tidspunktet mangler."), 3, 12, "0003-request.xml", "S"))
	return system(t, "foelger", "Følger", append(good(verdict.Sag), s), nil)
}

// TestConsequencesStandUnderTheirCause: every form that people read tells a cause once,
// with what follows from it under it, and counts causes; tools get every finding, with
// what it follows from.
func TestConsequencesStandUnderTheirCause(t *testing.T) {
	s := caused(t)
	r := reports.Report{System: s}
	console := written(t, func(w io.Writer) error { return reports.FindingsConsole(w, s.Findings()) })
	for text, n := range map[string]int{"✗ Fejl": 2, "Følge:": 1, "kontrakt.length, linje 10, 1 sted til: Titel er længere": 1,
		"I alt 3 fejl, og 2 følger heraf i 1 fil":                        1,
		"3 fund, heraf 2, som KOMBITs valideringsværktøj også ville se.": 1} {
		if strings.Count(strings.Join(strings.Fields(console), " "), text) != n {
			t.Errorf("the console has %q not %d times:\n%s", text, n, console)
		}
	}
	html, md := written(t, func(w io.Writer) error { return reports.HTML(w, r) }), written(t, func(w io.Writer) error { return reports.Markdown(w, r) })
	if strings.Count(html, `<details class="card point`) != 2 || !strings.Contains(html, "Følger heraf") ||
		!strings.Contains(html, "kontrakt.length, linje 10, 1 sted til: Titel er længere") {
		t.Errorf("the page has %d points", strings.Count(html, `<details class="card point`))
	}
	if strings.Count(md, "\n1. ")+strings.Count(md, "\n2. ") != 2 || strings.Contains(md, "\n3. ") || !strings.Contains(md, "Følge: kontrakt.length") {
		t.Error(md)
	}
	english := r
	english.Language = reports.English
	if page := written(t, func(w io.Writer) error { return reports.HTML(w, english) }); !strings.Contains(page, "What follows") ||
		strings.Contains(page, "Følger heraf") {
		t.Error("the English page has no English for what follows")
	}
	junit, sarif := written(t, func(w io.Writer) error { return reports.JUnit(w, r) }), written(t, func(w io.Writer) error { return reports.SARIF(w, r) })
	if strings.Count(junit, "Følge af: sag.egenskaber.titel") < 2 {
		t.Error(junit)
	}
	if strings.Count(sarif, `"relatedLocations": [
            {`) != 2 || strings.Count(sarif, "Følge: kontrakt.length: ") != 2 {
		t.Error(sarif)
	}
	json := written(t, func(w io.Writer) error { return reports.JSON(w, r) })
	if strings.Count(json, `"consequenceOf"`) != 2 || strings.Count(json, `"rule": "kontrakt.length"`) != 2 {
		t.Error(json)
	}
}

// TestConsequencesInASpreadsheet: each finding has a line, what follows from one right
// after it, with the name of what it follows from.
func TestConsequencesInASpreadsheet(t *testing.T) {
	s := caused(t)
	raw := written(t, func(w io.Writer) error { return reports.CSV(w, reports.Report{System: s}) })
	in := csv.NewReader(bytes.NewReader([]byte(strings.TrimPrefix(raw, "\ufeff"))))
	in.Comma = ';'
	rows, err := in.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	last, n := slices.Index(rows[0], "Følge af"), 0
	for i, row := range rows[1:] {
		if row[4] != "kontrakt.length" {
			continue
		}
		if n++; row[last] != rows[i][1]+" sag.egenskaber.titel" {
			t.Errorf("it follows from %q; before it stands %s %s", row[last], rows[i][1], rows[i][4])
		}
	}
	if n != 2 {
		t.Errorf("%d follow", n)
	}
}

// TestExplainedWithItsCause: klarmeld explain leads from what follows to its cause, and
// from the cause to what follows.
func TestExplainedWithItsCause(t *testing.T) {
	s := caused(t)
	for _, f := range s.Findings() {
		got := written(t, func(w io.Writer) error {
			return reports.ExplainConsole(w, reports.Explain(s, f), 100, reports.Danish)
		})
		if strings.Contains(got, "Følge af:") != (f.Rule == "kontrakt.length") || strings.Contains(got, "Følge: ") != (f.Rule == "sag.egenskaber.titel") {
			t.Errorf("%s:\n%s", f.Rule, got)
		}
	}
}

// TestAcceptedDoesNotHide: what somebody has accepted has nothing under it that nobody has.
func TestAcceptedDoesNotHide(t *testing.T) {
	s := caused(t)
	s.Known = []verdict.Known{{Rule: "sag.egenskaber.titel", Reason: "aftalt", Until: "2099-01-01"}}
	if md := written(t, func(w io.Writer) error { return reports.Markdown(w, reports.Report{System: s}) }); !strings.Contains(md, "\n3. ") ||
		strings.Contains(md, "Følge: ") {
		t.Error(md)
	}
}
