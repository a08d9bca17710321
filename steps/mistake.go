package steps

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Mistake is one thing that is wrong in a feature file, and what to do about it.
type Mistake struct {
	File string
	Line int // 0: of the file as a whole
	What string
}

func (m Mistake) String() string {
	m.File = strings.ReplaceAll(m.File, "\n", `\u000a`) // a file may be called so
	if m.Line == 0 {
		return m.File + ": " + m.What
	}
	return fmt.Sprintf("%s, linje %d: %s", m.File, m.Line, m.What)
}

// Mistakes is every mistake of a folder, told at once: who mends one wants to
// know of the next before the next run.
type Mistakes []Mistake

// Error lists them, a line each.
func (all Mistakes) Error() string {
	count := fmt.Sprintf("%d fejl", len(all))
	var out strings.Builder
	fmt.Fprintf(&out, "%s i scenarierne, så intet er kørt:", count)
	for _, m := range all {
		out.WriteString("\n  " + strings.ReplaceAll(m.String(), "\n", "\n    "))
	}
	return out.String()
}

// orNil is the mistakes as an error, in the order of the files and their lines;
// nil when there are none.
func (all Mistakes) orNil() error {
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return slices.CompactFunc(all, func(a, b Mistake) bool { return a == b })
}
