package reports_test

import (
	"html"
	"io"
	"strings"
	"testing"

	"klarmeld/internal/config"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// supplemented is an approved system with a supplementary column that failed.
func supplemented(t *testing.T, findings ...verdict.Finding) verdict.SystemResult {
	t.Helper()
	columns := append(verdict.Capabilities(), verdict.Capability{ID: "ydelse", Name: "Ydelsesindeks", Class: verdict.Supplementary})
	p, err := config.Policy("pilot-2020")
	if err != nil {
		t.Fatal(err)
	}
	expected := map[verdict.CapabilityID]int{"ydelse": 1}
	for _, c := range verdict.Capabilities() {
		expected[c.ID] = 1
	}
	s := columns.Fold(append(good(), scenario("ydelse-01", "ydelse", "En ydelse sendes", findings...)), expected, p)
	s.Name, s.Title, s.Municipality, s.Begun = "et", "Et", "Korsbæk Kommune", "2026-01-12T09:00:00Z"
	return s
}

// A supplementary column is shown by every form, marked as what it is, and what
// failed in it stands between nobody and an approval.
func TestSupplementaryColumn(t *testing.T) {
	s := supplemented(t, finding(verdict.Fail, "ydelse", "klasse.uuid-og-nummer", "Ydelsen er forkert."))
	if s.Verdict != verdict.Approved {
		t.Fatalf("the verdict is %s", s.Verdict)
	}
	forms := map[string]func(io.Writer, reports.Language) error{
		"matrix": func(w io.Writer, l reports.Language) error {
			return reports.MatrixHTML(w, unsigned(momentum(t), s), l)
		},
		"wide console": func(w io.Writer, l reports.Language) error {
			return reports.Console(w, verdict.RunResult{Systems: []verdict.SystemResult{momentum(t), s}}, 180, l)
		},
		"console": func(w io.Writer, l reports.Language) error {
			return reports.Console(w, verdict.RunResult{Systems: []verdict.SystemResult{s}}, 80, l)
		},
	}
	for _, f := range reports.Forms() {
		if f.Part {
			continue
		}
		forms[f.Name] = func(w io.Writer, l reports.Language) error {
			return f.Write(w, reports.Report{System: s, Language: l})
		}
	}
	for name, form := range forms {
		for l, marked := range map[reports.Language]string{reports.Danish: "supplerende", reports.English: "supplementary"} {
			got := html.UnescapeString(written(t, func(w io.Writer) error { return form(w, l) }))
			if name == "json" || name == "sarif" { // its marks are IDs
				marked = "supplerende"
			}
			if !strings.Contains(got, "Ydelsesindeks") && name != "sarif" || !strings.Contains(got, marked) {
				t.Errorf("%s in %s does not show the column, marked %q", name, l, marked)
			}
			if !strings.Contains(got, "Ydelsen er forkert.") && name != "console" && name != "wide console" && name != "matrix" {
				t.Errorf("%s in %s does not show what was found", name, l)
			}
		}
	}
	page := written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: s}) })
	_, lists, _ := strings.Cut(page, `<h2 id="fund">`)
	blocking, notes, _ := strings.Cut(lists, `<h2 id="orientering">`)
	notes, _, _ = strings.Cut(notes, `<h2 id="ikke-proevet">`)
	if strings.Contains(blocking, "Ydelsen er forkert.") || !strings.Contains(notes, "Ydelsen er forkert.") {
		t.Error("what has no say in the verdict stands between the system and an approval")
	}
}

// A run in which one system has a column that another has not shows a gap.
func TestSupplementaryColumnOfOneSystem(t *testing.T) {
	run := verdict.RunResult{Systems: []verdict.SystemResult{system(t, "to", "To", good(), nil), supplemented(t)}}
	page := written(t, func(w io.Writer) error { return reports.MatrixHTML(w, unsigned(run.Systems...), reports.Danish) })
	rows := strings.Split(page, `<tr role="row">`)[1:]
	if n := strings.Count(rows[0], `role="columnheader"`); len(rows) != 3 || n != 9 { // the system, the whole, seven columns
		t.Fatalf("%d rows, %d headers", len(rows), n)
	}
	for _, row := range rows[1:] {
		if n := strings.Count(row, `role="cell"`); n != 8 { // the whole, seven columns
			t.Errorf("%d cells in a row", n)
		}
	}
	if !strings.Contains(page, "Området indgik ikke i prøven.") {
		t.Error("the system without the column has no cell in it")
	}
}

// The report of a result whose verdict its columns do not allow is refused, also
// when a supplementary column would.
func TestSupplementaryColumnAllowsNoVerdict(t *testing.T) {
	for name, v := range map[string]verdict.Verdict{"not approved": verdict.NotApproved, "remarks": verdict.ApprovedWithRemarks, "incomplete": verdict.Incomplete,
		"harness": verdict.HarnessFailed} {
		s := supplemented(t, finding(verdict.Fail, "ydelse", "x", "Ydelsen er forkert."))
		s.Verdict = v
		for o := verdict.Pass; o <= verdict.HarnessFailure; o++ {
			s.Capabilities[len(s.Capabilities)-1].Outcome = o
			if err := reports.JSON(io.Discard, reports.Report{System: s}); err == nil {
				t.Errorf("%s was written with %s in the supplementary column alone", name, o)
			}
		}
	}
}
