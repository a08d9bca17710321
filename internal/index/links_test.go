package index

import (
	"fmt"
	"math/rand"
	"reflect"
	"testing"

	"klarmeld/internal/oio"
)

// TestDraftsLeaveTheLinks: what refers to what is the same after any drafts, kept or
// dropped, as it would be when it were found anew in what the store holds.
func TestDraftsLeaveTheLinks(t *testing.T) {
	for seed := range int64(60) {
		r := rand.New(rand.NewSource(seed))
		s := NewStore()
		dropped := 0
		for range 60 {
			d, settle := s.Draft()
			for range 1 + r.Intn(3) {
				draftSomething(d, r)
			}
			keep := r.Intn(2) == 0
			if settle(keep); !keep {
				dropped++
			}
			anew := NewStoreOn(s.state)
			if !reflect.DeepEqual(s.links, anew.links) {
				t.Fatalf("seed %d: the links are %v, and %v when found anew", seed, s.links, anew.links)
			}
		}
		if dropped == 0 {
			t.Error("no draft was dropped")
		}
	}
}

// draftSomething puts an object that refers to some others, or lets go of one.
func draftSomething(d *Store, r *rand.Rand) {
	id := func() string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", r.Intn(8)) }
	uuid := id()
	old, there := d.state.Get(uuid)
	if there && r.Intn(3) == 0 {
		d.delete(old)
		return
	}
	o := Stored{Type: oio.Sag, UUID: uuid, refers: map[string]bool{}}
	for other := range old.refers {
		o.refers[other] = true
	}
	for range r.Intn(3) {
		o.refers[id()] = true
	}
	d.put(o)
}
