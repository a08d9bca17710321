// Package stage is one run, from what it is made on to its result: who is
// tried, who else plays, the road between them, where it is recorded, and how it
// goes on when it was cut off. What is played is a Script, and what is written
// of it a Writer: the feature files and the forms of the report stand outside.
package stage

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"klarmeld/internal/driver"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/road"
	"klarmeld/internal/services"
	"klarmeld/internal/simulated"
	"klarmeld/internal/trial"
	"klarmeld/internal/verdict"
	"klarmeld/internal/xmldsig"
)

// Setting is what a run is made on.
type Setting struct {
	Program string // version of klarmeld
	Policy  verdict.Policy
	// Ground gives the registers as they stand at the beginning: each run changes
	// its own. An error is the user's to mend.
	Ground  func() (services.Ground, error)
	Fictive bool // the registers are Korsbæk's, and its citizens nobody
	// Neighbour is the other system of the municipality, which klarmeld plays.
	Neighbour simulated.Profile
	Validate  driver.Validate // holds what a driver sends and gets against the schemas
	Only      []string        // the scenarios that are played; empty: all
	Parts     map[string]string
	// OtherRoads are the capabilities that cannot be tried, since the system reads by
	// a road that klarmeld does not serve.
	OtherRoads []verdict.CapabilityID
	Known      []verdict.Known
	Meanwhile  []verdict.Meanwhile // how the municipality manages until what is amiss is mended
	Lists      trial.Lists         // what the municipality and the vendor give besides
	// Citizens is how the municipality shows cases to citizens; nil: as is built in.
	Citizens *verdict.CitizenSettings
	BuiltIn  BuiltIn
	// Dir is where the run's reports stand, each system's recording in a folder of
	// its own below; "": the recordings are kept in memory only.
	Dir    string
	TCP    bool // klarmeld's own systems go over TCP, and not in the process
	Resume bool // runs that were cut off go on
	// Secured lets the services answer a real system over TLS; nil: in the clear.
	Secured *tls.Config
	// Unagreed is told of callers that TLS could not be agreed with; nil: nobody is.
	Unagreed func(road.Handshake)
	// Signer is whose key a simulated system signs by, where the ground is secured.
	Signer xmldsig.Signer
	// Answers is told where the services answer a real system, when they do; nil:
	// nobody asks.
	Answers func(url string)
	// Follow, when it is set, is given each run when it begins, and is told to stop
	// when it is over.
	Follow func(*trial.Trial) (stop func())
	Now    func() time.Time
	// Patience is how what a real system does is waited for, by the clock of Now; nil: as
	// people wait. A simulated one is played in a world in which nobody waits.
	Patience trial.Patience

	several bool // it is the run of more systems than one
}

// Subject is the system under test: a simulated one, or a real one behind a
// driver.
type Subject struct {
	Name, Title string
	ItSystem    string // key of its IT system in the registers
	// RunID begins the names of all actions, cases and documents. A simulated
	// system is made anew for each run and needs none.
	RunID string
	// Nonce is what nobody could know before the run. "": a real system gets a new one,
	// and a simulated one that of its name, so that its runs are the same to the byte.
	Nonce string
	// Deadline is how long a change may be on its way to the index.
	Deadline  time.Duration
	Simulated *simulated.Profile
	// Between, when it is set, stands between klarmeld and the adapter of a simulated
	// system: what else happens in it, and what it does not do.
	Between func(http.Handler) http.Handler
	// OnTheWay is what happens to the messages of a simulated one on their way to the
	// services; nil: nothing. So systems are made that send otherwise than it does.
	OnTheWay func(http.RoundTripper) http.RoundTripper
	Declared []byte // what the vendor says that the system can, as JSON by capability
	// Criteria are that criterion by criterion, where the vendor has been asked so.
	Criteria *verdict.Criteria
	Driver   driver.Driver // of a real one
	// Silence is after how many waits in a row, in which nothing at all came, the
	// run is stopped; 0: never.
	Silence int
	Addr    string   // where the services answer a real one
	Senders []string // a real one's own addresses (wire.ReadAddresses); empty: whoever sends is it
}

// nonce is what opens the recording's chain.
func (s Subject) nonce() string {
	switch {
	case s.Nonce != "":
		return s.Nonce
	case s.Simulated != nil:
		return recording.NonceOf(s.Name)
	}
	return recording.NewNonce()
}

// Script is what is played. Package steps has the one of the feature files.
type Script interface {
	// Columns says which capability each scenario belongs to, those too that are
	// left out.
	Columns() map[string]verdict.CapabilityID
	// Expected counts the scenarios of each capability, those too that are left
	// out.
	Expected() map[verdict.CapabilityID]int
	// Requirements are the requirements, with the scenarios that stand for each.
	Requirements() []verdict.Requirement
	// Own says whose scenarios these are, when they are not klarmeld's own; else nil.
	Own() *verdict.Own
	// Cast says what is wrong with who plays the scenarios' citizens, units and users,
	// on the registers.
	Cast(*municipality.Register) error
	// Play plays the scenarios, and says of those that are left out why they were
	// not tried.
	Play(context.Context, *trial.Trial) ([]trial.Played, error)
}

// Writer writes what a run came to. Package reports has the forms.
type Writer interface{ Write(verdict.RunResult) error }

// Mistake is a mistake of the user's, in words that say what to do. Any other
// error of this package is a fault of ours, but for ErrInterrupted.
type Mistake struct{ error }

// Unwrap is what is wrong.
func (m Mistake) Unwrap() error { return m.error }

// ErrInterrupted says that a run was ended before its end. What was recorded is
// kept, and the run can go on from there; there is no verdict.
var ErrInterrupted = errors.New("kørslen blev afbrudt")

// Run plays a script on each of the subjects, and lets what it came to be
// written.
func Run(ctx context.Context, s Setting, subjects []Subject, script Script, to Writer) (verdict.RunResult, error) {
	var all verdict.RunResult
	sets, held, err := s.ready(subjects, script.Columns())
	if err != nil {
		return all, mistaken(err)
	}
	defer held.Release()
	// Of several, all earlier reports go before the first of them begins: one that is
	// cut off is not to be taken for another's.
	if s.several = len(subjects) > 1; s.several && s.Dir != "" && !s.Resume {
		for _, sub := range subjects {
			if err := setAside(s.Dir, sub.Name, s.Now()); err != nil {
				return all, Mistake{err}
			}
		}
	}
	if all.Systems, err = s.sideBySide(ctx, subjects, sets, script); err != nil {
		return all, err
	}
	return all, to.Write(all)
}

// sideBySide plays a script on each of the subjects, each in a world of its own. What it
// came to stands in their order, and of several mistakes the first in that order is told,
// with what those before it came to.
func (s Setting) sideBySide(ctx context.Context, subjects []Subject, sets []trial.Setting, script Script) ([]verdict.SystemResult, error) {
	out, errs := make([]verdict.SystemResult, len(subjects)), make([]error, len(subjects))
	var all sync.WaitGroup
	for i, sub := range subjects {
		all.Go(func() { out[i], errs[i] = s.play(ctx, sub, sets[i], script, s.Dir != "" && !s.Resume) })
	}
	all.Wait()
	for i, err := range errs {
		if err != nil {
			return out[:i], err
		}
	}
	return out, nil
}

// Play plays a script on one subject, and judges what was recorded.
func Play(ctx context.Context, s Setting, sub Subject, script Script) (verdict.SystemResult, error) {
	set, err := s.trial(sub, script.Columns())
	if err != nil {
		return verdict.SystemResult{}, err
	}
	return s.play(ctx, sub, set, script, false)
}

// play is Play with the setting of the subject's trial; aside says that an earlier report
// is to be set aside.
func (s Setting) play(ctx context.Context, sub Subject, set trial.Setting, script Script, aside bool) (verdict.SystemResult, error) {
	var none verdict.SystemResult
	ctx, stopRun := context.WithCancelCause(ctx)
	defer stopRun(nil)
	p, err := s.open(sub, set, aside, stopRun)
	if err != nil {
		return none, err
	}
	stop := func() {}
	if s.Follow != nil {
		stop = s.Follow(p.trial)
	}
	r, err := judged(ctx, p.trial, script, s.BuiltIn, p.trial.Ruleset())
	if why := (Unrecorded{}); errors.As(context.Cause(ctx), &why) {
		err = why // whatever else went wrong, went wrong by it
	}
	stop()
	p.over = err == nil
	if err = errors.Join(err, p.close()); err != nil {
		return none, err
	}
	return r, nil
}

// production is a trial with the systems that take part, and what is to be
// ended with it.
type production struct {
	trial *trial.Trial
	stop  func(why error) // ends the run that is under way
	door  *road.Door      // where a real system is answered
	ends  []func() error
	over  bool // the run has come to its result
}

// open sets the stage for a subject. What can be refused is refused before
// anything is touched: an earlier report stays where it is, and so does one that
// is still being written.
func (s Setting) open(sub Subject, set trial.Setting, aside bool, stop func(error)) (*production, error) {
	clock := trial.NewClock(s.Now)
	if set.Now, set.Patience = s.Now, s.Patience; sub.Simulated != nil {
		set.Now, set.Patience = clock.Now, clock
	}
	later := &agenda{Clock: clock}
	if sub.Simulated != nil && sub.Simulated.AnswersFirst() {
		set.Patience = later
	}
	p := &production{stop: stop}
	if err := p.raise(s, sub, set, later, aside); err != nil {
		return nil, joined(err, p.close())
	}
	return p, nil
}

// raise opens what a production needs, in an order in which nothing is moved
// before all that may be refused is at hand.
func (p *production) raise(s Setting, sub Subject, set trial.Setting, clock *agenda, aside bool) error {
	if err := p.reserve(sub); err != nil {
		return Mistake{err}
	}
	if aside {
		if err := setAside(s.Dir, sub.Name, s.Now()); err != nil {
			return mistaken(err)
		}
	}
	if err := p.begin(s, sub, set); err != nil {
		return err
	}
	return p.cast(s, sub, clock)
}

// mistaken is what is wrong with the folder that was named; what the machine lacks,
// whichever is named, is no mistake.
func mistaken(err error) error {
	if why := (recording.Unwritten{}); errors.As(err, &why) && why.Trouble.Machine() {
		return err
	}
	return Mistake{err}
}

// joined is errors.Join, but for one error that one itself: whose fault it is
// stands in its type.
func joined(err, other error) error {
	if other == nil {
		return err
	}
	return errors.Join(err, other)
}

// trial is the setting of the trial of one subject.
func (s Setting) trial(sub Subject, columns map[string]verdict.CapabilityID) (trial.Setting, error) {
	ground, err := s.Ground()
	if err != nil {
		return trial.Setting{}, Mistake{err}
	}
	neighbour, err := itSystem(ground.Registers, s.Neighbour.ItSystem)
	if err == nil {
		_, err = itSystem(ground.Registers, sub.ItSystem)
	}
	if err != nil {
		return trial.Setting{}, Mistake{err}
	}
	return trial.Setting{System: sub.Name, Title: sub.Title, RunID: sub.RunID, Nonce: sub.nonce(), Senders: sub.Senders, Silence: sub.Silence, Program: s.Program,
		Ground: ground, Fictive: s.Fictive, Simulated: sub.Simulated != nil, Deadline: sub.Deadline,
		Columns: columns, Policy: s.Policy, Only: s.Only, Parts: s.Parts, OtherRoads: s.OtherRoads, Declared: sub.Declared, Criteria: sub.Criteria,
		Meanwhile: s.Meanwhile, Known: s.Known, Citizens: s.views(), Lists: s.Lists, Neighbour: neighbour.UUID}, nil
}

// begin begins a recording, or goes on with one that was cut off.
func (p *production) begin(s Setting, sub Subject, set trial.Setting) error {
	var err error
	if s.Dir == "" {
		p.trial, err = trial.New(set)
		return err
	}
	folder := filepath.Join(s.Dir, sub.Name, recording.Subfolder)
	// Who cannot be asked, or cannot get in, has not failed.
	set.Lacking = func(err error) {
		p.stop(Unrecorded{folder, recording.Unwritten{Trouble: recording.TroubleDescriptors, Err: err}})
	}
	if p.door != nil {
		p.door.Unheard = set.Lacking
	}
	if s.Resume && !s.toCome(folder) {
		return p.resume(folder, set)
	}
	if err := recording.MakeShown(filepath.Dir(folder)); err != nil {
		return mistaken(err)
	}
	f, err := recording.NewFolder(folder)
	if err != nil {
		return mistaken(err)
	}
	p.ends = append(p.ends, f.Close, p.finish)
	set.Logs = []recording.Log{p.watched(f, folder)}
	p.trial, err = trial.New(set)
	return err
}

// toCome reports whether the run of a system has not begun: of several that were cut off,
// some may not have.
func (s Setting) toCome(folder string) bool {
	_, err := os.Stat(filepath.Join(folder, recording.IndexFile))
	return s.several && errors.Is(err, os.ErrNotExist)
}

// watched is the recording in a folder: the run is stopped when it cannot be
// written. Who goes on without evidence moves the system for nothing.
func (p *production) watched(f *recording.Folder, folder string) recording.Log {
	return &recording.Watched{Folder: f, Failed: func(err error) { p.stop(Unrecorded{folder, err}) }}
}

func (p *production) resume(folder string, set trial.Setting) error {
	if err := sameSystem(recording.Dir(folder), set.System); err != nil {
		return Mistake{err}
	}
	f, entries, err := recording.ResumeFolder(folder, set.Now)
	if err != nil {
		return Mistake{err}
	}
	p.ends = append(p.ends, f.Close, p.finish)
	set.Logs = []recording.Log{p.watched(f, folder)}
	if len(entries) == 0 { // it was cut off before its first line was whole
		p.trial, err = trial.New(set)
		return err
	}
	if p.trial, err = trial.Continue(set, entries); err != nil {
		return Mistake{fmt.Errorf("kørslen kan ikke fortsættes: %w", err)}
	}
	return nil
}

// finish closes the recording of a run that is over. One that was cut off can go on.
func (p *production) finish() error {
	if !p.over {
		return nil
	}
	return p.trial.Finish()
}

// close ends what was opened, the newest first: nobody sends any more when the
// recording is closed.
func (p *production) close() error {
	var errs []error
	for i := len(p.ends) - 1; i >= 0; i-- {
		errs = append(errs, p.ends[i]())
	}
	p.ends = nil
	return errors.Join(errs...)
}
