package trial

import (
	"context"
	"errors"
	"slices"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
)

// Patience is how a run waits for the traffic that should follow an action.
type Patience interface {
	// Await returns when seen is closed, atMost has passed, or ctx has ended.
	Await(ctx context.Context, seen <-chan struct{}, atMost time.Duration)
}

// RealPatience waits as people do, by the clock on the wall.
type RealPatience struct{}

// Await waits.
func (RealPatience) Await(ctx context.Context, seen <-chan struct{}, atMost time.Duration) {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-seen:
	case <-timer.C:
	case <-ctx.Done():
	}
}

// expectation is what should follow an action. The zero value is nothing.
type expectation struct {
	what string
	is   func(judge.Seen) bool // traffic that could do it
	// holds reports whether what was asked for has come about; nil: it has when that
	// traffic has come. It is asked when something has come, and told what.
	holds func(came []judge.Seen) bool
}

// came is the expectation as a watch asks for it: what could have done it must have
// come, or what held before anything was asked would be taken for it.
func (e expectation) came() func([]judge.Seen) bool {
	if e.is == nil {
		return nil
	}
	came := false
	return func(fresh []judge.Seen) bool {
		came = came || slices.ContainsFunc(fresh, e.is)
		if e.holds == nil {
			return came
		}
		return e.holds(fresh) && came // it is to be told in any case
	}
}

// watch reads the recording while the system acts, and closes seen when what
// is expected has come.
type watch struct {
	trial  *Trial
	action string
	ready  func(fresh []judge.Seen) bool // nil: nothing is expected
	looked int                           // how many of the action's exchanges have been looked at
	seen   chan struct{}
	stop   chan struct{}
	done   chan struct{}
}

func (t *Trial) watch(action string, ready func([]judge.Seen) bool) *watch {
	w := &watch{trial: t, action: action, ready: ready, seen: make(chan struct{}), stop: make(chan struct{}), done: make(chan struct{})}
	go w.run()
	return w
}

func (w *watch) run() {
	defer close(w.done)
	for {
		grown := w.trial.tape.Grown()
		if w.look() {
			return
		}
		select {
		case <-grown:
		case <-w.stop:
			return
		}
	}
}

// look reads what has come, and reports whether what is expected was in it.
func (w *watch) look() bool {
	w.trial.mu.Lock()
	defer w.trial.mu.Unlock()
	if err := w.trial.listen(); err != nil {
		return false // whoever asks next is told
	}
	if w.ready == nil {
		return false
	}
	select {
	case <-w.seen:
		return true
	default:
	}
	came := w.trial.judge.During(w.action)
	fresh := came[min(w.looked, len(came)):]
	w.looked = len(came)
	if !w.ready(fresh) {
		return false
	}
	close(w.seen)
	return true
}

// end stops watching.
func (w *watch) end() {
	close(w.stop)
	<-w.done
}

// act asks a driver for an action, waits for what should follow it, and
// records both.
func (t *Trial) act(ctx context.Context, d driver.Driver, scenario string, a action.Request, want expectation) (action.Answer, error) {
	if err := ctx.Err(); err != nil {
		return action.Answer{}, err
	}
	t.tape.Scope(scenario, a.ID)
	defer t.board.show(Progress{State: Running, Scenario: scenario})
	defer t.readAnew()
	defer func() {
		if t.tape != nil {
			t.acted = t.tape.Elapsed()
		}
	}()
	answer, err := t.asked(d, a)
	if errors.Is(err, errOver) {
		if err := t.comeBack(a.ID); err != nil {
			return action.Answer{}, err
		}
		return t.actNow(ctx, d, scenario, a, want)
	}
	if err != nil || want.is == nil || answer.Status != action.Done {
		return answer, err
	}
	err = t.waited(a)
	if errors.Is(err, errOver) {
		if err := t.comeBack(a.ID); err != nil {
			return answer, err
		}
		w := t.watch(a.ID, want.came())
		defer w.end()
		t.board.show(t.waiting(nil, scenario, a, want, t.setting.Now()))
		t.patient = patient{action: a.ID, from: t.asking(a.ID)}
		return answer, t.await(ctx, w, t.patient.from, recording.KindWaited)
	}
	return answer, err
}

// asking is when, in time spent, what follows an action began to be waited for, when
// it was asked before klarmeld was cut off: nobody could send while klarmeld was not
// there, and so it is now. In a world in which nobody waits, nobody was late.
func (t *Trial) asking(action string) time.Duration {
	if p, ok := t.judge.Action(action); ok && t.world() != nil {
		return time.Duration(p.Elapsed)
	}
	return t.tape.Elapsed()
}

// actNow is act where nothing of it is on record yet.
func (t *Trial) actNow(ctx context.Context, d driver.Driver, scenario string, a action.Request, want expectation) (action.Answer, error) {
	w, begun, spent := t.watch(a.ID, want.came()), t.setting.Now(), t.tape.Elapsed()
	t.board.show(t.waiting(d, scenario, a, want, begun))
	answer, err := t.perform(driver.WithExpectation(ctx, driver.Expectation{What: want.what, Seen: w.seen, Limit: t.setting.Deadline}), d, a)
	if err != nil || want.is == nil || answer.Status != action.Done {
		w.end()
		return answer, joined(err, t.listen())
	}
	defer w.end()
	t.board.show(t.waiting(nil, scenario, a, want, begun))
	t.patient = patient{action: a.ID, from: t.from(d, answer, spent)}
	return answer, t.await(ctx, w, t.patient.from, recording.KindWaited)
}

// patient is since when what follows an action is waited for, in time spent.
type patient struct {
	action string
	from   time.Duration
}

// from is since when an action's outcome is waited for that was asked for when some
// time was spent. People take their time, which is no time of the system's; and who
// has said that it is done, whatever klarmeld sees, need not wait.
func (t *Trial) from(d driver.Driver, answer action.Answer, asked time.Duration) time.Duration {
	switch _, byHand := d.(driver.ByHand); {
	case byHand && answer.Note != "":
		return t.tape.Elapsed() - t.setting.Deadline
	case byHand:
		return t.tape.Elapsed()
	}
	return asked
}

// since is since when the outcome of an action is waited for.
func (t *Trial) since(action string) time.Duration {
	if t.patient.action == action {
		return t.patient.from
	}
	return t.asking(action)
}

// left is how much of the deadline is left of what has been waited for since then.
func (t *Trial) left(from time.Duration) time.Duration {
	return max(0, t.setting.Deadline-(t.tape.Elapsed()-from))
}

// await waits until what is expected has been seen or its time is over, and
// records by an entry of the kind that nobody waits any more. from is the time spent
// when it was asked for.
func (t *Trial) await(ctx context.Context, w *watch, from time.Duration, kind recording.EntryKind) error {
	if !w.look() {
		t.setting.Patience.Await(ctx, w.seen, t.left(from))
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if _, err := t.tape.Append(recording.Entry{Kind: kind}); err != nil {
		return err
	}
	return t.listen()
}
