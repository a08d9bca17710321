package stage_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"klarmeld/fixtures"
	"klarmeld/internal/action"
	"klarmeld/internal/municipality"
	"klarmeld/internal/municipality/municipalitytest"
	"klarmeld/internal/recording"
	"klarmeld/internal/schema"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
	"klarmeld/internal/stage"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
)

// noon is when everything happens: what a run says depends on nothing else.
func noon() time.Time { return time.Date(2026, time.June, 1, 12, 0, 0, 0, time.UTC) }

// script plays two scenes: a case that is made, and one that is renamed while
// the neighbours send cases of their own.
type script struct {
	// before and after are called around the scenes; an error of theirs is the
	// script's.
	before func(*trial.Trial) error
	after  func(*trial.Trial) error
	// claim is what each scene ends with, when it is set.
	claim func(*trial.Scene) error
}

const (
	first  = "sag-a"
	second = "sag-b"
)

func (script) Columns() map[string]verdict.CapabilityID {
	return map[string]verdict.CapabilityID{first: "sag", second: "sag"}
}

func (script) Expected() map[verdict.CapabilityID]int {
	return map[verdict.CapabilityID]int{"sag": 2}
}

func (script) Own() *verdict.Own { return nil }

func (script) Cast(*municipality.Register) error { return nil }

func (script) Requirements() []verdict.Requirement {
	return []verdict.Requirement{{ID: "sag-3.1", Scenarios: []string{first}}}
}

func (s script) Play(ctx context.Context, t *trial.Trial) ([]trial.Played, error) {
	if s.before != nil {
		if err := s.before(t); err != nil {
			return nil, err
		}
	}
	var all []trial.Played
	for _, x := range []struct {
		id   string
		play func(context.Context, *trial.Scene) error
	}{{first, made}, {second, renamed}} {
		scene, err := t.Scene(ctx, x.id, "sag")
		if err == nil {
			err = x.play(ctx, scene) // what stops a scene is noted on it
			if err == nil && s.claim != nil {
				_ = s.claim(scene)
			}
		}
		scene.End(ctx)
		all = append(all, trial.Played{ID: x.id, Name: "Scenen " + x.id, Capability: "sag"})
	}
	if s.after != nil {
		return all, s.after(t)
	}
	return all, nil
}

// data is what a case is made of.
func data(s *trial.Scene) action.Data {
	b, _ := s.Registers().Borger("Godtfred Lund")
	return action.Data{Titel: "Hjemmebesøg", Borger: &action.Borger{Navn: b.Navn, CPR: b.CPR}, Enhed: "Forebyggelsesteamet", Sagsbehandler: "Laura Sand",
		KLE: "27.35.04", Handlingsfacet: "G01"}
}

func made(ctx context.Context, s *trial.Scene) error {
	if err := s.AskCase(ctx, action.OpretSag, data(s)); err != nil {
		return err
	}
	_, err := s.Sag()
	return err
}

func renamed(ctx context.Context, s *trial.Scene) error {
	if err := s.AskCase(ctx, action.OpretSag, data(s)); err != nil {
		return err
	}
	for _, send := range []func(context.Context, action.Data) error{s.Neighbour, s.Elsewhere} {
		if err := send(ctx, data(s)); err != nil {
			return err
		}
	}
	if n := len(s.NeighbourCases()); n != 2 {
		return s.Broken(fmt.Errorf("naboerne har %d sager", n))
	}
	return s.AskChange(ctx, action.RetSagstitel, action.Data{Titel: "Hjemmebesøg igen"})
}

// profile is one of klarmeld's own simulated systems.
func profile(t *testing.T, file string) simulated.Profile {
	t.Helper()
	raw, err := fixtures.Files.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p, err := simulated.ParseProfile(raw)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ground(t *testing.T) services.Ground {
	t.Helper()
	g := services.Ground{Registers: municipalitytest.Korsbaek(t)}
	g.Roles, g.RolesJSON = municipalitytest.Roles(t)
	return g
}

// setting is one that a run can be made on, in memory.
func setting(t *testing.T) stage.Setting {
	t.Helper()
	raw, err := fixtures.Files.ReadFile("policies/pilot-2020.json")
	if err != nil {
		t.Fatal(err)
	}
	policy, err := verdict.ParsePolicy(raw)
	if err != nil {
		t.Fatal(err)
	}
	return stage.Setting{Program: "1", Policy: policy, Ground: func() (services.Ground, error) { return ground(t), nil }, Fictive: true,
		Neighbour: profile(t, "nabo.json"), Validate: schema.Validate, Only: []string{"sag"}, Now: noon}
}

// reference is the system that does everything right.
func reference(t *testing.T) stage.Subject {
	t.Helper()
	p := profile(t, "vendors/reference.json")
	return stage.Subject{Name: "fagsystem", Title: "Fagsystemet", ItSystem: p.ItSystem, Deadline: p.Deadline(), Simulated: &p}
}

// writer keeps what it is given to write.
type writer struct {
	all []verdict.RunResult
	err error
}

func (w *writer) Write(r verdict.RunResult) error {
	w.all = append(w.all, r)
	return w.err
}

// recorded reads the recording of a system's report.
func recorded(t *testing.T, dir, name string) []recording.Entry {
	t.Helper()
	entries, err := recording.ReadFolder(filepath.Join(dir, name, recording.Subfolder))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}
