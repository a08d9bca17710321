package trial

import (
	"errors"
	"iter"
	"math"

	"klarmeld/internal/judge"
	"klarmeld/internal/recording"
)

// errOver says that the recording has come to its end.
var errOver = errors.New("optagelsen er slut")

// errDiffers says that the recording goes on with something else than what the
// scenario says now.
var errDiffers = errors.New("scenariet er et andet end det, der blev optaget")

// past is what was recorded earlier. A trial that has a past moves along it
// instead of asking and waiting; the judge reads what the judge of that run had
// read at the same sentence, and so comes to the same result.
//
// It holds a few entries with their bytes at a time, however long the recording is.
type past struct {
	marks []recording.Entry // the entries that scenarios are made of, for skipTo: what they are, not what they hold
	first recording.Entry
	// stopped is why klarmeld stopped the run in the end; "" when it did not.
	stopped recording.StopCause
	next    *recording.Entry // the entry that has been reached and not been taken
	pull    func() (recording.Entry, error, bool)
	stop    func()
	err     error // why it cannot be read any further
}

// pastOf reads a recording through once, so that one that is damaged anywhere
// is refused before anything is judged, and stands at its beginning.
func pastOf(r recording.Reader) (*past, error) {
	p, begun := &past{}, false
	for e, err := range recording.Ahead(r, nil) {
		if err == nil {
			err = judge.Readable(e)
		}
		if err != nil {
			return nil, err
		}
		if !begun {
			p.first, begun = e, true
		}
		switch e.Kind {
		case recording.KindStopped:
			p.stopped = e.Stop
		case recording.KindResumed:
			p.stopped = ""
		}
		if e.Kind.Structural() || e.Kind == recording.KindSettled {
			p.marks = append(p.marks, recording.Entry{Seq: e.Seq, Kind: e.Kind, Scenario: e.Scenario, Action: e.Action})
		}
	}
	p.pull, p.stop = iter.Pull2(recording.Ahead(r, judge.Ready))
	return p, nil
}

// reach is the entry that comes next, nil when the past is over.
func (p *past) reach() (*recording.Entry, error) {
	if p.next != nil || p.err != nil {
		return p.next, p.err
	}
	e, err, ok := p.pull()
	if !ok {
		return nil, nil
	}
	if err != nil {
		p.stop()
		p.err = err
		return nil, err
	}
	p.next = &e
	return p.next, nil
}

// until moves on to the entry that is looked for, and lets take have all up to
// it. What a scenario is made of (its actions, waits and changes) comes in its
// order: another one in the way means that the scenario has changed.
func (p *past) until(is func(recording.Entry) bool, take func(recording.Entry) error) (recording.Entry, error) {
	for {
		e, err := p.reach()
		if err != nil {
			return recording.Entry{}, err
		}
		if e == nil {
			return recording.Entry{}, errOver
		}
		found := is(*e)
		if !found && e.Kind.Structural() {
			return recording.Entry{}, errDiffers
		}
		p.next = nil
		if err := take(*e); err != nil || found {
			return *e, err
		}
	}
}

// skipTo moves on to the mark that is looked for, whatever is in the way; it
// stays where it is when there is none.
func (p *past) skipTo(is func(recording.Entry) bool, take func(recording.Entry) error) error {
	e, err := p.reach()
	if err != nil {
		return err
	}
	if e == nil {
		return errOver
	}
	for _, m := range p.ahead(e.Seq) {
		if is(m) {
			return p.upTo(m.Seq, take)
		}
	}
	return errOver
}

// ahead are the marks from an entry on.
func (p *past) ahead(seq int) []recording.Entry {
	for len(p.marks) > 0 && p.marks[0].Seq < seq {
		p.marks = p.marks[1:]
	}
	return p.marks
}

// settled moves on to where a claim of an action was no longer waited for, when that is
// the next thing that klarmeld did, and reports whether it is.
func (p *past) settled(action string, take func(recording.Entry) error) (bool, error) {
	e, err := p.reach()
	if e == nil || err != nil {
		return false, err
	}
	marks := p.ahead(e.Seq)
	if len(marks) == 0 || marks[0].Kind != recording.KindSettled || marks[0].Action != action {
		return false, nil
	}
	return true, p.upTo(marks[0].Seq, take)
}

// atEnd reports whether klarmeld did nothing more before it was cut off: what may be
// left is what came.
func (p *past) atEnd() bool {
	e, err := p.reach()
	return err == nil && (e == nil || len(p.ahead(e.Seq)) == 0)
}

// upTo lets take have what comes up to the entry with the number.
func (p *past) upTo(seq int, take func(recording.Entry) error) error {
	for {
		e, err := p.reach()
		if e == nil || err != nil || e.Seq > seq {
			return err
		}
		p.next = nil
		if err := take(*e); err != nil {
			return err
		}
	}
}

// rest lets take have all that is left.
func (p *past) rest(take func(recording.Entry) error) error { return p.upTo(math.MaxInt, take) }
