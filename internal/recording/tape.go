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
	e.Seq = len(t.entries) + 1
	if e.Time.IsZero() {
		e.Time = t.now()
	}
	if e.Scenario == "" {
		e.Scenario = t.scenario
	}
	if e.Action == "" {
		e.Action = t.action
	}
	if x := e.Exchange; x != nil {
		x.RequestSHA256, x.ReplySHA256 = digest(x.Request), digest(x.Reply)
		x.RequestFile, x.ReplyFile = fmt.Sprintf("%04d-request.xml", e.Seq), fmt.Sprintf("%04d-reply.xml", e.Seq)
	}
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
