// Package overview puts the reports of several systems, municipalities and dates beside
// each other: which of them count, what has changed from one to the next, and which
// shortcomings several systems share. It is a pure function of the reports; who reads and
// verifies them stands outside.
package overview

import (
	"cmp"
	"slices"

	"klarmeld/internal/verdict"
)

// Standing is what came of verifying a report. The value is its stable ID in
// oversigt.json.
type Standing string

// The standings, best first.
const (
	Verified     Standing = "efterproevet"          // the report is what its recording gives, byte for byte
	Partly       Standing = "delvist_efterproevet"  // the verdict is, and not all of it can be seen: another klarmeld wrote it, or the recording has no chain
	Altered      Standing = "stemmer_ikke"          // report, recording or signature is not as it was
	Unverifiable Standing = "kan_ikke_efterproeves" // something that a report needs is not there
)

// Holds reports whether what the report says may be shown.
func (s Standing) Holds() bool { return s == Verified || s == Partly }

// Signatory is who has signed a report.
type Signatory struct {
	Name    string
	Comment string
	Signed  string // RFC 3339
	Key     string // the key's fingerprint, in hexadecimal
	Trusted bool   // it is a key that the reader has given
	// Decision is what he or she has decided; nil: nothing beside the signature.
	Decision *verdict.Decision
}

// Reported is a report with what came of verifying it.
type Reported struct {
	// ID is the first eight hexadecimal digits of the SHA-256 of the report's manifest (of
	// its rapport.json, where there is none): who has the report can see that it is this.
	ID       string
	Standing Standing
	Problems []string // what is wrong, or could not be seen, in Danish; no paths of a machine
	// Recording is the digest of the evidence; "" when it could not be read.
	Recording string
	// System is what the recording comes to. Of a report that does not hold it is what the
	// report says itself, of which only the names and the time are shown.
	System verdict.SystemResult
	Signed []Signatory
	// Granted are the conditions that earlier reports of the system set.
	Granted []verdict.Granted
}

// Choice is what of the reports is wanted.
type Choice struct {
	OverTime   bool // every date, and not only the latest
	Simulated  bool // systems that klarmeld plays stand among real ones
	Priorities verdict.Priorities
}

// Row is a report in the table.
type Row struct {
	Reported
	Latest bool
	// Since is what has changed since the report before it of the same system and
	// municipality; nil when there is none, or nobody has asked.
	Since *Since
	Met   []verdict.Met // by priority; none of what does not hold
}

// Since is an earlier report, and what is other now.
type Since struct {
	Was Reported
	verdict.Difference
}

// Overview is the table, and what stands beside it.
type Overview struct {
	Choice
	Rows   []Row
	Shared []Shared
	// LeftOut are simulated systems that are not shown among real ones.
	LeftOut []Reported
	Earlier int // reports that a later one of the same system and municipality has replaced
}

// New makes the overview of some reports, in whatever order they come. A report that does
// not hold is always a row, and takes no other's place.
func New(entries []Reported, c Choice) Overview {
	c.Priorities = c.Priorities.Weigh()
	o := Overview{Choice: c}
	entries = once(sorted(entries))
	if real := slices.ContainsFunc(entries, func(e Reported) bool { return !e.System.Simulated && e.Standing.Holds() }); real && !c.Simulated {
		for _, e := range entries {
			if e.System.Simulated {
				o.LeftOut = append(o.LeftOut, e)
			}
		}
		entries = slices.DeleteFunc(entries, func(e Reported) bool { return e.System.Simulated })
	}
	groups := grouped(entries)
	slices.SortStableFunc(groups, func(a, b []Reported) int { return cmp.Compare(lacking(a, c.Priorities), lacking(b, c.Priorities)) })
	for _, g := range groups {
		o.rows(g)
	}
	o.Shared = shared(o.Rows, c.Priorities)
	return o
}
