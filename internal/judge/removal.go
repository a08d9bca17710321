package judge

import (
	"fmt"
	"strings"

	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// leftover is a relation of the system's own to an object that it removed. It
// may end the relation before the removal or after it, as it likes, so that
// only the end of the scenario shows whether it was forgotten.
//
// It may also remove the relation physically (AM-03: kasser of SagIndeks or
// DokumentIndeks), or give it to another object.
type leftover struct {
	scenario   string
	from       string // UUID of the object that has the relation
	fromType   oio.ObjektType
	target     string
	targetType oio.ObjektType
	del        oio.Del
	place      verdict.Finding // where the removal was asked for
	mended     bool            // it is gone already
}

// removal applies a fjern of SagDokumentIndeks to the judge's index.
func (j *Judge) removal(s *Seen) {
	r := j.store.ResolveFjern(s.Envelope.Body, s.Entry.Exchange.Begun)
	j.remove(s, r.UUIDs(), func() []index.Retur { return j.store.Remove(r) })
}

// remove lets objects be removed from the judge's index. What refers to them is
// looked up first, for the index lets relations go with what they point at.
func (j *Judge) remove(s *Seen, ids []string, by func() []index.Retur) {
	e := s.Entry
	var found []leftover
	if e.Exchange.Sender == recording.SenderSystem {
		found = j.referring(*s, ids)
	}
	others := j.givenAway(*s, ids)
	s.Statuses = by()
	j.memory.removed(s.Statuses)
	gone := map[string]bool{}
	for _, st := range s.Statuses {
		if st.Kode == index.StatusOK {
			gone[st.UUID] = true
			if t, ok := others[st.UUID]; ok {
				j.taken = append(j.taken, t)
			}
			j.forget(st.UUID)
		}
	}
	for id := range gone {
		j.leftovers.dropFrom(id)
	}
	for _, l := range found {
		if gone[l.target] && !gone[l.from] {
			j.leftovers.add(l)
		}
	}
	if e.Exchange.Sender == recording.SenderSystem {
		j.removals[e.Scenario] += len(gone)
	}
}

// referring are the relations of the system's objects to cases and documents
// that are to be removed, and to the documents that may follow a case.
func (j *Judge) referring(s Seen, ids []string) []leftover {
	at := newPlace(file(s.Entry), s.Envelope.Document, s.Entry.Seq)
	asked := asking(s.Envelope.Body)
	var out []leftover
	seen, relations := map[string]bool{}, relationsOf{}
	for _, id := range ids {
		sag, _ := j.store.Get(id)
		targets := []string{sag.UUID}
		for _, d := range sag.Af("Journalpost") {
			targets = append(targets, d.Reference.UUID)
		}
		for _, target := range targets {
			if target == "" || seen[target] {
				continue
			}
			seen[target] = true
			for _, l := range j.relationsTo(target, relations) {
				l.scenario, l.place = s.Entry.Scenario, at.at(verdict.Finding{}, asked(id))
				out = append(out, l)
			}
		}
	}
	return out
}

// asking finds the element that asks for the removal of an object: its SagUuid,
// or the SoegUdtryk that found it.
func asking(body *etree.Element) func(id string) *etree.Element {
	named := map[string]*etree.Element{}
	for _, el := range oio.Children(body, "SagUuid") {
		if id := oio.ReadRef(el).UUID; id != "" && named[id] == nil {
			named[id] = el
		}
	}
	other := body
	if el := oio.Child(body, "SoegUdtryk"); el != nil {
		other = el
	}
	return func(id string) *etree.Element {
		if el := named[strings.ToLower(id)]; el != nil {
			return el
		}
		return other
	}
}

// relationsOf are the objects that refer to something: each is looked through
// once, however many of those that it refers to are removed.
type relationsOf map[string]*referrer

// referrer is an object of the system's own, with its relations into the index
// that have no end, by what they refer to.
type referrer struct {
	index.Stored
	to map[string][]oio.Del
}

func (j *Judge) referrer(id string, known relationsOf) *referrer {
	if known[id] == nil {
		r := &referrer{to: map[string][]oio.Del{}}
		if j.origin[id] == recording.SenderSystem {
			r.Stored, _ = j.store.Get(id)
		}
		for _, d := range r.Dele {
			if anvisning.RefersToIndex(d.Kind) && d.Virkning.Til.Uendelig {
				r.to[d.Reference.UUID] = append(r.to[d.Reference.UUID], d)
			}
		}
		known[id] = r
	}
	return known[id]
}

// relationsTo are the relations to an object that have no end, among the
// objects that the system has brought.
func (j *Judge) relationsTo(target string, known relationsOf) []leftover {
	object, _ := j.store.Get(target)
	var out []leftover
	for _, id := range j.referrers[target].all() {
		r := j.referrer(id, known)
		for _, d := range r.to[target] {
			out = append(out, leftover{from: id, fromType: r.Type, target: target, targetType: object.Type, del: d})
		}
	}
	return out
}

// Settle judges what can only be judged when a scenario is over: that what its updates
// have left as it should not be was mended by others of them, that its removals have left no relation behind, and have taken nothing from another
// municipality. It speaks once of each.
func (j *Judge) Settle(scenario string) {
	j.settleOwners(scenario)
	j.settleStanding(scenario)
	j.notes(scenario).Checks += j.removals[scenario]
	delete(j.removals, scenario)
	var rest leftovers
	for _, l := range j.leftovers.all {
		switch {
		case l.mended:
		case l.scenario != scenario:
			rest.add(l)
		case !j.mended(l):
			j.Found(scenario, j.left(l))
		}
	}
	j.leftovers = rest
}

// leftovers are what removals may have left behind, and which of them each object
// has.
type leftovers struct {
	all  []leftover // oldest first; those that are mended stay until the scenario is over
	from map[string][]int
}

func (l *leftovers) add(more leftover) {
	if l.from == nil {
		l.from = map[string][]int{}
	}
	l.from[more.from] = append(l.from[more.from], len(l.all))
	l.all = append(l.all, more)
}

// drop takes away those of an object that are meant, and reports whether there
// were any.
func (l *leftovers) drop(from string, meant func(leftover) bool) bool {
	var rest []int
	any := false
	for _, i := range l.from[from] {
		if meant(l.all[i]) {
			l.all[i].mended, any = true, true
		} else {
			rest = append(rest, i)
		}
	}
	if any {
		l.from[from] = rest
	}
	return any
}

func (l *leftovers) dropFrom(from string) { l.drop(from, func(leftover) bool { return true }) }

// cut are the relations that an object lost when what they point at was
// removed. The sender may end them still, as if the index had them.
func (j *Judge) cut(uuid string) []oio.Del {
	var out []oio.Del
	for _, i := range j.leftovers.from[uuid] {
		out = append(out, j.leftovers.all[i].del)
	}
	return out
}

// mended reports whether the relation has since been ended or given to another
// object, or its object has come back.
func (j *Judge) mended(l leftover) bool {
	if _, back := j.store.Get(l.target); back {
		return true
	}
	from, _ := j.store.Get(l.from)
	for _, d := range from.Dele {
		if d.Key() == l.del.Key() && (d.Reference != l.del.Reference || !d.Virkning.Til.Uendelig) {
			return true
		}
	}
	return false
}

func (j *Judge) left(l leftover) verdict.Finding {
	rule, f := anvisning.RuleLeftover, l.place
	role := ""
	if k, ok := j.roles.ByUUID(string(l.fromType), l.del.Kind, "Rolle", l.del.Rolle.UUID); ok {
		role = " »" + k.Navn + "«"
	}
	from, target := strings.ToLower(string(l.fromType)), strings.ToLower(string(l.targetType))
	f.Rule, f.Outcome, f.Source, f.Fix = rule.ID, rule.Outcome, rule.Source, rule.Fix
	f.Message = fmt.Sprintf("%s %s er fjernet fra indekset, men %s %s har stadig en %s%s, der peger på %s.", l.targetType, l.target, from,
		l.from, l.del.Kind, role,
		map[string]string{"sag": "sagen", "dokument": "dokumentet"}[target])
	f.Expected = fmt.Sprintf("ingen relationer til %s, der er fjernet", map[string]string{"sag": "en sag", "dokument": "et dokument"}[target])
	f.Actual = fmt.Sprintf("%s%s med Indeks »%s«, uden slutning", l.del.Kind, role, l.del.Indeks)
	if c, _ := verdict.CapabilityOf(j.columns[l.scenario]); c.ReadingOnly {
		f.Capability = verdict.Fjern
	}
	return f
}
