package recording

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Tape is a Log in memory that remembers which scenario and action are under
// way and stamps them on what it is given, and that hands every entry on to
// further logs, such as a Folder on disk.
type Tape struct {
	now  func() time.Time
	also []Log

	mu       sync.Mutex
	entries  []Entry
	scenario string
	action   string
}

// NewTape returns an empty tape. now gives the time of entries that bring none.
func NewTape(now func() time.Time, also ...Log) *Tape { return &Tape{now: now, also: also} }

// Scope sets the scenario and action that later entries belong to; "" means
// none.
func (t *Tape) Scope(scenario, action string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.scenario, t.action = scenario, action
}

// Append numbers the entry, stamps it and keeps it. An entry that the further
// logs could not take is kept in memory all the same, and the error returned.
func (t *Tape) Append(e Entry) (Entry, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if e.Scenario == "" {
		e.Scenario = t.scenario
	}
	if e.Action == "" {
		e.Action = t.action
	}
	e.complete(len(t.entries)+1, t.now)
	t.entries = append(t.entries, e)
	var errs []error
	for _, l := range t.also {
		if _, err := l.Append(e); err != nil {
			errs = append(errs, err)
		}
	}
	return e, errors.Join(errs...)
}

// Since returns the entries after number seq, oldest first.
func (t *Tape) Since(seq int) []Entry {
	t.mu.Lock()
	defer t.mu.Unlock()
	if seq >= len(t.entries) {
		return nil
	}
	return append([]Entry(nil), t.entries[seq:]...)
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

	mu  sync.Mutex
	seq int
}

// NewStream returns a stream that writes to another log.
func NewStream(now func() time.Time, to Log) *Stream { return &Stream{now: now, to: to} }

// Append numbers the entry, stamps it and hands it on.
func (s *Stream) Append(e Entry) (Entry, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.seq++
	e.complete(s.seq, s.now)
	return s.to.Append(e)
}

// Discard is a Log that keeps nothing.
type Discard struct{}

// Append forgets the entry.
func (Discard) Append(e Entry) (Entry, error) { return e, nil }

// complete gives the entry its number, its time, and its exchange's digests
// and file names.
func (e *Entry) complete(seq int, now func() time.Time) {
	e.Seq = seq
	if e.Time.IsZero() {
		e.Time = now()
	}
	if x := e.Exchange; x != nil {
		x.RequestSHA256, x.ReplySHA256 = digest(x.Request), digest(x.Reply)
		x.RequestFile, x.ReplyFile = fmt.Sprintf("%04d-request.xml", seq), fmt.Sprintf("%04d-reply.xml", seq)
	}
}
