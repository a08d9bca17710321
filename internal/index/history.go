package index

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"klarmeld/internal/oio"
)

// registration is an object as one registration left it. An object keeps all
// of its registrations: besides the virkning of each part, which says when it
// held in the world, they say what was known when. Registrations share the
// parts that they have in common.
//
// A registration holds until the next one came, by either of two clocks: the
// sender's Tidspunkt and the index's StsTidspunkt. Registrations stand in the
// order they came; what claims to be older than what was there before it cannot
// change what was known then, and begins when its predecessor did. So does one
// whose Tidspunkt cannot be read.
type registration struct {
	at, sts        string // as they are answered
	begun, arrived time.Time
	livscyklus     string
	bruger         oio.Ref
	dele           []*oio.Del
	said           string // what the message said that made it (Saying); "" when it was another's or none
}

// next begins a registration that is like the newest one.
func (o *Stored) next(at oio.Tidspunkt, sts string) registration {
	var r registration
	if n := len(o.history); n > 0 {
		r = o.history[n-1]
	}
	r.at, r.sts, r.said = at.Text, sts, ""
	if at.Ok && at.Time.After(r.begun) {
		r.begun = at.Time
	}
	if t, ok := oio.ParseTime(sts); ok && t.After(r.arrived) {
		r.arrived = t
	}
	return r
}

// take makes r the newest registration. What others have of the history ends
// before it. The object shows it when it is asked to.
func (o *Stored) take(r registration) { o.history = append(o.history, r) }

// excess says of what the newest registration has more than an object may; ""
// when it has not.
func (o *Stored) excess() string {
	if len(o.history[len(o.history)-1].dele) > 2*oio.MaxRelations {
		return fmt.Sprintf("mere end %d dele", 2*oio.MaxRelations)
	}
	return ""
}

// show lets the object's own fields be those of its newest registration.
func (o *Stored) show() {
	history, refers := o.history, o.refers
	*o = o.as(history[len(history)-1], len(history))
	o.history, o.refers = history, refers
}

// as is the object as the n'th registration, r, left it.
func (o *Stored) as(r registration, n int) Stored {
	out := Stored{Type: o.Type, UUID: o.UUID, Tidspunkt: r.at, StsTidspunkt: r.sts, LivscyklusKode: r.livscyklus, BrugerRef: r.bruger, Registrations: n}
	out.Dele = make([]oio.Del, 0, len(r.dele))
	for _, d := range r.dele {
		out.Dele = append(out.Dele, *d)
	}
	return out
}

// register lays one registration over what is stored.
func (o *Stored) register(r oio.Registrering, opdatering bool, sts string) {
	v := o.next(r.Tidspunkt, sts)
	if !opdatering {
		v.livscyklus, v.bruger = r.LivscyklusKode, r.BrugerRef
	}
	// What came in the same message stands side by side, even where it
	// disagrees with itself: the index accepts it, the judge says so.
	incoming := r.Normalised()
	o.refer(incoming)
	kept := overlay(v.dele, incoming)
	v.dele = append(kept[:len(kept):len(kept)], incoming...)
	o.take(v)
}

// references are the UUIDs that relations of any registration refer to, in order.
func (o *Stored) references() []string {
	if o.refers != nil {
		return o.refers
	}
	o.refers = []string{}
	parts, _ := o.parts()
	o.refer(parts)
	return o.refers
}

// refer adds to what parts of the object refer, where that has been looked for. What
// others have of it stays as it is.
func (o *Stored) refer(dele []*oio.Del) {
	if o.refers == nil {
		return
	}
	var more []string
	for _, d := range dele {
		if id := d.Reference.UUID; d.Relation && id != "" {
			if _, known := slices.BinarySearch(o.refers, id); !known {
				more = append(more, id)
			}
		}
	}
	if len(more) > 0 {
		all := slices.Concat(o.refers, more)
		slices.Sort(all)
		o.refers = slices.Compact(all)
	}
}

// rewrite puts what keep returns in the place of every part, in all that was
// ever registered: what is removed physically was never known. It reports
// whether anything changed.
func (o *Stored) rewrite(keep func(*oio.Del) []*oio.Del) bool {
	changes := map[*oio.Del][]*oio.Del{} // what registrations share, they share still
	seen := map[*oio.Del]bool{}
	for _, r := range o.history {
		for _, d := range r.dele {
			if seen[d] {
				continue
			}
			seen[d] = true
			if left := keep(d); len(left) != 1 || left[0] != d {
				changes[d] = left
			}
		}
	}
	if len(changes) == 0 {
		return false
	}
	o.history, o.refers = slices.Clone(o.history), nil
	for i, r := range o.history {
		var dele []*oio.Del
		for _, d := range r.dele {
			if left, ok := changes[d]; ok {
				dele = append(dele, left...)
				continue
			}
			dele = append(dele, d)
		}
		o.history[i].dele = dele
	}
	o.show()
	return true
}

// Period is a filter on time, from Fra inclusive to Til exclusive; where they
// are the same instant, that instant. nil has no limit on that side.
type Period struct {
	Fra, Til *time.Time
	asked    bool // false: it is no filter. One without limits asks for all.
}

func (p Period) instant() bool { return p.Fra != nil && p.Til != nil && p.Fra.Equal(*p.Til) }

// backward reports whether the period ends before it begins.
func (p Period) backward() bool { return p.Fra != nil && p.Til != nil && p.Til.Before(*p.Fra) }

// shows reports whether a registration that held from begun until end (nil: it
// holds still) is seen: the one that held when the period began, and every one
// that was made in it.
func (p Period) shows(begun time.Time, end *time.Time) bool {
	if p.instant() {
		return !begun.After(*p.Fra) && (end == nil || end.After(*p.Fra))
	}
	return (p.Til == nil || begun.Before(*p.Til)) && (p.Fra == nil || end == nil || end.After(*p.Fra) || !begun.Before(*p.Fra))
}

// meets reports whether a part holds at some time in the period. Of one whose
// virkning cannot be read nobody can say that it does not.
func (p Period) meets(v oio.Virkning) bool {
	switch {
	case !v.Usable():
		return true
	case p.instant():
		return v.Holds(*p.Fra)
	}
	return (p.Til == nil || v.Fra.Time.Before(*p.Til)) && (p.Fra == nil || oio.At(*p.Fra).Before(v.Til))
}

// Filter says what of an object's history is asked for.
type Filter struct {
	Registrering Period // by the sender's Tidspunkt
	Sts          Period // by the index's own
	Virkning     Period
}

// shows reports whether the i'th registration is one of those asked for.
func (f Filter) shows(all []registration, i int) bool {
	newest := i+1 == len(all)
	if !f.Registrering.asked && !f.Sts.asked {
		return newest
	}
	r := all[i]
	var ended, replaced *time.Time
	if !newest {
		ended, replaced = &all[i+1].begun, &all[i+1].arrived
	}
	return (!f.Registrering.asked || f.Registrering.shows(r.begun, ended)) && (!f.Sts.asked || f.Sts.shows(r.arrived, replaced))
}

// History returns the object as each registration that the filter shows left
// it, in the order they came, with the parts that the filter shows. With no
// filter on registrations that is the newest one. It reports whether there is
// such an object at all.
func (s *Store) History(t oio.ObjektType, uuid string, f Filter) ([]Stored, bool) {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, ok := s.state.Get(strings.ToLower(uuid))
	if !ok || o.Type != t {
		return nil, false
	}
	var out []Stored
	for i, r := range o.history {
		if !f.shows(o.history, i) {
			continue
		}
		v := o.as(r, i+1)
		kept := v.Dele[:0]
		for _, d := range v.Dele {
			if f.Virkning.meets(d.Virkning) {
				kept = append(kept, d)
			}
		}
		v.Dele = kept
		out = append(out, v)
	}
	return out, true
}

// FallenTogether are the parts of a kind that an object had and that another of the same
// role has taken the place of from its very beginning: the sender's clock showed the same
// time for both. They come in the order in which they were sent.
func (s *Store) FallenTogether(uuid, kind string) []oio.Del {
	s.mu.RLock()
	defer s.mu.RUnlock()
	o, _ := s.state.Get(strings.ToLower(uuid))
	var out []oio.Del
	told := map[*oio.Del]bool{}
	for _, r := range o.history {
		for _, d := range r.dele {
			if d.Kind == kind && !told[d] && o.overtaken(d) {
				out, told[d] = append(out, *d), true
			}
		}
	}
	return out
}

// overtaken reports whether the object does not have a part any more, and has another
// that begins when it did.
func (o *Stored) overtaken(was *oio.Del) bool {
	other := false
	for _, d := range o.Dele {
		if d.Kind != was.Kind || !oio.SameUUID(d.Rolle.UUID, was.Rolle.UUID) && was.Relation || !d.Virkning.Fra.Equal(was.Virkning.Fra) {
			continue
		}
		if same(d, *was) {
			return false
		}
		other = true
	}
	return other
}

// same reports whether two parts say the same, whenever they end.
func same(a, b oio.Del) bool {
	if a.Relation {
		return a.Reference == b.Reference
	}
	return oio.Text(oio.Path(a.El, "FremdriftStatusKode")) == oio.Text(oio.Path(b.El, "FremdriftStatusKode"))
}
