package reports

import (
	"io"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

const (
	defaultWidth = 80  // when the caller cannot tell
	tableWidth   = 110 // below it the columns would be too narrow to read
	maxWidth     = 180 // beyond it a line is too long for the eye
	columnMin    = 14  // "Klassifikation" fits
	gap          = 2
	reasonLines  = 9 // of a cell; the report has the rest
)

// Console writes the table of a run for a terminal of the given width: systems
// down, capabilities across. In a narrow terminal each system is a block with
// one line per capability.
func Console(w io.Writer, r verdict.RunResult, width int, l Language) error {
	r = translated(l, clean(r))
	if width <= 0 {
		width = defaultWidth
	}
	width = min(width, maxWidth)
	c := console{ink: inkFor(w), width: width, Language: l}
	columns := translated(l, columnsOf(r.Systems...))
	switch {
	case len(r.Systems) == 0:
		c.line(l.t("Ingen systemer blev prøvet."))
	case width < tableWidth || width < len(columns)*(columnMin+gap)+columnMin:
		c.blocks(r, columns)
	default:
		c.table(r, columns)
	}
	return write(w, []byte(c.out.String()))
}

// console is a table being written.
type console struct {
	ink
	Language
	width int
	out   strings.Builder
}

// line writes one line without blanks at its end.
func (c *console) line(s string) { c.out.WriteString(strings.TrimRight(s, " ") + "\n") }

// text writes a text over as many lines as it needs.
func (c *console) text(s string) {
	for _, l := range wrap(s, c.width) {
		c.line(l)
	}
}

// entry writes a text whose further lines stand a little to the right.
func (c *console) entry(text string) {
	for n, l := range wrap(text, c.width-4) {
		c.line([]string{"  ", "    "}[min(n, 1)] + l)
	}
}

func (c *console) rule(char string) { c.line(strings.Repeat(char, c.width)) }

// shown is one line of a cell: its text, and how it is painted once it has
// been padded.
type shown struct {
	text  string
	paint func(string) string
}

func plain(s string) string { return s }

func (c *console) show(lines []string, paint func(string) string) []shown {
	var out []shown
	for _, l := range lines {
		out = append(out, shown{l, paint})
	}
	return out
}

func (c *console) marked(m mark, width int) []shown {
	return c.show(wrap(m.Sign+" "+m.Word, width), func(s string) string { return c.tone(s, m.Tone) })
}

func (c *console) table(r verdict.RunResult, columns verdict.Columns) {
	first := columnMin
	for _, s := range r.Systems {
		first = max(first, cellsOf(s.Name))
	}
	first = min(max(first, 16), 22, c.width-len(columns)*(columnMin+gap))
	other := (c.width-first)/len(columns) - gap

	header := [][]shown{c.show([]string{"System"}, c.bold)}
	for _, k := range columns {
		header = append(header, c.show(wrap(k.Name, other), c.bold))
	}
	c.row(header, first, other)
	c.rule("═")
	for i, s := range r.Systems {
		if i > 0 {
			c.rule("─")
		}
		row := [][]shown{c.system(s, first)}
		for _, cell := range cells(s, columns) {
			reason := limit(wrap(c.told(cell), other), reasonLines, other)
			row = append(row, append(c.marked(c.mark(cell.Outcome), other), c.show(reason, plain)...))
		}
		c.row(row, first, other)
	}
	c.rule("═")
	for _, s := range r.Systems {
		for _, line := range slices.Concat(c.otherwise(s), c.ownLines(s), c.besides(s), c.promiseLines(s)) {
			c.text(s.Name + " · " + line)
		}
	}
}

// system is the cell that names a system and gives its verdict.
func (c *console) system(s verdict.SystemResult, width int) []shown {
	out := c.show(wrap(s.Name, width), c.bold)
	out = append(out, c.marked(translated(c.Language, verdictMark(s.Verdict)), width)...)
	if s.Municipality != "" {
		out = append(out, c.show(wrap(s.Municipality, width), plain)...)
	}
	for _, x := range own(s) {
		out = append(out, c.show(wrap(c.Language.text(x.What), width), plain)...)
	}
	return out
}

// row writes cells side by side.
func (c *console) row(cells [][]shown, first, other int) {
	height := 0
	for _, cell := range cells {
		height = max(height, len(cell))
	}
	for y := range height {
		var b strings.Builder
		for x, cell := range cells {
			width := other
			if x == 0 {
				width = first
			}
			s := shown{"", plain}
			if y < len(cell) {
				s = cell[y]
			}
			// Padding stays unpainted, so that blanks at the end can go.
			b.WriteString(s.paint(s.text) + strings.Repeat(" ", max(0, width-cellsOf(s.text))+gap))
		}
		c.line(b.String())
	}
}

func (c *console) blocks(r verdict.RunResult, columns verdict.Columns) {
	for i, s := range r.Systems {
		if i > 0 {
			c.line("")
		}
		c.block(s, columns)
	}
}

// block writes one system: its verdict, and one line per capability.
func (c *console) block(s verdict.SystemResult, columns verdict.Columns) {
	name := s.Name
	if s.Title != "" && s.Title != s.Name {
		name += ": " + s.Title
	}
	for _, l := range wrap(name, c.width) {
		c.line(c.bold(l))
	}
	m := translated(c.Language, verdictMark(s.Verdict))
	c.line(c.tone(m.Sign+" "+m.Word, m.Tone))
	c.text(c.t("%s, politik %s, %s", s.Municipality, s.Policy, c.time(s.Begun)))
	for _, line := range slices.Concat(c.otherwise(s), c.ownLines(s)) {
		c.text(line)
	}
	c.rule("─")
	names := 0
	for _, k := range columns {
		names = max(names, cellsOf(k.Name))
	}
	for _, cell := range cells(s, columns) {
		c.capability(cell, names)
	}
	for _, line := range slices.Concat(c.besides(s), c.promiseLines(s)) {
		c.text(line)
	}
}

// capability writes one column of a system; names is the width of the longest
// column's name.
func (c *console) capability(cell verdict.CapabilityResult, names int) {
	m := c.mark(cell.Outcome)
	words := 0
	for o := verdict.Pass; o <= verdict.HarnessFailure; o++ {
		words = max(words, cellsOf(c.t(o.Name()))+2)
	}
	head := pad(cell.Name, names+gap) + c.tone(m.Sign+" "+m.Word, m.Tone)
	indent := names + gap + words + gap
	if c.width-indent < 24 { // too narrow for a third column: the reason goes below
		if names+gap+words > c.width {
			c.line(cell.Name)
			head = c.tone(m.Sign+" "+m.Word, m.Tone)
		}
		c.line(head)
		for _, l := range wrap(c.told(cell), c.width-gap) {
			c.line(strings.Repeat(" ", gap) + l)
		}
		return
	}
	head += strings.Repeat(" ", indent-names-gap-cellsOf(m.Sign+" "+m.Word))
	for i, l := range wrap(c.told(cell), c.width-indent) {
		if i > 0 {
			head = strings.Repeat(" ", indent)
		}
		c.line(head + l)
	}
}
