package index

import (
	"errors"
	"fmt"
)

// Cause says what a status code does not say of all that a decision needs; the text is
// for people.
type Cause int

// The causes.
const (
	// CauseNone: the code says it all.
	CauseNone Cause = iota
	// CauseUnsupported: klarmeld cannot carry the search out, though nothing
	// public forbids it. The fault is not the sender's.
	CauseUnsupported
	// CauseUnbound: the removal's search has no criterion that says which
	// objects it is about. The real index would have removed them all the same;
	// the fault is the sender's.
	CauseUnbound
	// CauseRepeated: the message says of the object what one that was carried out said
	// of it, word for word. Nothing has changed.
	CauseRepeated
	// CauseOvertaken: the same, of an update, and the object has been changed since.
	CauseOvertaken
	// CauseGone: what is to be removed was there, and has been removed. Only who has
	// seen it go can say so: the store has forgotten it.
	CauseGone
)

// Again reports whether what was asked for had been done before.
func (c Cause) Again() bool { return c == CauseRepeated || c == CauseOvertaken || c == CauseGone }

// refusal is the error of a search that is not carried out. Its text is
// Danish.
type refusal struct {
	cause Cause
	text  string
}

func (r *refusal) Error() string { return r.text }

func unsupported(format string, args ...any) error {
	return &refusal{CauseUnsupported, fmt.Sprintf(format, args...)}
}

func unbound(format string, args ...any) error {
	return &refusal{CauseUnbound, fmt.Sprintf(format, args...)}
}

// causeOf is the cause of an error, also where more has been said around it.
func causeOf(err error) Cause {
	var r *refusal
	if errors.As(err, &r) {
		return r.cause
	}
	return CauseNone
}
