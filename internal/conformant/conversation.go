package conformant

import (
	"slices"
	"time"

	"pgregory.net/rapid"
)

// Conversation is what one sender tells, in the order in which it is sent.
type Conversation struct {
	Deliveries []Delivery
	// Registered says that its references are those of the registers.
	Registered bool
	// Whole says that a removal of the first delivery's cases takes all of it away.
	Whole bool
}

// talk is a conversation under way.
type talk struct {
	*World
	out  []Delivery
	know *known
	live []*subjectState
}

// subjectState is an object as the index has it, by what has been sent.
type subjectState struct {
	*subject
	parts []Part // what holds, the newest first
}

// Conversations draws conversations: an import, and what is told of it later.
func Conversations(g Ground, set Settings) *rapid.Generator[Conversation] {
	return rapid.Custom(func(t *rapid.T) Conversation {
		w := newWorld(newSource(t), g, set)
		k := &talk{World: w, know: &known{exempt: map[string]bool{}}}
		if w.Integrated && w.Registered && w.often() {
			k.reads()
		}
		k.imports(set.Whole)
		for range 1 + w.under(6) {
			k.turn()
		}
		if len(k.know.sager) > 0 && k.rarely() && k.pass() {
			leave := true // the documents stay, and with them what they refer to
			k.send(Message{Operation: Fjern, UUIDs: slices.Clone(k.know.sager), Leave: &leave})
		}
		return Conversation{Deliveries: k.out, Registered: set.Registered, Whole: set.Whole}
	})
}

func (k *talk) send(m Message) { k.out = append(k.out, k.delivery(m, true)) }

// reads lets the sender read FK Organisation.
func (k *talk) reads() {
	k.send(Message{Operation: Laes, Path: "/organisation/organisation/6",
		Raw: nest(organisation, "LaesInput", leaf(SD, "UUIDIdentifikator", UUID, k.owner.ref.UUID))})
}

// imports sends new objects.
func (k *talk) imports(whole bool) {
	m := k.importer(k.know, !whole)
	if whole {
		k.hang(m.Objects)
	}
	k.send(m)
	for i := range m.Objects {
		o := &m.Objects[i]
		c := k.again(o)
		c.exempted = k.know.exempt[o.UUID]
		k.live = append(k.live, &subjectState{subject: c, parts: slices.Clone(o.Registrations[len(o.Registrations)-1].Parts)})
	}
}

// hang lets every document of a delivery hang on its case, so that it goes when the
// case does.
func (k *talk) hang(all []Object) {
	for i := range all {
		if all[i].Type != Sag {
			continue
		}
		c := k.again(&all[i])
		for _, o := range all {
			if o.Type == Dokument && c.fresh(o.UUID) {
				p := c.relation("Journalpost", "Tilakteret", "Dokument", Ref{UUID: o.UUID}, span{fra: c.born}, nil)
				for n := range all[i].Registrations {
					all[i].Registrations[n].Parts = append(all[i].Registrations[n].Parts, p.clone())
				}
			}
		}
		return
	}
}

// pass lets time go by, and says whether there is any left.
func (k *talk) pass() bool {
	step := []time.Duration{time.Second, time.Minute, 26 * time.Hour, 24 * 30 * time.Hour}
	t := k.now.Add(pick(k.source, step)).Add(k.grain)
	if t.After(oldEnds) && t.Before(newBegins) || !t.Before(k.ends) {
		return false
	}
	k.now = t
	return true
}

// turn is one thing that happens.
func (k *talk) turn() {
	if !k.pass() {
		return
	}
	switch {
	case k.rarely():
		k.imports(false)
		return
	case k.rarely() && len(k.live) > 1:
		k.updates(pick(k.source, k.live), pick(k.source, k.live))
		return
	}
	if k.rarely() { // no reply came, and so it is sent once more
		last := k.out[len(k.out)-1]
		last.Again = true
		k.out = append(k.out, last)
		return
	}
	s := pick(k.source, k.live)
	if s.object == Sag && k.seldom() {
		if m, ok := s.shred(); ok {
			k.send(m)
			return
		}
	}
	k.updates(s)
}

// updates sends one opdater of one object or of two.
func (k *talk) updates(all ...*subjectState) {
	m := Message{Operation: Opdater}
	for i, s := range all {
		if i > 0 && s == all[0] {
			continue
		}
		m.Objects = append(m.Objects, s.update(k.know, k.now))
	}
	k.send(m)
}

// update is an opdater in which one user changes some things in one sitting.
func (s *subjectState) update(to *known, now time.Time) Object {
	s.many, s.registrar = false, s.actor()
	r := Registration{At: now, Af: s.registrar, Note: s.note()}
	changes := s.sagChanges(to)
	if s.object == Dokument {
		changes = s.dokChanges(to)
	}
	for range 1 + s.under(2) {
		for _, p := range pick(s.source, changes)() {
			if !s.among(r.Parts, p) {
				r.Parts = append(r.Parts, p)
				s.apply(p)
			}
		}
	}
	if len(r.Parts) == 0 { // nobody saves without having changed anything
		for _, p := range changes[0]() {
			r.Parts = append(r.Parts, p)
			s.apply(p)
		}
	}
	for _, list := range []string{attributListe, tilstandListe, relationListe} {
		if s.rarely() {
			r.Lists = append(r.Lists, list)
		}
	}
	o := Object{Type: s.object, UUID: s.id, Registrations: []Registration{r}}
	if s.object == Sag && s.seldom() {
		yes := s.often()
		o.Silent = &yes
	}
	return o
}

// among: one opdater says each thing once.
func (s *subjectState) among(all []Part, p Part) bool {
	return slices.ContainsFunc(all, func(q Part) bool { return q.key() == p.key() && q.Virkning.Fra.Equal(p.Virkning.Fra) })
}

// apply lets a part take the place of what was there from when it begins.
func (s *subjectState) apply(p Part) {
	kept := []Part{p.clone()}
	for _, q := range s.parts {
		if q.key() == p.key() {
			if q.Virkning.Fra.Equal(p.Virkning.Fra) {
				continue
			}
			if q.Virkning.Til.IsZero() && q.Virkning.Fra.Before(p.Virkning.Fra) {
				q.Virkning.Til = p.Virkning.Fra
			}
		}
		kept = append(kept, q)
	}
	s.parts = kept
}

// last is the newest part of a kind and role.
func (s *subjectState) last(name, rolle string) (Part, bool) {
	for _, p := range s.parts {
		if p.Name == name && p.Rolle == rolle && p.Virkning.Til.IsZero() {
			return p.clone(), true
		}
	}
	return Part{}, false
}

// succeeds is what is sent when next takes the place of what there is from now on:
// next alone, for the index lets it cut what was there, or both, the old one with
// its end.
func (s *subjectState) succeeds(name, rolle string, next Part) []Part {
	old, ok := s.last(name, rolle)
	if !ok || !old.Virkning.Fra.Before(next.Virkning.Fra) {
		return nil
	}
	if s.often() {
		return []Part{next}
	}
	old.Virkning.Til, old.Virkning.Af = next.Virkning.Fra, s.registrar
	return []Part{old, next}
}

// text is what an element of a part says; "" when it is not there.
func (p Part) text(name string) string {
	for _, e := range p.Rest {
		if e.Name == name {
			return e.Text
		}
	}
	return ""
}
