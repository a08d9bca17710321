package index

import (
	"fmt"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"klarmeld/internal/oio"
)

// Retur codes that public clients of SF1470 know. An official table is not
// public.
const (
	StatusOK       = 20
	StatusBadInput = 40
	StatusNotFound = 44
	StatusExists   = 49
)

// Retur is what the index answers about one object (StandardReturType and UnikReturType).
type Retur struct {
	Kode  int
	Cause Cause  // what a decision must know besides Kode
	Tekst string // Danish, for people; "" when all is well
	Type  oio.ObjektType
	UUID  string
}

// Stored is an object as the index has it: its newest registration's data and
// the parts that hold, each in its period of virkning.
type Stored struct {
	Type           oio.ObjektType
	UUID           string
	Tidspunkt      string // of the newest registration, as the sender wrote it
	StsTidspunkt   string // when the index received it
	LivscyklusKode string
	BrugerRef      oio.Ref
	Registrations  int
	Dele           []oio.Del // elements are normalised copies

	// Only in a State. As all that an object holds, they are copied and not
	// changed, for the State has them too.
	history []registration // oldest first
	refers  []string       // the UUIDs that relations of any of them refer to, in order; nil: not looked for yet
}

// Af returns the parts of one kind, in the order they came.
func (s *Stored) Af(kind string) []oio.Del {
	var out []oio.Del
	for _, d := range s.Dele {
		if d.Kind == kind {
			out = append(out, d)
		}
	}
	return out
}

// Store is the state behind the index: what was imported, as later messages
// changed it. It is a plain fold over messages, so a judge can hold one of its
// own and see what the index saw. It is safe for concurrent use.
type Store struct {
	mu       sync.RWMutex
	state    State
	links    *links    // which objects of the state have what
	undo     *[]func() // of a draft: how its changes of the links are taken back, the oldest first
	isMaster func(oio.ObjektType, *oio.Del) bool
}

// NewStore returns an empty index in memory.
func NewStore() *Store { return NewStoreOn(NewMemory()) }

// NewStoreOn returns an index that holds what the state has. Nobody else may
// change the state.
func NewStoreOn(state State) *Store {
	return &Store{state: state, links: linksOf(state, maphash.MakeSeed()), isMaster: func(oio.ObjektType, *oio.Del) bool { return false }}
}

// Get returns a copy of the object with the UUID.
func (s *Store) Get(uuid string) (Stored, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, ok := s.state.Get(strings.ToLower(uuid))
	return o.copy(), ok
}

// Look returns the object with the UUID as the store has it, to be read and not kept: what
// is in its Dele is everybody's.
func (s *Store) Look(uuid string) (Stored, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, ok := s.state.Get(strings.ToLower(uuid))
	o.Dele, o.history, o.refers = slices.Clip(o.Dele), nil, nil
	return o, ok
}

// All returns copies of all objects in the order they were first imported.
func (s *Store) All() []Stored {
	s.mu.RLock()
	defer s.mu.RUnlock()
	out := []Stored{}
	for o := range s.state.All() {
		out = append(out, o.copy())
	}
	return out
}

// copy shares the parts' elements, which are never changed once stored.
func (s Stored) copy() Stored {
	s.Dele, s.history, s.refers = append([]oio.Del(nil), s.Dele...), nil, nil
	return s
}

// Restore makes the store hold what another does, with all its registrations.
// What is stored is never changed in place, and so is shared.
func (s *Store) Restore(from *Store) {
	from.mu.RLock()
	defer from.mu.RUnlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, o := range slices.Collect(s.state.All()) {
		s.delete(o)
	}
	for o := range from.state.All() {
		// Each of the two appends registrations of its own.
		o.history = slices.Clip(o.history)
		s.put(o)
	}
}

// Apply stores an imported object or changes a stored one. sts is when the
// index received it, in the form it answers with. An object that cannot be
// applied changes nothing, and the status says why.
func (s *Store) Apply(o oio.Objekt, sts string) Retur {
	st := Retur{Kode: StatusOK, Type: o.Type, UUID: o.UUID}
	if !oio.IsUUID(o.UUID) {
		st.Kode, st.Tekst = StatusBadInput, "UUIDIdentifikator mangler eller er ikke en UUID"
		return st
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old, there := s.state.Get(o.UUID)
	said := said(o)
	if again, ok := old.again(said, o.Opdatering); ok && old.Type == o.Type {
		return again
	}
	switch {
	case o.Opdatering && (!there || old.Type != o.Type):
		return NotFound(o.Type, o.UUID)
	case !o.Opdatering && there:
		st.Kode, st.Tekst = StatusExists, exists(&old)
	case len(o.Registreringer) == 0:
		st.Kode, st.Tekst = StatusBadInput, "der er ingen Registrering"
	case o.Excess() != "":
		st.Kode, st.Tekst = StatusBadInput, "objektet har "+o.Excess()+"; det er mere, end klarmeld tager imod"
	case there && old.LivscyklusKode == lifecycleDeleted:
		st.Kode, st.Tekst = StatusExists, fmt.Sprintf("%s %s er slettet", old.Type, o.UUID)
	case there && s.changesMaster(&old, o):
		return MasterStays(o.Type, o.UUID)
	default:
		if !there {
			old = Stored{Type: o.Type, UUID: o.UUID}
		}
		for _, r := range o.Registreringer {
			old.register(r, o.Opdatering, sts)
		}
		old.history[len(old.history)-1].said = said
		if more := old.excess(); more != "" {
			st.Kode, st.Tekst = StatusBadInput, "objektet ville få "+more+"; det er mere, end klarmeld holder. Intet er ændret"
			return st
		}
		old.show()
		s.put(old)
	}
	return st
}

func exists(o *Stored) string { return Exists(o.Type, o.Type, o.UUID).Tekst }

// Fjern removes objects physically. Documents that are left without a case
// follow it, unless efterlad is true. Relations of other objects to what was
// removed go with it.
func (s *Store) Fjern(uuids []string, efterlad bool) []Retur {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []Retur
	gone := map[string]bool{}
	defer func() { s.unlink(gone) }()
	for _, id := range uuids {
		id = strings.ToLower(id)
		o, ok := s.state.Get(id)
		if !ok || o.Type != oio.Sag {
			out = append(out, Retur{Kode: StatusNotFound, Tekst: "sagen findes ikke i indekset", Type: oio.Sag, UUID: id})
			continue
		}
		s.delete(o)
		gone[id] = true
		out = append(out, Retur{Kode: StatusOK, Type: oio.Sag, UUID: id})
		if efterlad {
			continue
		}
		for _, d := range documentsOf(&o) {
			if doc, ok := s.state.Get(d); ok && doc.Type == oio.Dokument && !s.filed(d) {
				s.delete(doc)
				gone[d] = true
				out = append(out, Retur{Kode: StatusOK, Type: oio.Dokument, UUID: d})
			}
		}
	}
	return out
}

// unlink removes the relations to objects that are gone, physically.
func (s *Store) unlink(gone map[string]bool) {
	referring := map[string]bool{}
	for id := range gone {
		for by := range s.links.having(s.links.referring(id)) {
			referring[by] = true
		}
	}
	for _, id := range s.links.ordered(referring) {
		o, ok := s.state.Get(id)
		if ok && o.rewrite(func(d *oio.Del) []*oio.Del {
			if d.Relation && gone[d.Reference.UUID] {
				return nil
			}
			return []*oio.Del{d}
		}) {
			s.put(o)
		}
	}
}

// filed reports whether a document is filed in any object.
func (s *Store) filed(document string) bool {
	for id := range s.links.having(s.links.filing(document)) {
		if o, _ := s.state.Get(id); slices.Contains(documentsOf(&o), document) {
			return true
		}
	}
	return false
}

// documentsOf lists the documents that a case's journalposter refer to.
func documentsOf(o *Stored) []string {
	var out []string
	for _, d := range o.Af("Journalpost") {
		if d.Reference.UUID != "" {
			out = append(out, d.Reference.UUID)
		}
	}
	return out
}
