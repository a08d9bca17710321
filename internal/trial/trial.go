// Package trial is one run of the compliance test on one system: the services
// with their wire and recording, the driver that moves the system, the judge
// that reads the recording, and the scenes in which the scenarios are played.
//
// Givet and Når append to the recording; Så only asks what the judge has read
// from it.
package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"time"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/driver"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/klassifikation"
	"klarmeld/internal/municipality"
	"klarmeld/internal/organisation"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
	"klarmeld/internal/verdict"
	"klarmeld/internal/wire"
)

// Setting is what a trial is made on.
type Setting struct {
	System    string // name of the system under test
	Title     string // its name for people
	Program   string // version of klarmeld
	Registers *municipality.Register
	Fictive   bool // the registers are Korsbæk's, and its citizens nobody
	Roles     *municipality.Relationsklasser
	RolesJSON []byte
	Now       func() time.Time
	// Deadline is how long a change may be on its way to the index.
	Deadline time.Duration
	Logs     []recording.Log // where the recording is kept besides memory
	// Columns says which capability each scenario belongs to.
	Columns map[string]verdict.CapabilityID
}

// Trial is a run under way.
type Trial struct {
	setting   Setting
	store     *index.Store
	tape      *recording.Tape
	wire      *wire.Wire
	judge     *judge.Judge
	cast      Cast
	taken     int // how many entries the judge has read
	begun     time.Time
	scenes    map[string]*Scene
	takenOver map[string]bool // UUIDs of cases that a successor has taken over
}

// Services are klarmeld's services over one municipality and one index, keyed
// by path.
func Services(store *index.Store, registers *municipality.Register, roles *municipality.Relationsklasser, now func() time.Time) map[string]*soap.Service {
	services := map[string]*soap.Service{}
	store.KnowRoles(roles)
	sdi := index.Service(store, now)
	for _, p := range index.Paths {
		services[p] = sdi
	}
	maps.Copy(services, index.ObjectServices(store, now))
	for p, s := range organisation.Services(registers) {
		services[p] = s
	}
	for p, s := range klassifikation.Services(registers, roles) {
		services[p] = s
	}
	return services
}

// Opening is the first entry of a recording: what a judge elsewhere must know.
func Opening(s Setting) (recording.Entry, error) {
	initial, err := s.Registers.Snapshot()
	if err != nil {
		return recording.Entry{}, fmt.Errorf("registrene kan ikke skrives i optagelsen: %w", err)
	}
	return recording.Entry{Kind: recording.KindRun, Run: &recording.Run{System: s.System, Version: s.Program, Initial: initial, Roles: s.RolesJSON}}, nil
}

// New sets the stage. The system is moved by the driver that Cast names.
func New(s Setting) (*Trial, error) {
	t := &Trial{setting: s, store: index.NewStore(), judge: judge.New(s.Columns), begun: s.Now(), scenes: map[string]*Scene{}, takenOver: map[string]bool{}}
	t.tape = recording.NewTape(s.Now, s.Logs...)
	t.wire = wire.New(Services(t.store, s.Registers, s.Roles, s.Now), t.tape, s.Now)
	first, err := Opening(s)
	if err != nil {
		return nil, err
	}
	if _, err := t.tape.Append(first); err != nil {
		return nil, err
	}
	return t, t.listen()
}

// Handler is the HTTP face of the services, for the system under test.
func (t *Trial) Handler() http.Handler { return t.wire }

// NeighbourHandler is the same face for the other system, which is recorded as
// itself and never judged.
func (t *Trial) NeighbourHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		t.wire.ServeHTTP(w, r.WithContext(wire.As(r.Context(), recording.SenderNeighbour)))
	})
}

// Cast says who moves the system under test and the others.
func (t *Trial) Cast(c Cast) { t.cast = c }

// listen lets the judge read what has been recorded since it last read.
func (t *Trial) listen() error {
	for _, e := range t.tape.Since(t.taken) {
		if err := t.judge.Take(e); err != nil {
			return err
		}
		t.taken = e.Seq
	}
	return t.wire.Err()
}

// perform asks a driver for an action, and records it with its answer.
func (t *Trial) perform(ctx context.Context, d driver.Driver, scenario string, a driver.Action) (driver.Answer, error) {
	raw, err := json.Marshal(a)
	if err != nil {
		return driver.Answer{}, err
	}
	t.tape.Scope(scenario, a.ID)
	begun := t.setting.Now()
	answer, failed := d.Perform(ctx, a)
	act := &recording.Action{Request: raw}
	if failed != nil {
		act.Error = failed.Error()
	} else if act.Answer, err = json.Marshal(answer); err != nil {
		return driver.Answer{}, err
	}
	_, err = t.tape.Append(recording.Entry{Time: begun, Kind: recording.KindAction, Act: act})
	t.tape.Scope(scenario, "")
	return answer, errors.Join(failed, err, t.listen())
}

// Changing lets the registers change, and returns the entry that records it.
func Changing(registers *municipality.Register, c municipality.Change) (recording.Entry, error) {
	raw, err := json.Marshal(c)
	if err != nil {
		return recording.Entry{}, err
	}
	return recording.Entry{Kind: recording.KindChange, Change: &recording.Change{Data: raw}}, registers.Apply(c)
}

// change lets the municipality's registers change, and records it.
func (t *Trial) change(c municipality.Change) error {
	e, err := Changing(t.setting.Registers, c)
	if err != nil {
		return err
	}
	if _, err := t.tape.Append(e); err != nil {
		return err
	}
	return t.listen()
}

// Played is what a runner of the scenarios saw of one of them.
type Played struct {
	ID           string
	Name         string
	Proves       string // what is known when it has passed
	Capability   verdict.CapabilityID
	Requirements []string
	Steps        []verdict.Step
	// Harness says what kept the scenario from being played as it is written.
	Harness string
}

// Result judges the run: what was played, against how many scenarios there
// should have been.
func (t *Trial) Result(played []Played, expected map[verdict.CapabilityID]int, p verdict.Policy) (verdict.SystemResult, error) {
	if err := t.listen(); err != nil {
		return verdict.SystemResult{}, err
	}
	var observed []verdict.Observed
	for _, s := range played {
		n := t.judge.Notes(s.ID)
		o := verdict.Observed{ID: s.ID, Name: s.Name, Proves: s.Proves, Capability: s.Capability, Requirements: s.Requirements, Steps: s.Steps,
			Checks: n.Checks, Findings: n.Findings, Exchanges: n.Exchanges, Harness: s.Harness}
		if scene, ok := t.scenes[s.ID]; ok {
			o.NotOffered = scene.notOffered
			if scene.harness != "" {
				o.Harness = scene.harness
			}
		}
		observed = append(observed, o)
	}
	r := verdict.Fold(observed, expected, p)
	r.Name, r.Title, r.Program, r.Ruleset = t.setting.System, t.setting.Title, t.setting.Program, anvisning.Version
	r.Municipality, r.Fictive, r.Begun = t.setting.Registers.Navn(), t.setting.Fictive, t.begun.Format(time.RFC3339)
	return r, nil
}
