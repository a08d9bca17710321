package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
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
func CSV(w io.Writer, r Report) error {
	s := clean(r.System)
	nameScenarios(s)
	columns := columnsOf(s)
	l, known, managing := r.Language, s.Accepting(), s.Managing()
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	rows := [][]string{{"Nr.", "Fund", "Udfald", "Område", "Regel", "Hvad", "Forventet", "Fundet", "Sådan rettes det", "Rammer", "Hvordan", "Kilde", "Scenarie",
		"Sted", "Sti", "Kendt", "Følge af", "Indtil da"}}
	for i, title := range rows[0] {
		rows[0][i] = l.t(title)
	}
	add := func(areas, known, cause string, f verdict.Finding) {
		rows = append(rows, []string{strconv.Itoa(len(rows)), f.ID, l.t(f.Outcome.Name()), areas, f.Rule, f.Message, f.Expected, f.Actual, f.Fix, f.Hits,
			f.Consequence, f.Source, f.Scenario, l.place(f), f.Path, known, cause, strings.Join(l.untils(s, managing.Finding(f)), " ")})
	}
	for _, g := range translated(l, groups(s)) {
		var found []evidence
		if g.First != nil {
			found = append([]evidence{*g.First}, g.Rest...)
		}
		for _, e := range found {
			c, _ := columns.Of(e.Capability)
			add(l.t(c.Name), e.Accepted, "", e.Finding)
			for _, f := range e.Follows {
				add(l.t(c.Name), l.text(acceptedAs(known.By(f))), named(e.Finding), f)
			}
		}
		for _, sc := range g.Scenarios {
			f := g.without(sc)
			f.Message = l.text(f.Message)
			add(strings.Join(g.Areas, ", "), "", "", f)
		}
		if g.First == nil && len(g.Scenarios) == 0 {
			add(strings.Join(g.Areas, ", "), "", "", g.without(verdict.ScenarioResult{}))
		}
	}
	// What is no finding stands after them, without an outcome.
	a := newAcceptance(translated(l, s), l)
	for _, line := range slices.Concat(l.ownLines(s), a.Expired, a.Gone, l.idle(s), l.coverageLines(s.Coverage), l.underneath(r)) {
		add("", "", "", verdict.Finding{})
		rows[len(rows)-1][2], rows[len(rows)-1][5] = "", line
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
	if strings.ContainsAny(cell[:min(1, len(cell))], "=+-@\t\r") {
		return "'" + cell
	}
	return cell
}
