package reports

import (
	"time"

	"klarmeld/internal/verdict"
)

// Report is the one value that every form of a system's report is written from.
type Report struct {
	System verdict.SystemResult
	Since  Since
	// Messages are those that findings point into, in the order of the
	// recording; a form may show fewer of them.
	Messages  []ShownExchange
	Recording Recording
	Language  Language // "" is Danish; the texts of rapport.json are always Danish
	// Signatures are of those who have signed the report, in the order in which they
	// did.
	Signatures []Signatory
	// Granted are the conditions that earlier reports of the system set.
	Granted []verdict.Granted
}

// Signatory is who has signed a report, and what he or she had to say of it.
type Signatory struct {
	Name    string `json:"name"`
	Comment string `json:"comment,omitempty"`
	Signed  string `json:"signed"` // RFC 3339
	Key     string `json:"key"`    // its fingerprint: the SHA-256 of the public key's DER form, in hexadecimal
	// Decision is what he or she has decided; nil: nothing beside the signature.
	Decision *verdict.Decision `json:"decision,omitempty"`
}

// Since is what has changed since an earlier report of the same system.
type Since struct {
	Known   bool            `json:"-"`     // there is an earlier one
	Begun   string          `json:"begun"` // to the minute, which is what is shown
	Verdict verdict.Verdict `json:"verdict"`
	verdict.Difference
}

// SinceThen is the difference from an earlier result.
func SinceThen(was, now verdict.SystemResult) Since {
	return Since{Known: true, Begun: toTheMinute(was.Begun), Verdict: was.Verdict, Difference: verdict.Differ(was, now)}
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

// toTheMinute is a time of RFC 3339 without its seconds. Another text stays as it
// is.
func toTheMinute(rfc3339 string) string {
	t, err := time.Parse(time.RFC3339, rfc3339)
	if err != nil {
		return rfc3339
	}
	return t.Add(-time.Duration(t.Second())*time.Second - time.Duration(t.Nanosecond())).Format(time.RFC3339)
}
