package judge

import (
	"slices"
	"strings"
	"time"

	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/packed"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// Seen is an exchange that has been read. What the judge keeps of it has no bytes, no
// envelope and none of the message's elements, or a long recording would be in memory as a
// whole.
type Seen struct {
	// Entry is the whole one while it is judged. What is kept of its Exchange are who sent
	// it, to what, and how it went: Sender, Peer, ServiceID, Service, Operation, Status and
	// Notes.
	Entry    recording.Entry
	Begun    time.Time      // of the exchange
	Envelope *soap.Envelope // while it is judged; nil when the request could not be read
	Objekter []oio.Objekt   // of an importer or opdater, while it is judged; later: Brought
	Statuses []index.Retur  // what the index made of each
	brought  *brought
}

// Brought are the objects that an importer or opdater brought, but for those that it only
// brought again. Their elements are as oio.Normalise has them, or as they were sent.
func (s Seen) Brought() []oio.Objekt {
	if s.brought == nil {
		return nil
	}
	return s.brought.objekter()
}

// kept is what is left of the exchange when it has been judged: without what it only
// brought again.
func (j *Judge) kept(s Seen) Seen {
	s = s.anew()
	s.brought = j.keeping.objekter(s.Objekter)
	for i := range s.Statuses {
		s.Statuses[i].UUID, s.Statuses[i].Tekst = strings.Clone(s.Statuses[i].UUID), strings.Clone(s.Statuses[i].Tekst)
	}
	s.Begun = s.Entry.Exchange.Begun
	s.Entry = recording.Entry{Seq: s.Entry.Seq, Elapsed: s.Entry.Elapsed, Kind: s.Entry.Kind, Scenario: s.Entry.Scenario, Action: s.Entry.Action,
		Exchange: j.keeping.exchange(s.Entry.Exchange)}
	s.Envelope, s.Objekter = nil, nil
	return s
}

// keeping is how exchanges that have been judged are kept: what they brought is packed
// when others have come since, and of what they have in common there is one.
type keeping struct {
	box       *packed.Box
	recent    []*brought // not packed yet, the oldest first
	weight    int        // of them
	exchanges map[exchangeKey]*recording.Exchange
}

// mostUnpacked is how much of what messages brought is kept as it was read, in bytes by
// weight: a scenario asks for the same again and again.
const mostUnpacked = 16 << 20

// exchangeKey tells exchanges apart by what is kept of them.
type exchangeKey struct {
	service   recording.ServiceID
	name      string
	operation string
	sender    recording.Sender
	peer      string
	status    int
}

func newKeeping() keeping {
	return keeping{box: packed.NewBox(), exchanges: map[exchangeKey]*recording.Exchange{}}
}

func (k *keeping) exchange(x *recording.Exchange) *recording.Exchange {
	key := exchangeKey{x.ServiceID, x.Service, x.Operation, x.Sender, x.Peer, x.Status}
	if one := k.exchanges[key]; one != nil && slices.Equal(one.Notes, x.Notes) {
		return one // as most are like the newest of their like
	}
	kept := &recording.Exchange{ServiceID: x.ServiceID, Service: x.Service, Operation: x.Operation, Sender: x.Sender, Peer: x.Peer,
		Status: x.Status, Notes: x.Notes}
	k.exchanges[key] = kept
	return kept
}

// brought are the objects of a message: as they were read, or packed.
type brought struct {
	box    *packed.Box
	whole  []oio.Objekt
	packed []byte
	weight int
}

// objekter keeps what a message brought; nil when that was nothing.
func (k *keeping) objekter(all []oio.Objekt) *brought {
	if len(all) == 0 {
		return nil
	}
	b := &brought{box: k.box, whole: all}
	for _, o := range all {
		b.weight += packed.Weight(o.El)
	}
	k.recent, k.weight = append(k.recent, b), k.weight+b.weight
	for k.weight > mostUnpacked && len(k.recent) > 1 {
		oldest := k.recent[0]
		k.recent, k.weight = k.recent[1:], k.weight-oldest.weight
		oldest.pack()
	}
	return b
}

func (b *brought) pack() {
	p := b.box.Pack()
	p.Number(len(b.whole))
	for _, o := range b.whole {
		p.Sent(o.El)
	}
	b.packed, b.whole = p.Done(), nil
}

func (b *brought) objekter() []oio.Objekt {
	if b.packed == nil {
		return b.whole
	}
	o := b.box.Open(b.packed)
	out := make([]oio.Objekt, o.Number())
	for i := range out {
		el := o.Element()
		oio.DeclarePrefixes(el)
		out[i] = oio.ReadObjekt(el)
	}
	return out
}
