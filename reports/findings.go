package reports

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"klarmeld/internal/verdict"
)

// FindingsConsole writes findings as a list of things to do, file by file in
// the order they were checked, the worst first.
func FindingsConsole(w io.Writer, findings []verdict.Finding) error {
	findings = clean(findings)
	c := console{ink: inkFor(w), width: defaultWidth}
	if len(findings) == 0 {
		c.line("Ingen afvigelser fundet.")
		return write(w, []byte(c.out.String()))
	}
	causes := verdict.Causes(findings)
	files := c.files(causes)
	c.line(fmt.Sprintf("I alt %s i %s.", strings.Join(tallied(causes), ", "), count(files, "fil", "filer")))
	if line := Danish.seenByTool(findings); line != "" {
		c.line(line)
	}
	return write(w, []byte(c.out.String()))
}

// files writes findings file by file, and returns how many files there are.
func (c *console) files(causes []verdict.Caused) int {
	files := byFile(causes)
	for _, f := range files {
		name := f[0].File
		if name == "" {
			name = "(uden fil)"
		}
		c.line(c.bold(name))
		c.line(strings.Join(tallied(f), ", "))
		c.line("")
		for _, x := range alike(f) {
			c.finding(x[0], x[1:])
		}
	}
	return len(files)
}

// FindingsJSON writes findings for tools, in the order they were checked, and
// what became of the messages that they are in.
func FindingsJSON(w io.Writer, findings []verdict.Finding, traffic any) error {
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false)
	if err := enc.Encode(map[string]any{"findings": clean(findings), "traffic": traffic}); err != nil {
		return fmt.Errorf("fundene kan ikke skrives som JSON: %w", err)
	}
	return nil
}

// byFile gathers findings by file, in the order the files first come, and
// sorts those of each file: worst first, then by line.
func byFile(findings []verdict.Caused) [][]verdict.Caused {
	var out [][]verdict.Caused
	at := map[string]int{}
	for _, f := range findings {
		i, ok := at[f.File]
		if !ok {
			i, out = len(out), append(out, nil)
			at[f.File] = i
		}
		out[i] = append(out[i], f)
	}
	for _, list := range out {
		slices.SortStableFunc(list, func(a, b verdict.Caused) int {
			if a.Outcome != b.Outcome {
				return int(b.Outcome) - int(a.Outcome)
			}
			return a.Line - b.Line
		})
	}
	return out
}

// alike gathers what one rule found at one place of a file's structure, in the order
// in which the first of each came.
func alike(findings []verdict.Caused) [][]verdict.Caused {
	type kind struct {
		rule, path string
		outcome    verdict.Outcome
	}
	var out [][]verdict.Caused
	at := map[kind]int{}
	for _, f := range findings {
		k := kind{f.Rule, f.Path, f.Outcome}
		i, ok := at[k]
		if !ok {
			i, out = len(out), append(out, nil)
			at[k] = i
		}
		out[i] = append(out[i], f)
	}
	return out
}

func outcomesOf(findings []verdict.Caused) []verdict.Outcome {
	var out []verdict.Outcome
	for _, f := range findings {
		out = append(out, f.Outcome)
	}
	return out
}

// finding writes a finding, and where else the same was found.
func (c *console) finding(f verdict.Caused, also []verdict.Caused) {
	m := outcomeMark(f.Outcome)
	head := c.tone(m.Sign+" "+m.Word, m.Tone) + "  " + f.Rule
	if f.Line > 0 {
		head += fmt.Sprintf("  linje %d", f.Line)
	}
	c.line(head)
	c.field("", f.Message)
	c.field("Forventet", f.Expected)
	c.field("Fundet", f.Actual)
	c.field("Ret det", f.Fix)
	if f.Suggestion != "" {
		label := "Sådan går det igennem (afprøvet):"
		if f.IsExample {
			label = "Sådan kan det se ud, værdien er et eksempel (afprøvet):"
		}
		c.line("  " + label)
		c.xml(f.Suggestion)
	}
	for _, x := range also {
		where := "et sted til"
		if x.Line > 0 {
			where = fmt.Sprintf("linje %d", x.Line)
		}
		if x.Message != f.Message {
			where += ": " + x.Message
		} else if x.Actual != f.Actual {
			where += ": " + x.Actual
		}
		c.field("Også", where)
	}
	for _, x := range following(append([]verdict.Caused{f}, also...)...) {
		c.field("Følge", c.following(x))
	}
	c.field("Sted", f.Path)
	c.field("Kilde", f.Source)
	c.field("KOMBIT", sight(f).Name())
	c.field("Regelsæt", c.newIn(f.New))
	c.line("")
}

// field writes a labelled text, its further lines below its first word.
func (c *console) field(label, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	head := "  "
	if label != "" {
		head += pad(label+":", 12)
	}
	for i, l := range wrap(text, c.width-cellsOf(head)) {
		if i > 0 {
			head = strings.Repeat(" ", cellsOf(head))
		}
		c.line(head + l)
	}
}
