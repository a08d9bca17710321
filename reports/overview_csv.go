package reports

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// OverviewCSV writes the table of an overview, a line for each report, as a Danish
// spreadsheet opens it (as CSV does).
func OverviewCSV(w io.Writer, o Overview) error {
	p, l := newOverview(o), o.Language
	head := []string{l.t("Rapport"), l.t("System"), l.t("Simuleret"), l.t("Kommune"), l.t("Tid"), l.t("Politik"), l.t("Efterprøvet"),
		l.t("Hvad der er galt"), l.t("Samlet"), l.t("Prioriteter"), l.t("Siden sidst"), l.t("Underskrevet")}
	for _, c := range p.Columns {
		head = append(head, c.Name, c.Name+": "+l.t("Begrundelse"))
	}
	rows := [][]string{head}
	for _, r := range p.Rows {
		simulated := ""
		if r.Simulated {
			simulated = l.t("simuleret")
		}
		row := []string{r.ID, r.Display, simulated, r.Municipality, string(r.Begun), string(r.Policy), r.Standing.Word, strings.Join(r.Problems, " "),
			r.Mark.Word, r.Wanted, l.changedIn(r), strings.Join(slices.Concat(r.Signed, r.Decided), " ")}
		for _, c := range r.Cells {
			row = append(row, l.mark(c.Outcome).Word, strings.TrimSpace(c.Plain+" "+c.Declared))
		}
		for len(row) < len(head) { // what does not hold has no cells
			row = append(row, "")
		}
		rows = append(rows, row)
	}
	return writeCSV(w, "oversigten", rows)
}

// LacksCSV writes the shortcomings of an overview, a line for each rule or scenario.
func LacksCSV(w io.Writer, o Overview) error {
	p, l := newOverview(o), o.Language
	rows := [][]string{{l.t("Systemer"), l.t("Hos"), l.t("Område"), l.t("Udfald"), l.t("Valgfrit"), l.t("Regel eller scenarie"), l.t("Hvad"),
		l.t("Hvad det betyder"), l.t("Rammer"), l.t("Prioritet"), l.t("Frist")}}
	for _, x := range append(p.Shared, p.Single...) {
		for i, id := range x.IDs {
			title, optional, priority := x.Title, "", ""
			if len(x.Names) > i {
				title = x.Names[i]
			}
			if x.LeftOpen {
				optional = l.t("valgfrit")
			}
			if x.Place > 0 {
				priority = strconv.Itoa(x.Place)
			}
			rows = append(rows, []string{strconv.Itoa(x.Systems), strings.Join(x.Who, ", "), x.Area, x.Mark.Word, optional, string(id), title, x.How, x.Hits,
				priority, string(x.Deadline)})
		}
	}
	return writeCSV(w, "oversigten", rows)
}

// writeCSV writes rows in which nothing is a formula, whoever has sent it. what they are is
// for the error.
func writeCSV(w io.Writer, what string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString(byteOrderMark)
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	for _, row := range rows {
		for i := range row {
			row[i] = inert(row[i])
		}
	}
	if err := out.WriteAll(rows); err != nil {
		return fmt.Errorf("%s kan ikke skrives som CSV: %w", what, err)
	}
	return write(w, b.Bytes())
}
