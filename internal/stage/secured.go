package stage

import (
	"bytes"
	"errors"
	"io"
	"net/http"

	"github.com/google/uuid"

	"klarmeld/internal/idws"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/simulated"
)

// sender is what a simulated system sends by, where messages are secured: the same wire
// and the same guard as a vendor's; nil where they are not. What it gets wrong its
// profile says. Its MessageIDs are new in each life: a run that goes on must not use
// those that were used before.
func (p *production) sender(s Setting, profile simulated.Profile, way http.RoundTripper, clock *agenda) *idws.Transport {
	if !p.trial.Secured() {
		return nil
	}
	g := p.trial.Ground()
	return &idws.Transport{
		By: s.Signer, STS: g.Secured.STS.Certificate, Service: g.Secured.Service.Certificate, CVR: g.Registers.CVR(),
		Road: way, Now: clock.Now, NewID: uuid.NewString,
		Audience: func(path string) string {
			entity := p.trial.Audience(path)
			if entity != "" && profile.Lapsed(simulated.OneToken) {
				return security.EntityIndex
			}
			return entity
		},
		Lapses: idws.Lapses{KeepsTokens: profile.Lapsed(simulated.KeepsTokens), Trusting: profile.Lapsed(simulated.BelievesAll),
			Regardless: profile.Lapsed(simulated.SendsAnyway), NoTimestamp: profile.Lapsed(simulated.NoTimestamps)},
	}
}

// answeredSigned is a road that leads to what was answered before klarmeld was cut off,
// where messages are secured. One that is made again is signed anew, and is known by its
// transaction; a reply that was not believed then is not believed now.
type answeredSigned struct {
	was    []*recording.Exchange
	sender *idws.Transport
}

// RoundTrip finds the exchange that a request was.
func (a answeredSigned) RoundTrip(r *http.Request) (*http.Response, error) {
	raw, err := io.ReadAll(r.Body)
	if err := errors.Join(err, r.Body.Close()); err != nil {
		return nil, err
	}
	mine := transaction(raw)
	for _, x := range a.was {
		if x.ServiceID == recording.STS || len(mine) == 0 || !bytes.Equal(transaction(x.Request), mine) {
			continue
		}
		if err := a.sender.Believes(x.Request, x.Reply, x.Begun); err != nil {
			return nil, err
		}
		return reply(x, r), nil
	}
	// What got no token then was not sent, and the system was told why.
	for _, x := range a.was {
		if x.ServiceID != recording.STS {
			continue
		}
		if err := a.sender.NoToken(x.Request, x.Reply, x.Begun); err != nil {
			return nil, err
		}
	}
	return nil, errNotSent
}

// transaction is the TransactionUUID of a message; empty when it has none.
func transaction(raw []byte) []byte {
	const name = "TransactionUUID>"
	_, after, _ := bytes.Cut(raw, []byte(name))
	id, _, found := bytes.Cut(after, []byte("<"))
	if !found {
		return nil
	}
	return bytes.TrimSpace(id)
}
