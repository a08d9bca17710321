package reports

import (
	"io"
	"strings"

	"klarmeld/internal/verdict"
)

// CoverageConsole says what a run with somebody's own scenarios does not try: the
// columns without a scenario, and how many requirements none stands for. besides
// are the requirements that no scenario of anybody's can try.
func CoverageConsole(w io.Writer, s verdict.SystemResult, besides, width int, l Language) error {
	s = translated(l, clean(verdict.RunResult{Systems: []verdict.SystemResult{s}})).Systems[0]
	if width <= 0 {
		width = defaultWidth
	}
	c := console{ink: inkFor(w), width: min(width, maxWidth), Language: l}
	var empty []string
	for _, x := range s.Capabilities {
		if len(x.Scenarios) == 0 {
			empty = append(empty, x.Name)
		}
	}
	stood := 0
	for _, r := range s.Requirements {
		if len(r.Scenarios) > 0 {
			stood++
		}
	}
	c.line("")
	if len(empty) > 0 {
		c.text(l.t("Ingen scenarier hører til: %s.", strings.Join(empty, ", ")))
	}
	c.text(l.t("Scenarierne prøver %d af de %d krav, klarmeld kan prøve; de andre er ikke afprøvet og står i rapporten.", stood, len(s.Requirements)-besides))
	return write(w, []byte(c.out.String()))
}
