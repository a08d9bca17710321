package judge

import (
	"fmt"
	"slices"
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// operation applies an operation of SagIndeks or DokumentIndeks to the judge's
// index, by the same function as the service. What it returns has the object as it
// was before, where that is asked for.
func (j *Judge) operation(s *Seen, t oio.ObjektType) (done applied) {
	x, body := s.Entry.Exchange, s.Envelope.Body
	apply := func() []index.Retur {
		st, changes := j.store.ApplyOperation(t, x.Operation, body, oio.FormatTime(x.Begun))
		if !changes {
			return nil
		}
		return []index.Retur{st}
	}
	switch x.Operation {
	case "fjern":
		j.remove(s, []string{index.ReadUUID(body)}, apply)
		return done
	case "kasser":
		id, _ := index.ReadKasser(body)
		old, _ := j.store.Get(id)
		done.before = [][]oio.Del{old.Dele}
		s.Statuses = j.discarded(s, apply())
	default:
		s.Statuses = j.unlessDone(s, apply())
	}
	for _, st := range s.Statuses {
		if stored, ok := j.store.Get(st.UUID); ok && st.Kode == index.StatusOK {
			j.keys.put(st.UUID, j.entries(stored))
			j.holders.put(st.UUID, j.keyed(stored))
		}
	}
	return done
}

// discarding says that a kasser has taken away what the object must have. The
// sender may send what is to hold instead: what it comes to is judged.
func (j *Judge) discarding(s Seen, t oio.ObjektType, done applied) {
	x := s.Entry.Exchange
	if x.Operation != "kasser" || len(done.before) == 0 || len(s.Statuses) == 0 || s.Statuses[0].Kode != index.StatusOK {
		return
	}
	id := s.Statuses[0].UUID
	now, _ := j.store.Get(id)
	j.notes(s.Entry.Scenario).Checks++
	lost := anvisning.Lost(t, done.before[0], now.Dele, j.roles)
	if len(lost) == 0 {
		return
	}
	rule, what := anvisning.RuleDiscarded, map[oio.ObjektType]string{oio.Sag: "Sagen", oio.Dokument: "Dokumentet"}[t]
	f := verdict.Finding{Rule: rule.ID, Outcome: rule.Outcome, Source: rule.Source, Fix: rule.Fix, File: file(s.Entry), Exchange: s.Entry.Seq,
		Line: s.Envelope.Line(s.Envelope.Body), Path: newViews().path(s.Envelope.Body),
		Message:  fmt.Sprintf("Kasser fjerner noget, %s ikke kan være i indekset uden: %s.", strings.ToLower(what), strings.Join(lost, "; ")),
		Expected: "kasser kun af det, der ikke er obligatorisk", Actual: "mangler bagefter: " + strings.Join(lost, "; ")}
	j.standing = append(j.standing, standing{scenario: s.Entry.Scenario, objekt: oio.Objekt{Type: t, UUID: id}, before: done.before[0], finding: f, lost: true})
}

// discarded notes the relations that a kasser removes, and that removals had
// left behind. The index let them go with what they pointed at, and so may
// answer that it has no such relation; that is not held against the sender.
func (j *Judge) discarded(s *Seen, statuses []index.Retur) []index.Retur {
	id, dele := index.ReadKasser(s.Envelope.Body)
	names := func(d *oio.Del) bool {
		return slices.ContainsFunc(dele, func(named oio.Del) bool { return index.Names(&named, d) })
	}
	if j.leftovers.drop(id, func(l leftover) bool { return names(&l.del) }) {
		statuses = slices.DeleteFunc(statuses, func(st index.Retur) bool { return st.Kode == index.StatusNotFound })
	}
	now, _ := j.store.Get(id)
	for i := range statuses {
		j.memory.kassered(now, dele, &statuses[i])
	}
	return statuses
}

// unlessDone tells of a passiver or slet that the object is what it asks for.
func (j *Judge) unlessDone(s *Seen, statuses []index.Retur) []index.Retur {
	for i := range statuses {
		now, there := j.store.Get(statuses[i].UUID)
		if there && statuses[i].Kode == index.StatusExists && index.Lifecycle(s.Entry.Exchange.Operation) == now.LivscyklusKode {
			statuses[i].Cause = index.CauseRepeated
		}
	}
	return statuses
}

// lifecycle says that an object was passivated or deleted by an operation
// where it should have been removed.
func (j *Judge) lifecycle(s Seen, t oio.ObjektType) {
	x := s.Entry.Exchange
	if (x.Operation != "passiver" && x.Operation != "slet") || len(s.Statuses) == 0 || s.Statuses[0].Kode != index.StatusOK {
		return
	}
	rule := anvisning.RulePhysical
	made := map[string]string{"passiver": "gjort passiv", "slet": "slettet logisk"}[x.Operation]
	f := verdict.Finding{Rule: rule.ID, Outcome: rule.Outcome, Source: rule.Source, Fix: rule.Fix, File: file(s.Entry), Exchange: s.Entry.Seq,
		Line: s.Envelope.Line(s.Envelope.Body), Path: newViews().path(s.Envelope.Body),
		Expected: "fjern, når objektet ikke længere er i kilden; ellers LivscyklusKode Importeret", Actual: x.Operation,
		Message: fmt.Sprintf("%s %s er %s: objektet bliver stående i indekset, hvor det skulle være fjernet fysisk.", t, index.ReadUUID(s.Envelope.Body), made)}
	j.Found(s.Entry.Scenario, f)
}
