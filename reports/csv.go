package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "csv", File: "fund.csv", Write: CSV})

// byteOrderMark tells a spreadsheet that the file is UTF-8.
const byteOrderMark = "\ufeff"

// CSV writes everything that is not green, a line each, worst first, as a
// Danish spreadsheet opens it: UTF-8 with a byte order mark, and semicolons
// (else RFC 4180).
func CSV(w io.Writer, s verdict.SystemResult) error {
	s = clean(s)
	nameScenarios(s)
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	rows := [][]string{{"Nr.", "Udfald", "Område", "Regel", "Hvad", "Forventet", "Fundet", "Sådan rettes det", "Kilde", "Scenarie", "Sted", "Sti"}}
	add := func(o verdict.Outcome, areas, rule, what, expected, actual, fix, source, scenario, at, path string) {
		rows = append(rows, []string{strconv.Itoa(len(rows)), o.Name(), areas, rule, what, expected, actual, fix, source, scenario, at, path})
	}
	for _, g := range groups(s) {
		var found []evidence
		if g.First != nil {
			found = append([]evidence{*g.First}, g.Rest...)
		}
		for _, e := range found {
			c, _ := verdict.CapabilityOf(e.Capability)
			add(e.Outcome, c.Name, e.Rule, e.Message, e.Expected, e.Actual, e.Fix, e.Source, e.Scenario, place(e.Finding), e.Path)
		}
		for _, sc := range g.Scenarios {
			add(g.Outcome, strings.Join(g.Areas, ", "), g.Rule, g.Title, "", "", g.Fix, "", sc.ID, "", "")
		}
		if g.First == nil && len(g.Scenarios) == 0 {
			add(g.Outcome, strings.Join(g.Areas, ", "), g.Rule, g.Title, "", "", g.Fix, "", "", "", "")
		}
	}
	for _, row := range rows {
		for i := range row {
			row[i] = inert(row[i])
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("fundene kan ikke skrives som CSV: %w", err)
	}
	return write(w, b.Bytes())
}

// inert keeps a spreadsheet from reading as a formula what a system has sent.
func inert(cell string) string {
	if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t") {
		return "'" + cell
	}
	return cell
}
