package judge

import (
	"slices"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/oio"
	"klarmeld/internal/verdict"
)

// standing is what an update has left as it should not be: a relation that ends and that
// none has taken over. The sender may mend it in the next message: the way there is his
// own, and what it comes to is judged.
type standing struct {
	scenario string
	objekt   oio.Objekt // of the update
	before   []oio.Del  // what the index had of it
	finding  verdict.Finding
	// lost, of a kasser: what the object lacks since then. An update has none.
	lost bool
}

// settleStanding tells of what a scenario's updates have left and nothing has mended.
// Of the same thing in several updates the first tells, for that is where to mend it.
func (j *Judge) settleStanding(scenario string) {
	type thing struct{ rule, uuid string }
	told, all := map[thing]bool{}, j.standing
	j.standing = nil
	for _, s := range all {
		this := thing{s.finding.Rule, s.objekt.UUID}
		switch {
		case s.scenario != scenario:
			j.standing = append(j.standing, s)
		case !told[this] && j.stands(s):
			told[this] = true
			j.Found(scenario, s.finding)
		}
	}
}

// stands reports whether the object is still as the update left it. One that is gone
// was so until it went.
func (j *Judge) stands(s standing) bool {
	now, there := j.store.Get(s.objekt.UUID)
	if !there || now.Type != s.objekt.Type {
		return true
	}
	if s.lost {
		return len(anvisning.Lost(now.Type, s.before, now.Dele, j.roles)) > 0
	}
	tally := anvisning.Check(s.objekt,
		anvisning.Surroundings{Roles: j.roles, Words: j.words, KLE: j.edition, Before: s.before, State: now.Dele, Fallen: j.fallen(s.objekt.UUID), Index: lookup{j}})
	return slices.ContainsFunc(tally.Deviations, func(d anvisning.Deviation) bool { return d.Rule == s.finding.Rule })
}
