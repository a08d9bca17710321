package judge

import (
	"github.com/beevik/etree"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/oio"
	"klarmeld/internal/recording"
	"klarmeld/internal/soap"
)

// apply is what an empty index makes of a message, and what its rules may then know of
// each of its objects.
func (b Beside) apply(env *soap.Envelope) (applied, func(i int) anvisning.Surroundings) {
	objekter := oio.ReadObjekter(env.Body)
	if a, ok := b.newcomers(env, objekter); ok {
		return a.applied, a.surroundings
	}
	return b.applyToIndex(env)
}

// applyToIndex is apply by a judge with an index, which takes any message.
func (b Beside) applyToIndex(env *soap.Envelope) (applied, func(i int) anvisning.Surroundings) {
	j := New(nil).Undated().WithWords(b.Words).WithKLE(b.KLE)
	j.roles, j.registers = b.Roles, b.Registers
	done := j.applyMessage(env, "", recording.SenderSystem)
	return done, func(i int) anvisning.Surroundings {
		s := j.surroundings(done, i)
		s.Held = nil // what else the index holds, one message does not tell, nor what the system has read
		return s
	}
}

// newcomers are the objects of a message in which no UUID comes twice, and no object has
// more than one registration. Nearly all messages are so, and then an empty index takes
// each object as it stands. There is nothing to overlay, so no judge, no index and no
// copies are needed to tell what it would have.
type newcomers struct {
	Beside
	applied
	places map[string]int // UUID → object
	states [][]oio.Del    // the parts that the index would have of each; nil for nothing
	// What is made when a rule asks for it.
	keys      *keys
	holders   *keyHolders
	referrers rolls
}

// newcomers are the objects of a message as such; false when they are none.
func (b Beside) newcomers(env *soap.Envelope, objekter []oio.Objekt) (*newcomers, bool) {
	a := &newcomers{Beside: b, places: make(map[string]int, len(objekter))}
	for i, o := range objekter {
		if _, twice := a.places[o.UUID]; twice || len(o.Registreringer) > 1 {
			return nil, false
		}
		a.places[o.UUID] = i
	}
	a.objekter, a.message = objekter, anvisning.NewPeers(objekter)
	a.states, a.statuses = make([][]oio.Del, len(objekter)), make([]index.Retur, len(objekter))
	broken := index.BrokenObjects(env)
	for i, o := range objekter {
		a.statuses[i] = index.Retur{Kode: index.StatusOK, Type: o.Type, UUID: o.UUID}
		if _, ok := broken[o.El]; ok {
			a.statuses[i].Kode = index.StatusBadInput
		} else if a.statuses[i].Kode = alone(o); a.statuses[i].Kode == index.StatusOK {
			a.states[i] = kept(o.Registreringer[0].Dele)
		}
	}
	return a, true
}

// alone is the status that an empty index gives an object of the form that the contract
// has (index.Store.Apply).
func alone(o oio.Objekt) int {
	switch {
	case !oio.IsUUID(o.UUID):
		return index.StatusBadInput
	case o.Opdatering:
		return index.StatusNotFound
	case len(o.Registreringer) == 0, o.Excess() != "":
		return index.StatusBadInput
	}
	return index.StatusOK
}

// kept are the parts as an index has them: in elements of its own, which are not those of
// the message, with what is in them.
func kept(dele []oio.Del) []oio.Del {
	if len(dele) == 0 {
		return nil
	}
	out, own := make([]oio.Del, len(dele)), make([]etree.Element, len(dele))
	for i, d := range dele {
		own[i] = etree.Element{Space: d.El.Space, Tag: d.El.Tag, Child: d.El.Child}
		out[i] = d
		out[i].El = &own[i]
	}
	return out
}

// surroundings is what the rules may know of the i'th object.
func (a *newcomers) surroundings(i int) anvisning.Surroundings {
	return anvisning.Surroundings{Roles: a.Roles, Words: a.Words, KLE: a.KLE, Registers: a.Registers, Peers: a.message, State: a.states[i],
		Refused: a.statuses[i].Kode != index.StatusOK, Namesakes: a.namesakes, KeyHolder: a.keyHolder, Index: a}
}

// stored is the i'th object as the index has it; false when it took nothing of it.
func (a *newcomers) stored(i int) (index.Stored, bool) {
	o := a.objekter[i]
	return index.Stored{Type: o.Type, UUID: o.UUID, Dele: a.states[i]}, a.statuses[i].Kode == index.StatusOK
}

// Parts are those of an object of the message.
func (a *newcomers) Parts(uuid string) []oio.Del {
	if i, ok := a.places[uuid]; ok {
		return a.states[i]
	}
	return nil
}

// Referrers are the objects of the message that refer to one.
func (a *newcomers) Referrers(uuid string) []string {
	if a.referrers == nil {
		a.referrers = rolls{}
		for i := range a.objekter {
			o, _ := a.stored(i)
			for _, d := range o.Dele {
				if id := d.Reference.UUID; anvisning.RefersToIndex(d.Kind) && id != "" {
					a.referrers.add(id, o.UUID)
				}
			}
		}
	}
	return a.referrers[uuid].oldest(maxNamesakes)
}

// Removed is nothing: nothing was.
func (a *newcomers) Removed(oio.ObjektType, string, string) string { return "" }

// namesakes lists the objects of the message that have a key.
func (a *newcomers) namesakes(t oio.ObjektType, kommune, noegle string) []anvisning.Namesake {
	if len(a.objekter) == 1 {
		return nil // nobody but itself
	}
	if a.keys == nil {
		all := newKeys()
		for i := range a.objekter {
			if o, ok := a.stored(i); ok {
				all.put(o.UUID, entriesOf(o, a.Roles, a.Registers))
			}
		}
		a.keys = &all
	}
	return a.keys.namesakes(t, kommune, noegle, func(uuid string) index.Stored {
		o, _ := a.stored(a.places[uuid])
		return o
	})
}

// keyHolder is keyHolders.first of what the message's objects say.
func (a *newcomers) keyHolder(of anvisning.Keyed) string {
	if a.holders == nil {
		all := newKeyHolders()
		for i := range a.objekter {
			if o, ok := a.stored(i); ok {
				all.put(o.UUID, keyedOf(o, a.Roles, a.Registers))
			}
		}
		a.holders = &all
	}
	return a.holders.first(of)
}
