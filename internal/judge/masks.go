package judge

import (
	"klarmeld/internal/privacy"
	"klarmeld/internal/verdict"
)

// masks are texts as they are when they have been masked: of thousands of messages a rule
// says the same, and to look for CPR numbers in a text costs more than all else that is
// done with a finding.
type masks struct{ known map[string]string }

// Bounds of what is known: how many texts, and how long one is.
const (
	mostMasks = 1000
	mostText  = 500
)

// of is the finding with its texts masked.
func (m *masks) of(f verdict.Finding) verdict.Finding {
	for _, s := range texts(&f) {
		*s = m.text(*s)
	}
	return f
}

func (m *masks) text(s string) string {
	if s == "" || len(s) > mostText {
		return privacy.Mask(s)
	}
	out, ok := m.known[s]
	if !ok {
		if m.known == nil || len(m.known) == mostMasks {
			m.known = map[string]string{} // what is said often comes back at once
		}
		out = privacy.Mask(s)
		m.known[s] = out
	}
	return out
}
