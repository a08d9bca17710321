package simulated

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"sync"
	"time"

	"klarmeld/internal/action"

	"github.com/beevik/etree"
	"github.com/google/uuid"
)

// idSpace makes a system's UUIDs the same in every run of the same actions.
var idSpace = uuid.MustParse("0f7c8a52-3a57-5e0e-9d0b-6c0f3c1f8a11")

// Clock is the time in the world that a system is in.
type Clock interface {
	Now() time.Time
	// Wait lets time pass. In a simulated world nobody has to wait for it.
	Wait(time.Duration)
}

// System is a running simulated system.
type System struct {
	profile Profile
	config  Config
	client  *http.Client
	clock   Clock

	mu        sync.Mutex
	last      time.Time
	action    string // ID of the one under way
	ids       int    // how many UUIDs it has taken
	numbers   int
	cases     map[string]*sag // by klarmeld's name for them
	order     []*sag
	documents map[string]*dokument     // by klarmeld's name for them
	left      []*dokument              // in the index without their cases, as was asked
	held      *etree.Element           // an opdater that waits for more; nil: nothing is held back
	answers   map[string]action.Answer // by action ID: an action is performed once
	registry  registry
	habits    []habit
	importing *sag // the case that is being imported, or has the document that is
	outbox    outbox
}

// New starts a system. transport is its only road to the world. An error is a trait that
// there is none of.
func New(p Profile, c Config, transport http.RoundTripper, clock Clock) (*System, error) {
	habits, err := p.habits()
	if err != nil {
		return nil, err
	}
	return &System{
		profile: p, config: c, client: &http.Client{Transport: transport, Timeout: 30 * time.Second}, clock: clock,
		cases: map[string]*sag{}, documents: map[string]*dokument{}, answers: map[string]action.Answer{},
		habits: habits, outbox: newOutbox(habits),
	}, nil
}

// ref is a UUID with the name or number that goes with it.
type ref struct{ uuid, navn, noegle string }

// ServeHTTP is the system's adapter: it takes an action and answers it.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var a action.Request
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&a); err != nil {
		http.Error(w, "handlingen kan ikke læses: "+err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.Do(a)) // a caller that has gone away asks again
}

// Do performs an action, or repeats the answer to one it has performed.
func (s *System) Do(a action.Request) action.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ans, ok := s.answers[a.ID]; ok {
		return ans
	}
	s.action, s.ids = a.ID, 0
	ans := action.Answer{ID: a.ID, Status: action.Done}
	if why, ok := s.profile.NotOffered[a.Kind]; ok {
		ans.Status, ans.Reason = action.NotOffered, why
	} else if err := s.perform(a, &ans); err != nil && !s.profile.Lapsed(ClaimsDone) {
		ans.Status, ans.Reason = action.Failed, err.Error()
	}
	s.answers[a.ID] = ans
	s.sendLater()
	return ans
}

// Again performs an action that the system performed in a life before this one:
// over is how it reached the world then, and has the replies that it got. What it
// knows is what it did and was answered, and so it knows that again.
func (s *System) Again(a action.Request, over http.RoundTripper) action.Answer {
	now := s.client
	s.client, s.outbox.past = &http.Client{Transport: over}, true
	defer func() { s.client, s.outbox.past = now, false }()
	return s.Do(a)
}

// act performs one kind of action.
type act func(s *System, a action.Request, ans *action.Answer) error

// acts are all that a system can be asked, each where its objects are.
var acts = map[action.Kind]act{}

func init() {
	for _, group := range []map[action.Kind]act{caseActs, changeActs, noteActs, documentActs, registryActs, removalActs} {
		maps.Copy(acts, group)
	}
}

func (s *System) perform(a action.Request, ans *action.Answer) error {
	do, ok := acts[a.Kind]
	if !ok {
		return fmt.Errorf("systemet kender ikke handlingen %q", a.Kind)
	}
	return s.around(do)(s, a, ans)
}

// onCase finds the case that an action is about.
func onCase(do func(*System, *sag, action.Data) error) act {
	return func(s *System, a action.Request, _ *action.Answer) error {
		c, ok := s.cases[a.Sag]
		if !ok {
			return fmt.Errorf("systemet har ingen sag, der hedder %q", a.Sag)
		}
		return do(s, c, a.Data)
	}
}

// onDocument finds the document that an action is about.
func onDocument(do func(*System, *dokument, action.Data) error) act {
	return func(s *System, a action.Request, _ *action.Answer) error {
		d, ok := s.documents[a.Dokument]
		if !ok {
			return fmt.Errorf("systemet har intet dokument, der hedder %q", a.Dokument)
		}
		return do(s, d, a.Data)
	}
}

// tick is the time of a change: never the same millisecond twice, as two
// changes in one system never are.
func (s *System) tick() time.Time {
	t := s.clock.Now().Truncate(time.Millisecond)
	if !t.After(s.last) {
		next := s.last.Add(time.Millisecond)
		s.clock.Wait(next.Sub(t)) // so that nothing is sent before it has happened
		t = next
	}
	s.last = t
	return t
}

// newID is the UUID of something that the action under way makes: the same
// whenever that action is performed.
func (s *System) newID() string {
	s.ids++
	return uuid.NewSHA1(idSpace, fmt.Appendf(nil, "%s%s/%s/%d", s.config.Seed, s.profile.Name, s.action, s.ids)).String()
}
