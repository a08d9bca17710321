package judge

import (
	"klarmeld/internal/privacy"
	"klarmeld/internal/verdict"
)

// masks are texts as they are when they have been masked: of thousands of messages a rule
// says the same, and to look for CPR numbers in a text costs more than all else that is
// done with a finding.
type masks struct {
	known map[string]string
	// long is the newest text that is too long to be known, for the findings that follow are
	// often of the same element; masked is what it became.
	long, masked string
}

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
	switch {
	case s == "":
		return s
	case len(s) > mostText:
		if s != m.long {
			m.long, m.masked = s, privacy.Mask(s)
		}
		return m.masked
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
