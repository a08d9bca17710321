// Package across judges a delivery as a whole by the rules that hold one message against
// others: that what is updated was imported before, that nothing is imported twice, that a
// relation refers to what is there, that a UUID, a BrugervendtNoegle and a Master are one
// object's. They are the rules of a conversation, in its words, and come to what the
// judge of a conversation comes to. What they need to know of a message is a few facts,
// which are sorted on the disk: a delivery may have more messages than memory has room for.
//
// Removals are beyond it: who removes a case removes documents with it, and only a
// conversation knows which. From the first message that removes something nothing more
// is told than what no removal can explain.
package across

import (
	"context"
	"encoding/json"
	"math"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/judge"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// Rules are the rules that are tried, by their IDs.
func Rules() []string {
	return []string{judge.RuleRefused.ID, judge.RuleSentAgain.ID, anvisning.RuleUUID.ID, anvisning.RuleKey.ID, anvisning.RuleMaster.ID,
		anvisning.RuleSag.ID, anvisning.RuleDokument.ID, anvisning.RuleDokumentrelation.ID}
}

// DeliveryFacts gathers the facts of a delivery's messages. It is not safe for concurrent use.
type DeliveryFacts struct {
	end     context.CancelFunc
	ctx     context.Context
	chunk   int
	byUUID  *sorted
	byKey   *sorted
	told    *sorted
	last    uint64 // the number of the newest message, from 1
	named   names
	barrier uint64 // the first message that removes something
	remover string // what it is called
	doubt   uint64 // the first message behind one that is missing
}

// New begins a delivery. It is to be closed.
func New() *DeliveryFacts { return newDelivery(chunk) }

func newDelivery(chunk int) *DeliveryFacts {
	ctx, end := context.WithCancel(context.Background())
	return &DeliveryFacts{end: end, ctx: ctx, chunk: chunk, byUUID: newSorted(ctx, chunk), barrier: math.MaxUint64, doubt: math.MaxUint64}
}

// Close lets go of what is on the disk.
func (d *DeliveryFacts) Close() error {
	d.end()
	return d.named.close()
}

// Removes is what the first message is called that has asked for a removal; false when
// none has.
func (d *DeliveryFacts) Removes() (file string, removes bool) {
	return d.remover, d.barrier != math.MaxUint64
}

// Missing says that a message belongs here of which nothing is known. What is found in
// those behind it is untried, for it may be what is missed.
func (d *DeliveryFacts) Missing() { d.doubt = min(d.doubt, d.last+1) }

// Add adds the facts of a message, which comes behind those before it. file is what the
// findings of it name as their place.
func (d *DeliveryFacts) Add(file string, f judge.Facts) error {
	d.last++
	seq := d.last
	if f.Removes && seq < d.barrier {
		d.barrier, d.remover = seq, file
	}
	if len(f.Objects) == 0 {
		return nil
	}
	if err := d.named.add(seq, file); err != nil {
		return err
	}
	for i := range f.Objects {
		x := &f.Objects[i]
		if err := d.byUUID.add(objectRecord(seq, i, x)); err != nil {
			return err
		}
		for n, r := range x.References {
			if err := d.byUUID.add(referenceRecord(seq, i, n, r)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Judge tells what the rules find, message by message. Nothing can be added after it.
func (d *DeliveryFacts) Judge(tell func(verdict.Finding) error) error {
	d.byKey, d.told = newSorted(d.ctx, d.chunk), newSorted(d.ctx, d.chunk)
	if err := d.objects(); err != nil {
		return err
	}
	if err := d.keys(); err != nil {
		return err
	}
	return d.tell(tell)
}

// The classes of what is told: what was sent again comes first, for of that nothing else
// is said.
const (
	sentAgain class = 0
	aFinding  class = 1
)

// find notes a finding, unless a removal may explain it.
func (d *DeliveryFacts) find(p place, line int, f verdict.Finding) error {
	f.Line = line
	f.Capability = verdict.Sag
	p.class = aFinding
	raw, err := json.Marshal(f)
	if err != nil {
		return err
	}
	return d.told.add(string(p.append(nil)) + string(raw))
}

// clash notes a finding of a rule of the anvisninger.
func (d *DeliveryFacts) clash(p place, line int, x anvisning.Clash) error {
	return d.find(p, line,
		verdict.Finding{Rule: x.Rule.ID, Outcome: x.Rule.Outcome, Source: x.Rule.Source, Message: x.Message, Expected: x.Expected, Actual: x.Actual, Fix: x.Rule.Fix})
}

// again is that an object was sent again as it had been carried out.
type again struct {
	Status    index.Retur
	Line      int
	Overtaken bool
	Silent    bool // it may have been removed meanwhile: nothing is said of it at all
}

func (d *DeliveryFacts) again(p place, a again) error {
	p.class = sentAgain
	raw, err := json.Marshal(a)
	if err != nil {
		return err
	}
	return d.told.add(string(p.append(nil)) + string(raw))
}

// tell tells what was found, in the order of the messages and of the objects in each.
func (d *DeliveryFacts) tell(tell func(verdict.Finding) error) error {
	m := message{tell: func(seq uint64, f verdict.Finding) error {
		var err error
		if f.File, err = d.named.of(seq); err != nil {
			return err
		}
		if seq >= d.doubt && f.Outcome != verdict.Information {
			f.Outcome = verdict.NotTried
			f.Message += " Det kan skyldes noget, der ikke kunne læses."
		}
		return tell(judge.Masked(f))
	}}
	for record, err := range d.told.all() {
		if err != nil {
			return err
		}
		if err := m.take(readPlace(record), []byte(record[placeBytes:])); err != nil {
			return err
		}
	}
	return m.over()
}

// message is one of which something is told.
type message struct {
	tell  func(seq uint64, f verdict.Finding) error
	seq   uint64
	again map[uint32]bool // objects of which nothing else is said
	many  int             // of them, those that were sent again
	first again
	done  bool // what was sent again has been told
	late  bool // one of them has been changed since
}

func (m *message) take(p place, raw []byte) error {
	if p.seq != m.seq {
		if err := m.over(); err != nil {
			return err
		}
		*m = message{tell: m.tell, seq: p.seq}
	}
	if p.class == sentAgain {
		var a again
		if err := json.Unmarshal(raw, &a); err != nil {
			return errRecord
		}
		if m.again == nil {
			m.again = map[uint32]bool{}
		}
		if m.again[p.object] = true; a.Silent {
			return nil
		}
		if m.many++; m.many == 1 {
			m.first = a
		}
		m.late = m.late || a.Overtaken
		return nil
	}
	if err := m.over(); err != nil || m.again[p.object] {
		return err
	}
	var f verdict.Finding
	if err := json.Unmarshal(raw, &f); err != nil {
		return errRecord
	}
	return m.tell(m.seq, f)
}

// over tells what was sent again, when all of that has been seen.
func (m *message) over() error {
	if m.many == 0 || m.done {
		return nil
	}
	m.done = true
	f := judge.SentAgain(m.many, m.first.Status, m.late)
	f.Line, f.Capability = m.first.Line, verdict.Sag
	return m.tell(m.seq, f)
}

// typeOf is the type that a relation of a kind refers to.
func typeOf(kind string) oio.ObjektType { return anvisning.ReferredType(kind) }
