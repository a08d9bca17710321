package anvisning

import (
	"github.com/beevik/etree"

	"klarmeld/internal/oio"
)

// Peers is the objects of one message, in their order, found by their UUIDs: a
// message may have many thousands, and each is asked for the others.
type Peers struct {
	objekter []oio.Objekt
	place    map[*etree.Element]int
	named    map[string][]int
}

// NewPeers is a message of these objects.
func NewPeers(objekter []oio.Objekt) *Peers {
	m := &Peers{objekter, map[*etree.Element]int{}, map[string][]int{}}
	for i, o := range objekter {
		m.place[o.El] = i
		m.named[o.UUID] = append(m.named[o.UUID], i)
	}
	return m
}

// maxNamesakesInMessage is how many objects of one UUID an object is held
// against: more than two is the same mistake again.
const maxNamesakesInMessage = 100

// of are the first objects with a UUID, and their places.
func (m *Peers) of(uuid string) (all []oio.Objekt, places []int) {
	if m == nil {
		return nil, nil
	}
	places = m.named[uuid]
	places = places[:min(len(places), maxNamesakesInMessage)]
	for _, i := range places {
		all = append(all, m.objekter[i])
	}
	return all, places
}

// before are the first objects with the UUID of one, that come before it.
func (m *Peers) before(o oio.Objekt) []oio.Objekt {
	all, places := m.of(o.UUID)
	for n, i := range places {
		if m.objekter[i].El == o.El || i > m.placeOf(o) {
			return all[:n]
		}
	}
	return all
}

// placeOf is where an object stands; behind all when it is not of the message.
func (m *Peers) placeOf(o oio.Objekt) int {
	if i, ok := m.place[o.El]; ok {
		return i
	}
	return len(m.objekter)
}
