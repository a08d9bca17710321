package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"klarmeld/internal/config"
	"klarmeld/internal/driver"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/simulated"
	"klarmeld/internal/trial"
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

// stage is a trial with the systems that take part, and the road between them.
type stage struct {
	trial  *trial.Trial
	folder *recording.Folder
	stop   []func() error
}

func newStage(o runOptions, sub subject, policy verdict.Policy, record string, columns map[string]verdict.CapabilityID, now func() time.Time) (*stage, error) {
	set, err := o.setting(sub, policy, columns)
	if err != nil {
		return nil, err
	}
	clock := trial.NewClock(now)
	if set.Now = now; sub.simulated != nil {
		set.Now, set.Patience = clock.Now, clock
	}
	s := &stage{}
	if err := s.begin(o, set, record); err != nil {
		return nil, errors.Join(err, s.close())
	}
	if err := s.cast(o, sub, clock); err != nil {
		return nil, harness(errors.Join(err, s.close()))
	}
	return s, nil
}

// setting is what the run is made on.
func (o runOptions) setting(sub subject, policy verdict.Policy, columns map[string]verdict.CapabilityID) (trial.Setting, error) {
	registers, err := config.Municipality(o.municipality)
	if err != nil {
		return trial.Setting{}, usage("%w", err)
	}
	roles, rolesJSON, err := config.Roles(o.roles)
	if err != nil {
		return trial.Setting{}, usage("%w", err)
	}
	neighbour, err := neighbourProfile()
	if err != nil {
		return trial.Setting{}, harness(err)
	}
	it, _ := registers.ByName(municipality.ItSystem, neighbour.ItSystem) // trial.Install says so when there is none
	return trial.Setting{System: sub.name, Title: sub.title, Program: version(), Registers: registers, Fictive: o.municipality == "", Roles: roles, RolesJSON: rolesJSON,
		Deadline: sub.deadline, Columns: columns, Policy: policy, Only: o.only, Parts: o.parts, Declared: o.declared, Neighbour: it.UUID}, nil
}

// begin begins a recording, or goes on with one that was cut off.
func (s *stage) begin(o runOptions, set trial.Setting, record string) error {
	var err error
	if !o.resume {
		if s.folder, err = recording.NewFolder(record); err != nil {
			return usage("%w", err)
		}
		s.stop = append(s.stop, s.folder.Close)
		set.Logs = []recording.Log{s.folder}
		s.trial, err = trial.New(set)
		return harnessed(err)
	}
	folder, entries, err := recording.ResumeFolder(record, set.Now)
	if err != nil {
		return usage("%w", err)
	}
	s.folder = folder
	s.stop = append(s.stop, s.folder.Close)
	set.Logs = []recording.Log{s.folder}
	if s.trial, err = trial.Continue(set, entries); err != nil {
		return usage("kørslen kan ikke fortsættes: %w", err)
	}
	return nil
}

// harnessed is an error as a fault of ours, unless it says already whose it is.
func harnessed(err error) error {
	var known exit
	if err == nil || errors.As(err, &known) {
		return err
	}
	return harness(err)
}

func neighbourProfile() (simulated.Profile, error) {
	raw, err := config.Neighbour()
	if err != nil {
		return simulated.Profile{}, err
	}
	return simulated.ParseProfile(raw)
}

// cast sets up the systems that take part: the one under test, its neighbour,
// and itself in another municipality.
func (s *stage) cast(o runOptions, sub subject, clock *trial.Clock) error {
	neighbour, err := neighbourProfile()
	if err != nil {
		return err
	}
	elsewhere := neighbour
	elsewhere.Name, elsewhere.ItSystem, elsewhere.Numbers = "nabokommune", sub.itSystem, "NABOKOMMUNE-"
	r := &road{process: wire.NewTransport()}
	if o.wire {
		r.process = nil
		s.stop = append(s.stop, r.close)
	}
	c := trial.Cast{System: sub.driver}
	parts := []part{
		{&c.Neighbour, neighbour, s.trial.NeighbourHandler(), neighbourBase, otherBase, trial.Place{}},
		{&c.Elsewhere, elsewhere, s.trial.NeighbourHandler(), neighbourBase, elsewhereBase, trial.Place{Municipality: trial.OtherMunicipality(s.trial.Registers())}},
	}
	if sub.simulated != nil {
		parts = append(parts, part{&c.System, *sub.simulated, s.trial.Handler(), servicesBase, systemBase, trial.Place{}})
	} else if err := s.open(sub.addr); err != nil {
		return err
	}
	if c, ok := sub.driver.(io.Closer); ok {
		s.stop = append(s.stop, c.Close)
	}
	for _, p := range parts {
		p.at.Clock = clock
		if err := s.play(r, p); err != nil {
			return err
		}
	}
	s.trial.Cast(c)
	return nil
}

// part is a simulated system that takes part: who moves it, where the services
// answer it, and where it answers itself.
type part struct {
	to        *driver.Driver
	profile   simulated.Profile
	services  http.Handler
	base, own string
	at        trial.Place
}

// play puts a simulated system on the road.
func (s *stage) play(r *road, p part) error {
	var err error
	p.at.Road = r
	if p.at.Base, err = r.open(p.base, p.services); err != nil {
		return err
	}
	system, err := trial.Install(p.profile, s.trial.Registers(), s.trial.Roles(), p.at)
	if err != nil {
		return err
	}
	own, err := r.open(p.own, system)
	if err != nil {
		return err
	}
	*p.to = driver.NewHTTP(own+"/handling", r, schema.Validate)
	return nil
}

// open lets the services answer a real system.
func (s *stage) open(addr string) error {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("klarmeld kan ikke lytte på %s: %w", addr, err)
	}
	srv := &http.Server{Handler: s.trial.Handler(), ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, IdleTimeout: 2 * time.Minute}
	go func() { _ = srv.Serve(l) }() // ends with close
	s.stop = append(s.stop, func() error {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		return srv.Shutdown(ctx)
	})
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
