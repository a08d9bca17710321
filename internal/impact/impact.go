// Package impact says whom a broken rule hits, and how: the words with which a
// municipality decides, where the rule's own are for those who mend it.
package impact

import (
	"strings"

	"klarmeld/internal/verdict"
)

// Those who can be hit, the most exposed first.
const (
	Borger        = "borgeren"
	Sagsbehandler = "sagsbehandleren"
	Kommune       = "kommunen"
)

// Of is whom a broken rule hits, and one sentence about how: what may come of
// such a break, not what has come of this one. It is that of the longest beginning of its ID
// that the table knows. Every ID has one.
func Of(rule string) verdict.Impact {
	best := otherwise
	for _, r := range table {
		if len(r.begins) > len(best.begins) && begins(rule, r.begins) {
			best = r
		}
	}
	return best.impact()
}

// OfMissing is the impact of a scenario that the system does not offer: its
// own, or that of its column.
func OfMissing(scenario, column string) verdict.Impact {
	for _, name := range []string{scenario, column} {
		for _, r := range missing {
			if r.begins == name {
				return r.impact()
			}
		}
	}
	return otherwise.impact()
}

// begins reports whether a rule's ID is, or is below, a name.
func begins(rule, name string) bool {
	return rule == name || strings.HasPrefix(rule, name+".")
}
