package judge

import (
	"strings"

	"klarmeld/internal/anvisning"
	"klarmeld/internal/index"
	"klarmeld/internal/municipality"
)

// keyHolders tell whom the index's relations give a key, without a walk through the
// whole index for every message.
type keyHolders struct {
	refs rolls                        // scope → references, in the order they came
	many map[anvisning.Keyed]int      // how many relations say so
	of   map[string][]anvisning.Keyed // UUID → what its relations say
	told map[anvisning.Keyed]bool     // whose key is another's, and who has been told of
}

func newKeyHolders() keyHolders {
	return keyHolders{rolls{}, map[anvisning.Keyed]int{}, map[string][]anvisning.Keyed{}, map[anvisning.Keyed]bool{}}
}

// put gives an object what its relations say in place of what they said.
func (k keyHolders) put(uuid string, now []anvisning.Keyed) {
	for _, n := range now {
		if k.many[n]++; k.many[n] == 1 {
			k.refs.add(n.Scope, n.Reference)
		}
	}
	for _, old := range k.of[uuid] {
		if k.many[old]--; k.many[old] == 0 {
			delete(k.many, old)
			k.refs.remove(old.Scope, old.Reference)
		}
	}
	if k.of[uuid] = now; len(now) == 0 {
		delete(k.of, uuid)
	}
}

// first is the reference that has the key, and had it before anybody else; "" when it
// has been asked before of this one.
func (k keyHolders) first(of anvisning.Keyed) string {
	holders := k.refs[of.Scope].oldest(1)
	if len(holders) == 0 || holders[0] == of.Reference || k.told[of] {
		return ""
	}
	of.Scope, of.Reference = strings.Clone(of.Scope), strings.Clone(of.Reference)
	k.told[of] = true
	return holders[0]
}

// keyed is what the relations of an object say of keys.
func (j *Judge) keyed(o index.Stored) []anvisning.Keyed { return keyedOf(o, j.roles, j.held()) }

func keyedOf(o index.Stored, roles *municipality.Relationsklasser, registers *municipality.Register) []anvisning.Keyed {
	kommune := anvisning.MunicipalityOf(o.Type, o.Dele, roles, registers)
	var out []anvisning.Keyed
	for _, d := range o.Dele {
		if k, ok := anvisning.KeyOf(o.Type, d, kommune, roles); ok {
			k.Scope, k.Reference = strings.Clone(k.Scope), strings.Clone(k.Reference)
			out = append(out, k)
		}
	}
	return out
}
