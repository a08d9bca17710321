package reports

import (
	"encoding/csv"
	"io"
	"strconv"

	"klarmeld/internal/verdict"
)

// FindingsInCSV writes findings, a line each, in the order in which they come, as CSV does
// those of a run. It holds none of them.
type FindingsInCSV struct {
	out  *csv.Writer
	rows int
}

// NewFindingsInCSV writes the titles of the columns.
func NewFindingsInCSV(w io.Writer) (*FindingsInCSV, error) {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return nil, unwritten(err)
	}
	c := &FindingsInCSV{out: csv.NewWriter(w)}
	c.out.Comma, c.out.UseCRLF = ';', true
	return c, unwritten(
		c.out.Write([]string{"Nr.", "Udfald", "Område", "Regel", "Hvad", "Forventet", "Fundet", "Sådan rettes det", "Kilde", "Fil", "Linje", "Sti", "Følge af"}))
}

// Add writes a finding. One that is nil writes none.
func (c *FindingsInCSV) Add(f verdict.Finding) error {
	if c == nil {
		return nil
	}
	f = clean(f)
	c.rows++
	line := ""
	if f.Line > 0 {
		line = strconv.Itoa(f.Line)
	}
	area, _ := verdict.Capabilities().Of(f.Capability)
	row := []string{strconv.Itoa(c.rows), f.Outcome.Name(), area.Name, f.Rule, f.Message, f.Expected, f.Actual, f.Fix, f.Source, f.File, line, f.Path,
		f.ConsequenceOf.Rule}
	for i := range row {
		row[i] = inert(row[i])
	}
	return unwritten(c.out.Write(row))
}

// Close writes what has not been written yet.
func (c *FindingsInCSV) Close() error {
	c.out.Flush()
	return unwritten(c.out.Error())
}
