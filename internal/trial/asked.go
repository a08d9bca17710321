package trial

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"klarmeld/internal/action"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// AskedOfCase are the actions of the kinds that the system has done on the scene's
// newest case, in their order, as it was asked for them.
func (s *Scene) AskedOfCase(kinds ...action.Kind) []action.Request {
	var out []action.Request
	name := s.caseName(len(s.sager))
	for n := 1; n <= s.actions; n++ {
		for _, id := range []string{fmt.Sprintf("%s/%d", s.ours(), n), fmt.Sprintf("%s/%d/igen", s.ours(), n)} {
			p, asked := s.trial.judge.Action(id)
			if asked && p.Answer.Status == action.Done && p.Action.Sag == name && slices.Contains(kinds, p.Action.Kind) {
				out = append(out, p.Action)
			}
		}
	}
	return out
}

// aside is what is to be told of a scene when it is over, by what it is about.
type aside map[string]verdict.Finding

// Aside lets the scene tell of something when it is over, and go on: what is noticed
// and breaks no sentence. of is what it is about: who looks again says the last word.
// A finding without a rule takes back what was said of it.
func (s *Scene) Aside(of string, f verdict.Finding) {
	if s.dry != nil {
		return
	}
	if f.Rule == "" {
		delete(s.asides, of)
		return
	}
	f.Exchange = cmp.Or(f.Exchange, s.trial.judge.Notes(s.id).Message)
	s.asides[of] = f
}

// tellAsides tells what was said by the way.
func (s *Scene) tellAsides() {
	for _, of := range slices.Sorted(maps.Keys(s.asides)) {
		s.trial.judge.Found(s.id, s.asides[of])
	}
}

// Deliveries are the messages' objects that the last action brought of the scene's
// newest case, in their order.
func (s *Scene) Deliveries() []oio.Objekt {
	var out []oio.Objekt
	for _, x := range s.trial.judge.During(s.lastAction) {
		for _, o := range x.Brought() {
			if o.UUID == newest(s.sager) {
				out = append(out, o)
			}
		}
	}
	return out
}
