package stage

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/idws"
	"klarmeld/internal/recording"
	"klarmeld/internal/simulated"
	"klarmeld/internal/trial"
)

// played is a simulated system behind its adapter, in the world of its run.
type played struct {
	driver.Driver
	system *simulated.System
	clock  *trial.Clock
	sender *idws.Transport // nil: it sends in the clear
}

// At lets the clock of its world come to a moment.
func (p *played) At(t time.Time) { p.clock.Reach(t) }

// Again lets it perform an action on what it was answered before klarmeld was cut
// off.
func (p *played) Again(a action.Request, at time.Time, was []*recording.Exchange) action.Answer {
	p.clock.Reach(at)
	if p.sender != nil {
		return p.system.Again(a, answeredSigned{was, p.sender})
	}
	return p.system.Again(a, answered(was))
}

// answered is a road that leads to what was answered: the same bytes get the same
// reply, and others none.
type answered []*recording.Exchange

// RoundTrip finds the exchange that a request was.
func (was answered) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, err
	}
	for _, x := range was {
		if bytes.Equal(x.Request, raw) {
			return reply(x, r), nil
		}
	}
	return nil, errNotSent
}

var errNotSent = errors.New("det blev ikke sendt før afbrydelsen")

// reply is what an exchange was answered.
func reply(x *recording.Exchange, r *http.Request) *http.Response {
	return &http.Response{Status: fmt.Sprintf("%d %s", x.Status, http.StatusText(x.Status)), StatusCode: x.Status, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header(x.ReplyHeader).Clone(), Body: io.NopCloser(bytes.NewReader(x.Reply)), ContentLength: int64(len(x.Reply)), Request: r}
}
