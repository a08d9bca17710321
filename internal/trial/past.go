package trial

import (
	"errors"

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
type past struct {
	entries []recording.Entry
	next    int
}

// until moves on to the entry that is looked for, and lets take have all up to
// it. What a scenario is made of (its actions, waits and changes) comes in its
// order: another one in the way means that the scenario has changed.
func (p *past) until(is func(recording.Entry) bool, take func(recording.Entry) error) (recording.Entry, error) {
	for p.next < len(p.entries) {
		e := p.entries[p.next]
		found := is(e)
		if !found && e.Kind.Structural() {
			return recording.Entry{}, errDiffers
		}
		p.next++
		if err := take(e); err != nil || found {
			return e, err
		}
	}
	return recording.Entry{}, errOver
}

// skipTo moves on to the entry that is looked for, whatever is in the way; it
// stays where it is when there is none.
func (p *past) skipTo(is func(recording.Entry) bool, take func(recording.Entry) error) error {
	for i := p.next; i < len(p.entries); i++ {
		if is(p.entries[i]) {
			return p.upTo(i+1, take)
		}
	}
	return errOver
}

func (p *past) upTo(end int, take func(recording.Entry) error) error {
	for p.next < end {
		e := p.entries[p.next]
		p.next++
		if err := take(e); err != nil {
			return err
		}
	}
	return nil
}

// rest lets take have all that is left.
func (p *past) rest(take func(recording.Entry) error) error { return p.upTo(len(p.entries), take) }
