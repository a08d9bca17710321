package reports

import (
	"klarmeld/internal/verdict"
)

// Report is the one value that every form of a system's report is written from.
type Report struct {
	System verdict.SystemResult
	Since  Since
	// Messages are those that findings point into, in the order of the
	// recording; a form may show fewer of them.
	Messages  []Message
	Recording Recording
	Language  Language // "" is Danish; rapport.json is always Danish
}

// Since is what has changed since an earlier report of the same system.
type Since struct {
	Known   bool // there is an earlier one
	Begun   string
	Verdict verdict.Verdict
	verdict.Difference
}

// SinceThen is the difference from an earlier result.
func SinceThen(was, now verdict.SystemResult) Since {
	return Since{Known: true, Begun: was.Begun, Verdict: was.Verdict, Difference: verdict.Differ(was, now)}
}

// Recording is the evidence that a report rests on.
type Recording struct {
	Files  int    // how many files there are in its folder
	Digest string // SHA-256 of the manifest's lines about them, in hexadecimal
}

// Needed are the exchanges whose messages a report shows: for each thing to
// mend, that of the first finding.
func Needed(s verdict.SystemResult) []int {
	var out []int
	seen := map[int]bool{}
	for _, g := range groups(s) {
		if g.First != nil && g.First.Exchange > 0 && !seen[g.First.Exchange] {
			seen[g.First.Exchange] = true
			out = append(out, g.First.Exchange)
		}
	}
	return out
}
