package vendor

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/google/uuid"

	"klarmeld/internal/driver"
)

// idSpace makes a system's UUIDs the same in every run of the same actions.
var idSpace = uuid.MustParse("0f7c8a52-3a57-5e0e-9d0b-6c0f3c1f8a11")

// System is a running simulated system.
type System struct {
	profile Profile
	config  Config
	client  *http.Client
	now     func() time.Time

	mu       sync.Mutex
	last     time.Time
	ids      int
	numbers  int
	cases    map[string]*sag // by klarmeld's name for them
	order    []*sag
	answers  map[string]driver.Answer // by action ID: an action is performed once
	registry registry
}

// New starts a system. transport is its only road to the world.
func New(p Profile, c Config, transport http.RoundTripper, now func() time.Time) *System {
	return &System{
		profile: p, config: c, client: &http.Client{Transport: transport, Timeout: 30 * time.Second}, now: now,
		cases: map[string]*sag{}, answers: map[string]driver.Answer{},
	}
}

// sag is a case as the system has it.
type sag struct {
	uuid, number string
	titel        string
	borger       driver.Borger
	enhed        ref
	bruger       ref
	klasse       ref
	facet        ref
	created      time.Time
	states       []tilstand
	notes        int
	documents    int
}

type tilstand struct {
	kode string
	fra  time.Time
}

// ref is a UUID with the name or number that goes with it.
type ref struct{ uuid, navn, noegle string }

// ServeHTTP is the system's adapter: it takes an action and answers it.
func (s *System) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var a driver.Action
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(&a); err != nil {
		http.Error(w, "handlingen kan ikke læses: "+err.Error(), http.StatusBadRequest)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(s.Do(a)) // a caller that has gone away asks again
}

// Do performs an action, or repeats the answer to one it has performed.
func (s *System) Do(a driver.Action) driver.Answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	if ans, ok := s.answers[a.ID]; ok {
		return ans
	}
	ans := driver.Answer{ID: a.ID, Status: driver.Done}
	if why, ok := s.profile.NotOffered[a.Kind]; ok {
		ans.Status, ans.Reason = driver.NotOffered, why
	} else if err := s.perform(a); err != nil {
		ans.Status, ans.Reason = driver.Failed, err.Error()
	}
	s.answers[a.ID] = ans
	return ans
}

func (s *System) perform(a driver.Action) error {
	switch a.Kind {
	case driver.OpretSag:
		return s.create(a, []tilstand{{"Opstaaet", s.tick()}})
	case driver.OverfoerPassivSag:
		return s.transfer(a)
	case driver.LaesOrganisation:
		return s.readOrganisation(s.profile.deviates(NeverRereadsOrganisation))
	case driver.LaesKlassifikation:
		return s.readKLE(s.profile.deviates(NeverRereadsKLE))
	case driver.FjernAlt:
		return s.removeAll()
	}
	c, ok := s.cases[a.Sag]
	if !ok {
		return fmt.Errorf("systemet har ingen sag, der hedder %q", a.Sag)
	}
	switch a.Kind {
	case driver.RetSagstitel:
		return s.rename(c, a.Data.Titel)
	case driver.LukSag:
		return s.close(c)
	case driver.SkiftSagsbehandler:
		return s.handOver(c, a.Data.Sagsbehandler)
	case driver.OpretJournalnotat:
		return s.note(c, a.Data)
	case driver.TilfoejDokument:
		return s.document(c, a.Data)
	}
	return fmt.Errorf("systemet kender ikke handlingen %q", a.Kind)
}

// tick is the system's clock: real time, but never the same millisecond twice,
// as two changes in one system never are.
func (s *System) tick() time.Time {
	t := s.now().Truncate(time.Millisecond)
	if !t.After(s.last) {
		t = s.last.Add(time.Millisecond)
	}
	s.last = t
	return t
}

func (s *System) newID() string {
	s.ids++
	return uuid.NewSHA1(idSpace, fmt.Appendf(nil, "%s/%d", s.profile.Name, s.ids)).String()
}

// create makes a case of what a person typed, and sends it.
func (s *System) create(a driver.Action, states []tilstand) error {
	enhed, err := s.unit(a.Data.Enhed)
	if err != nil {
		return err
	}
	bruger, err := s.user(a.Data.Sagsbehandler)
	if err != nil {
		return err
	}
	klasse, err := s.class(a.Data.KLE)
	if err != nil {
		return err
	}
	facet, err := s.class(a.Data.Handlingsfacet)
	if err != nil {
		return err
	}
	if a.Data.Borger == nil {
		return fmt.Errorf("sagen %q har ingen borger", a.Sag)
	}
	s.numbers++
	c := &sag{
		uuid: s.newID(), number: fmt.Sprintf("%s%s-%06d", s.profile.Numbers, states[0].fra.Format("2006"), s.numbers), titel: a.Data.Titel, borger: *a.Data.Borger,
		enhed: enhed, bruger: bruger, klasse: klasse, facet: facet, created: states[0].fra, states: states,
	}
	if err := s.send("importer", s.importSag(c)); err != nil {
		return err
	}
	s.cases[a.Sag], s.order = c, append(s.order, c)
	return nil
}

// transfer sends a case that was closed before the system was connected.
func (s *System) transfer(a driver.Action) error {
	zone := s.now().Location()
	from, err := time.ParseInLocation(time.DateOnly, a.Data.Oprettet, zone)
	if err != nil {
		return fmt.Errorf("datoen %q kan ikke læses", a.Data.Oprettet)
	}
	to, err := time.ParseInLocation(time.DateOnly, a.Data.Afsluttet, zone)
	if err != nil {
		return fmt.Errorf("datoen %q kan ikke læses", a.Data.Afsluttet)
	}
	middle := from.Add(to.Sub(from) / 2).Truncate(time.Hour)
	states := []tilstand{{"Opstaaet", from}, {"Afgjort", middle}, {"Afsluttet", to}}
	if s.profile.deviates(PassiveWithoutHistory) {
		states = states[2:]
	}
	return s.create(a, states)
}

func (s *System) rename(c *sag, titel string) error {
	c.titel = titel
	return s.send("opdater", s.updateSag(c, func(u *update) { u.egenskaber() }))
}

func (s *System) close(c *sag) error {
	c.states = append(c.states, tilstand{"Afsluttet", s.tick()})
	if s.profile.deviates(NeverCloses) {
		return nil
	}
	return s.send("opdater", s.updateSag(c, func(u *update) { u.tilstand() }))
}

// handOver gives the case to another caseworker, who makes the change.
func (s *System) handOver(c *sag, navn string) error {
	bruger, err := s.user(navn)
	if err != nil {
		return err
	}
	if s.profile.deviates(KeepsCaseworker) {
		return s.send("opdater", s.updateSag(c, func(u *update) { u.egenskaber() }))
	}
	c.bruger = bruger
	return s.send("opdater", s.updateSag(c, func(u *update) { u.behandler(u.rels, c, u.at) }))
}

func (s *System) note(c *sag, d driver.Data) error {
	c.notes++
	titel := d.Titel
	if s.profile.deviates(NoteTitlePrefix) {
		titel = "[Dokument] " + titel
	}
	return s.send("opdater", s.updateSag(c, func(u *update) {
		if s.profile.deviates(NoteReplacesKLE) {
			u.klasse(ref{c.klasse.uuid, c.klasse.navn, "15.20.00"})
		}
		u.journalnotat(titel, d.Tekst)
	}))
}

// document sends the document first and ties it to its case when it exists.
func (s *System) document(c *sag, d driver.Data) error {
	c.documents++
	id := s.newID()
	if s.profile.deviates(LetterWithoutDate) {
		d.Brevdato = ""
	}
	if err := s.send("importer", s.importDokument(c, id, d)); err != nil {
		return err
	}
	return s.send("opdater", s.updateSag(c, func(u *update) { u.tilakteret(id) }))
}

func (s *System) removeAll() error {
	if len(s.order) == 0 {
		return nil
	}
	if err := s.send("fjern", s.fjern(s.order, s.profile.deviates(LeavesDocuments))); err != nil {
		return err
	}
	s.cases, s.order = map[string]*sag{}, nil
	return nil
}
