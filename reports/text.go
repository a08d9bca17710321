package reports

import (
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/fatih/color"

	"klarmeld/internal/verdict"
)

// Painter is a writer that shows colours to somebody. What it is given to write holds
// texts of others, which may hold codes of colours too; so it names what our own begin
// with, in place of the escape character, and nobody else can know. "": it shows none.
type Painter interface{ Escape() string }

// ink colours text by codes that begin with escape, or, when that is "", leaves it alone.
type ink struct{ escape string }

// inkFor decides for one writer. The colour library only asks whether standard
// output is a terminal, so any other writer, such as a file or a buffer, gets
// no colours.
func inkFor(w io.Writer) ink {
	if color.NoColor {
		return ink{}
	}
	if p, ok := w.(Painter); ok {
		return ink{p.Escape()}
	}
	if w == io.Writer(os.Stdout) || w == color.Output {
		return ink{escape}
	}
	return ink{}
}

const escape = "\x1b"

func (k ink) bold(s string) string { return k.paint(s, color.Bold) }

// tone paints s in the colour of an outcome.
func (k ink) tone(s string, of tone) string {
	attr := map[string]color.Attribute{
		verdict.Pass.String(): color.FgGreen, verdict.Remark.String(): color.FgYellow, verdict.Fail.String(): color.FgRed,
		verdict.NotObserved.String(): color.FgRed, verdict.NotTried.String(): color.FgCyan, verdict.AdapterFailure.String(): color.FgMagenta,
		verdict.HarnessFailure.String(): color.FgMagenta,
	}[string(of)]
	if attr == 0 {
		return s
	}
	return k.paint(s, color.Bold, attr)
}

func (k ink) paint(s string, attrs ...color.Attribute) string {
	if k.escape == "" {
		return s
	}
	const place = "s" // the codes stand before and behind it
	codes := strings.ReplaceAll(color.New(attrs...).Sprint(place), escape, k.escape)
	begin, end, _ := strings.Cut(codes, place)
	return begin + s + end
}

// cellsOf is the width of s in a terminal. Danish letters take one cell, also
// when they are written as a letter and a combining ring.
func cellsOf(s string) int {
	n := 0
	for _, r := range s {
		n += runeCells(r)
	}
	return n
}

func runeCells(r rune) int {
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	return 1
}

// pad fills s with blanks to width cells.
func pad(s string, width int) string {
	return s + strings.Repeat(" ", max(0, width-cellsOf(s)))
}

// wider reports whether s is wider than so many cells. It looks no further than
// it must: a word may be as long as a message.
func wider(s string, width int) bool {
	for _, r := range s {
		if width -= runeCells(r); width < 0 {
			return true
		}
	}
	return false
}

// wrap breaks text into lines of at most width cells, at blanks where it can.
// It gives at least one line. It costs as much as the text is long.
func wrap(text string, width int) []string {
	width = max(width, 2)
	var lines []string
	var line strings.Builder
	used := 0
	for _, word := range strings.Fields(text) {
		if line.Len() > 0 && !wider(word, width-used-1) {
			line.WriteString(" " + word)
			used += 1 + cellsOf(word)
			continue
		}
		if line.Len() > 0 {
			lines = append(lines, line.String())
			line.Reset()
		}
		var head string
		for wider(word, width) {
			head, word = cut(word, width)
			lines = append(lines, head)
		}
		line.WriteString(word)
		used = cellsOf(word)
	}
	return append(lines, line.String())
}

// cut divides a word that is wider than a line: after a mark such as a slash
// in the latter half of the line, else between two letters with a hyphen, else
// where the line ends. The head has at most width cells and is never empty.
func cut(word string, width int) (head, rest string) {
	used, soft, hyphen, hard := 0, 0, 0, 0
	for i, r := range word {
		if used += runeCells(r); used > width {
			break
		}
		hard = i + len(string(r))
		if used > width/2 && strings.ContainsRune("-/.:_,;=)", r) {
			soft = hard
		}
		if used < width { // leaves room for the hyphen
			hyphen = hard
		}
	}
	before, _ := utf8.DecodeLastRuneInString(word[:hyphen])
	after, _ := utf8.DecodeRuneInString(word[hyphen:])
	switch {
	case soft > 0:
		return word[:soft], word[soft:]
	case unicode.IsLetter(before) && unicode.IsLetter(after):
		return word[:hyphen] + "-", word[hyphen:]
	}
	return word[:hard], word[hard:]
}

// limit keeps at most n lines and ends the last one with an ellipsis when
// something was left out.
func limit(lines []string, n, width int) []string {
	if len(lines) <= n {
		return lines
	}
	last, used := lines[n-1], 0
	for i, r := range last {
		if used += runeCells(r); used+2 > width {
			last = last[:i]
			break
		}
	}
	out := append([]string{}, lines[:n-1]...)
	return append(out, strings.TrimRight(last, " ")+" …")
}
