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
	"net/http"
	"slices"
	"sync"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/borgerblik"
	"klarmeld/internal/driver"
	"klarmeld/internal/impact"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

// Setting is what a trial is made on.
type Setting struct {
	System string // name of the system under test
	Title  string // its name for people
	// RunID begins the names of all actions, cases and documents; "" for a system
	// that is made for this run, and remembers no other.
	RunID string
	// Nonce is what nobody could know before the run: it opens the recording's chain,
	// and names what is new in replies. "": the recording is not chained.
	Nonce   string
	Program string // version of klarmeld
	services.Ground
	Fictive bool // the registers are Korsbæk's, and its citizens nobody
	// Simulated: klarmeld plays the system under test itself.
	Simulated bool
	Now       func() time.Time
	// Elapsed is time that has been spent, from no matter when, by a clock that nobody
	// can set; nil: Now's own, which is the machine's.
	Elapsed func() time.Duration
	// Deadline is how long a change may be on its way to the index.
	Deadline time.Duration
	// Lacking, when it is set, ends the run: klarmeld cannot ask, and the action is
	// asked for again when the run goes on.
	Lacking  func(error)
	Patience Patience // nil: as people wait
	// Silence is after how many waits in a row, in which nothing at all came, the
	// run is stopped; 0: never.
	Silence int
	Policy  verdict.Policy
	Only    []string          // the scenarios that are played; empty: all
	Parts   map[string]string // who plays the scenarios' citizens, units and users
	// Senders are the system's own addresses (wire.ReadAddresses); empty: whoever sends
	// is the system.
	Senders []string
	// OtherRoads are the capabilities that cannot be tried, since the system reads by
	// a road that klarmeld does not serve.
	OtherRoads []verdict.CapabilityID
	Declared   []byte            // what the vendor says that its system can, as JSON
	Criteria   *verdict.Criteria // the same criterion by criterion; nil: it has none of its own
	Meanwhile  []verdict.Meanwhile
	Known      []verdict.Known
	// Citizens is how the municipality shows cases to citizens; nil: nobody has said.
	Citizens *verdict.CitizenSettings
	Lists    Lists
	// Neighbour is the UUID of the other system, which takes over in the end.
	Neighbour string
	Logs      []recording.Log // where the recording is kept besides memory
	// Columns says which capability each scenario belongs to.
	Columns map[string]verdict.CapabilityID
}

// Trial is a run under way.
type Trial struct {
	setting        Setting
	services       *services.Services // nil in the replay of a recording
	tape           *recording.Tape
	judge          *judge.Judge
	cast           Cast
	first          *recording.Run
	resumed        bool       // the run has gone on, and nothing has been asked since
	cutOff         string     // ID of the action that was under way when the run was cut off, and then asked for again
	taken          int        // how many entries the judge has read
	past           *past      // what was recorded earlier and has not been played again yet
	mu             sync.Mutex // held by whoever lets the judge read while the system acts
	begun          time.Time
	scenes         map[string]*Scene
	open           chan struct{} // closed when the services answer
	board          *board
	stops          stops
	stuck          *stuck
	coined         map[name]string       // the names of what has come during the run, by the scenario's
	wanted         wanted                // what the scenarios have asked for
	patient        patient               // since when the newest outcome is waited for
	hands                                // of the system's clock
	entered, ended int                   // numbers of the entries with which the newest scenario began and ended
	takenOver      map[string]bool       // UUIDs of cases that a successor has taken over
	repeats        []*recording.Exchange // what may be sent again in the action that was under way when a run was cut off
	citizens       borgerblik.Gatherer
	later          []verdict.Later // what does not stand in the recording
	ruleset        string          // that the run was begun with; "" when the recording does not say
}

// run is what the recording says of the trial in its first entry.
func (s Setting) run() (recording.Run, error) {
	policy, err := json.Marshal(s.Policy)
	if err != nil {
		return recording.Run{}, fmt.Errorf("godkendelsespolitikken kan ikke skrives i optagelsen: %w", err)
	}
	known, err := given(s.Known, len(s.Known) > 0)
	if err != nil {
		return recording.Run{}, fmt.Errorf("de kendte fund kan ikke skrives i optagelsen: %w", err)
	}
	criteria, err := given(s.Criteria, s.Criteria != nil)
	if err != nil {
		return recording.Run{}, fmt.Errorf("kriterierne kan ikke skrives i optagelsen: %w", err)
	}
	meanwhile, err := given(s.Meanwhile, len(s.Meanwhile) > 0)
	if err != nil {
		return recording.Run{}, fmt.Errorf("det, kommunen gør imens, kan ikke skrives i optagelsen: %w", err)
	}
	citizens, err := given(s.Citizens, s.Citizens != nil)
	if err != nil {
		return recording.Run{}, fmt.Errorf("kommunens valg i Borgerblikket kan ikke skrives i optagelsen: %w", err)
	}
	var roads []string
	for _, c := range s.OtherRoads {
		roads = append(roads, string(c))
	}
	return s.Lists.Run(recording.Run{OtherRoads: roads, System: s.System, Title: s.Title, ID: s.RunID, Nonce: s.Nonce,
		Version: s.Program, Ruleset: anvisning.Version, Fictive: s.Fictive, Simulated: &s.Simulated, Policy: policy, Only: s.Only, Parts: s.Parts, Senders: s.Senders,
		Declared: s.Declared, Criteria: criteria, Meanwhile: meanwhile, Known: known, Citizens: citizens, Neighbour: s.Neighbour,
		Deadline: recording.Duration(s.Deadline)}), nil
}

// given is what a user gave, as the recording has it; nil when nothing was given.
func given(v any, is bool) (json.RawMessage, error) {
	if !is {
		return nil, nil
	}
	return json.Marshal(v)
}

// New sets the stage. The system is moved by the driver that Cast names.
func New(s Setting) (*Trial, error) {
	run, err := s.run()
	if err != nil {
		return nil, err
	}
	t := set(s)
	t.ruleset = run.Ruleset
	t.tape = recording.NewTape(s.Now, s.Logs...)
	t.tape.Measure(t.setting.stopwatch(0))
	if t.services, t.begun, err = services.Open(s.Ground, run, t.tape, s.Now); err != nil {
		return nil, err
	}
	if err := t.knowSenders(); err != nil {
		return nil, err
	}
	close(t.open)
	return t, t.listen()
}

// set is a trial on which nothing has happened.
func set(s Setting) *Trial {
	if s.Patience == nil {
		s.Patience = RealPatience{}
	}
	return &Trial{setting: s, judge: judge.New(s.Columns), scenes: map[string]*Scene{}, takenOver: map[string]bool{}, coined: map[name]string{},
		wanted: wanted{map[oio.ObjektType]int{}, map[string]bool{}, map[string]bool{}}, board: newBoard(), open: make(chan struct{})}
}

// Registers are the municipality's, as the services show them.
func (t *Trial) Registers() *municipality.Register { return t.setting.Registers }

// Roles are the relation classes in force.
func (t *Trial) Roles() *municipality.Relationsklasser { return t.setting.Roles }

// Ground is what the services stand on, as it stands now.
func (t *Trial) Ground() services.Ground { return t.setting.Ground }

// Handler is the HTTP face of the services, for the system under test. A run
// that goes on where it was cut off answers nobody before it is there again.
func (t *Trial) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-t.open:
			t.services.ServeHTTP(w, r)
		case <-r.Context().Done():
		}
	})
}

// NeighbourHandler is the same face for the other system, which is recorded as
// itself and never judged.
func (t *Trial) NeighbourHandler() http.Handler {
	return t.services.From(recording.SenderNeighbour)
}

// Cast says who moves the system under test and the others.
func (t *Trial) Cast(c Cast) { t.cast = c }

// listen lets the judge read what has been recorded since it last read.
func (t *Trial) listen() error {
	if t.tape == nil { // all there is, is past
		return nil
	}
	entries, err := t.tape.After(t.taken)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if err := t.take(e); err != nil {
			return err
		}
	}
	return t.services.Err()
}

func (t *Trial) take(e recording.Entry) error {
	if err := t.judge.Take(e); err != nil {
		return err
	}
	if t.taken = e.Seq; e.Run != nil {
		t.first = e.Run
	}
	switch e.Kind {
	case recording.KindScenario:
		t.entered = e.Seq
	case recording.KindEnd:
		t.ended = e.Seq
	case recording.KindResumed:
		t.resumed = true
	}
	if e.Kind.Structural() {
		if t.resumed && e.Kind == recording.KindAction {
			t.cutOff = e.Action
		}
		t.resumed = false
	}
	t.witness(e)
	t.stops.take(e)
	return nil
}

// perform asks a driver for an action, and records it with its answer.
func (t *Trial) perform(ctx context.Context, d driver.Driver, a action.Request) (action.Answer, error) {
	raw, err := json.Marshal(a)
	if err != nil {
		return action.Answer{}, err
	}
	begun, spent := t.setting.Now(), t.tape.Elapsed()
	if p, ok := d.(OurOwn); ok {
		p.At(begun)
	}
	answer, failed := d.Perform(ctx, a)
	if errors.As(failed, &driver.Exhausted{}) && t.setting.Lacking != nil {
		t.setting.Lacking(failed)
	}
	if err := ctx.Err(); err != nil {
		return answer, err // not on record, and so asked again when the run goes on
	}
	act := &recording.Action{Request: raw}
	if _, act.ByHand = d.(driver.ByHand); act.ByHand {
		act.Answered = recording.Duration(t.tape.Elapsed())
	}
	if failed != nil {
		act.Error = failed.Error()
		var f driver.Fault
		if errors.As(failed, &f) {
			act.Fault = string(f.Class)
		}
	} else if act.Answer, err = json.Marshal(answer); err != nil {
		return action.Answer{}, err
	}
	_, err = t.tape.Append(recording.Entry{Time: begun, Elapsed: recording.Duration(spent), Kind: recording.KindAction, Act: act})
	return answer, joined(failed, err)
}

// joined is errors.Join, but for one error that one itself.
func joined(errs ...error) error {
	var all []error
	for _, err := range errs {
		if err != nil {
			all = append(all, err)
		}
	}
	if len(all) == 1 {
		return all[0]
	}
	return errors.Join(all...)
}

// Played is what a runner of the scenarios saw of one of them.
type Played struct {
	ID           string
	Name         string
	Proves       string // what is known when it has passed
	Capability   verdict.CapabilityID
	Requirements []string
	verdict.Demand
	Steps []verdict.Step
	// Harness says what kept the scenario from being played as it is written.
	Harness string
	Untried string      // why it was not played at all
	Gap     verdict.Gap // the kind of that reason, where it has one
}

// Finish says on record that the run is over.
func (t *Trial) Finish() error { return t.tape.Finish() }

// Result judges the run: what was played, against how many scenarios there
// should have been. What others of the policies come to stands beside it.
func (t *Trial) Result(played []Played, expected map[verdict.CapabilityID]int, policies ...verdict.Policy) (verdict.SystemResult, error) {
	if err := t.finish(); err != nil {
		return verdict.SystemResult{}, err
	}
	t.board.show(Progress{State: Finished})
	var observed []verdict.Observed
	for _, s := range played {
		n := t.judge.Notes(s.ID)
		o := verdict.Observed{ID: s.ID, Name: s.Name, Proves: s.Proves, Capability: s.Capability, Requirements: s.Requirements, Demand: s.Demand, Steps: s.Steps,
			Checks: t.checks(s.Capability, n), Findings: hitting(n.Findings), Exchanges: n.Exchanges, Harness: s.Harness, Untried: s.Untried, Gap: s.Gap,
			Impact: impact.OfMissing(s.ID, string(s.Capability))}
		if scene, ok := t.scenes[s.ID]; ok {
			o.NotOffered, o.Refused = scene.notOffered, string(scene.refused)
			if scene.untried != "" {
				o.Untried, o.Gap, o.Skipped = scene.untried, scene.gap, scene.skipped
			}
			if scene.harness != "" {
				o.Harness = scene.harness
			}
		}
		observed = append(observed, o)
	}
	r := t.columns().Fold(observed, expected, t.setting.Policy)
	t.columns().ByOthers(&r, observed, expected, policies)
	r.Name, r.Title, r.Program, r.Ruleset = t.setting.System, t.setting.Title, t.setting.Program, anvisning.Version
	r.Municipality, r.Fictive, r.Simulated, r.Begun = t.setting.Registers.Navn(), t.setting.Fictive, t.setting.Simulated, t.begun.Format(time.RFC3339)
	r.Known, r.Peers, r.Citizens = t.setting.Known, t.peers(), t.pages(played)
	var err error
	if r.Coverage, err = t.setting.Lists.Cover(t.judge); err != nil {
		return verdict.SystemResult{}, err
	}
	return r, r.Declare(t.setting.Declared)
}

// hitting says of each finding whom it hits. A failure of the adapter hits nobody:
// it is no part of the system.
func hitting(findings []verdict.Finding) []verdict.Finding {
	out := slices.Clone(findings)
	for i := range out {
		if out[i].Outcome != verdict.AdapterFailure {
			out[i].Impact = impact.Of(out[i].Rule)
		}
	}
	return out
}
