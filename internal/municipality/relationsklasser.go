package municipality

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Kinds of relation classes.
const (
	ArtRolle  = "Rolle"
	ArtType   = "Type"
	ArtFormat = "Format"
)

// Relationsklasse is one class that gives a relation its role or type, or a
// journalnotat its format. In reality these classes live in FK Klassifikation.
type Relationsklasse struct {
	Objekt   string `json:"objekt"`   // "Sag" or "Dokument"
	Relation string `json:"relation"` // the element: "Sagsaktoer", …
	Art      string `json:"art"`      // Rolle, Type or Format
	Navn     string `json:"navn"`     // as the anvisninger name it
	UUID     string `json:"uuid"`
	// Origin is "offentlig" when the UUID is the real one and known to the
	// public, "pladsholder" when it is only ours.
	Origin string `json:"kilde"`
}

// Placeholder reports whether the UUID is only ours.
func (k Relationsklasse) Placeholder() bool { return k.Origin != "offentlig" }

// Relationsklasser is the list in force. A user who knows the real UUIDs
// replaces the whole of it.
type Relationsklasser struct {
	list   []Relationsklasse
	byUUID map[classKey]int
	byName map[classKey]int
	any    map[string][]int // UUID → wherever it stands
}

// LoadRelationsklasser reads the list (schema:
// fixtures/schemas/relationsklasser.schema.json). It refuses a class that is
// named twice, or a UUID that is used twice in one relation.
func LoadRelationsklasser(raw []byte) (*Relationsklasser, error) {
	r := &Relationsklasser{byUUID: map[classKey]int{}, byName: map[classKey]int{}, any: map[string][]int{}}
	if err := json.Unmarshal(raw, &r.list); err != nil {
		return nil, fmt.Errorf("listen over relationsklasser kan ikke læses: %w", err)
	}
	for i, k := range r.list {
		r.list[i].UUID = strings.ToLower(k.UUID)
		r.any[r.list[i].UUID] = append(r.any[r.list[i].UUID], i)
		for _, by := range []struct {
			index map[classKey]int
			key   classKey
		}{{r.byUUID, classKey{k.Objekt, k.Relation, k.Art, strings.ToLower(k.UUID)}}, {r.byName, classKey{k.Objekt, k.Relation, k.Art, k.Navn}}} {
			if _, ok := by.index[by.key]; ok {
				return nil, fmt.Errorf("listen over relationsklasser har to gange: %s/%s/%s/%s", k.Objekt, k.Relation, k.Art, by.key.which)
			}
			by.index[by.key] = i
		}
	}
	return r, nil
}

// classKey is what a class is found by; which is its UUID, in lower case, or its name.
type classKey struct{ objekt, relation, art, which string }

// ByUUID finds the class that a message means.
func (r *Relationsklasser) ByUUID(objekt, relation, art, uuid string) (Relationsklasse, bool) {
	i, ok := r.byUUID[classKey{objekt, relation, art, uuid}]
	if !ok { // most are in lower case, as what messages refer to is read
		i, ok = r.byUUID[classKey{objekt, relation, art, strings.ToLower(uuid)}]
	}
	if !ok {
		return Relationsklasse{}, false
	}
	return r.list[i], true
}

// ByName finds the class that the anvisninger name.
func (r *Relationsklasser) ByName(objekt, relation, art, navn string) (Relationsklasse, bool) {
	i, ok := r.byName[classKey{objekt, relation, art, navn}]
	if !ok {
		return Relationsklasse{}, false
	}
	return r.list[i], true
}

// Anywhere are the classes that have a UUID, of whatever relation, in the list's order.
func (r *Relationsklasser) Anywhere(uuid string) []Relationsklasse {
	var out []Relationsklasse
	for _, i := range r.any[strings.ToLower(uuid)] {
		out = append(out, r.list[i])
	}
	return out
}

// All returns the list in its own order.
func (r *Relationsklasser) All() []Relationsklasse { return append([]Relationsklasse(nil), r.list...) }
