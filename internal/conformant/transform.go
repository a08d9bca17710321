package conformant

import (
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

func (m Message) clone() Message {
	m.Objects = slices.Clone(m.Objects)
	for i := range m.Objects {
		rs := slices.Clone(m.Objects[i].Registrations)
		for n := range rs {
			rs[n].Note = rs[n].Note.clone()
			parts := slices.Clone(rs[n].Parts)
			for p := range parts {
				parts[p] = parts[p].clone()
			}
			rs[n].Parts = parts
		}
		m.Objects[i].Registrations = rs
	}
	m.UUIDs = slices.Clone(m.UUIDs)
	return m
}

// Clone is a copy that shares nothing with c.
func (c Conversation) Clone() Conversation {
	c.Deliveries = slices.Clone(c.Deliveries)
	for i := range c.Deliveries {
		c.Deliveries[i].Message = c.Deliveries[i].Message.clone()
	}
	return c
}

// Renamed writes every message with other prefixes, or with none, declared elsewhere.
func Renamed(c Conversation, seed uint64) Conversation {
	c = c.Clone()
	random := rand.New(rand.NewPCG(seed, 3))
	for i := range c.Deliveries {
		f := &c.Deliveries[i].Form
		f.Seed, f.Names, f.Late, f.Default = random.Uint64(), !f.Names || random.IntN(2) == 0, random.IntN(2) == 0, random.IntN(2) == 0
	}
	return c.repeated()
}

// repeated lets what is sent once more be as what it repeats has become.
func (c Conversation) repeated() Conversation {
	for i := range c.Deliveries {
		if c.Deliveries[i].Again {
			c.Deliveries[i] = c.Deliveries[i-1]
			c.Deliveries[i].Again = true
		}
	}
	return c
}

// Reordered changes the order of what has none: the objects of a message, and the
// parts of one kind, each of which says itself when it holds.
func Reordered(c Conversation, seed uint64) Conversation {
	c = c.Clone()
	random := rand.New(rand.NewPCG(seed, 4))
	for i := range c.Deliveries {
		m := &c.Deliveries[i].Message
		random.Shuffle(len(m.Objects), func(a, b int) { m.Objects[a], m.Objects[b] = m.Objects[b], m.Objects[a] })
		random.Shuffle(len(m.UUIDs), func(a, b int) { m.UUIDs[a], m.UUIDs[b] = m.UUIDs[b], m.UUIDs[a] })
		for _, o := range m.Objects {
			for _, r := range o.Registrations {
				random.Shuffle(len(r.Parts), func(a, b int) { r.Parts[a], r.Parts[b] = r.Parts[b], r.Parts[a] })
			}
		}
	}
	return c.repeated()
}

// Split sends each message that holds several objects as two, the first of which
// refers to nothing that comes with the second. It says whether there was any.
func Split(c Conversation, seed uint64) (Conversation, bool) {
	random := rand.New(rand.NewPCG(seed, 5))
	c = c.Clone()
	var out []Delivery
	for _, d := range c.Deliveries {
		if d.Again {
			continue // of which half it would be one cannot say
		}
		first, second := halves(d.Message.Objects, random)
		if len(first) == 0 || len(second) == 0 || d.Message.Operation > Opdater {
			out = append(out, d)
			continue
		}
		a, b := d, d
		a.Message.Objects, b.Message.Objects = first, second
		b.Wrap.Transaction = another(b.Wrap.Transaction)
		out = append(out, a, b)
	}
	split := false
	for i := range out {
		split = split || i > 0 && out[i].Wrap.Transaction == another(out[i-1].Wrap.Transaction)
	}
	c.Deliveries = out
	return c, split
}

// halves are two heaps of objects: what the first of all refers to is with it.
func halves(all []Object, random *rand.Rand) (first, second []Object) {
	if len(all) < 2 {
		return all, nil
	}
	in := map[string]bool{all[random.IntN(len(all))].UUID: true}
	for grew := true; grew; {
		grew = false
		for _, o := range all {
			if !in[o.UUID] {
				continue
			}
			for _, r := range o.Registrations {
				for _, p := range r.Parts {
					if slices.ContainsFunc(all, func(o Object) bool { return o.UUID == p.Ref.UUID }) && !in[p.Ref.UUID] {
						in[p.Ref.UUID], grew = true, true
					}
				}
			}
		}
	}
	for _, o := range all {
		if in[o.UUID] {
			first = append(first, o)
		} else {
			second = append(second, o)
		}
	}
	return first, second
}

// another is a UUID that nothing else has, for all of them are of version 4.
func another(id string) string { return strings.Replace(id, "-4", "-1", 1) }

// Room is by how much all that a conversation tells can be moved, back and forth,
// without leaving the era that it is in.
func Room(c Conversation) (back, forth time.Duration) {
	back, forth = -1<<62, 1<<62
	c.each(func(t *time.Time) {
		low, high := earliest, oldEnds
		if !t.Before(newBegins) {
			low, high = newBegins, latest.AddDate(0, 1, 0)
		}
		back, forth = max(back, low.Sub(*t)), min(forth, high.Sub(*t)-time.Second)
	})
	return min(back, 0), max(forth, 0)
}

// Shifted lets all of it take place earlier or later.
func Shifted(c Conversation, by time.Duration) Conversation {
	c = c.Clone()
	c.each(func(t *time.Time) { *t = t.Add(by) })
	return c
}

// each shows every instant of the conversation that is not infinity.
func (c Conversation) each(see func(*time.Time)) {
	for i := range c.Deliveries {
		m := &c.Deliveries[i].Message
		for _, o := range m.Objects {
			for n := range o.Registrations {
				r := &o.Registrations[n]
				see(&r.At)
				for p := range r.Parts {
					v := &r.Parts[p].Virkning
					see(&v.Fra)
					if !v.Til.IsZero() {
						see(&v.Til)
					}
					for _, e := range r.Parts[p].Rest {
						e.walk(func(in *Element) {
							if in.Kind == Stamp {
								see(&in.At)
							}
						})
					}
				}
			}
		}
	}
}

// SentAgain removes the cases of the first delivery, and with them their documents,
// and sends it once more before the conversation goes on. The conversation must be
// Whole.
func SentAgain(c Conversation) Conversation {
	c = c.Clone()
	at := slices.IndexFunc(c.Deliveries, func(d Delivery) bool { return d.Message.Operation == Importer })
	first := c.Deliveries[at]
	gone := Delivery{Message: Message{Operation: Fjern}, Wrap: first.Wrap, Form: first.Form}
	for _, o := range first.Message.Objects {
		if o.Type == Sag {
			gone.Message.UUIDs = append(gone.Message.UUIDs, o.UUID)
		}
	}
	again := Delivery{Message: first.Message.clone(), Wrap: first.Wrap, Form: first.Form}
	gone.Wrap.Transaction = another(first.Wrap.Transaction)
	again.Wrap.Transaction = strings.Replace(first.Wrap.Transaction, "-4", "-2", 1)
	c.Deliveries = slices.Insert(c.Deliveries, at+1, gone, again)
	return c
}
