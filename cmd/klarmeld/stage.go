package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"klarmeld/fixtures"
	"klarmeld/internal/driver"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/trial"
	"klarmeld/internal/vendor"
	"klarmeld/internal/verdict"
	"klarmeld/internal/wire"
)

// Addresses of the in-process road; .invalid never resolves anywhere.
const (
	servicesBase  = "http://klarmeld.invalid"
	neighbourBase = "http://nabo.klarmeld.invalid"
	systemBase    = "http://fagsystem.invalid"
	otherBase     = "http://nabosystem.invalid"
	elsewhereBase = "http://nabokommune.invalid"
)

// stage is a trial with its simulated system and neighbour, and the road
// between them.
type stage struct {
	trial  *trial.Trial
	folder *recording.Folder
	stop   []func() error
}

func newStage(o runOptions, profile vendor.Profile, record string, columns map[string]verdict.CapabilityID, now func() time.Time) (*stage, error) {
	registers, err := fixtures.Municipality(o.municipality)
	if err != nil {
		return nil, usage("%w", err)
	}
	roles, rolesJSON, err := fixtures.Roles(o.roles)
	if err != nil {
		return nil, usage("%w", err)
	}
	clock := trial.NewClock(now)
	s := &stage{}
	if s.folder, err = recording.NewFolder(record); err != nil {
		return nil, usage("%w", err)
	}
	s.stop = append(s.stop, s.folder.Close)
	s.trial, err = trial.New(trial.Setting{System: profile.Name, Title: profile.Title, Program: version(), Registers: registers, Fictive: o.municipality == "", Roles: roles, RolesJSON: rolesJSON,
		Now: clock.Now, Deadline: profile.Deadline(), Logs: []recording.Log{s.folder}, Columns: columns})
	if err == nil {
		err = s.cast(o, profile, registers, roles, clock)
	}
	if err != nil {
		return nil, harness(errors.Join(err, s.close()))
	}
	return s, nil
}

// cast sets up the system under test, its neighbour, and itself in another
// municipality, on the road between them.
func (s *stage) cast(o runOptions, profile vendor.Profile, registers *municipality.Register, roles *municipality.Relationsklasser, clock *trial.Clock) error {
	raw, err := fixtures.Neighbour()
	if err != nil {
		return err
	}
	neighbour, err := vendor.ParseProfile(raw)
	if err != nil {
		return err
	}
	elsewhere := neighbour
	elsewhere.Name, elsewhere.ItSystem, elsewhere.Numbers = "nabokommune", profile.ItSystem, "NABOKOMMUNE-"
	r := &road{process: wire.NewTransport()}
	if o.wire {
		r.process = nil
		s.stop = append(s.stop, r.close)
	}
	var c trial.Cast
	for _, p := range []struct {
		to        *driver.Driver
		profile   vendor.Profile
		services  http.Handler
		base, own string
		at        trial.Place
	}{
		{&c.System, profile, s.trial.Handler(), servicesBase, systemBase, trial.Place{}},
		{&c.Neighbour, neighbour, s.trial.NeighbourHandler(), neighbourBase, otherBase, trial.Place{}},
		{&c.Elsewhere, elsewhere, s.trial.NeighbourHandler(), neighbourBase, elsewhereBase, trial.Place{Municipality: trial.OtherMunicipality(registers)}},
	} {
		p.at.Road, p.at.Clock = r, clock
		if p.at.Base, err = r.open(p.base, p.services); err != nil {
			return err
		}
		system, err := trial.Install(p.profile, registers, roles, p.at)
		if err != nil {
			return err
		}
		own, err := r.open(p.own, system)
		if err != nil {
			return err
		}
		*p.to = driver.NewHTTP(own+"/handling", r, fixtures.Validate)
	}
	it, _ := registers.ByName(municipality.ItSystem, neighbour.ItSystem) // Install has found it
	c.NeighbourSystem = it.UUID
	s.trial.Cast(c)
	return nil
}

func (s *stage) close() error {
	var errs []error
	for _, stop := range s.stop {
		errs = append(errs, stop())
	}
	s.stop = nil
	return errors.Join(errs...)
}

// road carries requests between the parties: in-process, or over TCP on the
// loopback address when process is nil.
type road struct {
	process *wire.Transport
	servers []*http.Server
}

// open lets a handler answer, and returns the base URL that reaches it.
func (r *road) open(base string, h http.Handler) (string, error) {
	if r.process != nil {
		r.process.Open(base, h)
		return base, nil
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("klarmeld kan ikke lytte på 127.0.0.1: %w", err)
	}
	srv := &http.Server{Handler: h, ReadHeaderTimeout: 10 * time.Second}
	r.servers = append(r.servers, srv)
	go func() { _ = srv.Serve(l) }() // ends with close
	return "http://" + l.Addr().String(), nil
}

// RoundTrip carries one request.
func (r *road) RoundTrip(req *http.Request) (*http.Response, error) {
	if r.process == nil {
		return http.DefaultTransport.RoundTrip(req)
	}
	return r.process.RoundTrip(req)
}

func (r *road) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	var errs []error
	for _, s := range r.servers {
		errs = append(errs, s.Shutdown(ctx))
	}
	return errors.Join(errs...)
}
