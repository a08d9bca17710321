package anvisning

import (
	"github.com/beevik/etree"

	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Deviation is a rule that was tried and not kept. Its texts are Danish and
// may quote the message: whoever shows them masks CPR numbers first.
type Deviation struct {
	Rule     string
	Source   string
	Outcome  verdict.Outcome
	El       *etree.Element // where; the parent of what is missing
	Del      oio.Del        // the part, when it lies in one
	Message  string
	Expected string
	Actual   string
	Fix      string
	Repair   *Repair // nil when none can be computed
	// Missing is the element that is not there: the first, below El, of those
	// that lead to what is demanded. "" when nothing is missing.
	Missing string
	// Field: what is missing is mandatory in the message itself, whatever the index
	// holds: an element of a row, or a relation that an import must have.
	Field bool
	// Standing: an opdater has left the object so, and the next may mend it.
	Standing bool
}

// Tally is what came of trying rules.
type Tally struct {
	Deviations []Deviation
	Checks     int
}
