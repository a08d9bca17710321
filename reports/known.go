package reports

import (
	"io"

	"klarmeld/internal/verdict"
)

// KnownConsole writes which findings are new, which are known, and which known
// ones are no longer seen.
func KnownConsole(w io.Writer, s verdict.Sorted, width int, l Language) error {
	s = translated(l, clean(s))
	c := console{ink: inkFor(w), width: width, Language: l}
	c.line("")
	c.line(c.bold(l.t("Fund: %d nye, %d kendte", len(s.New), len(s.Known))))
	for _, f := range s.New {
		c.entry(l.t("ny, %v: %v", f.Rule, f.Message))
	}
	for _, f := range s.Known {
		c.entry(l.t("kendt, %v: %v", f.Rule, f.Message))
	}
	for _, k := range s.Expired {
		c.entry(l.t("kendt indtil %v, og ikke længere: %v (%v)", k.Until, k.Rule, k.Reason))
	}
	for _, k := range s.Gone {
		c.entry(l.t("kendt, men ikke længere set: %v (%v); stryg det", k.Rule, k.Reason))
	}
	return write(w, []byte(c.out.String()))
}
