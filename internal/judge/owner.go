package judge

import (
	"fmt"
	"strings"
	"time"

	"klarmeld/internal/action"
	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// Elsewhere reports whether another municipality owns the object now. That it is given
// away counts from when the sender says so, and also when it has come here and the
// sender's clock is ahead of ours; an owner whom nobody knows is no other municipality.
func (j *Judge) Elsewhere(o index.Stored) bool {
	last, now := j.owners(o, j.now)
	return j.isOther(last) || j.isOther(now)
}

// StaysElsewhere reports whether nobody can demand that the object goes at a change of
// system: another municipality owns it, or, of a document, a case that refers to it.
func (j *Judge) StaysElsewhere(o index.Stored) bool {
	if j.Elsewhere(o) {
		return true
	}
	if o.Type != oio.Dokument {
		return false
	}
	for _, id := range j.referrers[o.UUID].all() {
		by, ok := j.store.Get(id)
		if ok && by.Type == oio.Sag && j.refersTo(by, o.UUID) && j.Elsewhere(by) {
			return true
		}
	}
	return false
}

func (j *Judge) refersTo(by index.Stored, uuid string) bool {
	for _, d := range by.Dele {
		if d.Relation && d.Reference.UUID == uuid && d.Virkning.Til.Uendelig {
			return true
		}
	}
	return false
}

// owners are the municipality that owns the object last, and the one that does at a
// time, as anvisning.MunicipalityOf names them; "" where it cannot be told.
func (j *Judge) owners(o index.Stored, at time.Time) (last, now string) {
	holding := make([]oio.Del, 0, len(o.Dele))
	for _, d := range o.Dele {
		if d.Virkning.Holds(at) {
			holding = append(holding, d)
		}
	}
	return anvisning.MunicipalityOf(o.Type, o.Dele, j.roles, j.held()), anvisning.MunicipalityOf(o.Type, holding, j.roles, j.held())
}

// isOther reports whether the registers know a municipality, and it is not the one that
// is tried here.
func (j *Judge) isOther(kommune string) bool {
	if j.held() == nil || kommune == "" || kommune == j.registers.CVR() {
		return false
	}
	known := false
	j.registers.Each(municipality.Virksomhed, func(v municipality.Objekt) bool {
		known = v.Latest().CVR == kommune
		return !known
	})
	return known
}

// taken is an object of the system's own that it removed, though another municipality
// owned it.
type taken struct {
	scenario, action string
	what             string // its type and UUID, for people
	place            verdict.Finding
}

// givenAway are those of the objects that are about to be removed, and of the
// documents that may follow them, that another municipality owns.
func (j *Judge) givenAway(s Seen, ids []string) map[string]taken {
	if s.Entry.Exchange.Sender != recording.SenderSystem || s.Entry.Action == "" {
		return nil
	}
	at := newPlace(file(s.Entry), s.Envelope.Document, s.Entry.Seq)
	asked := asking(s.Envelope.Body)
	out := map[string]taken{}
	see := func(id, by string) {
		o, ok := j.store.Get(id)
		if !ok || j.origin[o.UUID] != recording.SenderSystem {
			return
		}
		// Both must be another's: whom the owner's clock makes it is his doubt.
		last, now := j.owners(o, s.Entry.Exchange.Begun)
		if j.isOther(last) && j.isOther(now) {
			out[o.UUID] = taken{s.Entry.Scenario, s.Entry.Action, fmt.Sprintf("%s %s", strings.ToLower(string(o.Type)), o.UUID), at.at(verdict.Finding{}, asked(by))}
		}
	}
	for _, id := range ids {
		see(id, id)
		sag, _ := j.store.Get(id)
		for _, d := range sag.Af("Journalpost") {
			if d.Reference.UUID != "" {
				see(d.Reference.UUID, id)
			}
		}
	}
	return out
}

// settleOwners tells of what a scenario's removals at a change of system took from
// another municipality, once for each message. What the system deletes because a
// caseworker did is its own affair.
func (j *Judge) settleOwners(scenario string) {
	var rest []taken
	told := map[int][]taken{}
	var order []int
	for _, t := range j.taken {
		switch {
		case t.scenario != scenario:
			rest = append(rest, t)
		case j.actions[t.action].Action.Kind == action.FjernAlt:
			if len(told[t.place.Exchange]) == 0 {
				order = append(order, t.place.Exchange)
			}
			told[t.place.Exchange] = append(told[t.place.Exchange], t)
		}
	}
	j.taken = rest
	for _, seq := range order {
		all := told[seq]
		f := all[0].place
		f.Rule, f.Outcome, f.Source = RuleOnlyOwn.ID, RuleOnlyOwn.Severity, RuleOnlyOwn.Source
		f.Message = "Systemet fjernede noget, som en anden kommune ejer nu."
		f.Expected = "kun det, kommunen selv ejer, fjernes; det, en anden kommune har fået, bliver"
		f.Actual = fmt.Sprintf("%d objekter, som en anden kommune ejer, det første: %s", len(all), all[0].what)
		f.Fix = "Fjern kun det, kommunen selv ejer, når den skifter system: søg med Ejer som kriterium, eller nævn kun de sager, den ejer nu."
		j.Found(scenario, f)
	}
}
