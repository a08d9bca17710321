package simulated

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
)

// Trait is one thing that a system does otherwise than the reference system, and
// that need not be wrong: a name, or a name and a value ("tid=sekund"). Deviations
// are switches inside the system; traits stand where the system meets the world, and
// so any two of them can be put together that do not say opposite things.
type Trait string

// name is the trait without its value.
func (t Trait) name() string {
	name, _, _ := strings.Cut(string(t), "=")
	return name
}

// outgoing is a message to the index before it is written.
type outgoing struct {
	to        place
	operation string
	body      *etree.Element
	aside     bool // what comes of it is nothing to the action under way
}

// letter is a message as it goes over the wire.
type letter struct {
	path, action, contentType string
	soapAction                bool // in a header of its own
	raw                       []byte
	aside                     bool
}

// request is the letter as HTTP.
func (l letter) request(base string) (*http.Request, error) {
	req, err := http.NewRequest(http.MethodPost, base+l.path, strings.NewReader(string(l.raw)))
	if err != nil {
		return nil, fmt.Errorf("adressen %s kan ikke bruges: %w", base+l.path, err)
	}
	req.Header.Set("Content-Type", l.contentType)
	if l.soapAction {
		req.Header.Set("SOAPAction", `"`+l.action+`"`)
	}
	return req, nil
}

// habit is what a trait does, by the seams at which a system meets the world. Where a
// seam is nil the system does as the reference system does.
type habit struct {
	// acts goes around an action.
	acts func(s *System, a action.Request, ans *action.Answer, do act) error
	// number is the number of a new case, from the one that the system would give.
	number func(number string) string
	// sends gives the messages that are sent for one, in order.
	sends func(s *System, m outgoing) []outgoing
	// writes changes how a message is written.
	writes func(s *System, m outgoing)
	// wraps changes the envelope, and where it goes.
	wraps func(s *System, env *etree.Element, l *letter)
	// spells changes the bytes of a letter.
	spells func(raw []byte) []byte
	// again gives what is sent once more when a letter has been answered.
	again func(s *System, l letter) []letter
	// lists reads objects of a register by their UUIDs.
	lists func(s *System, service string, ids []string) ([]ref, error)
	// page is how many results of a search are asked for at a time; 0: as usual.
	page int
	// gathers says that it holds messages back and sends them as one: before any other
	// trait sees them, for that one they will see.
	gathers bool
	// later is how long after the answer a message is sent; nil: before it.
	later func() time.Duration
}

// traits are all traits by their names, each where its seam is. A trait gets the value
// that was named with it, and is made anew for each system: it may remember.
var traits = map[string]func(value string) habit{}

func init() {
	for _, group := range []map[string]func(string) habit{
		timeTraits, wireTraits, noteTraits, relationTraits, sendingTraits, trafficTraits, readingTraits, removalTraits, pendingTraits,
		wrongValueTraits, wrongPlaceTraits, wrongTrafficTraits,
	} {
		maps.Copy(traits, group)
	}
}

// habits are what a profile's traits do, in the order in which they are named, but for
// those that gather.
func (p Profile) habits() ([]habit, error) {
	var out []habit
	for _, t := range p.Traits {
		name, value, _ := strings.Cut(string(t), "=")
		make, ok := traits[name]
		if !ok {
			return nil, fmt.Errorf("de simulerede systemer kender ikke trækket %q", name)
		}
		out = append(out, make(value))
	}
	slices.SortStableFunc(out, func(a, b habit) int {
		switch {
		case a.gathers == b.gathers:
			return 0
		case a.gathers:
			return -1
		}
		return 1
	})
	return out, nil
}

// around lets the habits go around an action, the first of them outermost.
func (s *System) around(do act) act {
	for i := len(s.habits) - 1; i >= 0; i-- {
		if h, inner := s.habits[i], do; h.acts != nil {
			do = func(s *System, a action.Request, ans *action.Answer) error { return h.acts(s, a, ans, inner) }
		}
	}
	return do
}

// messages are what is sent for one message.
func (s *System) messages(m outgoing) []outgoing {
	all := []outgoing{m}
	for _, h := range s.habits {
		if h.sends == nil {
			continue
		}
		var next []outgoing
		for _, m := range all {
			next = append(next, h.sends(s, m)...)
		}
		all = next
	}
	return all
}

// before is a habit that does something before some kinds of action.
func before(first func(s *System, a action.Request) error, kinds ...action.Kind) habit {
	return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
		if !among(a.Kind, kinds) {
			return do(s, a, ans)
		}
		if err := first(s, a); err != nil {
			return err
		}
		return do(s, a, ans)
	}}
}

// after is a habit that does something after some kinds of action.
func after(then func(s *System, a action.Request) error, kinds ...action.Kind) habit {
	return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
		if err := do(s, a, ans); err != nil || !among(a.Kind, kinds) {
			return err
		}
		return then(s, a)
	}}
}

// among reports whether a kind is one of them; all are when none is named.
func among(kind action.Kind, kinds []action.Kind) bool {
	for _, k := range kinds {
		if k == kind {
			return true
		}
	}
	return len(kinds) == 0
}

// asked is a habit that changes what an action asks for.
func asked(change func(s *System, a *action.Request)) habit {
	return habit{acts: func(s *System, a action.Request, ans *action.Answer, do act) error {
		change(s, &a)
		return do(s, a, ans)
	}}
}

// written is a trait without a value that changes how a message is written.
func written(change func(s *System, m outgoing)) func(string) habit {
	return func(string) habit { return habit{writes: change} }
}

// plain is a trait without a value.
func plain(make func() habit) func(string) habit { return func(string) habit { return make() } }
