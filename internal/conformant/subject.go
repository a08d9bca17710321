package conformant

import (
	"fmt"
	"time"

	"klarmeld/internal/municipality"
)

// subject is an object as it is being made: a Sag or Dokument of a world.
type subject struct {
	*World
	object, id string
	born       time.Time
	indexes    map[string]int
	exempted   bool            // a Dokument that says itself that it is exempt
	decided    time.Time       // when a Sag was decided; zero: it is not
	registrar  Aktoer          // who registers
	many       bool            // the parts of its history have been set by several
	taken      map[string]bool // citizens and objects that it has a relation to
}

func (w *World) subject(object string) *subject {
	c := &subject{World: w, object: object, id: w.uuid(), indexes: map[string]int{}, taken: map[string]bool{}}
	c.born = w.born
	if w.often() {
		c.born = w.between(w.born, w.now, w.grain)
		if w.Era == Both && c.born.After(oldEnds) && c.born.Before(newBegins) {
			c.born = w.born
		}
	}
	c.registrar = w.actor()
	if c.many = w.sometimes(); c.many {
		// A system that delivers what others have done.
		c.registrar = w.machine()
	}
	return c
}

// actor is a user, or the system itself.
func (w *World) actor() Aktoer {
	if w.seldom() {
		return w.machine()
	}
	return Aktoer{pick(w.source, w.users).ref, "Bruger"}
}

func (w *World) machine() Aktoer {
	return Aktoer{Ref{URN: "urn:oio:it-system-uuid:" + w.master.uuid}, "ItSystem"}
}

// by is who has set a part that holds from an instant.
func (c *subject) by(fra time.Time) Aktoer {
	if c.many && fra.Before(oldEnds) && c.sometimes() {
		// An authority has a UUID, but no URN of the structure that AktoerRef asks for.
		if c.owner.ref.UUID != "" && c.often() {
			return Aktoer{c.owner.ref, "Organisation"}
		}
		return Aktoer{pick(c.source, c.units).ref, "OrganisationEnhed"}
	}
	if c.many {
		return c.actor()
	}
	return c.registrar
}

func (c *subject) virkning(fra, til time.Time) Virkning {
	return Virkning{Fra: fra, Til: til, Af: c.by(fra), Note: c.note()}
}

// at is an instant of the object's life, away from the weeks in which the rules
// changed.
func (c *subject) at() time.Time {
	if c.often() {
		return c.born
	}
	t := c.between(c.born, c.now, c.grain)
	if t.After(oldEnds) && t.Before(newBegins) {
		return c.born
	}
	return t
}

// span is a period.
type span struct{ fra, til time.Time }

// whole are the periods of what the object has at every instant since it began:
// one or more, each beginning where the one before it ends.
func (c *subject) whole() []span {
	cuts := 0
	if c.sometimes() {
		cuts = 1 + c.under(2)
	}
	return c.successive(cuts)
}

func (c *subject) successive(cuts int) []span {
	out := []span{{fra: c.born}}
	for range cuts {
		last := &out[len(out)-1]
		t := c.between(last.fra.Add(c.grain), c.now, c.grain)
		if !t.After(last.fra) || !t.Before(c.now) || t.After(oldEnds) && t.Before(newBegins) {
			break
		}
		last.til = t
		out = append(out, span{fra: t})
	}
	return out
}

// some is the period of what may begin late and end early.
func (c *subject) some() span {
	s := span{fra: c.at()}
	if c.rarely() { // it has been decided, and lies ahead
		s.fra = c.between(c.now, later(c.now.Add(c.grain), c.ends), c.grain)
		if s.fra.After(oldEnds) && s.fra.Before(newBegins) {
			s.fra = c.born
		}
	}
	if c.sometimes() {
		s.til = c.between(s.fra.Add(c.grain), c.ends.Add(48*time.Hour), c.grain)
	}
	return s
}

// relation makes a relation of a role. ext is its LokalUdvidelseListe, without the
// list; nil: none.
func (c *subject) relation(part, rolle, typ string, ref Ref, s span, ext *Element) Part {
	r := roleOf(c.object, part, rolle)
	p := Part{
		Name: part, Rolle: rolle, Type: typ, Ref: ref, Virkning: c.virkning(s.fra, s.til),
		RolleID: c.roleID(c.object, part, municipality.ArtRolle, rolle), TypeID: c.roleID(c.object, part, municipality.ArtType, typ),
	}
	if r.indeks {
		p.Indeks = c.index(part + rolle)
	} else {
		p.BlankIndeks = c.rarely()
	}
	if ext != nil {
		p.Rest = []*Element{nest(GD, "LokalUdvidelseListe", ext)}
	}
	return p
}

// index is one that no other relation of the role has.
func (c *subject) index(of string) string {
	c.indexes[of]++
	n := c.indexes[of]
	return pick(c.source, []string{fmt.Sprint(n), fmt.Sprintf("nr. %d æ", n), fmt.Sprintf("%08d-0000-4000-8000-%012d", n, n)})
}

// role names a UUID's holder once in the object.
func (c *subject) fresh(id string) bool {
	if c.taken[id] {
		return false
	}
	c.taken[id] = true
	return true
}
