package judge

import (
	"fmt"
	"slices"
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
}

// removal applies a fjern of SagDokumentIndeks to the judge's index.
func (j *Judge) removal(s *Seen) {
	r := j.store.ResolveFjern(s.Envelope.Body, s.Entry.Exchange.Begun)
	j.remove(s, r.UUIDs(), func() []index.Status { return j.store.Remove(r) })
}

// remove lets objects be removed from the judge's index. What refers to them is
// looked up first, for the index lets relations go with what they point at.
func (j *Judge) remove(s *Seen, ids []string, by func() []index.Status) {
	e := s.Entry
	var found []leftover
	if e.Exchange.Sender == recording.SenderSystem {
		found = j.referring(*s, ids)
	}
	s.Statuses = by()
	gone := map[string]bool{}
	for _, st := range s.Statuses {
		if st.Kode == index.StatusOK {
			gone[st.UUID] = true
			j.forget(st.UUID)
		}
	}
	j.leftovers = slices.DeleteFunc(j.leftovers, func(l leftover) bool { return gone[l.from] })
	for _, l := range found {
		if gone[l.target] && !gone[l.from] {
			j.leftovers = append(j.leftovers, l)
		}
	}
	if e.Exchange.Sender == recording.SenderSystem {
		j.removals[e.Scenario] += len(gone)
	}
}

// referring are the relations of the system's objects to cases and documents
// that are to be removed, and to the documents that may follow a case.
func (j *Judge) referring(s Seen, ids []string) []leftover {
	at := place{file: file(s.Entry), doc: s.Envelope.Document, exchange: s.Entry.Seq}
	var out []leftover
	seen := map[string]bool{}
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
			for _, l := range j.relationsTo(target) {
				l.scenario, l.place = s.Entry.Scenario, at.at(verdict.Finding{}, asked(s.Envelope.Body, id))
				out = append(out, l)
			}
		}
	}
	return out
}

// asked is the element that asks for the removal of an object: its SagUuid, or
// the SoegUdtryk that found it.
func asked(body *etree.Element, id string) *etree.Element {
	for _, el := range oio.Children(body, "SagUuid") {
		if oio.SameUUID(oio.ReadRef(el).UUID, id) {
			return el
		}
	}
	if el := oio.Child(body, "SoegUdtryk"); el != nil {
		return el
	}
	return body
}

// relationsTo are the relations to an object that have no end, among the
// objects that the system has brought.
func (j *Judge) relationsTo(target string) []leftover {
	object, _ := j.store.Get(target)
	var out []leftover
	for _, id := range j.referrers[target] {
		o, ok := j.store.Get(id)
		if !ok || j.origin[id] != recording.SenderSystem {
			continue
		}
		for _, d := range o.Dele {
			if anvisning.RefersToIndex(d.Kind) && d.Reference.UUID == target && d.Virkning.Til.Uendelig {
				out = append(out, leftover{from: id, fromType: o.Type, target: target, targetType: object.Type, del: d})
			}
		}
	}
	return out
}

// Settle judges what can only be judged when a scenario is over: that its
// removals have left no relation behind. It speaks once of each.
func (j *Judge) Settle(scenario string) {
	j.notes(scenario).Checks += j.removals[scenario]
	delete(j.removals, scenario)
	var rest []leftover
	for _, l := range j.leftovers {
		switch {
		case l.scenario != scenario:
			rest = append(rest, l)
		case !j.mended(l):
			j.Found(scenario, j.left(l))
		}
	}
	j.leftovers = rest
}

// cut are the relations that an object lost when what they point at was
// removed. The sender may end them still, as if the index had them.
func (j *Judge) cut(uuid string) []oio.Del {
	var out []oio.Del
	for _, l := range j.leftovers {
		if l.from == uuid {
			out = append(out, l.del)
		}
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
	f.Rule, f.Outcome, f.Source, f.Fix = rule.ID, rule.Outcome, rule.Source, rule.Ret
	f.Message = fmt.Sprintf("%s %s er fjernet fra indekset, men %s %s har stadig en %s%s, der peger på %s.", l.targetType, l.target, from, l.from, l.del.Kind, role,
		map[string]string{"sag": "sagen", "dokument": "dokumentet"}[target])
	f.Expected = fmt.Sprintf("ingen relationer til %s, der er fjernet", map[string]string{"sag": "en sag", "dokument": "et dokument"}[target])
	f.Actual = fmt.Sprintf("%s%s med Indeks »%s«, uden slutning", l.del.Kind, role, l.del.Indeks)
	if c, _ := verdict.CapabilityOf(j.columns[l.scenario]); c.ReadingOnly {
		f.Capability = verdict.Fjern
	}
	return f
}
