// Package driver asks a vendor's system to act: to create a case, close it, to
// read the organisation anew. How a system is moved is the driver's business;
// that it was asked, and what it answered, goes on the recording.
package driver

import (
	"context"
	"time"

	"klarmeld/internal/action"
)

// Driver moves a system. An error means that no answer came: the fault of the
// road between, not of the system's data.
type Driver interface {
	Perform(ctx context.Context, a action.Request) (action.Answer, error)
}

// ByHand is a driver that is a person: who waits for it waits for somebody at a
// screen.
type ByHand interface {
	Driver
	ByHand()
}

// Expectation is the traffic that should follow an action.
type Expectation struct {
	What string          // in Danish: "en import af sagen (SagIndeks i importer)"
	Seen <-chan struct{} // closed when it has been seen
	// Limit is how long it may take from when the system was asked.
	Limit time.Duration
}

type expectationKey struct{}

// WithExpectation tells the driver of an action what is expected to follow.
func WithExpectation(ctx context.Context, e Expectation) context.Context {
	return context.WithValue(ctx, expectationKey{}, e)
}

// Expected is what is expected to follow the action of this context.
func Expected(ctx context.Context) (Expectation, bool) {
	e, ok := ctx.Value(expectationKey{}).(Expectation)
	return e, ok
}
