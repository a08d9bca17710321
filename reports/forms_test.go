package reports_test

import (
	"encoding/csv"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

	"klarmeld/internal/verdict"
	"klarmeld/reports"
)

func TestPickForms(t *testing.T) {
	got, err := reports.Pick([]string{"junit", "csv", "junit"})
	if err != nil || len(got) != 2 || got[0].File != "rapport.junit.xml" {
		t.Errorf("%v %v", got, err)
	}
	all := reports.FormNames()
	if _, err := reports.Pick([]string{"word"}); err == nil || !strings.Contains(err.Error(), strings.Join(all, ", ")) || len(all) < 8 {
		t.Errorf("%v", err)
	}
}

// No suite may be greener than its column, whatever made the column so.
func TestJUnitIsNoGreenerThanTheTable(t *testing.T) {
	type problem struct{}
	type suite struct {
		Name                             string `xml:"name,attr"`
		Tests, Failures, Errors, Skipped int
		T                                int `xml:"tests,attr"`
		F                                int `xml:"failures,attr"`
		E                                int `xml:"errors,attr"`
		S                                int `xml:"skipped,attr"`
		Cases                            []struct {
			Failure *problem `xml:"failure"`
			Error   *problem `xml:"error"`
			Skipped *string  `xml:"skipped"`
		} `xml:"testcase"`
	}
	for _, s := range demoRun(t).Systems {
		var doc struct {
			Suites []suite `xml:"testsuite"`
		}
		if err := xml.Unmarshal([]byte(written(t, func(w io.Writer) error { return reports.JUnit(w, reports.Report{System: s}) })), &doc); err != nil {
			t.Fatal(err)
		}
		if len(doc.Suites) != len(s.Capabilities) {
			t.Fatalf("%s: %d suites", s.Name, len(doc.Suites))
		}
		for i, c := range s.Capabilities {
			x := doc.Suites[i]
			for _, k := range x.Cases {
				x.Tests++
				if k.Failure != nil {
					x.Failures++
				}
				if k.Error != nil {
					x.Errors++
				}
				if k.Skipped != nil {
					x.Skipped++
				}
			}
			if x.Tests != x.T || x.Failures != x.F || x.Errors != x.E || x.Skipped != x.S {
				t.Errorf("%s, %s: the counts do not agree with the cases", s.Name, x.Name)
			}
			red := map[verdict.Outcome]int{verdict.Fail: x.F, verdict.NotObserved: x.F, verdict.HarnessFailure: x.E, verdict.NotTried: x.S}
			if n, asked := red[c.Outcome]; asked && n == 0 {
				t.Errorf("%s: the column %s is %s, and no case is", s.Name, c.Name, c.Outcome)
			}
			if c.Outcome <= verdict.Remark && x.F+x.E+x.S > 0 {
				t.Errorf("%s: the column %s is %s, and a case is worse", s.Name, c.Name, c.Outcome)
			}
		}
	}
}

// A spreadsheet reads one line for everything that is not green, and no
// formula that a system has sent.
func TestCSVForASpreadsheet(t *testing.T) {
	m := momentum(t)
	m.Capabilities[1].Scenarios[0].Findings[0].Actual = `=HYPERLINK("http://x")`
	raw := written(t, func(w io.Writer) error { return reports.CSV(w, reports.Report{System: m}) })
	text, marked := strings.CutPrefix(raw, "\ufeff")
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil || !marked {
		t.Fatalf("%v, byte order mark %v", err, marked)
	}
	formulas, rules := 0, map[string]int{}
	for _, row := range rows[1:] {
		if row[2] != "" { // else it is no finding
			rules[row[4]]++
		}
		for _, cell := range row {
			if strings.HasPrefix(cell, "=") {
				formulas++
			}
		}
	}
	if formulas > 0 || !strings.Contains(raw, "'=HYPERLINK") {
		t.Errorf("%d cells are formulas", formulas)
	}
	found := map[string]int{}
	for _, f := range m.Findings() {
		found[f.Rule]++
	}
	for rule, n := range found {
		if rules[rule] != n {
			t.Errorf("%s: %d lines for %d findings", rule, rules[rule], n)
		}
	}
	if rules[""] != 4 {
		t.Errorf("%d lines for the four scenarios that were not offered", rules[""])
	}
}

// What a system has sent is text in Markdown too.
func TestMarkdownIsText(t *testing.T) {
	s := demoRun(t).Systems[4]
	s.Title = "![x](http://x) <img src=x> @alle `kode` | celle"
	got := written(t, func(w io.Writer) error { return reports.Markdown(w, reports.Report{System: s}) })
	if !strings.Contains(got, `\!\[x\](http://x) \<img src=x\> \@alle \`+"`kode"+`\`+"`"+` \| celle`) {
		t.Error(strings.SplitN(got, "\n", 2)[0])
	}
}

// Every result follows the schema, which refuses what is none.
func TestSARIFFollowsItsSchema(t *testing.T) {
	for _, s := range demoRun(t).Systems {
		raw := written(t, func(w io.Writer) error { return reports.SARIF(w, reports.Report{System: s}) })
		doc, err := sarif.FromString(raw, sarif.WithStrictValidation())
		if err != nil {
			t.Fatal(err)
		}
		if err := doc.Validate(); err != nil {
			t.Errorf("%s: %v", s.Name, err)
		}
		prints := map[string]bool{}
		for _, r := range doc.Runs[0].Results {
			p := r.PartialFingerprints["klarmeld/1"]
			if prints[p] || p == "" {
				t.Errorf("%s: the fingerprint %q is not its own", s.Name, p)
			}
			prints[p] = true
		}
		if s.Verdict != verdict.Approved && len(prints) == 0 {
			t.Errorf("%s is %s, and there are no results", s.Name, s.Verdict)
		}
		doc.Version = "1.0"
		if doc.Validate() == nil {
			t.Error("the schema accepts anything")
		}
	}
}
