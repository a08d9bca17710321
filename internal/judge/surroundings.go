package judge

import (
	"slices"
	"strings"
	"time"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// applied is what an importer or opdater did to the index.
type applied struct {
	objekter []oio.Objekt
	message  *anvisning.Peers // the same, found by their UUIDs
	statuses []index.Retur
	before   [][]oio.Del // what the index had of each; nil for nothing
	newest   []time.Time // of the registrations it had of each
	came     time.Time   // when the message came; zero when that is not known
}

// applyMessage changes the judge's index as the message changed the real one,
// and remembers what was there before.
func (j *Judge) applyMessage(env *soap.Envelope, sts string, by recording.Sender) applied {
	a := applied{objekter: index.Objekter(env)}
	a.message = anvisning.NewPeers(a.objekter)
	for _, o := range a.objekter {
		var before []oio.Del
		var newest time.Time
		if old, ok := j.store.Get(o.UUID); ok && old.Type == o.Type {
			before = append(old.Dele, j.cut(o.UUID)...)
			newest, _ = oio.ParseTime(old.Tidspunkt)
		}
		a.before, a.newest = append(a.before, before), append(a.newest, newest)
	}
	a.statuses = j.store.ApplyObjekter(index.BrokenObjects(env), a.objekter, sts)
	j.memory.came(a.objekter, a.statuses)
	for i, o := range a.objekter {
		if a.statuses[i].Kode == index.StatusOK {
			j.note(o, by)
		}
	}
	return a
}

// note keeps what later messages are held against: who brought the object, its
// keys, and what it refers to.
func (j *Judge) note(o oio.Objekt, by recording.Sender) {
	id := strings.Clone(o.UUID) // what is kept holds on to no message
	if !o.Opdatering {
		j.origin[id] = by
	}
	stored, _ := j.store.Look(id)
	j.keys.put(id, j.entries(stored))
	j.holders.put(id, j.keyed(stored))
	for _, d := range stored.Dele {
		if to := d.Reference.UUID; anvisning.RefersToIndex(d.Kind) && to != "" {
			j.referrers.add(strings.Clone(to), id)
		}
	}
}

// forget lets go of an object that was removed. Who refers to it is not
// forgotten: the UUID may come back.
func (j *Judge) forget(uuid string) {
	delete(j.origin, uuid)
	for _, e := range j.keys.of[uuid] {
		j.freed[e] = strings.Clone(uuid)
	}
	j.keys.put(uuid, nil)
	j.holders.put(uuid, nil)
}

// entries are the keys of an object, as keys has them.
func (j *Judge) entries(o index.Stored) []string { return entriesOf(o, j.roles, j.held()) }

func entriesOf(o index.Stored, roles *municipality.Relationsklasser, registers *municipality.Register) []string {
	kommune := anvisning.MunicipalityOf(o.Type, o.Dele, roles, registers)
	var out []string
	for _, d := range o.Af(oio.DelEgenskaber) {
		if e := entry(o.Type, kommune, keyOf(d)); kommune != "" && keyOf(d) != "" && !slices.Contains(out, e) {
			out = append(out, e)
		}
	}
	return out
}

func keyOf(d oio.Del) string {
	return strings.TrimSpace(oio.Text(oio.Child(d.El, "BrugervendtNoegle")))
}

func entry(t oio.ObjektType, kommune, noegle string) string {
	return string(t) + "/" + kommune + "/" + noegle
}

// keys tells which objects have a BrugervendtNoegle, without a walk through
// the whole index for every message.
type keys struct {
	holders rolls               // entry → UUIDs, in the order they came
	of      map[string][]string // UUID → its entries
}

func newKeys() keys { return keys{rolls{}, map[string][]string{}} }

// put gives an object its entries in place of those it had.
func (k keys) put(uuid string, entries []string) {
	for _, old := range k.of[uuid] {
		if !slices.Contains(entries, old) {
			k.holders.remove(old, uuid)
		}
	}
	for _, e := range entries {
		k.holders.add(e, uuid)
	}
	k.of[uuid] = entries
}

// maxNamesakes is how many objects with one key a new one is held against, the
// oldest. A system that gives a thousand cases one number is told so of each of
// them all the same.
const maxNamesakes = 32

// namesakes lists the objects that have a key.
func (j *Judge) namesakes(t oio.ObjektType, kommune, noegle string) []anvisning.Namesake {
	return j.keys.namesakes(t, kommune, noegle, func(uuid string) index.Stored {
		o, _ := j.store.Look(uuid)
		return o
	})
}

// namesakes are those that have a key; get looks an object up.
func (k keys) namesakes(t oio.ObjektType, kommune, noegle string, get func(uuid string) index.Stored) []anvisning.Namesake {
	var out []anvisning.Namesake
	for _, id := range k.holders[entry(t, kommune, noegle)].oldest(maxNamesakes) {
		o := get(id)
		for _, d := range o.Af(oio.DelEgenskaber) {
			if keyOf(d) == noegle {
				out = append(out, anvisning.Namesake{UUID: id, Virkning: d.Virkning})
			}
		}
	}
	return out
}

// surroundings is what the rules may know of the message's i'th object by what
// came before it, and by the message.
func (j *Judge) surroundings(a applied, i int) anvisning.Surroundings {
	o := a.objekter[i]
	s := anvisning.Surroundings{Roles: j.roles, Words: j.words, KLE: j.edition, Registers: j.held(), Peers: a.message, Before: a.before[i],
		Refused: a.statuses[i].Kode != index.StatusOK, Newest: a.newest[i], Came: a.came,
		Namesakes: j.namesakes, KeyHolder: j.holders.first,
		OrganisationRead: j.readRegisters[recording.RegisterOrganisation], KlassifikationRead: j.readRegisters[recording.RegisterKlassifikation],
		Told: func(id string) bool { return j.read[strings.ToLower(id)] > 0 }, Index: lookup{j},
		Held: func(id string) oio.ObjektType {
			held, _ := j.store.Look(id)
			return held.Type
		}}
	if stored, ok := j.store.Get(o.UUID); ok && stored.Type == o.Type {
		s.State, s.Fallen = stored.Dele, j.fallen(o.UUID)
	}
	s.Prescribed, s.Unmended = !j.undated, j.unmended
	return s
}

// lookup answers what rules ask of other objects than the one under trial.
type lookup struct{ j *Judge }

func (l lookup) Parts(uuid string) []oio.Del {
	o, _ := l.j.store.Get(uuid)
	return o.Dele
}

func (l lookup) Referrers(uuid string) []string { return l.j.referrers[uuid].oldest(maxNamesakes) }

func (l lookup) Removed(t oio.ObjektType, kommune, noegle string) string {
	return l.j.freed[entry(t, kommune, noegle)]
}

// fallen are the states of an object that another has taken the place of.
func (j *Judge) fallen(uuid string) func() []oio.Del {
	return func() []oio.Del { return j.store.FallenTogether(uuid, oio.DelFremdrift) }
}
