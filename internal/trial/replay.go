package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/judge"
	"klarmeld/internal/municipality"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/services"
	"klarmeld/internal/verdict"
)

// Replay sets the stage for a recording that is finished: nothing is asked and
// nothing is waited for, and the verdict is the recording's. program and
// columns are those of the klarmeld that judges now.
//
// The recording is read twice: once to see that it is whole, then as it is
// judged.
func Replay(from recording.Reader, program string, columns map[string]verdict.CapabilityID) (*Trial, error) {
	p, err := pastOf(from)
	if err != nil {
		return nil, err
	}
	run, err := p.opened()
	if err != nil {
		return nil, err
	}
	registers, err := municipality.Load(run.Initial)
	if err != nil {
		return nil, p.ofFirst(err)
	}
	s := Setting{Program: program, Ground: services.Ground{Registers: registers}, Columns: columns}
	if err := s.as(run); err != nil {
		return nil, p.ofFirst(err)
	}
	if s.Secured, err = witnessed(run); err != nil {
		return nil, p.ofFirst(err)
	}
	s.Now = func() time.Time { return p.first.Time } // nothing that happens now is kept
	t := set(s)
	t.ruleset = run.Ruleset
	t.begun, t.past = p.first.Time, p
	return t, t.past.upTo(p.first.Seq, t.take)
}

// Continue sets the stage for a run that was cut off: it moves along what was
// recorded, and goes on where that ends. The setting is that of the new
// beginning; who is tested, by what policy and on what registers, is as it was.
func Continue(s Setting, entries []recording.Entry) (*Trial, error) {
	p, err := pastOf(recording.Slice(entries))
	if err != nil {
		return nil, err
	}
	run, err := p.opened()
	if err != nil {
		return nil, err
	}
	if s.Registers, err = municipality.Load(run.Initial); err != nil {
		return nil, p.ofFirst(err)
	}
	if err := s.as(run); err != nil {
		return nil, p.ofFirst(err)
	}
	if err := s.securedAs(run); err != nil {
		return nil, err
	}
	t := set(s)
	t.ruleset = run.Ruleset
	t.begun = p.first.Time
	if c := t.world(); c != nil {
		c.Restart(t.begun)
	}
	t.tape = recording.NewTape(s.Now, s.Logs...)
	t.tape.Resume(entries)
	t.tape.Measure(t.setting.stopwatch(t.before(entries)))
	t.services = services.Reopen(s.Ground, run.Nonce, lastNumber(entries), t.tape, s.Now)
	if err := t.knowSenders(); err != nil {
		return nil, err
	}
	t.past = p
	return t, t.past.upTo(p.first.Seq, t.take)
}

// lastNumber is the greatest number that a message on record came as.
func lastNumber(entries []recording.Entry) int {
	last := 0
	for _, e := range entries {
		if e.Exchange != nil {
			last = max(last, e.Exchange.Number)
		}
	}
	return last
}

// as lets a setting be what a recording says that its own was.
func (s *Setting) as(run *recording.Run) error {
	s.System, s.Title, s.RunID, s.Nonce, s.OtherRoads, s.Fictive, s.Only, s.Parts, s.Senders, s.Neighbour, s.Deadline = run.System, run.Title, run.ID, run.Nonce,
		capabilities(run.OtherRoads), run.Fictive, run.Only, run.Parts, run.Senders, run.Neighbour, time.Duration(run.Deadline)
	s.Declared, s.Known, s.Lists, s.Simulated = run.Declared, nil, ListsOf(run), run.IsSimulated()
	if err := s.promisedAs(run); err != nil {
		return err
	}
	if len(run.Known) > 0 {
		if err := json.Unmarshal(run.Known, &s.Known); err != nil {
			return fmt.Errorf("de kendte fund kan ikke læses: %w", err)
		}
	}
	if len(run.Citizens) > 0 {
		s.Citizens = new(verdict.CitizenSettings)
		if err := json.Unmarshal(run.Citizens, s.Citizens); err != nil {
			return fmt.Errorf("kommunens valg i Borgerblikket kan ikke læses: %w", err)
		}
	}
	if len(run.Policy) == 0 {
		return errors.New("den siger ikke, efter hvilken politik der skal dømmes")
	}
	var err error
	s.Policy, err = verdict.ParsePolicy(run.Policy)
	return err
}

// witnessed is how a run was secured, without those who signed; nil: it was not.
func witnessed(run *recording.Run) (*services.Secured, error) {
	was, err := security.ReadSetting(run.Security)
	if err != nil || was == nil {
		return nil, err
	}
	return &services.Secured{Setting: *was}, nil
}

// ofFirst says in which line of the recording something is wrong with what the run
// was.
func (p *past) ofFirst(err error) error {
	return fmt.Errorf("%s, linje %d: %w", recording.IndexFile, p.first.Seq, err)
}

func capabilities(ids []string) []verdict.CapabilityID {
	var out []verdict.CapabilityID
	for _, id := range ids {
		out = append(out, verdict.CapabilityID(id))
	}
	return out
}

// Judged lets the recording be judged by another policy than its own.
func (t *Trial) Judged(by verdict.Policy) { t.setting.Policy = by }

// Policy is the one that the run is judged by.
func (t *Trial) Policy() verdict.Policy { return t.setting.Policy }

// Run is what the first entry of the recording says; nil before it has been read.
func (t *Trial) Run() *recording.Run { return t.first }

// opened is what the first entry of a recording says.
func (p *past) opened() (*recording.Run, error) {
	if p.first.Run == nil {
		return nil, errors.New("optagelsen er tom, eller dens første linje siger ikke, hvad der blev prøvet")
	}
	return p.first.Run, nil
}

// Only are the scenarios that the run plays; empty: all.
func (t *Trial) Only() []string { return t.setting.Only }

// Parts says who plays the scenarios' citizens, units and users, where others
// than the scenarios' own do.
func (t *Trial) Parts() map[string]string { return t.setting.Parts }

// Ruleset is the version of the rules that the run was begun with; "" in recordings of
// before it was kept.
func (t *Trial) Ruleset() string { return t.ruleset }

// Nonce is what makes the run's own names new; "" in recordings of before there were
// any.
func (t *Trial) Nonce() string { return t.setting.Nonce }

// again reads an entry of the past once more, and lets the services see the
// change that it may be.
func (t *Trial) again(e recording.Entry) error {
	if e.Kind == recording.KindChange && t.tape != nil {
		if err := t.services.Again(*e.Change); err != nil {
			return err
		}
	}
	if e.Kind == recording.KindExchange && t.tape != nil {
		t.services.Met(*e.Exchange)
	}
	t.reach(e)
	return t.take(e)
}

// comeBack goes on where the past has ended: the index has what it had, and
// what comes from now on is new. A finished recording has nothing more to give.
// action is the one that was under way and is asked for again, "" when none was.
func (t *Trial) comeBack(action string) error {
	if t.past == nil {
		return nil
	}
	if t.tape == nil {
		return errOver
	}
	entries, err := t.tape.After(0) // nothing has come since
	if err != nil {
		return err
	}
	t.repeats = unanswered(entries, action)
	t.services.Remember(t.repeats)
	t.past = nil
	t.services.Store().Restore(t.judge.Store())
	_, err = t.tape.Append(recording.Entry{Kind: recording.KindResumed})
	close(t.open) // not before: who has waited is on record after it
	if err != nil {
		return err
	}
	return t.listen()
}

// unanswered are the exchanges whose replies may not have reached their sender:
// those after the last thing that klarmeld itself did. Who reads again outside
// the action that was under way is told what is there now: nobody holds it
// against them, and what they read in the next action is to be seen.
func unanswered(entries []recording.Entry, action string) []*recording.Exchange {
	var out []*recording.Exchange
	for _, e := range slices.Backward(entries) {
		if e.Kind.Structural() || e.Kind == recording.KindSettled {
			break
		}
		if e.Kind == recording.KindExchange && (action != "" && e.Action == action || !judge.Reads(*e.Exchange)) {
			out = append(out, e.Exchange)
		}
	}
	return out
}

// readAnew lets what was read in the action that was under way be read anew:
// that action is over.
func (t *Trial) readAnew() {
	if t.repeats == nil {
		return
	}
	t.services.Remember(slices.DeleteFunc(slices.Clone(t.repeats), func(x *recording.Exchange) bool { return judge.Reads(*x) }))
	t.repeats = nil
}

// asked is the answer to an action in the past; errOver when it is to come. d is
// who was asked.
func (t *Trial) asked(d driver.Driver, a action.Request) (action.Answer, error) {
	if t.past == nil {
		return action.Answer{}, errOver
	}
	var was []*recording.Exchange
	e, err := t.past.until(func(e recording.Entry) bool { return e.Kind == recording.KindAction && e.Action == a.ID }, func(e recording.Entry) error {
		if e.Kind == recording.KindExchange && e.Action == a.ID {
			was = append(was, e.Exchange)
		}
		return t.again(e)
	})
	if err != nil {
		return action.Answer{}, err
	}
	want, err := json.Marshal(a)
	if err != nil {
		return action.Answer{}, err
	}
	if string(want) != string(e.Act.Request) {
		return action.Answer{}, errDiffers
	}
	if err := t.remember(d, a, e, was); err != nil {
		return action.Answer{}, err
	}
	switch {
	case e.Act.Fault != "":
		return action.Answer{}, driver.Fault{Class: driver.FaultClass(e.Act.Fault), Err: errors.New(e.Act.Error)}
	case e.Act.Error != "":
		return action.Answer{}, errors.New(e.Act.Error)
	}
	var answer action.Answer
	err = json.Unmarshal(e.Act.Answer, &answer)
	return answer, err
}

// waited moves on to where nobody waited for the action any more.
func (t *Trial) waited(a action.Request) error {
	if t.past == nil {
		return errOver
	}
	_, err := t.past.until(func(e recording.Entry) bool { return e.Kind == recording.KindWaited && e.Action == a.ID }, t.again)
	return err
}

// enter begins a scenario, and leave ends it. A run that is being interrupted
// does neither: it goes on from where it was.
func (t *Trial) enter(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := t.halt(); err != nil {
		return err
	}
	t.board.show(Progress{State: Running, Scenario: id})
	t.tape.Scope(id, "")
	if t.past != nil {
		err := t.past.skipTo(func(e recording.Entry) bool { return e.Kind == recording.KindScenario && e.Scenario == id }, t.again)
		if !errors.Is(err, errOver) {
			return err
		}
		if t.tape == nil && t.past.stopped != "" {
			return halted{t.past.stopped}
		}
		if t.tape != nil {
			// What came between the scenarios.
			if err := t.past.rest(t.again); err != nil {
				return err
			}
		}
		if err := t.comeBack(""); err != nil {
			return err
		}
	}
	if _, err := t.tape.Append(recording.Entry{Kind: recording.KindScenario}); err != nil {
		return err
	}
	return t.listen()
}

func (t *Trial) leave(ctx context.Context, id string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	defer t.board.show(Progress{State: Running})
	defer t.tape.Scope("", "")
	if t.past != nil {
		err := t.past.skipTo(func(e recording.Entry) bool { return e.Kind == recording.KindEnd && e.Scenario == id }, t.again)
		if !errors.Is(err, errOver) {
			return err
		}
		if err := t.past.rest(t.again); err != nil {
			return err
		}
		if err := t.comeBack(""); errors.Is(err, errOver) {
			return nil // a recording that was cut off ends here
		} else if err != nil {
			return err
		}
	}
	if _, err := t.tape.Append(recording.Entry{Kind: recording.KindEnd}); err != nil {
		return err
	}
	return t.listen()
}

// finish reads what is left.
func (t *Trial) finish() error {
	if t.past != nil {
		if err := t.past.rest(t.again); err != nil {
			return err
		}
	}
	return t.listen()
}

// untried is why a scenario could not be played.
func untried(err error) (string, bool) {
	var h halted
	switch {
	case errors.As(err, &h):
		return h.Error(), true
	case errors.Is(err, errOtherRoad):
		return errOtherRoad.Error(), true
	case errors.Is(err, errOver):
		return "optagelsen rummer det ikke", true
	case errors.Is(err, errDiffers):
		return "scenariet er ændret, siden det blev optaget", true
	}
	return "", false
}
