package reports

import (
	"io"
	"strconv"
	"strings"

	"klarmeld/internal/verdict"
)

var _ = register(Form{Name: "loefter", File: "loefter.csv", Part: true, Write: PromisesCSV})

// PromisesCSV writes the vendor's declaration, held against the run, a criterion a line and
// the worst first, as a Danish spreadsheet opens it. Where nothing was declared it has only
// its heading.
func PromisesCSV(w io.Writer, r Report) error {
	l, s := r.Language, clean(r.System)
	rows := [][]string{{"Nr.", "Kriterium", "Tekst", "Gruppe", "Lovet", "Lovet til", "Hvad blev der af det", "Forfaldent og ikke holdt", "Scenarier",
		"Heraf bevist", "Mangler", "Fund", "Leverandørens ord", "Indtil da"}}
	for i, title := range rows[0] {
		rows[0][i] = l.t(title)
	}
	if s.Promises != nil {
		managing := s.Managing()
		for _, p := range s.Promises.Worst() {
			c := p.Criterion
			rows = append(rows, []string{strconv.Itoa(len(rows)), string(c.ID), l.text(c.Text), groupOf(*s.Promises, p), string(c.Offered), c.Date,
				l.t(promiseMark(p.State).Word), crossed(p.Broken()),
				strconv.Itoa(len(p.Parts)), strconv.Itoa(p.Count(verdict.PartProved)), strings.Join(lackingParts(p), ", "), strings.Join(p.Findings, ", "), c.Reason,
				strings.Join(l.untils(s, managing.Promise(p)), " ")})
		}
	}
	return writeCSV(w, "løfterne", rows)
}

// crossed marks what is so.
func crossed(is bool) string {
	if is {
		return "x"
	}
	return ""
}

// lackingParts are the IDs of the scenarios that do not prove a criterion.
func lackingParts(p verdict.Promise) []string {
	var out []string
	for _, x := range p.Parts {
		if x.State != verdict.PartProved {
			out = append(out, x.Scenario)
		}
	}
	return out
}
