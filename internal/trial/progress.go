package trial

import (
	"sync"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/driver"
)

// Phase says how far a run is. It says nothing of what was found: that is an
// outcome.
type Phase string

// The phases of a run. WaitingForSystem and YourTurn come again with each action.
const (
	NotStarted       Phase = "ikke_startet"
	Running          Phase = "koerer"
	YourTurn         Phase = "din_tur"           // a person is to act in the system
	WaitingForSystem Phase = "venter_paa_system" // for its answer, or for its traffic
	Finished         Phase = "faerdig"
	Interrupted      Phase = "afbrudt" // and can go on
)

// Progress is how far a run is at one instant.
type Progress struct {
	State    Phase
	Scenario string      // ID of the one being played; "" between them
	Action   string      // ID of the one being performed; "" when none is
	Kind     action.Kind // of that action
	Expected string      // the traffic that is waited for, in Danish; "" when none is
	Until    time.Time   // when it is waited for no longer; zero when nobody waits
}

// board shows the status to whoever looks, while the run goes on.
type board struct {
	mu      sync.Mutex
	now     Progress
	changed chan struct{} // closed at the next change
}

func newBoard() *board {
	return &board{now: Progress{State: NotStarted}, changed: make(chan struct{})}
}

func (b *board) show(s Progress) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.now == s {
		return
	}
	b.now = s
	close(b.changed)
	b.changed = make(chan struct{})
}

// Progress is how far the run is, and a channel that is closed when that has
// changed. It may be asked for from anywhere, at any time.
func (t *Trial) Progress() (Progress, <-chan struct{}) {
	t.board.mu.Lock()
	defer t.board.mu.Unlock()
	return t.board.now, t.board.changed
}

// Interrupt says that the run is ended before its end.
func (t *Trial) Interrupt() { t.board.show(Progress{State: Interrupted}) }

// waiting is the status while an action is performed, and its traffic waited
// for.
func (t *Trial) waiting(d driver.Driver, scenario string, a action.Request, want expectation, begun time.Time) Progress {
	s := Progress{State: WaitingForSystem, Scenario: scenario, Action: a.ID, Kind: a.Kind}
	if _, ok := d.(driver.ByHand); ok {
		s.State = YourTurn
	}
	if want.is != nil {
		s.Expected, s.Until = want.what, begun.Add(t.setting.Deadline)
	}
	return s
}
