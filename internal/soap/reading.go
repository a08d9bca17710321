package soap

import (
	"time"

	"klarmeld/internal/recording"
)

// message is what Of makes of a request: an envelope, or why there is none.
type message struct {
	contentType string
	env         *Envelope
	p           *Problem
}

// Reading is what was read of the call, for the exchange that goes on record
// (recording.Exchange.Reading); nil when nobody has asked for it, or when it says more
// than the bytes alone: how they came.
func (c Call) Reading() any {
	if r := c.reading; r != nil && r.bytes {
		return &message{c.ContentType, r.env, r.p}
	}
	return nil
}

// ReadAhead reads the request of an exchange, so that Of has it at hand. It may be done
// on any core, before the exchange has its turn.
func ReadAhead(x *recording.Exchange, contentType string) {
	if x.Reading == nil {
		env, p := ReadAs(x.Request, contentType)
		x.Reading = &message{contentType, env, p}
	}
}

// Of is ReadAs of the request of an exchange. What was read of these very bytes is not
// read again: the elements are the same, and nobody changes them.
func Of(x *recording.Exchange, contentType string) (*Envelope, *Problem) {
	m, ok := x.Reading.(*message)
	if !ok || m.contentType != contentType {
		return ReadAs(x.Request, contentType)
	}
	if m.p != nil {
		return nil, m.p
	}
	env := *m.env
	// When it came, and what waits for its reply, is the call's own.
	env.Received, env.NewID, env.Still, env.settle = time.Time{}, nil, false, nil
	return &env, nil
}
