package recording

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"
)

// Tape is a Log in memory that remembers which scenario and action are under
// way and stamps them on what it is given, and that hands every entry on to
// further logs, such as a Folder on disk. Where there is a folder, the tape holds the
// newest entries and reads the others there; else it holds them all.
type Tape struct {
	now  func() time.Time
	also []Log
	// elapsed is how long the run has been going on; nil: nobody measures it.
	elapsed func() time.Duration

	mu       sync.Mutex
	entries  held
	scenario string
	action   string
	grown    chan struct{} // closed at the next entry
}

// NewTape returns an empty tape. now gives the time of entries that bring none.
func NewTape(now func() time.Time, also ...Log) *Tape {
	t := &Tape{now: now, also: also, grown: make(chan struct{})}
	for _, l := range also {
		if s, ok := l.(stored); ok && t.entries.store == nil {
			t.entries.store = s.Stored()
		}
	}
	return t
}

// stored is a Log that can be read.
type stored interface{ Stored() Reader }

// Measure lets the tape stamp entries with how long the run has been going on. It is
// called before anything is recorded.
func (t *Tape) Measure(elapsed func() time.Duration) { t.elapsed = elapsed }

// Elapsed is how long the run has been going on; 0 when nobody measures it.
func (t *Tape) Elapsed() time.Duration {
	if t.elapsed == nil {
		return 0
	}
	return t.elapsed()
}

// Resume puts what was recorded earlier on an empty tape. The further logs have
// it already.
func (t *Tape) Resume(earlier []Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, e := range earlier {
		t.entries.add(e)
	}
}

// Grown is closed when the tape gets its next entry.
func (t *Tape) Grown() <-chan struct{} {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.grown
}

// Scope sets the scenario and action that later entries belong to; "" means
// none. A nil tape takes nothing and needs no scope.
func (t *Tape) Scope(scenario, action string) {
	if t == nil {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scenario, t.action = scenario, action
}

// Append numbers the entry, stamps it and keeps it. An entry that a further log
// could not take is not kept in memory either, and the next one gets its number:
// what is judged is what is on record.
func (t *Tape) Append(e Entry) (Entry, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Scenario == "" {
		e.Scenario = t.scenario
	}
	if e.Action == "" {
		e.Action = t.action
	}
	if e.Elapsed == 0 {
		e.Elapsed = Duration(t.Elapsed())
	}
	e.complete(t.entries.count+1, t.now)
	for _, l := range t.also {
		if _, err := l.Append(e); err != nil {
			return e, err
		}
	}
	t.entries.add(e)
	close(t.grown)
	t.grown = make(chan struct{})
	return e, nil
}

// Finish says on record that the run is over. On a tape that has it already it
// does nothing.
func (t *Tape) Finish() error {
	t.mu.Lock()
	finished := t.entries.last == KindClosed
	t.mu.Unlock()
	if finished {
		return nil
	}
	_, err := t.Append(Entry{Kind: KindClosed})
	return err
}

// Arrive lets the first of the further logs that can keep a message while it is
// being handled.
func (t *Tape) Arrive(request []byte) (string, error) {
	for _, l := range t.also {
		if a, ok := l.(Arrivals); ok {
			return a.Arrive(request)
		}
	}
	return "", nil
}

// Since returns the entries after number seq that the tape holds, oldest first: all of
// them, where no folder has them.
func (t *Tape) Since(seq int) []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.entries.since(seq)
}

// After returns the entries after number seq, oldest first. Those that the tape does not
// hold any more are read in the folder that has them.
func (t *Tape) After(seq int) ([]Entry, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	earlier, err := t.entries.earlier(seq)
	if err != nil {
		return nil, err
	}
	return append(earlier, t.entries.since(seq)...), nil
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Stream is a Log that numbers and stamps entries and hands them on without
// keeping them: for a service that runs for days.
type Stream struct {
	now func() time.Time
	to  Log

	mu     sync.Mutex
	handed int
}

// NewStream returns a stream that writes to another log.
func NewStream(now func() time.Time, to Log) *Stream { return &Stream{now: now, to: to} }

// Finish says on record that there is no more to come.
func (s *Stream) Finish() error {
	_, err := s.Append(Entry{Kind: KindClosed})
	return err
}

// Append numbers the entry, stamps it and hands it on, one at a time: an entry
// that the other log cannot take leaves its number to the next one, so that no
// number is missing on record.
func (s *Stream) Append(e Entry) (Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.complete(s.handed+1, s.now)
	if _, err := s.to.Append(e); err != nil {
		return e, err
	}
	s.handed++
	return e, nil
}

// Discard is a Log that keeps nothing.
type Discard struct{}

// Append forgets the entry.
func (Discard) Append(e Entry) (Entry, error) { return e, nil }

// complete gives the entry its number, its time, and its exchange's digests
// and file names; the last one how many there are.
func (e *Entry) complete(seq int, now func() time.Time) {
	e.Seq = seq
	if e.Time.IsZero() {
		e.Time = now()
	}
	if e.Kind == KindClosed {
		e.Closing = &Closing{Entries: seq}
	}
	if x := e.Exchange; x != nil {
		x.RequestSHA256, x.ReplySHA256 = digest(x.Request), digest(x.Reply)
		x.RequestFile, x.ReplyFile = names(seq)
	}
}
