package across

import (
	"crypto/sha256"
	"slices"

	"github.com/google/uuid"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
)

// What is known of a BrugervendtNoegle stands in records by the key, in its municipality
// and among objects of its type: who has it, who no longer has it, and who takes it.
const (
	has   class = 0
	lost  class = 1
	takes class = 2
)

// entryBytes tell a key in its municipality from others.
const entryBytes = 16

func entry(t oio.ObjektType, kommune, key string) string {
	sum := sha256.Sum256([]byte(string(t) + "\x00" + kommune + "\x00" + key))
	return string(sum[:entryBytes])
}

// kommune is the municipality that parts make an object's: that of the last Ejer.
func kommune(parts []judge.PartFacts) string {
	owner := -1
	for i, p := range parts {
		if p.Kind == judge.Ejer && (owner < 0 || parts[owner].Virkning.Fra.Before(p.Virkning.Fra)) {
			owner = i
		}
	}
	if owner < 0 {
		return ""
	}
	return parts[owner].Value
}

// enter notes which keys the object has when the message has been carried out.
func (o *object) enter() error {
	if o.held == "" {
		return nil
	}
	var now []string
	where := kommune(o.parts)
	for _, p := range o.parts {
		if p.Kind != judge.Egenskaber || p.Value == "" || where == "" {
			continue
		}
		e := entry(o.held, where, p.Value)
		if slices.Contains(now, e) {
			continue
		}
		now = append(now, e)
		if err := o.enterKey(e, p.Value); err != nil {
			return err
		}
	}
	for _, e := range o.entries {
		if !slices.Contains(now, e) {
			if err := o.byKey.add(e + string(place{o.seq, lost, o.sent[0].place.object, 0}.append(nil)) + o.id); err != nil {
				return err
			}
		}
	}
	o.entries = now
	return nil
}

// enterKey notes that the object has a key, when, and where in its message it stands first.
func (o *object) enterKey(e, key string) error {
	w := out{append([]byte(e), place{o.seq, has, o.sent[0].place.object, 0}.append(nil)...)}
	w.b = append(w.b, o.id...)
	imports := slices.ContainsFunc(o.sent, func(s sent) bool { return !s.Opdatering })
	w.flags(imports)
	var periods []oio.Virkning
	for _, p := range o.parts {
		if p.Kind == judge.Egenskaber && p.Value == key {
			periods = append(periods, p.Virkning)
		}
	}
	w.number(len(periods))
	for _, v := range periods {
		w.period(v)
	}
	return o.byKey.add(string(w.b))
}

// claim notes the keys that the i'th object of the message did not have before, to be held
// against those who have them.
func (o *object) claim(i int, had []judge.PartFacts) error {
	s := &o.sent[i]
	state := s.Parts
	if o.held == s.Type {
		state = o.parts
	}
	where := kommune(state)
	if where == "" || o.seq >= o.barrier {
		return nil
	}
	known := slices.Clone(had)
	for _, e := range o.sent[:i] {
		if e.Type == s.Type {
			known = append(known, e.Parts...)
		}
	}
	for n, p := range s.Parts {
		if p.Kind != judge.Egenskaber || p.Value == "" || p.Told ||
			slices.ContainsFunc(known, func(k judge.PartFacts) bool { return k.Kind == judge.Egenskaber && k.Value == p.Value }) {
			continue
		}
		w := out{append([]byte(entry(s.Type, where, p.Value)), place{o.seq, takes, s.place.object, uint32(n)}.append(nil)...)}
		w.b = append(w.b, o.id...)
		w.flags(s.Type == oio.Sag)
		w.text(p.Value)
		w.number(p.Line)
		w.period(p.Virkning)
		if err := o.byKey.add(string(w.b)); err != nil {
			return err
		}
	}
	return nil
}

// holder is an object that has a key.
type holder struct {
	id      string
	seq     uint64 // of the newest message that says so
	first   uint32 // its first place in that message
	imports bool   // which imports it
	periods []oio.Virkning
}

// maxHolders is how many who have one key are remembered, and maxNamesakes how many a new
// one is held against, the oldest: more are the same mistake again.
const (
	maxHolders   = 1024
	maxNamesakes = 32
)

// keys looks at each key by itself.
func (d *DeliveryFacts) keys() error {
	var holders []holder
	at := ""
	for record, err := range d.byKey.all() {
		if err != nil {
			return err
		}
		if record[:entryBytes] != at {
			at, holders = record[:entryBytes], holders[:0]
		}
		p := readPlace(record[entryBytes:])
		rest := record[entryBytes+placeBytes:]
		id, r := rest[:uuidBytes], &in{b: rest[uuidBytes:]}
		i := slices.IndexFunc(holders, func(h holder) bool { return h.id == id })
		switch {
		case p.class == lost && i >= 0:
			holders = slices.Delete(holders, i, i+1)
		case p.class == has:
			h := holder{id: id, seq: p.seq, first: p.object}
			r.flags(&h.imports)
			for range r.many() {
				h.periods = append(h.periods, r.period())
			}
			if i >= 0 {
				holders[i] = h
			} else if len(holders) < maxHolders {
				holders = append(holders, h)
			}
		case p.class == takes:
			if err := d.taken(p, id, r, holders); err != nil {
				return err
			}
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
}

// taken tells of a key that another has.
func (d *DeliveryFacts) taken(p place, id string, r *in, holders []holder) error {
	sag, t := false, oio.Dokument
	if r.flags(&sag); sag {
		t = oio.Sag
	}
	key, line, virkning := r.text(), r.number(), r.period()
	meets := func(v oio.Virkning) bool { return v.Overlaps(virkning) }
	other := slices.IndexFunc(holders[:min(len(holders), maxNamesakes)], func(h holder) bool {
		later := h.seq == p.seq && h.imports && h.first > p.object // it is the other that takes the key
		return h.id != id && !later && slices.ContainsFunc(h.periods, meets)
	})
	if other < 0 {
		return r.err
	}
	return d.clash(p, line, anvisning.TakenKey(t, uuid.UUID([]byte(holders[other].id)).String(), key))
}
