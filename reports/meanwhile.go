package reports

import (
	"slices"

	"klarmeld/internal/verdict"
)

// untils say how the municipality manages meanwhile, each once.
func (l Language) untils(s verdict.SystemResult, all []verdict.Meanwhile) []string {
	var out []string
	for _, m := range all {
		line := m.Text
		if m.Name != "" {
			line += " (" + m.Name + ")"
		}
		switch {
		case m.Until == "":
		case s.Lapsed(m):
			line += " " + l.t("Det skulle være slut %v.", l.day(m.Until))
		default:
			line += " " + l.t("Til og med %v.", l.day(m.Until))
		}
		if !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}

// untilsOf is how the municipality manages until a group is mended.
func (l Language) untilsOf(s verdict.SystemResult, m verdict.Managing, g group) []string {
	var all []verdict.Meanwhile
	if g.First != nil {
		for _, e := range append([]evidence{*g.First}, g.Rest...) {
			all = append(all, m.Finding(e.Finding)...)
		}
	}
	for _, x := range g.Scenarios {
		all = append(all, m.Scenario(x.ID)...)
	}
	return l.untils(s, all)
}

// idle says which of what the municipality does meanwhile it need do no longer, a line each.
func (l Language) idle(s verdict.SystemResult) []string {
	var out []string
	for _, m := range s.Idle() {
		out = append(out, l.t("»Indtil da« for %v peger ikke på noget, der mangler i denne prøve; stryg det.", m.Target()))
	}
	return out
}
