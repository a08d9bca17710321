// Package services is klarmeld's services, all of them: the index, FK
// Organisation and FK Klassifikation over one municipality, with a recording of
// what they are sent and answer. Whoever opens services opens them here: a run,
// klarmeld serve, captured traffic, and the proof of the rules.
package services

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/beevik/etree"

	"klarmeld/internal/contractfiles"
	"klarmeld/internal/index"
	"klarmeld/internal/klassifikation"
	"klarmeld/internal/municipality"
	"klarmeld/internal/organisation"
	"klarmeld/internal/recording"
	"klarmeld/internal/security"
	"klarmeld/internal/soap"
	"klarmeld/internal/wire"
)

// Ground is what the services stand on. The registers change during a run: no
// two runs share them.
type Ground struct {
	Registers *municipality.Register
	Roles     *municipality.Relationsklasser
	RolesJSON []byte                // what the roles were read from
	Contracts *contractfiles.Folder // what is served of WSDLs; nil: none
	Secured   *Secured              // nil: messages come in the clear
}

// Services are the services over one municipality and one index, as an
// http.Handler that records.
type Services struct {
	*wire.Wire
	store  *index.Store
	ground Ground
	log    recording.Log
	byPath map[string]*soap.Service

	changing sync.RWMutex // held from when a change is made until it is on record
	astray   bool         // the registers have changed, and that is not on record
	guard    *guard       // nil: messages come in the clear
}

// Open begins a recording on log and returns the services that go on with it.
// run says who is tried and how; what it stands on is put in. Without a nonce the
// recording is not chained, and what is new in replies is anybody's guess. The time is
// that of the recording's first entry.
func Open(g Ground, run recording.Run, log recording.Log, now func() time.Time, guards ...wire.Guard) (*Services, time.Time, error) {
	initial, err := g.Registers.Snapshot()
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("registrene kan ikke skrives i optagelsen: %w", err)
	}
	run.Initial, run.Roles = initial, g.RolesJSON
	if g.Secured != nil {
		if run.Security, err = json.Marshal(g.Secured.Setting); err != nil {
			return nil, time.Time{}, fmt.Errorf("sikkerheden kan ikke skrives i optagelsen: %w", err)
		}
	}
	first, err := log.Append(recording.Entry{Time: now(), Kind: recording.KindRun, Run: &run})
	if err != nil {
		return nil, time.Time{}, err
	}
	return Reopen(g, run.Nonce, 0, log, now, guards...), first.Time, nil
}

// Reopen returns services that go on with a recording that was begun earlier: with
// the nonce of its run, and the number that the last message on record came as.
func Reopen(g Ground, nonce string, last int, log recording.Log, now func() time.Time, guards ...wire.Guard) *Services {
	s := &Services{store: index.NewStore(), ground: g, log: log}
	s.store.KnowRoles(g.Roles)
	s.byPath = all(s.store, g)
	if g.Secured != nil && g.Secured.Mode.Secured() {
		s.guard = newGuard(s, *g.Secured)
		s.byPath[security.STSPath] = s.guard.sts()
		guards = append(guards, s.guard)
	}
	still := map[*soap.Service]bool{} // one may answer on several paths
	for _, service := range s.byPath {
		if service.ID.Register() != recording.NoRegister && !still[service] {
			still[service] = true
			s.keepStill(service)
		}
	}
	s.Wire = wire.New(s.byPath, log, now, guards...)
	s.Named(nonce, last)
	if g.Contracts != nil && s.guard != nil {
		g.Contracts.Secured = true
	}
	s.Offer(g.Contracts)
	return s
}

// all are the services, keyed by path.
func all(store *index.Store, g Ground) map[string]*soap.Service {
	out := map[string]*soap.Service{}
	sdi := index.Service(store)
	for _, p := range index.Paths {
		out[p] = sdi
	}
	maps.Copy(out, index.ObjectServices(store))
	maps.Copy(out, organisation.Services(g.Registers))
	maps.Copy(out, klassifikation.Services(g.Registers, g.Roles))
	return out
}

// Store is what the index holds.
func (s *Services) Store() *index.Store { return s.store }

// Change lets the municipality's registers change, and records it: changes are
// on record in the order in which they were made, and before the messages that met
// them.
func (s *Services) Change(c municipality.Event) error {
	raw, err := json.Marshal(c)
	if err != nil {
		return err
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	if err := s.ground.Registers.Apply(c); err != nil {
		return err
	}
	_, err = s.log.Append(recording.Entry{Kind: recording.KindChange, Change: &recording.Change{Data: raw}})
	s.astray = err != nil
	return err
}

// keepStill lets the registers be as they are from when a service looks at them
// until what it answers is on record: changes and what is read of them are on
// record in the order in which they happened. Of a change that is not on record
// nobody reads.
func (s *Services) keepStill(service *soap.Service) {
	for name, op := range service.Operations {
		handle := op.Handle
		op.Handle = func(env *soap.Envelope) (*etree.Element, *soap.Fault) {
			if !env.Still {
				s.changing.RLock()
				env.Settle(func(bool) { s.changing.RUnlock() })
			}
			if s.astray {
				return nil, &soap.Fault{Code: soap.CodeUnrecorded, Reason: "Registrene er ændret, men ændringen kunne ikke optages. Kørslen stopper; fejlen er ikke jeres."}
			}
			return handle(env)
		}
		service.Operations[name] = op
	}
}

// Again lets the registers change as they did in what is on record already.
func (s *Services) Again(c recording.Change) error {
	if len(c.Security) > 0 {
		var state security.Circumstances
		if err := json.Unmarshal(c.Security, &state); err != nil {
			return fmt.Errorf("en ændring af sikkerheden kan ikke læses: %w", err)
		}
		if s.guard == nil {
			return fmt.Errorf("sikkerheden ændres, men den er slået fra")
		}
		s.guard.be(state)
		return nil
	}
	var change municipality.Event
	if err := json.Unmarshal(c.Data, &change); err != nil {
		return fmt.Errorf("en ændring af registrene kan ikke læses: %w", err)
	}
	return s.ground.Registers.Apply(change)
}

// Answers reports whether a service is at the path, also where a gateway has put
// steps before it.
func (s *Services) Answers(path string) bool {
	for p := range s.byPath {
		if strings.HasSuffix(strings.TrimSuffix(path, "/"), p) {
			return true
		}
	}
	return false
}

// Understands reports whether an element is an operation's, or is meant to be:
// in a service's namespace, or by a name that one service alone has.
func (s *Services) Understands(element xml.Name) bool {
	spaces := map[string]bool{}
	for _, service := range s.byPath {
		for op := range service.Operations {
			if op.Space == element.Space {
				return true
			}
			if op.Local == element.Local {
				spaces[op.Space] = true
			}
		}
	}
	return len(spaces) == 1
}

// ServiceFor is the service that has an operation for the element; false when
// none has.
func (s *Services) ServiceFor(element xml.Name) (*soap.Service, bool) {
	service := s.byPath[s.PathFor("", element)]
	_, ok := service.Operations[element]
	return service, ok
}

// ActionFor is the SOAPAction that the WSDL gives an operation at a path; "" when
// it gives none.
func (s *Services) ActionFor(path string, element xml.Name) string {
	service, ok := s.byPath[path]
	if !ok {
		return ""
	}
	return service.Operations[element].Action
}

// PathFor is where a message with this element in its body is answered: path
// itself when there is a service, else the first that has an operation for it,
// else the index's, which says what is wrong.
func (s *Services) PathFor(path string, element xml.Name) string {
	if s.byPath[path] != nil {
		return path
	}
	for _, p := range slices.Sorted(maps.Keys(s.byPath)) {
		if _, ok := s.byPath[p].Operations[element]; ok {
			return p
		}
	}
	return index.Paths[0]
}
