package reports_test

import (
	"encoding/csv"
	"io"
	"strings"
	"testing"

	"klarmeld/internal/impact"
	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

// refusal is how a system may answer whatever it is asked for.
const refusal = "det kan systemet ikke"

// refusing does not offer old cases, protected cases and three things about
// documents, and says so in the same words each time.
func refusing(t *testing.T) verdict.SystemResult {
	t.Helper()
	return system(t, "et", "Et", append(good(verdict.Sag, verdict.Dokument),
		notOffered(scenario("sag-04", verdict.Sag, "En afsluttet sag overføres"), refusal),
		notOffered(scenario("sag-13", verdict.Sag, "En borger får navne- og adressebeskyttelse"), refusal),
		notOffered(scenario("dokument-01", verdict.Dokument, "Et udgående brev knyttes til sin sag"), refusal),
		notOffered(scenario("dokument-02", verdict.Dokument, "Et indgående brev har sin brevdato"), refusal),
		notOffered(scenario("dokument-03", verdict.Dokument, "Et brev slettes"), refusal)), nil)
}

// A protected case that is exposed never reads as an old case that is missing,
// though the system has the same words for both.
func TestNotOfferedIsToldByScenario(t *testing.T) {
	s := refusing(t)
	forms := map[string]string{}
	for _, f := range reports.Forms() {
		forms[f.Name] = written(t, func(w io.Writer) error { return f.Write(w, reports.Report{System: s}) })
	}
	old, protected := impact.OfMissing("sag-04", "sag").Consequence, impact.OfMissing("sag-13", "sag").Consequence
	if old == protected {
		t.Fatal("the two have the same effect")
	}
	for _, name := range []string{"html", "markdown", "csv", "sarif"} {
		for _, want := range []string{old, protected} {
			if !strings.Contains(forms[name], want) {
				t.Errorf("%s does not say: %s", name, want)
			}
		}
	}
	for _, c := range s.Capabilities {
		for _, sc := range c.Scenarios {
			if sc.NotOffered != "" && !strings.Contains(forms["markdown"], sc.Name) {
				t.Errorf("markdown does not name %q", sc.Name)
			}
		}
	}
}

// In the HTML each block tells the effect of all that it names, and what reads
// the same stands together.
func TestNotOfferedInBlocks(t *testing.T) {
	page := written(t, func(w io.Writer) error { return reports.HTML(w, reports.Report{System: refusing(t)}) })
	blocks := strings.Split(page, `<details class="card point`)[1:]
	if len(blocks) != 3 {
		t.Errorf("%d blocks: the old case, the protected case and the documents should have one each", len(blocks))
	}
	for _, x := range []struct{ scenario, column string }{{"sag-04", "sag"}, {"sag-13", "sag"}, {"dokument-01", "dokument"}, {"dokument-02", "dokument"},
		{"dokument-03", "dokument"}} {
		told := 0
		for _, b := range blocks {
			b, _, _ = strings.Cut(b, "</section>")
			if strings.Contains(b, "#scenarie-"+x.scenario+`"`) && strings.Contains(b, impact.OfMissing(x.scenario, x.column).Consequence) {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%s is told with its effect in %d blocks", x.scenario, told)
		}
	}
}

// A line of the spreadsheet has the effect of its own scenario.
func TestNotOfferedInASpreadsheet(t *testing.T) {
	raw := written(t, func(w io.Writer) error { return reports.CSV(w, reports.Report{System: refusing(t)}) })
	r := csv.NewReader(strings.NewReader(strings.TrimPrefix(raw, "\ufeff")))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows[1:] {
		scenario := row[12]
		if want := impact.OfMissing(scenario, strings.Split(scenario, "-")[0]).Consequence; row[10] != want {
			t.Errorf("%s: %q, want %q", scenario, row[10], want)
		}
	}
}
