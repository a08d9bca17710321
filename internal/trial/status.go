package trial

import (
	"sync"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
)

// State says how far a run is. It says nothing of what was found: that is an
// outcome.
type State string

// The states of a run.
const (
	NotStarted       State = "ikke_startet"
	Running          State = "koerer"
	YourTurn         State = "din_tur"           // a person is to act in the system
	WaitingForSystem State = "venter_paa_system" // for its answer, or for its traffic
	Finished         State = "faerdig"
	Interrupted      State = "afbrudt" // and can go on
)

// Status is how far a run is at one instant.
type Status struct {
	State    State
	Scenario string      // ID of the one being played; "" between them
	Action   string      // ID of the one being performed; "" when none is
	Kind     action.Kind // of that action
	Expected string      // the traffic that is waited for, in Danish; "" when none is
	Until    time.Time   // when it is waited for no longer; zero when nobody waits
}

// board shows the status to whoever looks, while the run goes on.
type board struct {
	mu      sync.Mutex
	now     Status
	changed chan struct{} // closed at the next change
}

func newBoard() *board {
	return &board{now: Status{State: NotStarted}, changed: make(chan struct{})}
}

func (b *board) show(s Status) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.now == s {
		return
	}
	b.now = s
	close(b.changed)
	b.changed = make(chan struct{})
}

// Status is how far the run is, and a channel that is closed when that has
// changed. It may be asked for from anywhere, at any time.
func (t *Trial) Status() (Status, <-chan struct{}) {
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	return t.board.now, t.board.changed
}

// Interrupt says that the run is ended before its end.
func (t *Trial) Interrupt() { t.board.show(Status{State: Interrupted}) }

// waiting is the status while an action is performed, and its traffic waited
// for.
func (t *Trial) waiting(d driver.Driver, scenario string, a action.Request, want expectation, begun time.Time) Status {
	s := Status{State: WaitingForSystem, Scenario: scenario, Action: a.ID, Kind: a.Kind}
	if _, ok := d.(driver.ByHand); ok {
		s.State = YourTurn
	}
	if want.is != nil {
		s.Expected, s.Until = want.what, begun.Add(t.setting.Deadline)
	}
	return s
}
