package trial

import (
	"klarmeld/internal/borgerblik"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/verdict"
)

// witness lets the gatherer of what citizens see follow an entry that the judge has read.
func (t *Trial) witness(e recording.Entry) {
	switch e.Kind {
	case recording.KindScenario:
		t.citizens.Begin(e.Scenario)
	case recording.KindExchange:
		t.arrived(e)
	case recording.KindAction:
		p, ok := t.judge.Action(e.Action)
		scene := t.scenes[e.Scenario]
		if !ok || scene == nil {
			return
		}
		t.citizens.Asked(p.Action, p.Answer, p.Err != "", p.Action.Sag == scene.caseName(0), e.Time, t.subject)
	case recording.KindEnd:
		scene := t.scenes[e.Scenario]
		if scene == nil || scene.harness != "" || scene.untried != "" {
			t.citizens.Begin("") // nobody knows what should have been there
			return
		}
		t.citizens.End(borgerblik.World{Store: t.judge.Store(), Registers: t.judge.Registers(), Roles: t.judge.Roles(), Elsewhere: t.judge.Elsewhere}, scene.names())
	}
}

// arrived tells the gatherer of the cases that an exchange brought.
func (t *Trial) arrived(e recording.Entry) {
	all := t.judge.Seen()
	if len(all) == 0 || all[len(all)-1].Entry.Seq != e.Seq {
		return
	}
	x := all[len(all)-1]
	for i, o := range x.Brought() {
		if o.Type != oio.Sag || o.Opdatering || x.Statuses[i].Kode != index.StatusOK {
			continue
		}
		if stored, ok := t.judge.Store().Get(o.UUID); ok {
			t.citizens.Came(stored.UUID, t.judge.Elsewhere(stored))
		}
	}
}

// subject is the title of a KLE number at this point of the run.
func (t *Trial) subject(kle string) string {
	o, ok := t.judge.Registers().Called(municipality.Klasse, kle)
	if !ok {
		return ""
	}
	return o.Latest().Navn
}

// names are the UUIDs of what was found to be the scene's cases and documents, by our
// names for them.
func (s *Scene) names() map[string][]string {
	out := map[string][]string{s.caseName(0): s.neighbour}
	for i, uuid := range s.sager {
		out[s.caseName(i+1)] = []string{uuid}
	}
	for i, uuid := range s.dokumenter {
		out[s.documentName(i+1)] = []string{uuid}
	}
	return out
}

// Viewed lets the citizens' pages be made by other settings than the run's own.
func (t *Trial) Viewed(by verdict.CitizenSettings) { t.setting.Citizens = &by }

// Views reports whether the run says by which settings its citizens' pages are made: of
// before it was kept, recordings do not.
func (t *Trial) Views() bool { return t.setting.Citizens != nil }

// pages are what the citizens would see; nil where there are no settings to show it by.
func (t *Trial) pages(played []Played) *verdict.Citizens {
	if t.setting.Citizens == nil {
		return nil
	}
	names := map[string]string{}
	for _, p := range played {
		names[p.ID] = p.Name
	}
	return t.citizens.Pages(t.setting.Registers.Borgere(), *t.setting.Citizens, func(id string) string { return names[id] })
}
