package stage

import (
	"io"
	"net/http"
	"time"

	"klarmeld/internal/driver"
	"klarmeld/internal/idws"
	"klarmeld/internal/road"
	"klarmeld/internal/simulated"
	"klarmeld/internal/trial"
)

// Addresses of the road in the process; .invalid never resolves anywhere.
const (
	servicesBase  = "http://klarmeld.invalid"
	neighbourBase = "http://nabo.klarmeld.invalid"
	systemBase    = "http://fagsystem.invalid"
	otherBase     = "http://nabosystem.invalid"
	elsewhereBase = "http://nabokommune.invalid"
)

// part is a simulated system that takes part: who moves it, where the services
// answer it, and where it answers itself.
type part struct {
	to        *driver.Driver
	profile   simulated.Profile
	services  http.Handler
	base, own string
	at        Site
	between   func(http.Handler) http.Handler
	sender    *idws.Transport // nil: it sends in the clear
}

// cast sets up the systems that take part: the one under test, its neighbour,
// and itself in another municipality.
func (p *production) cast(s Setting, sub Subject, clock *agenda) error {
	var way road.Road = road.NewProcess()
	if s.TCP {
		way = &road.Loopback{}
	}
	p.ends = append(p.ends, way.Close)
	neighbour, elsewhere := s.Neighbour, s.Neighbour
	elsewhere.Name, elsewhere.ItSystem, elsewhere.Numbers = "nabokommune", sub.ItSystem, "NABOKOMMUNE-"
	// Nobody can know their cases beforehand, to spare them when he removes his own.
	neighbour.Numbers, elsewhere.Numbers = neighbour.Numbers+p.trial.Mark(neighbour.Name), elsewhere.Numbers+p.trial.Mark(elsewhere.Name)
	c := trial.Cast{System: sub.Driver}
	parts := []part{
		{&c.Neighbour, neighbour, p.trial.NeighbourHandler(), neighbourBase, otherBase, Site{Seed: p.trial.Nonce()}, nil, nil},
		{&c.Elsewhere, elsewhere, p.trial.NeighbourHandler(), neighbourBase, elsewhereBase,
			Site{Municipality: otherMunicipality(p.trial.Registers()), Seed: p.trial.Nonce()}, nil, nil},
	}
	if sub.Simulated != nil {
		at := Site{Road: way}
		sender := p.sender(s, *sub.Simulated, way, clock)
		if sender != nil {
			at.Road = sender
		}
		if sub.OnTheWay != nil {
			at.Road = sub.OnTheWay(at.Road)
		}
		parts = append(parts, part{&c.System, *sub.Simulated, p.trial.Handler(), servicesBase, systemBase, at, sub.Between, sender})
	} else {
		p.answer(s)
	}
	for _, x := range parts {
		x.at.Clock = clock
		if x.at.Road == nil {
			x.at.Road = way
		}
		if err := p.play(way, x, clock, s.Validate); err != nil {
			return err
		}
	}
	p.trial.Cast(c)
	return nil
}

// reserve takes the address where the services are to answer a real system.
func (p *production) reserve(sub Subject) error {
	if sub.Simulated != nil {
		return nil
	}
	if c, ok := sub.Driver.(io.Closer); ok {
		p.ends = append(p.ends, c.Close)
	}
	var err error
	if p.door, err = road.Reserve(sub.Addr); err != nil {
		return err
	}
	p.ends = append(p.ends, p.door.Close)
	return nil
}

// answer lets the services answer a real system.
func (p *production) answer(s Setting) {
	p.door.Unagreed = s.Unagreed
	srv := p.door.Serve(p.trial.Handler(), s.Secured)
	p.ends = append(p.ends, srv.Close)
	if s.Answers != nil {
		s.Answers(srv.URL())
	}
}

// play puts a simulated system on the road.
func (p *production) play(way road.Road, x part, clock *agenda, validate driver.Validate) error {
	var err error
	if x.at.Base, err = way.Open(x.base, x.services); err != nil {
		return err
	}
	system, err := Install(x.profile, p.trial.Ground(), x.at)
	if err != nil {
		return err
	}
	var adapter http.Handler = system
	if x.between != nil {
		adapter = x.between(system)
	}
	own, err := way.Open(x.own, adapter)
	if err != nil {
		return err
	}
	*x.to = &played{driver.NewHTTP(own+"/handling", way, validate, time.Minute), system, clock.Clock, x.sender}
	return nil
}
