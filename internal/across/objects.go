package across

import (
	"slices"

	"github.com/google/uuid"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
)

// object is what the index has under a UUID, as far as the rules ask.
type object struct {
	*DeliveryFacts
	id       string
	held     oio.ObjektType // "" for nothing
	imported bool           // it has been there
	said     []uint64       // what has been carried out, the newest last
	parts    []judge.PartFacts

	// Of the message at hand.
	seq     uint64
	sent    []sent
	settled bool     // its objects have been tried, and its references are
	entries []string // under which byKey has it
}

// sent is an object of the message at hand, and what the index had when that came.
type sent struct {
	judge.ObjectFacts
	place place
	again bool
}

// objects looks at each UUID by itself: what the index makes of what is sent of it, and
// whether what refers to it finds it.
func (d *DeliveryFacts) objects() error {
	o := &object{DeliveryFacts: d}
	for record, err := range d.byUUID.all() {
		if err != nil {
			return err
		}
		if id := record[:uuidBytes]; o.id == "" || id != o.id {
			if err := o.settle(); err != nil {
				return err
			}
			*o = object{DeliveryFacts: d, id: id}
		}
		p := readPlace(record[uuidBytes:])
		if p.seq != o.seq {
			if err := o.settle(); err != nil {
				return err
			}
			o.seq, o.sent, o.settled = p.seq, o.sent[:0], false
		}
		if err := o.take(p, record[headerBytes:]); err != nil {
			return err
		}
	}
	return o.settle()
}

func (o *object) take(p place, record string) error {
	if p.class == anObject {
		x, err := readObject(uuid.UUID([]byte(o.id)).String(), record)
		o.sent = append(o.sent, sent{ObjectFacts: x, place: p})
		return err
	}
	if err := o.settle(); err != nil {
		return err
	}
	r := in{b: record}
	kind, line := r.text(), r.number()
	if r.err != nil {
		return r.err
	}
	return o.refer(p, kind, line)
}

// refer tries a reference. What its message brings counts, whatever becomes of it.
func (o *object) refer(p place, kind string, line int) error {
	want := typeOf(kind)
	if o.held == want || o.uncertain() {
		return nil
	}
	for _, s := range o.sent {
		if s.Type == want && !s.Opdatering {
			return nil
		}
	}
	return o.clash(p, line, anvisning.Dangling(kind, uuid.UUID([]byte(o.id)).String(), o.held))
}

// uncertain: it has been there, and a removal may have changed that.
func (o *object) uncertain() bool { return o.imported && o.seq >= o.barrier }

// settle carries out what the message at hand says of the object, and tries it.
func (o *object) settle() error {
	if o.settled || len(o.sent) == 0 {
		o.settled = true
		return nil
	}
	o.settled = true
	held, before := o.held, o.parts
	brought := false // by an import in this message
	for i := range o.sent {
		ok, err := o.apply(&o.sent[i], brought)
		if err != nil {
			return err
		}
		brought = brought || ok && !o.sent[i].Opdatering
	}
	if err := o.enter(); err != nil {
		return err
	}
	for i := range o.sent {
		if o.sent[i].again {
			continue
		}
		had := before
		if held != o.sent[i].Type {
			had = nil
		}
		if err := o.try(i, had); err != nil {
			return err
		}
	}
	return nil
}

// apply is what the index does with an object, and whether it has taken it.
func (o *object) apply(s *sent, brought bool) (bool, error) {
	there := o.held != ""
	same := o.held == s.Type
	switch {
	case s.Refused:
		return false, nil
	case same && slices.Contains(o.said, s.Said):
		if !s.Opdatering && brought {
			return false, o.refuse(s, index.Exists(s.Type, o.held, s.UUID)) // no reply was lost between the two
		}
		s.again = true
		return false, o.repeat(s)
	case s.Opdatering && !same:
		return false, o.refuse(s, index.NotFound(s.Type, s.UUID))
	case !s.Opdatering && there:
		return false, o.refuse(s, index.Exists(s.Type, o.held, s.UUID))
	}
	if had, ok := master(o.parts); ok && s.Opdatering && s.Changes(had) != nil {
		return false, o.refuse(s, index.MasterStays(s.Type, s.UUID))
	}
	o.held, o.imported = s.Type, true
	o.said = append(o.said, s.Said)
	o.parts = overlaid(o.parts, s.Parts)
	return true, nil
}

// refuse tells that the index says no, when no removal can change that.
func (o *object) refuse(s *sent, st index.Retur) error {
	if o.uncertain() {
		return nil
	}
	return o.find(s.place, s.Line, judge.Refused(st))
}

func (o *object) repeat(s *sent) error {
	a := again{Silent: o.uncertain(), Line: s.Line, Status: index.Retur{Kode: index.StatusOK, Type: s.Type, UUID: s.UUID}}
	if !s.Opdatering {
		a.Status.Kode = index.StatusExists
	} else {
		a.Overtaken = o.said[len(o.said)-1] != s.Said
	}
	return o.DeliveryFacts.again(s.place, a)
}

// try tries the rules on the i'th object of the message. had are the parts that the index
// had of it before.
func (o *object) try(i int, had []judge.PartFacts) error {
	s := &o.sent[i]
	if !o.uncertain() && !s.UUIDTold && o.held != "" && o.held != s.Type {
		if err := o.clash(s.place, s.Line, anvisning.UsedUUID(s.UUID, o.held)); err != nil {
			return err
		}
	}
	if first, ok := master(had); ok && !s.MasterTold && !o.uncertain() {
		if p := s.Changes(first); p != nil {
			if err := o.clash(s.place, p.Line, anvisning.ChangedMaster(first, p.Ref())); err != nil {
				return err
			}
		}
	}
	return o.claim(i, had)
}

// master is the first Master among the parts; false when there is none.
func master(parts []judge.PartFacts) (oio.Ref, bool) {
	for _, p := range parts {
		if p.Kind == judge.Master {
			return p.Ref(), !p.Ref().IsZero()
		}
	}
	return oio.Ref{}, false
}
